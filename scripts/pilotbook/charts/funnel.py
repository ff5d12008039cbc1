"""How far all pilots of the book have come: announced, planned, running, ended, with a finding in this book."""

from functools import partial

import pandas as pd

from pilotbook.casebook import Casebook
from pilotbook.charts.chart import Chart
from pilotbook.charts.chart_rows import MARK, NOTE, Picture, Row, bars
from pilotbook.charts.theme import Room
from pilotbook.record import formatting
from pilotbook.views.missing_results import Funnel, as_of, funnel

_STEPS = (
    "In the book",
    "Planned, or further",
    "Running, end not known, or further",
    "Ended",
    "Ended, with a finding in this book",
)


def steps_reached(whole: Funnel) -> pd.DataFrame:
    """Give one row a step on the way to a result: `step`, `cases` that have come so far, and `of`, all cases."""
    later = [sum(list(whole.steps.values())[index:]) for index in range(len(whole.steps))]
    return pd.DataFrame({"step": _STEPS, "cases": [*later, whole.finding], "of": whole.cases})


def results_funnel(book: Casebook) -> Chart | None:
    """Draw how many cases have come how far; None for a book without cases."""
    return results_funnel_of(funnel(book, "All cases", book.views), as_of(book))


def results_funnel_of(whole: Funnel, day: str) -> Chart | None:
    """Draw how many of all cases have come how far by a day."""
    frame = steps_reached(whole)
    reached = dict(zip(frame["step"], map(int, frame["cases"]), strict=True))
    every, ended, found = (reached[_STEPS[index]] for index in (0, 3, 4))
    if not every:
        return None
    return Chart(
        name="results-funnel",
        title=f"{found} of {formatting.count(ended, 'pilot')} that ended {'has' if found == 1 else 'have'} a finding in this book",
        subtitle=f"Cases in this book by how far they have come, {formatting.date(day)}; a step counts all that came that far",
        sentence=f"Of {formatting.count(every, 'case')} in the book, {ended} have ended, "
        f"and {found} of those have a finding in this book. The others may have published one that we have not "
        "read, or a source says that it was not measured.",
        source="case records of this book; a claim does not count as a finding",
        frame=frame.assign(as_of=formatting.date(day)),
        labels={"step": "Step", "cases": "Cases", "of": "Cases in all", "as_of": "As of"},
        draw=partial(_picture, frame),
    )


def _picture(frame: pd.DataFrame, room: Room) -> Picture:
    rows = [
        row
        for one in frame.to_dict("records")
        for row in (Row(NOTE, one["step"]), Row(MARK, str(one["cases"]), one["cases"]))
    ]
    return bars(rows, room, "Cases")
