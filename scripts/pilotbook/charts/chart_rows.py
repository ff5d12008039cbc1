"""Pictures of rows one under another: headings, notes, and marks that each carry their label, beside them or above."""

import math
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

import altair as alt
import pandas as pd

from pilotbook.charts.palette import BLUE, DARK_GREY, INK, WHITE
from pilotbook.charts.theme import Room

Picture: TypeAlias = alt.LayerChart | alt.FacetChart
HEADING, NOTE, MARK, NAMED = "heading", "note", "mark", "named"
_HEIGHTS = {HEADING: 22, NOTE: 20, MARK: 26}
# Left free above a heading, and above a label or name that stands over its mark: it belongs to what is below.
_ABOVE = {HEADING: 14, MARK: 4, NAMED: 8}


# Beyond so many rows a picture is a list that cannot be taken in at a glance, and the table below it holds them all.
MOST = 40


def drawn_first(frame: pd.DataFrame) -> tuple[pd.DataFrame, list["Row"]]:
    """Give the rows of a frame that a picture has room for, and a line that says how many more the table has, if any."""
    left = len(frame) - MOST
    return frame.head(MOST), [Row(NOTE, f"and {left:,} more, in the table")] if left > 0 else []


@dataclass(frozen=True)
class Row:
    """A row: a heading in bold, a note, or a mark with its label, value, interval and group.

    A named mark has its name on the left, where there is room for names, else above.
    """

    kind: str
    text: str
    value: float | None = None
    low: float | None = None
    high: float | None = None
    group: str = ""


@dataclass(frozen=True)
class Placed:
    """Rows with their place: `frame` has a column for each part of a row and `y`, its middle; `height` is that of them all."""

    frame: pd.DataFrame
    height: float

    @property
    def y(self) -> alt.Y:
        """Give the axis down the rows, in pixels."""
        return alt.Y("y:Q", axis=None, scale=alt.Scale(domain=[self.height, 0], nice=False, zero=False))

    def of(self, kind: str) -> pd.DataFrame:
        """Give the rows of one kind."""
        return self.frame[self.frame["kind"] == kind]

    def words(self) -> list[alt.Chart]:
        """Draw headings and notes from the left edge."""
        weights = ((HEADING, "bold"), (NOTE, "normal"))
        return [
            alt.Chart(part[["text", "y"]])
            .mark_text(align="left", fontWeight=weight)  # type: ignore[arg-type]
            .encode(x=alt.value(0), y=self.y, text="text:N")
            for kind, weight in weights
            if len(part := self.of(kind))
        ]


def place(rows: Sequence[Row], room: Room) -> Placed:
    """Wrap rows to the room and place them. A label that has no room beside its mark stands above it."""
    placed: list[dict[str, Any]] = []
    top = 0.0
    for row in rows:
        top += _gap(row, room) if placed else 0
        lines = list(_beside(row, room) if row.kind == NAMED and room.names else _above(row, room))
        placed += [{**vars(line), "y": top + y} for line, y in lines]
        top += max((y + _HEIGHTS[line.kind] / 2 for line, y in lines), default=0)
    # As objects, because pandas would turn a text column without a text into numbers.
    frame = pd.DataFrame(placed, columns=[*Row.__dataclass_fields__, "y"], dtype=object)
    return Placed(frame.astype({"value": float, "low": float, "high": float, "y": float}), max(top, 1))


def _gap(row: Row, room: Room) -> int:
    return 0 if row.kind == MARK and len(row.text) <= room.label else _ABOVE.get(row.kind, 0)


def _above(row: Row, room: Room) -> Iterator[tuple[Row, float]]:
    """Yield the lines that a row takes one under another, each with its middle."""
    is_mark, top = row.kind in (MARK, NAMED), 0.0
    is_short = row.kind == MARK and len(row.text) <= room.label
    for text in [] if is_short else textwrap.wrap(row.text, room.letters):
        kind = NOTE if is_mark else row.kind
        yield Row(kind, text), top + _HEIGHTS[kind] / 2
        top += _HEIGHTS[kind]
    if is_mark:
        yield replace(row, kind=MARK, text=row.text if is_short else ""), top + _HEIGHTS[MARK] / 2


