"""What stood in the way, and what did not work: who has named it?"""

from functools import partial

import pandas as pd

from pilotbook.casebook import Casebook
from pilotbook.charts.chart import Chart
from pilotbook.charts.count_bars import tally
from pilotbook.record import Case, formatting

_NAMED = "Names a barrier, or what did not work"
_SILENT = "Names neither, in what we read"


def failures(case: Case) -> int:
    """Count what a case says did not work."""
    return len(case.did_not_work) if isinstance(case.did_not_work, tuple) else 0


def barriers_by_area(book: Casebook) -> pd.DataFrame:
    """Give one row a policy area and answer: `area`, `answer`, `cases`, and the area's `of`, `failures` and `barriers`.

    A case counts in its chief area only, so that nothing is counted twice.
    """
    rows = [
        {
            "area": book.vocabulary.policy_areas[case.policy_area[0]].label,
            "answer": _NAMED if failures(case) or case.context.constraints else _SILENT,
            "failures": failures(case),
            "barriers": len(case.context.constraints),
        }
        for case in book.cases.values()
    ]
    frame = pd.DataFrame(rows, columns=["area", "answer", "failures", "barriers"])
    areas = frame.groupby("area").agg(of=("answer", "size"), failures=("failures", "sum"), barriers=("barriers", "sum"))
    every = pd.MultiIndex.from_product([areas.index, [_NAMED, _SILENT]], names=["area", "answer"])
    counted = frame.groupby(["area", "answer"]).size().reindex(every, fill_value=0).rename("cases").reset_index()
    return counted.merge(areas, on="area").sort_values(
        ["of", "area", "answer"], ascending=[False, True, True], kind="stable", ignore_index=True
    )


def named_barriers(book: Casebook) -> Chart:
    """Draw, by policy area, how many cases name a barrier or something that did not work."""
    frame = barriers_by_area(book)
    every = len(book.cases)
    named = int(frame.loc[frame["answer"] == _NAMED, "cases"].sum())
    once = frame.drop_duplicates("area")
    silent = frame.loc[frame["answer"] == _SILENT].sort_values("cases", ascending=False, kind="stable")
    frame = frame.assign(
        named=named, every=every, all_failures=int(once["failures"].sum()), all_barriers=int(once["barriers"].sum())
    )
    counts = frame.rename(columns={"area": "row", "answer": "column", "cases": "count"})
    told = (
        f" More of those where it names neither are on {silent['area'].iloc[0].lower()} than on any other: "
        f"{int(silent['cases'].iloc[0])}."
        if len(silent) and silent["cases"].iloc[0]
        else ""
    )
    return Chart(
        name="named-barriers",
        title=f"In {named} of {formatting.count(every, 'case')}, what we read says what stood in the way or did not work",
        subtitle="Case studies by chief policy area, and whether a source that we read names a barrier or something that did not work",
        sentence=f"In {named} of {formatting.count(every, 'case')}, what we read names a barrier or something that did not work: "
        f"{formatting.count(int(once['failures'].sum()), 'thing')} that did not work and "
        f"{formatting.count(int(once['barriers'].sum()), 'barrier')}.{told}",
        source="case records of this book",
        frame=frame,
        labels={
            "area": "Policy area",
            "answer": "What we read of its sources",
            "cases": "Cases",
            "of": "Cases in the area",
            "failures": "Things that did not work",
            "barriers": "Barriers",
            "named": "Cases where what we read names either, in all",
            "every": "Cases, in all",
            "all_failures": "Things that did not work, in all",
            "all_barriers": "Barriers, in all",
        },
        draw=partial(tally, counts, [_NAMED, _SILENT]),
    )
