"""Small stand-ins for the pipeline's stages: a detector that counts, a calibration with known curves."""

from collections.abc import Sequence

from originlens.contract import About, Item, Passage, Reading, Score
from originlens.pipeline.calibrate import Calibration, Curve
from originlens.pipeline.scan import Scan
from originlens.registry import Loaded

HUMAN = (
    "It was raining again, and the bus was late, so I walked to the market past the closed bakery. "
    "A man was selling umbrellas out of a pram. I bought one that broke before I reached the bridge, "
    "and I laughed so hard that a dog started to bark at me."
)

MEAN = Scan(level=0.0, exponent=0.0, least_words=20, penalty=10.0)  # a run's statistic is its mean


class WordCounter:
    """Scores a passage by how often it says `word`, less 0.5; remembers the batches it was given."""

    def __init__(self, word: str = "pram", kind: str = "statistical", least_words: int = 5) -> None:
        self.about = About("counter", "1", kind, "passage", frozenset({"en"}), least_words)  # type: ignore[arg-type]
        self.word, self.batches, self.closed = word, list[int](), False

    def prepare(self, passage: Passage) -> Item:
        return Item(len(passage.text) // 4 + 1, passage.text)

    def read(self, items: Sequence[Item]) -> list[Reading]:
        self.batches.append(len(items))
        return [Score(item.data.count(self.word) - 0.5) for item in items]

    def close(self) -> None:
        self.closed = True


def curve(n: int = 1999, least: int = 5, most: int = 10_000, group: str = "other", shift: float = 0.0) -> Curve:
    """n human blocks with statistics 0, -1/n, -2/n, ... moved up by `shift`."""
    return Curve(
        language="en", group=group, least_words=least, most_words=most, n=n,
        values=tuple(round(shift - i / n, 6) for i in range(n)), at_least=tuple(range(1, n + 1)),
    )  # fmt: skip


def calibration(*curves: Curve) -> Calibration:
    return Calibration(fitted_on="a made-up sample", date="2026-01-01", scan=MEAN, curves=curves or (curve(),))


def loaded(detector: WordCounter, calibrated: Calibration | None) -> Loaded:
    about = detector.about
    return Loaded(about, detector, None, calibrated, True, f"{about.name}/{about.version}")
