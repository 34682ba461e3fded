import pytest

from originlens_likelihood.options import Options


def test_defaults_are_those_of_an_optimum_export():
    options = Options.read({})
    assert (options.ids, options.mask, options.positions) == ("input_ids", "attention_mask", "position_ids")
    assert (options.statistic, options.llm_is) == ("curvature", "high")


def test_what_the_bundle_says_counts():
    assert Options.read({"statistic": "lrr", "mask": ""}) == Options(statistic="lrr", mask="")


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({"colour": "red"}, "colour"),
        ({"ids": 3}, "ids"),
        ({"statistic": "charm"}, "charm.*curvature"),
        ({"llm_is": "up"}, "llm_is.*high, low"),
    ],
)
def test_a_wrong_option_is_named(given, named):
    with pytest.raises(ValueError, match=named):
        Options.read(given)
