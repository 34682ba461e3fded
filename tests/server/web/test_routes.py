"""Each call: what it hands to the pipeline, what it answers, and what happens when the caller leaves."""

import asyncio
import json
from typing import Any

import pytest
from aiohttp.test_utils import TestClient

from originlens import __version__
from originlens.answer import Block, BlockAnswer, PassageAnswer
from originlens.contract import Document
from originlens.errors import OriginlensError
from originlens.web import pairing, schemas
from originlens.web.openapi import openapi
from originlens.web.upkeep_schemas import TextResponse

from .conftest import FLAGGED, SHORT, FakePipeline, example

Client = TestClient[Any, Any]
STREAM = {"Accept": "application/x-ndjson"}
TWO = {"blocks": [{"id": "b1", "text": "one two"}, {"id": "b2", "text": "three"}]}


async def lines(client: Client, body: Any) -> list[dict[str, Any]]:
    response = await client.post("/v1/scan", json=body, headers=STREAM)
    assert response.status == 200
    assert response.content_type == "application/x-ndjson"
    return [json.loads(line) for line in (await response.read()).splitlines()]


async def test_the_example_request_has_the_example_answer(client: Client, pipeline: FakePipeline) -> None:
    pipeline.answer = lambda block: {"b1": FLAGGED, "b2": SHORT}[block.id]
    response = await client.post("/v1/scan", json=example("scan_request.json"))
    assert response.status == 200
    assert response.content_type == "application/json"
    assert await response.json() == example("scan_response.json")


async def test_a_request_reaches_the_pipeline_whole(client: Client, pipeline: FakePipeline) -> None:
    await client.post("/v1/scan", json=example("scan_request.json"))
    (asked,) = pipeline.asked
    texts = [block["text"] for block in example("scan_request.json")["blocks"]]
    assert list(asked.blocks) == [Block("b1", texts[0]), Block("b2", texts[1])]
    assert asked.false_alarms == 0.001
    assert asked.language == "en"
    assert asked.document == Document(
        (),
        html="<!doctype html><title>A page</title>",
        headers={"content-language": "en"},
        links=("https://example.org/",),
        source=b"<!doctype html><title>A page</title>",
    )


async def test_a_lone_surrogate_in_the_document_becomes_a_replacement_character(
    client: Client, pipeline: FakePipeline
) -> None:
    body = b'{"blocks": [], "document": {"html": "a\\ud800", "source": "b\\udfff", "headers": {"X": "c\\ud800"}, "links": ["\\ud800"]}}'
    answer = await client.post("/v1/scan", data=body, headers={"Content-Type": "application/json"})
    assert answer.status == 200
    assert pipeline.asked[0].document == Document(
        (), html="a\ufffd", headers={"x": "c\ufffd"}, links=("\ufffd",), source="b\ufffd".encode()
    )


async def test_what_is_not_said_has_its_default(client: Client, pipeline: FakePipeline, settings: Any) -> None:
    await client.post("/v1/scan", json=TWO)
    assert (pipeline.asked[0].false_alarms, pipeline.asked[0].language, pipeline.asked[0].document) == (
        settings.false_alarms,
        None,
        None,
    )


@pytest.mark.parametrize(
    ("given", "meant"), [("en-GB", "en"), ("ZH_hant", "zh"), ("und", None), ("xx", "xx"), (None, None)]
)
async def test_a_language_is_its_first_part(
    client: Client, pipeline: FakePipeline, given: str, meant: str | None
) -> None:
    assert (await client.post("/v1/scan", json={**TWO, "language": given})).status == 200
    assert pipeline.asked[0].language == meant


async def test_an_answer_keeps_the_order_of_the_request(client: Client) -> None:
    answer = await (await client.post("/v1/scan", json=TWO)).json()
    assert [block["id"] for block in answer["blocks"]] == ["b1", "b2"]


async def test_a_stream_has_one_line_a_block_and_then_the_page(client: Client) -> None:
    *blocks, page = await lines(client, TWO)
    assert sorted(block["id"] for block in blocks) == ["b1", "b2"]
    assert all(schemas.BlockLine.model_validate(block) for block in blocks)
    assert schemas.PageLine.model_validate(page)


async def test_a_request_without_blocks_has_a_page(client: Client) -> None:
    assert [line["type"] for line in await lines(client, {"blocks": []})] == ["page"]
    assert (await (await client.post("/v1/scan", json={"blocks": []})).json())["blocks"] == []


@pytest.mark.parametrize(("offsets", "end"), [({}, 3), ({"offsets": "utf-16"}, 3), ({"offsets": "code-point"}, 2)])
@pytest.mark.parametrize("headers", [STREAM, {}])
async def test_offsets_are_those_asked_for(
    client: Client, pipeline: FakePipeline, offsets: dict[str, str], end: int, headers: dict[str, str]
) -> None:
    pipeline.answer = lambda block: BlockAnswer(block.id, "llm", 0.1, 1, "en", (PassageAnswer(0, 2, "llm", 0.1),))
    body = {"blocks": [{"id": "a", "text": "😀x"}], **offsets}
    content = await (await client.post("/v1/scan", json=body, headers=headers)).read()
    first = json.loads(content.splitlines()[0])
    assert (first if headers else first["blocks"][0])["passages"][0]["end"] == end


