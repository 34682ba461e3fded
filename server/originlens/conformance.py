"""The conformance suite: what every detector must keep to, checked on an open one through the contract alone.

`originlens plugin check NAME` prints what `check` returns; a plugin's own tests can call it too.
"""

import math
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, get_args

from originlens.contract import (
    FAMILIES,
    Abstention,
    Detector,
    Document,
    Item,
    Kind,
    Mark,
    Marks,
    Passage,
    Reading,
    Score,
    Strength,
)  # fmt: skip
from originlens.text.language import language as language_of
from originlens.text.normalise import normalise
from originlens.text.sentences import sentences
from originlens.text.words import words

# A model's sums depend in their last digits on the shape of the batch; more than this is another answer.
BATCH_TOLERANCE = 0.02
GOLDEN_TOLERANCE = 0.02
_PLAIN = (
    "The ferry was late again, so we sat on the wall and shared what was left of the bread. "
    "My sister counted the boats, got to nine, lost her place and began again from the other side. "
    "Nobody minded. When it came at last, the man who ties the ropes waved at us as if we had been late."
)
ODD: dict[str, str] = {
    "empty": "",
    "only spaces": " \t\n ",
    "one million characters": (_PLAIN + " ") * (1_000_000 // (len(_PLAIN) + 1) + 1),
    "NUL": _PLAIN.replace(" ", "\0 ", 5),
    "lone surrogates": "\ud800" + _PLAIN[:120] + "\udfff" + _PLAIN[120:],
    "right to left": "ישבנו על החומה וחילקנו את הלחם שנשאר, והספינה איחרה שוב. " * 5,
    "emoji": "👩‍👩‍👧‍👦🏳️‍🌈🇩🇪 " * 60,
    "combining marks": "e\u0301\u0323o\u0302\u0308 " * 60,
    "zero-width characters": "\u200b".join(_PLAIN),
    "one repeated character": "a" * 5000,
    "one endless word": "ab1" * 5000,
}


@dataclass(frozen=True, slots=True)
class Result:
    """One line of the report; `passed` is None for what is told and not judged."""

    name: str
    passed: bool | None
    detail: str = ""


def check(
    detector: Detector[Any], golden: Sequence[Mapping[str, Any]] = (), *, speed_seconds: float = 1.0
) -> list[Result]:
    """Run the whole suite on an open detector; `golden` are the cases of a bundle's golden.json."""
    subjects = [_subject(detector, text) for text in (_PLAIN, _PLAIN[:150], _PLAIN * 3, "Too short.", _PLAIN[100:])]
    checks: list[tuple[str, Callable[[], str]]] = [
        ("what it declares", lambda: _declares(detector)),
        ("no text, no reading", lambda: _nothing(detector)),
        ("same text, same reading", lambda: _deterministic(detector, subjects)),
        ("alone or in a batch, in any order", lambda: _batch_invariant(detector, subjects)),
        *((f"odd input: {name}", lambda text=text: _odd(detector, text)) for name, text in ODD.items()),
        *([("golden cases", lambda: _all_golden(detector, golden))] if golden else []),
    ]
    results = [_run(name, function) for name, function in checks]
    if not golden:
        results.append(Result("golden cases", None, "the bundle has none"))
    results.append(_speed(detector, speed_seconds))
    return results


def _run(name: str, function: Callable[[], str]) -> Result:
    """A check fails by raising: AssertionError from us, anything at all from the detector."""
    try:
        return Result(name, True, function())
    except AssertionError as failure:
        return Result(name, False, str(failure))
    except Exception as error:
        return Result(name, False, f"raised {type(error).__name__}: {error}"[:300])


def _subject(detector: Detector[Any], text: str, language: str | None = None) -> Passage | Document:
    """What the pipeline would hand over for this text."""
    return Document((text,)) if detector.about.scope == "document" else _passage(text, language)


@cache
def _passage(text: str, language: str | None) -> Passage:
    normal = normalise(text).text
    return Passage(normal, language or language_of(normal), len(words(normal)), tuple(sentences(normal)))


def _read(detector: Detector[Any], subjects: Iterable[Passage | Document]) -> list[Reading]:
    """Readings of the subjects, each checked for its type, its number and its offsets."""
    subjects = list(subjects)
    items = [_prepared(detector, subject) for subject in subjects]
    readings = list(detector.read(items))
    _expect(len(readings) == len(items), f"{len(items)} items gave {len(readings)} readings; expected one for each")
    for subject, reading in zip(subjects, readings, strict=True):
        _valid(detector, subject, reading)
    return readings


def _prepared(detector: Detector[Any], subject: Passage | Document) -> Item:
    item = detector.prepare(subject)
    _expect(isinstance(item, Item), f"prepare gave {type(item).__name__}; expected Item")
    _expect(isinstance(item.tokens, int) and item.tokens >= 0, f"an Item has {item.tokens!r} tokens")
    most = detector.about.max_tokens
    _expect(not most or item.tokens <= most, f"an Item has {item.tokens:,} tokens, and max_tokens is {most:,}")
    return item


def _valid(detector: Detector[Any], subject: Passage | Document, reading: Reading) -> None:
    if isinstance(reading, Score):
        _expect(detector.about.kind == "statistical", f"a Score from a detector of the kind {detector.about.kind!r}")
        _expect(_finite(reading.statistic), f"the statistic is {reading.statistic!r}; expected a finite float")
        told = len(subject.sentences) if isinstance(subject, Passage) else 0
        for what, values, n in (("families", reading.families, len(FAMILIES)), ("sentences", reading.sentences, told)):
            fits = values is None or (len(values) == n and all(map(_finite, values)))
            _expect(fits, f"{what} are {values!r}; expected {n} finite numbers, or None")
    elif isinstance(reading, Marks):
        for mark in reading.marks:
            _valid_mark(subject, mark)
    else:
        kind = type(reading).__name__
        _expect(isinstance(reading, Abstention), f"a reading is {kind}; expected Score, Marks or Abstention")
        _expect(bool(reading.reason), "an Abstention gives no reason")


def _valid_mark(subject: Passage | Document, mark: Mark) -> None:
    _expect(bool(mark.what), "a Mark does not say what it found")
    _expect(mark.strength in get_args(Strength), f"strength is {mark.strength!r}; expected {get_args(Strength)}")
    _expect(mark.family is None or mark.family in FAMILIES, f"family is {mark.family!r}; expected one of {FAMILIES}")
    if isinstance(subject, Passage):
        text = subject.text
    elif mark.block is None:
        _expect(not mark.spans, f"{mark.what} has spans and names no block")
        return
    else:
        _expect(0 <= mark.block < len(subject.blocks), f"{mark.what} is in block {mark.block}, which does not exist")
        text = subject.blocks[mark.block]
    for start, end in mark.spans:
        _expect(0 <= start < end <= len(text), f"{mark.what} spans {start} to {end} of {len(text)} characters")


def _declares(detector: Detector[Any]) -> str:
    about = detector.about
    _expect(about.kind in get_args(Kind), f"kind is {about.kind!r}; expected one of {get_args(Kind)}")
    _expect(about.scope in ("passage", "document"), f"scope is {about.scope!r}; expected passage or document")
    _expect(bool(about.name and about.version), f"name is {about.name!r} and version {about.version!r}")
    _expect(about.least_words >= 0 and about.max_tokens >= 0, "least_words or max_tokens is negative")
    _expect(detector.about == about, "about changes while it is open")
    languages = " ".join(sorted(about.languages)) or "any language"
    return f"{about.name} {about.version}: {about.kind}, {about.scope}, {languages}"


def _nothing(detector: Detector[Any]) -> str:
    _expect(list(detector.read([])) == [], "an empty batch gave readings")
    return ""


def _deterministic(detector: Detector[Any], subjects: Sequence[Passage | Document]) -> str:
    first, second = _read(detector, subjects), _read(detector, subjects)
    _expect(first == second, f"{first} and then {second}")
    return f"{len(first)} texts, twice"


def _batch_invariant(detector: Detector[Any], subjects: Sequence[Passage | Document]) -> str:
    together = _read(detector, subjects)
    turned = _read(detector, reversed(subjects))[::-1]
    alone = [_read(detector, [subject])[0] for subject in subjects]
    worst = 0.0
    for one, two, three in zip(together, turned, alone, strict=True):
        for other in (two, three):
            worst = max(worst, _distance(one, other))
            _expect(worst <= BATCH_TOLERANCE, f"{one} in a batch, {other} alone or in another order")
    return f"largest difference {worst:.2g}"


def _distance(one: Reading, other: Reading) -> float:
    if isinstance(one, Score) and isinstance(other, Score):
        return abs(one.statistic - other.statistic)
    return 0.0 if one == other else math.inf


def _odd(detector: Detector[Any], text: str) -> str:
    return type(_read(detector, [_subject(detector, text)])[0]).__name__


def _all_golden(detector: Detector[Any], golden: Sequence[Mapping[str, Any]]) -> str:
    ran = [_run(f"case {n}", lambda case=case: _golden(detector, case)) for n, case in enumerate(golden, 1)]  # type: ignore[misc]
    failed = [f"{one.name}: {one.detail}" for one in ran if not one.passed]
    _expect(not failed, f"{len(failed)} of {len(ran)}: {'; '.join(failed[:3])}")
    return f"{len(ran)} cases"


def _golden(detector: Detector[Any], case: Mapping[str, Any]) -> str:
    reading = _read(detector, [_subject(detector, case["text"], case.get("language"))])[0]
    if "statistic" in case:
        wanted = case["statistic"]
        _expect(isinstance(reading, Score), f"{reading}; expected the statistic {wanted}")
        assert isinstance(reading, Score)
        off = abs(reading.statistic - wanted)
        _expect(off <= case.get("tolerance", GOLDEN_TOLERANCE), f"{reading.statistic:.4f}; expected {wanted}")
        return f"{reading.statistic:.4f}, {off:.2g} off"
    _expect(isinstance(reading, Marks), f"{reading}; expected marks")
    assert isinstance(reading, Marks)
    found = sorted((mark.what, [list(span) for span in mark.spans]) for mark in reading.marks)
    wanted = sorted((mark["what"], [list(span) for span in mark["spans"]]) for mark in case["marks"])
    _expect(found == wanted, f"{found}; expected {wanted}")
    return f"{len(wanted)} marks"


def _speed(detector: Detector[Any], seconds: float) -> Result:
    """Tokens a second on batches of 16 equal texts: told, for a slow machine is no fault of the detector."""
    try:
        subjects = [_subject(detector, _PLAIN)] * 16
        tokens, begun = 0, time.perf_counter()
        passed = 0.0
        while not tokens or passed < seconds:
            items = [detector.prepare(subject) for subject in subjects]
            detector.read(items)
            tokens += sum(item.tokens for item in items) or 1
            passed = time.perf_counter() - begun
    except Exception as error:
        return Result("speed", False, f"raised {type(error).__name__}: {error}"[:300])
    return Result("speed", None, f"{tokens / passed:,.0f} tokens a second")


def _finite(value: object) -> bool:
    return isinstance(value, float | int) and math.isfinite(value)


def _expect(held: bool, failure: str) -> None:
    if not held:
        raise AssertionError(failure)
