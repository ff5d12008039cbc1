"""An outcome as one row of a table of all outcomes: what it was measured by, in whom, and its numbers in words."""

from collections.abc import Iterator
from dataclasses import dataclass

from pilotbook.judgement import gaps
from pilotbook.judgement.baselines import how_read
from pilotbook.judgement.rating import hands_on, is_given
from pilotbook.judgement.unreachable import Gone, result_sources
from pilotbook.record import formatting
from pilotbook.record.case import Case
from pilotbook.record.fact import Figure
from pilotbook.record.outcome import Effect, Outcome, Sample
from pilotbook.record.reasons import MISSING

_STATUS = {"estimate": " (estimate)", "target": " (target)", "disputed": " (disputed)"}
_GROUPS = (("treated", "in the pilot"), ("comparison", "compared"), ("analysed", "in all"))
# What is told of its numbers, the most telling first: a code in addresses, and its words.
NUMBERS = {
    "interval": "A size with an interval",
    "size": "A size, and no interval in what we read",
    "figure": "A figure of the result, and no size in what we read",
    "none": "No figure of the result in what we read",
}
# Who measured and analysed it.
HANDS = {
    "others": "Others than those who led or ran it",
    "both": "Others, and those who led or ran it",
    "team": "Those who led or ran it",
    "unnamed": "Not named in the record",
}
ADVANCE = {"yes": "Yes", "no": "No", "unknown": "Not told in what we read"}


@dataclass(frozen=True)
class Number:
    """A number of an outcome: what it is, 'before'; how it is told; where it stands in its outcome, 'baseline'."""

    of: str
    told: str
    path: str


@dataclass(frozen=True)
class Tabled:
    """What a row says of an outcome beside what was measured and found.

    measure, compared: in words, '' where the record has none. sample: how many it rests on, or unsized: why that is not told.
    numbers: its size, else its figures; gap: why there is none. kind: a key of NUMBERS. hands: a key of HANDS. advance: whether it was
    named in advance, a key of ADVANCE. sources: labels of those that tell its result. publisher, read: who published them, and how
    they were read where not in full.
    """

    id: str
    measure: str
    compared: str
    sample: str
    unsized: str
    numbers: tuple[Number, ...]
    gap: str
    kind: str
    hands: str
    advance: str
    sources: tuple[str, ...]
    publisher: str
    read: str


def tabled(case: Case, gone: Gone) -> tuple[Tabled, ...]:
    """Give what the rows of a case say, in the order of its outcomes. gone: sources that nobody can open any more."""
    return tuple(_row(outcome, case, gone) for outcome in case.outcomes)


def _row(outcome: Outcome, case: Case, gone: Gone) -> Tabled:
    numbers = tuple(_numbers(outcome))
    sources = result_sources(outcome)
    return Tabled(
        id=outcome.id,
        measure=formatting.plain(outcome.measure or "", case),
        compared=outcome.comparison.group or "",
        sample=_sample(outcome),
        unsized=f"How many: {MISSING[reason]}" if (reason := gaps.reason_of(outcome.n, case)) else "",
        numbers=numbers,
        gap="" if numbers else _gap(outcome, case),
        kind=_kind(outcome),
        hands=_hands(outcome, case),
        advance=outcome.named_in_advance or "unknown",
        sources=sources,
        **(how_read(sources, case, gone) if sources else {"publisher": "", "read": ""}),
    )


def _kind(outcome: Outcome) -> str:
    effect = outcome.effect
    if isinstance(effect, Effect):
        return "interval" if formatting.interval(effect) else "size"
    return "figure" if is_given(outcome.result) else "none"


def _numbers(outcome: Outcome) -> Iterator[Number]:
    """Yield the size with its interval; where none is told, the figures of each group."""
    effect, compared = outcome.effect, outcome.comparison
    if isinstance(effect, Effect):
        yield Number("difference", formatting.effect(effect), "effect")
        if told := formatting.interval(effect):
            yield Number("", told, "effect")
        return
    figures = (
        ("before", outcome.baseline, "baseline"),
        ("after", outcome.result, "result"),
        ("compared, before", compared.baseline, "comparison/baseline"),
        ("compared, after", compared.result, "comparison/result"),
    )
    for of, figure, path in figures:
        if isinstance(figure, Figure):
            yield Number(of, formatting.figure(figure) + _STATUS.get(figure.status, ""), path)


def _gap(outcome: Outcome, case: Case) -> str:
    reasons = [gaps.reason_of(fact, case) for fact in (outcome.result, outcome.effect)]
    return formatting.capital(MISSING[gaps.weightiest(filter(None, reasons))])


def _sample(outcome: Outcome) -> str:
    """Write how many it rests on: '306 families, 152 in the pilot'; '' where none is told."""
    if not isinstance(outcome.n, Sample):
        return ""
    told = [f"{formatting.number(n)} {label}" for name, label in _GROUPS if (n := getattr(outcome.n, name)) is not None]
    return f"{formatting.capital(outcome.n.of)}: {', '.join(told)}"


def _hands(outcome: Outcome, case: Case) -> str:
    own, others = hands_on(outcome, case)
    if own and others:
        return "both"
    return "others" if others else "team" if own else "unnamed"
