"""JSON bodies: that of a request, and that of an answer."""

from typing import Any

import orjson
from aiohttp import web

from originlens.errors import OriginlensError

JSON = "application/json"


async def read(request: web.Request) -> bytes:
    """The body of a request that must be JSON. Raises OriginlensError("unsupported_type")."""
    if request.content_type != JSON:
        raise OriginlensError("unsupported_type", f"Content-Type is {request.content_type[:80]!r}")
    return await request.read()


def answer(content: dict[str, Any]) -> web.Response:
    """An answer of status 200."""
    return web.Response(body=orjson.dumps(content), content_type=JSON)
