"""Every word that a user sees stands in every language, is used, and keeps its places for values."""

import json
import re
from pathlib import Path

import pytest

from originlens.answer import ReasonCode, Verdict
from originlens.contract import FAMILIES, Kind, Strength

ROOT = Path(__file__).parents[2] / "extension"
LOCALES = {
    file.parent.name: {key: one["message"] for key, one in json.loads(file.read_text("utf-8")).items()}
    for file in ROOT.glob("_locales/*/messages.json")
}
TEXT = "\n".join(
    file.read_text("utf-8") for file in sorted(ROOT.rglob("*")) if file.suffix in {".js", ".html", ".json", ".ts"} and "_locales" not in file.parts
)  # fmt: skip
ENGLISH = LOCALES["en"]
# Keys that are put together: the part before the bracket is written where they are asked for.
UNIONS = {
    name: re.findall(r'"(\w+)"', found[1])
    for name in ("State", "Held", "Trouble", "Mode", "Look", "UnitKind", "Unreadable")
    if (found := re.search(rf"type {name} = ([^;]+);", TEXT))
}
STATES = {*UNIONS["State"], *UNIONS["Held"], *UNIONS["Trouble"]}
COMPOSED = {
    *(f"{part}_{state}" for part in ("state", "more") for state in STATES),
    *(f"state_{one}" for one in ("empty", "found_one", "found_many")), "more_empty", "more_found",
    *(f"more_why_{one}" for one in UNIONS["Unreadable"]),
    *(f"{part}_{kind}" for part in ("kind", "says") for kind in Kind.__args__),
    *(f"strength_{strength}" for strength in (*Strength.__args__, "none")),
    *(f"reason_{code}" for code in ReasonCode.__args__), *(f"verdict_{one}" for one in Verdict.__args__),
    *(f"unit_{unit}" for unit in UNIONS["UnitKind"] if unit != "passage"),
    *(f"mode_{mode}{more}" for mode in UNIONS["Mode"] for more in ("", "_more")), *(f"look_{look}" for look in UNIONS["Look"]),
    *(f"family_{family}" for family in FAMILIES), *(f"rule_{one}" for one in ("mail", "bank", "signin", "local")),
}  # fmt: skip


def asked() -> set[str]:
    """Keys that stand in the sources as they are."""
    marked = set(re.findall(r"data-word(?:-[a-z]+)?=\"(\w+)\"", TEXT)) | set(re.findall(r"__MSG_(\w+)__", TEXT))
    return {key for key in ENGLISH if f'"{key}"' in TEXT} | marked


def test_there_are_three_languages() -> None:
    assert set(LOCALES) == {"en", "fr", "de"}


@pytest.mark.parametrize("language", LOCALES)
def test_no_word_is_missing_and_none_is_left_over(language: str) -> None:
    words = set(LOCALES[language])
    assert (asked() | COMPOSED) - words == set()
    assert words - asked() - COMPOSED == set()


@pytest.mark.parametrize("language", LOCALES)
def test_every_message_keeps_its_values_and_says_something(language: str) -> None:
    for key, message in LOCALES[language].items():
        assert message.strip() == message != "", key
        assert set(re.findall(r"\$\d", message)) == set(re.findall(r"\$\d", ENGLISH[key])), key
        assert message.count("*") == ENGLISH[key].count("*"), key


def test_what_is_asked_for_by_name_exists() -> None:
    named = re.findall(r'(?:\bword|getMessage)\("(\w+)"', TEXT)
    assert [key for key in named if key not in ENGLISH] == []
