"""The OpenAPI document is whole: every address, every reference, every failure."""

from collections.abc import Iterator
from typing import Any

from originlens.errors import PROBLEMS
from originlens.web.guard import OPEN
from originlens.web.openapi import openapi
from originlens.web.routes import routes

DOCUMENT = openapi()


def operations() -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, methods in DOCUMENT["paths"].items():
        for method, operation in methods.items():
            yield path, method, operation


def references(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        if isinstance(part.get("$ref"), str):
            yield part["$ref"]
        part = list(part.values())
    for inner in part if isinstance(part, list) else ():
        yield from references(inner)


def test_it_names_its_version_and_its_server() -> None:
    assert DOCUMENT["openapi"] == "3.1.0"
    assert DOCUMENT["servers"] == [{"url": "http://127.0.0.1:7717"}]


def test_it_lists_every_address_with_its_method() -> None:
    served = {(route.path, route.method.lower()) for route in routes() if "{file" not in route.path}
    assert {(path, method) for path, method, _ in operations()} == served


def test_every_reference_leads_somewhere() -> None:
    found = set(references(DOCUMENT))
    assert found
    for reference in found:
        root, *path = reference.split("/")
        assert root == "#"
        part: Any = DOCUMENT
        for key in path:
            part = part[key]
        assert isinstance(part, dict)


def test_names_of_operations_differ() -> None:
    names = [operation["operationId"] for _, _, operation in operations()]
    assert len(names) == len(set(names))


def test_only_open_addresses_do_without_a_token() -> None:
    assert DOCUMENT["components"]["securitySchemes"]["token"]["scheme"] == "bearer"
    assert DOCUMENT["security"] == [{"token": []}]
    for path, _, operation in operations():
        assert ("security" in operation) == (path in OPEN)
        assert ("401" in operation["responses"]) == (path not in OPEN)


def test_failures_are_problems_and_tell_when_to_come_back() -> None:
    for _, _, operation in operations():
        for status, response in operation["responses"].items():
            if status == "200":
                continue
            schema = response["content"]["application/problem+json"]["schema"]
            assert schema == {"$ref": "#/components/schemas/ProblemOut"}
            assert ("headers" in response) == (status == "429")
            assert int(status) in {problem.status for problem in PROBLEMS.values()}


def test_a_scan_takes_json_and_answers_in_two_ways() -> None:
    scan = DOCUMENT["paths"]["/v1/scan"]["post"]
    assert scan["requestBody"]["content"]["application/json"]["schema"]["$ref"].endswith("/ScanRequest")
    assert set(scan["responses"]["200"]["content"]) == {"application/json", "application/x-ndjson"}


def test_the_limits_of_the_rate_are_written_down() -> None:
    rate = DOCUMENT["components"]["schemas"]["ScanRequest"]["properties"]["false_alarms"]["anyOf"][0]
    assert (rate["minimum"], rate["maximum"]) == (1e-6, 0.5)
