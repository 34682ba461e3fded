"""The HTML report: safe with hostile text, exact with overlaps and astral characters, complete in what it says."""

import json
import typing
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.async_api import async_playwright
from selectolax.lexbor import LexborHTMLParser

from originlens import __version__
from originlens.answer import ReasonCode, Verdict
from originlens.cli.report import report
from originlens.cli.sentences import words
from tests.server import self_contained

ROOT = Path(__file__).parents[3]
ARTEFACTS = ROOT / "tests/artefacts"
WIRE = json.loads((ROOT / "tests/wire/scan_response.json").read_text("utf-8"))


def block(id_: str, **changes: Any) -> dict[str, Any]:
    plain = {"verdict": "no_sign", "p_value": 0.4, "tokens": 60, "language": "en", "passages": [], "evidence": []}
    return {"id": id_, "origin": None, "reason": None, "undone": {}} | plain | changes


def found(kind: str, spans: list[tuple[int, int]], **changes: Any) -> dict[str, Any]:
    plain = {"detector": "one", "found": f"{kind}.rule", "strength": "strong", "detail": "", "vendor": None}
    plain |= {"family": None, "covers": []}
    places = [{"start": start, "end": end} for start, end in spans]
    return plain | {"kind": kind, "spans": places, "p_value": None} | changes


def passage(start: int, end: int, verdict: str = "llm", p_value: float = 0.0004) -> dict[str, Any]:
    return {"start": start, "end": end, "verdict": verdict, "p_value": p_value}


def page(blocks: list[dict[str, Any]], **changes: Any) -> dict[str, Any]:
    tested = [one for one in blocks if one["p_value"] is not None]
    flagged = sum(one["verdict"] in ("llm", "mixed") for one in blocks)
    counts = {"blocks": len(blocks), "tested": len(tested), "flagged": flagged, "kinds": {}, "evidence": []}
    q_values = {one["id"]: min(1.0, one["p_value"] * 3) for one in tested}
    expected = len(tested) * 0.001
    return WIRE["page"] | counts | {"q_values": q_values, "expected_by_chance": expected} | changes


def parsed(texts: dict[str, str], blocks: list[dict[str, Any]], title: str = "A title", **changes: Any) -> Any:
    return LexborHTMLParser(report(title, texts, blocks, page(blocks, **changes)))


def marked(tree: Any, look: str) -> list[str]:
    return [node.text() for node in tree.css(f"mark.{look}")]


def test_hostile_text_stays_text() -> None:
    hostile = '</style></script><script>alert(1)</script><img src=x onerror=alert(2)> "quoted" & $version'
    mark = found("residue", [(0, 8)], detail=hostile, vendor=hostile, detector=hostile)
    bad = block("b", evidence=[mark], reason={"code": "detector_failed", "sentence": hostile}, language=hostile)
    tree = parsed({"b": hostile}, [bad], title=hostile, detectors=[hostile])
    assert not tree.css("script, img")
    tree.css_first(".ref").decompose()
    assert tree.css_first(".read").text() == hostile
    assert tree.css_first("title").text() == f"{hostile} · Originlens"
    assert tree.css_first("h1").text() == hostile
    assert hostile in tree.css_first(".quiet").text()


def test_the_page_is_self_contained() -> None:
    tree = self_contained.check(report("A title", {"b": "Some words."}, [block("b")], page([block("b")])))
    assert "--suspicion-line" in tree.css_first("style").text()


def test_what_was_found_of_the_page_stands_first_and_what_says_nothing_is_quiet() -> None:
    marks = [
        found("declared", [], found="declared.human", strength="weak", detail="The page says <b>so"),
        found("declared", [], found="optout.tdm", strength="none", detail="It asks"),
        found("signed", [], strength="proof", detail="Signed by Ann.", vendor="GPT-5"),
    ]
    tree = parsed({"b": "Some words."}, [block("b")], evidence=marks)
    rows = tree.css(".page-marks > li")
    assert ["quiet" in row.attributes["class"] for row in rows] == [False, False, True]
    assert [row.css_first(".label").text() for row in rows] == ["Signature", "Declared", "Declared"]
    assert [row.css_first(".aside").text() for row in rows] == ["proof", "weak sign", "says nothing of origin"]
    assert rows[1].css("p")[1].text() == "The page says <b>so"
    said = [node.text() for node in tree.css(".summary > p")]
    assert said[0] == words()["contradiction"]
    assert said[-3:-1] == [words()["meanings"]["signed"], words()["meanings"]["declared"]]
    headings = [node.text() for node in tree.css(".summary h2")]
    assert headings == ["The page as a whole", "The one paragraph tested is not flagged"]
    assert not parsed({"b": "Some words."}, [block("b")]).css(".page-marks")


