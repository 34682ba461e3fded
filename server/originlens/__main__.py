"""`python -m originlens` and the command `originlens`."""

from originlens.cli import app


def main() -> None:
    """Run the command line."""
    app()


if __name__ == "__main__":
    main()
