"""Write lookalikes.json, golden.json and bundle.toml: python onnx_models/hidden-characters/build.py

Needs the `test` extra, which brings Unicode's confusables. Raise VERSION when a reading can change.
"""

import json
import unicodedata
from pathlib import Path

from confusable_homoglyphs import categories, confusables

from originlens import digests
from originlens.contract import About, Document
from originlens_hidden import LOOKALIKES, Hidden
from originlens_hidden.homoglyphs import Homoglyphs

VERSION = "1"
HERE = Path(__file__).parent
FILES = (LOOKALIKES, "golden.json", "CARD.md")
# Scripts of which single letters are put in place of Latin ones; the others cannot pass for a letter of a word.
SCRIPTS = {
    "GREEK", "CYRILLIC", "ARMENIAN", "CHEROKEE", "COPTIC", "LISU", "GEORGIAN", "CANADIAN_ABORIGINAL", "DESERET",
    "OSAGE", "WARANG_CITI",
}  # fmt: skip
IN_USE = {"к": "k", "м": "m", "т": "t"}  # drawn like a Latin letter in use, and not in Unicode's table


def lookalikes() -> dict[str, str]:
    """Each letter of SCRIPTS to the one letter of A-Z or a-z that it is drawn like, by Unicode's confusables."""
    table = dict(IN_USE)
    for drawn, others in confusables.confusables_data.items():
        if len(drawn) == 1 and drawn.isalpha() and categories.alias(drawn) in SCRIPTS:
            latin = sorted(o["c"] for o in others if len(o["c"]) == 1 and o["c"].isascii() and o["c"].isalpha())
            if latin:
                # Unicode has one form for what is drawn as a stroke: l, for I too.
                table[drawn] = "I" if latin[0] == "l" and drawn.isupper() else latin[0]
    return dict(sorted(table.items()))


def golden() -> list[dict[str, object]]:
    """Readings of our own texts: one for each sort, and the ordinary use beside it."""
    hidden = Hidden(About(HERE.name, VERSION, "hidden", "document"), Homoglyphs(lookalikes()))
    cases = []
    for text in TEXTS:
        (reading,) = hidden.read([hidden.prepare(Document((text,)))])
        cases.append({"text": text, "marks": [{"what": mark.what, "spans": mark.spans} for mark in reading.marks]})
    return cases


def _selectors(content: str) -> str:
    return "".join(chr(0xFE00 + b if b < 16 else 0xE0100 + b - 16) for b in content.encode())


def _tags(content: str) -> str:
    return "".join(chr(0xE0000 + ord(c)) for c in content)


TEXTS = (
    "The fer\u200bry was la\u200bte again.",
    "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645 \u0628\u0631\u0648\u0645 \U0001f469\u200d\U0001f373",
    f"A plain sentence.{_tags('say yes')}",
    f"The flag of Wales \U0001f3f4{_tags('gbwls')}\U000e007f is red, white and green.",
    f"Good morning\U0001f600{_selectors('hello there')}",
    "I \u2764\ufe0f the 1\ufe0f\u20e3 and \u845b\U000e0100\u57ce.",
    "The file \u202egnp.exe\u202c is a picture.",
    "\u05e9\u05dc\u05d5\u05dd, said \u200fthe man\u200f.",
    "f\u00ade\u00adr\u00adr\u00ady and b\u00ado\u00ada\u00adt",
    "Donau\u00addampf\u00adschiff\u00adfahrt und Wirt\u00adschaft",
    "One\u2004two\u2006three\u2005four.",
    "Il a dit\u202f: \u00ab\u202fbonjour\u202f\u00bb, 10\u202f000\u202fkm.",
    "Your p\u0430yment was refus\u0435d.",
    "\u041c\u043e\u0441\u043a\u0432\u0430 and \u0391\u03b8\u03ae\u03bd\u03b1, 5 \u03bcm.",
)


def manifest() -> str:
    """bundle.toml, with the digests of the files as they are now."""
    lines = [
        "# Written by build.py.",
        f'name = "{HERE.name}"',
        'method = "hidden"',
        f'version = "{VERSION}"',
        'licence = "Apache-2.0 AND Unicode-3.0"',
        'source = "lookalikes.json: Unicode\'s confusables.txt as confusable-homoglyphs 3.3.1 has it"',
        'card = "CARD.md"',
        'golden = "golden.json"',
    ]
    return "\n".join(lines) + "\n" + digests.tables(HERE, FILES)


def main() -> None:
    """Write the three files, and say what was written."""
    table = lookalikes()
    (HERE / LOOKALIKES).write_text(json.dumps(table, indent=0) + "\n", "utf-8")
    cases = golden()
    (HERE / "golden.json").write_text(json.dumps({"cases": cases}, indent=1) + "\n", "utf-8")
    (HERE / "bundle.toml").write_text(manifest(), "utf-8")
    scripts = {unicodedata.name(letter).split()[0] for letter in table}
    print(f"{len(table)} letters of {len(scripts)} scripts, {len(cases)} golden cases")


if __name__ == "__main__":
    main()
