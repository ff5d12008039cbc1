"""What did it cost, and who counted? Every cost line of the book, by which of its sums are in what we read."""

from functools import partial

import pandas as pd

from pilotbook.casebook import Casebook
from pilotbook.charts.chart import Chart
from pilotbook.charts.count_bars import tally
from pilotbook.record import Figure, formatting
from pilotbook.record.case import Cost

_COST, _CLAIM = "Costs", "Savings and benefits claimed"
_ANSWERS = ["Planned and actual", "Actual only", "Planned or forecast only", "No sum in what we read"]


def costs_by_answer(book: Casebook) -> pd.DataFrame:
    """Give one row a kind of line and answer: `kind` (costs, claims), `answer` (which sums are in the record), `lines`, `of`.

    `estimates` counts, beside each, the claims whose sum afterwards is an estimate.
    """
    rows = [(_CLAIM if cost.is_claim else _COST, _answer(cost)) for case in book.cases.values() for cost in case.costs]
    found = pd.DataFrame(rows, columns=["kind", "answer"]).groupby(["kind", "answer"]).size()
    every = pd.MultiIndex.from_product([[_COST, _CLAIM], _ANSWERS], names=["kind", "answer"])
    frame = found.reindex(every, fill_value=0).rename("lines").reset_index()
    return frame.assign(of=frame.groupby("kind")["lines"].transform("sum"), estimates=_estimates(book))


def _estimates(book: Casebook) -> int:
    """Count the claims whose sum afterwards is an estimate, and not put as made."""
    sums = (cost.actual for case in book.cases.values() for cost in case.costs if cost.is_claim)
    return sum(isinstance(item, Figure) and item.status == "estimate" for item in sums)


def _answer(cost: Cost) -> str:
    planned, actual = isinstance(cost.planned, Figure), isinstance(cost.actual, Figure)
    return _ANSWERS[0 if planned and actual else 1 if actual else 2 if planned else 3]


def counted_costs(book: Casebook) -> Chart:
    """Draw how many cost lines, and how many claimed savings, have a planned sum, an actual one, both or none."""
    frame = costs_by_answer(book)
    count = {(kind, answer): int(lines) for kind, answer, lines, *_ in frame.itertuples(index=False)}
    estimates = int(frame["estimates"].iloc[0])
    of = {kind: int(total) for kind, total in zip(frame["kind"], frame["of"], strict=True)}
    both = count[_COST, _ANSWERS[0]]
    counts = frame.rename(columns={"kind": "row", "answer": "column", "lines": "count"})
    title = (
        f"In what we read, {both} of {formatting.count(of[_COST], 'cost')} can be checked against a plan"
        if both
        else ("No cost in this book has both a planned and a spent sum in what we read")
    )
    return Chart(
        name="counted-costs",
        title=title,
        subtitle="Lines on money in the case studies, by which sums are in what we read; claimed savings and benefits stand apart",
        sentence=f"Of {formatting.count(of[_COST], 'line')} of cost, in what we read, {both} give both a planned and an actual sum, "
        f"{count[_COST, _ANSWERS[2]]} a planned one only, {count[_COST, _ANSWERS[1]]} an actual one only, and "
        f"{count[_COST, _ANSWERS[3]]} none. Of {of[_CLAIM]} lines on claimed savings and benefits, "
        f"{count[_CLAIM, _ANSWERS[2]]} are forecasts alone, and {count[_CLAIM, _ANSWERS[1]]} give a sum told as made, "
        f"found or worked out. Of these sums, {estimates} are estimates, and the others are put as made or found. "
        "A line may be of a programme, an evaluation or a "
        "later phase, and not of the pilot itself.",
        source="cost lines of the case records of this book",
        frame=frame,
        labels={
            "kind": "Kind of line",
            "answer": "What we read",
            "lines": "Lines",
            "of": "Lines of this kind",
            "estimates": "Claims of a sum told as made, found or worked out which are estimates, in all",
        },
        draw=partial(tally, counts, _ANSWERS),
    )
