"""The whole path, with stand-in detectors: order of work, abstentions, sharing, failures, leaving early."""

import asyncio
import threading
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from originlens import registry as registry_module
from originlens.answer import Block, BlockAnswer, PageAnswer
from originlens.contract import About, Document, Item, Mark, Marks, Reading
from originlens.errors import OriginlensError
from originlens.pipeline import Pipeline, ScanRequest
from originlens.pipeline.calibrate import Calibration
from originlens.registry import Loaded
from originlens.settings import Settings
from tests.server.pipeline.stand_ins import HUMAN, WordCounter, calibration, curve, loaded


class Finder:
    """Marks every "oaicite" in the blocks, and one mark on the page where the HTML says "robot"."""

    about = About("finder", "1", "residue", "document")

    def prepare(self, document: Document) -> Item:
        return Item(1, document)

    def read(self, items: Sequence[Item]) -> list[Reading]:
        return [Marks(tuple(self._marks(item.data))) for item in items]

    def _marks(self, document: Document) -> list[Mark]:
        found = [
            Mark("oaicite", "strong", ((at, at + 7),), i, "ChatGPT", "openai")
            for i, text in enumerate(document.blocks)
            if (at := text.find("oaicite")) >= 0
        ]
        return [*found, Mark("robot", "weak")] if "robot" in (document.html or "") else found

    def close(self) -> None:
        pass


@pytest.fixture
async def pipeline(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Pipeline]:
    monkeypatch.setenv("ORIGINLENS_HOME", str(tmp_path))
    monkeypatch.setattr(registry_module, "candidates", list)
    async with Pipeline.open(Settings(device="cpu")) as opened:
        yield opened


def add(pipeline: Pipeline, detector: Any, calibrated: Calibration | None = None) -> Loaded:
    """Put a detector where the registry would."""
    one = loaded(detector, calibrated)
    entry = registry_module.Entry(one.about.name, "1", "m", one.about.kind, one.about.scope, "ready")
    candidate = registry_module.Candidate(one.about.name, "m", "m:m", True, None, ())
    pipeline.registry._places[one.about.name] = registry_module._Place(candidate, entry, one)
    return one


async def scan(pipeline: Pipeline, *texts: str, **more: Any) -> tuple[dict[str, BlockAnswer], PageAnswer]:
    rate = more.pop("rate", 0.001)
    request = ScanRequest([Block(str(i), text) for i, text in enumerate(texts)], rate, **more)
    answers = [answer async for answer in pipeline.scan(request)]
    page = answers.pop()
    assert isinstance(page, PageAnswer)
    return {answer.id: answer for answer in answers if isinstance(answer, BlockAnswer)}, page


OTHER = HUMAN.replace("pram", "cart")


async def test_a_text_travels_the_whole_path(pipeline: Pipeline) -> None:
    add(pipeline, WordCounter("pram"), calibration())
    blocks, page = await scan(pipeline, HUMAN, OTHER, "Too short.")
    assert [blocks[i].verdict for i in "012"] == ["llm", "no_sign", "too_short"]
    assert blocks["0"].p_value == 1 / 2000
    assert (page.blocks, page.tested, page.flagged) == (3, 2, 1)
    assert page.q_values["0"] == pytest.approx(2 / 2000)


async def test_marks_stand_beside_the_statistics_with_spans_of_the_text_as_sent(pipeline: Pipeline) -> None:
    add(pipeline, WordCounter("pram"), calibration())
    add(pipeline, Finder())
    text = f"\u201c{OTHER}\u201d :contentReference[oaicite:0]"
    blocks, page = await scan(pipeline, text, "short oaicite", document=Document((), html="<p>robot"))
    assert blocks["0"].verdict == "no_sign"
    (mark,) = blocks["0"].evidence
    assert text[slice(*mark.spans[0])] == "oaicite"
    assert [text[start:end] for start, end, _ in mark.covers] == [text]
    assert blocks["1"].verdict == "too_short"
    assert blocks["1"].origin is not None
    assert [e.found for e in page.evidence] == ["robot"]
    assert (page.kinds["residue"].blocks, page.kinds["residue"].tokens) == (2, blocks["0"].tokens + 2)


async def test_what_was_undone_before_scoring_is_listed_whatever_the_verdict(pipeline: Pipeline) -> None:
    add(pipeline, WordCounter("pram"), calibration())
    hidden = HUMAN.replace("bus", "b\u200bus").replace("pram", "pr\u0430m")
    blocks, _ = await scan(pipeline, hidden, "Too\u00a0short.", HUMAN)
    assert [blocks[i].verdict for i in "012"] == ["llm", "too_short", "llm"]
    assert blocks["0"].p_value == blocks["2"].p_value
    assert [dict(blocks[i].undone) for i in "012"] == [{"invisible": 1, "lookalike": 1}, {"space": 1}, {}]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "too_short"),
        (
            "Der Bus kam wieder zu sp\u00e4t, und wir liefen den ganzen Weg am Fluss entlang nach Hause.",
            "unsupported_language",
        ),
        ("buy now " * 40, "not_prose"),
    ],
)
async def test_abstentions_say_why(pipeline: Pipeline, text: str, code: str) -> None:
    add(pipeline, WordCounter(), calibration())
    blocks, _ = await scan(pipeline, text)
    assert blocks["0"].reason is not None
    assert blocks["0"].reason.code == code
    assert blocks["0"].p_value is None


