"""Which marks are generated, each at its makers' defaults, and who generates it: transformers or our samplers."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from originlens_watermark import dipmark, exp_edit, gumbel, its_edit, kgw, synthid, unigram, vllm_gumbel, vllm_sbw
from originlens_watermark.profiles import Profile

V = 49152  # of SmolLM2's logits
KEY = 15485863  # of lm-watermarking, transformers and MarkLLM
DEEPMIND = (
    654, 400, 836, 123, 340, 443, 597, 160, 57, 29, 590, 639, 13, 715, 468, 990, 966, 226, 324, 585, 118, 504, 421, 521,
    129, 669, 732, 225, 90, 960,
)  # fmt: skip
HF_KEYS = DEEPMIND[:9]


@dataclass(frozen=True, slots=True)
class Mark:
    """`scheme`: module of originlens_watermark; `settings`: what marks and what finds it.

    `transformers`: arguments of its WatermarkingConfig or SynthIDTextWatermarkingConfig; None: samplers.py writes it.
    `temperature`: of the sampling, 1 unless said; `batches`: how many of BATCHES are generated, the first ones.
    """

    name: str
    scheme: Any
    settings: Any
    transformers: Mapping[str, Any] | None = None
    temperature: float = 1.0
    batches: int = 3

    @property
    def profile(self) -> Profile:
        """What finds it, as profiles.toml would have it."""
        given = {name: value for name, value in asdict(self.settings).items() if name != "vocabulary"}
        return Profile(self.name, self.scheme.__name__.split(".")[-1].replace("_", "-"), given, True, "")

    @property
    def is_ring(self) -> bool:
        """Found by a permutation test, not by a sum."""
        return self.scheme in (exp_edit, its_edit)


BATCHES = ((24, 200), (12, 400), (24, 200))  # (texts, tokens of each), one after another for all marks
_KGW = {"greenlist_ratio": 0.25, "bias": 2.0, "hashing_key": KEY}
MARKS = (
    Mark("kgw-left", kgw, kgw.Settings("left", KEY, V), {**_KGW, "seeding_scheme": "lefthash"}),
    Mark("synthid", synthid, synthid.Settings(HF_KEYS), {"keys": list(HF_KEYS), "ngram_len": 5}),
    Mark("unigram", unigram, unigram.Settings(0, V)),
    Mark("exp", gumbel, gumbel.Settings("markllm", KEY, V)),
    Mark("vllm-gumbel", vllm_gumbel, vllm_gumbel.Settings(42)),
    Mark("vllm-dual-key", vllm_gumbel, vllm_gumbel.Settings(42, alpha=0.2)),
    Mark("vllm-sbw-self", vllm_sbw, vllm_sbw.Settings(42)),
    Mark("dipmark", dipmark, dipmark.Settings(42, V)),
    Mark(
        "kgw-self", kgw, kgw.Settings("self", KEY, V, width=3, table_seed=KEY),
        {**_KGW, "seeding_scheme": "selfhash", "context_width": 4}, batches=2,
    ),
    Mark(
        "kgw-self-0.7", kgw, kgw.Settings("self", KEY, V, width=3, table_seed=KEY),
        {**_KGW, "seeding_scheme": "selfhash", "context_width": 4}, temperature=0.7, batches=2,
    ),
    Mark("kgw-left-0.7", kgw, kgw.Settings("left", KEY, V), {**_KGW, "seeding_scheme": "lefthash"}, temperature=0.7),
    Mark("synthid-deepmind", synthid, synthid.Settings(DEEPMIND, hash="deepmind"), batches=2),
    Mark("exp-edit", exp_edit, exp_edit.Settings(42, V), batches=2),
    Mark("its-edit", its_edit, its_edit.Settings(its_edit.markllm_seed(42), V), batches=2),
)  # fmt: skip
