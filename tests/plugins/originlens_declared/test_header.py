import pytest

from originlens_declared.header import disclosure


@pytest.mark.parametrize(
    ("value", "meaning", "model", "provider"),
    [
        (
            'mode=ai-originated; model="gpt-4"; provider="OpenAI"; reviewed-by="x"; date=@1745286896',
            "ai",
            "gpt-4",
            "OpenAI",
        ),
        ('mode=ai-modified, provider="Anthropic"', "assisted", None, "Anthropic"),
        ("mode=none", "human", None, None),
        ('mode="machine-generated"', "ai", None, None),
    ],
)
def test_the_header_of_the_draft(terms, value, meaning, model, provider):
    said = disclosure(value, terms)
    assert (said.meaning, said.model, said.provider) == (meaning, model, provider)


@pytest.mark.parametrize(
    "value", ["", "yes", "mode=", "mode=sometimes", 'model="gpt-4"', "mode=ai\\", '"' * 5000, "a=" * 5000]
)
def test_other_values_say_nothing(terms, value):
    assert disclosure(value, terms) is None
