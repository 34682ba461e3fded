"""(text digest, detector identity) -> reading: in memory, and scores on disk too. Stores no text.

Digests are keyed with a secret of this installation, so the file cannot be used to test whether a
known text was read here. Marks may quote the text, so they are kept in memory alone.
"""

import hashlib
import logging
import os
import secrets
import sqlite3
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

import orjson

from originlens.contract import Abstention, Reading, Score

_IN_MEMORY = 50_000  # readings
_MOST_PARAMETERS = 500  # of one SQL statement
Found = TypeVar("Found")
_log = logging.getLogger(__name__)


class Cache:
    """A bounded store of readings. A disk that fails turns the disk part off, and says so in `note`."""

    def __init__(self, folder: Path, limit_bytes: int) -> None:
        """Open or make the cache in `folder`; `limit_bytes` of 0 keeps readings in memory alone."""
        self.limit_bytes, self.hits, self.misses = limit_bytes, 0, 0
        self.note: str | None = None
        self._memory: OrderedDict[bytes, Reading] = OrderedDict()
        self._unsaved: dict[bytes, Score | Abstention] = {}
        self._lock = threading.Lock()
        self._secret = secrets.token_bytes(32)
        self._database: sqlite3.Connection | None = None
        self._disk = ThreadPoolExecutor(1, "cache")  # SQLite is used from this one thread
        if limit_bytes:
            self._disk.submit(self._guarded, lambda: self._open(folder)).result()

    def key(self, identity: str, text: str) -> bytes:
        """16 bytes that name what this detector says of this text; `identity` is its name and version."""
        digest = hashlib.blake2b(identity.encode(), digest_size=16, key=self._secret)
        digest.update(b"\0" + text.encode("utf-8", "surrogatepass"))
        return digest.digest()

    def remembered(self, keys: Iterable[bytes]) -> dict[bytes, Reading]:
        """The readings of these keys that are in memory; never blocks."""
        with self._lock:
            found = {key: self._memory[key] for key in keys if key in self._memory}
            for key in found:
                self._memory.move_to_end(key)
            self.hits += len(found)
        return found

    def recall(self, keys: Sequence[bytes]) -> dict[bytes, Reading]:
        """The readings of these keys that are on disk; blocks. Call it for what remembered() lacks."""
        found = self._disk.submit(self._guarded, lambda: self._select(keys)).result() if self._database else None
        found = found or {}
        with self._lock:
            self.hits += len(found)
            self.misses += len(keys) - len(found)
            self._remember(found)
        return found

    def store(self, readings: Mapping[bytes, Reading]) -> None:
        """Keep readings; the disk is written behind, all that has come meanwhile in one transaction."""
        with self._lock:
            self._remember(readings)
            if not self._database:
                return
            idle = not self._unsaved
            self._unsaved.update((key, r) for key, r in readings.items() if isinstance(r, Score | Abstention))
        if idle:
            self._disk.submit(self._guarded, self._insert)

    def size(self) -> tuple[int, int]:
        """Entries and bytes: on disk, or in memory (bytes 0) where there is no disk part."""
        counted = self._disk.submit(self._guarded, self._measure).result() if self._database else None
        return counted or (len(self._memory), 0)

    def clear(self) -> None:
        """Forget every reading, in memory and on disk; blocks."""
        with self._lock:
            self._memory.clear()
            self._unsaved.clear()
        if self._database:
            self._disk.submit(self._guarded, self._delete).result()

    def close(self) -> None:
        """Write what waits and close the file."""
        if self._database:
            self._disk.submit(self._database.close)
        self._disk.shutdown()

    def _remember(self, readings: Mapping[bytes, Reading]) -> None:
        self._memory.update(readings)
        while len(self._memory) > _IN_MEMORY:
            self._memory.popitem(last=False)

    def _guarded(self, work: Callable[[], Found]) -> Found | None:
        """Run `work` on the disk thread; a disk that fails is not asked again."""
        try:
            return work()
        except (sqlite3.Error, OSError) as error:
            self.note = f"The cache on disk is off: {error}. Free some space and restart; nothing else is affected."
            _log.warning("%s", self.note)
            self._database = None
            return None

    def _open(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        secret = folder / "cache.key"
        if not secret.exists() or secret.stat().st_size != len(self._secret):
            with open(os.open(secret, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
                file.write(self._secret)
        self._secret = secret.read_bytes()
        database = sqlite3.connect(folder / "cache.sqlite", isolation_level=None, check_same_thread=False)
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("PRAGMA synchronous = OFF")  # a lost reading is only computed again
        database.execute("CREATE TABLE IF NOT EXISTS reading (key BLOB UNIQUE NOT NULL, value BLOB NOT NULL)")
        self._database = database

    def _select(self, keys: Sequence[bytes]) -> dict[bytes, Reading]:
        found: dict[bytes, Reading] = {}
        if self._database is None:
            return found
        for i in range(0, len(keys), _MOST_PARAMETERS):
            some = keys[i : i + _MOST_PARAMETERS]
            marks = ",".join("?" * len(some))
            rows = self._database.execute(f"SELECT key, value FROM reading WHERE key IN ({marks})", some)
            found.update((key, _decode(value)) for key, value in rows)
        return found

    def _insert(self) -> None:
        with self._lock:
            unsaved, self._unsaved = self._unsaved, {}
        if self._database is None:
            return
        rows = [(key, _encode(reading)) for key, reading in unsaved.items()]
        self._database.execute("BEGIN")
        self._database.executemany("INSERT OR REPLACE INTO reading VALUES (?, ?)", rows)
        if self._bytes() > self.limit_bytes:
            # Row ids grow with time, so the lowest tenth is the oldest.
            self._database.execute(
                "DELETE FROM reading WHERE rowid <= (SELECT min(rowid) + (max(rowid) - min(rowid)) / 10 FROM reading)"
            )
        self._database.execute("COMMIT")

    def _delete(self) -> None:
        if self._database is not None:
            self._database.execute("DELETE FROM reading")
            self._database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            self._database.execute("VACUUM")  # what is deleted would otherwise still lie in the file

    def _measure(self) -> tuple[int, int]:
        return self._number("SELECT count(*) FROM reading"), self._bytes()

    def _bytes(self) -> int:
        pages = self._number("PRAGMA page_count") - self._number("PRAGMA freelist_count")
        return pages * self._number("PRAGMA page_size")

    def _number(self, sql: str) -> int:
        return int(self._database.execute(sql).fetchone()[0]) if self._database else 0


def _encode(reading: Score | Abstention) -> bytes:
    if isinstance(reading, Score):
        return orjson.dumps({"s": reading.statistic, "f": reading.families, "p": reading.sentences})
    return orjson.dumps({"a": reading.reason})


def _decode(value: bytes) -> Reading:
    fields = orjson.loads(value)
    if "a" in fields:
        return Abstention(fields["a"])
    families, sentences = (tuple(fields[key]) if fields.get(key) else None for key in ("f", "p"))
    return Score(fields["s"], families, sentences)
