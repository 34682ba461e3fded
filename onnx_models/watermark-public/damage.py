"""What is left of a mark after a text was handled: python damage.py --work FOLDER.

Prints, for the first 200 tokens of generate.py's texts, the share found at p 1e-3 at the known configuration after each
damage; permutation tests, which take seconds a text, are given 100 tokens of fewer texts. The detector undoes
look-alike letters, invisible characters, curly quotes and line breaks (copies.py).
"""

import argparse
import html
import math
import random
import re
import textwrap
from collections.abc import Callable
from pathlib import Path

import judge
from marks import MARKS
from tokenizers import Tokenizer

LENGTH, SEED = 200, 7
RING_LENGTH, RING_TEXTS = 100, 12
LOOKALIKES = str.maketrans("aceopxyACEHKMOPTX", "асеорхуАСЕНКМОРТХ")
Damage = Callable[[str, random.Random, Tokenizer], str]


def replaced(part: float) -> Damage:
    """This part of the tokens, each by one of another place of the text."""

    def damage(text: str, chance: random.Random, tokenizer: Tokenizer) -> str:
        ids = tokenizer.encode(text, add_special_tokens=False).ids
        for i in chance.sample(range(len(ids)), round(part * len(ids))):
            ids[i] = chance.choice(ids)
        return str(tokenizer.decode(ids))

    return damage


def rewrapped(text: str, chance: random.Random, tokenizer: Tokenizer) -> str:
    """Lines of 72 characters, paragraph by paragraph."""
    return "\n\n".join(textwrap.fill(part, 72) for part in re.split(r"\n\s*\n", text))


def from_html(text: str, chance: random.Random, tokenizer: Tokenizer) -> str:
    """Paragraphs of a page, copied: white space is one space, some does not break, and a line ends a paragraph."""
    parts = (re.sub(r"\s+", " ", part).strip() for part in re.split(r"\n\s*\n", text))
    page = "".join(f"<p>{html.escape(part)}</p>" for part in parts if part)
    shown = html.unescape(re.sub(r"<[^>]*>", "", page.replace("</p>", "\n")))
    return re.sub(r" (?=\d)", "\u00a0", shown).strip()


def curly(text: str, chance: random.Random, tokenizer: Tokenizer) -> str:
    """Typographer's quotes."""
    opened = re.sub(r'(^|[\s(])"', "\\1\u201c", text).replace('"', "\u201d")
    return re.sub(r"(^|[\s(])'", "\\1\u2018", opened).replace("'", "\u2019")


def lookalikes(text: str, chance: random.Random, tokenizer: Tokenizer) -> str:
    """One letter in ten of those that Cyrillic has too, and an invisible character after one word in ten."""
    letters = "".join(letter.translate(LOOKALIKES) if chance.random() < 0.1 else letter for letter in text)
    return "".join(letter + "\u200b" * (letter == " " and chance.random() < 0.1) for letter in letters)


DAMAGES: dict[str, Damage] = {
    "none": lambda text, chance, tokenizer: text,
    "10% replaced": replaced(0.1), "20% replaced": replaced(0.2), "30% replaced": replaced(0.3),
    "re-wrapped": rewrapped, "from HTML": from_html, "curly quotes": curly, "look-alikes": lookalikes,
}  # fmt: skip


def main() -> None:
    """One row for each mark."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--work", type=Path, required=True, help="the folder of generate.py")
    given = options.parse_args()
    reader, decoder = judge.reader(given.work), judge.decoder(given.work)
    lines = []
    for mark in MARKS:
        length = RING_LENGTH if mark.is_ring else LENGTH
        generated, _ = judge.generated(given.work, mark)
        texts = [decoder.decode(ids[:length]) for ids in generated[: RING_TEXTS if mark.is_ring else None]]
        if not texts:
            continue
        cells = []
        for damage in DAMAGES.values():
            chance = random.Random(SEED)
            found = [judge.log_p(mark, damage(text, chance, decoder), reader) for text in texts]
            cells.append(judge.share([p <= math.log(judge.ALPHA) for p in found]))
        lines.append([mark.name, str(len(texts)), str(length), *cells])
    judge.table(given.work, "damage", ["mark", "texts", "tokens", *DAMAGES], lines)


if __name__ == "__main__":
    main()
