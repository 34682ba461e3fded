"""Fetch one file from an address that the user typed: HTTPS, or HTTP on this machine; bounded in size and time."""

import urllib.error
import urllib.request
from http.client import HTTPException
from typing import Any
from urllib.parse import urlsplit

from originlens import __version__
from originlens.errors import OriginlensError
from originlens.loopback import loopback

SECONDS = 20


def fetch(url: str, largest: int) -> bytes:
    """The file behind `url`, at most `largest` bytes. Raises OriginlensError("file_unreadable")."""
    opener = urllib.request.build_opener(_OnlySafely)
    try:
        request = urllib.request.Request(_safe(url), headers={"User-Agent": f"originlens/{__version__}"})
        with opener.open(request, timeout=SECONDS) as answer:
            content: bytes = answer.read(largest + 1)
    except (OSError, HTTPException, ValueError) as error:
        raise OriginlensError(
            "file_unreadable", f"{url}: {error}", remedy="Check the address and try again."
        ) from error
    if len(content) > largest:
        raise OriginlensError("file_unreadable", f"{url} is larger than {largest:,} bytes")
    return content


def _safe(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme == "https" or (parts.scheme == "http" and loopback(parts.hostname or "")):
        return url
    raise ValueError("expected https://, or http:// on this machine")


class _OnlySafely(urllib.request.HTTPRedirectHandler):
    """Follows a redirection only to an address that might have been typed."""

    def redirect_request(self, req: Any, fp: Any, code: Any, msg: Any, headers: Any, newurl: str) -> Any:
        """Raises ValueError for an unsafe address."""
        return super().redirect_request(req, fp, code, msg, headers, _safe(newurl))
