"""The programme's own pilots over time: what each has announced, started, ended and published, as far as we have read."""

from collections.abc import Sequence
from functools import partial
from typing import Any

import pandas as pd

from pilotbook.casebook import Casebook
from pilotbook.charts.chart import Chart
from pilotbook.charts.chart_rows import MOST, Picture
from pilotbook.charts.counted import EVENTS, Row, pilots, programme_label
from pilotbook.charts.theme import Room
from pilotbook.charts.timeline import Line, timeline
from pilotbook.charts.wording import NO_DATE
from pilotbook.record import formatting
from pilotbook.views.missing_results import as_of

_SHAPES = {
    "Announced": "circle",
    "Start planned": "diamond",
    "Started": "triangle-right",
    "End planned": "cross",
    "Ended": "square",
    "Results due": "triangle-down",
    "Results published": "triangle-up",
}


def programme_dates(rows: Sequence[Row]) -> pd.DataFrame:
    """Give one row a pilot of the programme, earliest first: `pilot`, `stage`, a column for each event in words, `result`.

    `marks` holds (kind, ISO day) of each event with a date. `pilots`, `results` and a count for each event count them all.
    """
    frame = pd.DataFrame(rows, columns=["pilot", "stage", *EVENTS, "result", "marks"], dtype=object)
    frame = frame.sort_values("pilot", kind="stable").sort_values(
        "marks",
        key=lambda marks: marks.map(lambda found: found[0][1] if found else "9"),
        kind="stable",
        ignore_index=True,
    )
    counts = {f"with_{name}": int((frame[name] != NO_DATE).sum()) for name in EVENTS}
    return frame.assign(**counts, results=int((frame["result"] == "yes").sum()), pilots=len(frame))


def programme_timeline(book: Casebook) -> Chart | None:
    """Draw each pilot of the programme over time; None where the book has none of them with a date."""
    return programme_timeline_of(pilots(book), programme_label(book), as_of(book))


def programme_timeline_of(rows: Sequence[Row], label: str, day: str) -> Chart | None:
    """Draw pilots of the programme that is called `label` over time, as they stood on a day."""
    frame = programme_dates(rows)
    drawn = frame[frame["marks"].map(bool)]
    if drawn.empty:
        return None
    count, results = len(frame), int(frame["results"].iloc[0])
    counts = {name: int(frame[f"with_{name}"].iloc[0]) for name in EVENTS}
    held = "None" if not results else f"{results}"
    searched = max((row["searched"] for row in rows), default="")
    looked = f" (last searched on {formatting.date(searched)})" if searched else ""
    has = "has" if results <= 1 else "have"
    return Chart(
        name="programme-timeline",
        title=f"{held} of the {formatting.count(count, 'record')} on {label} {has} a finding that we could read",
        subtitle=f"What is on record for {_which(len(drawn))} by {formatting.date(day)} (dashed); no mark: no date found",
        sentence=f"{results} of {count} records hold a finding{looked}. {counts['announced']} have a date of announcement, "
        f"{counts['start']} of a start, planned or made, {counts['end']} of an end, and {counts['results_due']} a date for results.",
        source="case records of this book",
        frame=frame.assign(as_of=formatting.date(day), searched=formatting.date(searched) if searched else NO_DATE),
        labels={
            "pilot": "Pilot",
            "searched": "Last searched on",
            "stage": "Stage",
            **EVENTS,
            "result": "Finding in this book",
            **{f"with_{name}": f"{heading}: dates, in all" for name, heading in EVENTS.items()},
            "results": "With a finding in this book, in all",
            "pilots": "Pilots, in all",
            "as_of": "As of",
        },
        draw=partial(_picture, drawn.tail(MOST), day),
    )


def _which(drawn: int) -> str:
    return "each pilot" if drawn <= MOST else f"the {MOST} pilots that began last"


def _picture(drawn: pd.DataFrame, today: str, room: Room) -> Picture:
    lines = [
        Line(one["pilot"], _label(one), one["marks"], _lasted(dict(one["marks"]))) for one in drawn.to_dict("records")
    ]
    return timeline(lines, _SHAPES, room, today)


def _label(one: dict[Any, Any]) -> str:
    """Write the dates of a pilot: 'announced December 2024; start January 2025 (planned)'."""
    told = [f"{heading.lower()} {one[name]}" for name, heading in EVENTS.items() if one[name] != NO_DATE]
    return "; ".join(told).replace("started", "start").replace("ended", "end")


def _lasted(days: dict[str, str]) -> tuple[str, str] | None:
    """Give from when to when a pilot ran; what is only planned is no running."""
    return (days["Started"], days["Ended"]) if {"Started", "Ended"} <= set(days) else None