def test_overlapping_spans_show_together_and_lose_no_text() -> None:
    text = "One two three four five six"
    evidence = [found("residue", [(4, 13)]), found("watermark", [(8, 18)], strength="proof")]
    one = block("b", verdict="llm", p_value=0.0004, passages=[passage(0, 18)], evidence=evidence)
    tree = parsed({"b": text}, [one])
    for reference in tree.css(".ref"):
        reference.decompose()
    assert tree.css_first(".read").text() == text
    assert "".join(marked(tree, "found")) == "two three four"
    assert "".join(marked(tree, "llm")) == "One two three four"


def test_a_leftover_paints_the_passage_around_it_and_stands_out_in_it() -> None:
    text = "One two. Three four five. Six."
    mark = found("residue", [(15, 19)], covers=[{"start": 9, "end": 25}], detail="four", vendor="ChatGPT")
    origin = {"family": "openai", "vendor": "ChatGPT", "probability": None}
    tree = parsed({"b": text}, [block("b", evidence=[mark], origin=origin)])
    assert marked(tree, "found") == ["Three ", "four", " five."]
    assert marked(tree, "exact") == ["four"]
    assert [node.text() for node in tree.css(".ref")] == ["1"]  # at the end of the passage alone
    tree.css_first(".ref").decompose()
    assert tree.css_first(".read").text() == text
    assert [node.text().strip() for node in tree.css(".note")[-1].css("p")] == [
        "Family named by a mark, for its passage", "OpenAI (ChatGPT)",
    ]  # fmt: skip


def test_what_says_nothing_of_origin_is_told_and_not_painted() -> None:
    tree = parsed({"b": "One two three"}, [block("b", evidence=[found("residue", [(4, 7)], strength="none")])])
    assert marked(tree, "found") == []
    assert "says nothing of origin" in tree.css_first(".notes").text()


def test_what_was_undone_before_scoring_is_listed() -> None:
    tree = parsed({"b": "One two"}, [block("b", undone={"invisible": 1200, "lookalike": 2})])
    assert "Undone before scoring: invisible characters 1,200, look-alike letters 2" in tree.css_first(".facts").text()
    assert "Undone" not in parsed({"b": "One two"}, [block("b")]).css_first(".facts").text()


def test_numbers_join_the_text_and_its_notes() -> None:
    evidence = [found("residue", [(0, 3)]), found("signed", [(4, 7)], strength="proof"), found("declared", [])]
    one = block("b", verdict="mixed", p_value=0.0009, passages=[passage(8, 13)], evidence=evidence)
    two = block("c", verdict="llm", p_value=0.0004, passages=[passage(0, 4), passage(5, 9)])
    tree = parsed({"b": "One two three four", "c": "Five six."}, [two, one])
    labels = [node.text() for node in tree.css(".label")]
    assert labels == ["Signature", "Leftover", "Declared", "Statistics", "Statistics"]
    assert [node.text() for node in tree.css(".number")] == ["1", "2", "", "3", "4"]
    assert [node.text() for node in tree.css(".ref")] == ["2", "1", "3", "4"]  # two passages in a row carry one number
    assert all(tree.css_first(reference.attributes["href"]) for reference in tree.css(".ref"))


def test_astral_characters_and_lone_surrogates_keep_offsets() -> None:
    text = "👩‍🚀 𝒜 \ud800 leftover"
    start = text.index("leftover")
    html = report("t", {"b": text}, [block("b", evidence=[found("residue", [(start, start + 8)])])], page([block("b")]))
    assert marked(LexborHTMLParser(html.encode("utf-8")), "found") == ["leftover"]


def test_empty_page_says_so() -> None:
    tree = parsed({}, [], detectors=[])
    assert "There was no text to read." in tree.text()
    assert "The statistics could test nothing here" in tree.text()
    assert "Detectors asked: none" in tree.text()


