"""The try-it page: its files, read once at start, and the token that the page alone may use."""

import hmac
import secrets
from pathlib import Path

_TYPES = {
    ".css": "text/css", ".html": "text/html", ".js": "text/javascript", ".json": "application/json",
    ".png": "image/png", ".svg": "image/svg+xml", ".woff2": "font/woff2",
}  # fmt: skip
_FOLDER = Path(__file__).with_name("try_it")
_PLACEHOLDER = b"{{token}}"

# The page loads its own files and talks to its own daemon; nothing else, and nobody may frame it.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
    "font-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
)
# What the page's token opens; a paired client's token opens everything.
RIGHTS = frozenset({"/v1/scan", "/v1/text", "/v1/detectors", "/v1/health"})


class Page:
    """Files by name, as (content type, bytes), and a token that lives as long as the daemon."""

    def __init__(self, folder: Path = _FOLDER) -> None:
        self.token = f"olp_{secrets.token_urlsafe(32)}"
        self.files = {
            file.name: (_TYPES[file.suffix], file.read_bytes())
            for file in sorted(folder.iterdir())
            if file.suffix in _TYPES and file.name != "index.html"
        }
        self._html = (folder / "index.html").read_bytes()

    def html(self, *, trusted: bool) -> bytes:
        """The page, with its token where the caller is `trusted` and without any elsewhere."""
        return self._html.replace(_PLACEHOLDER, self.token.encode() if trusted else b"")

    def owns(self, token: str) -> bool:
        """Whether this is the page's token."""
        return hmac.compare_digest(token.encode("utf-8", "surrogatepass"), self.token.encode())
