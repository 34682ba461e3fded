"""body.py: what is not sent as JSON is refused, whatever it holds."""

from typing import Any

import pytest
from aiohttp.test_utils import TestClient


@pytest.mark.parametrize("path", ["/v1/scan", "/v1/pair", "/v1/switch"])
async def test_a_body_must_say_that_it_is_json(client: TestClient[Any, Any], path: str) -> None:
    response = await client.post(path, data=b"{}", headers={"Content-Type": "text/plain"})
    assert response.status == 415
    assert (await response.json())["detail"] == "Content-Type is 'text/plain'"
