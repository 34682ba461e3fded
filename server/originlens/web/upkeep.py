"""The calls that look after the daemon: switch a detector, read its card, empty the cache. None returns a text."""

import asyncio

from aiohttp import web

from originlens import __version__, bundles, discover, install, switches
from originlens.web import body, validate, wire
from originlens.web.keys import PIPELINE


async def switch(request: web.Request) -> web.Response:
    """POST /v1/switch: a detector on or off, then the whole list."""
    asked = validate.switch_request(await body.read(request))
    if asked.detector not in await asyncio.to_thread(install.known_names):
        raise install.unknown(asked.detector)
    names = [asked.detector]
    await asyncio.to_thread(switches.change, **{"enable" if asked.on else "disable": names})
    registry = request.app[PIPELINE].registry
    await asyncio.to_thread(registry.refresh)
    return body.answer({"detectors": [wire.entry_to_wire(entry) for entry in registry.entries()]})


async def card(request: web.Request) -> web.Response:
    """GET /v1/detectors/{name}/card: what its maker says it finds, misses and was measured on."""
    name = request.match_info["name"]
    known = {candidate.name: candidate.folder for candidate in await asyncio.to_thread(discover.candidates)}
    if name not in known:
        raise install.unknown(name)
    folder = known[name]
    text = await asyncio.to_thread(bundles.card_of, folder) if folder else None
    return body.answer({"name": name, "card": text and wire.clean(text)})


async def clear(request: web.Request) -> web.Response:
    """POST /v1/cache/clear: forget every reading, then health."""
    pipeline = request.app[PIPELINE]
    await asyncio.to_thread(pipeline.forget)
    return body.answer(wire.health_to_wire(__version__, pipeline.state()))
