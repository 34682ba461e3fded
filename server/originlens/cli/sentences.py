"""What a scan says to people, in the same words as the try-it page: headline, summary and the statistics of a block."""

import json
from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

PAINTED = frozenset({"llm", "mixed", "unclear"})  # verdicts whose passages are highlighted


@cache
def words() -> dict[str, Any]:
    """The words of kinds, strengths, verdicts and families that every surface uses."""
    read: dict[str, Any] = json.loads(files("originlens").joinpath("web/try_it/words.json").read_text("utf-8"))
    return read


def figure(value: float) -> str:
    """Two significant figures for people: 2,500 or 0.00012."""
    return f"{Decimal(f'{value:.2g}'):,f}"


def counted(number: int, one: str) -> str:
    """`1 word`, `2,000 words`."""
    return f"{number:,} {one if number == 1 else one + 's'}"


def headline(page: dict[str, Any]) -> str:
    """How many of the paragraphs tested are flagged; `page` as on the wire."""
    tested, flagged = page["tested"], page["flagged"]
    if tested == 0:
        return "The statistics could test nothing here"
    if tested == 1:
        return f"The one paragraph tested is {'flagged' if flagged else 'not flagged'}"
    if flagged == 0:
        return f"None of {tested:,} paragraphs tested is flagged"
    return f"{flagged:,} of {tested:,} paragraphs tested {'is' if flagged == 1 else 'are'} flagged"


def of_page(page: dict[str, Any]) -> Iterator[str]:
    """What was found of the page as a whole, each with its kind and strength; `page` as on the wire."""
    shown = words()
    order = list(shown["kinds"])
    for one in sorted(page["evidence"], key=lambda one: order.index(one["kind"])):
        strength = shown["strengths"][one["strength"]]
        yield f"{shown['kinds'][one['kind']]}, {strength}: {one['detail'] or one['found']}"


def contradiction(page: dict[str, Any], *, blocks_show_ai: bool) -> list[str]:
    """The sentence that marks contradict each other, where they do: a page that says that no AI model wrote it.

    `blocks_show_ai`: whether `shows_ai` holds for a block of the page.
    """
    telling = [one for one in page["evidence"] if one["strength"] != "none"]
    says_ai = blocks_show_ai or any(map(_says_ai, telling))
    return [str(words()["contradiction"])] if says_ai and any(map(_says_human, telling)) else []


def shows_ai(evidence: Iterable[dict[str, Any]]) -> bool:
    """Whether a mark of one block says or shows that an AI model wrote it; `evidence` as on the wire."""
    telling = (one for one in evidence if one["strength"] != "none")
    return any(one["kind"] in ("residue", "watermark") or _says_ai(one) for one in telling)


def _says_ai(mark: dict[str, Any]) -> bool:
    if mark["kind"] == "declared":
        return not _says_human(mark)
    return mark["kind"] == "signed" and bool(mark["vendor"])


def _says_human(mark: dict[str, Any]) -> bool:
    # A visible label tells it by the end of its rule's id (server/README.md).
    found = str(mark["found"])
    return mark["kind"] == "declared" and (found == "declared.human" or found.endswith(".no-ai"))


def kinds_found(page: dict[str, Any]) -> list[str]:
    """The kinds of marks on the page or in its paragraphs, without what says nothing, in the order of their weight."""
    counted_kinds = {kind for kind, tally in page["kinds"].items() if kind != "statistical" and tally["blocks"]}
    of_whole = {one["kind"] for one in page["evidence"] if one["strength"] != "none"}
    return [kind for kind in words()["kinds"] if kind in counted_kinds | of_whole]


def summary(page: dict[str, Any]) -> Iterator[str]:
    """The sentences under the headline: what was found, what chance would flag, what was left out, what marks mean."""
    kinds: dict[str, str] = words()["kinds"]
    found = [
        f"{kinds[kind].lower()} in {counted(tally['blocks'], 'paragraph')}"
        # Of the other kinds the words of whole paragraphs are counted.
        + (f" ({counted(tally['tokens'], 'word')})" if kind == "residue" else "")
        for kind in kinds
        if kind != "statistical" and (tally := page["kinds"].get(kind)) and tally["blocks"]
    ]
    if found:
        yield f"Found in the text itself: {', '.join(found)}."
    if page["tested"]:
        rate = f"With at most 1 in {figure(1 / page['false_alarms'])} human texts flagged by mistake"
        them = "it" if page["tested"] == 1 else "them"
        yield f"{rate}, chance alone would flag {figure(page['expected_by_chance'])} of {them}."
    if untested := page["blocks"] - page["tested"]:
        beside = "it" if untested == 1 else "each"
        yield f"{counted(untested, 'paragraph')} could not be tested; the reason stands beside {beside}."
    yield from (words()["meanings"][kind] for kind in kinds_found(page))
    caution = "caution" if page["flagged"] else "marked" if kinds_found(page) else "absence"
    yield str(words()[caution])


def statistics(block: dict[str, Any]) -> list[str]:
    """What the statistics say of one block, or why they say nothing; `block` as on the wire."""
    reason = [block["reason"]["sentence"]] if block["reason"] else []
    if block["verdict"] not in PAINTED:
        return reason or [words()["explained"][block["verdict"]]]
    details = (one["detail"] for one in block["evidence"] if one["kind"] == "statistical")
    facts = list(dict.fromkeys(detail for detail in details if detail))
    if not facts and block["p_value"]:
        facts = [f"About 1 in {figure(1 / block['p_value'])} human texts of this length looks like this."]
    return [*facts, *reason] or [words()["explained"][block["verdict"]]]


def family(origin: dict[str, Any]) -> str:
    """Which family of models: as a mark names it, or a guess with its probability."""
    maker = words()["families"][origin["family"]]
    named = f"{maker} ({origin['vendor']})" if origin["vendor"] and origin["vendor"] != maker else maker
    if origin["probability"] is None:
        return named
    return f"Most like the models of {named}: probability {figure(origin['probability'])} among the known families."
