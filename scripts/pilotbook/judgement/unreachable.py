"""What rests on a source that nobody can open any more rates nothing: the case is rated as if it were not known.

A source is out of reach where its address is dead (`links.known`) and the record names no archived copy. What it said is still
told, with a mark; what was found stays found. Only the strength of evidence asks that a reader can check it. Nothing here can
raise a level, a ceiling or a claim.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from pydantic import BaseModel

from pilotbook.judgement.bounds import Bounds, Unread, bounds
from pilotbook.judgement.rating import CaseRating, OutcomeRating, is_given, rate
from pilotbook.links.known import Known
from pilotbook.record import formatting
from pilotbook.record.case import Case
from pilotbook.record.fact import Figure, Missing, Source, Statement
from pilotbook.record.facts import label_of
from pilotbook.record.outcome import Effect, Outcome, Sample
from pilotbook.record.walk import walk

# The facts that may be missing. What can only lower a rating, such as how many were lost, is not taken away.
_FACTS = (Figure, Statement, Effect, Sample)
Gone = Mapping[str, str]


def out_of_reach(case: Case, known: Mapping[str, Known]) -> dict[str, str]:
    """Give the label of each source that nobody can open any more, with the day since when (ISO)."""
    found = ((source, known[source.id]) for source in case.sources if source.id in known)
    return {source.id: told.since for source, told in found if told.is_dead and not source.archive_url}


def rests_on_gone(labels: tuple[str, ...], gone: Gone) -> bool:
    """Say whether every source of something is out of reach."""
    return bool(labels) and set(labels) <= gone.keys()


def not_answered(labels: tuple[str, ...], gone: Gone) -> str:
    """Say of the sources of one thing that they are out of reach: 'its only source (S1) has not answered since 3 October 2026'.

    The day is the last of them: until then one could be opened.
    """
    since = formatting.date(max(gone[label] for label in labels))
    if len(labels) == 1:
        return f"its only source ({labels[0]}) has not answered since {since}, and no archived copy is recorded"
    return f"none of its sources ({formatting.listed(labels)}) has answered since {since}, and no archived copy is recorded"


def entry_unreachable(labels: tuple[str, ...], gone: Gone) -> str:
    """Say that what a case says about a lesson rests on nothing that can be opened any more; '' where something can."""
    if not rests_on_gone(labels, gone):
        return ""
    return (
        f"{formatting.capital(not_answered(labels, gone))}. This entry counts for nothing in the rating of the lesson."
    )


def outcome_unreachable(outcome: Outcome, gone: Gone) -> str:
    """Say that nothing which tells or claims the result of an outcome can be opened any more; '' where something can."""
    labels = result_sources(outcome)
    if not rests_on_gone(labels, gone):
        return ""
    return f"{formatting.capital(not_answered(labels, gone))}. This outcome counts for nothing in the rating."


def claim_unreachable(outcome: Outcome, gone: Gone) -> str:
    """Say that nothing which makes the claim beside an outcome can be opened any more; '' where something can."""
    if outcome.claim is None or not rests_on_gone(outcome.claim.source, gone):
        return ""
    return f"{formatting.capital(not_answered(outcome.claim.source, gone))}."


def rate_reachable(case: Case, gone: Gone) -> CaseRating:
    """Rate a case without what is out of reach, and say so in each step that it bears on."""
    rating = rate(case)
    if not gone:
        return rating
    fewer = rate(_without(case, gone))
    outcomes = {o.id: _scored(o, fewer.outcomes[o.id], rating.outcomes[o.id], gone) for o in case.outcomes}
    return replace(
        fewer,
        level=min(fewer.level, rating.level),
        # People may judge lower, nobody higher; what they saw cannot be seen any more.
        judged=None if rating.judged is None else min(rating.judged, fewer.level),
        steps=(*fewer.steps, *_told(gone)),
        outcomes=outcomes,
        # A test may not come out otherwise because a page has gone.
        tested_no_benefit=fewer.tested_no_benefit and rating.tested_no_benefit,
        is_self_evaluated=rating.is_self_evaluated,
    )


def _told(gone: Gone) -> Iterator[str]:
    """Say which sources are out of reach, those of one day together, and what follows."""
    for since in sorted(set(gone.values())):
        labels = [label for label, day in gone.items() if day == since]
        verb, them = ("has", "it") if len(labels) == 1 else ("have", "them")
        yield (
            f"{formatting.listed(labels)} {verb} not answered since {formatting.date(since)}, and no archived copy is recorded: "
            f"what rests on {them} alone counts as not known here."
        )


def sure_reachable(case: Case, told: str, rating: CaseRating) -> str:
    """Give how far a reader may trust a case, `told` being what the rest of it gives, where sources of it are out of reach."""
    if rate(case).shown == rating.shown:
        return told
    return f"{told} {_NOT_COUNTED}" if rating.shown else _NOT_COUNTED


_NOT_COUNTED = "Sources that told more can no longer be opened, and what they told is not counted."


def _scored(outcome: Outcome, fewer: OutcomeRating, before: OutcomeRating, gone: Gone) -> OutcomeRating:
    """Give the score of an outcome with what is out of reach told first."""
    lost = list(_lost(outcome, gone))
    if not lost:
        return before
    labels = result_sources(outcome)
    if rests_on_gone(labels, gone) and before.sms is not None:
        return OutcomeRating(None, (f"{formatting.capital(not_answered(labels, gone))}: not scoreable.",), before.flags)
    told = (
        f"{formatting.capital(formatting.listed(lost))}: told by no source that can still be opened, and not counted."
    )
    return replace(fewer, steps=(told, *fewer.steps))


def _lost(outcome: Outcome, gone: Gone) -> dict[str, None]:
    """Give what of an outcome rests on nothing that can be opened, in words."""
    return {
        label_of(holder, name).lower(): None
        for _, holder in walk(outcome)
        for name in type(holder).model_fields
        if isinstance(fact := getattr(holder, name), _FACTS) and rests_on_gone(fact.source, gone)
    }


def result_sources(outcome: Outcome) -> tuple[str, ...]:
    """Give the labels of all sources that tell what came of an outcome, or, where none does, of what is claimed."""
    told = [fact for fact in (outcome.result, outcome.effect, outcome.explanation) if is_given(fact)]
    found = [label for fact in told for label in getattr(fact, "source", ())]
    return tuple(dict.fromkeys(found or (outcome.claim.source if outcome.claim else ())))


def bounds_reachable(case: Case, rating: CaseRating, gone: Gone) -> Bounds:
    """Give how far a level could move: were the sources that are gone found again, as far as the record says."""
    if not gone:
        return bounds(case, rating)
    fewer, whole = bounds(_without(case, gone), rating), bounds(case, rate(case))
    if whole.high <= fewer.high:
        return fewer
    again = tuple(
        Unread(f"sources/{label}/url", f"{label}: a copy that can be opened", (label,))
        for label in _needed(case, gone, whole.high)
    )
    return Bounds(
        low=fewer.low,
        high=whole.high,
        to_settle=(*again, *whole.to_settle),
        unchecked=tuple(dict.fromkeys((*fewer.unchecked, *whole.unchecked))),
    )


def _needed(case: Case, gone: Gone, high: int) -> tuple[str, ...]:
    """Give the fewest sources that, found again, let the level reach `high`, found by leaving out one after another."""
    needed = tuple(gone)
    for label in gone:
        fewer = tuple(each for each in needed if each != label)
        still_gone = {each: day for each, day in gone.items() if each not in fewer}
        without = _without(case, still_gone)
        if bounds(without, rate(without)).high >= high:
            needed = fewer
    return needed


# --- the case without what is out of reach ----------------------------------------------------------------------------


def _without(case: Case, gone: Gone) -> Case:
    """Give the case with each fact that rests on nothing that can be opened told missing, and those sources without address."""
    fewer: Case = _pruned(case, gone)
    sources = tuple(_closed(source) if source.id in gone else source for source in case.sources)
    return fewer.model_copy(update={"sources": sources})


def _closed(source: Source) -> Source:
    return source.model_copy(update={"url": _NOT_FOUND})


def _pruned(item: Any, gone: Gone) -> Any:
    """Give a model, or a list of some, without the facts that are out of reach; the same where none is."""
    if isinstance(item, tuple):
        parts = tuple(_pruned(each, gone) for each in item)
        return parts if any(new is not old for new, old in zip(parts, item, strict=True)) else item
    if isinstance(item, Missing):
        # A reason that a source gave is no reason any more: what was said of the pilot cannot be checked.
        return _NOT_FOUND if rests_on_gone(item.source, gone) else item
    if isinstance(item, _FACTS) and rests_on_gone(item.source, gone):
        return _NOT_FOUND
    return _with_parts(item, gone) if isinstance(item, BaseModel) else item


def _with_parts(item: BaseModel, gone: Gone) -> BaseModel:
    parts = {name: getattr(item, name) for name in type(item).model_fields}
    held = {name: value for name, value in parts.items() if isinstance(value, BaseModel | tuple)}
    changed = {name: new for name, value in held.items() if (new := _pruned(value, gone)) is not value}
    return item.model_copy(update=changed) if changed else item


_NOT_FOUND = Missing(missing="not_found")
