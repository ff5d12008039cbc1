"""Rows over time: a mark of its own shape for each thing that has a date, and a span where something lasted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import altair as alt
import pandas as pd

from pilotbook.charts.chart_rows import HEADING, MARK, Picture, Placed, Row, place
from pilotbook.charts.palette import BLUE, DARK_GREY, LINE
from pilotbook.charts.theme import Room


@dataclass(frozen=True)
class Line:
    """A row of time: its name, its dates in words, its marks as (kind, ISO day), and from when to when it lasted, if known."""

    name: str
    told: str
    marks: tuple[tuple[str, str], ...]
    span: tuple[str, str] | None = None

    @property
    def days(self) -> list[str]:
        """Give every day that is drawn."""
        return [*(day for _, day in self.marks), *(self.span or ())]


def timeline(lines: Sequence[Line], shapes: Mapping[str, str], room: Room, today: str | None = None) -> Picture:
    """Draw the lines one under another; `shapes` gives the shape of each kind of mark, `today` where records end."""
    placed = place([row for line in lines for row in (Row(HEADING, line.name), Row(MARK, line.told))], room)
    years = [int(day[:4]) for line in lines for day in line.days] + ([int(today[:4])] if today else [])
    x = alt.X(
        "day:T",
        title=None,
        scale=alt.Scale(type="utc", domain=[f"{min(years)}-01-01", f"{max(years) + 1}-01-01"]),
        axis=alt.Axis(format="%Y", tickCount="year", grid=False),
    )
    layers = (*_now(lines, today, placed, x), *_spans(lines, placed, x), _marks(lines, placed, shapes, x))
    drawn: Picture = alt.layer(*layers, *_labels(lines, today, placed, x), *placed.words())
    return drawn.properties(width=room.plot, height=placed.height)


def _marks(lines: Sequence[Line], placed: Placed, shapes: Mapping[str, str], x: alt.X) -> alt.Chart:
    found = [
        {"kind": kind, "day": day, "y": y}
        for line, y in zip(lines, placed.of(MARK)["y"], strict=True)
        for kind, day in line.marks
    ]
    used = [kind for kind in shapes if kind in {one["kind"] for one in found}]
    # A key only where there is more than one shape to tell apart.
    key = alt.Legend(title=None, columns=2, symbolFillColor=BLUE, symbolStrokeWidth=0) if len(used) > 1 else None
    shape = alt.Shape("kind:N", legend=key, scale=alt.Scale(domain=used, range=[shapes[kind] for kind in used]))
    drawn: alt.Chart = (
        alt.Chart(pd.DataFrame(found))
        .mark_point(filled=True, size=130, opacity=1, color=BLUE)
        .encode(x=x, y=placed.y, shape=shape)
    )
    return drawn


def _spans(lines: Sequence[Line], placed: Placed, x: alt.X) -> list[alt.Chart]:
    found = [
        {"day": line.span[0], "end": line.span[1], "y": y}
        for line, y in zip(lines, placed.of(MARK)["y"], strict=True)
        if line.span
    ]
    if not found:
        return []
    return [alt.Chart(pd.DataFrame(found)).mark_bar(size=8, color=BLUE).encode(x=x, x2="end:T", y=placed.y)]


def _labels(lines: Sequence[Line], today: str | None, placed: Placed, x: alt.X) -> list[alt.Chart]:
    """Write each line's dates right of all that is drawn on it."""
    beside = placed.of(MARK).assign(day=[max([*line.days, *([today] if today else [])]) for line in lines])
    beside = beside[beside["text"] != ""][["day", "y", "text"]]
    if beside.empty:
        return []
    return [alt.Chart(beside).mark_text(align="left", dx=14).encode(x=x, y=placed.y, text="text:N")]


def _now(lines: Sequence[Line], today: str | None, placed: Placed, x: alt.X) -> list[alt.Chart]:
    """Draw the day to which the records are true, and the time from the first mark to it, at each line only.

    So it runs through no words.
    """
    if today is None:
        return []
    y = placed.of(MARK)["y"]
    since = pd.DataFrame({"day": [min(line.days) for line in lines], "end": today, "y": y.tolist()})
    ends = pd.DataFrame({"day": today, "y": y - 13, "end": y + 13})
    return [
        alt.Chart(since).mark_rule(color=LINE).encode(x=x, x2="end:T", y=placed.y),
        alt.Chart(ends).mark_rule(strokeDash=[4, 4], color=DARK_GREY).encode(x=x, y=placed.y, y2="end:Q"),
    ]
