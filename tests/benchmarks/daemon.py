"""A real daemon in a process of its own, with a home of its own, and a client for it."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import aiohttp
import orjson
import psutil

from originlens import bundles


@dataclass
class Daemon:
    """Where it listens, the token to use, its process, and how long it took until it answered (s)."""

    url: str
    token: str
    process: psutil.Process
    started: float

    def client(self) -> aiohttp.ClientSession:
        return aiohttp.ClientSession(self.url, headers={"Authorization": f"Bearer {self.token}"})


def _without_first_stage(home: Path) -> None:
    """A copy of minilm-en whose encoder reads every passage, installed in this home."""
    copy = shutil.copytree(bundles.shipped_bundles() / "minilm-en", home / "bundles" / "encoder")
    manifest = copy / bundles.MANIFEST
    lines = manifest.read_text("utf-8").replace('name = "minilm-en"', 'name = "encoder"').splitlines(keepends=True)
    manifest.write_text("".join(line for line in lines if not line.startswith("skip")), "utf-8")


@contextmanager
def daemon(*, first_stage: bool = True) -> Iterator[Daemon]:
    """Start `originlens serve` on a free port and stop it again.

    Without the `first_stage` the encoder reads every passage: made-up prose is let go by the n-grams.
    """
    with TemporaryDirectory() as folder:
        environment = {**os.environ, "ORIGINLENS_HOME": folder}
        command = [sys.executable, "-m", "originlens"]
        if not first_stage:
            _without_first_stage(Path(folder))
            subprocess.run(
                [*command, "plugin", "disable", "minilm-en"], env=environment, capture_output=True, check=True
            )
        token = subprocess.run(
            [*command, "pair", "--token", "benchmark"], env=environment, capture_output=True, text=True, check=True
        ).stdout.split()[-1]
        began = time.perf_counter()
        log = Path(folder, "log")
        with (
            log.open("wb") as output,
            subprocess.Popen(
                [*command, "serve", "--port", "0", "--format", "json"],
                env=environment,
                stdout=subprocess.PIPE,
                stderr=output,
            ) as process,
        ):
            try:
                assert process.stdout is not None
                line = process.stdout.readline()
                if not line:
                    raise RuntimeError(f"the daemon did not start: {log.read_text()}")
                yield Daemon(
                    orjson.loads(line)["ready"], token, psutil.Process(process.pid), time.perf_counter() - began
                )
            finally:
                process.terminate()


async def scan(client: aiohttp.ClientSession, texts: Sequence[str]) -> tuple[float, float]:
    """Seconds until the first verdict of a page and until all of them, then the rest of the stream, which is not timed."""
    body = orjson.dumps({"blocks": [{"id": str(i), "text": text} for i, text in enumerate(texts)]})
    headers = {"Content-Type": "application/json", "Accept": "application/x-ndjson"}
    open_, first, every = {str(i) for i in range(len(texts))}, 0.0, 0.0
    began = time.perf_counter()
    async with client.post("/v1/scan", data=body, headers=headers) as response:
        response.raise_for_status()
        async for line in response.content:
            open_.discard(orjson.loads(line).get("id"))
            first = first or time.perf_counter() - began
            if not open_:
                every = every or time.perf_counter() - began
    return first, every
