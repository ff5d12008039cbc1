"""A record in the four lines of the short form of "my brief", so that eight records stand on two sheets.

A case: what came of it, how sure we are and how far that could move, one figure with its source, and one thing that did not work.
Rows and lines are those of `summary`.
"""

from collections.abc import Iterator

from pilotbook.judgement import gaps
from pilotbook.judgement.rating import is_main
from pilotbook.judgement.verdict import WORST_FIRST
from pilotbook.judgement.view import CaseView
from pilotbook.pages.brief import Brief, compared, in_few_words
from pilotbook.pages.summaries import CaseRow, LessonRow
from pilotbook.record import Case, Figure, formatting
from pilotbook.record.designs import DESIGNS
from pilotbook.record.outcome import Effect, Outcome
from pilotbook.text.sentences import sentences

_ORDER = (*WORST_FIRST, "not_known")
Row = tuple[str, str, list[tuple[str, str, str]]]


def short_case(view: CaseView, row: CaseRow, brief: Brief) -> Iterator[Row]:
    """Yield the rows of a case."""
    told = dict(brief.verdict)
    found = formatting.capital(formatting.finding(*row.direction))
    yield "verdict", "What came of it", [(f"{found}. {told['What was tried']}", "tried", "outcomes")]
    yield "sure", "How sure we are", [(_level(view), "computed/level", "rating")]
    yield "figure", "One figure", [_figure(view)]
    items = next(section.items for section in brief.sections if section.title == "What did not work")
    # One item may have several sentences, and the list may go on.
    first, *more = sentences(items[0].text)
    left = "" if len(items) == 1 and not more else " More on the page of this record."
    yield "failed", "What did not work", [(f"{first}{left}", "did_not_work", "did-not-work")]


def _level(view: CaseView) -> str:
    """Give the level of a case, and between which levels what was not read could put it."""
    told = f"{view.level} of 5: {view.level_name}" if view.level else view.level_name
    low, high = min(view.bounds.low, view.level), max(view.bounds.high, view.level)
    return f"{told}." if low == high else f"{told}; with what we did not read it could be {low} to {high}."


def _figure(view: CaseView) -> tuple[str, str, str]:
    """Give one figure of a case with where it is from, chosen without a look at its size.

    An effect goes before a result alone; then the best score, a main outcome, and the worst finding.
    """
    case = view.case
    known = [(outcome, fact) for outcome in case.outcomes if (fact := _fact(outcome))]
    if not known:
        return f"None. {_none(case)}", "outcomes", "outcomes"

    def first(pair: tuple[Outcome, Effect | Figure]) -> tuple[bool, int, bool, int]:
        outcome, fact = pair
        score = view.rating.outcomes[outcome.id].sms or 0
        return not isinstance(fact, Effect), -score, not is_main(outcome), _ORDER.index(outcome.finding)

    outcome, fact = min(known, key=first)
    is_effect = isinstance(fact, Effect)
    told = compared(outcome) if isinstance(fact, Effect) else in_few_words(fact)
    if isinstance(fact, Effect) and not formatting.interval(fact):
        told += " (no interval in what we read)"
    words = f"{outcome.label}{outcome.wanted}: {told}. From: {_sources(case, fact)}."
    return words, f"outcomes/{outcome.id}/{'effect' if is_effect else 'result'}", outcome.id


def _none(case: Case) -> str:
    """Say whose gap it is that a case has no figure."""
    if not case.outcomes:
        return gaps.sentence("What came of it", gaps.no_outcomes(case))
    state = gaps.furthest(gaps.state_of(outcome, case) for outcome in case.outcomes)
    told = "has a finding, without a figure in what we read" if state == gaps.FOUND else gaps.STATES[state].outcome
    return f"What came of it {told}."


def _fact(outcome: Outcome) -> Effect | Figure | None:
    if outcome.kind == "output" or DESIGNS[outcome.comparison.design].is_supposed:
        return None
    return next((fact for fact in (outcome.effect, outcome.result) if isinstance(fact, Effect | Figure)), None)


def _sources(case: Case, fact: Effect | Figure) -> str:
    """Name the sources of a figure, each with its day: 'Education Endowment Foundation, July 2019 (S1)'."""
    named = {source.id: source for source in case.sources}
    return "; ".join(
        ", ".join(
            [
                named[label].publisher,
                *([formatting.date(day)] if isinstance(day := named[label].published, str) else []),
            ]
        )
        + f" ({label})"
        for label in fact.source
        if label in named
    )


def short_lesson(row: LessonRow, brief: Brief) -> Iterator[Row]:
    """Yield the rows of a lesson: what it says, how sure we are and what it rests on, what to do, and what is against it."""
    told = dict(brief.verdict)
    sure = f"{formatting.capital(row.confidence)}. {told['What it rests on']}"
    against = next(section.items for section in brief.sections if section.title == "Against")
    left = f" And {len(against) - 1} more." if len(against) > 1 else ""
    yield "statement", "The lesson", [(brief.lead, "statement", "")]
    yield "sure", "How sure we are", [(sure, "confidence", "confidence")]
    yield "advice", "What to do", [(next(sentences(told["What to do"])), "advice", "")]
    yield "Against", "Against", [(f"{against[0].text.rstrip('.')}.{left}", "computed/standing", "ledger")]
