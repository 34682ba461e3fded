"""Several statistical p-values of one text -> one. Other kinds of evidence never come here."""

from collections.abc import Sequence


def fuse(p_values: Sequence[float]) -> float:
    """Bonferroni: valid however the detectors depend on each other. Raises ValueError if empty."""
    return min(1.0, len(p_values) * min(p_values))
