"""Turns of test and learn over the whole book: which are whole, how long, how large, how sure, and what was in print before."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from pilotbook.casebook import Casebook
from pilotbook.judgement.rating import is_given
from pilotbook.record import Case
from pilotbook.record.case import Cycle
from pilotbook.record.outcome import Effect, Outcome, Sample


@dataclass(frozen=True)
class Turn:
    """One whole turn: a question or hypothesis, what was tested, what was seen, and a decision with its reason.

    days: from start to end, both counted, where the record gives both days; else None. people: the largest sample of an outcome
    that it measures, and what was counted; else None. is_exact: whether such an outcome has an interval or a p value of the
    difference in the record. stated: what a source dated before the test states of it.
    """

    slug: str
    case: Case
    cycle: Cycle
    days: int | None
    people: tuple[int, str] | None
    is_exact: bool
    stated: tuple[str, ...]

    @property
    def has_rule(self) -> bool:
        """Say whether a rule of decision is told at all."""
        return is_given(self.cycle.decision_rule)


def turns(book: Casebook) -> list[Turn]:
    """Give every whole turn of the book, by title of case, then in the order of its record."""
    return [turn for slug, case in book.cases.items() for turn in _of_case(slug, case)]


def begun(book: Casebook) -> int:
    """Count the turns of the book, whole or not."""
    return sum(len(case.cycles) for case in book.cases.values())


def is_whole(cycle: Cycle) -> bool:
    """Say whether what we read tells a turn from its question to its decision and why."""
    asked = is_given(cycle.question) or is_given(cycle.hypothesis)
    decided = cycle.decision not in (None, "undecided") and is_given(cycle.decision_reason)
    return asked and is_given(cycle.tested) and is_given(cycle.result) and decided


def _of_case(slug: str, case: Case) -> Iterator[Turn]:
    for cycle in case.cycles:
        if is_whole(cycle):
            measured = [outcome for outcome in case.outcomes if outcome.id in cycle.measures]
            sizes = [size for outcome in measured if (size := _size(outcome))]
            yield Turn(
                slug=slug,
                case=case,
                cycle=cycle,
                days=_days(cycle),
                people=max(sizes, default=None),
                is_exact=any(_is_exact(outcome) for outcome in measured),
                stated=cycle.stated,
            )


def _days(cycle: Cycle) -> int | None:
    ends = [day for day in (cycle.start, cycle.end) if day and len(day) == len("2026-11-29")]
    if len(ends) < 2:
        return None
    first, last = (date.fromisoformat(day) for day in ends)
    return (last - first).days + 1


def _size(outcome: Outcome) -> tuple[int, str] | None:
    if not isinstance(outcome.n, Sample):
        return None
    return (outcome.n.total, outcome.n.of) if outcome.n.total else None


def _is_exact(outcome: Outcome) -> bool:
    return isinstance(outcome.effect, Effect) and (outcome.effect.ci_low is not None or outcome.effect.p is not None)
