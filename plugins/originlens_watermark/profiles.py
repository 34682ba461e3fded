"""profiles.toml, and the user's own keys -> what is tried: a new key or dialect is data, not code."""

import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import MISSING, dataclass, field, fields, replace
from hashlib import blake2b
from pathlib import Path
from typing import Any

import numpy as np

from originlens_watermark import dipmark, exp_edit, gumbel, its_edit, kgw, synthid, unigram, vllm_gumbel, vllm_sbw
from originlens_watermark.permutation import Tested
from originlens_watermark.scheme import Bernoulli, Ids, Scored

_SUMS: Mapping[str, tuple[type[Any], Callable[..., Scored]]] = {
    "kgw": (kgw.Settings, kgw.score),
    "unigram": (unigram.Settings, unigram.score),
    "synthid": (synthid.Settings, synthid.score),
    "gumbel": (gumbel.Settings, gumbel.score),
    "vllm-gumbel": (vllm_gumbel.Settings, vllm_gumbel.score),
    "vllm-sbw": (vllm_sbw.Settings, vllm_sbw.score),
    "dipmark": (dipmark.Settings, dipmark.score),
}
_RINGS: Mapping[str, tuple[type[Any], Callable[..., Tested]]] = {
    "exp-edit": (exp_edit.Settings, exp_edit.test),
    "its-edit": (its_edit.Settings, its_edit.test),
}
SCHEMES = (*_SUMS, *_RINGS)
_CHOICES: Mapping[str, tuple[str, ...]] = {
    "kgw.rule": tuple(kgw.RULES), "gumbel.rule": ("markllm", "three_bricks"), "vllm-sbw.rule": ("selfhash", "lefthash"),
    "its-edit.rule": ("jthickstun", "markllm"), "synthid.hash": ("transformers", "deepmind"),
    **{f"{scheme}.generator": ("cpu", "cuda") for scheme in ("kgw", "gumbel", "synthid", "dipmark")},
}  # fmt: skip
# Words of context -> what is added to the green share where none was measured, as for the user's own keys: more than
# the largest excess that bias.py found for any public key (0.041 for lists of no context, 0.019 for those of one word).
_UNMEASURED = {0: 0.05, 1: 0.02}
# What the software of a rule does where it is told nothing; of self, minhash and skipgram it is lm-watermarking.
_DEFAULTS: Mapping[str, Mapping[str, Any]] = {
    "kgw": {"rule": "left"}, "kgw.self": {"width": 3}, "kgw.minhash": {"width": 4}, "kgw.skipgram": {"width": 5},
    "kgw.markllm": {"gamma": 0.5}, "kgw.three_bricks": {"gamma": 0.5, "width": 4}, "gumbel": {"rule": "markllm"},
    "dipmark": {"width": 5}, "vllm-sbw.lefthash": {"width": 1},
}  # fmt: skip
_LONGEST_RING = 16_384  # a row is as many random numbers as there are logits
_NEEDED = ("id", "scheme", "source", "settings")
_OWN = (*_NEEDED, "quick", "tokenizers", "vocabularies", "green_share")


@dataclass(frozen=True, slots=True)
class Profile:
    """One key and dialect.

    `quick`: tried on every page, not by --thorough alone. `tokenizers`: the only ones to try it with; none: every one.
    `vocabularies`: the only logits widths to try; none: those of each tokenizer.
    `green_share`: "TOKENIZER/VOCABULARY" -> the share of green tokens in human text, where the key's own lists favour
    common words; it takes the place of the scheme's share where it is larger. Not measured: the largest, or caution.
    `own`: the user's.
    """

    id: str
    scheme: str
    settings: Mapping[str, Any]
    quick: bool
    source: str
    tokenizers: tuple[str, ...] = ()
    vocabularies: tuple[int, ...] = ()
    green_share: Mapping[str, float] = field(default_factory=dict)
    own: bool = False

    @property
    def needs_vocabulary(self) -> bool:
        """Whether the logits width enters the mark."""
        return any(one.name == "vocabulary" for one in fields(_kind(self.scheme)))

    @property
    def is_ring(self) -> bool:
        """Whether it is found by a permutation test, whose p-value has a floor."""
        return self.scheme in _RINGS

    @property
    def unconfirmed(self) -> bool:
        """Whether it replays a GPU's random numbers, which nobody has compared with a GPU yet."""
        return self.settings.get("generator") == "cuda"

    @property
    def draws_lists(self) -> bool:
        """Whether it draws a list of the CPU's generator for each token, which is what a scan spends its time on."""
        return self.scheme in ("kgw", "dipmark") and not self.unconfirmed

    def score(self, ids: Ids, vocabulary: int, tokenizer: str = "") -> Scored:
        """The tokens of a text as this configuration sees them; `tokenizer`: whose measured share corrects the null."""
        _, score = _SUMS[self.scheme]
        scored = score(ids, self.configured(vocabulary))
        if not isinstance(scored.null, Bernoulli):
            return scored
        largest = max(self.green_share.values(), default=scored.null.p + _UNMEASURED.get(self._context, 0.0))
        share = self.green_share.get(f"{tokenizer}/{vocabulary}", largest)
        return replace(scored, null=Bernoulli(min(share, (1 + scored.null.p) / 2))) if share > scored.null.p else scored

    def test(self, ids: Ids, vocabulary: int, runs: int) -> Tested:
        """The permutation test of a text; for rings alone.

        The same text is always compared with the same sequences, and another text with others: if all texts shared
        them, one lucky draw would speak for or against every text alike.
        """
        _, test = _RINGS[self.scheme]
        digest = blake2b(ids.astype(np.int64).tobytes(), digest_size=8).digest()
        return test(ids, self.configured(vocabulary), runs, seed=int.from_bytes(digest, "big"))

    def configured(self, vocabulary: int) -> Any:
        """The scheme's own Settings, at one logits width."""
        return _kind(self.scheme)(**self.settings, **({"vocabulary": vocabulary} if self.needs_vocabulary else {}))

    @property
    def _context(self) -> int:
        """On how many words beside the token a list depends, at the least: a minimum may be any single one's."""
        rule, width = self.settings.get("rule"), self.settings.get("width")
        if self.scheme == "unigram" or (rule == "self" and width == 0):
            return 0
        return 1 if rule in ("left", "left_64", "self", "minhash", "skipgram", "selfhash") else int(width or 1)


