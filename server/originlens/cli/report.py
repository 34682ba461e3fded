"""The HTML report: one self-contained page with the text, its highlights and the evidence beside it.

It shares its look with the try-it page. Nothing in it runs or is loaded from elsewhere. Offsets are code points.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count, pairwise
from typing import Any

from originlens.cli.sentences import (
    PAINTED,
    contradiction,
    counted,
    family,
    figure,
    headline,
    shows_ai,
    statistics,
    summary,
    words,
)
from originlens.html_page import fill, safe

STYLES = ("web/try_it/tokens.css", "web/try_it/reading.css", "web/try_it/notes.css", "cli/report.css")


@dataclass(frozen=True, slots=True)
class Layer:
    """A stretch of text, how it looks, and the number of the note that explains it; 0: it carries no number."""

    start: int
    end: int
    look: str
    number: int


def report(title: str, texts: Mapping[str, str], blocks: Sequence[dict[str, Any]], page: dict[str, Any]) -> str:
    """One HTML page for a scan, ready to be written as UTF-8.

    `texts` by block id, in reading order; `blocks` and `page` as on the wire, with code-point offsets.
    Raises KeyError where a block has no text.
    """
    place = {id_: position for position, id_ in enumerate(texts)}
    numbers = count(1)
    articles = [
        _article(texts[block["id"]], block, page["q_values"].get(block["id"]), numbers)
        for block in sorted(blocks, key=lambda block: place[block["id"]])
    ]
    marks = _page_notes(page)
    disagree = contradiction(page, blocks_show_ai=any(shows_ai(block["evidence"]) for block in blocks))
    return fill(
        "cli/report.html",
        STYLES,
        title=safe(title),
        headline=safe(headline(page)),
        marks=f'<h2>The page as a whole</h2><ul class="page-marks">{marks}</ul>' if marks else "",
        agreement=_paragraphs(disagree),
        lines=_paragraphs(summary(page)),
        articles="\n".join(articles) or '<p class="block">There was no text to read.</p>',
        detectors=safe(", ".join(page["detectors"]) or "none"),
    )


def _paragraphs(lines: Any) -> str:
    return "".join(f"<p>{safe(line)}</p>" for line in lines)


def _page_notes(page: dict[str, Any]) -> str:
    """A row for each mark of the page as a whole."""
    rows = []
    for one in sorted(page["evidence"], key=lambda one: list(words()["kinds"]).index(one["kind"])):
        look = "quiet" if one["strength"] == "none" else "found"
        rows.append(_note(look, 0, words()["kinds"][one["kind"]], words()["strengths"][one["strength"]], _says(one)))
    return "".join(rows)


def _says(one: dict[str, Any]) -> str:
    names = f"<p>Names {safe(one['vendor'])}.</p>" if one["vendor"] else ""
    # Sentences of ours are read as text; what was found in the text is shown letter for letter.
    look = "" if one["kind"] in ("signed", "declared") else ' class="quote"'
    return f"{names}<p{look}>{safe(one['detail'] or one['found'])}</p>"


def _article(text: str, block: dict[str, Any], q_value: float | None, numbers: "count[int]") -> str:
    order = list(words()["kinds"])
    layers: list[Layer] = []
    notes: list[str] = []
    for one in sorted(block["evidence"], key=lambda one: order.index(one["kind"])):
        if one["kind"] == "statistical":
            continue
        spans = one["spans"] if one["strength"] != "none" else ()  # what is only talked about is told, not painted
        number = next(numbers) if spans else 0
        layers += [Layer(span["start"], span["end"], "found", number) for span in one["covers"] or spans]
        layers += [Layer(span["start"], span["end"], "exact", 0) for span in spans if one["covers"]]
        kind, strength = words()["kinds"][one["kind"]], words()["strengths"][one["strength"]]
        notes.append(_note("quiet" if one["strength"] == "none" else "found", number, kind, strength, _says(one)))
    verdict = block["verdict"]
    painted = [passage for passage in block["passages"] if passage["verdict"] in PAINTED]
    number = next(numbers) if painted else 0
    layers += [Layer(passage["start"], passage["end"], passage["verdict"], number) for passage in painted]
    look = verdict if painted else "quiet"
    says = _paragraphs(statistics(block))
    notes.append(_note(look, number, words()["kinds"]["statistical"], words()["verdicts"][verdict], says))
    if origin := block["origin"]:
        aside = "named by a mark, for its passage" if origin["probability"] is None else "a guess from style"
        notes.append(_note("plain", 0, "Family", aside, _paragraphs([family(origin)])))
    return (
        f'<article class="block"><p class="read" dir="auto">{_reading(text, layers)}</p>'
        f'<div class="notes"><ul>{"".join(notes)}</ul><p class="facts">{_facts(block, q_value)}</p></div></article>'
    )


def _reading(text: str, layers: Sequence[Layer]) -> str:
    """The text cut at every border, so that overlapping layers show together; a reference follows each layer's end."""
    # The space after a sentence belongs to no highlight: its line would hang over the end, and its number would stray.
    layers = [replace(one, end=one.start + len(text[one.start : one.end].rstrip())) for one in layers]
    parts: list[str] = []
    borders = sorted({0, len(text), *(edge for layer in layers for edge in (layer.start, layer.end))})
    for start, end in pairwise(borders):
        here = [layer for layer in layers if layer.start <= start and layer.end >= end]
        looks = " ".join(dict.fromkeys(layer.look for layer in here))
        part = safe(text[start:end])
        parts.append(f'<mark class="{looks}">{part}</mark>' if looks else part)
        for number in sorted({layer.number for layer in here if layer.number and layer.end == end}):
            later = (layer for layer in layers if layer.number == number and layer.end > end)
            # A run of passages with one verdict reads as one highlight: only its last end carries the number.
            if all(text[end : layer.start].strip() for layer in later):
                parts.append(f'<a class="ref" href="#note-{number}" aria-label="Note {number}">{number}</a>')
    return "".join(parts)


def _note(look: str, number: int, label: str, aside: str, says: str) -> str:
    """One row of evidence; `says` is HTML, `number` is 0 where nothing in the text points at it."""
    anchor = f' id="note-{number}"' if number else ""
    return (
        f'<li class="note {look}"{anchor}><p class="note-head"><span class="number">{number or ""}</span>'
        f'<span class="label">{safe(label)}</span> <span class="aside">{safe(aside)}</span></p>{says}</li>'
    )


def _facts(block: dict[str, Any], q_value: float | None) -> str:
    facts = [f"p {figure(block['p_value'])}"] if block["p_value"] is not None else []
    facts += [f"q {figure(q_value)}"] if q_value is not None else []
    facts += [counted(block["tokens"], "word")]
    facts += [] if block["language"] == "und" else [block["language"]]
    if block["undone"]:
        names = words()["undone"]
        facts += [f"{names['title']}: {', '.join(f'{names[sort]} {n:,}' for sort, n in block['undone'].items())}"]
    facts += [f"{one['detector']}: {one['found']}" for one in block["evidence"]]
    return safe(" · ".join(facts))
