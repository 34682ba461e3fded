"""The shapes beside a scan: what is sent fits them, and nothing else gets in."""

import pytest
from pydantic import ValidationError

from originlens.web import schemas, upkeep_schemas


def test_a_text_is_the_first_part_of_a_scan() -> None:
    text = {
        "blocks": [{"id": "p1", "text": "One."}],
        "document": {"html": None, "source": None, "headers": None, "links": []},
    }
    assert upkeep_schemas.TextResponse.model_validate(text).model_dump() == text
    assert schemas.ScanRequest.model_validate(text)


@pytest.mark.parametrize("more", [{"on": "yes"}, {"detector": ""}, {"detector": "x" * 101}, {"more": 1}])
def test_a_switch_is_a_name_and_a_truth(more: dict[str, object]) -> None:
    assert upkeep_schemas.SwitchRequest.model_validate({"detector": "a", "on": True}).on
    with pytest.raises(ValidationError):
        upkeep_schemas.SwitchRequest.model_validate({"detector": "a", "on": True} | more)


def test_a_detector_may_have_no_card() -> None:
    assert upkeep_schemas.CardResponse.model_validate({"name": "a", "card": None}).card is None