def load(file: Path) -> tuple[Profile, ...]:
    """Read profiles.toml. Raises ValueError that names the profile, and what is wrong with it."""
    tables = tomllib.loads(file.read_text("utf-8")).get("profile", [])
    if not tables:
        raise ValueError(f"{file.name} has no [[profile]]")
    return read(tables, file.name)


def read(tables: Sequence[Mapping[str, Any]], where: str) -> tuple[Profile, ...]:
    """Profiles of tables. Raises ValueError that names the profile and the setting, and never quotes a key."""
    found = tuple(_profile(table) for table in tables)
    if len({profile.id for profile in found}) < len(found):
        raise ValueError(f"{where} has two profiles of one id")
    return found


def settings_of(scheme: str) -> tuple[str, ...]:
    """Names of the settings of a scheme. Raises ValueError for an unknown one."""
    if scheme not in SCHEMES:
        raise ValueError(f"scheme is {scheme!r}; expected one of {', '.join(SCHEMES)}")
    return tuple(one.name for one in fields(_kind(scheme)) if one.name != "vocabulary")


def _kind(scheme: str) -> type[Any]:
    return (_SUMS.get(scheme) or _RINGS[scheme])[0]


def _profile(table: Mapping[str, Any]) -> Profile:
    name = table.get("id", "without id")
    for key in _NEEDED:
        if key not in table:
            raise ValueError(f"profile {name}: {key} is missing")
    for key in table:
        if key not in _OWN:
            raise ValueError(f"profile {name}: unknown key {key!r}; known: {', '.join(_OWN)}")
    try:
        settings = _settings(table["scheme"], table["settings"])
    except ValueError as error:
        raise ValueError(f"profile {name}: {error}") from None
    widths = tuple(table.get("vocabularies", ()))
    if not all(isinstance(width, int) and width >= 2 for width in widths):
        raise ValueError(
            f"profile {name}: a vocabulary is no logits width; expected the model's vocab_size, such as 50257"
        )
    return Profile(
        name, table["scheme"], settings, table.get("quick", False), table["source"],
        tuple(table.get("tokenizers", ())), widths, dict(table.get("green_share", {})),
    )  # fmt: skip


def _settings(scheme: str, given: Mapping[str, Any]) -> dict[str, Any]:
    known = settings_of(scheme)
    kinds = {one.name: one for one in fields(_kind(scheme))}
    told = {k: tuple(v) if isinstance(v, list) else v for k, v in given.items()}
    settings = {**_DEFAULTS.get(scheme, {}), **told}
    settings = {**_DEFAULTS.get(f"{scheme}.{settings.get('rule')}", {}), **settings}
    for key, value in settings.items():
        if key not in known:
            raise ValueError(f"unknown setting {key!r}; known: {', '.join(sorted(known))}")
        choices = _CHOICES.get(f"{scheme}.{key}")
        if choices and value not in choices:
            raise ValueError(f"{key} is {value!r}; expected one of {', '.join(choices)}")
        if key in ("key", "seed") and not (isinstance(value, int) and -(1 << 63) <= value < 1 << 64):
            raise ValueError(f"{key} is not a whole number of 64 bits")
        if key == "keys" and not (value and all(isinstance(one, int) and abs(one) < 1 << 63 for one in value)):
            raise ValueError("keys are not a list of whole numbers of 64 bits")
        if key in ("gamma", "alpha", "skip") and not isinstance(value, int | float):
            raise ValueError(f"{key} is {value!r}; expected a number")
        if key in ("width", "length", "block", "table_seed") and not isinstance(value, int):
            raise ValueError(f"{key} is no whole number")  # not quoted: in transformers the table's seed is the key
        if key == "gamma" and not 0 < value < 1:
            raise ValueError(f"gamma is {value!r}; expected a share above 0 and below 1")
        if key == "width" and not 0 <= value <= 32:
            raise ValueError(f"width is {value!r}; expected 0 to 32 tokens of context")
        if key == "length" and not 1 <= value <= _LONGEST_RING:
            raise ValueError(f"length is {value!r}; expected 1 to {_LONGEST_RING} rows of the secret sequence")
        if key == "block" and value < 1:
            raise ValueError(f"block is {value!r}; expected 1 or more tokens")
    for key in known:
        if key not in settings and kinds[key].default is MISSING:
            raise ValueError(f"the setting {key!r} is missing")
    _kind(scheme)(**settings, **({"vocabulary": 2} if "vocabulary" in kinds else {}))
    return settings
