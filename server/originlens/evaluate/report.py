"""The report of an evaluation: one self-contained HTML page with drawings and tables, and no text that was judged.

It shares its look with the try-it page and the report of a scan. Nothing in it runs or is loaded from elsewhere.
"""

from originlens.evaluate import plots
from originlens.evaluate.figures import Figures
from originlens.evaluate.summary import headline, lines, percent
from originlens.evaluate.tables import Table, tables
from originlens.html_page import fill, safe

STYLES = ("web/try_it/tokens.css", "web/try_it/reading.css", "cli/report.css", "evaluate/report.css")
_KEY = '<span class="key"></span>'


def report(texts: str, made: Figures) -> str:
    """One HTML page, ready to be written as UTF-8. `texts`: what was evaluated, such as the names of the files."""
    return fill(
        "evaluate/report.html",
        STYLES,
        texts=safe(texts),
        detector=safe(made.detector),
        headline=safe(headline(made)),
        lines="".join(f"<p>{safe(line)}</p>" for line in lines(made)),
        plots=f'<div class="plots">{"".join(_plots(made))}</div>',
        tables="\n".join(_part(safe(one.title), safe(one.note), _table(one)) for one in tables(made)),
        fitted_on=safe(made.fitted_on or "nothing"),
    )


def _part(title: str, note: str, content: str) -> str:
    return f'<section class="part"><h2>{title}</h2><p>{note}</p>{content}</section>'


def _plots(made: Figures) -> list[str]:
    drawn = []
    if made.auroc:
        note = "Each threshold of the score, with the rare false alarms spread out. Dotted: a score that knows nothing."
        drawn.append(_part("Found against false alarms", note, plots.roc(made)))
    if any(row.human.n for row in made.promise):
        note = f"{_KEY}as promised; above it more were flagged. Bars: 95% intervals. Hollow: none was flagged."
        drawn.append(_part("Is the promise kept?", note, plots.calibration(made.promise)))
    return drawn


def _table(one: Table) -> str:
    columns = [f'<th scope="col">{safe(name)}</th>' for name in one.head]
    drawn = [f"<td>{plots.strip(*share)}</td>" for share in one.shares] or [""] * len(one.rows)
    if one.shares:
        columns.insert(1, _scale(logarithmic=one.shares[0][1] is not None))
    rows = []
    for place, (row, strip) in enumerate(zip(one.rows, drawn, strict=True)):
        look = ' class="broken"' if place in one.broken else ""
        cells = "".join(f"<td>{safe(cell)}</td>" for cell in row[1:])
        rows.append(f'<tr{look}><th scope="row">{safe(row[0])}</th>{strip}{cells}</tr>')
    return (
        f'<div class="wide" tabindex="0" role="region" aria-label="{safe(one.title)}"><table>'
        f"<thead><tr>{''.join(columns)}</tr></thead><tbody>{''.join(rows)}</tbody></table></div>"
    )


def _scale(*, logarithmic: bool) -> str:
    """The heading of the drawn column: the ends of its scale."""
    ends = (percent(plots.LEAST), "1%", "100%") if logarithmic else ("0%", "50%", "100%")
    key = f"{_KEY}promised" if logarithmic else ""
    return f'<th class="drawn">{key}<span class="ends">{"".join(f"<span>{at}</span>" for at in ends)}</span></th>'
