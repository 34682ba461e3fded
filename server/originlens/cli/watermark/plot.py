"""The running score of one key along a text, drawn with block characters."""

from collections.abc import Sequence

from originlens.key_reader import TokenSeen

_BARS = "▁▂▃▄▅▆▇█"
_AROUND = 12  # judged tokens on either side, of which a column shows the mean


def running(tokens: Sequence[TokenSeen]) -> list[tuple[int, float]]:
    """(place in the text, mean of the values around it) of each judged token; places are code points."""
    judged = [(token.start, token.value) for token in tokens if token.value is not None]
    sums = [0.0]
    for _, value in judged:
        sums.append(sums[-1] + value)
    found = []
    for i, (place, _) in enumerate(judged):
        low, high = max(0, i - _AROUND), min(len(judged), i + _AROUND + 1)
        found.append((place, (sums[high] - sums[low]) / (high - low)))
    return found


def bars(scores: Sequence[tuple[int, float]], chance: float, length: int, width: int) -> str:
    """`width` columns over a text of `length` code points: blank where nothing was judged, the lowest bar is
    chance or less.
    """
    columns: list[list[float]] = [[] for _ in range(width)]
    for place, score in scores:
        columns[min(width - 1, place * width // max(1, length))].append(score)
    most = max((score for _, score in scores), default=chance)
    drawn = ""
    for column in columns:
        if not column:
            drawn += " "
            continue
        share = (sum(column) / len(column) - chance) / (most - chance) if most > chance else 0.0
        drawn += _BARS[max(0, min(len(_BARS) - 1, int(share * len(_BARS))))]
    return drawn


def ruler(spans: Sequence[tuple[int, int]], length: int, width: int) -> str:
    """`width` columns: where the marked stretches lie."""
    drawn = [" "] * width
    for start, end in spans:
        first = min(width - 1, start * width // max(1, length))
        last = min(width - 1, max(first, (end - 1) * width // max(1, length)))
        drawn[first : last + 1] = "━" * (last - first + 1)
    return "".join(drawn).rstrip()
