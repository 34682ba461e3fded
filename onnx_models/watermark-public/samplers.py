"""Our own samplers of marked text, for the schemes that transformers cannot write: one token at a time, pure functions.

`next_token(logits, ids, settings, chance)`: logits (V,) of the model after its temperature, ids (T,) so far (prompt
included), the settings of a scheme of originlens_watermark, and the noise that the scheme leaves free.
"""

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from originlens_watermark import dipmark, exp_edit, gumbel, its_edit, kgw, synthid, unigram, vllm_gumbel, vllm_sbw
from originlens_watermark.green import is_green
from originlens_watermark.mt19937 import permutation, uniform

Logits = NDArray[np.float64]
Ids = NDArray[np.int64]
Sampler = Callable[[Logits, Ids, Any, np.random.Generator], int]

KGW_DELTA = UNIGRAM_DELTA = SBW_DELTA = 2.0  # the papers' and vLLM's defaults
DUAL_KEY_SHARE = 0.1  # vLLM: tokens that the second key marks
DIP_ALPHA = 0.45  # MarkLLM
SYNTHID_TOP = 100  # candidates of a tournament: the example of DeepMind's repository
SELF_TOP = 40  # candidates whose own list is asked for, as in lm-watermarking: each has another
VLLM_TOP = 4096  # candidates for whom Philox is asked; the rest of a large vocabulary has a hundredth of the mass


def next_token(logits: Logits, ids: Ids, settings: Any, chance: np.random.Generator) -> int:
    """The next marked token; where the scheme has no whole context yet, or leaves one unmarked, a plain one."""
    width = getattr(settings, "width", 0)
    if len(ids) < width or (type(settings) in _ONCE and _seen(ids, width)):
        return plain(logits, chance)
    return _SAMPLERS[type(settings)](logits, ids, settings, chance)


def ring_token(logits: Logits, step: int, settings: exp_edit.Settings | its_edit.Settings) -> int:
    """The next token of EXP-edit or ITS-edit: both follow a ring, not the context. `step`: its row, any integer."""
    p = softmax(logits)
    if isinstance(settings, exp_edit.Settings):
        with np.errstate(divide="ignore"):
            return int(np.argmax(np.log(_rows(settings)[step % settings.length]) / np.maximum(p, 1e-300)))
    order, ring = its_edit.secret(settings)
    place = int(np.searchsorted(np.cumsum(p[order]), ring[step % settings.length]))
    return int(order[min(place, len(order) - 1)])


def plain(logits: Logits, chance: np.random.Generator) -> int:
    """An unmarked token: the first of exponential clocks that run at the tokens' probabilities."""
    return int(np.argmax(softmax(logits) / chance.standard_exponential(len(logits))))


def softmax(logits: Logits) -> Logits:
    """Logits -> probabilities."""
    raised = np.exp(logits - logits.max())
    return raised / raised.sum()


def _seen(ids: Ids, width: int) -> bool:
    windows = np.lib.stride_tricks.sliding_window_view(ids, width)
    return bool((windows[:-1] == windows[-1]).all(1).any())


def _grams(ids: Ids, width: int, tokens: Ids) -> Ids:
    """(n, width + 1): the context before each candidate."""
    return np.column_stack([np.tile(ids[len(ids) - width :], (len(tokens), 1)), tokens])


def _likeliest(logits: Logits, count: int) -> Ids:
    return np.argpartition(logits, -count)[-count:] if count < len(logits) else np.arange(len(logits))


def _gumbel(logits: Logits, ids: Ids, settings: gumbel.Settings, chance: np.random.Generator) -> int:
    u = uniform(gumbel.seed(ids[-settings.width :].tolist(), settings), len(logits))
    return _by_uniforms(logits, u)


def _vllm_gumbel(logits: Logits, ids: Ids, settings: vllm_gumbel.Settings, chance: np.random.Generator) -> int:
    key = settings.key
    if settings.alpha is not None:
        key = vllm_gumbel.derived(key, b"key_b" if chance.random() < DUAL_KEY_SHARE else b"key_a")
    tokens = _likeliest(logits, VLLM_TOP)
    return int(tokens[_by_uniforms(logits[tokens], vllm_gumbel.uniforms(key, _grams(ids, settings.width, tokens)))])


