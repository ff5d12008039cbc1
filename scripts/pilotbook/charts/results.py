"""Whose results does this book hold? What was not read is not told as not published."""

from functools import partial

import pandas as pd

from pilotbook.casebook import Casebook
from pilotbook.charts.chart import Chart
from pilotbook.charts.count_bars import tally
from pilotbook.record import formatting

_ORDER = ["A finding", "A claim only", "Neither in what we read"]
_PROGRAMMES = ["Test, Learn and Grow and its campuses", "Forerunners and similar programmes"]


def standing_of_results(book: Casebook) -> pd.DataFrame:
    """Give one row a programme and kind of result: `programme`, `standing`, `cases` (count), `of` (cases in the programme)."""
    rows = [
        {"programme": _programme(book, slug), "standing": standing_of_case(book, slug), "slug": slug}
        for slug in book.cases
    ]
    frame = pd.DataFrame(rows, columns=["programme", "standing", "slug"])
    found = frame.groupby(["programme", "standing"])["slug"].count()
    # A kind of result that no case has is told as 0, not left out.
    every = pd.MultiIndex.from_product([_PROGRAMMES, _ORDER], names=["programme", "standing"])
    counted = found.reindex(every, fill_value=0).rename("cases").reset_index()
    counted["of"] = counted.groupby("programme")["cases"].transform("sum")
    return counted


def _programme(book: Casebook, slug: str) -> str:
    programme = book.cases[slug].programme
    own = programme and programme.name in ("test-learn-and-grow", "community-mission-challenge")
    return _PROGRAMMES[0] if own else _PROGRAMMES[1]


def standing_of_case(book: Casebook, slug: str) -> str:
    """Say what this book holds on a case: a finding, a claim only, or neither."""
    if book.has_result(slug):
        return _ORDER[0]
    return _ORDER[1] if book.directions[slug][1] else _ORDER[2]


def published_results(book: Casebook) -> Chart:
    """Draw how many cases have a finding in this book, a claim only, or neither, by programme."""
    frame = standing_of_results(book)

    def cases(programme: str, standing: str) -> int:
        return int(frame.query("programme == @programme and standing == @standing")["cases"].sum())

    own, others = _PROGRAMMES
    counts = frame.rename(columns={"programme": "row", "standing": "column", "cases": "count"})
    total_own = int(frame.query("programme == @own")["cases"].sum())
    total_others = int(frame.query("programme == @others")["cases"].sum())
    with_own = cases(own, _ORDER[0])
    every = formatting.count(total_own, "case")
    title = (
        f"No measured finding read in the programme’s {every}, campuses included"
        if with_own == 0
        else f"{with_own} of the programme’s {every}, campuses included, {'has' if with_own == 1 else 'have'} a measured finding"
    )
    sentence = (
        f"Of {every} in Test, Learn and Grow and its campuses, {with_own} have a finding in this book and "
        f"{cases(own, _ORDER[1])} a claim only. Of {total_others} forerunners and similar programmes, "
        f"{cases(others, _ORDER[0])} have a finding in this book. The others may have published one that we have not read."
    )
    return Chart(
        name="published-results",
        title=title,
        subtitle="Case studies in this book, by what we read about what happened; a case is one record, not one place",
        sentence=sentence,
        source="case records of this book; a claim does not count as a finding",
        frame=frame,
        labels={"programme": "Programme", "standing": "What we read", "cases": "Cases", "of": "Cases in all"},
        draw=partial(tally, counts, _ORDER),
    )
