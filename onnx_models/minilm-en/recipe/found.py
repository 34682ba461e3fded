"""How much LLM text is found: by kind, in total, and by length; against the human blocks of half b of `check`."""

from collections.abc import Mapping, Sequence
from functools import partial

from originlens.evaluate.measures import auroc, auroc_interval, bootstrap, tpr_at_fpr
from originlens.pipeline.calibrate import Calibration

from .judge import LENGTHS, RATES, REWRITES, by_name, length, of_role, ranks, share
from .score import Scored
from .section import Aim, Section, at_least, cell, estimate, percent, table

MAIN = "`check` apart from the rewrites (sources that training lacks)"
REWRITTEN = "rewrites of human paragraphs (other domains of a source in training)"
ATTACKED = "attacked, `check_attack` (sources also in training)"
KNOWN = "held out of training (all sources also in training)"
WHOLE = "the same of `check`, whole documents of 30 words and more, against whole human ones"
_LEAST = 20  # blocks a side
_AIMS = {
    MAIN: (0.99, 0.92, 0.80),
    WHOLE: (0.99, 0.92, 0.80),
    REWRITTEN: (None, 0.70, None),
    ATTACKED: (None, 0.80, None),
}
_BY_LENGTH = (0.50, 0.70, 0.85, 0.95)  # TPR at 1%, in the order of judge.LENGTHS


def parts(scored: Sequence[Scored]) -> dict[str, list[Scored]]:
    """The LLM blocks that have a score, by the four totals of the card.

    Of `check` those of half b: on half a the scan was chosen.
    """
    asked = [s for s in scored if s.profile and (s.block.half == "b" or s.block.role == "known")]
    return {
        MAIN: [s for s in of_role(asked, "llm") if s.block.source != REWRITES],
        REWRITTEN: [s for s in of_role(asked, "llm") if s.block.source == REWRITES],
        ATTACKED: of_role(asked, "attack"),
        KNOWN: of_role(asked, "known"),
    }


def section(scored: Sequence[Scored], calibration: Calibration, others: Mapping[str, Calibration]) -> Section:
    """Totals with AUROC and TPR, by length, by kind; `others`: other groupings of the human texts, to compare."""
    human = [s for s in of_role(scored, "judge") if s.profile]
    rows, aims = [], []
    whole = [s for s in parts(scored)[MAIN] if s.block.whole]
    for name, llm in {**parts(scored), WHOLE: whole}.items():
        against = [s for s in human if s.block.whole] if name == WHOLE else human
        if min(len(llm), len(against)) < _LEAST:
            continue
        measured = _measured(against, llm, calibration)
        rows.append([name, f"{len(llm):,}", *(told for _, told in measured), *_promised(llm, calibration)])
        aims += _aims(name, measured, _AIMS.get(name, ()))
    by_length, length_aims = _lengths(human, parts(scored)[MAIN], calibration)
    kinds = by_name([s for part in parts(scored).values() for s in part], _kind)
    body = [
        "TPR at 1% FPR: the share above what 1% of the judged human blocks exceed. \"At 0.01\": flagged when "
        "`false_alarms` is 0.01,\nas a user sees it; the calibration is cautious, so this is less. n: blocks; of "
        "`check` and `check_attack` those of half b,\nbecause the scan was chosen on half a.\n",
        table(["LLM text", "n", "AUROC", "TPR at 1% FPR", "TPR at 0.1% FPR", *(f"at {r:g}" for r in RATES)], rows),
        f"By length, {MAIN}; against human blocks of that length:\n",
        by_length,
        table(
            ["by kind", "n", *(f"at {r:g}" for r in RATES)],
            [[name, f"{len(part):,}", *_promised(part, calibration)] for name, part in kinds.items()],
        ),
        _compared(scored, calibration, others),
    ]  # fmt: skip
    return Section("LLM text found", "\n".join(body), (*aims, *length_aims))


def _measured(human: Sequence[Scored], llm: Sequence[Scored], calibration: Calibration) -> list[tuple[float, str]]:
    """AUROC, then TPR at each rate, with bootstrap intervals over documents."""
    low, high = ranks(human, llm, calibration=calibration)
    documents = ([s.block.document for s in human], [s.block.document for s in llm])
    area = auroc(low, high)
    found = [(area, estimate(area, auroc_interval(low, high, documents)))]
    for rate in RATES:
        value = tpr_at_fpr(low, high, rate)
        bounds = bootstrap(partial(tpr_at_fpr, fpr=rate), low, high, documents)
        found.append((value, f"{percent(value)} ({percent(bounds[0])} to {percent(bounds[1])})"))
    return found


def _promised(blocks: Sequence[Scored], calibration: Calibration) -> list[str]:
    return [cell(share(blocks, calibration, rate)) for rate in RATES]


def _aims(name: str, measured: Sequence[tuple[float, str]], wanted: Sequence[float | None]) -> list[Aim]:
    titles = ("AUROC", "TPR at 1% FPR", "TPR at 0.1% FPR")
    return [
        at_least(f"{title}, {name}", aim, value, told)
        for title, aim, (value, told) in zip(titles, wanted, measured, strict=False)
        if aim is not None
    ]


def _lengths(human: Sequence[Scored], llm: Sequence[Scored], calibration: Calibration) -> tuple[str, list[Aim]]:
    humans, llms = by_name(human, length), by_name(llm, length)
    rows, aims = [], []
    for name, wanted in zip(LENGTHS, _BY_LENGTH, strict=True):
        part = llms.get(name, [])
        if min(len(part), len(humans.get(name, []))) < _LEAST:
            continue
        measured = _measured(humans[name], part, calibration)
        rows.append([name, f"{len(part):,}", *(told for _, told in measured), *_promised(part, calibration)])
        aims.append(at_least(f"TPR at 1% FPR, {name}, rewrites apart", wanted, *measured[1]))
    head = ["length", "n", "AUROC", "TPR at 1% FPR", "TPR at 0.1% FPR", *(f"at {r:g}" for r in RATES)]
    return table(head, rows), aims


def _kind(s: Scored) -> str:
    if s.block.role == "known":
        return f"held out of training: {s.block.source}"
    return f"attacked: {s.block.source} ({s.block.attack})" if s.block.attack else f"{s.block.source}, {s.block.domain}"


def _compared(scored: Sequence[Scored], calibration: Calibration, others: Mapping[str, Calibration]) -> str:
    """What the choice of groups costs: the same LLM and human blocks under each grouping."""
    rows = []
    for name, made in others.items():
        mark = " (shipped)" if made.curves == calibration.curves else ""
        for what, part in {**parts(scored), "human, half b": of_role(scored, "judge")}.items():
            shares = [share(part, made, rate) for rate in RATES]
            rows.append([f"{name}{mark}: {what}", f"{len(part):,}", *map(cell, shares)])
    if not rows:
        return ""
    return "Flagged under each grouping of the human texts (p is the largest over its groups):\n\n" + table(
        ["groups: blocks", "n", *(f"at {r:g}" for r in RATES)], rows
    )
