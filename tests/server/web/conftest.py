"""The HTTP layer over a pipeline of the same shape that answers at once, waits or fails as a test asks."""

import asyncio
import json
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest
from aiohttp.test_utils import TestClient, TestServer

from originlens.answer import Block, BlockAnswer, Evidence, KindCount, Origin, PageAnswer, PassageAnswer, Reason
from originlens.pipeline.request import Model, PipelineState, ScanRequest
from originlens.registry import Entry
from originlens.settings import Settings
from originlens.web import keys, pairing
from originlens.web.app import build

WIRE = Path(__file__).parents[2] / "wire"
STATISTIC = Evidence(
    "minilm-en", "statistical", "statistic", "weak", ((0, 246),),
    "About 1 in 2,500 human texts of this length looks at least this much like an LLM's.", None, 0.0004,
)  # fmt: skip
LEFTOVER = Evidence(
    "chatbot-leftovers",
    "residue",
    "chatgpt.oaicite",
    "strong",
    ((230, 246),),
    ":contentReference[oaicite:0]",
    "ChatGPT",
    family="openai",
    covers=((0, 246, 52),),
)
FLAGGED = BlockAnswer(
    "b1", "llm", 0.0004, 52, "en", (PassageAnswer(0, 246, "llm", 0.0004),), (STATISTIC, LEFTOVER),
    Origin("openai", "ChatGPT"),
)  # fmt: skip
SHORT = BlockAnswer(
    "b2", "too_short", None, 2, "und", reason=Reason("too_short", "2 words; at least 30 are needed.")
)  # fmt: skip
PAGE = PageAnswer(
    2, 1, 1, 0.001, 0.001, {"b1": 0.0004}, (), {"statistical": KindCount(1, 52), "residue": KindCount(1, 52)},
    ("chatbot-leftovers", "minilm-en"), 31.5,
)  # fmt: skip
SHORT_PAGE = PageAnswer(1, 0, 0, 0.0, 0.001, {}, (), {}, ("minilm-en",), 1.2)
READY = Entry(
    "minilm-en", "1", "classifier", "statistical", "passage", "ready", None, None, ("en",), 30, 192, True, "cpu",
    "int8", True, "312 texts of your own, 2026-11-22",
)  # fmt: skip
FAILED = Entry(
    "broken-one", None, "classifier", None, None, "failed", "model.onnx: 120 bytes, the manifest says 9,312",
    "Install it again, or ask its maker.", built_in=False,
)  # fmt: skip
STATE = PipelineState(
    "cpu", (Model("minilm-en", "int8", "CPUExecutionProvider"),), 0, 0, 20_000, 0, 0, 268_435_456, 0, 0, None
)


def example(name: str) -> Any:
    """One file of tests/wire."""
    return json.loads((WIRE / name).read_text("utf-8"))


def too_short(block: Block) -> BlockAnswer:
    return BlockAnswer(block.id, "too_short", None, len(block.text.split()), "und", reason=SHORT.reason)


class FakePipeline:
    """Answers every block with `answer`, then PAGE; `steps` run before each answer, in order."""

    def __init__(self) -> None:
        self.registry = self
        self.asked: list[ScanRequest] = []
        self.answer: Callable[[Block], BlockAnswer] = too_short
        self.steps: list[Callable[[], Any]] = []
        self.closed = asyncio.Event()
        self.refreshed = self.forgotten = 0
        self.generation = "a-start.0.0"

    def entries(self) -> list[Entry]:
        return [READY, FAILED]

    def state(self) -> PipelineState:
        return STATE

    def refresh(self) -> bool:
        self.refreshed += 1
        return True

    def forget(self) -> None:
        self.forgotten += 1

    async def scan(self, request: ScanRequest) -> AsyncGenerator[BlockAnswer | PageAnswer, None]:
        self.asked.append(request)
        steps = iter(self.steps)
        try:
            for block in reversed(request.blocks):
                waiting = next(steps, lambda: None)()
                if waiting is not None:
                    await waiting
                yield self.answer(block)
            yield PAGE
        finally:
            self.closed.set()


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """No test reads or writes the tokens of whoever runs it."""
    monkeypatch.setenv("ORIGINLENS_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
async def pipeline() -> FakePipeline:
    return FakePipeline()


@pytest.fixture
def settings() -> Settings:
    return Settings(max_body_mb=1, max_blocks=1000)


@pytest.fixture
async def visitor(settings: Settings, pipeline: FakePipeline) -> AsyncIterator[TestClient[Any, Any]]:
    """A client without a token."""
    async with TestClient(TestServer(build(settings, pipeline))) as client:
        yield client


@pytest.fixture
async def client(settings: Settings, pipeline: FakePipeline) -> AsyncIterator[TestClient[Any, Any]]:
    """A paired client."""
    bearer = {"Authorization": f"Bearer {pairing.new_token('a test')}"}
    async with TestClient(TestServer(build(settings, pipeline)), headers=bearer) as client:
        yield client


@pytest.fixture
def page_token(visitor: TestClient[Any, Any]) -> str:
    return str(visitor.app[keys.PAGE].token)


@pytest.fixture
def own_origin(visitor: TestClient[Any, Any]) -> str:
    return f"http://127.0.0.1:{visitor.port}"
