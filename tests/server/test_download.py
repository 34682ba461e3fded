"""Downloads: of what the user typed alone, from safe addresses, bounded in size."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from originlens.download import fetch
from originlens.errors import OriginlensError


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path.startswith("/to?"):
            self.send_response(302)
            self.send_header("Location", self.path[4:])
            self.end_headers()
            return
        self.send_response(404 if self.path == "/gone" else 200)
        self.end_headers()
        self.wfile.write(b"x" * 1000)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_a_file_comes_whole(address: str) -> None:
    assert fetch(address, 1000) == b"x" * 1000
    assert fetch(f"{address}/to?{address}/there", 1000) == b"x" * 1000


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("", "is larger than 999 bytes"),
        ("/gone", "404"),
        ("/to?http://example.org/", "expected https://"),
        ("/to?file:///x", "not allowed"),
    ],
)
def test_what_goes_wrong_is_told(address: str, path: str, told: str) -> None:
    with pytest.raises(OriginlensError, match=told) as refused:
        fetch(address + path, 999)
    assert refused.value.code == "file_unreadable"


@pytest.mark.parametrize(
    "url", ["http://example.org/a", "file:///etc/hostname", "ftp://127.0.0.1/a", "http://10.0.0.1/", "://"]
)
def test_unsafe_addresses_are_not_asked(url: str) -> None:
    with pytest.raises(OriginlensError, match="expected https://"):
        fetch(url, 10)


def test_nobody_there_is_told() -> None:
    with pytest.raises(OriginlensError, match="refused"):
        fetch("http://127.0.0.1:1/", 10)
