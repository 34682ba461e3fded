"""What was answered about a text is known when the same text is drawn again, and forgotten when there is too much."""

import pytest

pytestmark = pytest.mark.asyncio(loop_scope="session")

KEEP = """([kept, asked]) => {
  const answers = originlens.answers.create();
  for (const [lang, text] of kept) answers.keep({ lang, text }, { id: "old", text });
  return asked.map(([lang, text]) => answers.of({ id: "new", lang, text }));
}"""


async def test_the_same_text_in_the_same_language_has_the_same_answer_under_its_own_id(blank) -> None:
    page = await blank("", "answers.js")
    asked = [["en", "a b c"], ["fr", "a b c"], ["en", "other"]]
    assert await page.evaluate(KEEP, [[["en", "a b c"]], asked]) == [{"id": "new", "text": "a b c"}, None, None]


async def test_the_oldest_are_forgotten_first(blank) -> None:
    page = await blank("", "answers.js")
    texts = [["", letter * 900_000] for letter in "abc"]
    answers = await page.evaluate(KEEP, [texts, texts])
    assert [answer is not None for answer in answers] == [False, True, True]
