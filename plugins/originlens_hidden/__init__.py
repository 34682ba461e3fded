"""Method `hidden`: characters that a reader cannot see, and letters that pass for others; not who wrote."""

import json
from collections.abc import Callable, Iterable, Sequence

from originlens.contract import About, Bundle, BundleNeeded, Document, Item, Mark, Marks
from originlens_hidden import bidi, selectors, soft_hyphens, spaces, tags, zero_width
from originlens_hidden.finding import Finding
from originlens_hidden.homoglyphs import Homoglyphs

LOOKALIKES = "lookalikes.json"
Search = Callable[[str], Iterable[Finding]]


class Hidden:
    """Looks through the blocks of a document; the searches are asked only for characters that are there."""

    def __init__(self, about: About, homoglyphs: Homoglyphs) -> None:
        self._about = about
        self._searches: list[tuple[frozenset[str], Search]] = [
            (module.CHARACTERS, module.find) for module in (tags, selectors, zero_width, bidi, soft_hyphens, spaces)
        ]
        self._searches.append((homoglyphs.characters, homoglyphs.find))

    @property
    def about(self) -> About:
        """What this detector is."""
        return self._about

    def prepare(self, subject: Document) -> Item:
        """Nothing to make ready; the cost is the length of the text."""
        return Item(sum(map(len, subject.blocks)) // 4 + 1, subject)

    def read(self, items: Sequence[Item]) -> list[Marks]:
        """The marks of each document: one for each block and sort, with all its places."""
        return [self._marks(item.data) for item in items]

    def close(self) -> None:
        """Nothing is held."""

    def _marks(self, document: Document) -> Marks:
        return Marks(tuple(
            Mark(found.what, found.strength, found.places, i, detail=found.detail)
            for i, text in enumerate(document.blocks)
            for found in self._find(text)
        ))  # fmt: skip

    def _find(self, text: str) -> Iterable[Finding]:
        if text.isascii():
            return
        present = set(text)
        for characters, find in self._searches:
            if not characters.isdisjoint(present):
                yield from find(text)


def open(bundle: Bundle | None) -> Hidden:
    """Open the method on a bundle with lookalikes.json. Raises BundleNeeded, or ValueError for a wrong table."""
    if bundle is None:
        raise BundleNeeded(f"a bundle with {LOOKALIKES}")
    table = json.loads(bundle.path(LOOKALIKES).read_text("utf-8"))
    if (
        not isinstance(table, dict)
        or not table
        or any(len(drawn) != 1 or len(latin) != 1 for drawn, latin in table.items())
    ):
        raise ValueError(f"{LOOKALIKES}: expected an object from a letter to the Latin letter it is drawn like")
    about = About(
        bundle.name, bundle.version, "hidden", "document", bundle.languages, bundle.least_words, bundle.max_tokens
    )
    return Hidden(about, Homoglyphs(table))
