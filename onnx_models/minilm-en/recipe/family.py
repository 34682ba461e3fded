"""Which maker's model wrote a flagged text: when the answer may be named, and how often it is right."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from originlens.contract import FAMILIES
from originlens.pipeline.calibrate import Calibration, FamilyRule

from .judge import RATES, answer, of_role
from .score import Scored
from .section import Section, Share, at_least, cell, table

RIGHT, MARGIN, LEAST = 0.90, 0.02, 60  # wanted share, margin for the fit, and blocks named that a rule needs
NAMED = 0.5  # of the flagged texts
_TEMPERATURES = (0.7, 1.0, 1.5, 2.0)
_LEAST_SOURCE = 20  # flagged blocks of a source that is judged alone


@dataclass(frozen=True, slots=True)
class Guess:
    """A flagged LLM block: its likeliest family and that family's probability, at each of _TEMPERATURES."""

    scored: Scored
    said: tuple[tuple[str, float], ...]


def guesses(scored: Sequence[Scored], calibration: Calibration) -> list[Guess]:
    """Every LLM block, unattacked, that is flagged at 0.01."""
    found = []
    rules = [
        calibration.model_copy(update={"family": FamilyRule(temperature=t, least_probability=1e-9)})
        for t in _TEMPERATURES
    ]
    for s in of_role(scored, "llm", "known"):
        if not s.profile or not any(s.profile.families):
            continue
        first = answer(s, rules[0], RATES[0])
        if first is None or first.origin is None:
            continue
        origins = [first.origin, *(a.origin for rule in rules[1:] if (a := answer(s, rule, RATES[0])))]
        found.append(Guess(s, tuple((str(o.family), o.probability or 0.0) for o in origins if o)))
    return found


def fit(found: Sequence[Guess]) -> FamilyRule | None:
    """The rule that names most with RIGHT + MARGIN of the names right, each source weighing the same; None: no rule."""
    of_source = Counter(g.scored.block.source for g in found)
    best: tuple[float, FamilyRule] | None = None
    for place, temperature in enumerate(_TEMPERATURES):
        judged = sorted(
            (
                (g.said[place][1], g.said[place][0] == g.scored.block.maker, 1 / of_source[g.scored.block.source])
                for g in found
            ),
            key=lambda j: -j[0],
        )
        right = total = 0.0
        for n, (chance, is_right, weight) in enumerate(judged, 1):
            right, total = right + weight * is_right, total + weight
            tied = n < len(judged) and judged[n][0] == chance  # no rule can tell these apart
            if n < LEAST or tied or right < (RIGHT + MARGIN) * total:
                continue
            if best is None or total > best[0]:
                best = (total, FamilyRule(temperature=temperature, least_probability=chance))
    return best[1] if best else None


def named(found: Sequence[Guess], rule: FamilyRule) -> list[tuple[Guess, str]]:
    """Those that the rule names, with the name."""
    place = _TEMPERATURES.index(rule.temperature)
    return [(g, g.said[place][0]) for g in found if g.said[place][1] >= rule.least_probability]


def leave_one_out(found: Sequence[Guess]) -> dict[str, tuple[Share, Share]]:
    """For each source with enough flagged blocks: right of named, named of flagged, by a rule fitted on the others."""
    of_source = Counter(g.scored.block.source for g in found)
    judged = {}
    for source in sorted(s for s, n in of_source.items() if n >= _LEAST_SOURCE):
        own = [g for g in found if g.scored.block.source == source]
        rule = fit([g for g in found if g.scored.block.source != source])
        told = named(own, rule) if rule else []
        right = sum(name == g.scored.block.maker for g, name in told)
        judged[source] = (Share(right, len(told)), Share(len(told), len(own)))
    return judged


def rule(scored: Sequence[Scored], calibration: Calibration) -> FamilyRule | None:
    """The rule that ships: fitted on all sources, if leaving one out it was right often enough; else None."""
    sure = _of_makers(guesses(scored, calibration))
    right, total = _totals(leave_one_out(sure))
    return fit(sure) if total.hits and right.value >= RIGHT else None


