"""How likely is a total this high by chance? Exact tails, in natural logarithms, so that 1e-300 is a number."""

import math
from typing import assert_never

import numpy as np
from numpy.typing import NDArray
from scipy.special import betainc, gammaincc, gammaln, log_ndtr

from originlens_watermark.scheme import Bernoulli, Exponential, MeanOfBernoulli, Null, TwoExponentials

_DIRECT = 1e-260  # above it SciPy's own tails have all their digits
_FLAT = 1e-4  # a saddlepoint so near to the mean says less than the bulk of the distribution
_TERMS = 400  # of a tail's sum: the ratio of neighbours is below 1, so that the rest is negligible


def log_p(total: float, count: int, null: Null) -> float:
    """ln P(sum of `count` values >= total) where nothing is marked; 0 where nothing was judged."""
    if count == 0:
        return 0.0
    match null:
        case Bernoulli(p):
            return _binomial(round(total), count, p)
        case Exponential():
            return _gamma(float(count), total)
        case TwoExponentials(alpha):
            return _two_exponentials(total, count, alpha)
        case MeanOfBernoulli(weights, p):
            return _coins(total, count, weights, p)
        case _:
            assert_never(null)


def _binomial(green: int, count: int, p: float) -> float:
    """P(X >= green), X ~ Bin(count, p), summed from its first and largest term where SciPy's tail runs out of range."""
    if green <= 0:
        return 0.0
    if green > count:
        return -math.inf
    direct = float(betainc(green, count - green + 1, p))
    if direct > _DIRECT:
        return math.log(direct)
    k = np.arange(green, min(count, green + _TERMS) + 1)
    terms = (
        gammaln(count + 1) - gammaln(k + 1) - gammaln(count - k + 1) + k * math.log(p) + (count - k) * math.log1p(-p)
    )
    return float(np.logaddexp.reduce(terms))


def _gamma(shape: float, total: float) -> float:
    """P(X >= total), X ~ Gamma(shape, 1); beyond SciPy's range by the continued fraction of the incomplete gamma."""
    if total <= 0:
        return 0.0
    direct = float(gammaincc(shape, total))
    if direct > _DIRECT:
        return math.log(direct)
    return shape * math.log(total) - total - float(gammaln(shape)) - math.log(_fraction(shape, total))


def _fraction(shape: float, x: float) -> float:
    """1 / (Gamma(shape, x) x^-shape e^x) by Lentz's method, x > shape + 1 (Numerical Recipes 6.2.7)."""
    b = x + 1 - shape
    c, d = math.inf, 1 / b
    value = d
    for i in range(1, 500):
        a = -i * (i - shape)
        b += 2
        d = 1 / (a * d + b)
        c = b + (a / c if math.isfinite(c) else 0.0)
        change = d * c
        value *= change
        if abs(change - 1) < 1e-12:
            break
    return 1 / value


def _two_exponentials(total: float, count: int, alpha: float) -> float:
    """By a saddlepoint: vLLM's Gamma of the same mean and variance is 20% too small at 1e-4, fivefold at 1e-12."""
    first, second = 1 - alpha, alpha
    # K(t) = -count (ln(1 - first t) + ln(1 - second t)); K'(t) = total is quadratic in t.
    a, b, c = total * first * second, 2 * count * first * second - total, total - count
    t = 2 * c / (math.sqrt(b * b - 4 * a * c) - b)
    if t < _FLAT:
        variance = first**2 + second**2
        return _gamma(count / variance, total / variance)
    k = -count * (math.log1p(-first * t) + math.log1p(-second * t))
    curve = count * ((first / (1 - first * t)) ** 2 + (second / (1 - second * t)) ** 2)
    return _lugannani_rice(t, t * total - k, curve)


def _coins(total: float, count: int, weights: tuple[float, ...], p: float) -> float:
    """P(sum >= total) of count x depth weighted coins: exact where all weigh the same, else by a saddlepoint."""
    if max(weights) - min(weights) < 1e-12:
        depth = len(weights)
        return _binomial(math.ceil(total * depth - 1e-9), count * depth, p)
    w = np.array(weights)
    most = float(count)
    if total <= count * p:
        return 0.0 if total <= 0 else _normal(total, count, w, p)
    if total >= most:
        return count * len(w) * math.log(p) if total <= most + 1e-9 else -math.inf
    return _saddlepoint(total, count, w, p)


def _normal(total: float, count: int, w: NDArray[np.float64], p: float) -> float:
    return float(log_ndtr(-(total - count * p) / math.sqrt(count * float((w**2).sum()) * p * (1 - p))))


def _saddlepoint(total: float, count: int, w: NDArray[np.float64], p: float) -> float:
    # K(t) = count sum ln(1 - p + p e^(t w)); K' = count sum w / (1 + odds e^(-t w)); by Newton's method K'(t) = total.
    t, odds = 0.0, (1 - p) / p
    for _ in range(60):
        share = 1 / (1 + odds * np.exp(-t * w))
        slope = count * float((w * share).sum()) - total
        curve = count * float((w**2 * share * (1 - share)).sum())
        step = slope / max(curve, 1e-300)
        t -= max(-50.0, min(50.0, step))
        if abs(step) < 1e-10 * max(1.0, abs(t)):
            break
    if t < _FLAT:
        return _normal(total, count, w, p)
    k = count * float(np.logaddexp(math.log1p(-p), math.log(p) + t * w).sum())
    share = 1 / (1 + odds * np.exp(-t * w))
    return _lugannani_rice(t, t * total - k, count * float((w**2 * share * (1 - share)).sum()))


def _lugannani_rice(t: float, exponent: float, curve: float) -> float:
    """ln P(X >= x) at the saddlepoint t: `exponent` is t x - K(t), `curve` K''(t).

    Lugannani and Rice (Advances in Applied Probability 12, 1980), r* form; the tests measure its error.
    """
    r = math.sqrt(max(2 * exponent, 1e-300))
    return float(log_ndtr(-(r + math.log(t * math.sqrt(curve) / r) / r)))


def moments(null: Null) -> tuple[float, float]:
    """Mean and variance of one value."""
    match null:
        case Bernoulli(p):
            return p, p * (1 - p)
        case Exponential():
            return 1.0, 1.0
        case TwoExponentials(alpha):
            return 1.0, (1 - alpha) ** 2 + alpha**2
        case MeanOfBernoulli(weights, p):
            return p, sum(w * w for w in weights) * p * (1 - p)
        case _:
            assert_never(null)
