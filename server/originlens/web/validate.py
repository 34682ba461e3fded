"""A request body becomes a request, or an error that names the field and never quotes the text of a block."""

from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from originlens.errors import OriginlensError
from originlens.web.schemas import PairRequest, ScanRequest
from originlens.web.upkeep_schemas import SwitchRequest
from originlens.web.wire import clean, loads

Model = TypeVar("Model", bound=BaseModel)

# Short settings, safe to quote back; the value of any other field may be the reader's text, and is not.
_QUOTED = frozenset({"false_alarms", "offsets"})
_LISTED = 3
_KINDS: tuple[tuple[type, str], ...] = (
    (bool, "a boolean"), (str, "text"), (int, "a number"), (float, "a number"), (list, "a list"), (dict, "an object"),
)  # fmt: skip
_EXPECTED = {
    "string_type": "text", "float_type": "a number", "list_type": "a list", "dict_type": "an object",
    "model_type": "an object", "model_attributes_type": "an object",
}  # fmt: skip


def scan_request(body: bytes, max_blocks: int) -> ScanRequest:
    """The scan that a body asks for. Raises invalid_json, invalid_request, or too_large above `max_blocks`."""
    given = loads(body)
    blocks = given.get("blocks") if isinstance(given, dict) else None
    if isinstance(blocks, list) and len(blocks) > max_blocks:
        raise OriginlensError("too_large", f"{len(blocks):,} blocks; at most {max_blocks:,} a request")
    return _validated(ScanRequest, given)


def pair_request(body: bytes) -> PairRequest:
    """The pairing that a body asks for. Raises invalid_json or invalid_request."""
    return _validated(PairRequest, loads(body))


def switch_request(body: bytes) -> SwitchRequest:
    """The switch that a body asks for. Raises invalid_json or invalid_request."""
    return _validated(SwitchRequest, loads(body))


def _validated(model: type[Model], given: Any) -> Model:
    try:
        return model.model_validate(given)
    except ValidationError as error:
        found = error.errors(include_url=False)
    sentences = [_sentence(one) for one in found[:_LISTED]]
    if len(found) > _LISTED:
        sentences.append(f"and {len(found) - _LISTED:,} more")
    raise OriginlensError("invalid_request", "; ".join(sentences))


def _sentence(error: ErrorDetails) -> str:
    where = _where(error["loc"])
    value, context, kind = error["input"], error.get("ctx", {}), error["type"]
    shown = _shown(value) if where in _QUOTED else _kind(value)
    if kind == "missing":
        return f"{where}: missing"
    if kind == "extra_forbidden":
        return f"{where}: unknown key"
    if kind in _EXPECTED:
        return f"{where}: {_kind(value)}; expected {_EXPECTED[kind]}"
    if where == "false_alarms":
        return f"{where}: {shown} is not between 0.000001 and 0.5"
    if kind == "literal_error":
        return f"{where}: {shown}; expected {context['expected']}"
    if kind == "string_too_short":
        return f"{where}: must not be empty"
    if kind == "string_too_long":
        return f"{where}: {len(value):,} characters; at most {context['max_length']:,}"
    if kind == "too_long":
        return f"{where}: {len(value):,} entries; at most {context['max_length']:,}"
    if kind == "string_pattern_mismatch":
        return f"{where}: not of the form {context['pattern']}"
    return f"{where}: {error['msg']}"


def _where(loc: tuple[int | str, ...]) -> str:
    path = "".join(f"[{part}]" if isinstance(part, int) else f".{clean(part)[:40]}" for part in loc)
    return path.removeprefix(".") or "the body"


def _shown(value: Any) -> str:
    return (str(value) if isinstance(value, int | float | str) else _kind(value))[:40]


def _kind(value: Any) -> str:
    return next((name for kind, name in _KINDS if isinstance(value, kind)), "null")