async def test_without_a_calibration_nothing_is_flagged(pipeline: Pipeline) -> None:
    add(pipeline, WordCounter("pram"))
    blocks, _ = await scan(pipeline, HUMAN)
    assert blocks["0"].reason is not None
    assert (blocks["0"].verdict, blocks["0"].reason.code) == ("unclear", "not_calibrated")


async def test_without_a_detector_the_answer_says_so(pipeline: Pipeline) -> None:
    blocks, _ = await scan(pipeline, HUMAN)
    assert blocks["0"].reason is not None
    assert blocks["0"].reason.code == "no_detector"


async def test_a_rate_beyond_the_calibration_is_unclear(pipeline: Pipeline) -> None:
    add(pipeline, WordCounter("pram"), calibration(curve(500)))
    blocks, _ = await scan(pipeline, HUMAN)
    assert blocks["0"].reason is not None
    assert blocks["0"].reason.code == "rate_too_strict"


async def test_a_failing_detector_is_a_line_in_the_list_and_recovers(pipeline: Pipeline) -> None:
    detector = WordCounter("pram")
    works = detector.read
    add(pipeline, detector, calibration())
    add(pipeline, Finder())
    detector.read = lambda items: 1 / 0  # type: ignore[method-assign,assignment,return-value]
    blocks, _ = await scan(pipeline, HUMAN + " oaicite")
    assert blocks["0"].reason is not None
    assert blocks["0"].reason.code == "detector_failed"
    assert [e.detector for e in blocks["0"].evidence] == ["finder"]
    lines = {entry.name: entry for entry in pipeline.registry.entries()}
    assert (lines["counter"].state, lines["counter"].reason) == ("failed", "raised ZeroDivisionError")
    assert lines["finder"].state == "ready"
    detector.read = works  # type: ignore[method-assign]
    blocks, _ = await scan(pipeline, HUMAN + " oaicite")
    assert blocks["0"].verdict == "llm"
    assert {entry.state for entry in pipeline.registry.entries()} == {"ready"}


async def test_a_page_seen_before_is_not_read_again(pipeline: Pipeline) -> None:
    detector = WordCounter("pram")
    add(pipeline, detector, calibration())
    first, _ = await scan(pipeline, HUMAN, OTHER)
    batches = len(detector.batches)
    second, _ = await scan(pipeline, OTHER, HUMAN)
    assert len(detector.batches) == batches
    assert second["1"].p_value == first["0"].p_value


async def test_a_generation_ends_when_a_text_may_be_answered_otherwise(pipeline: Pipeline) -> None:
    add(pipeline, WordCounter("pram"), calibration())
    seen = [pipeline.generation]
    await scan(pipeline, HUMAN)
    assert pipeline.generation == seen[0]
    pipeline.forget()
    seen.append(pipeline.generation)
    pipeline.registry.refresh()  # the detector that stood there is gone
    seen.append(pipeline.generation)
    async with Pipeline.open(pipeline.settings) as another:
        seen.append(another.generation)
    assert len(set(seen)) == 4


async def test_the_first_answers_come_before_the_last_block_is_read(pipeline: Pipeline) -> None:
    detector = WordCounter("pram")
    add(pipeline, detector, calibration())
    request = ScanRequest([Block(str(i), f"Number {i}. {HUMAN}") for i in range(300)], 0.001)
    stream = pipeline.scan(request)
    first = await anext(stream)
    assert isinstance(first, BlockAnswer)
    assert sum(detector.batches) < 300
    await stream.aclose()


async def test_leaving_early_drops_the_rest(pipeline: Pipeline) -> None:
    detector = WordCounter("pram")
    add(pipeline, detector, calibration())
    stream = pipeline.scan(ScanRequest([Block(str(i), f"Number {i}. {HUMAN}") for i in range(2000)], 0.001))
    await anext(stream)
    await stream.aclose()
    await asyncio.sleep(0.05)
    assert pipeline.state().queue_waiting == 0
    assert sum(detector.batches) < 2000


async def test_a_full_queue_refuses_before_the_first_answer(pipeline: Pipeline) -> None:
    add(pipeline, WordCounter("pram"), calibration())
    pipeline._readings.limit = 10
    first = pipeline.scan(ScanRequest([Block(str(i), f"Number {i}. {HUMAN}") for i in range(500)], 0.001))
    await anext(first)
    with pytest.raises(OriginlensError, match="limit is 10") as caught:
        await anext(pipeline.scan(ScanRequest([Block("x", HUMAN)] * 9, 0.001)))
    assert caught.value.code == "busy"
    assert caught.value.retry_after
    await first.aclose()


