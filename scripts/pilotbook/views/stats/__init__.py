"""Statistics only where the parts are there: intervals and pooling, each with the reason in words where there is none."""

from pilotbook.views.stats.interval import (
    Interval,
    difference_interval,
    intervals,
    proportion_interval,
    rate_interval,
    tenths,
)
from pilotbook.views.stats.pool import Pool, Pooling, Study, pooling, studies

__all__ = [
    "Interval",
    "Pool",
    "Pooling",
    "Study",
    "difference_interval",
    "intervals",
    "pooling",
    "proportion_interval",
    "rate_interval",
    "studies",
    "tenths",
]
