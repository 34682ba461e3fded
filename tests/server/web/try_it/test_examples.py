"""The two examples of the page show what the shipped detectors really say of them."""

import re
from pathlib import Path

import pytest

from originlens.answer import Block, BlockAnswer
from originlens.pipeline import Pipeline, ScanRequest
from originlens.settings import Settings
from originlens.web import app

SOURCE = Path(app.__file__).with_name("try_it") / "examples.js"
EXAMPLES = dict(re.findall(r"(\w+): `([^`]+)`", SOURCE.read_text("utf-8")))


async def verdicts(name: str, rate: float) -> list[BlockAnswer]:
    blocks = [Block(str(i), text) for i, text in enumerate(EXAMPLES[name].split("\n\n"))]
    async with Pipeline.open(Settings(device="cpu")) as pipeline:
        answers = [a async for a in pipeline.scan(ScanRequest(blocks, rate)) if isinstance(a, BlockAnswer)]
    return sorted(answers, key=lambda answer: answer.id)


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ORIGINLENS_HOME", str(tmp_path))


async def test_the_chatbots_example_is_flagged_at_the_default_rate_and_carries_a_leftover() -> None:
    answers = await verdicts("chatbot", Settings().false_alarms)
    assert "llm" in {answer.verdict for answer in answers}
    assert [e.kind for answer in answers for e in answer.evidence if e.kind == "residue"] == ["residue"]


async def test_the_persons_example_is_not_flagged_even_at_one_in_a_hundred() -> None:
    answers = await verdicts("person", 0.01)
    assert {answer.verdict for answer in answers} <= {"no_sign", "too_short"}
    assert "no_sign" in {answer.verdict for answer in answers}
