"""Pictures of rows and columns: names on the left or above, a heading over each column, counts as bars from zero."""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

import altair as alt
import pandas as pd

from pilotbook.charts.chart_rows import MARK, MOST, NAMED, NOTE, Picture, Row, place
from pilotbook.charts.palette import BLUE, LINE
from pilotbook.charts.theme import Room

# The pixels that the number at the end of a bar takes, a letter of a column's heading, and a line of it.
_NUMBER, _LETTER, _LINE_HEIGHT = 32, 7.8, 17


@dataclass(frozen=True)
class Columns:
    """Columns of equal width, right of the names where these stand beside the rows."""

    names: Sequence[str]
    room: Room

    @property
    def wide(self) -> float:
        """Give the width of a column."""
        return (self.room.width - self.room.beside) / len(self.names)

    def start(self, name: str) -> float:
        """Give the left edge of a column."""
        return self.room.beside + self.wide * self.names.index(name)

    def x(self, field: str) -> alt.X:
        """Give the axis across the columns, in pixels."""
        return alt.X(f"{field}:Q", axis=None, scale=alt.Scale(domain=[0, self.room.width], nice=False))

    def heads(self) -> alt.Chart:
        """Write what each column holds above it, in as many lines as its width asks."""
        lines = [textwrap.wrap(name, int(self.wide / _LETTER)) for name in self.names]
        most = max(map(len, lines))
        told = [{"x": self.start(name), "text": "\n".join(text)} for name, text in zip(self.names, lines, strict=True)]
        drawn: alt.Chart = (
            alt.Chart(pd.DataFrame(told))
            .mark_text(align="left", baseline="top", lineBreak="\n", lineHeight=_LINE_HEIGHT)
            .encode(x=self.x("x"), y=alt.value(-most * _LINE_HEIGHT - 6), text="text:N")
        )
        return drawn


def tally(frame: pd.DataFrame, kinds: Sequence[str], room: Room) -> Picture:
    """Draw each row's counts as bars side by side, one column a kind, each with its number: no key, no colour to read.

    frame: `row` and `column` (words) and `count`; rows stand in its order, and a pair that is not there is none.
    """
    names = list(dict.fromkeys(frame["row"]))
    left = len(names) - MOST
    names = names[:MOST]
    more = [Row(NOTE, f"and {left:,} more, in the table")] if left > 0 else []
    placed = place([*(Row(NAMED, name) for name in names), *more], room)
    columns = Columns(kinds, room)
    counts = frame.groupby(["row", "column"])["count"].sum()
    unit = (columns.wide - _NUMBER) / max(int(counts.max()), 1)
    cells = [
        {"x": columns.start(kind), "end": columns.start(kind) + unit * count, "y": y, "count": count}
        for name, y in zip(names, placed.of(MARK)["y"], strict=True)
        for kind in kinds
        for count in [int(counts.get((name, kind), 0))]
    ]
    base = alt.Chart(pd.DataFrame(cells)).encode(x=columns.x("x"), y=placed.y)
    bar = base.mark_bar(size=18, orient="horizontal", color=BLUE).encode(x2="end:Q")
    zero = base.mark_tick(orient="vertical", size=22, thickness=1, color=LINE)
    number = base.mark_text(align="left", dx=6).encode(x=columns.x("end"), text="count:Q")
    drawn: Picture = alt.layer(bar, zero, number, columns.heads(), *placed.words())
    return drawn.properties(width=room.width, height=placed.height)
