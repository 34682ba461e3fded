"""The closed list of errors a user can meet: code, HTTP status, title, and what to do about it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One row of the table: what the code means everywhere it appears."""

    status: int
    title: str
    remedy: str


PROBLEMS: dict[str, Problem] = {
    "invalid_json": Problem(400, "The body is not JSON", "Send one JSON object, UTF-8, with Content-Type: application/json."),
    "invalid_request": Problem(400, "The request does not fit the schema", "Compare it with GET /v1/openapi.json."),
    "unauthorised": Problem(401, "A token is needed", "Pair the extension, or run `originlens pair --token NAME` and send the token as `Authorization: Bearer TOKEN`."),
    "wrong_code": Problem(403, "The pairing code is wrong or has expired", "Run `originlens pair` for a new code."),
    "origin_refused": Problem(403, "This web origin may not use the daemon", "Only the daemon's own page and paired extensions may; pages on the web never can."),
    "not_found": Problem(404, "There is nothing at this address", "GET /v1/openapi.json lists the addresses."),
    "method_not_allowed": Problem(405, "This address does not take that method", "GET /v1/openapi.json lists the methods."),
    "not_acceptable": Problem(406, "None of the accepted types can be produced", "Accept application/json or application/x-ndjson."),
    "too_large": Problem(413, "The request is too large", "Send fewer or shorter blocks a request, or raise the limit in the settings."),
    "unsupported_type": Problem(415, "The body has the wrong content type", "Send Content-Type: application/json."),
    "host_refused": Problem(421, "The Host header names another host", "Use 127.0.0.1, localhost or the address given to `serve --host`."),
    "busy": Problem(429, "The queue is full", "Try again after the seconds named in Retry-After."),
    "too_many_guesses": Problem(429, "Too many wrong pairing codes", "Wait a minute, then run `originlens pair` for a new code."),
    "internal": Problem(500, "Something failed inside the daemon", "The daemon's log names the failure; please report it."),
    "shutting_down": Problem(503, "The daemon is stopping", "Start it again with `originlens serve`."),
    "port_in_use": Problem(500, "The port is taken", "Stop the other program, or choose another port with --port."),
    "settings_invalid": Problem(500, "A setting has a wrong value", "Correct it in the settings file, the environment or the flag."),
    "bundle_invalid": Problem(500, "The bundle cannot be used", "Install it again, or ask its maker; `originlens plugin check NAME` tells more."),
    "signature_invalid": Problem(500, "The signature does not hold", "Ask its maker for a signed copy; README.md, Update the rules, says whose key counts."),
    "archive_unsafe": Problem(500, "The archive is refused", "Ask its maker for an archive of plain files under one folder, without links, absolute paths or `..`."),
    "plugin_unknown": Problem(404, "There is no such plugin", "`originlens plugin list` shows the names."),
    "key_unknown": Problem(404, "There is no such watermark key or tokenizer", "`originlens watermark keys list` and `tokenizers list` show the names."),
    "plugin_failed": Problem(500, "The plugin could not be installed or run", "See the lines above; the other detectors go on."),
    "file_unreadable": Problem(422, "The file cannot be read", "Check the path and its permissions, and that it is UTF-8 text."),
    "export_failed": Problem(500, "The model cannot be made a bundle", "README.md, Bring your own classifier, says which models can."),
    "device_missing": Problem(500, "The device asked for is not there", "Use --device cpu, or install the `cuda` extra and a driver."),
}  # fmt: skip


def first_line(error: Exception, most: int = 300) -> str:
    """What a library's exception says, in one line of `most` characters; its type where it says nothing."""
    return next(iter(str(error).strip().splitlines()), type(error).__name__)[:most]


class OriginlensError(Exception):
    """An error for a person: a code of PROBLEMS, and what happened, with the value that caused it.

    `retry_after` is in seconds and is set for codes with status 429 only.
    """

    def __init__(self, code: str, detail: str, *, remedy: str | None = None, retry_after: int | None = None) -> None:
        problem = PROBLEMS[code]
        super().__init__(f"{problem.title}: {detail}")
        self.code, self.detail, self.retry_after = code, detail, retry_after
        self.status, self.title = problem.status, problem.title
        self.remedy = remedy or problem.remedy
