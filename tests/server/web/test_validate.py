"""What does not fit is refused with the field, the value's kind and what was expected; never with a block's text."""

import json
import traceback
from typing import Any

import pytest

from originlens.errors import OriginlensError
from originlens.web import validate

SECRET = "a line of somebody's diary"


def body(**given: Any) -> bytes:
    return json.dumps({"blocks": [{"id": "b1", "text": SECRET}], **given}).encode()


def refusal(content: bytes, most: int = 10) -> OriginlensError:
    with pytest.raises(OriginlensError) as caught:
        validate.scan_request(content, most)
    return caught.value


@pytest.mark.parametrize(
    ("content", "code", "detail"),
    [
        (b"", "invalid_json", "the body is empty"),
        (b"hello", "invalid_json", "unexpected character, expected a JSON value: line 1 column 1"),
        (b'{"false_alarms": NaN, "blocks": []}', "invalid_json", "unexpected character, expected a JSON value: line 1 column 18"),
        (b"[]", "invalid_request", "the body: a list; expected an object"),
        (b"null", "invalid_request", "the body: null; expected an object"),
        (b"{}", "invalid_request", "blocks: missing"),
        (b'{"blocks": {}}', "invalid_request", "blocks: an object; expected a list"),
        (b'{"blocks": ["a"]}', "invalid_request", "blocks[0]: text; expected an object"),
        (b'{"blocks": [{"id": "a"}]}', "invalid_request", "blocks[0].text: missing"),
        (b'{"blocks": [{"id": "", "text": ""}]}', "invalid_request", "blocks[0].id: must not be empty"),
        (b'{"blocks": [{"id": 1, "text": ""}]}', "invalid_request", "blocks[0].id: a number; expected text"),
        (b'{"blocks": [{"id": "a", "text": null}]}', "invalid_request", "blocks[0].text: null; expected text"),
        (b'{"blocks": [{"id": "a", "text": true}]}', "invalid_request", "blocks[0].text: a boolean; expected text"),
        (body(false_alarms=0), "invalid_request", "false_alarms: 0 is not between 0.000001 and 0.5"),
        (body(false_alarms=1), "invalid_request", "false_alarms: 1 is not between 0.000001 and 0.5"),
        (body(false_alarms=-1), "invalid_request", "false_alarms: -1 is not between 0.000001 and 0.5"),
        (body(false_alarms="0.1"), "invalid_request", "false_alarms: text; expected a number"),
        (body(false_alarms=True), "invalid_request", "false_alarms: a boolean; expected a number"),
        (body(offsets="utf-8"), "invalid_request", "offsets: utf-8; expected 'utf-16' or 'code-point'"),
        (body(language="English please"), "invalid_request", "language: not of the form ^[A-Za-z]{2,3}([-_][A-Za-z0-9]{1,8})*$"),
        (body(language="a" * 99), "invalid_request", "language: 99 characters; at most 35"),
        (body(colour="red"), "invalid_request", "colour: unknown key"),
        (body(document={"links": "x"}), "invalid_request", "document.links: text; expected a list"),
        (body(document={"headers": {"a": 1}}), "invalid_request", "document.headers.a: a number; expected text"),
        (body(document={"headers": {str(n): "" for n in range(257)}}), "invalid_request", "document.headers: 257 entries; at most 256"),
        (body(document={"headers": {"a": "b" * 16_385}}), "invalid_request", "document.headers.a: 16,385 characters; at most 16,384"),
        (body(document={"links": ["/"] * 50_001}), "invalid_request", "document.links: 50,001 entries; at most 50,000"),
        (body(document={"links": ["/", "b" * 16_385]}), "invalid_request", "document.links[1]: 16,385 characters; at most 16,384"),
        (body(document={"html": "b" * 4_194_305}), "invalid_request", "document.html: 4,194,305 characters; at most 4,194,304"),
        (body(document={"source": "b" * 4_194_305}), "invalid_request", "document.source: 4,194,305 characters; at most 4,194,304"),
        (body(document={"source": ["x"]}), "invalid_request", "document.source: a list; expected text"),
    ],
)  # fmt: skip
def test_each_fault_is_named(content: bytes, code: str, detail: str) -> None:
    error = refusal(content)
    assert (error.code, error.detail) == (code, detail)


@pytest.mark.parametrize(
    "content",
    [
        json.dumps({"blocks": [{"id": SECRET, "text": [SECRET]}, {"id": 5, "text": "x", "more": SECRET}]}).encode(),
        json.dumps({"blocks": SECRET}).encode(),
        json.dumps({"blocks": [], "url": [SECRET], "document": SECRET}).encode(),
        json.dumps({"blocks": [{"id": "a", "text": SECRET}], "language": SECRET}).encode(),
        json.dumps({"blocks": [{"id": "a", "text": SECRET}, {"id": "a", "text": SECRET}]}).encode(),
        b'{"blocks": "' + SECRET.encode() + b"\n",
    ],
)
def test_no_text_is_quoted_in_an_error_or_its_traceback(content: bytes) -> None:
    error = refusal(content)
    assert "diary" not in "".join(traceback.format_exception(error))


def test_ids_must_differ() -> None:
    error = refusal(b'{"blocks": [{"id": "a", "text": ""}, {"id": "a", "text": ""}]}')
    assert error.detail == "blocks: the ids must differ from each other"


def test_many_faults_are_counted_not_listed() -> None:
    error = refusal(json.dumps({"blocks": [{}] * 5}).encode())
    assert error.detail == "blocks[0].id: missing; blocks[0].text: missing; blocks[1].id: missing; and 7 more"


def test_too_many_blocks_are_told_with_the_limit() -> None:
    content = json.dumps({"blocks": [{"id": str(n), "text": "a"} for n in range(100_000)]}).encode()
    error = refusal(content, 20_000)
    assert (error.code, error.detail) == ("too_large", "100,000 blocks; at most 20,000 a request")


@pytest.mark.parametrize("text", ["", "a\x00b", "\u05d0\u05d1 \u202e", "a" * 100_000, "😀", "\ud800"])
def test_odd_text_is_taken_as_it_is(text: str) -> None:
    asked = validate.scan_request(json.dumps({"blocks": [{"id": "a", "text": text}]}).encode(), 1)
    assert asked.blocks[0].text == text.replace("\ud800", "\ufffd")


def test_no_block_at_all_is_a_request() -> None:
    assert validate.scan_request(b'{"blocks": []}', 1).blocks == []


def test_a_name_of_a_token_is_one_line() -> None:
    with pytest.raises(OriginlensError) as caught:
        validate.pair_request(b'{"code": "417-203", "name": "two\\nlines"}')
    assert caught.value.detail.startswith("name: not of the form")
