"""The harvest plot: evidence that cannot be pooled, drawn as the field draws it (Ogilvie and others, 2008).

A bar is one outcome. It stands in the column of what was found, is as tall as its design is strong, is filled from a score of 3
on, and bears a dot where it is a main outcome. Bars that touch are of one case, so that a case with many outcomes is seen as one.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from pilotbook.charts.panels import Bar, Harvest, Study
from pilotbook.charts.record_chart import RecordChart
from pilotbook.judgement.tally import FAIR
from pilotbook.judgement.verdict import WORST_FIRST
from pilotbook.record import formatting
from pilotbook.record.outcome import FINDINGS

_LABELS = {
    "row": "",
    "score": "Score of the design, 1 to 5",
    **{code: formatting.capital(FINDINGS[code]) for code in WORST_FIRST},
    "main": "Of them main outcomes",
    "cases": "Cases",
}
# So many bars of a cell are drawn; the table counts all of them.
MOST = 60
SUBTITLE = (
    "Each bar is one outcome. Taller: a design that scores more, 1 to 5. Filled: a score of 3 or more. Dot: a main outcome. "
    "Bars that touch are of one case"
)
Row = dict[str, Any]


@dataclass(frozen=True)
class Scored:
    """An outcome with a score and a finding, the case that it is of, and the row that it stands in."""

    row: str
    case: str
    finding: str
    sms: int
    is_main: bool


def harvest(name: str, first: str, scored: Sequence[Scored], title: str, sentence: str) -> RecordChart | None:
    """Draw outcomes by row and finding, rows in their order; None where there is nothing to compare.

    first: what the rows are. Every number in `sentence` must be one of `scored`.
    """
    if len(scored) < 2:
        return None
    rows = tuple(dict.fromkeys(one.row for one in scored))
    return RecordChart(
        name=name,
        section="harvest",
        title=title,
        subtitle=SUBTITLE,
        sentence=sentence,
        source="the cases of this book; designs scored on the Maryland scale, from what we read",
        path=f"casebook/{name}",
        rows=tuple(_counts(rows, scored)),
        labels={**_LABELS, "row": first},
        panels=(_panel(rows, scored),),
    )


def _counts(rows: Iterable[str], scored: Iterable[Scored]) -> Iterator[Row]:
    """Yield a row for each row of the plot and score, highest first."""
    here: dict[tuple[str, int], list[Scored]] = defaultdict(list)
    for one in scored:
        here[one.row, one.sms].append(one)
    for row in rows:
        for score in range(5, 0, -1):
            if alike := here.get((row, score)):
                found = [one.finding for one in alike]
                yield {
                    "row": row,
                    "score": score,
                    **{code: found.count(code) for code in WORST_FIRST},
                    "main": sum(one.is_main for one in alike),
                    "cases": len({one.case for one in alike}),
                }


def _panel(rows: Iterable[str], scored: Iterable[Scored]) -> Harvest:
    cells: dict[tuple[str, str], list[Scored]] = defaultdict(list)
    for one in scored:
        cells[one.row, one.finding].append(one)
    columns = tuple(formatting.capital(FINDINGS[code]) for code in WORST_FIRST)
    return Harvest(columns, tuple((row, tuple(_cell(cells[row, code]) for code in WORST_FIRST)) for row in rows))


def _cell(scored: Sequence[Scored]) -> tuple[Study, ...]:
    """Give the cases of a cell, that with the best score first, each with its outcomes side by side."""
    best: dict[str, int] = {}
    for one in scored:
        best[one.case] = max(best.get(one.case, 0), one.sms)
    order = sorted(scored, key=lambda one: (-best[one.case], one.case, -one.sms, not one.is_main))[:MOST]
    return tuple(
        Study(tuple(Bar(one.sms, one.sms >= FAIR, one.is_main) for one in ones))
        for _, ones in groupby(order, key=lambda one: one.case)
    )
