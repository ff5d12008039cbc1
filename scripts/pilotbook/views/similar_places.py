"""Places like one another, by figures of the same series that the casebook holds, and by nothing else.

How many cases a place has, its region and its kind play no part: they say nothing about what the place is like.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from pilotbook.casebook import Casebook
from pilotbook.judgement.view import CaseView
from pilotbook.record.text import earliest

MOST = 4


@dataclass(frozen=True)
class Reading:
    """A figure of a series, with the place and date it was counted at and the case that holds it."""

    place: str
    as_of: str
    view: CaseView
    label: str
    series: str
    unit: str
    value: Decimal


@dataclass(frozen=True)
class Likeness:
    """Places set side by side by one series and unit: the reading here, and those of others, closest first."""

    series: str
    here: Reading
    others: tuple[Reading, ...]


def distance(one: Reading, other: Reading) -> float:
    """Give how far apart two figures are as a ratio, |log(a/b)|: 0 where equal, infinite where no ratio can be made."""
    a, b = one.value, other.value
    if a == b:
        return 0.0
    return abs(math.log(abs(a)) - math.log(abs(b))) if a * b > 0 else math.inf


def likenesses(book: Casebook, place: str) -> tuple[Likeness, ...]:
    """Give, for each series and unit that the place has a figure in, the places whose latest figures are closest.

    A place is named once, by the series in which it comes closest, and no more than four are named. A place with nothing to
    be compared by has none.
    """
    readings: dict[tuple[str, str, str], Reading] = book.shared("latest readings", lambda: _latest(book))
    here = {(series, unit): reading for (series, unit, where), reading in readings.items() if where == place}
    near = []
    for (series, unit, elsewhere), there in readings.items():
        counted = (series, unit)
        if elsewhere != place and counted in here and math.isfinite(apart := distance(here[counted], there)):
            near.append((apart, elsewhere, counted, there))
    # Closest first, so that a place comes up first by the series in which it is closest.
    closest: dict[str, tuple[tuple[str, str], Reading]] = {}
    for _, elsewhere, counted, there in sorted(near, key=lambda entry: entry[:3]):
        closest.setdefault(elsewhere, (counted, there))
    chosen = list(closest.values())[:MOST]
    return tuple(
        Likeness(series, here[series, unit], tuple(there for counted, there in chosen if counted == (series, unit)))
        for series, unit in dict.fromkeys(counted for counted, _ in chosen)
    )


def _latest(book: Casebook) -> dict[tuple[str, str, str], Reading]:
    """Give the latest reading by series, unit and place; of two of one day, the one that stands first by id."""
    by_age = sorted(_readings(book), key=lambda reading: (reading.view.id, reading.label), reverse=True)
    by_age.sort(key=lambda reading: earliest(reading.as_of))
    return {(r.series, r.unit, r.place): r for r in by_age}


def _readings(book: Casebook) -> Iterator[Reading]:
    """Yield every figure of a series that says what is, not what was aimed at."""
    for view in book.views.values():
        for label, series, place, as_of, unit, value in view.readings:
            yield Reading(place, as_of, view, label, series, unit, Decimal(value))
