"""Who may ask: the Host and Origin of a request, its token, and the headers that keep other pages out.

A page on the web can reach a loopback port in four ways, and each meets a check of its own. A name that it
rebinds to 127.0.0.1 fails the Host check. A fetch carries its Origin, which is refused. A request without CORS
(img, script, form) cannot carry a token, and Cross-Origin-Resource-Policy hides the answer. A frame is barred by
frame-ancestors, and only a top-level document is given the try-it page's token.
"""

import ipaddress
import re

from aiohttp import hdrs, web

from originlens.errors import OriginlensError
from originlens.loopback import loopback
from originlens.web.keys import GENERATION, KNOWN, PAGE, PIPELINE, SETTINGS, TOKENS
from originlens.web.page import RIGHTS
from originlens.web.problems import Handler

# Calls that need no token; "/{file}" are the files of the try-it page.
OPEN = frozenset({"/", "/{file}", "/v1/health", "/v1/pair", "/v1/openapi.json"})

# Names what answered, for clients that keep answers.
GENERATION_HEADER = "Originlens-Generation"

_HOST = re.compile(r"(?P<name>\[[0-9a-fA-F:.]+\]|[A-Za-z0-9._-]+)(?::(?P<port>[0-9]{1,5}))?")
_EXTENSION = re.compile(r"chrome-extension://[a-p]{32}|moz-extension://[0-9a-f-]{36}")
_PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, POST",
    "Access-Control-Allow-Headers": "Authorization, Content-Type, Accept",
    "Access-Control-Max-Age": "600",
}
_ALWAYS = {
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "Server": "originlens",
    "X-Content-Type-Options": "nosniff",
}


@web.middleware
async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuse what may not come in; mark in `request[KNOWN]` who came with a token."""
    _check_host(request)
    _check_origin(request)
    if request.method == "OPTIONS" and "Access-Control-Request-Method" in request.headers:
        return web.Response(status=204, headers=_PREFLIGHT)
    unroutable = request.match_info.http_exception
    if unroutable is not None:
        raise unroutable
    resource = request.match_info.route.resource
    address = resource.canonical if resource else ""
    request[KNOWN] = _known(request, address)
    if address not in OPEN and not request[KNOWN]:
        raise OriginlensError("unauthorised", f"{address} needs one that is valid")
    if request[KNOWN]:
        request[GENERATION] = request.app[PIPELINE].generation
    return await handler(request)


async def headers(request: web.Request, response: web.StreamResponse) -> None:
    """Put on every answer what keeps it from other origins, and lets extensions read it."""
    response.headers.update(_ALWAYS)
    if generation := request.get(GENERATION):
        response.headers[GENERATION_HEADER] = generation
    origin = request.headers.get(hdrs.ORIGIN, "")
    if _EXTENSION.fullmatch(origin):
        response.headers["Access-Control-Allow-Origin"] = origin
        response.headers["Access-Control-Expose-Headers"] = f"Retry-After, {GENERATION_HEADER}"
        response.headers["Vary"] = "Origin"


def from_this_machine(request: web.Request) -> bool:
    """Whether the other end of the connection is a program on this machine."""
    peer = request.transport.get_extra_info("peername") if request.transport else None
    return peer is not None and loopback(peer[0])


def _check_host(request: web.Request) -> None:
    given = request.headers.getall(hdrs.HOST, [])
    found = _HOST.fullmatch(given[0]) if len(given) == 1 else None
    socket = request.transport.get_extra_info("sockname") if request.transport else None
    if not found or not socket or int(found["port"] or 80) != socket[1] or not _is_named(found["name"], request):
        raise OriginlensError("host_refused", f"Host is {', '.join(given)[:80]!r}")


def _is_named(name: str, request: web.Request) -> bool:
    name, bound = name.strip("[]").lower(), request.app[SETTINGS].host.lower()
    return loopback(name) or name == bound or (_everywhere(bound) and _is_address(name))


def _everywhere(bound: str) -> bool:
    return _is_address(bound) and ipaddress.ip_address(bound).is_unspecified


def _is_address(name: str) -> bool:
    # An address, unlike a name, cannot be rebound to another machine.
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def _check_origin(request: web.Request) -> None:
    for origin in request.headers.getall(hdrs.ORIGIN, []):
        if origin != _own_origin(request) and not _EXTENSION.fullmatch(origin):
            raise OriginlensError("origin_refused", f"Origin is {origin[:80]!r}")


def _own_origin(request: web.Request) -> str:
    return f"http://{request.headers[hdrs.HOST].lower()}"


def _known(request: web.Request, address: str) -> bool:
    scheme, _, token = request.headers.get(hdrs.AUTHORIZATION, "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        return False
    if request.app[PAGE].owns(token.strip()):
        return address in RIGHTS and _from_own_page(request)
    return request.app[TOKENS].holder(token.strip()) is not None


def _from_own_page(request: web.Request) -> bool:
    # A browser sets both headers itself; it sends no Origin with a GET of the same origin.
    origin = request.headers.get(hdrs.ORIGIN)
    if origin is None:
        return request.headers.get("Sec-Fetch-Site") == "same-origin"
    return origin == _own_origin(request) and request.headers.get("Sec-Fetch-Site", "same-origin") == "same-origin"
