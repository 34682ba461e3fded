"""upkeep.py: a detector is switched, its card read, the cache emptied; the try-it page may do none of it."""

from typing import Any

import pytest
from aiohttp.test_utils import TestClient

from originlens import switches

from .conftest import FakePipeline, example

Client = TestClient[Any, Any]


async def test_a_detector_is_switched_off_and_on(client: Client, pipeline: FakePipeline) -> None:
    response = await client.post("/v1/switch", json={"detector": "minilm-en", "on": False})
    assert await response.json() == example("detectors_response.json")
    assert switches.read().disabled == {"minilm-en"}
    assert pipeline.refreshed == 1
    await client.post("/v1/switch", json={"detector": "minilm-en", "on": True})
    assert switches.read().disabled == frozenset()


@pytest.mark.parametrize(
    ("body", "code"),
    [({"detector": "nobody", "on": False}, "plugin_unknown"), ({"detector": "minilm-en"}, "invalid_request"),
     ({"detector": "minilm-en", "on": "no"}, "invalid_request")],
)  # fmt: skip
async def test_what_is_no_switch_is_told(client: Client, body: dict[str, Any], code: str) -> None:
    assert (await (await client.post("/v1/switch", json=body)).json())["code"] == code


async def test_a_card_is_the_text_of_its_maker(client: Client) -> None:
    told = await (await client.get("/v1/detectors/minilm-en/card")).json()
    assert told["name"] == "minilm-en"
    assert told["card"].startswith("#")


@pytest.mark.parametrize("name", ["nobody", "..%2f..%2fREADME.md"])
async def test_there_is_no_card_of_a_stranger(client: Client, name: str) -> None:
    response = await client.get(f"/v1/detectors/{name}/card")
    assert (await response.json())["code"] in ("plugin_unknown", "not_found")


async def test_the_cache_is_emptied(client: Client, pipeline: FakePipeline) -> None:
    response = await client.post("/v1/cache/clear")
    assert await response.json() == example("health_response.json")
    assert pipeline.forgotten == 1


@pytest.mark.parametrize("path", ["/v1/switch", "/v1/cache/clear", "/v1/detectors/minilm-en/card"])
async def test_the_try_it_page_and_strangers_may_not(
    visitor: Client, page_token: str, own_origin: str, path: str
) -> None:
    method = "GET" if path.endswith("card") else "POST"
    mine = {"Authorization": f"Bearer {page_token}", "Origin": own_origin}
    for headers in ({}, mine):
        assert (await visitor.request(method, path, headers=headers)).status == 401
