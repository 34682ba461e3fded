"""Fill CARD.md from the tables that the measuring scripts left: python card.py --work FOLDER.

A table stands between `<!-- NAME -->` and `<!-- /NAME -->`; those that were not measured anew stay as they are.
"""

import argparse
import re
from pathlib import Path

CARD = Path(__file__).with_name("CARD.md")


def main() -> None:
    """Write the card."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--work", type=Path, required=True, help="the folder of the measuring scripts")
    given = options.parse_args()
    tables = {file.stem: file.read_text("utf-8") for file in sorted((given.work / "tables").glob("*.md"))}
    CARD.write_text(filled(CARD.read_text("utf-8"), tables), "utf-8")


def filled(card: str, tables: dict[str, str]) -> str:
    """The card with these tables. Raises ValueError for one that it has no place for."""
    for name, table in tables.items():
        place = re.compile(rf"(<!-- {re.escape(name)} -->\n).*?(<!-- /{re.escape(name)} -->)", re.DOTALL)
        if not place.search(card):
            raise ValueError(
                f"the card has no place for the table {name!r}: put <!-- {name} --> and <!-- /{name} --> in it"
            )
        card = place.sub(lambda found, text=table: found[1] + "\n" + text + "\n" + found[2], card)
    return card


if __name__ == "__main__":
    main()
