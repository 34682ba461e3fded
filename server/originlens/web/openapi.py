"""The OpenAPI 3.1 document, made from the schemas and the table of problems."""

from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from originlens import __version__
from originlens.errors import PROBLEMS
from originlens.files.forms import MEDIA_TYPES
from originlens.web import schemas, upkeep_schemas

_REF = "#/components/schemas/{model}"
_MODELS: tuple[type[BaseModel], ...] = (
    schemas.ScanRequest, schemas.ScanResponse, schemas.BlockLine, schemas.PageLine, upkeep_schemas.DetectorsResponse,
    schemas.HealthResponse, schemas.PairRequest, schemas.PairResponse, schemas.ProblemOut, upkeep_schemas.TextResponse,
    upkeep_schemas.CardResponse, upkeep_schemas.SwitchRequest,
)  # fmt: skip
# Problems that any call may answer with, and those of a call that has a body.
_ALWAYS = ("origin_refused", "host_refused", "internal", "shutting_down")
_BODY = ("invalid_json", "invalid_request", "too_large", "unsupported_type")


def openapi() -> dict[str, Any]:
    """The document that GET /v1/openapi.json serves."""
    _, definitions = models_json_schema([(model, "validation") for model in _MODELS], ref_template=_REF)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Originlens",
            "version": __version__,
            "summary": "Where does the text on a page come from? Answers from this machine alone.",
        },
        "servers": [{"url": "http://127.0.0.1:7717"}],
        "security": [{"token": []}],
        "components": {
            "schemas": definitions["$defs"],
            "securitySchemes": {
                "token": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "From `originlens pair`, or from POST /v1/pair with a one-time code.",
                }
            },
        },
        "paths": {
            "/v1/scan": {
                "post": _operation(
                    "scan", "Judge blocks of text", schemas.ScanResponse, ("not_acceptable", "busy"),
                    body=schemas.ScanRequest, stream=True,
                )
            },
            "/v1/text": {
                "post": _operation(
                    "text", "Paragraphs of a file", upkeep_schemas.TextResponse,
                    ("too_large", "unsupported_type", "file_unreadable"), files=tuple(MEDIA_TYPES),
                )
            },
            "/v1/detectors": {
                "get": _operation("detectors", "Detectors and their state", upkeep_schemas.DetectorsResponse)
            },
            "/v1/detectors/{name}/card": {
                "get": _operation("card", "What its maker says", upkeep_schemas.CardResponse, ("plugin_unknown",))
            },
            "/v1/switch": {
                "post": _operation(
                    "switch", "Switch a detector on or off", upkeep_schemas.DetectorsResponse, ("plugin_unknown",),
                    body=upkeep_schemas.SwitchRequest,
                )
            },
            "/v1/cache/clear": {"post": _operation("clear", "Forget every reading", schemas.HealthResponse)},
            "/v1/health": {
                "get": _operation("health", "Version; with a token more", schemas.HealthResponse, open_=True)
            },
            "/v1/pair": {
                "post": _operation(
                    "pair", "Trade a one-time code for a token", schemas.PairResponse,
                    ("wrong_code", "too_many_guesses"), body=schemas.PairRequest, open_=True,
                )
            },
            "/v1/openapi.json": {"get": _operation("openapi", "This document", "application/json", open_=True)},
            "/metrics": {"get": _operation("metrics", "Prometheus text", "text/plain")},
            "/": {"get": _operation("try_it", "The try-it page", "text/html", open_=True)},
        },
    }  # fmt: skip


def _operation(
    name: str,
    summary: str,
    answer: type[BaseModel] | str,
    codes: tuple[str, ...] = (),
    *,
    body: type[BaseModel] | None = None,
    files: tuple[str, ...] = (),
    stream: bool = False,
    open_: bool = False,
) -> dict[str, Any]:
    content: dict[str, Any] = (
        {answer: {}} if isinstance(answer, str) else {"application/json": {"schema": _reference(answer)}}
    )
    if stream:
        lines = [_reference(schemas.BlockLine), _reference(schemas.PageLine)]
        content["application/x-ndjson"] = {"schema": {"description": "One line each", "oneOf": lines}}
    operation: dict[str, Any] = {
        "operationId": name,
        "summary": summary,
        "responses": {"200": {"description": summary, "content": content}},
    }
    codes += _ALWAYS + (_BODY if body else ()) + (() if open_ else ("unauthorised",))
    for status in sorted({PROBLEMS[code].status for code in codes}):
        titles = [f"`{code}`: {PROBLEMS[code].title}" for code in codes if PROBLEMS[code].status == status]
        operation["responses"][str(status)] = _problem("; ".join(titles), status)
    if body:
        operation["requestBody"] = {"required": True, "content": {"application/json": {"schema": _reference(body)}}}
    if files:
        operation["requestBody"] = {"required": True, "content": {name: {} for name in files}}
    if open_:
        # Health says more to callers with a token; the empty requirement makes it optional.
        operation["security"] = [{}, {"token": []}] if name == "health" else []
    return operation


def _problem(description: str, status: int) -> dict[str, Any]:
    content = {"application/problem+json": {"schema": _reference(schemas.ProblemOut)}}
    response: dict[str, Any] = {"description": description, "content": content}
    if status == 429:
        response["headers"] = {"Retry-After": {"description": "Seconds to wait", "schema": {"type": "integer"}}}
    return response


def _reference(model: type[BaseModel]) -> dict[str, str]:
    return {"$ref": _REF.format(model=model.__name__)}