def _by_uniforms(logits: Logits, u: Logits) -> int:
    """argmax u^(1 / p), which is the Gumbel-max of the logits."""
    with np.errstate(divide="ignore"):
        return int(np.argmax(logits - np.log(-np.log(u))))


def _vllm_sbw(logits: Logits, ids: Ids, settings: vllm_sbw.Settings, chance: np.random.Generator) -> int:
    tokens = _likeliest(logits, VLLM_TOP)
    seeds = vllm_sbw.seeds_of(_grams(ids, settings.width, tokens), settings)
    raised = logits[tokens] + SBW_DELTA * vllm_sbw.is_green(seeds, tokens, settings.gamma)
    return int(tokens[plain(raised, chance)])


def _kgw(logits: Logits, ids: Ids, settings: kgw.Settings, chance: np.random.Generator) -> int:
    """CPU lists alone. The self rule adds delta among the likeliest candidates, since each has a list of its own."""
    rule, size = kgw.RULES[settings.rule], int(settings.vocabulary * settings.gamma)
    raised = logits.copy()
    if settings.rule == "self":
        tokens = _likeliest(logits, SELF_TOP)
        seeds = [rule(gram, settings) for gram in _grams(ids, settings.width, tokens).tolist()]
        raised[tokens] += KGW_DELTA * is_green(seeds, tokens.tolist(), settings.vocabulary, size)
    else:
        seed = rule([*ids[len(ids) - settings.width :].tolist(), 0], settings)
        raised[permutation(seed, settings.vocabulary)[:size]] += KGW_DELTA
    return plain(raised, chance)


def _unigram(logits: Logits, ids: Ids, settings: unigram.Settings, chance: np.random.Generator) -> int:
    green = unigram.green_list(settings.key, settings.vocabulary, settings.gamma)
    return plain(logits + UNIGRAM_DELTA * green, chance)


def _synthid(logits: Logits, ids: Ids, settings: synthid.Settings, chance: np.random.Generator) -> int:
    """A tournament of two leaves a layer: p <- p (1 + g - sum g p) (synthid-text, update_scores)."""
    tokens = _likeliest(logits, SYNTHID_TOP)
    p = softmax(logits[tokens])
    for g in synthid.g_values(_grams(ids, settings.width, tokens), settings).T:
        p = p * (1 + g - (g * p).sum())
    with np.errstate(divide="ignore"):
        return int(tokens[plain(np.log(np.maximum(p, 0)), chance)])  # rounding may leave less than nothing


def _dipmark(logits: Logits, ids: Ids, settings: dipmark.Settings, chance: np.random.Generator) -> int:
    """Each token keeps the mean of its shares behind the quantiles alpha and 1 - alpha of the shuffled distribution."""
    order = permutation(dipmark.seed(ids[-settings.width :].tolist(), settings.key), len(logits))
    p = softmax(logits)[order]
    ends = np.cumsum(p)
    behind = sum(np.clip(ends - cut, 0, p) for cut in (DIP_ALPHA, 1 - DIP_ALPHA))
    with np.errstate(divide="ignore"):
        return int(order[plain(np.log(behind), chance)])


@lru_cache(2)
def _rows(settings: exp_edit.Settings) -> Logits:
    """(length, V) of the ring: half a gigabyte for 256 rows of a quarter of a million."""
    return exp_edit.columns(settings, np.arange(settings.vocabulary)).astype(np.float32)


_SAMPLERS: Mapping[type, Sampler] = {
    gumbel.Settings: _gumbel, vllm_gumbel.Settings: _vllm_gumbel, vllm_sbw.Settings: _vllm_sbw, kgw.Settings: _kgw,
    unigram.Settings: _unigram, synthid.Settings: _synthid, dipmark.Settings: _dipmark,
}  # fmt: skip
_ONCE = {vllm_gumbel.Settings, synthid.Settings, dipmark.Settings}  # a context that comes again stays unmarked
