"""Pooling: studies that measured the same thing in the same way, taken together; else the reason why that is not done."""

import re
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from math import exp, log
from statistics import NormalDist

from pilotbook.casebook import Casebook
from pilotbook.record import Case
from pilotbook.record.designs import DESIGNS
from pilotbook.record.outcome import Effect, Outcome
from pilotbook.views.stats.interval import LEVEL, Interval

# Below this score of the Maryland scale an effect may not be the pilot's, so an average of such effects means nothing.
STRONG = 3


@dataclass(frozen=True)
class Study:
    """An effect whose size is in the record, with the outcome and case that it belongs to and the outcome's SMS."""

    slug: str
    case: Case
    outcome: Outcome
    effect: Effect
    sms: int | None

    @property
    def has_interval(self) -> bool:
        """Say whether the record has its interval, with its level."""
        return None not in (self.effect.ci_low, self.effect.ci_high, self.effect.ci_level)


def studies(book: Casebook, domain: str) -> tuple[Study, ...]:
    """Give every effect with a size on outcomes of a domain, strongest design first. What was merely done is left out."""
    # No more is read of the others: a notebook on one domain need not run again for what was found in another.
    listed = book.shared("outcomes by domain", lambda: _by_domain(book))
    found = [
        Study(slug, book.cases[slug], outcome, outcome.effect, book.ratings[slug].outcomes[outcome.id].sms)
        for slug, outcome in listed.get(domain, ())
        if outcome.kind != "output" and isinstance(outcome.effect, Effect)
    ]
    return tuple(sorted(found, key=lambda study: -(study.sms or 0)))


def _by_domain(book: Casebook) -> dict[str, list[tuple[str, Outcome]]]:
    """List each outcome with the slug of its case, by its domain."""
    found: dict[str, list[tuple[str, Outcome]]] = {}
    for slug, case in book.cases.items():
        for outcome in case.outcomes:
            found.setdefault(outcome.domain, []).append((slug, outcome))
    return found


@dataclass(frozen=True)
class Pool:
    """Studies that measured the same thing in the same way, taken together: as one effect, and as effects that differ.

    i_squared: share of the spread, in per cent, that chance does not account for.
    """

    measure: str
    studies: tuple[Study, ...]
    fixed: Interval
    random: Interval
    i_squared: float


@dataclass(frozen=True)
class Pooling:
    """What can be pooled in a domain, or the reason, in plain words, why nothing is; with the counts behind that."""

    domain: str
    pools: tuple[Pool, ...]
    reason: str | None
    effects: int
    strong: int
    with_interval: int


def pooling(book: Casebook, domain: str) -> Pooling:
    """Pool the effects of a domain where at least two cases share measure, unit and family of design, at SMS 3 or more."""
    every = studies(book, domain)
    strong = [study for study in every if (study.sms or 0) >= STRONG]
    exact = [study for study in strong if study.has_interval]
    reason, groups = _groups(every, strong, exact)
    pools = tuple(_pool(group) for group in groups)
    return Pooling(domain, pools, reason, len(every), len(strong), len(exact))


def _groups(
    every: Iterable[Study], strong: list[Study], exact: list[Study]
) -> tuple[str | None, list[tuple[Study, ...]]]:
    """Give the groups that may be pooled, or the first reason why there is none."""
    # The first gate that is shut is the reason that readers are given, so the plainest comes first.
    gates: tuple[tuple[str, bool], ...] = (
        ("no size in what we read", not list(every)),
        ("no study whose comparison we know to be strong enough", not strong),
        ("no interval with its level in what we read", not exact),
        ("one study only", len({study.slug for study in exact}) == 1),
    )
    for reason, is_shut in gates:
        if is_shut:
            return reason, []
    alike: tuple[tuple[str, Callable[[Study], Hashable]], ...] = (
        ("different measures", lambda study: _plain(study.outcome.measure)),
        ("different units", lambda study: (study.effect.type, study.effect.unit)),
        ("different designs", lambda study: _family(study)),
    )
    groups = [tuple(exact)]
    for reason, key in alike:
        groups = [group for whole in groups for group in _split(whole, key)]
        if not groups:
            return reason, []
    # Two effects of one case share people, and would count them twice.
    if not (apart := [group for group in groups if len({study.slug for study in group}) == len(group)]):
        return "the same people counted twice", []
    even = [group for group in apart if all(map(_is_even, group))]
    return (None, even) if even else ("an interval does not lie evenly about its effect", [])


