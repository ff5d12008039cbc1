"""Who has published a result?"""

from functools import partial

import pandas as pd

from pilotbook.casebook import Casebook
from pilotbook.charts.chart import Chart
from pilotbook.charts.count_bars import tally
from pilotbook.record import formatting

_ORDER = ["Finding published", "Claim only, no figures", "Nothing published on what happened"]
_PROGRAMMES = ["Test, Learn and Grow and its campuses", "Forerunners and relatives"]


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
    """Say what is published on a case: a finding, a claim only, or nothing."""
    if book.has_result(slug):
        return _ORDER[0]
    return _ORDER[1] if book.directions[slug][1] else _ORDER[2]


def published_results(book: Casebook) -> Chart:
    """Draw how many cases have a published finding, a claim only, or nothing, by programme."""
    frame = standing_of_results(book)

    def cases(programme: str, standing: str) -> int:
        return int(frame.query("programme == @programme and standing == @standing")["cases"].sum())

    own, others = _PROGRAMMES
    counts = frame.rename(columns={"programme": "row", "standing": "column", "cases": "count"})
    total_own = int(frame.query("programme == @own")["cases"].sum())
    total_others = int(frame.query("programme == @others")["cases"].sum())
    with_own = cases(own, _ORDER[0])
    title = (
        "None of the programme’s own pilots has published a measured finding"
        if with_own == 0
        else f"{with_own} of the programme’s own pilots have published a measured finding"
    )
    sentence = (
        f"Of {formatting.count(total_own, 'case')} in Test, Learn and Grow and its campuses, {with_own} have a published finding and "
        f"{cases(own, _ORDER[1])} a claim without figures. Of {total_others} forerunners and relatives, "
        f"{cases(others, _ORDER[0])} have a published finding."
    )
    return Chart(
        name="published-results",
        title=title,
        subtitle="Case studies in this book, by what has been published about what happened",
        sentence=sentence,
        source="case records of this book; a claim without figures does not count as a finding",
        frame=frame,
        labels={"programme": "Programme", "standing": "What is published", "cases": "Cases", "of": "Cases in all"},
        draw=partial(tally, counts, _ORDER),
    )
