"""Round numbers along an axis. They are chosen as d3-array's `ticks` does; no library in the lock has this without a plot."""

import math
from decimal import Decimal

# Where a step is rounded up to 10, 5 or 2 times a power of ten: the geometric means of its neighbours, as in d3.
_STEPS = ((math.sqrt(50), 10), (math.sqrt(10), 5), (math.sqrt(2), 2))


def ticks(low: Decimal, high: Decimal, about: int = 4) -> list[Decimal]:
    """Give about so many round numbers from `low` to `high`, in steps of 1, 2 or 5 times a power of ten.

    Raises ValueError where there is no way from one to the other.
    """
    if low >= high:
        raise ValueError(f"an axis from {low} to {high} has no length")
    raw = (high - low) / about
    power = raw.adjusted()
    step = (
        Decimal(next((factor for least, factor in _STEPS if raw.scaleb(-power) >= least), 1)).scaleb(power).normalize()
    )
    return [n * step for n in range(math.ceil(low / step), math.floor(high / step) + 1)]
