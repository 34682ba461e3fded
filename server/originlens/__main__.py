"""`python -m originlens` and the command `originlens`."""

import sys


def main() -> None:
    """Run the command line."""
    try:
        from originlens.cli import app

        app()
    except KeyboardInterrupt:  # Ctrl-C while Python still imports
        sys.exit(130)


if __name__ == "__main__":
    main()
