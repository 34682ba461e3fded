"""terms.toml -> the values that declare something and the sentences that are visible labels."""

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

from originlens_declared.statement import Meaning, Statement

MOST_LABEL = 400  # characters; a longer paragraph is no label
_QUOTED = '“”"„«»‘’「」『』'
_EDGES = " \t\n*_•·|()[]【】()〔〕.。!!…-–—ⓘℹ🤖⚠\ufe0f"


@dataclass(frozen=True, slots=True)
class Label:
    """A rule for a sentence that is a whole paragraph."""

    id: str
    meaning: Meaning
    pattern: "re.Pattern[str]"


@dataclass(frozen=True, slots=True)
class Terms:
    """What values mean; keys are in lower case."""

    source_types: dict[str, Meaning]
    disclosures: dict[str, Meaning]
    generated: dict[str, Meaning]
    texts: frozenset[str]
    labels: tuple[Label, ...]

    def source_type(self, value: str) -> Meaning | None:
        """The meaning of an IPTC or schema.org digital source type, given as an address or by its last part."""
        term = re.split("[/#:]", value.strip().rstrip("/")[:300])[-1].lower()
        return self.source_types.get(term.removesuffix("digitalsource"))

    def is_text(self, types: object) -> bool:
        """Whether one of the schema.org types (a text or a list of them) is a text's."""
        named = types if isinstance(types, list) else str(types or "").split()
        return any(re.split("[/#:]", name)[-1].lower() in self.texts for name in named if isinstance(name, str))

    def label(self, text: str) -> Statement | None:
        """What a paragraph says if it is nothing but a label of the text around it."""
        if (
            len(text) > MOST_LABEL
            or (stripped := text.strip(_EDGES))[:1] in _QUOTED
            or text.rstrip(_EDGES)[-1:] in _QUOTED
        ):
            return None
        said = " ".join(stripped.split())
        if re.search("[\u4e00-\u9fff]", said):
            said = said.replace(" ", "")
        for rule in self.labels:
            if rule.pattern.fullmatch(said):
                return Statement(rule.meaning, said, label=rule.id)
        return None


def load(file: Path) -> Terms:
    """Read terms.toml. Raises ValueError that says what is wrong with it."""
    tables = tomllib.loads(file.read_text("utf-8"))
    try:
        return Terms(
            source_types=_meanings(tables["source_types"]),
            disclosures=_meanings(tables["disclosures"]),
            generated=_meanings(tables["generated"]),
            texts=frozenset(name.lower() for name in tables["texts"]["types"]),
            labels=tuple(map(_label, tables.get("label", ()))),
        )
    except KeyError as error:
        raise ValueError(f"{file.name}: {error.args[0]} is missing") from error


def _meanings(table: dict[str, object]) -> dict[str, Meaning]:
    return {key.lower(): _meaning(value) for key, value in table.items()}


def _label(table: dict[str, Any]) -> Label:
    try:
        return Label(table["id"], _meaning(table["meaning"]), re.compile(table["pattern"], re.IGNORECASE))
    except re.error as error:
        raise ValueError(f"label {table['id']}: {error}") from error


def _meaning(value: object) -> Meaning:
    if value not in get_args(Meaning):
        raise ValueError(f"meaning is {value!r}; expected one of {', '.join(get_args(Meaning))}")
    return value  # type: ignore[return-value] # checked above
