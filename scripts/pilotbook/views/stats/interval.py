"""Intervals about shares and rates, only where a record carries every part that they need: a share and of how many.

Nothing is guessed: a share without the number of people behind it gets no interval. Tests hold the formulas beside those of
statsmodels, which takes a second to import: longer than a hundred pages take to make.
"""

from dataclasses import dataclass
from decimal import Decimal
from math import sqrt
from statistics import NormalDist

from pilotbook.judgement.baselines import is_share
from pilotbook.judgement.rating import is_given
from pilotbook.record import Figure, formatting
from pilotbook.record.designs import DESIGNS
from pilotbook.record.outcome import Outcome, Sample

# The level of the intervals that sources print, so that ours can stand beside theirs.
LEVEL = 95
_Z = NormalDist().inv_cdf(1 - (1 - LEVEL / 100) / 2)


@dataclass(frozen=True)
class Interval:
    """A value with the interval about it, what it is of, and the method that gave it. `level` is in per cent."""

    value: float
    low: float
    high: float
    unit: str
    of: str
    method: str
    level: int = LEVEL

    def __str__(self) -> str:
        """Write value and ends, without the unit: '79.2 (59.5 to 90.8)'."""
        return f"{tenths(self.value)} ({tenths(self.low)} to {tenths(self.high)})"


def tenths(value: float) -> str:
    """Write a worked-out number to one decimal place at most, with a true minus sign."""
    return formatting.number(Decimal(f"{value:.1f}".removesuffix(".0")))


def proportion_interval(given: float, n: int, *, is_percent: bool = False, of: str = "share") -> Interval:
    """Give Wilson's interval, in per cent, for `given` successes (or per cent) of `n`.

    Raises ValueError where there is nobody or more successes than people. Source: Wilson (1927); Newcombe (1998), method 3.
    """
    successes = given * n / 100 if is_percent else given
    if n <= 0 or not 0 <= successes <= n:
        raise ValueError(f"{given} of {n} is no share")
    low, high = _wilson(successes, n)
    return Interval(100 * successes / n, 100 * low, 100 * high, "%", of, "Wilson")


def _wilson(successes: float, n: int) -> tuple[float, float]:
    share, whole = successes / n, 1 + _Z**2 / n
    centre = (share + _Z**2 / (2 * n)) / whole
    reach = _Z * sqrt(share * (1 - share) / n + _Z**2 / (4 * n**2)) / whole
    return max(centre - reach, 0.0), min(centre + reach, 1.0)


def difference_interval(first: tuple[float, int], second: tuple[float, int], *, of: str = "difference") -> Interval:
    """Give Newcombe's interval, in percentage points, for the first share less the second; each is (successes, n).

    For two groups of different people. Source: Newcombe (1998), method 10.
    """
    one, other = first[0] / first[1], second[0] / second[1]
    (low, high), (other_low, other_high) = _wilson(*first), _wilson(*second)
    least = one - other - sqrt((one - low) ** 2 + (other_high - other) ** 2)
    most = one - other + sqrt((other - other_low) ** 2 + (high - one) ** 2)
    return Interval(100 * (one - other), 100 * least, 100 * most, "percentage points", of, "Newcombe")


def rate_interval(count: int, exposure: float, *, unit: str, of: str = "rate") -> Interval:
    """Give the exact Poisson interval for `count` events over `exposure`, such as admissions over person-years.

    Each event must be a matter of its own: one person's repeated admissions are not, so no record gets one unasked.
    """
    from statsmodels.stats.rates import confint_poisson

    low, high = confint_poisson(count, exposure, method="exact-c", alpha=1 - LEVEL / 100)
    return Interval(count / exposure, float(low), float(high), unit, of, "exact Poisson")


def intervals(outcome: Outcome) -> tuple[Interval, ...]:
    """Give the intervals that can be worked out for an outcome: of each group's share, and of the difference.

    Only from an exact, public share or count of the same people that the sample counts, and never for what was merely
    done, for money, or in a trial that drew groups by lot.
    """
    design = DESIGNS[outcome.comparison.design]
    # People of one school or centre are alike, so intervals for single people would be too narrow.
    if outcome.kind in ("output", "cost") or design.is_clustered:
        return ()
    ours = _share(outcome, outcome.result, _pilot_size(outcome))
    theirs = _share(outcome, outcome.comparison.result, getattr(outcome.n, "comparison", None))
    found = [
        proportion_interval(*share, of=f"{name}, {_told(share, outcome)}")
        for name, share in (("pilot group", ours), ("comparison group", theirs))
        if share
    ]
    # A matched or adjusted difference is another number.
    if ours and theirs and design.is_as_found:
        found.append(difference_interval(ours, theirs, of="pilot group less comparison group"))
    return tuple(found)


def _pilot_size(outcome: Outcome) -> int | None:
    """Give how many were in the pilot group: all who were counted, where nobody was set beside it."""
    if not isinstance(outcome.n, Sample):
        return None
    # A total counts both groups, and how many were in each would be a guess.
    alone = not (outcome.comparison.group or is_given(outcome.comparison.result) or outcome.n.comparison)
    if outcome.n.treated is not None:
        return outcome.n.treated
    return outcome.n.analysed if alone else None


def _share(outcome: Outcome, figure: object, n: int | None) -> tuple[float, int] | None:
    """Give (successes, n) where the figure is an exact share or count of the `n`, else None."""
    if not (isinstance(figure, Figure) and isinstance(outcome.n, Sample) and n):
        return None
    if figure.qualifier or figure.status != "public":
        return None
    value = float(figure.value)
    if figure.unit == "%":
        return (value * n / 100, n) if is_share(outcome, figure) else None
    is_count = figure.unit.casefold() == outcome.n.of.casefold() and value.is_integer()
    return (value, n) if is_count and 0 <= value <= n else None


def _told(share: tuple[float, int], outcome: Outcome) -> str:
    of = outcome.n.of if isinstance(outcome.n, Sample) else ""
    return f"{share[1]:,} {of}"
