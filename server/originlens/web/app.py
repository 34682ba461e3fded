"""Settings and a pipeline become an application; the application becomes a daemon."""

import asyncio
import errno
import logging
import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from aiohttp import web

from originlens.errors import OriginlensError
from originlens.loopback import loopback
from originlens.pipeline import Pipeline
from originlens.settings import Settings
from originlens.web import guard, keys
from originlens.web.metrics import Metrics
from originlens.web.page import Page
from originlens.web.pairing import Tokens
from originlens.web.problems import LOG, Handler, WithoutMessages, place, problems
from originlens.web.routes import routes

# Seconds that requests in flight are given to end when the daemon stops.
_DRAIN_SECONDS = 10.0
# Seconds after which an idle connection is closed.
_KEEPALIVE_SECONDS = 75.0

_HTTP_LOG = logging.getLogger("originlens.http")
_HTTP_LOG.addFilter(WithoutMessages())


def build(settings: Settings, pipeline: Pipeline) -> web.Application:
    """The application: what it holds, who guards it, where it leads. The pipeline stays its owner's to close."""
    app = web.Application(
        middlewares=[_counted, problems, _refused_when_stopping, guard.guard],
        client_max_size=settings.max_body_mb * 2**20,
    )
    app[keys.SETTINGS], app[keys.PIPELINE] = settings, pipeline
    app[keys.TOKENS], app[keys.PAGE] = Tokens(), Page()
    app[keys.STOPPING] = asyncio.Event()
    app[keys.METRICS] = Metrics(pipeline.state)
    app.router.add_routes(routes())
    app.on_response_prepare.append(guard.headers)
    app.on_shutdown.append(_stop)
    return app


async def serve(settings: Settings, *, expose: bool, ready: Callable[[str, Pipeline], None]) -> None:
    """Serve until SIGINT or SIGTERM, then let requests in flight end. `ready` is told the address and the pipeline.

    Raises OriginlensError("port_in_use"), or "settings_invalid" where the address is not loopback and not exposed.
    """
    if not expose and not loopback(settings.host):
        raise OriginlensError(
            "settings_invalid",
            f"host is {settings.host!r}, which other machines can reach; expected a loopback address, or --expose",
        )
    asyncio.get_running_loop().set_exception_handler(_log_place)
    with _listening(settings) as listener, _stop_signals() as stopped:
        async with Pipeline.open(settings) as pipeline:
            runner = web.AppRunner(
                build(settings, pipeline),
                access_log=None,
                handler_cancellation=True,
                keepalive_timeout=_KEEPALIVE_SECONDS,
                logger=_HTTP_LOG,
                shutdown_timeout=_DRAIN_SECONDS,
            )
            await runner.setup()
            try:
                await web.SockSite(runner, listener).start()
                ready(_address(settings.host, listener.getsockname()[1]), pipeline)
                await stopped.wait()
            finally:
                await runner.cleanup()


@web.middleware
async def _counted(request: web.Request, handler: Handler) -> web.StreamResponse:
    resource = request.match_info.route.resource
    status: int | str = "client_left"
    try:
        response = await handler(request)
        status = response.status
        return response
    finally:
        request.app[keys.METRICS].request(resource.canonical if resource else "elsewhere", status)


@web.middleware
async def _refused_when_stopping(request: web.Request, handler: Handler) -> web.StreamResponse:
    if request.app[keys.STOPPING].is_set():
        raise OriginlensError("shutting_down", "it answers the requests that it has, and takes no more")
    return await handler(request)


async def _stop(app: web.Application) -> None:
    app[keys.STOPPING].set()


@contextmanager
def _listening(settings: Settings) -> Iterator[socket.socket]:
    """Take the port before any model is opened, so that a taken one is told at once."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as listener:
        if hasattr(socket, "SO_EXCLUSIVEADDRUSE"):  # Windows: elsewhere a second daemon could share the port
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((settings.host, settings.port))
            listener.listen(128)
        except OSError as error:
            where = f"{settings.host} port {settings.port}"
            if error.errno == errno.EADDRINUSE:
                raise OriginlensError("port_in_use", f"{where} already has a listener") from error
            raise OriginlensError("settings_invalid", f"cannot listen on {where}: {error.strerror}") from error
        listener.setblocking(False)
        yield listener


@contextmanager
def _stop_signals() -> Iterator[asyncio.Event]:
    stopped, loop = asyncio.Event(), asyncio.get_running_loop()
    numbers = (signal.SIGINT, signal.SIGTERM)
    before = {number: signal.getsignal(number) for number in numbers}
    for number in numbers:
        signal.signal(number, lambda *_: loop.call_soon_threadsafe(stopped.set))
    try:
        yield stopped
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _address(host: str, port: int) -> str:
    name = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
    return f"http://[{name}]:{port}/" if ":" in name else f"http://{name}:{port}/"


def _log_place(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    error = context.get("exception")
    LOG.error("in the background: %s", place(error) if error else context["message"])
