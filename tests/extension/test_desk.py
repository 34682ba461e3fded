"""One batch is under way at a time, no text is asked twice, and a daemon that is away is asked again."""

import pytest

pytestmark = pytest.mark.asyncio(loop_scope="session")

DESK = """() => {
  window.said = []; window.judged = []; window.waiting = [];
  const queue = { take: () => waiting.splice(0, 2), add: (block) => waiting.push(block) };
  window.block = (id, text, lang = "en") => ({ id, text, lang });
  window.desk = originlens.desk.create(
    { judged: (block, answer) => judged.push([block.id, answer.id, answer.verdict]), again() {}, changed() {} },
    (message) => said.push(message), (later) => (later ? window.again : { html: "head" }));
  window.send = (...blocks) => { waiting.push(...blocks); desk.send(queue, false); };
  window.queue = queue;
}"""
ANSWER = "desk.answered({ id: 'a', verdict: 'no_sign' })"


async def test_a_text_that_stands_twice_is_sent_once_and_answered_twice(blank) -> None:
    page = await blank("", "desk.js")
    await page.evaluate(DESK)
    await page.evaluate(f"send(block('a', 'text'), block('b', 'text')); {ANSWER}; desk.done()")
    assert await page.evaluate("said[0].blocks") == [{"id": "a", "text": "text"}]
    assert await page.evaluate("judged") == [["a", "a", "no_sign"], ["b", "b", "no_sign"]]


async def test_what_was_answered_is_not_sent_again_and_does_not_stop_what_follows(blank) -> None:
    page = await blank("", "desk.js")
    await page.evaluate(DESK)
    await page.evaluate(f"send(block('a', 'text')); {ANSWER}; desk.done()")
    await page.evaluate("send(block('b', 'text'), block('c', 'text'), block('d', 'other'))")
    assert await page.evaluate("said.map(({ blocks }) => blocks.map(({ id }) => id))") == [["a"], ["d"]]
    assert await page.evaluate("judged.map(([id]) => id)") == ["a", "b", "c"]


async def test_a_second_batch_waits_for_the_first_and_the_document_goes_with_it_or_when_asked_for(blank) -> None:
    page = await blank("", "desk.js")
    await page.evaluate(DESK)
    await page.evaluate("send(block('a', 'one')), send(block('b', 'two'))")
    assert await page.evaluate("said.length") == 1
    await page.evaluate("desk.done(), send()")
    assert await page.evaluate("said") == [
        {"type": "scan", "blocks": [{"id": "a", "text": "one"}], "lang": "en", "document": {"html": "head"}},
        {"type": "scan", "blocks": [{"id": "b", "text": "two"}], "lang": "en"},
    ]
    await page.evaluate("desk.done(), desk.renew(), send(block('c', 'three'))")
    assert await page.evaluate("said[2].document") == {"html": "head"}
    await page.evaluate("desk.done(), window.again = { html: 'parts' }, send(block('d', 'four'))")
    assert await page.evaluate("said[3].document") == {"html": "parts"}


@pytest.mark.parametrize(
    ("end", "back"), [("desk.failed('busy', 9, queue)", ["a"]), ("desk.failed('refused', 9, queue)", [])]
)
async def test_what_was_not_answered_goes_back_unless_it_was_refused(end, back, blank) -> None:
    page = await blank("", "desk.js")
    await page.evaluate(DESK)
    await page.evaluate(f"send(block('a', 'one')); {end}")
    assert await page.evaluate("[waiting.map(({ id }) => id), desk.busy()]") == [back, False]
    await page.evaluate("send(), desk.ready(), send()")
    assert await page.evaluate("said.length") == 1 + len(back)
    await page.evaluate("desk.done(), send(block('b', 'two'))")
    assert await page.evaluate("said[1].document") == {"html": "head"}, "it was lost with the first batch"


async def test_a_block_that_left_the_page_is_not_told(blank) -> None:
    page = await blank("", "desk.js")
    await page.evaluate(DESK)
    await page.evaluate(f"(() => {{ const a = block('a', 'one'); send(a); desk.drop(a); {ANSWER}; }})()")
    assert await page.evaluate("judged") == []
