"""The calls: each parses, calls and serialises, and does nothing else."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import replace

from aiohttp import hdrs, web

from originlens import __version__
from originlens.answer import Block, BlockAnswer, PageAnswer
from originlens.contract import Document
from originlens.errors import OriginlensError
from originlens.files import apart
from originlens.files.forms import MEDIA_TYPES
from originlens.pipeline.request import ScanRequest
from originlens.web import body, pairing, schemas, upkeep, validate, wire
from originlens.web.guard import from_this_machine
from originlens.web.keys import KNOWN, METRICS, PAGE, PIPELINE, SETTINGS
from originlens.web.openapi import openapi
from originlens.web.page import POLICY
from originlens.web.problems import as_problem

NDJSON = "application/x-ndjson"
# What reading one file may take; a PDF of 2,000 pages takes about 20 s.
_FILE_SECONDS, _FILE_MEGABYTES = 60.0, 1024
Answers = AsyncGenerator[BlockAnswer | PageAnswer, None]


def routes() -> list[web.RouteDef]:
    """Every address of the daemon."""
    return [
        web.post("/v1/scan", scan),
        web.post("/v1/text", text),
        web.get("/v1/detectors", detectors),
        web.get("/v1/detectors/{name}/card", upkeep.card),
        web.post("/v1/switch", upkeep.switch),
        web.post("/v1/cache/clear", upkeep.clear),
        web.get("/v1/health", health),
        web.post("/v1/pair", pair),
        web.get("/v1/openapi.json", document),
        web.get("/metrics", metrics),
        web.get("/", page),
        web.get(r"/{file:[a-z0-9_-]+\.[a-z0-9]+}", page_file),
    ]


async def scan(request: web.Request) -> web.StreamResponse:
    """POST /v1/scan: one JSON object, or NDJSON as the blocks are ready."""
    answer_type = _answer_type(request)
    settings = request.app[SETTINGS]
    asked = validate.scan_request(await body.read(request), settings.max_blocks)
    with request.app[METRICS].scan():
        wanted = replace(_scan_request(asked, settings.false_alarms), at_once=answer_type == NDJSON)
        async with aclosing(request.app[PIPELINE].scan(wanted)) as answers:
            answer = _stream if answer_type == NDJSON else _whole
            return await answer(request, asked, answers)


async def text(request: web.Request) -> web.Response:
    """POST /v1/text: a file -> its paragraphs. It is read apart, written nowhere, and its name is never told."""
    form = MEDIA_TYPES.get(request.content_type)
    if form is None:
        told = f"Content-Type is {request.content_type[:80]!r}; expected one of {', '.join(MEDIA_TYPES)}"
        raise OriginlensError("unsupported_type", told, remedy="Send one of these types, or the text itself.")
    found, outside = await apart.read(await request.read(), form, _FILE_SECONDS, _FILE_MEGABYTES)
    blocks = [{"id": f"p{n}", "text": wire.clean(paragraph)} for n, paragraph in enumerate(found, 1)]
    links = [wire.clean(link) for link in outside.links]
    html = wire.clean(outside.html) if outside.html else None
    return body.answer({"blocks": blocks, "document": {"html": html, "headers": None, "links": links}})


async def detectors(request: web.Request) -> web.Response:
    """GET /v1/detectors."""
    entries = request.app[PIPELINE].registry.entries()
    return body.answer({"detectors": [wire.entry_to_wire(entry) for entry in entries]})


async def health(request: web.Request) -> web.Response:
    """GET /v1/health: the version, and the rest for those with a token."""
    state = request.app[PIPELINE].state() if request[KNOWN] else None
    return body.answer(wire.health_to_wire(__version__, state))


async def pair(request: web.Request) -> web.Response:
    """POST /v1/pair: the name that is answered is the one to revoke, which may have got a number."""
    asked = validate.pair_request(await body.read(request))
    name = pairing.distinct(asked.name)
    token = pairing.trade(asked.code, name)
    return body.answer({"token": token, "name": name, "version": __version__})


async def document(request: web.Request) -> web.Response:
    """GET /v1/openapi.json."""
    return body.answer(openapi())


async def metrics(request: web.Request) -> web.Response:
    """GET /metrics."""
    return web.Response(
        body=request.app[METRICS].text(), headers={hdrs.CONTENT_TYPE: "text/plain; version=0.0.4; charset=utf-8"}
    )


async def page(request: web.Request) -> web.Response:
    """GET /: the try-it page, for a person who opens it."""
    if request.headers.get("Sec-Fetch-Dest", "document") != "document":
        raise OriginlensError("origin_refused", "the page can be opened, but not framed or fetched")
    return web.Response(
        body=request.app[PAGE].html(trusted=from_this_machine(request)),
        content_type="text/html",
        charset="utf-8",
        headers={"Content-Security-Policy": POLICY},
    )


async def page_file(request: web.Request) -> web.Response:
    """GET /{file}: a script, style or picture of the try-it page."""
    found = request.app[PAGE].files.get(request.match_info["file"])
    if found is None:
        raise OriginlensError("not_found", "the try-it page has no such file")
    content_type, body = found
    return web.Response(body=body, content_type=content_type, charset="utf-8")


async def _whole(request: web.Request, asked: schemas.ScanRequest, answers: Answers) -> web.Response:
    texts = {block.id: block.text for block in asked.blocks}
    blocks: dict[str, wire.Wire] = {}
    page: wire.Wire = {}
    async for answer in answers:
        if isinstance(answer, BlockAnswer):
            blocks[answer.id] = wire.block_to_wire(answer, texts[answer.id], asked.offsets)
            request.app[METRICS].block(answer)
        else:
            page = wire.page_to_wire(answer)
    return body.answer({"blocks": [blocks[id_] for id_ in texts], "page": page})


async def _stream(request: web.Request, asked: schemas.ScanRequest, answers: Answers) -> web.StreamResponse:
    texts = {block.id: block.text for block in asked.blocks}
    counted = set[str]()

    def line(answer: BlockAnswer | PageAnswer) -> bytes:
        if isinstance(answer, PageAnswer):
            return wire.line("page", wire.page_to_wire(answer))
        if answer.id not in counted:
            request.app[METRICS].block(answer)
        counted.add(answer.id)
        return wire.line("block", wire.block_to_wire(answer, texts[answer.id], asked.offsets))

    # Before the first answer a failure, such as a full queue, still has a status of its own.
    first = line(await anext(answers))
    response = web.StreamResponse(headers={hdrs.CONTENT_TYPE: NDJSON})
    await response.prepare(request)
    await response.write(first)
    try:
        async for answer in answers:
            await response.write(line(answer))
    except ConnectionError:
        raise
    except Exception as error:
        await response.write(wire.line("error", wire.problem_to_wire(as_problem(error))))
    await response.write_eof()
    return response


def _scan_request(asked: schemas.ScanRequest, false_alarms: float) -> ScanRequest:
    language = (asked.language or "").replace("_", "-").partition("-")[0].lower()
    return ScanRequest(
        blocks=[Block(block.id, block.text) for block in asked.blocks],
        false_alarms=asked.false_alarms or false_alarms,
        document=None if asked.document is None else _document(asked.document),
        language=None if language in ("", "und") else language,
    )


def _document(outside: schemas.DocumentIn) -> Document:
    """Lone surrogates, which UTF-8 cannot carry, become U+FFFD, as in the text of blocks."""
    return Document(
        (),
        html=outside.html and wire.clean(outside.html),
        headers={wire.clean(name).lower(): wire.clean(value) for name, value in (outside.headers or {}).items()},
        links=tuple(map(wire.clean, outside.links or ())),
        source=None if outside.source is None else wire.clean(outside.source).encode(),
    )


def _answer_type(request: web.Request) -> str:
    """The accepted type with the highest q, the first of equals."""
    ranges: list[tuple[float, str]] = []
    for given in ",".join(request.headers.getall(hdrs.ACCEPT, ["*/*"])).split(","):
        name, *parameters = given.replace(" ", "").lower().split(";")
        weight = next((parameter[2:] for parameter in parameters if parameter.startswith("q=")), "1")
        ranges.append((float(weight) if weight.replace(".", "", 1).isdigit() else 0.0, name))
    for q, name in sorted(ranges, key=lambda pair: -pair[0]):
        if q > 0 and name in (NDJSON, body.JSON, "application/*", "*/*"):
            return NDJSON if name == NDJSON else body.JSON
    raise OriginlensError("not_acceptable", f"Accept is {request.headers.get(hdrs.ACCEPT, '')[:80]!r}")