def _split(group: tuple[Study, ...], key: Callable[[Study], Hashable]) -> list[tuple[Study, ...]]:
    """Part a group by `key`; keep the parts that at least two cases are in. A key of None is like no other."""
    parts: dict[Hashable, list[Study]] = defaultdict(list)
    for study in group:
        if (value := key(study)) is not None:
            parts[value].append(study)
    return [tuple(part) for part in parts.values() if len({study.slug for study in part}) > 1]


def _plain(measure: str | None) -> str | None:
    # "Share who came, in %" and "share who came in %" are one measure: only words are compared, not marks or capitals.
    return " ".join(re.findall(r"\w+", measure.casefold())) if measure else None


def _family(study: Study) -> str:
    design = study.outcome.comparison.design
    return DESIGNS[design].family or design


def _on_scale(study: Study) -> tuple[float, float, float] | None:
    """Give effect and ends on the scale where an interval is even: ratios by logarithm; None where that cannot be."""
    ends = [float(end) for end in (study.effect.value, study.effect.ci_low, study.effect.ci_high) if end is not None]
    value, low, high = ends
    if study.effect.type == "percent_change":
        # A rise of 8 per cent is a ratio of 1.08.
        value, low, high = (1 + end / 100 for end in (value, low, high))
    if study.effect.type in ("ratio", "percent_change"):
        return (log(value), log(low), log(high)) if low > 0 else None
    return value, low, high


def _is_even(study: Study) -> bool:
    """Say whether an interval can be read as an error about the effect, a tenth of its width given for rounding."""
    ends = _on_scale(study)
    return ends is not None and ends[2] > ends[1] and abs((ends[1] + ends[2]) / 2 - ends[0]) <= (ends[2] - ends[1]) / 10


def _error(study: Study) -> float:
    """Give the standard error that a published interval implies."""
    ends = _on_scale(study)
    assert ends is not None and study.effect.ci_level is not None
    # Half the interval is the error times a quantile: 1.96 for a level of 95.
    return (ends[2] - ends[1]) / 2 / NormalDist().inv_cdf(0.5 + float(study.effect.ci_level) / 200)


def _pool(group: tuple[Study, ...]) -> Pool:
    """Take studies together by inverse variance; how far true effects differ is found by Paule and Mandel's method."""
    import numpy
    from statsmodels.stats.meta_analysis import combine_effects

    values = numpy.array([ends[0] for study in group if (ends := _on_scale(study))])
    errors = numpy.array([_error(study) for study in group])
    # "iterated" is what statsmodels calls Paule and Mandel's method.
    found = combine_effects(values, errors**2, method_re="iterated", use_t=False, alpha=1 - LEVEL / 100)
    fixed, random = found.conf_int()[:2]
    effect = group[0].effect
    back = _from_scale(effect)
    measure = group[0].outcome.measure or ""
    told = f"{len(group)} studies"

    def interval(value: float, ends: Iterable[float], method: str) -> Interval:
        low, high = ends
        return Interval(back(value), back(low), back(high), effect.unit, told, method)

    return Pool(
        measure=measure,
        studies=group,
        fixed=interval(found.mean_effect_fe, fixed, "inverse variance, one effect for all"),
        random=interval(found.mean_effect_re, random, "inverse variance, effects that differ (Paule–Mandel)"),
        i_squared=100 * max(0.0, float(found.i2)),
    )


def _from_scale(effect: Effect) -> Callable[[float], float]:
    if effect.type == "ratio":
        return lambda value: exp(value)
    if effect.type == "percent_change":
        return lambda value: 100 * (exp(value) - 1)
    return lambda value: float(value)
