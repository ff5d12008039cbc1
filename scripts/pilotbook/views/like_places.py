"""Which councils are like one another: by five tests with stated limits, the same in both directions, and no score.

Two councils are called alike where they are as deprived and as dense, and two more of three things are alike: how many people
live there, how many of them in the country, and which services the council runs. How many cases the book has, what came of them,
and the region play no part. Every figure is compared as it is printed, so a reader can do it again by hand.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from pilotbook.views.councils import Council

# The limits, each reached from both sides: points of the score, the greater by the smaller, and percentage points.
DEPRIVATION, TIMES, RURAL = 5, 2, 10
# A council that misses by deprivation or density alone is near where it is within so many times their limit.
NEAR = 2
# Of the three tests beside deprivation and density, so many must hold.
NEEDED = 2
# Where fewer live in the country than this share, in per cent, two places are told to be as urban and not as rural.
URBAN = 10
TESTS = ("deprivation", "density", "people", "rural", "services")
_ALWAYS = TESTS[:2]


@dataclass(frozen=True)
class Likeness:
    """Two councils beside one another: the other one, the tests that hold, and those that do not."""

    other: Council
    alike: tuple[str, ...]
    unlike: tuple[str, ...]


def holding(one: Council, other: Council) -> tuple[str, ...]:
    """Give the tests that hold between two councils."""
    holds = {
        "deprivation": abs(one.deprivation - other.deprivation) <= DEPRIVATION,
        "density": _within(one.density, other.density),
        "people": _within(one.people, other.people),
        "rural": abs(one.rural - other.rural) <= RURAL,
        "services": one.services == other.services,
    }
    return tuple(test for test in TESTS if holds[test])


def _within(one: int, other: int, times: int = TIMES) -> bool:
    """Say whether the greater is at most so many times the smaller."""
    return max(one, other) <= times * min(one, other)


def likeness(one: Council, other: Council) -> Likeness | None:
    """Give how one council is like another; None where it is not, or where both are the same."""
    found = _compared(one, other)
    if one.code == other.code or set(_ALWAYS) & set(found.unlike) or len(found.alike) < len(_ALWAYS) + NEEDED:
        return None
    return found


def _compared(one: Council, other: Council) -> Likeness:
    held = holding(one, other)
    return Likeness(other, held, tuple(test for test in TESTS if test not in held))


def like(one: Council, others: Iterable[Council]) -> tuple[Likeness, ...]:
    """Give every other council that is like this one: those alike in all first, then the closest in deprivation."""
    return _closest_first(one, (found for other in others if (found := likeness(one, other))))


def near(one: Council, others: Iterable[Council]) -> tuple[Likeness, ...]:
    """Give every other council that misses being like this one by deprivation or density alone, and not by far.

    The other four tests hold, and the one that does not would hold at twice its limit.
    """
    missed = (_compared(one, other) for other in others if other.code != one.code)
    return _closest_first(
        one,
        (each for each in missed if len(each.unlike) == 1 and each.unlike[0] in _ALWAYS and _is_near(one, each.other)),
    )


def _is_near(one: Council, other: Council) -> bool:
    is_near = abs(one.deprivation - other.deprivation) <= NEAR * DEPRIVATION
    return is_near and _within(one.density, other.density, NEAR * TIMES)


def _closest_first(one: Council, found: Iterable[Likeness]) -> tuple[Likeness, ...]:
    def order(each: Likeness) -> tuple[int, Decimal, str]:
        return len(each.unlike), abs(one.deprivation - each.other.deprivation), each.other.name

    return tuple(sorted(found, key=order))


def reasons(one: Council, found: Likeness) -> tuple[str, ...]:
    """Say in words what two councils have in common, in the order of the tests."""
    other = found.other
    is_urban = max(one.rural, other.rural) < URBAN
    same = f"also a {other.called}" if one.kind == other.kind else "also runs all council services"
    words = {
        "deprivation": "as deprived",
        "density": "as dense",
        "people": "as many people",
        "rural": "as urban" if is_urban else "as rural",
        "services": same,
    }
    return tuple(words[test] for test in found.alike)


def differences(one: Council, found: Likeness) -> tuple[str, ...]:
    """Say in words what sets the other council apart, in the order of the tests."""
    other = found.other
    words = {
        "deprivation": "more deprived" if other.deprivation > one.deprivation else "less deprived",
        "density": "denser" if other.density > one.density else "less dense",
        "people": "with more people" if other.people > one.people else "with fewer people",
        "rural": "more rural" if other.rural > one.rural else "less rural",
        "services": "with other services",
    }
    return tuple(words[test] for test in found.unlike)
