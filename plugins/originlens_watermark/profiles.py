"""profiles.toml -> the configurations that are tried: a new key or dialect is data, not code."""

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from originlens_watermark import dipmark, gumbel, kgw, synthid, unigram, vllm_gumbel, vllm_sbw
from originlens_watermark.scheme import Ids, Scored

_SCHEMES: Mapping[str, tuple[type[Any], Callable[..., Scored]]] = {
    "kgw": (kgw.Settings, kgw.score),
    "unigram": (unigram.Settings, unigram.score),
    "synthid": (synthid.Settings, synthid.score),
    "gumbel": (gumbel.Settings, gumbel.score),
    "vllm-gumbel": (vllm_gumbel.Settings, vllm_gumbel.score),
    "vllm-sbw": (vllm_sbw.Settings, vllm_sbw.score),
    "dipmark": (dipmark.Settings, dipmark.score),
}
_OWN = ("id", "scheme", "quick", "source", "settings", "tokenizers")


@dataclass(frozen=True, slots=True)
class Profile:
    """One key and dialect. `vocabularies`: logits widths to try where a tokenizer's usual ones do not fit."""

    id: str
    scheme: str
    settings: Mapping[str, Any]
    quick: bool
    source: str
    tokenizers: tuple[str, ...] = ()  # none: every one

    @property
    def needs_vocabulary(self) -> bool:
        """Whether the logits width enters the mark."""
        return any(field.name == "vocabulary" for field in fields(_SCHEMES[self.scheme][0]))

    def score(self, ids: Ids, vocabulary: int) -> Scored:
        """The tokens of a text as this configuration sees them."""
        kind, score = _SCHEMES[self.scheme]
        given = dict(self.settings) | ({"vocabulary": vocabulary} if self.needs_vocabulary else {})
        return score(ids, kind(**given))


def load(file: Path) -> tuple[Profile, ...]:
    """Read profiles.toml. Raises ValueError that names the profile, and what is wrong with it."""
    tables = tomllib.loads(file.read_text("utf-8")).get("profile", [])
    if not tables:
        raise ValueError(f"{file.name} has no [[profile]]")
    found = tuple(_profile(table) for table in tables)
    if len({profile.id for profile in found}) < len(found):
        raise ValueError(f"{file.name} has two profiles of one id")
    return found


def _profile(table: dict[str, Any]) -> Profile:
    name = table.get("id", "without id")
    for key in ("id", "scheme", "source", "settings"):
        if key not in table:
            raise ValueError(f"profile {name}: {key} is missing")
    for key in table:
        if key not in _OWN:
            raise ValueError(f"profile {name}: unknown key {key!r}; known: {', '.join(_OWN)}")
    if table["scheme"] not in _SCHEMES:
        raise ValueError(f"profile {name}: scheme is {table['scheme']!r}; expected one of {', '.join(_SCHEMES)}")
    kind, _ = _SCHEMES[table["scheme"]]
    known = {field.name for field in fields(kind)} - {"vocabulary"}
    for key in table["settings"]:
        if key not in known:
            raise ValueError(f"profile {name}: unknown setting {key!r}; known: {', '.join(sorted(known))}")
    settings = {key: tuple(value) if isinstance(value, list) else value for key, value in table["settings"].items()}
    if table["scheme"] == "kgw" and settings.get("rule") not in kgw.RULES:
        raise ValueError(f"profile {name}: rule is {settings.get('rule')!r}; expected one of {', '.join(kgw.RULES)}")
    try:
        kind(**settings, **({"vocabulary": 2} if "vocabulary" in {field.name for field in fields(kind)} else {}))
    except TypeError as error:
        raise ValueError(f"profile {name}: {error}") from error
    return Profile(
        name, table["scheme"], settings, table.get("quick", False), table["source"],
        tuple(table.get("tokenizers", ())),
    )  # fmt: skip
