"""What a page on the web can try against a loopback port, and that none of it works."""

from typing import Any

import pytest
from aiohttp import ClientResponse
from aiohttp.test_utils import TestClient, TestServer

from originlens.settings import Settings
from originlens.web import keys, pairing
from originlens.web.app import build

from .conftest import FakePipeline, example

Client = TestClient[Any, Any]
CHROMIUM = "chrome-extension://abcdefghijklmnopabcdefghijklmnop"
FIREFOX = "moz-extension://0b5f2a3e-6c1d-4e8f-9a7b-123456789abc"
SCAN = {"blocks": [{"id": "b1", "text": "a b"}]}


async def code(response: ClientResponse) -> tuple[int, str]:
    assert response.content_type == "application/problem+json"
    problem = await response.json(content_type=None)
    assert set(problem) == set(example("problem.json"))
    assert problem["status"] == response.status
    return response.status, problem["code"]


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost", "LocalHost", "[::1]"])
async def test_loopback_names_with_the_port_are_the_daemon(client: Client, name: str) -> None:
    response = await client.get("/v1/health", headers={"Host": f"{name}:{client.port}"})
    assert response.status == 200


@pytest.mark.parametrize(
    "host",
    ["evil.example", "evil.example:{port}", "127.0.0.1", "127.0.0.1:1", "localhost.:{port}", "127.0.0.1:{port}.evil.example",
     "evil.example@127.0.0.1:{port}", "127.0.0.1:{port}@evil.example", "192.168.1.5:{port}", "", "[::1", "127.0.0.1:99999"],
)  # fmt: skip
@pytest.mark.parametrize("path", ["/", "/v1/health", "/v1/detectors", "/nowhere"])
async def test_a_rebound_name_is_refused_even_with_a_token(client: Client, host: str, path: str) -> None:
    response = await client.get(path, headers={"Host": host.format(port=client.port)})
    assert await code(response) == (421, "host_refused")


@pytest.mark.parametrize(
    ("bound", "host", "status"),
    [
        ("0.0.0.0", "192.168.1.5:{port}", 200),
        ("::", "[fd00::5]:{port}", 200),
        ("0.0.0.0", "evil.example:{port}", 421),
        ("192.168.1.5", "192.168.1.5:{port}", 200),
        ("192.168.1.5", "192.168.1.6:{port}", 421),
        ("box.lan", "box.lan:{port}", 200),
    ],
)
async def test_an_exposed_daemon_answers_to_addresses_but_not_to_strange_names(
    pipeline: FakePipeline, bound: str, host: str, status: int
) -> None:
    async with TestClient(TestServer(build(Settings(host=bound), pipeline))) as client:
        response = await client.get("/v1/health", headers={"Host": host.format(port=client.port)})
        assert response.status == status


@pytest.mark.parametrize(
    "origin",
    ["https://evil.example", "http://localhost:3000", "http://127.0.0.1:1", "http://127.0.0.1", "null", "file://",
     "https://127.0.0.1:{port}", "http://localhost:{port}", "chrome-extension://short", "moz-extension://", ""],
)  # fmt: skip
@pytest.mark.parametrize(
    ("method", "path"), [("POST", "/v1/scan"), ("POST", "/v1/pair"), ("GET", "/v1/health"), ("GET", "/")]
)
async def test_web_origins_are_refused_even_with_a_token(client: Client, origin: str, method: str, path: str) -> None:
    headers = {"Origin": origin.format(port=client.port)}
    response = await client.request(method, path, json=SCAN if method == "POST" else None, headers=headers)
    assert await code(response) == (403, "origin_refused")
    assert "Access-Control-Allow-Origin" not in response.headers


async def test_guesses_from_a_web_origin_do_not_count(visitor: Client) -> None:
    right = pairing.new_code()
    for _ in range(9):
        await visitor.post("/v1/pair", json={"code": "x", "name": "x"}, headers={"Origin": "https://evil.example"})
    assert pairing.trade(right, "x")


@pytest.mark.parametrize("origin", [CHROMIUM, FIREFOX])
async def test_extensions_may_ask_and_read(client: Client, origin: str) -> None:
    response = await client.post("/v1/scan", json=SCAN, headers={"Origin": origin})
    assert response.status == 200
    assert response.headers["Access-Control-Allow-Origin"] == origin
    assert response.headers["Vary"] == "Origin"


@pytest.mark.parametrize("origin", [CHROMIUM, FIREFOX])
async def test_extensions_need_a_token_and_can_read_why(visitor: Client, origin: str) -> None:
    response = await visitor.post("/v1/scan", json=SCAN, headers={"Origin": origin})
    assert await code(response) == (401, "unauthorised")
    assert response.headers["Access-Control-Allow-Origin"] == origin


