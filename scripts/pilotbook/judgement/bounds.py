"""How far a level could move: what was read gives it, and what was not read could raise or lower it.

Each fact that was not read is put at its most favourable value, and at its least; the case so filled in is rated by the same
rules. So no value that such a fact may take leads beyond the bounds. What was read stays as it is: a sample that is printed, a
design that is told. A second place counts as unread while a source is.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from pilotbook.judgement.gaps import has_unread, no_outcomes
from pilotbook.judgement.rating import CaseRating, is_given, rate, sites_of, supports_figure
from pilotbook.record.case import Case, Cost, Partner, Place
from pilotbook.record.designs import DESIGNS, UNREAD_DESIGN
from pilotbook.record.fact import Figure, Missing, Statement
from pilotbook.record.facts import label_of
from pilotbook.record.outcome import Attrition, Effect, Outcome, Sample
from pilotbook.record.walk import walk

_FILLED = "not read"
# More than any threshold of the rules asks.
_ENOUGH, _POINTS = 1000, 100
# Below the threshold for a small group, and above that for loss.
_FEW, _LOST = 1, Decimal(100)


@dataclass(frozen=True)
class Unread:
    """A fact that was not read and bears on the level: its path in the record, what it is, and the sources that may hold it."""

    path: str
    label: str
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Bounds:
    """How far the computed level could move with what was not read.

    to_settle: the facts that together would reach `high`, as few as the record allows. unchecked: in words, what was not
    checked and would lower the level if it were unfavourable.
    """

    low: int
    high: int
    to_settle: tuple[Unread, ...]
    unchecked: tuple[str, ...]


@dataclass(frozen=True)
class _Fill:
    """A fact that was not read, at its most favourable value: the case with it; or, of an outcome, its fields by name.

    index: which outcome, None for what is the case's own. comparison: fields of the outcome's comparison.
    """

    fact: Unread
    fill: Callable[[Case], Case] = lambda case: case
    index: int | None = None
    values: Mapping[str, Any] = field(default_factory=dict)
    comparison: Mapping[str, Any] = field(default_factory=dict)


def bounds(case: Case, rating: CaseRating) -> Bounds:
    """Give how far the level of a case could move; `rating` is what its record reaches as it stands."""
    fills = list(_fills(case))
    best = _best(case, fills)
    high = rate(best[0]).level if best else rating.level
    low, unchecked = _lowest(case, rating.level)
    settle = _needed(case, best, high) if best and high > rating.level else ()
    return Bounds(low=min(low, rating.level), high=max(high, rating.level), to_settle=settle, unchecked=unchecked)


def _best(case: Case, fills: list[_Fill]) -> tuple[Case, list[_Fill]] | None:
    """Give the case with everything unread at its best, cut down to the outcome that then reaches most, and its fills."""
    if not fills:
        return None
    filled = _all(case, fills)
    shared = [each for each in fills if not each.fact.path.startswith("outcomes/")]
    chosen: tuple[int, int, Case, list[_Fill]] | None = None
    for outcome in filled.outcomes:
        own = [each for each in fills if each.fact.path.startswith(f"outcomes/{outcome.id}/")]
        alone = filled.model_copy(update={"outcomes": (outcome,)})
        reached = rate(alone).level
        if chosen is None or (reached, -len(own)) > chosen[:2]:
            chosen = reached, -len(own), alone, [*shared, *own]
    return (chosen[2], chosen[3]) if chosen else (filled, shared)


def _needed(case: Case, best: tuple[Case, list[_Fill]], high: int) -> tuple[Unread, ...]:
    """Give the fewest fills that still reach `high`, found by leaving out one after another."""
    kept = {outcome.id for outcome in best[0].outcomes}
    alone = case.model_copy(update={"outcomes": tuple(o for o in case.outcomes if o.id in kept)})
    needed = best[1]
    # What a group did that the design does not have is the last thing to look for.
    alike = {
        o.id
        for o in alone.outcomes
        if DESIGNS[o.comparison.design].has_comparison or o.comparison.design == UNREAD_DESIGN
    }
    for each in sorted(best[1], key=lambda fill: not _is_of_others(fill, alike)):
        fewer = [other for other in needed if other is not each]
        if rate(_all(alone, fewer)).level >= high:
            needed = fewer
    return tuple(each.fact for each in needed)


def _is_of_others(fill: _Fill, alike: set[str]) -> bool:
    """Say whether a fact is of a comparison group, in an outcome whose design has none."""
    of, _, rest = fill.fact.path.removeprefix("outcomes/").partition("/")
    return rest.startswith("comparison/") and of not in alike


def _all(case: Case, fills: list[_Fill]) -> Case:
    """Give the case with all `fills`; each outcome is made once, with all of its own, as a case may have fifty."""
    of_outcomes: dict[int, list[_Fill]] = defaultdict(list)
    for each in fills:
        if each.index is None:
            case = each.fill(case)
        else:
            # Of a case cut down to one outcome, whatever is left to fill is of that one.
            of_outcomes[each.index if len(case.outcomes) > each.index else 0].append(each)
    outcomes = (_filled(outcome, of_outcomes[index]) for index, outcome in enumerate(case.outcomes))
    return case.model_copy(update={"outcomes": tuple(outcomes)}) if of_outcomes else case


def _filled(outcome: Outcome, fills: list[_Fill]) -> Outcome:
    values = {name: value for each in fills for name, value in each.values.items()}
    comparison = {name: value for each in fills for name, value in each.comparison.items()}
    if comparison:
        values["comparison"] = outcome.comparison.model_copy(update=comparison)
    return outcome.model_copy(update=values)


# --- at its most favourable -------------------------------------------------------------------------------------------


def _fills(case: Case) -> Iterator[_Fill]:
    """Yield every fact of the case that was not read and could raise its level."""
    if not has_unread(case) and not _has_unfilled(case):
        return
    for source in case.sources:
        if _is_unread(source.url):
            label = f"{source.id}: {label_of(source, 'url').lower()}"
            yield _Fill(Unread(f"sources/{source.id}/url", label, (source.id,)), _with_address(source.id))
    yield from _of_case(case)
    for index, outcome in enumerate(case.outcomes):
        yield from _of_outcome(case, index, outcome)
    if not case.outcomes and no_outcomes(case) == "not_read":
        fact = Unread("outcomes", "an outcome with its comparison", _unread_sources(case))
        yield _Fill(fact, lambda each: each.model_copy(update={"outcomes": (_ideal(case),)}))


def _with_address(label: str) -> Callable[[Case], Case]:
    def fill(case: Case) -> Case:
        found = (s.model_copy(update={"url": "https://example.org/"}) if s.id == label else s for s in case.sources)
        return case.model_copy(update={"sources": tuple(found)})

    return fill


def _of_case(case: Case) -> Iterator[_Fill]:
    every = _unread_sources(case)
    if _is_unread(case.intervention.why):
        told = case.intervention.model_copy(update={"why": Statement(text=_FILLED, source=every, locator=_FILLED)})
        label = label_of(case.intervention, "why").lower()
        fact = Unread("intervention/why", label, _named(case.intervention.why, every))
        yield _Fill(fact, lambda each: each.model_copy(update={"intervention": told}))
    spent = [cost for cost in case.costs if not cost.is_claim]
    if not any(is_given(cost.actual) for cost in spent) and (not spent or any(_is_unread(c.actual) for c in spent)):
        line = Cost(
            id="C99", label=_FILLED, phase="whole", type="other", of="pilot", planned=_gap(), actual=_figure(every)
        )
        fact = Unread(
            "costs", "what it cost", next((_named(c.actual, every) for c in spent if _is_unread(c.actual)), every)
        )
        yield _Fill(fact, lambda each: each.model_copy(update={"costs": (*each.costs, line)}))
    # That it ran in one place is what we read; a source that was not read may tell of a second.
    if sites_of(case) < 2:
        second = Place(place=_FILLED, role="site")
        fact = Unread("places", "a second place", every)
        yield _Fill(fact, lambda each: each.model_copy(update={"places": (*each.places, second)}))
    if not any("evaluator" in partner.roles for partner in case.partners):
        partner = Partner(id="not-read", name=_FILLED, roles=("evaluator",))
        fact = Unread("partners", "who evaluated it", every)
        yield _Fill(fact, lambda each: each.model_copy(update={"partners": (*each.partners, partner)}))


def _of_outcome(case: Case, index: int, outcome: Outcome) -> Iterator[_Fill]:
    """Yield what was not read of one outcome: its design first, for the rest depends on it."""
    every = _unread_sources(case)

    def fill(path: str, label: str, sources: tuple[str, ...], comparison: Any = (), **values: Any) -> _Fill:
        fact = Unread(f"outcomes/{outcome.id}/{path}", f"{outcome.id}: {label}", sources)
        return _Fill(fact, index=index, values=values, comparison=dict(comparison))

    how = outcome.comparison
    if how.design == UNREAD_DESIGN:
        yield fill("comparison/design", label_of(how, "design").lower(), every, comparison={"design": "rct_individual"})
    for name, best in {"baseline": _figure, "result": _figure, "n": _sample, "effect": _effect}.items():
        if _is_unread(getattr(outcome, name)):
            sources = _named(getattr(outcome, name), every)
            yield fill(name, label_of(outcome, name).lower(), sources, **{name: best(sources)})
    yield from _absent_parts(outcome, every, fill)


def _absent_parts(outcome: Outcome, every: tuple[str, ...], fill: Callable[..., _Fill]) -> Iterator[_Fill]:
    how = outcome.comparison
    effect = outcome.effect
    if isinstance(effect, Effect) and effect.ci_low is None and effect.p is None and _is_unread(effect.no_interval):
        exact = effect.model_copy(update={"ci_low": effect.value, "ci_high": effect.value, "ci_level": Decimal(95)})
        yield fill("effect/ci_low", "interval or p value", every, effect=exact)
    if (
        isinstance(outcome.n, Sample)
        and outcome.n.analysed is None
        and None in (outcome.n.treated, outcome.n.comparison)
    ):
        yield fill("n", "size of each group", every, n=_sized(outcome.n))
    if outcome.named_in_advance is None:
        yield fill("named_in_advance", "whether it was named in advance", every, named_in_advance="yes")
    if outcome.follow_up is None:
        yield fill("follow_up", label_of(outcome, "follow_up").lower(), every, follow_up=_FILLED)
    for name in ("baseline", "result"):
        if _is_unread(getattr(how, name)):
            sources = _named(getattr(how, name), every)
            yield fill(f"comparison/{name}", label_of(how, name).lower(), sources, comparison={name: _figure(sources)})
    blanks = {
        "group": _FILLED,
        "why_comparable": _FILLED,
        "controls": (_FILLED,),
        "allocation": _FILLED,
        "validity_test": _FILLED,
        "points_before": _POINTS,
        "both_periods": True,
    }
    for name, value in blanks.items():
        if getattr(how, name) in (None, ()):
            yield fill(f"comparison/{name}", label_of(how, name).lower(), every, comparison={name: value})


def _ideal(case: Case) -> Outcome:
    """Give an outcome of a case that lists none, at its best: what a source that was not read may hold."""
    every = _unread_sources(case)
    gap = _gap()
    blank = {"id": "O1", "label": _FILLED, "domain": "", "kind": "outcome", "primary": True, "direction_wanted": "up"}
    comparison = {"design": "rct_individual", "allocation": _FILLED}
    held = {
        "baseline": gap,
        "result": _figure(every),
        "n": _sample(every),
        "effect": _effect(every),
        "finding": "better",
    }
    return Outcome.model_validate(
        {**blank, **held, "named_in_advance": "yes", "follow_up": _FILLED, "comparison": comparison}
    )


def _is_unread(fact: object) -> bool:
    """Say whether a fact was not read, or not filled in: told so, or absent where a source was not read in full."""
    return fact is None or (isinstance(fact, Missing) and fact.missing in ("not_read", "not_filled"))


def _has_unfilled(case: Case) -> bool:
    """Say whether the record says of a fact that nobody has looked for it yet."""
    return any(isinstance(item, Missing) and item.missing == "not_filled" for _, item in walk(case))


def _unread_sources(case: Case) -> tuple[str, ...]:
    """Give the sources that were not read in full, else all, those first that could carry a figure."""
    unread = [source for source in case.sources if source.seen != "full"] or case.sources
    return tuple(source.id for source in sorted(unread, key=lambda source: not supports_figure(source)))


def _named(fact: object, every: tuple[str, ...]) -> tuple[str, ...]:
    return (fact.source if isinstance(fact, Missing) else ()) or every


def _gap() -> Missing:
    return Missing(missing="not_applicable")


def _figure(sources: tuple[str, ...]) -> Figure:
    return Figure(value=Decimal(1), unit=_FILLED, source=sources, locator=_FILLED)


def _sample(sources: tuple[str, ...]) -> Sample:
    return Sample(of="people", treated=_ENOUGH, comparison=_ENOUGH, source=sources, locator=_FILLED)


def _sized(sample: Sample) -> Sample:
    treated, comparison = sample.treated, sample.comparison
    return sample.model_copy(
        update={
            "treated": _ENOUGH if treated is None else treated,
            "comparison": _ENOUGH if comparison is None else comparison,
        }
    )


def _effect(sources: tuple[str, ...]) -> Effect:
    one = Decimal(1)
    interval = {"ci_low": one, "ci_high": one, "ci_level": Decimal(95)}
    return Effect(value=one, type="difference", unit=_FILLED, source=sources, locator=_FILLED, **interval)


# --- at its least favourable ------------------------------------------------------------------------------------------


def _lowest(case: Case, level: int) -> tuple[int, tuple[str, ...]]:
    """Give the level with everything unread at its worst, and in words what would lower it."""
    if level == 0 or not has_unread(case):
        return level, ()
    alone = {label: rate(_each(case, worsen)).level for label, worsen in _WORST.items()}
    worst = case
    for worsen in _WORST.values():
        worst = _each(worst, worsen)
    low = rate(worst).level
    told = [label for label, reached in alone.items() if reached < level]
    # Two outcomes may each stand on the other's weakness: then no single fact lowers the level, and all are told.
    return low, tuple(told or ([label for label in _WORST if _bears(case, label)] if low < level else ()))


def _bears(case: Case, label: str) -> bool:
    return _each(case, _WORST[label]) != case


def _each(case: Case, worsen: Callable[[Outcome], Outcome]) -> Case:
    return case.model_copy(update={"outcomes": tuple(worsen(outcome) for outcome in case.outcomes)})


def _lost(outcome: Outcome) -> Outcome:
    if outcome.attrition is not None or DESIGNS[outcome.comparison.design].scale == "not_scored":
        return outcome
    lost = Attrition(treated=_LOST, comparison=_LOST, source=("S1",), locator=_FILLED)
    return outcome.model_copy(update={"attrition": lost})


def _afterwards(outcome: Outcome) -> Outcome:
    return outcome if outcome.named_in_advance else outcome.model_copy(update={"named_in_advance": "no"})


def _small(outcome: Outcome) -> Outcome:
    sample = outcome.n
    if not isinstance(sample, Sample) or None not in (sample.treated, sample.comparison):
        return outcome
    if DESIGNS[outcome.comparison.design].has_one_group or DESIGNS[outcome.comparison.design].scale == "simple":
        return outcome
    few = {name: _FEW for name in ("treated", "comparison") if getattr(sample, name) is None}
    return outcome.model_copy(update={"n": sample.model_copy(update=few)})


_WORST: dict[str, Callable[[Outcome], Outcome]] = {
    "how many dropped out": _lost,
    "whether the outcome was named beforehand": _afterwards,
    "how many were in each group": _small,
}
