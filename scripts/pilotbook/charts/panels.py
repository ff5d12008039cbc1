"""The picture of one record's chart, laid out as plain values: rows of marks on an axis, and rows of dots in columns.

Places along an axis are in per cent of its length, so one layout serves a phone, a page and a slide.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import ClassVar, Literal

from pilotbook.charts.ticks import ticks
from pilotbook.record import formatting

# A longer value is written on more than one line.
_ROOM = 22
# Outlines in a square of 14 pixels: a disc, a diamond, a cross.
SHAPES = {
    "for": "m7 0a7 7 0 1 1 0 14a7 7 0 1 1 0-14z",
    "conditions": "m7 0l7 7l-7 7l-7-7z",
    "against": "m5 0h4v5h5v4h-5v5h-4v-5h-5v-4h5z",
}


@dataclass(frozen=True)
class Mark:
    """A row: its name with a note, its value in words, the kind that gives its colour, and where it stands.

    low, high: the ends of its interval, if it has one. All four places are in the unit of the axis until a panel is made.
    """

    name: str
    told: str
    kind: str
    start: float
    end: float
    low: float | None = None
    high: float | None = None
    note: str = ""
    shape: Literal["bar", "span", "point", "estimate"] = "bar"

    @property
    def places(self) -> tuple[float, ...]:
        """Give every place that is drawn."""
        return tuple(place for place in (self.start, self.end, self.low, self.high) if place is not None)

    @property
    def left(self) -> float:
        """Give where the mark begins."""
        return min(self.start, self.end)

    @property
    def wide(self) -> float:
        """Give how far the mark reaches."""
        return round(abs(self.end - self.start), 2)

    @property
    def last(self) -> float:
        """Give where all that is drawn ends; right of it there is room for words."""
        return max(self.places)


@dataclass(frozen=True)
class Group:
    """Marks under one heading, such as the groups of an outcome, with a note below."""

    heading: str
    marks: tuple[Mark, ...]
    note: str = ""


@dataclass(frozen=True)
class Tick:
    """A round number on an axis: where it stands, in per cent, and how it is written."""

    at: float
    told: str


@dataclass(frozen=True)
class Axis:
    """The line that marks are measured along. `low` and `high` are its ends, in its unit."""

    low: float
    high: float
    unit: str
    ticks: tuple[Tick, ...]

    def at(self, value: float) -> float:
        """Give where a value stands, in per cent of the axis."""
        return _share(value, self.low, self.high)


@dataclass(frozen=True)
class Marks:
    """A panel of marks on one axis. `zero`: where nothing stands, in per cent; `room`: letters of the longest value."""

    form: ClassVar[str] = "marks"

    heading: str
    axis: Axis
    groups: tuple[Group, ...]
    zero: float
    room: int
    note: str = ""
    is_claimed: bool = False


@dataclass(frozen=True)
class Column:
    """A column of dots: its kind, which gives their colour and shape, and its name."""

    kind: str
    name: str

    @property
    def shape(self) -> str:
        """Give the outline of its dots, so that colour is not needed to tell them apart."""
        return SHAPES[self.kind]


@dataclass(frozen=True)
class Dots:
    """A panel of dots, one for each thing counted: `rows` as (name, (column, count) for each column)."""

    form: ClassVar[str] = "dots"

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, tuple[tuple[Column, int], ...]], ...]


@dataclass(frozen=True)
class Bar:
    """A bar of a harvest plot: how tall it is, from 1 to 5, whether it is filled, and whether it bears a dot."""

    score: int
    is_filled: bool
    is_main: bool

    @property
    def high(self) -> int:
        """Give its height in pixels."""
        return self.score * BAR_STEP

    @property
    def top(self) -> int:
        """Give where it begins below the top of its line, in pixels."""
        return BAR_LINE - self.high - 1


# Pixels of a bar's width, of a step of its height, and of a line of bars with the dot over the tallest.
BAR_WIDE, BAR_STEP, BAR_LINE = 7, 5, 34
# So many bars of a case stand in one piece; more may go on in the next line of a narrow cell.
_PIECE = 8


@dataclass(frozen=True)
class Study:
    """The outcomes of one case in one cell of a harvest plot."""

    bars: tuple[Bar, ...]

    @property
    def pieces(self) -> tuple[tuple[int, tuple[tuple[int, Bar], ...]], ...]:
        """Give its bars in pieces that fit a phone, each with its width and where each bar begins, in pixels."""
        cut = [self.bars[start : start + _PIECE] for start in range(0, len(self.bars), _PIECE)]
        return tuple(
            (len(bars) * BAR_WIDE + 1, tuple((at * BAR_WIDE + 1, bar) for at, bar in enumerate(bars))) for bars in cut
        )


@dataclass(frozen=True)
class Harvest:
    """A harvest plot: rows as (name, the cases in each column), every outcome a bar."""

    form: ClassVar[str] = "harvest"

    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[tuple[Study, ...], ...]], ...]


Panel = Marks | Dots | Harvest


def cut(panels: Sequence[Panel], most: int, little: int) -> tuple[tuple[Panel, ...], tuple[Panel, ...]]:
    """Cut panels after so many marks, where a group ends; all stand in the first part where no more than `little` are left.

    A panel that is cut has its heading and its axis in both parts, and its note in the second.
    """
    first: list[Panel] = []
    rest: list[Panel] = []
    seen = 0
    for one in panels:
        if not isinstance(one, Marks):
            (rest or first).append(one)
            continue
        here: list[Group] = []
        for group in one.groups:
            # A group stands whole, and so does the first, however long.
            if rest or (seen and seen + len(group.marks) > most):
                break
            here.append(group)
            seen += len(group.marks)
        left = one.groups[len(here) :]
        if here:
            first.append(replace(one, groups=tuple(here), note="" if left else one.note))
        if left:
            rest.append(replace(one, groups=left))
    marks = sum(len(group.marks) for one in rest if isinstance(one, Marks) for group in one.groups)
    return (tuple(panels), ()) if marks <= little else (tuple(first), tuple(rest))


def measured(unit: str, groups: Iterable[Group]) -> Axis:
    """Give an axis that begins at zero, or below it where something is less, and ends with what is most."""
    given = [place for group in groups for mark in group.marks for place in mark.places]
    low, high = min(0.0, *given), max(0.0, *given)
    # Where every value is nothing, any length will do.
    high = high if low < high else 1.0
    shown = ticks(Decimal(str(low)), Decimal(str(high)))
    return Axis(
        low, high, unit, tuple(Tick(_share(float(n), low, high), formatting.number(n or Decimal(0))) for n in shown)
    )


def dated(groups: Iterable[Group]) -> Axis:
    """Give an axis of whole years; places on it are days, as `date.toordinal` counts them."""
    days = [int(place) for group in groups for mark in group.marks for place in mark.places]
    first, last = date.fromordinal(min(days)).year, date.fromordinal(max(days)).year + 1
    low, high = date(first, 1, 1).toordinal(), date(last, 1, 1).toordinal()
    years = range(first, last + 1, math.ceil((last - first) / 6))
    shown = (Tick(_share(date(year, 1, 1).toordinal(), low, high), str(year)) for year in years)
    return Axis(low, high, "", tuple(shown))


def panel(heading: str, axis: Axis, groups: Sequence[Group], note: str = "") -> Marks:
    """Lay out groups of marks on an axis."""
    placed = tuple(_alone(replace(group, marks=tuple(_on(axis, mark) for mark in group.marks))) for group in groups)
    room = max(len(mark.told) for group in groups for mark in group.marks)
    return Marks(heading, axis, placed, max(axis.at(0), 0), min(room, _ROOM), note)


def _on(axis: Axis, mark: Mark) -> Mark:
    low, high = (None if place is None else axis.at(place) for place in (mark.low, mark.high))
    return replace(mark, start=axis.at(mark.start), end=axis.at(mark.end), low=low, high=high)


def _alone(group: Group) -> Group:
    """Let a mark that is alone under its heading stand on the heading's line: its own name becomes its note."""
    if len(group.marks) != 1 or not group.heading:
        return group
    mark = group.marks[0]
    note = "; ".join(filter(None, (mark.name.lower(), mark.note)))
    return replace(group, heading="", marks=(replace(mark, name=group.heading, note=note),))


def _share(value: float, low: float, high: float) -> float:
    return round(100 * (value - low) / (high - low), 2)