@pytest.mark.parametrize("verdict", typing.get_args(Verdict))
def test_every_verdict_is_named(verdict: str) -> None:
    assert words()["verdicts"][verdict] in parsed({"b": "Some words."}, [block("b", verdict=verdict)]).text()


@pytest.mark.parametrize("verdict", typing.get_args(Verdict))
@pytest.mark.parametrize("code", typing.get_args(ReasonCode))
def test_every_reason_is_shown_with_every_verdict(code: str, verdict: str) -> None:
    sentence = f"The reason is {code}."
    one = block("b", verdict=verdict, p_value=None, reason={"code": code, "sentence": sentence})
    assert sentence in parsed({"b": "Some words."}, [one]).text()


def test_rate_chance_figures_detectors_and_version_are_shown() -> None:
    texts = {"b1": "x" * 246, "b2": "Short text."}
    text = LexborHTMLParser(report("t", texts, WIRE["blocks"], WIRE["page"])).css_first("body").text()
    assert "at most 1 in 1,000 human texts" in text
    assert "p 0.0004 · q 0.0004 · 52 words · en · minilm-en: statistic" in text
    assert "chatbot-leftovers, minilm-en" in text
    assert f"Originlens {__version__}" in text
    assert "OpenAI (ChatGPT)" in text
    assert "%" not in text  # nothing is blended into one percentage


def sample() -> str:
    """A report with every look, as a picture needs it."""
    first = (
        "The committee shared its new timetable on Thursday evening. It is important to note that a balanced "
        "approach offers numerous benefits for commuters and residents alike, fostering a vibrant community. "
        ":contentReference[oaicite:0]{index=0}"
    )
    second = (
        "My neighbour laughed at the third paragraph, because the 12 has not stopped at the mill since 2009. "
        "Ultimately, thoughtful planning serves as a testament to the power of collaboration."
    )
    third = "We'll see in March. I've kept the old timetable on the fridge, coffee ring and all, just in case."
    fourth = "The works begin on 3 May and finish before the autumn."
    cut, turn = first.index(":content"), second.index("Ultimately")
    maker = {"vendor": "ChatGPT", "covers": [{"start": 0, "end": len(first)}]}
    leftover = found("residue", [(cut, len(first))], detail=first[cut:], detector="chatbot-leftovers", **maker)
    fact = "About 1 in 2,500 human texts of this length looks at least this much like an LLM's."
    weak = found("statistical", [(0, cut)], found="statistic", strength="weak", detail=fact, detector="minilm-en")
    named = {"family": "openai", "vendor": "ChatGPT", "probability": None}
    guessed = {"family": "google", "vendor": None, "probability": 0.55}
    short = {"code": "too_short", "sentence": "4 words; at least 30 are needed."}
    blocks = [
        block("a", verdict="llm", p_value=0.0004, passages=[passage(0, cut)], evidence=[weak, leftover], origin=named),
        block("b", verdict="mixed", p_value=0.0009, passages=[passage(turn, len(second))], origin=guessed),
        block("c", passages=[passage(0, len(third), "no_sign", 0.4)]),
        block("d", verdict="unclear", p_value=0.004, passages=[passage(0, len(fourth), "unclear", 0.004)]),
        block("e", verdict="too_short", p_value=None, tokens=4, language="und", reason=short),
    ]
    texts = {"a": first, "b": second, "c": third, "d": fourth, "e": "See the notice board."}
    return report("timetable.md", texts, blocks, page(blocks, kinds={"residue": {"blocks": 1, "tokens": 4}}))


async def test_nothing_overflows_and_pictures_are_kept(tmp_path: Path) -> None:
    ARTEFACTS.mkdir(exist_ok=True)
    file = tmp_path / "report.html"
    file.write_text(sample(), "utf-8")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        said: list[str] = []
        schemes: tuple[Literal["light", "dark"], ...] = ("light", "dark")
        for scheme in schemes:
            for width in (360, 800, 1400):
                opened = await browser.new_page(viewport={"width": width, "height": 900})
                await opened.emulate_media(color_scheme=scheme)
                opened.on("console", lambda message: said.append(message.text))
                await opened.goto(file.as_uri())
                await opened.screenshot(path=ARTEFACTS / f"report-{width}-{scheme}.png", full_page=True)
                assert await opened.evaluate("document.documentElement.scrollWidth") == width
        await opened.pdf(path=ARTEFACTS / "report.pdf", format="A4")
        await browser.close()
    assert said == []