async def test_a_preflight_is_answered_for_extensions_alone(visitor: Client) -> None:
    asked = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "authorization"}
    allowed = await visitor.options("/v1/scan", headers=asked | {"Origin": FIREFOX})
    assert allowed.status == 204
    assert "Authorization" in allowed.headers["Access-Control-Allow-Headers"]
    assert allowed.headers["Access-Control-Allow-Origin"] == FIREFOX
    refused = await visitor.options("/v1/scan", headers=asked | {"Origin": "https://evil.example"})
    assert await code(refused) == (403, "origin_refused")
    assert not [name for name in refused.headers if name.startswith("Access-Control")]


@pytest.mark.parametrize("path", ["/v1/detectors", "/metrics"])
@pytest.mark.parametrize(
    "given", ["", "Bearer", "Bearer ", "Bearer ol_wrong", "Basic {token}", "{token}", "Bearer {token}x"]
)
async def test_without_a_valid_token_nothing_is_told(visitor: Client, path: str, given: str) -> None:
    token = pairing.new_token("x")
    response = await visitor.get(path, headers={"Authorization": given.format(token=token)})
    assert await code(response) == (401, "unauthorised")


async def test_a_revoked_token_is_refused_at_once(client: Client) -> None:
    assert (await client.get("/v1/detectors")).status == 200
    pairing.revoke("a test")
    assert await code(await client.get("/v1/detectors")) == (401, "unauthorised")


@pytest.mark.parametrize("path", ["/v1/health", "/v1/scan"])
async def test_whoever_may_ask_learns_what_answers_and_nobody_else(client: Client, path: str) -> None:
    method = "POST" if path == "/v1/scan" else "GET"
    told = await client.request(method, path, json=SCAN, headers={"Origin": CHROMIUM})
    assert told.headers["Originlens-Generation"] == "a-start.0.0"
    assert "Originlens-Generation" in told.headers["Access-Control-Expose-Headers"]
    untold = await client.request(method, path, json=SCAN, headers={"Authorization": "Bearer ol_wrong"})
    assert "Originlens-Generation" not in untold.headers


@pytest.mark.parametrize("path", ["/v1/health", "/v1/openapi.json", "/", "/page.js"])
async def test_open_addresses_need_no_token(visitor: Client, path: str) -> None:
    assert (await visitor.get(path)).status == 200
    assert (await visitor.get(path, headers={"Authorization": "Bearer ol_old"})).status == 200


@pytest.mark.parametrize("path", ["/", "/v1/health", "/v1/scan", "/nowhere"])
async def test_every_answer_is_closed_to_other_origins(visitor: Client, path: str) -> None:
    headers = (await visitor.get(path)).headers
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Cache-Control"] == "no-store"
    assert headers["Server"] == "originlens"
    assert "Set-Cookie" not in headers


async def test_the_pages_token_works_from_the_page(visitor: Client, page_token: str, own_origin: str) -> None:
    bearer = {"Authorization": f"Bearer {page_token}"}
    post = await visitor.post(
        "/v1/scan", json=SCAN, headers=bearer | {"Origin": own_origin, "Sec-Fetch-Site": "same-origin"}
    )
    assert post.status == 200
    for path in ("/v1/detectors", "/v1/health"):
        assert (await visitor.get(path, headers=bearer | {"Sec-Fetch-Site": "same-origin"})).status == 200


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 401),  # a script that read the page
        ({"Sec-Fetch-Site": "none"}, 401),
        ({"Sec-Fetch-Site": "same-site"}, 401),  # a page on another port of this machine, without CORS
        ({"Sec-Fetch-Site": "cross-site"}, 401),
        ({"Origin": CHROMIUM}, 401),  # an extension that has not been paired
        ({"Origin": "{own}", "Sec-Fetch-Site": "same-site"}, 401),
        ({"Origin": "http://localhost:3000", "Sec-Fetch-Site": "same-site"}, 403),
        ({"Origin": "null", "Sec-Fetch-Site": "same-origin"}, 403),  # a sandboxed frame
    ],
)
async def test_the_pages_token_works_from_nowhere_else(
    visitor: Client, page_token: str, own_origin: str, headers: dict[str, str], status: int
) -> None:
    sent = {name: value.format(own=own_origin) for name, value in headers.items()}
    response = await visitor.post("/v1/scan", json=SCAN, headers=sent | {"Authorization": f"Bearer {page_token}"})
    assert response.status == status


async def test_the_pages_token_opens_no_metrics(visitor: Client, page_token: str) -> None:
    headers = {"Authorization": f"Bearer {page_token}", "Sec-Fetch-Site": "same-origin"}
    assert await code(await visitor.get("/metrics", headers=headers)) == (401, "unauthorised")


async def test_the_pages_token_dies_with_the_daemon(
    visitor: Client, settings: Settings, pipeline: FakePipeline
) -> None:
    assert build(settings, pipeline)[keys.PAGE].token != visitor.app[keys.PAGE].token