def section(scored: Sequence[Scored], calibration: Calibration, in_train: set[str]) -> Section:
    """Left-one-out figures, the confusion matrix, and to whom the fine-tunes are given."""
    found = guesses(scored, calibration)
    sure = _of_makers(found)
    judged = leave_one_out(sure)
    right, total = _totals(judged)
    rows = [
        [
            source + (" (also in training)" if source in in_train else ""),
            f"{n.n:,}",
            cell(n),
            f"{r.hits} of {r.n}: {cell(r)}",
        ]
        for source, (r, n) in sorted(judged.items(), key=lambda item: item[0] in in_train)
    ]
    rows.append(["**all**", f"{total.n:,}", cell(total), f"{right.hits} of {right.n}: {cell(right)}"])
    shipped = calibration.family
    told = (
        f"A family is named where its probability is at least {shipped.least_probability} "
        f"(temperature {shipped.temperature})."
        if shipped
        else f"No family is ever named: leaving one source out, no rule was right {RIGHT:.0%} of the time."
    )
    body = [
        told + " Flagged at 0.01, texts of a certain maker;\neach source judged by a rule fitted on the others. "
        "Training has seen other texts of the sources marked so,\nso for new sources only the unmarked rows speak.\n",
        table(["source left out", "flagged", "named", "right of those named"], rows),
        "Likeliest family of every flagged text of a certain maker, whether it would be named or not:\n",
        _confusion(sure),
        _fine_tunes([g for g in found if not g.scored.block.first_party]),
    ]  # fmt: skip
    aims = (
        at_least(
            "family right where named, one source left out", RIGHT, right.value, f"{cell(right)}, n = {right.n:,}"
        ),
        at_least("family named, of texts flagged", NAMED, total.value, f"{cell(total)}, n = {total.n:,}"),
    )
    return Section("Family", "\n".join(body), aims)


def _of_makers(found: Sequence[Guess]) -> list[Guess]:
    return [g for g in found if g.scored.block.maker]


def _totals(judged: dict[str, tuple[Share, Share]]) -> tuple[Share, Share]:
    pairs = list(judged.values())
    return tuple(Share(sum(p[i].hits for p in pairs), sum(p[i].n for p in pairs)) for i in (0, 1))  # type: ignore[return-value]


def _guess(g: Guess) -> str:
    return g.said[_TEMPERATURES.index(1.0)][0]


def _confusion(found: Sequence[Guess]) -> str:
    counts = Counter((g.scored.block.maker, _guess(g)) for g in found)
    truths = [f for f in FAMILIES if any(pair[0] == f for pair in counts)]
    return table(["true", *FAMILIES, "n"], [
        [truth, *(str(counts[truth, said]) for said in FAMILIES), str(sum(counts[truth, said] for said in FAMILIES))]
        for truth in truths
    ])  # fmt: skip


def _fine_tunes(found: Sequence[Guess]) -> str:
    """To whom the models of others belong, by the name of the tune."""
    rows = []
    for name in TUNES:
        of_tune = [g for g in found if tune(g.scored.block.model) == name]
        if of_tune:
            said = Counter(map(_guess, of_tune)).most_common(3)
            bases = Counter(str(g.scored.block.family) for g in of_tune).most_common(2)
            rows.append([
                name, ", ".join(b for b, _ in bases), f"{len(of_tune):,}",
                ", ".join(f"{family} {n / len(of_tune):.0%}" for family, n in said),
            ])  # fmt: skip
    if not rows:
        return ""
    return (
        "Fine-tunes and merges by others (never used for fitting), flagged: to whom does the model give them?\n\n"
        + table(["tune", "data's own family", "n", "likeliest families"], rows)
    )


TUNES = (
    "alpaca", "vicuna", "wizardlm", "tulu", "zephyr", "openchat", "starling", "gemma", "llama-3", "llama-2", "mistral",
    "phi", "internlm", "deepseek-r1", "guanaco", "openhermes", "moa", "other",
)  # fmt: skip


def tune(model: str) -> str:
    """The first of TUNES that the model's name holds, so the tune before its base; else "other"."""
    plain = model.lower().replace("llama3", "llama-3").replace("llama2", "llama-2").replace("mai-ds-r1", "deepseek-r1")
    return next((name for name in TUNES if name in plain), "other")
