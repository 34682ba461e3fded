"""Uses and mentions: whole texts and pages that we wrote, read as the command line reads them."""

import tomllib
from pathlib import Path

import pytest

import originlens_residue
from originlens import bundles
from originlens.contract import Document
from originlens.files.html import html_text

FOLDER = Path(__file__).with_name("pages")
USES = tomllib.loads((FOLDER / "uses.toml").read_text("utf-8"))["case"]
MENTIONS = tomllib.loads((FOLDER / "mentions.toml").read_text("utf-8"))["case"]
RESIDUE = originlens_residue.open(bundles.load(bundles.shipped_bundles() / "chatbot-leftovers"))


def marks(case):
    if "html" in case:
        blocks, outside = html_text(case["html"])
        document = Document(tuple(blocks), html=outside.html, links=outside.links)
    else:
        document = Document(tuple(part for part in case["text"].split("\n\n") if part.strip()))
    (reading,) = RESIDUE.read([RESIDUE.prepare(document)])
    return reading.marks


def test_there_are_thirty_of_each_and_every_rule_has_a_use():
    assert min(len(USES), len(MENTIONS)) >= 30
    assert {what for case in USES for what in case["marks"]} == {rule.id for rule in RESIDUE._rules.rules}


@pytest.mark.parametrize("case", USES, ids=lambda case: case["genre"])
def test_a_use_is_marked_and_is_no_mention(case):
    found = marks(case)
    assert [mark.what for mark in found] == case["marks"]
    assert {mark.strength for mark in found} <= {"strong", "weak"}


@pytest.mark.parametrize("case", MENTIONS, ids=lambda case: case["genre"])
def test_a_mention_is_told_as_one_and_names_no_origin(case):
    found = marks(case)
    assert [mark for mark in found if mark.strength != "none"] == []
    assert all(mark.family is mark.vendor is None and mark.detail.startswith("only mentioned, ") for mark in found)
    assert found or case.get("silent") or "html" in case
