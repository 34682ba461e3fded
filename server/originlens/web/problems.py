"""Every failure becomes the one RFC 9457 shape; what is logged of it is its type and its place in the code."""

import logging
import traceback
from collections.abc import Awaitable, Callable
from pathlib import Path

import orjson
from aiohttp import web

from originlens.errors import OriginlensError
from originlens.web.wire import problem_to_wire

LOG = logging.getLogger("originlens.web")
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

_CODES = {404: "not_found", 405: "method_not_allowed", 413: "too_large", 415: "unsupported_type"}


@web.middleware
async def problems(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Answer with a problem where the handler fails. A client who has left gets nothing."""
    allow = {}
    try:
        return await handler(request)
    except ConnectionError:
        raise
    except web.HTTPException as error:
        problem = _of_aiohttp(error, request)
        allow = {"Allow": error.headers["Allow"]} if "Allow" in error.headers else {}
    except Exception as error:
        problem = as_problem(error)
    retry = {} if problem.retry_after is None else {"Retry-After": str(problem.retry_after)}
    return web.Response(
        status=problem.status,
        body=orjson.dumps(problem_to_wire(problem)),
        content_type="application/problem+json",
        headers=allow | retry,
    )


def as_problem(error: Exception) -> OriginlensError:
    """The error for the caller: itself where it is made for people, else "internal", with its place in the log."""
    if isinstance(error, OriginlensError):
        return error
    if isinstance(error, web.RequestPayloadError):
        return OriginlensError("invalid_request", "the body ended early or could not be decompressed")
    LOG.error("%s", place(error))
    return OriginlensError("internal", f"{type(error).__name__}; the request was not answered")


def place(error: BaseException) -> str:
    """Type and stack of an exception without its message, which could quote the text that was being judged."""
    stack = [f"{Path(frame.f_code.co_filename).name}:{line}" for frame, line in traceback.walk_tb(error.__traceback__)]
    return f"{type(error).__name__} at {' > '.join(stack) or 'an unknown place'}"


class WithoutMessages(logging.Filter):
    """Keeps an exception's message out of a log record, and a request's bytes with it."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Replace the exception by its type and place; let every record pass."""
        if record.exc_info and record.exc_info[1]:
            record.msg, record.args = f"{record.getMessage()}: {place(record.exc_info[1])}", ()
            record.exc_info = record.exc_text = None
        return True


def _of_aiohttp(error: web.HTTPException, request: web.Request) -> OriginlensError:
    code = _CODES.get(error.status, "invalid_request" if error.status < 500 else "internal")
    if isinstance(error, web.HTTPRequestEntityTooLarge):
        most = request.client_max_size / 2**20
        return OriginlensError(code, f"the body is larger than {most:g} MiB")
    detail = {
        "not_found": "no call and no file has this address",
        "method_not_allowed": f"{request.method} is not among the methods of this address",
    }
    return OriginlensError(code, detail.get(code, error.reason))