@pytest.mark.parametrize("text", ["\ud800", "a\x00b", "\u202eשלום", "z" * 100_000, "", "👩‍👩‍👧" * 50])
@pytest.mark.parametrize("headers", [STREAM, {}])
async def test_odd_text_is_answered(client: Client, pipeline: FakePipeline, text: str, headers: dict[str, str]) -> None:
    body = json.dumps({"blocks": [{"id": "a", "text": text}]}).encode()
    response = await client.post("/v1/scan", data=body, headers={**headers, "Content-Type": "application/json"})
    assert response.status == 200
    assert len(pipeline.asked[0].blocks[0].text) == len(text)
    pipeline.asked[0].blocks[0].text.encode()


async def test_a_block_line_is_sent_before_the_next_block_is_ready(client: Client, pipeline: FakePipeline) -> None:
    gate = asyncio.Event()
    pipeline.steps = [lambda: None, gate.wait]
    response = await client.post("/v1/scan", json=TWO, headers=STREAM)
    assert json.loads(await response.content.readline())["id"] == "b2"
    gate.set()
    assert json.loads(await response.content.readline())["id"] == "b1"


async def test_a_failure_in_a_stream_that_has_begun_is_its_last_line(client: Client, pipeline: FakePipeline) -> None:
    def fail() -> None:
        raise RuntimeError("a secret")

    pipeline.steps = [lambda: None, fail]
    block, error = await lines(client, TWO)
    assert block["type"] == "block"
    assert (error["type"], error["code"], error["status"]) == ("error", "internal", 500)
    assert "secret" not in json.dumps(error)
    assert {**error, "type": "about:blank"}.keys() == example("problem.json").keys()


async def test_a_failure_for_people_keeps_its_code_in_a_stream(client: Client, pipeline: FakePipeline) -> None:
    def fail() -> None:
        raise OriginlensError("shutting_down", "x")

    pipeline.steps = [lambda: None, fail]
    assert (await lines(client, TWO))[-1]["code"] == "shutting_down"


@pytest.mark.parametrize("headers", [STREAM, {}])
async def test_a_caller_who_leaves_ends_the_scan(
    client: Client, pipeline: FakePipeline, headers: dict[str, str]
) -> None:
    waiting = asyncio.Event()

    async def forever() -> None:
        waiting.set()
        await asyncio.Event().wait()

    pipeline.steps = [lambda: None, forever]
    asking = asyncio.create_task(client.post("/v1/scan", json=TWO, headers=headers))
    await asyncio.wait_for(waiting.wait(), 10)
    assert not pipeline.closed.is_set()
    asking.cancel()
    await client.session.close()
    await asyncio.wait_for(pipeline.closed.wait(), 10)


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("*/*", "application/json"),
        ("application/*", "application/json"),
        ("application/json, application/x-ndjson", "application/json"),
        ("application/x-ndjson, application/json", "application/x-ndjson"),
        ("application/json;q=0.5, application/x-ndjson", "application/x-ndjson"),
        ("application/x-ndjson;q=0, */*", "application/json"),
        ("text/html, */*;q=0.1", "application/json"),
    ],
)
async def test_the_accepted_type_is_chosen(client: Client, accept: str, kind: str) -> None:
    assert (await client.post("/v1/scan", json=TWO, headers={"Accept": accept})).content_type == kind


@pytest.mark.parametrize("accept", ["text/html", "application/x-ndjson;q=0", "application/json;q=x"])
async def test_a_type_that_cannot_be_made_is_refused(client: Client, accept: str) -> None:
    response = await client.post("/v1/scan", json=TWO, headers={"Accept": accept})
    assert (response.status, (await response.json(content_type=None))["code"]) == (406, "not_acceptable")


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"", 400, "invalid_json"),
        (b"{", 400, "invalid_json"),
        (b'{"blocks": [], "false_alarms": NaN}', 400, "invalid_json"),
        (b'{"blocks": 1}', 400, "invalid_request"),
        (b'{"blocks": [], "false_alarms": 0}', 400, "invalid_request"),
        (b'{"blocks": [{"id": "a", "text": "' + b"x" * 2**20 + b'"}]}', 413, "too_large"),
        (json.dumps({"blocks": [{"id": str(n), "text": ""} for n in range(1001)]}).encode(), 413, "too_large"),
    ],
)
async def test_bad_bodies_are_refused(
    client: Client, pipeline: FakePipeline, body: bytes, status: int, code: str
) -> None:
    response = await client.post("/v1/scan", data=body, headers={"Content-Type": "application/json"})
    assert (response.status, (await response.json(content_type=None))["code"]) == (status, code)
    assert not pipeline.asked


