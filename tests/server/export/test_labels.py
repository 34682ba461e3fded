"""Which class stands for an LLM's text: told by the usual names, asked for where they do not tell."""

import pytest

from originlens.errors import OriginlensError
from originlens.export.labels import llm_class


@pytest.mark.parametrize(
    ("labels", "number"),
    [
        (("Human", "ChatGPT"), 1),
        (("Fake", "Real"), 0),
        (("human-written", "AI-generated"), 1),
        (("AIGenerated", "HumanWritten"), 0),
        (("machine_generated", "other"), 0),
        (("human", "essay"), 1),
        (("not_ai", "ai"), 1),
        (("gpt2", "human", "real person"), 0),
        (("LLM",), 0),
    ],
)
def test_a_name_tells(labels, number):
    choice = llm_class(labels)
    assert (choice.number, choice.name, choice.assumed) == (number, labels[number], False)


@pytest.mark.parametrize("labels", [("LABEL_0", "LABEL_1"), ("0", "1")])
def test_two_labels_without_names_are_assumed_and_said_to_be(labels):
    choice = llm_class(labels)
    assert (choice.number, choice.assumed) == (1, True)


@pytest.mark.parametrize(
    "labels",
    [
        ("NEGATIVE", "POSITIVE"),
        ("human", "gpt", "llm"),
        ("human", "ai", "mixed"),
        ("human-made", "human"),
        ("AI edited human", "neither"),
        ("LABEL_0",),
        ("LABEL_0", "LABEL_1", "LABEL_2"),
    ],
)
def test_where_the_names_do_not_tell_the_user_is_asked(labels):
    with pytest.raises(OriginlensError) as raised:
        llm_class(labels)
    assert raised.value.code == "export_failed"
    assert all(repr(label) in raised.value.detail for label in labels)
    assert "--llm-class" in raised.value.remedy


@pytest.mark.parametrize(("told", "number"), [("0", 0), ("1", 1), ("negative", 0), ("POSITIVE", 1)])
def test_the_user_names_a_class_by_number_or_name(told, number):
    assert llm_class(("NEGATIVE", "POSITIVE"), told).number == number


@pytest.mark.parametrize("told", ["2", "-1", "LLM"])
def test_a_class_that_is_not_there_is_refused_with_those_that_are(told):
    with pytest.raises(OriginlensError, match="0 'NEGATIVE', 1 'POSITIVE'"):
        llm_class(("NEGATIVE", "POSITIVE"), told)
