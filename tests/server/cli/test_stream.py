"""stream.py: answers in the order of the input, a bounded number in work, errors in their place."""

import asyncio

import pytest

from originlens.answer import Block, PageAnswer
from originlens.cli import stream
from originlens.cli.records import Record
from originlens.errors import OriginlensError
from originlens.pipeline import ScanRequest

from .conftest import FakePipeline, judged


def record(number, text="a b c"):
    return Record(number, 10, Block(str(number), text))


async def collect(answers):
    return [answer async for answer in answers]


async def test_a_text_is_answered_in_reading_order_and_then_its_page():
    request = ScanRequest([Block(f"p{n}", "a") for n in range(5)], 0.001)
    answers = await collect(stream.in_order(FakePipeline(), request))
    assert [answer.id for answer in answers[:-1]] == ["p0", "p1", "p2", "p3", "p4"]
    assert isinstance(answers[-1], PageAnswer)


async def test_a_block_is_given_before_the_last_one_is_ready():
    gate = asyncio.Event()

    class Slow(FakePipeline):
        async def scan(self, request):
            yield judged(request.blocks[0])
            await gate.wait()
            yield judged(request.blocks[1])

    answers = stream.in_order(Slow(), ScanRequest([Block("a", "x"), Block("b", "y")], 0.001))
    assert (await asyncio.wait_for(anext(answers), 20)).id == "a"
    gate.set()
    assert (await anext(answers)).id == "b"


async def test_records_keep_their_order_and_are_judged_alone():
    fake = FakePipeline()
    answers = await collect(stream.each_record(fake, [record(n) for n in range(50)], 0.001, "en"))
    assert [answer.block.id for answer in answers] == [str(n) for n in range(50)]
    assert {len(request.blocks) for request in fake.requests} == {1}
    assert {(request.false_alarms, request.language) for request in fake.requests} == {(0.001, "en")}


async def test_no_more_than_the_window_is_in_work(monkeypatch):
    monkeypatch.setattr(stream, "MOST_RECORDS", 4)
    fake, read = FakePipeline(), []

    def source():
        for n in range(200):
            read.append(n)
            yield record(n)

    answers = stream.each_record(fake, source(), 0.001, None)
    await anext(answers)
    for _ in range(200):
        await asyncio.sleep(0)
    assert len(fake.requests) <= 4 + 3
    assert len(await collect(answers)) == 199


async def test_long_records_shrink_the_window(monkeypatch):
    monkeypatch.setattr(stream, "MOST_CHARACTERS", 100)
    fake = FakePipeline()
    answers = await collect(stream.each_record(fake, [record(n, "x" * 80) for n in range(20)], 0.001, None))
    assert len(answers) == 20
    assert fake.most_at_once <= 2


async def test_errors_stand_in_their_place():
    class Failing(FakePipeline):
        async def scan(self, request):
            if request.blocks[0].text == "bad":
                raise OriginlensError("busy", "full")
            async for answer in super().scan(request):
                yield answer

    unread = Record(2, 5, error=OriginlensError("invalid_json", "line 2"))
    answers = await collect(
        stream.each_record(Failing(), [record(1), unread, record(3, "bad"), record(4)], 0.001, None)
    )
    assert [answer.error and answer.error.code for answer in answers] == [None, "invalid_json", "busy", None]


async def test_a_source_that_fails_raises_where_it_is_used_and_leaves_no_task():
    def source():
        yield record(1)
        raise OSError("disk")

    with pytest.raises(OSError, match="disk"):
        await collect(stream.each_record(FakePipeline(), source(), 0.001, None))
    assert asyncio.all_tasks() == {asyncio.current_task()}


async def test_leaving_early_cancels_what_is_in_work():
    fake = FakePipeline()
    answers = stream.each_record(fake, (record(n) for n in range(1000)), 0.001, None)
    await anext(answers)
    await answers.aclose()
    assert fake.at_once == 0
    async with asyncio.timeout(20):  # the thread that reads ahead may be handing over its last record
        while asyncio.all_tasks() != {asyncio.current_task()}:
            await asyncio.sleep(0.01)
    await asyncio.sleep(0.1)
    assert asyncio.all_tasks() == {asyncio.current_task()}


async def test_the_total_is_the_sum_and_has_q_values_where_they_are_wanted():
    texts = ["a robot", "b", "c LEFTOVER", "d robot"]
    for keep in (True, False):
        total = stream.Total(0.01, keep_p_values=keep)
        async for one in stream.each_record(
            FakePipeline(), [record(n, text) for n, text in enumerate(texts)], 0.01, None
        ):
            total.add(one.block, one.page)
        page = total.finish(5.0)
        assert (page.blocks, page.tested, page.flagged, page.milliseconds) == (4, 4, 2, 5.0)
        assert page.expected_by_chance == pytest.approx(0.04)
        assert page.kinds["residue"].blocks == 1
        assert page.detectors == ("fake",)
        assert page.q_values == ({"0": 0.0002, "1": 0.6, "2": 0.6, "3": 0.0002} if keep else {})
