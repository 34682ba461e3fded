"""One-time codes become tokens. Files in home(), readable by their owner alone, hold hashes and never a secret.

`originlens pair` and the daemon both call these functions; people act one at a time, so the last writer wins.
Times are seconds since the epoch.
"""

import hashlib
import hmac
import json
import secrets
import time
from pathlib import Path
from typing import Any

from originlens import private_file
from originlens.errors import OriginlensError
from originlens.settings import home

CODE_SECONDS = 600
MOST_WRONG = 5
_RETRY_SECONDS = 60


def new_code() -> str:
    """Make the one-time code such as "417-203" that replaces any earlier one; valid for ten minutes."""
    digits = f"{secrets.randbelow(10**6):06}"
    _write(_codes_file(), {"hash": _hash(digits), "expires": time.time() + CODE_SECONDS, "wrong": 0})
    return f"{digits[:3]}-{digits[3:]}"


def trade(code: str, name: str) -> str:
    """Spend the code for a new token listed under `name`.

    Raises OriginlensError("wrong_code"), or "too_many_guesses" once five wrong ones have made the code void.
    """
    pending = _read(_codes_file())
    if not pending or pending.get("expires", 0) < time.time():
        raise OriginlensError("wrong_code", "no code is waiting, or it is older than ten minutes")
    if pending["wrong"] >= MOST_WRONG:
        raise OriginlensError(
            "too_many_guesses", f"{MOST_WRONG} wrong codes made this one void", retry_after=_RETRY_SECONDS
        )
    digits = "".join(character for character in code if character.isdigit())
    if not hmac.compare_digest(_hash(digits), pending["hash"]):
        _write(_codes_file(), pending | {"wrong": pending["wrong"] + 1})
        raise OriginlensError("wrong_code", f"{MOST_WRONG - 1 - pending['wrong']} guesses are left")
    _codes_file().unlink(missing_ok=True)
    return new_token(name)


def new_token(name: str) -> str:
    """Make a token, shown this once. Two tokens may share a name; they are revoked together."""
    token = f"ol_{secrets.token_urlsafe(32)}"
    rows = [*_rows(), {"name": name, "hash": _hash(token), "made": time.time()}]
    _write(_tokens_file(), {"tokens": rows})
    return token


def distinct(name: str) -> str:
    """The name itself, or with the first number from 2 on that nobody has: each browser can then be revoked alone."""
    taken = set(names())
    return next(tried for tried in (name, *(f"{name} {n}" for n in range(2, len(taken) + 3))) if tried not in taken)


def names() -> list[str]:
    """Names of the tokens, oldest first."""
    return [row["name"] for row in _rows()]


def revoke(name: str) -> bool:
    """Make every token of that name worthless at once; False where there was none."""
    rows = _rows()
    kept = [row for row in rows if row["name"] != name]
    if len(kept) < len(rows):
        _write(_tokens_file(), {"tokens": kept})
    return len(kept) < len(rows)


class Tokens:
    """The tokens as the daemon sees them: the file is read again as soon as it has changed."""

    def __init__(self) -> None:
        self._signature: tuple[int, ...] | None = None
        self._rows: list[dict[str, Any]] = []

    def holder(self, token: str) -> str | None:
        """The name of the token's holder, or None; takes as long for a near miss as for any other wrong one."""
        signature = _signature(_tokens_file())
        if signature != self._signature:
            self._rows, self._signature = _rows(), signature
        given = _hash(token)
        holder: str | None = None
        for row in self._rows:
            if hmac.compare_digest(given, row["hash"]):
                holder = row["name"]
        return holder


def _tokens_file() -> Path:
    return home() / "tokens.json"


def _codes_file() -> Path:
    return home() / "pairing.json"


def _signature(file: Path) -> tuple[int, ...]:
    try:
        stat = file.stat()
    except OSError:
        return ()
    return stat.st_ino, stat.st_mtime_ns, stat.st_size


def _rows() -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = _read(_tokens_file()).get("tokens", [])
    return rows


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def _read(file: Path) -> dict[str, Any]:
    """The file's object; empty where it is missing or damaged, so that nobody is let in."""
    try:
        content = json.loads(file.read_bytes())
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}


def _write(file: Path, content: dict[str, Any]) -> None:
    private_file.write(file, json.dumps(content))