async def test_many_scans_at_once_share_batches_and_all_finish(pipeline: Pipeline) -> None:
    detector = WordCounter("pram")
    add(pipeline, detector, calibration())
    texts = [[f"Reader {r}, paragraph {i}. {HUMAN}" for i in range(5)] for r in range(16)]
    done = await asyncio.gather(*(scan(pipeline, *mine) for mine in texts))
    assert all({b.verdict for b in blocks.values()} == {"llm"} for blocks, _ in done)
    assert len(detector.batches) < 80


async def test_a_removed_detector_is_closed_when_its_last_scan_ends(pipeline: Pipeline) -> None:
    detector = WordCounter("pram")
    one = add(pipeline, detector, calibration())
    stream = pipeline.scan(ScanRequest([Block(str(i), f"Number {i}. {HUMAN}") for i in range(100)], 0.001))
    await anext(stream)
    pipeline.registry.refresh()  # no candidate is left
    assert one.retired
    rest = [answer async for answer in stream]
    assert sum(isinstance(answer, BlockAnswer) for answer in rest) == 99
    for _ in range(100):
        await asyncio.sleep(0.01)
        if detector.closed:
            break
    assert detector.closed


@pytest.mark.parametrize("mark", [Mark("x", "weak", ((0, 999),), 0), Mark("x", "weak", (), 7)])
async def test_marks_outside_the_text_are_refused(pipeline: Pipeline, mark: Mark) -> None:
    finder = Finder()
    finder._marks = lambda document: [mark]  # type: ignore[method-assign]
    add(pipeline, finder)
    blocks, _ = await scan(pipeline, HUMAN)
    assert blocks["0"].evidence == ()
    assert [entry.state for entry in pipeline.registry.entries()] == ["failed"]


class Slow(Finder):
    """A watermark, which is asked when the verdicts are out; `go` lets it answer."""

    about = About("slow", "1", "watermark", "document")

    def __init__(self) -> None:
        self.began, self.go = threading.Event(), threading.Event()

    def read(self, items: Sequence[Item]) -> list[Reading]:
        self.began.set()
        self.go.wait(10)
        places = [(item, [i for i, text in enumerate(item.data.blocks) if "boat" in text]) for item in items]
        return [
            Marks((Mark("key-1", "strong"), *(Mark("key-1", "strong", ((0, 4),), i, p_value=1e-9) for i in found)))
            for _, found in places
        ]


async def test_watermarks_are_sought_when_the_verdicts_are_out(pipeline: Pipeline) -> None:
    slow = Slow()
    add(pipeline, WordCounter(), calibration())
    add(pipeline, slow)
    request = ScanRequest([Block("a", HUMAN), Block("b", HUMAN + " A boat.")], 0.001, at_once=True)
    answers = pipeline.scan(request)
    first = [await anext(answers), await anext(answers)]
    assert {answer.id for answer in first if isinstance(answer, BlockAnswer)} == {"a", "b"}
    assert not slow.began.is_set()
    slow.go.set()
    again, page = [answer async for answer in answers]
    assert isinstance(again, BlockAnswer)
    assert isinstance(page, PageAnswer)
    assert (again.id, again.evidence[-1].found, again.evidence[-1].p_value) == ("b", "key-1", 1e-9)
    assert [one.found for one in page.evidence] == ["key-1"]
    assert page.kinds["watermark"].blocks == 1
    assert page.blocks == 2


async def test_an_answer_that_is_not_streamed_waits_for_watermarks_and_comes_once(pipeline: Pipeline) -> None:
    slow = Slow()
    slow.go.set()
    add(pipeline, slow)
    request = ScanRequest([Block("a", HUMAN), Block("b", "A boat.")], 0.001)
    *answers, _ = [answer async for answer in pipeline.scan(request)]
    assert [(answer.id, len(answer.evidence)) for answer in answers if isinstance(answer, BlockAnswer)] == [
        ("a", 0),
        ("b", 1),
    ]


async def test_who_leaves_before_the_watermarks_are_sought_is_not_waited_for(pipeline: Pipeline) -> None:
    slow = Slow()
    add(pipeline, slow)
    answers = pipeline.scan(ScanRequest([Block("a", HUMAN)], 0.001, at_once=True))
    await anext(answers)
    await answers.aclose()
    assert not slow.began.is_set()
    slow.go.set()


async def test_watermarks_of_one_scan_wait_for_the_verdicts_of_the_next(pipeline: Pipeline) -> None:
    slow = Slow()
    slow.go.set()
    add(pipeline, WordCounter(), calibration())
    add(pipeline, slow)

    async def answered(text: str) -> PageAnswer | BlockAnswer:
        request = ScanRequest([Block("a", text)], 0.001, at_once=True)
        return [answer async for answer in pipeline.scan(request)][-1]

    one = asyncio.create_task(answered(HUMAN))
    with pipeline._turns.verdicts():  # another scan
        await asyncio.sleep(0.5)
        assert not slow.began.is_set()
        assert not one.done()
    assert isinstance(await one, PageAnswer)
    assert slow.began.is_set()
