"""Every failure has the one shape, and no log line repeats what was in an exception or a request."""

import logging
from typing import Any

import pytest
from aiohttp.test_utils import TestClient

from originlens.errors import OriginlensError
from originlens.web import schemas
from originlens.web.problems import WithoutMessages, as_problem, place

from .conftest import FakePipeline

Client = TestClient[Any, Any]
SECRET = "a line of somebody's diary"


async def problem(client: Client, method: str, path: str, **given: Any) -> tuple[int, str, str]:
    response = await client.request(method, path, **given)
    assert response.content_type == "application/problem+json"
    shape = schemas.ProblemOut.model_validate_json(await response.read())
    assert shape.status == response.status
    return shape.status, shape.code, shape.detail


@pytest.mark.parametrize("path", ["/nowhere", "/v1/", "/v1/scan/", "/favicon.ico", "/../pairing.py", "/%2e%2e/app.py"])
async def test_an_unknown_address(client: Client, path: str) -> None:
    assert (await problem(client, "GET", path))[:2] == (404, "not_found")


async def test_a_method_that_an_address_does_not_take(client: Client) -> None:
    assert (await problem(client, "PUT", "/v1/scan"))[:2] == (405, "method_not_allowed")
    assert (await client.get("/v1/scan")).headers["Allow"] == "POST"


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"])
async def test_a_form_cannot_be_sent(client: Client, kind: str) -> None:
    for path in ("/v1/scan", "/v1/pair"):
        found = await problem(client, "POST", path, data=b"{}", headers={"Content-Type": kind})
        assert found[:2] == (415, "unsupported_type")


async def test_a_body_above_the_limit(client: Client) -> None:
    found = await problem(
        client, "POST", "/v1/scan", data=b"x" * (2**20 + 1), headers={"Content-Type": "application/json"}
    )
    assert found == (413, "too_large", "the body is larger than 1 MiB")


async def test_a_body_that_is_not_what_its_encoding_says(client: Client) -> None:
    headers = {"Content-Type": "application/json", "Content-Encoding": "gzip"}
    found = await problem(
        client, "POST", "/v1/scan", data=b"not gzip", headers=headers, skip_auto_headers=["Content-Encoding"]
    )
    assert found[0] == 400


async def test_an_unexpected_exception_is_logged_by_type_and_place_alone(
    client: Client, pipeline: FakePipeline, caplog: pytest.LogCaptureFixture
) -> None:
    def fail() -> None:
        raise ValueError(SECRET)

    pipeline.steps = [fail]
    body = {"blocks": [{"id": "b1", "text": SECRET}], "url": "https://example.org/secret"}
    with caplog.at_level(logging.DEBUG):
        found = await problem(client, "POST", "/v1/scan", json=body)
    assert found == (500, "internal", "ValueError; the request was not answered")
    assert "ValueError at problems.py:" in caplog.text
    assert "test_problems.py:" in caplog.text
    assert SECRET not in caplog.text
    assert "example.org/secret" not in caplog.text


async def test_a_full_queue_says_when_to_come_back(client: Client, pipeline: FakePipeline) -> None:
    def full() -> None:
        raise OriginlensError("busy", "20,000 passages wait", retry_after=3)

    for accept in ("application/json", "application/x-ndjson"):
        pipeline.steps = [full]
        response = await client.post("/v1/scan", json={"blocks": [{"id": "a", "text": ""}]}, headers={"Accept": accept})
        assert (response.status, response.headers["Retry-After"]) == (429, "3")


async def test_errors_for_people_pass_unchanged() -> None:
    error = OriginlensError("busy", "x")
    assert as_problem(error) is error


def test_a_place_names_files_and_lines() -> None:
    try:
        raise KeyError(SECRET)
    except KeyError as error:
        assert place(error).startswith("KeyError at test_problems.py:")
        assert SECRET not in place(error)
    assert place(ValueError("x")) == "ValueError at an unknown place"


def test_the_filter_takes_the_message_out_of_a_record(caplog: pytest.LogCaptureFixture) -> None:
    logger = logging.getLogger("a test of the filter")
    logger.addFilter(WithoutMessages())
    try:
        raise ValueError(SECRET)
    except ValueError:
        logger.exception("failed for %s", "127.0.0.1")
    logger.warning("plain %s", "words")
    assert "failed for 127.0.0.1: ValueError at test_problems.py:" in caplog.text
    assert "plain words" in caplog.text
    assert SECRET not in caplog.text
