"""The hits on one page -> marks: each is a use, or a mention that says why it is one."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator

from originlens.contract import Document, Mark
from originlens_residue.mentions import (
    Cues,
    elements,
    folded,
    is_bare_parameter,
    is_code,
    is_quoted,
    quoted_spans,
)
from originlens_residue.rules import Hit, Rule, Rules

MAKERS_OF_A_PAGE_ABOUT_CHATBOTS = 3
LONGEST_DETAIL = 80
_LONG_QUOTATION = 80  # characters; in a shorter one the string is what is quoted


class Page:
    """One document's hits, and for each why it is a mention: "" for a use."""

    def __init__(self, document: Document, rules: Rules, cues: Cues) -> None:
        self._document, self._cues = document, cues
        self._blocks = [rules.find(text) for text in document.blocks]
        self._links = _in_links(document.links, rules)
        self._code: frozenset[str] = frozenset()
        self._quotations: frozenset[str] = frozenset()
        if document.html and any(self._blocks):
            code, self._quotations = elements(document.html)
            self._code = frozenset(code[hit.start : hit.end] for hit in rules.find(code))

    def marks(self) -> Iterator[Mark]:
        """A mark for each rule used in a block, and for each way it is mentioned there; then those of the links."""
        why: dict[tuple[int, int], str] = {}
        named: Counter[str] = Counter()
        used: Counter[str] = Counter()
        for i, hits in enumerate(self._blocks):
            text = self._document.blocks[i]
            quoted = quoted_spans(text) if hits else []
            whole = bool(hits) and folded(text) in self._quotations
            for hit in hits:
                reason, names_it = self._mention(text, hit, quoted, whole)
                if not reason and not hit.may_be_used(text):
                    continue
                why[i, hit.start] = reason
                named[_about(hit.rule)] += names_it
                used[_about(hit.rule)] += not reason
        # A page that shows several makers' strings, or names one's at least as often as it uses them, is about them.
        makers = {rule.maker for rule in self._links} | {hit.rule.maker for hits in self._blocks for hit in hits}
        several = len(makers - {None}) >= MAKERS_OF_A_PAGE_ABOUT_CHATBOTS
        talked_of = {about for about, count in named.items() if count and count >= used[about]}

        def of_page(rule: Rule) -> str:
            if several:
                return "on a page that shows what several chatbots leave"
            return "on a page that talks about it" if _about(rule) in talked_of else ""

        for i, hits in enumerate(self._blocks):
            text = self._document.blocks[i]
            spans: dict[tuple[Rule, str], list[tuple[int, int]]] = {}
            for hit in (hit for hit in hits if (i, hit.start) in why):
                spans.setdefault((hit.rule, why[i, hit.start] or of_page(hit.rule)), []).append((hit.start, hit.end))
            for (rule, reason), places in spans.items():
                yield _mark(rule, reason, text[slice(*places[0])], tuple(places), i)
        for rule, found_in in self._links.items():
            told = f"{len(found_in)} of {len(self._document.links)} links: {found_in[0]}"
            yield _mark(rule, of_page(rule), told)

    def _mention(self, text: str, hit: Hit, quoted: list[tuple[int, int]], whole: bool) -> tuple[str, bool]:
        """Why a hit is a mention ("": it is none by itself), and whether the string itself is what is talked about.

        `whole`: the block is a quotation.
        """
        start, end = hit.start, hit.end
        if span := is_quoted(start, end, quoted):
            return "in quotation marks", span[1] - span[0] <= max(_LONG_QUOTATION, 2 * (end - start))
        if text[start:end] in self._code or is_code(text, start):
            return "in code", True
        if hit.rule.links and is_bare_parameter(text, start):
            return "by its name", True
        if self._cues.name(text, start, end, hit.rule.inline or hit.rule.links):
            return "by its name", True
        address = hit.rule.links or "://" in text[start:end]
        if address and self._cues.object_of_verb(text, start):
            return "as the object of a verb", True
        if hit.rule.inline and (self._cues.reported(text, start) or self._cues.placed(text, start, end)):
            return "in a sentence about it", True
        return ("in a quotation", False) if whole else ("", False)


def _about(rule: Rule) -> str:
    return rule.maker or rule.id


def _mark(
    rule: Rule, mentioned: str, found: str, spans: tuple[tuple[int, int], ...] = (), block: int | None = None
) -> Mark:
    if mentioned:  # it names neither vendor nor family: both would be read as who wrote
        return Mark(rule.id, "none", spans, block, detail=f"only mentioned, {mentioned}: {found[:LONGEST_DETAIL]}")
    strength = rule.strength if block is not None else "weak"  # a link says where its address was copied
    return Mark(rule.id, strength, spans, block, rule.vendor, rule.family, found[:LONGEST_DETAIL])


def _in_links(links: tuple[str, ...], rules: Rules) -> dict[Rule, list[str]]:
    """The rules for addresses that are found in links, with the string found in each link, once."""
    joined = "\n".join(links)
    starts: list[int] = []
    at = 0
    for link in links:
        starts.append(at)
        at += len(link) + 1
    found: dict[Rule, dict[int, str]] = {}
    for hit in rules.find(joined):
        if hit.rule.links:
            found.setdefault(hit.rule, {}).setdefault(bisect_right(starts, hit.start), joined[hit.start : hit.end])
    return {rule: list(strings.values()) for rule, strings in found.items()}
