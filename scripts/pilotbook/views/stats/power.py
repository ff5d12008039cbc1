"""How many people a test needs: the cases that come up most, for readers without the script that reckons their own.

Two groups of equal size, two-sided at five per cent, by the normal approximation. Two shares are set apart by Cohen's h, the
difference of their arcsines; two averages by their difference in standard deviations. These are statsmodels' NormalIndPower and
proportion_effectsize, which take a second to import, longer than a hundred pages take to make: so the few lines stand here, and
tests hold them, and those of theme/static/plan.js, equal to statsmodels.
"""

from dataclasses import dataclass
from math import asin, ceil, sqrt
from statistics import NormalDist

LEVEL = 5
POWERS = (80, 90)
# (before, wanted), in per cent.
SHARES = (
    (5, 7), (5, 10), (10, 12), (10, 15), (20, 23), (20, 25), (20, 30), (30, 35), (30, 40), (40, 45), (40, 50), (50, 55), (50, 60),
)  # fmt: skip
# In tenths of a standard deviation.
MEANS = (1, 2, 3, 5, 8)
SIZES = (5, 10, 25, 50, 100)
# Intraclass correlations, in hundredths.
ALIKE = (1, 5, 10, 20)
_NORMAL = NormalDist()


@dataclass(frozen=True)
class Common:
    """A case that comes up often: its name in addresses and paths, what it is in words, and people in each group by power."""

    name: str
    told: tuple[str, ...]
    needed: tuple[int, ...]


def people_in_each(effect: float, power: float) -> int:
    """Give how many people each group needs to see an effect, in standard deviations or as Cohen's h, with a power of 0 to 1."""
    low = _NORMAL.inv_cdf(1 - LEVEL / 200)
    span = low + _NORMAL.inv_cdf(power)
    # A two-sided test also sees what lies on the wrong side, hardly ever; it settles at once.
    for _ in range(3):
        span = low + _NORMAL.inv_cdf(power - _NORMAL.cdf(-span - low))
    return ceil(2 * (span / effect) ** 2)


def between_shares(before: float, after: float) -> float:
    """Give Cohen's h between two shares in per cent."""
    return abs(2 * asin(sqrt(after / 100)) - 2 * asin(sqrt(before / 100)))


def common_shares() -> tuple[Common, ...]:
    """Give what it takes to see one share become another."""
    return tuple(Common(f"shares/{a}-{b}", (f"{a}%", f"{b}%"), _by_power(between_shares(a, b))) for a, b in SHARES)


def common_means() -> tuple[Common, ...]:
    """Give what it takes to see two averages apart, by their difference in standard deviations."""
    return tuple(Common(f"means/{tenth}", (f"{tenth / 10:.1f}",), _by_power(tenth / 10)) for tenth in MEANS)


def _by_power(effect: float) -> tuple[int, ...]:
    return tuple(people_in_each(effect, power / 100) for power in POWERS)


def design_effect(size: int, alike: int) -> float:
    """Give by how much more people are needed where clusters of `size` are drawn, and people in one are so far alike.

    alike: the intraclass correlation, in hundredths.
    """
    return 1 + (size - 1) * alike / 100
