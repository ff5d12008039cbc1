"""How complete a record is, computed: seven questions that a reader asks, and whether the sources were read in full."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from pilotbook.judgement import gaps
from pilotbook.judgement.rating import is_given
from pilotbook.record import Case, formatting
from pilotbook.record.fact import Missing

GRADES = {
    "complete": "complete",
    "partial-sources": "answered, from sources not all read in full",
    "partial-content": "some questions answered",
    "stub": "little is known yet besides what was done or planned",
}


@dataclass(frozen=True)
class Completeness:
    """How complete a case is: its grade (a key of GRADES), and the questions that it answers and leaves open, in order."""

    grade: str
    answered: tuple[str, ...]
    open: tuple[str, ...]


def _is_answered(item: object) -> bool:
    """Say whether a fact is given, or does not apply: a reason such as 'not published' leaves the question open."""
    return is_given(item) or (isinstance(item, Missing) and item.missing == "not_applicable")


def _has_cost(case: Case) -> bool:
    costs = [cost for cost in case.costs if not cost.is_claim]
    return any(is_given(cost.planned) or is_given(cost.actual) for cost in costs)


QUESTIONS: Mapping[str, Callable[[Case], bool]] = {
    "what was done": lambda case: _is_answered(case.intervention.what),
    "when it began": lambda case: case.dates.start is not None,
    "what happened": lambda case: any(outcome.finding != "not_known" for outcome in case.outcomes),
    "how many it rests on": lambda case: any(is_given(outcome.n) for outcome in case.outcomes),
    "what it cost": _has_cost,
    "what did not work": lambda case: isinstance(case.did_not_work, tuple),
    "who gained less or was not reached": lambda case: case.equity is not None and _is_answered(case.equity),
}
# These can be told before anything has happened: a record with no other answer is a stub.
_EARLY = {"what was done", "when it began"}


def completeness(case: Case) -> Completeness:
    """Grade a case by the questions that it answers.

    stub: none but what was done and when; partial-content: some open; partial-sources: none open, but a source was not
    read in full; complete: none open, every source read in full.
    """
    answered = tuple(question for question, is_met in QUESTIONS.items() if is_met(case))
    still_open = tuple(question for question in QUESTIONS if question not in answered)
    if not set(answered) - _EARLY:
        grade = "stub"
    elif still_open:
        grade = "partial-content"
    else:
        grade = "complete" if all(source.seen == "full" for source in case.sources) else "partial-sources"
    return Completeness(grade, answered, still_open)


# Why each question is open: a key of `gaps.STATES`.
_WHY: Mapping[str, Callable[[Case], str | None]] = {
    "what was done": lambda case: gaps.reason_of(case.intervention.what, case),
    "when it began": lambda case: gaps.reason_of(case.dates.start, case),
    "what happened": gaps.result_of,
    "how many it rests on": lambda case: gaps.weightiest(
        [reason for o in case.outcomes if (reason := gaps.reason_of(o.n, case))] or [gaps.no_outcomes(case)]
    ),
    "what it cost": lambda case: gaps.cost_reason([cost for cost in case.costs if not cost.is_claim], case),
    "what did not work": lambda case: gaps.reason_of(case.did_not_work, case),
    "who gained less or was not reached": lambda case: gaps.reason_of(case.equity, case),
}


_TOLD = {
    ("what happened", gaps.FIGURE): "What happened is told by figures that do not tell better from worse.",
    ("what happened", gaps.BOTH): "What happened is claimed, with figures that do not tell better from worse.",
}


def unanswered(case: Case) -> tuple[str, ...]:
    """Say of each question that a record leaves open why it is open: 'What it cost was not in the part …'."""
    return tuple(
        _TOLD.get((question, why), f"{formatting.capital(question)} {gaps.STATES[why].outcome}.")
        for question in completeness(case).open
        if (why := _WHY[question](case))
    )
