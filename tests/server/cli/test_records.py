"""records.py: one record a line, in order; a bad line is told with its number and stops nothing."""

import io

import pytest

from originlens.cli.records import records


def read(*lines, most=1000):
    return list(records(io.BytesIO(b"\n".join(lines)), most))


def test_id_and_text_are_read_and_other_keys_pass():
    (one, two) = read(b'\xef\xbb\xbf{"id": "a", "text": "x", "label": [1]}', b"", b'{"id": 7, "text": ""}')
    assert (one.line, one.block.id, one.block.text) == (1, "a", "x")
    assert (two.line, two.block.id, two.block.text) == (3, "7", "")


@pytest.mark.parametrize(
    ("line", "code", "told"),
    [(b"{", "invalid_json", "line 2"), (b"[1]", "invalid_request", "list"), (b"null", "invalid_request", "null"),
     (b'{"id": "a"}', "invalid_request", "'text' is missing"), (b'{"text": "a"}', "invalid_request", "'id'"),
     (b'{"id": "a", "text": 3}', "invalid_request", "int"), (b'{"id": true, "text": ""}', "invalid_request", "bool"),
     (b'{"id": "a", "text": "\xff"}', "invalid_json", "line 2"), (b'{"id": 1.5, "text": ""}', "invalid_request", "float")],
)  # fmt: skip
def test_a_bad_line_is_told_and_the_next_is_read(line, code, told):
    good = b'{"id": "g", "text": "x"}'
    found = read(good, line, good)
    assert [record.block is not None for record in found] == [True, False, True]
    assert found[1].error.code == code
    assert told in found[1].error.detail
    assert "line 2" in found[1].error.detail


def test_a_lone_surrogate_is_one_replacement_character():
    (one,) = read(b'{"id": "a", "text": "x\\ud800y"}')
    assert one.block.text == "x\ufffdy"


def test_a_line_beyond_the_limit_is_passed_over_without_being_held():
    long = b'{"id": "a", "text": "' + b"x" * 5000 + b'"}'
    found = read(long, b'{"id": "b", "text": "y"}', most=100)
    assert [(record.line, record.error and record.error.code) for record in found] == [(1, "too_large"), (2, None)]
    assert found[0].size == len(long) + 1


def test_nothing_is_read_before_it_is_asked_for():
    content = io.BytesIO(b'{"id": "a", "text": "x"}\n' * 10)
    next(records(content, 1000))
    assert content.tell() < 100
