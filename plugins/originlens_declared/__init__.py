"""Method `declared`: what a page, its server or a visible label says of the text's making, by the bundle's terms."""

from collections.abc import Iterator, Sequence

from originlens.contract import About, Bundle, BundleNeeded, Document, Item, Mark, Marks
from originlens_declared import header, opt_outs, page
from originlens_declared.page import Part
from originlens_declared.terms import Terms, load

TERMS = "terms.toml"
MOST_WORK = 20_000_000  # characters compared when parts of a page are looked for among its blocks


class Declared:
    """Reads declarations; those of the page first, then those in its blocks."""

    def __init__(self, about: About, terms: Terms) -> None:
        self._about, self._terms = about, terms

    @property
    def about(self) -> About:
        """What this detector is."""
        return self._about

    def prepare(self, subject: Document) -> Item:
        """Nothing to make ready; the cost is the length of the text."""
        return Item(sum(map(len, subject.blocks)) // 4 + 1, subject)

    def read(self, items: Sequence[Item]) -> list[Marks]:
        """The marks of each document."""
        return [Marks(tuple(self._marks(item.data))) for item in items]

    def close(self) -> None:
        """Nothing is held."""

    def _marks(self, document: Document) -> Iterator[Mark]:
        if (value := document.headers.get("ai-disclosure")) and (said := header.disclosure(value, self._terms)):
            yield said.mark()
        found = page.read(document.html, self._terms) if document.html else page.Page()
        yield from (statement.mark() for statement in found.whole)
        wishes = dict.fromkeys([*opt_outs.of_headers(document.headers), *found.opt_outs])
        yield from (wish.mark() for wish in wishes)
        yield from _in_parts(found.parts, document.blocks)
        for block, text in enumerate(document.blocks):
            if label := self._terms.label(text):
                yield label.mark(((0, len(text)),), block)


def _in_parts(parts: Sequence[Part], blocks: Sequence[str]) -> Iterator[Mark]:
    """A block belongs to the smallest part that holds its text: what stands further in overrides what is around it."""
    if not parts:
        return
    smallest_first = sorted(parts, key=lambda part: len(part.text))
    work = 0
    for block, text in enumerate(blocks):
        said = " ".join(text.split())
        for part in smallest_first if said else ():
            work += len(part.text)
            if work > MOST_WORK:
                return
            if said in part.text:
                yield part.statement.mark(((0, len(text)),), block)
                break


def open(bundle: Bundle | None) -> Declared:
    """Open the method on a bundle with terms.toml. Raises BundleNeeded without one, ValueError for a wrong term."""
    if bundle is None:
        raise BundleNeeded(f"a bundle with {TERMS}")
    about = About(bundle.name, bundle.version, "declared", "document", bundle.languages, bundle.least_words)
    return Declared(about, load(bundle.path(TERMS)))