def _beside(row: Row, room: Room) -> Iterator[tuple[Row, float]]:
    """Yield the lines of a name, and its mark at the middle of them."""
    lines = textwrap.wrap(row.text, room.names)
    for index, text in enumerate(lines):
        yield Row(NOTE, text), (index + 0.5) * _HEIGHTS[NOTE]
    yield replace(row, kind=MARK, text=""), len(lines) * _HEIGHTS[NOTE] / 2


def bars(rows: Sequence[Row], room: Room, axis: str) -> Picture:
    """Draw bars from zero."""
    placed = place(rows, room)
    marks = _ends(placed.of(MARK), least=0)
    x = alt.X("value:Q", title=axis, axis=alt.Axis(tickCount=5, grid=False), scale=alt.Scale(zero=True), stack=None)
    bar = alt.Chart(marks).mark_bar(size=18, orient="horizontal", color=BLUE).encode(x=x, y=placed.y)
    return _layers(placed, room, bar, *_labels(marks, placed))


def points(rows: Sequence[Row], room: Room, axis: str, zero: float | None) -> Picture:
    """Draw a point for each mark, its interval, and a dashed line at `zero`, no difference, if any."""
    placed = place(rows, room)
    marks = _ends(placed.of(MARK), least=-math.inf)
    x = alt.X("value:Q", title=axis, axis=alt.Axis(tickCount=5, grid=False))
    point = alt.Chart(marks).mark_point(filled=True, size=130, opacity=1, color=BLUE).encode(x=x, y=placed.y)
    lines = [] if zero is None else [_zero(marks, placed, axis, zero)]
    return _layers(placed, room, *lines, *_intervals(marks, placed), point, *_labels(marks, placed))


def _zero(marks: pd.DataFrame, placed: Placed, axis: str, zero: float) -> alt.Chart:
    """Draw the line of no difference at each mark only, so that it runs through no words."""
    half = _HEIGHTS[MARK] / 2
    ends = pd.DataFrame({"x": zero, "y": marks["y"] - half, "end": marks["y"] + half})
    drawn: alt.Chart = (
        alt.Chart(ends)
        .mark_rule(strokeDash=[4, 4], color=DARK_GREY)
        .encode(x=alt.X("x:Q", title=axis), y=placed.y, y2="end:Q")
    )
    return drawn


def stacked(panels: Sequence[Picture]) -> alt.TopLevelMixin:
    """Set panels under one another, each with its own axis."""
    return panels[0] if len(panels) == 1 else alt.vconcat(*panels, spacing=24)


def _layers(placed: Placed, room: Room, *marks: alt.Chart) -> Picture:
    drawn: Picture = alt.layer(*marks, *placed.words())
    return drawn.properties(width=room.plot, height=placed.height)


def _ends(marks: pd.DataFrame, least: float) -> pd.DataFrame:
    """Say where each mark ends, which is where its label begins."""
    return marks.assign(end=marks[["value", "high"]].max(axis=1).clip(lower=least))


def _labels(marks: pd.DataFrame, placed: Placed) -> list[alt.Chart]:
    beside = marks[marks["text"] != ""]
    if beside.empty:
        return []
    return [alt.Chart(beside).mark_text(align="left", dx=10).encode(x="end:Q", y=placed.y, text="text:N")]


def _intervals(marks: pd.DataFrame, placed: Placed) -> list[alt.Chart]:
    """Draw each interval in ink on a white edge, so that it is seen on a bar too."""
    known = marks.dropna(subset=["low", "high"])
    lines = ((7, WHITE), (3, INK)) if len(known) else ()
    return [
        alt.Chart(known).mark_rule(strokeWidth=width, color=colour).encode(x="low:Q", x2="high:Q", y=placed.y)
        for width, colour in lines
    ]
