"""The picture of one record's chart, laid out as plain values: rows of marks on an axis, and rows of dots in columns.

Places along an axis are in per cent of its length, so one layout serves a phone, a page and a slide.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Literal

from pilotbook.charts.ticks import ticks
from pilotbook.record import formatting

Shape = Literal["bar", "span", "point"]


@dataclass(frozen=True)
class Mark:
    """A row: its name with a note, its value in words, the kind that gives its colour, and where it stands.

    low, high: the ends of its interval, if it has one. As made by hand all four are in the unit of the axis; in a panel
    they are in per cent of the axis.
    """

    name: str
    told: str
    kind: str
    start: float
    end: float
    low: float | None = None
    high: float | None = None
    note: str = ""
    shape: Shape = "bar"

    @property
    def last(self) -> float:
        """Give where all that is drawn ends: there its value is written."""
        return max(self.start, self.end, self.end if self.high is None else self.high)


@dataclass(frozen=True)
class Group:
    """Marks under one heading, such as the groups of an outcome, with a note below."""

    heading: str
    marks: tuple[Mark, ...]
    note: str = ""


@dataclass(frozen=True)
class Tick:
    """A round number on an axis, in per cent of its length, and how it is written."""

    at: float
    told: str


@dataclass(frozen=True)
class Marks:
    """A panel of marks on one axis. `zero`: where nothing stands on it; `room`: letters of the longest value."""

    heading: str
    unit: str
    ticks: tuple[Tick, ...]
    zero: float
    groups: tuple[Group, ...]
    room: int
    note: str = ""
    is_claimed: bool = False


@dataclass(frozen=True)
class Dots:
    """A panel of dots, one for each thing counted: `columns` as (kind, name), `rows` as (name, count in each column)."""

    columns: tuple[tuple[str, str], ...]
    rows: tuple[tuple[str, tuple[int, ...]], ...]


Panel = Marks | Dots
# A longer value is written on two lines.
_ROOM = 22


def measured(heading: str, unit: str, groups: Sequence[Group], ends: tuple[float, float] | None = None) -> Marks:
    """Lay out marks on an axis that holds zero and all of them, or reaches from one of `ends` to the other."""
    low, high = ends or reach(groups)
    shown = [Tick(_at(float(n), low, high), formatting.number(n or Decimal(0))) for n in ticks(_exact(low), _exact(high))]
    return _panel(heading, unit, groups, (low, high), tuple(shown), _at(0, low, high))


def reach(groups: Iterable[Group]) -> tuple[float, float]:
    """Give the ends of an axis that begins at zero, or below it where something is less."""
    marks = [mark for group in groups for mark in group.marks]
    given = [value for m in marks for value in (m.start, m.end, m.low, m.high) if value is not None]
    low, high = min(0, *given), max(0, *given)
    # Where every value is nothing, any length will do.
    return (low, high) if low < high else (0, 1)


def dated(groups: Sequence[Group]) -> Marks:
    """Lay out marks whose places are days (of `date.toordinal`) on an axis of whole years."""
    days = [day for group in groups for mark in group.marks for day in (mark.start, mark.end)]
    first, last = (date.fromordinal(int(pick(days))).year for pick in (min, max))
    ends = date(first, 1, 1).toordinal(), date(last + 1, 1, 1).toordinal()
    every = math.ceil((last + 1 - first) / 6)
    shown = [Tick(_at(date(year, 1, 1).toordinal(), *ends), str(year)) for year in range(first, last + 2, every)]
    return _panel("", "", groups, ends, tuple(shown), 0)


def _panel(
    heading: str, unit: str, groups: Sequence[Group], ends: tuple[float, float], shown: tuple[Tick, ...], zero: float
) -> Marks:
    told = [mark.told for group in groups for mark in group.marks]
    room = min(max(map(len, told)), _ROOM)
    placed = tuple(replace(group, marks=tuple(_placed(mark, *ends) for mark in group.marks)) for group in groups)
    return Marks(heading, unit, shown, zero, tuple(map(_alone, placed)), room)


def _placed(mark: Mark, low: float, high: float) -> Mark:
    return replace(
        mark,
        start=_at(mark.start, low, high),
        end=_at(mark.end, low, high),
        low=None if mark.low is None else _at(mark.low, low, high),
        high=None if mark.high is None else _at(mark.high, low, high),
    )


def _alone(group: Group) -> Group:
    """Let a mark that is alone under its heading stand on the heading's line: its own name becomes its note."""
    if len(group.marks) != 1 or not group.heading:
        return group
    mark = group.marks[0]
    note = "; ".join(filter(None, (mark.name.lower(), mark.note)))
    return replace(group, heading="", marks=(replace(mark, name=group.heading, note=note),))


def _at(value: float, low: float, high: float) -> float:
    return round(100 * (value - low) / (high - low), 2)


def _exact(value: float) -> Decimal:
    return Decimal(str(value))
