"""The command line in this process, with a home of its own, and a pipeline whose answers the test decides."""

import asyncio
from contextlib import asynccontextmanager
from types import SimpleNamespace

import pytest
from typer.testing import CliRunner

from originlens.answer import BlockAnswer, Evidence, PassageAnswer
from originlens.cli import app
from originlens.pipeline.covers import with_covers
from originlens.pipeline.page import page


@pytest.fixture(autouse=True)
def own_home(tmp_path, monkeypatch):
    home = tmp_path / "home"
    monkeypatch.setenv("ORIGINLENS_HOME", str(home))
    monkeypatch.setenv("COLUMNS", "120")
    return home


@pytest.fixture
def run():
    """Call the command line; gives exit_code, stdout and stderr."""

    def call(*arguments, stdin=None):
        result = CliRunner().invoke(app, [str(argument) for argument in arguments], input=stdin)
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return call


class FakePipeline:
    """Flags a text with "robot" in it, finds a mark at "LEFTOVER" (no sign in a text with "MENTION"), in reverse order."""

    def __init__(self):
        self.requests, self.settings, self.at_once, self.most_at_once = [], None, 0, 0
        self.registry = SimpleNamespace(entries=lambda: [])

    async def scan(self, request):
        self.requests.append(request)
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            # Later requests end sooner, so that order is never by chance.
            for _ in range(max(1, 20 - len(self.requests))):
                await asyncio.sleep(0)
            answers: list[BlockAnswer] = [judged(block) for block in reversed(request.blocks)]
            for answer in answers:
                yield answer
            yield page(answers, (), request.false_alarms, ["fake"], 1.0)
        finally:
            self.at_once -= 1


def judged(block):
    text, mark = block.text, block.text.find("LEFTOVER")
    flagged = "robot" in text
    strength = "none" if "MENTION" in text else "strong"
    marks = [Evidence("fake", "residue", "fake.leftover", strength, ((mark, mark + 8),))] if mark >= 0 else []
    evidence = tuple(with_covers(text, marks))
    passage = PassageAnswer(0, len(text), "llm" if flagged else "no_sign", 0.0001 if flagged else 0.6)
    return BlockAnswer(
        block.id, passage.verdict, passage.p_value, len(text.split()), "en", (passage,), evidence,
    )  # fmt: skip


@pytest.fixture
def pipeline(monkeypatch):
    fake = FakePipeline()

    class Opened:
        @staticmethod
        @asynccontextmanager
        async def open(settings):
            fake.settings = settings
            yield fake

    monkeypatch.setattr("originlens.cli.job.Pipeline", Opened)
    return fake
