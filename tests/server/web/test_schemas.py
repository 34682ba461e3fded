"""The examples of tests/wire/ fit the models, and nothing else gets in."""

import pytest
from pydantic import ValidationError

from originlens.web import schemas, upkeep_schemas

from .conftest import WIRE, example


@pytest.mark.parametrize(
    ("model", "name"),
    [
        (schemas.ScanRequest, "scan_request.json"),
        (schemas.ScanResponse, "scan_response.json"),
        (upkeep_schemas.DetectorsResponse, "detectors_response.json"),
        (schemas.HealthResponse, "health_response.json"),
        (schemas.PairRequest, "pair_request.json"),
        (schemas.PairResponse, "pair_response.json"),
        (schemas.ProblemOut, "problem.json"),
    ],
)
def test_an_example_fits_its_model_and_comes_back_unchanged(model: type[schemas.Shape], name: str) -> None:
    assert model.model_validate(example(name)).model_dump() == example(name)


def test_every_line_of_the_streamed_example_fits_its_model() -> None:
    *blocks, page = (WIRE / "scan_stream.ndjson").read_text("utf-8").splitlines()
    assert all(schemas.BlockLine.model_validate_json(line) for line in blocks)
    assert schemas.PageLine.model_validate_json(page)


def test_health_without_a_token_fits_too() -> None:
    assert schemas.HealthResponse.model_validate({"version": "1", "wire": 1})


@pytest.mark.parametrize("rate", [0, 1, -1, 0.6, 9e-7, float("nan"), float("inf"), "0.1", True])
def test_rates_outside_the_range_are_refused(rate: object) -> None:
    with pytest.raises(ValidationError):
        schemas.ScanRequest.model_validate({"blocks": [], "false_alarms": rate})


@pytest.mark.parametrize("rate", [1e-6, 0.001, 0.5, None])
def test_rates_inside_the_range_pass(rate: float | None) -> None:
    assert schemas.ScanRequest.model_validate({"blocks": [], "false_alarms": rate}).false_alarms == rate


@pytest.mark.parametrize("name", ["scan_request.json", "pair_request.json"])
def test_unknown_keys_are_refused(name: str) -> None:
    model = {"scan_request.json": schemas.ScanRequest, "pair_request.json": schemas.PairRequest}[name]
    with pytest.raises(ValidationError, match="extra_forbidden"):
        model.model_validate({**example(name), "more": 1})
