"""The report of an evaluation: self-contained, without a text, legible in light and dark and on a telephone."""

from dataclasses import replace
from pathlib import Path
from typing import Literal

from playwright.async_api import async_playwright
from selectolax.lexbor import LexborHTMLParser

from originlens.evaluate.report import report
from originlens.evaluate.summary import headline
from originlens.evaluate.tables import tables
from tests.server import self_contained
from tests.server.evaluate.sample import sample

ARTEFACTS = Path(__file__).parents[3] / "tests/artefacts"


def test_every_table_and_both_drawings_are_in_it() -> None:
    tree = LexborHTMLParser(report("ours.jsonl", sample()))
    assert tree.css_first("h1").text() == "made-up-en"
    assert tree.css_first(".summary h2").text() == headline(sample())
    titles = [node.text() for node in tree.css(".part h2")]
    assert titles == ["Found against false alarms", "Is the promise kept?", *(one.title for one in tables(sample()))]
    for one, table in zip(tables(sample()), tree.css("table"), strict=True):
        assert len(table.css("tbody tr")) == len(one.rows)
        assert len(table.css("svg.strip")) == len(one.shares)
        cells = [node.text() for node in table.css("tbody tr")[0].css("th, td") if not node.css("svg")]
        assert cells == list(one.rows[0])
        widths = {len(row.css("th, td")) for row in table.css("tr")}
        assert len(widths) == 1
    (broken,) = tree.css("tr.broken")
    assert broken.css_first("th").text() == "student essays, essay"
    assert "human texts of a made-up sample" in tree.css_first("footer").text()


def test_the_page_is_self_contained() -> None:
    self_contained.check(report("ours.jsonl", sample()))


def test_names_from_a_file_stay_text() -> None:
    hostile = "</title><script>alert(1)</script>&$version"
    one = sample().groups[0]
    made = replace(
        sample(), detector=hostile, fitted_on=hostile, groups=(replace(one, share=replace(one.share, name=hostile)),)
    )
    tree = LexborHTMLParser(report(hostile, made))
    assert not tree.css("script")
    assert tree.css_first("h1").text() == hostile
    assert hostile in tree.css_first("header").text()
    assert hostile in [node.text() for node in tree.css("tbody th")]


def test_a_detector_without_calibration_has_its_roc_alone() -> None:
    bare = replace(sample(), fitted_on=None, promise=(), groups=(), lengths=(), attacks=(), families=None, unclear=())
    tree = LexborHTMLParser(report("ours.jsonl", bare))
    assert [node.text() for node in tree.css(".part h2")] == ["Found against false alarms", tables(bare)[0].title]
    assert "Calibrated on: nothing" in tree.css_first("footer").text()


async def test_nothing_overflows_and_pictures_are_kept(tmp_path: Path) -> None:
    ARTEFACTS.mkdir(exist_ok=True)
    file = tmp_path / "report.html"
    file.write_text(report("ours.jsonl, theirs.jsonl.gz", sample()), "utf-8")
    said: list[str] = []
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        schemes: tuple[Literal["light", "dark"], ...] = ("light", "dark")
        for scheme in schemes:
            for width in (360, 1200):
                page = await browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
                page.set_default_timeout(120_000)
                page.on("console", lambda message: said.append(message.text))
                await page.goto(file.as_uri())
                await page.screenshot(path=ARTEFACTS / f"evaluation-{width}-{scheme}.png", full_page=True)
                assert await page.evaluate("document.documentElement.scrollWidth") == width
                curve = page.locator(".curve")
                assert await curve.evaluate("node => getComputedStyle(node).fill") == "none"
                painted = await page.evaluate(
                    "[...document.querySelectorAll('.curve, body')].map((n) => getComputedStyle(n))"
                    ".map((s) => s.stroke === 'none' ? s.backgroundColor : s.stroke)"
                )
                assert len(set(painted)) == 2
        assert await page.get_by_role("img", name="ROC curve").count() == 1
        await browser.close()
    assert said == []
