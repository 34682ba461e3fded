import pytest

from originlens_classifier.options import Options


def test_defaults_are_those_of_a_hugging_face_export():
    options = Options.read({})
    assert (options.tokenizer, options.ids, options.mask) == ("tokenizer.json", "input_ids", "attention_mask")
    assert (options.llm_class, options.families) == (1, None)


def test_what_the_bundle_says_counts():
    assert Options.read({"skip_below": -3, "skipped_as": -0.5}) == Options(skip_below=-3, skipped_as=-0.5)
    assert Options.read({"ids": "tokens", "families": 1}) == Options(ids="tokens", families=1)


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({"colour": 1}, "colour"),
        ({"llm_class": "one"}, "llm_class"),
        ({"families": True}, "families"),
        ({"ids": 3}, "ids"),
        ({"skip_below": "low"}, "skip_below"),
    ],
)
def test_a_wrong_option_is_named(given, named):
    with pytest.raises(ValueError, match=named):
        Options.read(given)
