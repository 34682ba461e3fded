"""The definitions, read off the papers and looped over in float64: slow, and written apart from the plugin."""

import math


def probabilities(logits):
    """softmax of one row."""
    top = max(map(float, logits))
    odds = [math.exp(float(z) - top) for z in logits]
    total = math.fsum(odds)
    return [odd / total for odd in odds]


def of_text(logits, ids):
    """Every statistic of a text, by name; `logits` (n, vocabulary) predict `ids` (n,)."""
    log_p, log_r, entropies, means, variances = [], [], [], [], []
    for row, token in zip(logits, ids, strict=True):
        p = probabilities(row)
        log_p.append(math.log(p[token]))
        log_r.append(math.log(1 + sum(1 for z in row if z > row[token])))
        entropies.append(-math.fsum(q * math.log(q) for q in p if q > 0))
        mean = math.fsum(q * math.log(q) for q in p if q > 0)
        means.append(mean)
        variances.append(math.fsum(q * (math.log(q) - mean) ** 2 for q in p if q > 0))
    n = len(log_p)
    return {
        "log_likelihood": math.fsum(log_p) / n,
        "log_rank": math.fsum(log_r) / n,
        "entropy": math.fsum(entropies) / n,
        "lrr": abs(math.fsum(log_p)) / abs(math.fsum(log_r)) if any(log_r) else math.inf,
        "curvature": (math.fsum(log_p) - math.fsum(means)) / math.sqrt(math.fsum(variances)),
    }
