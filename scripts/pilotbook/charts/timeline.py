"""Rows over time: a span from begin to end, and a mark of its own shape for each thing that has a date."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import altair as alt
import pandas as pd

from pilotbook.charts.rows import HEADING, MARK, Picture, Placed, Row, place
from pilotbook.charts.theme import BLUE, DARK_GREY, Room


@dataclass(frozen=True)
class Line:
    """A row of time: its name, its dates in words, and when (ISO days) it began, ended and had each of its marks."""

    name: str
    told: str
    begin: str
    finish: str
    marks: tuple[tuple[str, str], ...]


def timeline(lines: Sequence[Line], shapes: Mapping[str, str], room: Room, today: str | None = None) -> Picture:
    """Draw the lines one under another; `shapes` gives the shape of each kind of mark, `today` where records end."""
    placed = place([row for line in lines for row in (Row(HEADING, line.name), Row(MARK, line.told))], room)
    days = [day for line in lines for day in (line.begin, line.finish, *(day for _, day in line.marks))]
    years = [int(day[:4]) for day in [*days, *([today] if today else [])]]
    span = alt.Scale(type="utc", domain=[f"{min(years)}-01-01", f"{max(years) + 1}-01-01"])
    x = alt.X("begin:T", title=None, scale=span, axis=alt.Axis(format="%b %Y", tickCount=3, grid=True))
    rows = pd.DataFrame({"y": placed.of(MARK)["y"].tolist(), "begin": [line.begin for line in lines]})
    rows = rows.assign(finish=[line.finish for line in lines], text=placed.of(MARK)["text"].tolist())
    spans = alt.Chart(rows).mark_bar(size=8, color=BLUE).encode(x=x, x2="finish:T", y=placed.y)
    labels = (
        alt.Chart(rows[rows["text"] != ""])
        .mark_text(align="left", dx=14)
        .encode(x=alt.X("finish:T", scale=span), y=placed.y, text="text:N")
    )
    drawn: Picture = alt.layer(*_now(today, span), spans, _marks(lines, placed, shapes, span), labels, *placed.words())
    return drawn.properties(width=room.plot, height=placed.height)


def _marks(lines: Sequence[Line], placed: Placed, shapes: Mapping[str, str], span: alt.Scale) -> alt.Chart:
    found = [
        {"kind": kind, "day": day, "y": y}
        for line, y in zip(lines, placed.of(MARK)["y"], strict=True)
        for kind, day in line.marks
    ]
    used = [kind for kind in shapes if kind in {one["kind"] for one in found}]
    # A key only where there is more than one shape to tell apart.
    key = alt.Legend(title=None, columns=2, symbolFillColor=BLUE) if len(used) > 1 else None
    shape = alt.Shape("kind:N", legend=key, scale=alt.Scale(domain=used, range=[shapes[kind] for kind in used]))
    drawn: alt.Chart = (
        alt.Chart(pd.DataFrame(found))
        .mark_point(filled=True, size=130, opacity=1, color=BLUE)
        .encode(x=alt.X("day:T", scale=span), y=placed.y, shape=shape)
    )
    return drawn


def _now(today: str | None, span: alt.Scale) -> list[alt.Chart]:
    if today is None:
        return []
    rule = alt.Chart(pd.DataFrame({"day": [today]})).mark_rule(strokeDash=[4, 4], color=DARK_GREY)
    return [rule.encode(x=alt.X("day:T", scale=span))]
