"""Method `residue`: strings that a chatbot's interface leaves behind in pasted text, by the bundle's rules."""

from collections.abc import Sequence

from originlens.contract import About, Bundle, BundleNeeded, Document, Item, Mark, Marks
from originlens_residue.mentions import is_mention, quoted_spans
from originlens_residue.rules import Hit, Rule, Rules, load

RULES = "rules.toml"
MAKERS_OF_A_PAGE_ABOUT_CHATBOTS = 3
LONGEST_DETAIL = 80


class Residue:
    """Finds the rules' strings in the blocks and links of a document; mentions give no mark."""

    def __init__(self, about: About, rules: Rules) -> None:
        self._about, self._rules = about, rules

    @property
    def about(self) -> About:
        """What this detector is."""
        return self._about

    def prepare(self, subject: Document) -> Item:
        """Nothing to make ready; the cost is the length of the text."""
        return Item(sum(map(len, subject.blocks)) // 4 + 1, subject)

    def read(self, items: Sequence[Item]) -> list[Marks]:
        """The marks of each document: a block's own first, in order, then those of its links."""
        return [self._marks(item.data) for item in items]

    def close(self) -> None:
        """Nothing is held."""

    def _marks(self, document: Document) -> Marks:
        in_blocks = [list(self._rules.find(text)) for text in document.blocks]
        in_links: dict[Rule, list[str]] = {}
        for link in document.links:
            for rule, found in {h.rule: link[h.start : h.end] for h in self._rules.find(link) if h.rule.links}.items():
                in_links.setdefault(rule, []).append(found)

        # A page that shows the strings of several makers is about chatbots.
        rules = [hit.rule for hits in in_blocks for hit in hits] + list(in_links)
        if len({rule.maker for rule in rules} - {None}) >= MAKERS_OF_A_PAGE_ABOUT_CHATBOTS:
            return Marks()
        marks = [mark for i, hits in enumerate(in_blocks) for mark in _block_marks(i, document.blocks[i], hits)]
        for rule, found_in in in_links.items():
            detail = f"{len(found_in)} of {len(document.links)} links: {found_in[0][:LONGEST_DETAIL]}"
            marks.append(Mark(rule.id, "weak", vendor=rule.vendor, family=rule.family, detail=detail))
        return Marks(tuple(marks))


def _block_marks(block: int, text: str, hits: list[Hit]) -> list[Mark]:
    """One mark for each rule used in a block, with all its spans."""
    if not hits:
        return []
    quoted = quoted_spans(text)
    spans: dict[Rule, list[tuple[int, int]]] = {}
    for hit in hits:
        if not is_mention(hit.start, hit.end, quoted):
            spans.setdefault(hit.rule, []).append((hit.start, hit.end))
    return [
        Mark(
            rule.id,
            rule.strength,
            tuple(found),
            block,
            rule.vendor,
            rule.family,
            text[slice(*found[0])][:LONGEST_DETAIL],
        )
        for rule, found in spans.items()
    ]


def open(bundle: Bundle | None) -> Residue:
    """Open the method on a bundle with rules.toml. Raises BundleNeeded without one, ValueError for a wrong rule."""
    if bundle is None:
        raise BundleNeeded(f"a bundle with {RULES}")
    about = About(
        bundle.name, bundle.version, "residue", "document", bundle.languages, bundle.least_words, bundle.max_tokens
    )
    return Residue(about, load(bundle.path(RULES)))