async def test_detectors_and_health_are_the_examples(client: Client) -> None:
    assert await (await client.get("/v1/detectors")).json() == example("detectors_response.json")
    assert await (await client.get("/v1/health")).json() == example("health_response.json")


async def test_health_tells_strangers_the_version_alone(visitor: Client) -> None:
    assert await (await visitor.get("/v1/health")).json() == {"version": __version__, "wire": 1}
    wrong = await visitor.get("/v1/health", headers={"Authorization": "Bearer ol_wrong"})
    assert await wrong.json() == {"version": __version__, "wire": 1}


async def test_a_code_is_traded_for_a_token_that_works(visitor: Client) -> None:
    given = {**example("pair_request.json"), "code": pairing.new_code()}
    answer = await (await visitor.post("/v1/pair", json=given)).json()
    assert answer.keys() == example("pair_response.json").keys()
    assert (answer["name"], answer["version"]) == (given["name"], __version__)
    bearer = {"Authorization": f"Bearer {answer['token']}"}
    assert (await visitor.get("/v1/detectors", headers=bearer)).status == 200


async def test_wrong_codes_are_refused_and_then_limited(visitor: Client) -> None:
    right = pairing.new_code()
    wrong = {"code": f"{(int(right.replace('-', '')) + 1) % 10**6:06}", "name": "x"}
    statuses = [(await visitor.post("/v1/pair", json=wrong)).status for _ in range(6)]
    assert statuses == [403] * 5 + [429]
    late = await visitor.post("/v1/pair", json={"code": right, "name": "x"})
    assert (late.status, late.headers["Retry-After"]) == (429, "60")


async def test_the_openapi_document_is_served(visitor: Client) -> None:
    assert await (await visitor.get("/v1/openapi.json")).json() == openapi()


async def test_metrics_are_prometheus_text(client: Client) -> None:
    response = await client.get("/metrics")
    assert response.headers["Content-Type"].startswith("text/plain; version=")
    assert "originlens_queue_limit 20000.0" in await response.text()


async def test_the_page_is_served_with_its_token_and_a_strict_policy(visitor: Client, page_token: str) -> None:
    response = await visitor.get("/", headers={"Sec-Fetch-Dest": "document", "Sec-Fetch-Site": "cross-site"})
    assert response.content_type == "text/html"
    assert page_token in await response.text()
    policy = response.headers["Content-Security-Policy"]
    for rule in ("default-src 'none'", "script-src 'self'", "connect-src 'self'", "frame-ancestors 'none'"):
        assert rule in policy
    assert "unsafe" not in policy


@pytest.mark.parametrize("into", ["iframe", "empty", "script", "image", "object", "embed", "frame"])
async def test_the_page_cannot_be_framed_or_fetched(visitor: Client, page_token: str, into: str) -> None:
    response = await visitor.get("/", headers={"Sec-Fetch-Dest": into})
    assert response.status == 403
    assert page_token not in await response.text()


async def test_a_visitor_from_another_machine_gets_the_page_without_its_token(
    visitor: Client, page_token: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("originlens.web.routes.from_this_machine", lambda request: False)
    text = await (await visitor.get("/")).text()
    assert "{{token}}" not in text
    assert page_token not in text


@pytest.mark.parametrize(("file", "kind"), [("page.js", "text/javascript"), ("style.css", "text/css")])
async def test_files_of_the_page_are_served(visitor: Client, file: str, kind: str) -> None:
    response = await visitor.get(f"/{file}")
    assert (response.status, response.content_type) == (200, kind)


@pytest.mark.parametrize("file", ["index.html", "page.py", "__init__.py", "nothing.js"])
async def test_nothing_else_is(visitor: Client, file: str) -> None:
    assert (await visitor.get(f"/{file}")).status == 404


async def test_a_file_becomes_blocks_that_can_be_scanned(client: Client) -> None:
    page = "<p>One ☕.</p><p>Two.<a href='https://a.example/'>.</a></p>"
    response = await client.post("/v1/text", data=page.encode(), headers={"Content-Type": "text/html; charset=utf-8"})
    told = await response.json()
    assert told["blocks"] == [{"id": "p1", "text": "One ☕."}, {"id": "p2", "text": "Two.."}]
    assert told["document"] == {"html": page, "headers": None, "links": ["https://a.example/"]}
    assert TextResponse.model_validate(told)
    assert (await client.post("/v1/scan", json=told)).status == 200


@pytest.mark.parametrize(
    ("content_type", "body", "status", "code"),
    [("application/zip", b"x", 415, "unsupported_type"), ("application/pdf", b"x", 422, "file_unreadable"),
     ("text/plain", b"a\xff", 422, "file_unreadable"), ("text/plain", b"x" * (2**20 + 1), 413, "too_large")],
)  # fmt: skip
async def test_a_file_that_cannot_be_read_is_told(
    client: Client, content_type: str, body: bytes, status: int, code: str
) -> None:
    response = await client.post("/v1/text", data=body, headers={"Content-Type": content_type})
    assert response.status == status
    assert (await response.json())["code"] == code
