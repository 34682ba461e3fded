"""Method `residue`: strings that a chatbot's interface leaves behind in pasted text, by the bundle's rules."""

from collections.abc import Sequence

from originlens.contract import About, Bundle, BundleNeeded, Document, Item, Marks
from originlens_residue.examples import failures
from originlens_residue.mentions import Cues
from originlens_residue.page import Page
from originlens_residue.rules import Rules, load, read

RULES = "rules.toml"


class Residue:
    """Finds the rules' strings in the blocks and links of a document; mentions say nothing of origin."""

    def __init__(self, about: About, rules: Rules, cues: Cues) -> None:
        self._about, self._rules, self._cues = about, rules, cues

    @property
    def about(self) -> About:
        """What this detector is."""
        return self._about

    def prepare(self, subject: Document) -> Item:
        """Nothing to make ready; the cost is the length of the text."""
        return Item(sum(map(len, subject.blocks)) // 4 + 1, subject)

    def read(self, items: Sequence[Item]) -> list[Marks]:
        """The marks of each document: a block's own first, in order, then those of its links."""
        return [Marks(tuple(Page(item.data, self._rules, self._cues).marks())) for item in items]

    def close(self) -> None:
        """Nothing is held."""

    def used(self, text: str) -> list[str]:
        """The ids of the rules that a text of one block uses, not mentions."""
        marks = Page(Document((text,)), self._rules, self._cues).marks()
        return [mark.what for mark in marks if mark.strength != "none"]


def open(bundle: Bundle | None) -> Residue:
    """Open the method on a bundle with rules.toml, whose examples are held to.

    Raises BundleNeeded without one, ValueError for a wrong rule.
    """
    if bundle is None:
        raise BundleNeeded(f"a bundle with {RULES}")
    tables = read(bundle.path(RULES))
    rules = load(tables)
    about = About(
        bundle.name, rules.version, "residue", "document", bundle.languages, bundle.least_words, bundle.max_tokens
    )
    residue = Residue(about, rules, Cues(tables.get("mentions", {})))
    if wrong := list(failures(tables["rule"], rules, residue.used)):
        raise ValueError("; ".join(wrong[:3]))
    return residue
