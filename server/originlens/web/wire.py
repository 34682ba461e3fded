"""Answers as the plain dicts of tests/wire/, and the only conversion of code points to UTF-16 units.

Lone surrogates, which JavaScript strings and JSON escapes may hold and UTF-8 cannot, become U+FFFD on the way
in and on the way out: one code point and one UTF-16 unit each, so every offset stays where it was.
"""

import re
from bisect import bisect_left
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Literal

import orjson

from originlens.answer import BlockAnswer, Evidence, PageAnswer
from originlens.errors import OriginlensError

if TYPE_CHECKING:
    from originlens.pipeline.request import PipelineState
    from originlens.registry import Entry

Offsets = Literal["utf-16", "code-point"]
Wire = dict[str, Any]
# The number of this contract: it grows when an older client would not understand an answer.
WIRE = 1

_ASTRAL = re.compile("[\U00010000-\U0010ffff]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_ESCAPE = re.compile(
    rb"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|(u[dD][89a-fA-F][0-9a-fA-F]{2})|.)"
)


class Ruler:
    """Converts offsets of one text from code points to UTF-16 code units."""

    def __init__(self, text: str) -> None:
        self._points = [] if text.isascii() else [match.start() for match in _ASTRAL.finditer(text)]

    def to_utf16(self, point: int) -> int:
        """UTF-16 offset of a code-point offset."""
        return point + bisect_left(self._points, point) if self._points else point


def clean(text: str) -> str:
    """The text with every lone surrogate replaced by U+FFFD; as many code points as before."""
    return text if text.isascii() else _SURROGATE.sub("\ufffd", text)


def loads(body: bytes) -> Any:
    """Parse JSON, NaN and Infinity refused. Raises OriginlensError("invalid_json") that quotes nothing of the body."""
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError as error:
        failure = f"{error.msg}: line {error.lineno} column {error.colno}" if body else "the body is empty"
    repaired = _ESCAPE.sub(lambda found: rb"\ufffd" if found[1] else found[0], body)
    if repaired != body:
        try:
            return orjson.loads(repaired)
        except orjson.JSONDecodeError as error:
            failure = f"{error.msg}: line {error.lineno} column {error.colno}"
    raise OriginlensError("invalid_json", failure)


def block_to_wire(answer: BlockAnswer, text: str, offsets: Offsets = "utf-16") -> Wire:
    """One entry of `blocks`; `text` is the block's text, the one the answer's offsets count."""
    ruler = Ruler(text if offsets == "utf-16" else "")
    origin, reason = answer.origin, answer.reason
    return {
        "id": clean(answer.id),
        "verdict": answer.verdict,
        "p_value": answer.p_value,
        "tokens": answer.tokens,
        "language": answer.language,
        "passages": [
            {
                "start": ruler.to_utf16(passage.start),
                "end": ruler.to_utf16(passage.end),
                "verdict": passage.verdict,
                "p_value": passage.p_value,
            }
            for passage in answer.passages
        ],
        "evidence": [_evidence(evidence, ruler) for evidence in answer.evidence],
        "origin": origin
        and {
            "family": origin.family,
            "vendor": origin.vendor and clean(origin.vendor),
            "probability": origin.probability,
        },
        "reason": reason and {"code": reason.code, "sentence": clean(reason.sentence)},
        "undone": dict(answer.undone),
    }


def page_to_wire(answer: PageAnswer) -> Wire:
    """The `page` object. The page's own evidence stands in no block: its spans pass unconverted."""
    ruler = Ruler("")
    return {
        "blocks": answer.blocks,
        "tested": answer.tested,
        "flagged": answer.flagged,
        "expected_by_chance": answer.expected_by_chance,
        "false_alarms": answer.false_alarms,
        "q_values": {clean(id_): value for id_, value in answer.q_values.items()},
        "evidence": [_evidence(evidence, ruler) for evidence in answer.evidence],
        "kinds": {kind: {"blocks": count.blocks, "tokens": count.tokens} for kind, count in answer.kinds.items()},
        "detectors": list(answer.detectors),
        "milliseconds": answer.milliseconds,
    }


def problem_to_wire(error: OriginlensError) -> Wire:
    """An RFC 9457 problem; the same for every failure."""
    return {
        "type": "about:blank",
        "title": error.title,
        "status": error.status,
        "detail": clean(error.detail),
        "code": error.code,
        "remedy": clean(error.remedy),
    }


def entry_to_wire(entry: "Entry") -> Wire:
    """One line of GET /v1/detectors."""
    return {
        key: clean(value) if isinstance(value, str) else list(value) if isinstance(value, tuple) else value
        for key, value in asdict(entry).items()
    }


def health_to_wire(version: str, state: "PipelineState | None") -> Wire:
    """GET /v1/health; `state` is None for callers without a token, who learn the version alone."""
    if state is None:
        return {"version": version, "wire": WIRE}
    return {
        "version": version,
        "wire": WIRE,
        "device": state.device,
        "models": [
            {"detector": model.detector, "variant": model.variant, "provider": model.provider} for model in state.models
        ],
        "queue": {"waiting": state.queue_waiting, "running": state.queue_running, "limit": state.queue_limit},
        "cache": {
            "entries": state.cache_entries,
            "bytes": state.cache_bytes,
            "limit_bytes": state.cache_limit_bytes,
            "hits": state.cache_hits,
            "misses": state.cache_misses,
        },
        "note": state.cache_note,
    }


def line(kind: Literal["block", "page", "error"], body: Wire) -> bytes:
    """One NDJSON line of a streamed answer."""
    return orjson.dumps({"type": kind} | body | {"type": kind}) + b"\n"


def _evidence(evidence: Evidence, ruler: Ruler) -> Wire:
    return {
        "detector": evidence.detector,
        "kind": evidence.kind,
        "found": clean(evidence.found),
        "spans": [{"start": ruler.to_utf16(start), "end": ruler.to_utf16(end)} for start, end in evidence.spans],
        "strength": evidence.strength,
        "detail": clean(evidence.detail),
        "vendor": evidence.vendor and clean(evidence.vendor),
        "family": evidence.family,
        "p_value": evidence.p_value,
        "covers": [{"start": ruler.to_utf16(start), "end": ruler.to_utf16(end)} for start, end, _ in evidence.covers],
    }
