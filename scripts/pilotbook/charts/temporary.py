"""Temporary accommodation: context figures over time, and what they do not show."""

from functools import partial

import altair as alt
import pandas as pd

from pilotbook.casebook import Casebook
from pilotbook.charts.chart import Chart
from pilotbook.charts.chart_rows import Picture
from pilotbook.charts.palette import CATEGORICAL
from pilotbook.charts.theme import PAGE, Room
from pilotbook.record import formatting
from pilotbook.record.text import earliest

SERIES = "households-in-temporary-accommodation"
# What numbers on the left and names on the right take.
_BESIDE = 150
_NONE = "No council’s figure on temporary accommodation is in this book"


def series_figures(book: Casebook, series: str) -> pd.DataFrame:
    """Give one row a figure of a series: `place`, `as_of` (ISO date), `date` (words), `value`, `qualifier`, `source`, `case`."""
    rows = [
        {
            "place": book.vocabulary.places[item.place].label,
            "as_of": earliest(item.as_of),
            "date": formatting.date(item.as_of),
            "value": int(item.figure.value),
            "qualifier": (item.figure.qualifier or "").replace("_", " "),
            "source": next(s.publisher for s in case.sources if s.id == item.figure.source[0]),
            "case": case.title,
        }
        for case in book.cases.values()
        for item in case.context.figures
        if item.series == series and item.place and item.as_of
    ]
    frame = pd.DataFrame(rows, columns=["place", "as_of", "date", "value", "qualifier", "source", "case"])
    return frame.sort_values(["place", "as_of"], ignore_index=True)


def temporary_accommodation(book: Casebook) -> Chart:
    """Draw households in temporary accommodation in the first areas, at every date that a council gave."""
    frame = series_figures(book, SERIES)
    told = " ".join(
        f"{place}: " + formatting.listed(f"{row.value:,} ({row.date})" for row in rows.itertuples()) + "."
        for place, rows in frame.groupby("place")
    )
    return Chart(
        name="temporary-accommodation",
        title="Councils count hundreds or thousands of households; no figure that we read is tied to the pilots"
        if told
        else _NONE,
        subtitle="Households in temporary accommodation as each council gave them, at the dates it gave; scope differs by place",
        sentence=told or f"{_NONE}.",
        source="council pages and reports cited in each case; these are context, not results",
        frame=frame,
        labels={
            "place": "Place",
            "date": "Date",
            "qualifier": "Given as",
            "value": "Households",
            "source": "Published by",
            "case": "Case",
        },
        units={"value": "households"},
        draw=partial(_picture, frame),
    )


def _picture(frame: pd.DataFrame, room: Room) -> Picture:
    """Draw a line a place, of its own shape and with its name at the end."""
    base = alt.Chart(frame).encode(
        x=alt.X("as_of:T", title=None, axis=alt.Axis(format="%Y", tickCount="year")),
        y=alt.Y("value:Q", title=None, scale=alt.Scale(zero=True), axis=alt.Axis(tickCount=5, format=",d")),
        color=alt.Color("place:N", legend=None, scale=alt.Scale(range=list(CATEGORICAL))),
    )
    lines = base.mark_line(strokeWidth=2.5)
    points = base.mark_point(filled=True, size=90, opacity=1).encode(shape=alt.Shape("place:N", legend=None))
    last = frame.groupby("place", as_index=False).last()
    names = alt.Chart(last).mark_text(align="left", dx=10).encode(x="as_of:T", y="value:Q", text="place:N")
    drawn: Picture = alt.layer(lines, points, names)
    return drawn.properties(width=room.width - _BESIDE, height=300 if room == PAGE else 240)
