"""What is missing, in words: the one place that makes a sentence about a gap, from the reason in the record.

A sentence never says more than its reason. What the book's editors have not read or found is told as theirs; only what a source
or a partner says of the pilot is told as the pilot's.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pilotbook.record import formatting
from pilotbook.record.case import Case, Cost
from pilotbook.record.designs import DESIGNS
from pilotbook.record.fact import Missing
from pilotbook.record.outcome import Outcome
from pilotbook.record.reasons import REASONS
from pilotbook.record.text import earliest, latest

FOUND, FIGURE, CLAIM = "found", "figure", "claim"
# What a source calls not yet due, of a case whose month or year for results has come by the day on which it was checked.
DUE_NOW = "due_now"
# A figure that tells nothing by itself, beside words that go further: a badge shows the claim, so the sentence tells it too.
BOTH = "figure_and_claim"


@dataclass(frozen=True)
class State:
    """How far a result is known: its name in tables, and how one and several outcomes, and cases, are told in a sentence.

    {n} stands for the number of cases, {on} for the day of their last search.
    """

    label: str
    outcome: str
    outcomes: str
    case: str
    cases: str


def _of_reason(code: str, case: str, cases: str) -> State:
    reason = REASONS[code]
    return State(formatting.capital(reason.label), reason.told, reason.many, case, cases)


# In the order in which several are told: what is known, then the book's own gaps, then the pilot's.
STATES: Mapping[str, State] = {
    FOUND: State("Finding", "has a finding", "have a finding", "{n} has a finding", "{n} have a finding"),
    FIGURE: State(
        "Figure only",
        "has a figure that does not tell better from worse",
        "have figures that do not tell better from worse",
        "{n} gives a figure that does not tell better from worse",
        "{n} give figures that do not tell better from worse",
    ),
    BOTH: State(
        "Figure and claim",
        "is claimed, with a figure that does not tell better from worse",
        "are claimed, with figures that do not tell better from worse",
        "{n} has a claim, with figures that do not tell better from worse",
        "{n} have a claim, with figures that do not tell better from worse",
    ),
    CLAIM: State(
        "Claim only",
        "is claimed, and we read no result",
        "are claimed, and we read no result",
        "{n} has a claim, and no result that we read",
        "{n} have a claim, and no result that we read",
    ),
    "not_read": _of_reason(
        "not_read",
        "of {n} we have not read the part that would tell",
        "of {n} we have not read the part that would tell",
    ),
    "not_found": _of_reason(
        "not_found",
        "of {n} we looked for what came of it and found nothing{on}",
        "of {n} we looked for what came of it and found nothing{on}",
    ),
    "not_filled": _of_reason(
        "not_filled", "the record of {n} is not filled in yet", "the records of {n} are not filled in yet"
    ),
    "not_begun": _of_reason(
        "not_begun", "of {n} we read of no test that has begun", "of {n} we read of no test that has begun"
    ),
    "not_published": _of_reason(
        "not_published", "{n} has published no result, a source says", "{n} have published no result, their sources say"
    ),
    "not_measured": _of_reason(
        "not_measured",
        "{n} did not measure what came of it for people, or only counted what was done",
        "{n} did not measure what came of it for people, or only counted what was done",
    ),
    "withheld_small_numbers": _of_reason(
        "withheld_small_numbers",
        "{n} withholds it because the numbers are small",
        "{n} withhold it because the numbers are small",
    ),
    "not_yet_due": _of_reason("not_yet_due", "{n} is not due yet", "{n} are not due yet"),
    DUE_NOW: State(
        "Due about now or overdue",
        "is due about now or overdue, and we read no result",
        "are due about now or overdue, and we read no result",
        "{n} is due about now or overdue, and we read no result",
        "{n} are due about now or overdue, and we read no result",
    ),
    # Of a result: no figure can be asked, and the record tells it in words.
    "not_applicable": State(
        "Told in words",
        "is told in words",
        "are told in words",
        "{n} tells what came of it in words",
        "{n} tell what came of it in words",
    ),
}


_KNOWN = (FOUND, FIGURE, BOTH, CLAIM)
# The reasons by which a gap is the pilot's and not the book's.
_PILOTS_OWN = frozenset(
    code for code, reason in REASONS.items() if reason.whose == "pilot" and code != "not_applicable"
) | {DUE_NOW}


def has_unread(case: Case) -> bool:
    """Say whether a source of the case was not read in full, so that what is absent may stand there."""
    return any(source.seen != "full" for source in case.sources)


def absent(case: Case) -> str:
    """Give the reason of a field that is simply absent: never a gap of the pilot's."""
    return "not_read" if has_unread(case) else "not_filled"


def reason_of(fact: object, case: Case) -> str | None:
    """Give why a fact is missing; None where it is given."""
    if fact is None or fact == ():
        return absent(case)
    return fact.missing if isinstance(fact, Missing) else None


def weightiest(reasons: Iterable[str]) -> str:
    """Give the one reason that may be told of several things at once: a gap of the book's goes before one of the pilot's.

    What is partly unread may not be told as unpublished.
    """
    order = list(REASONS)
    return min(reasons, key=order.index)


def state_of(outcome: Outcome, case: Case) -> str:
    """Give how far the result of an outcome is known: a key of STATES."""
    if outcome.finding != "not_known":
        return FOUND
    reasons = [reason_of(fact, case) for fact in (outcome.result, outcome.effect)]
    if None in reasons:
        return BOTH if outcome.claim else FIGURE
    if outcome.claim:
        return CLAIM
    reason = weightiest(reason for reason in reasons if reason)
    return DUE_NOW if reason == "not_yet_due" and _is_due(case) else reason


def is_due_on(case: Case, day: str) -> bool:
    """Say whether a day, ISO, falls in the year, month or day for which results were promised."""
    due = case.results_due
    return bool(due and earliest(due) <= day <= latest(due))


def _is_due(case: Case) -> bool:
    """Say whether the time of the results had come, or gone, when the record was last checked."""
    return bool(case.results_due and earliest(case.results_due) <= case.reviewed_on)


def result_of(case: Case) -> str:
    """Give how far the results of a case are known: the best that any of its outcomes has, else whose gap it is."""
    states = {outcome.id: state_of(outcome, case) for outcome in case.outcomes}
    known = set(states.values()) & set(_KNOWN)
    if case.stage in ("announced", "planned") and not known:
        return "not_begun"
    # Where nothing was found and a source says why of each main outcome, that goes before what is claimed of another.
    main = [states[outcome.id] for outcome in case.outcomes if outcome.primary and outcome.kind != "output"]
    if main and known <= {CLAIM} and all(state in _PILOTS_OWN for state in main):
        return furthest(main)
    # A figure on what was done says nothing of what came of it, where the record lists what was to change.
    # Nor does a model, whose result nobody saw.
    seen = [
        outcome
        for outcome in case.outcomes
        if not (DESIGNS[outcome.comparison.design].is_supposed and state_of(outcome, case) in (FOUND, FIGURE))
    ]
    changed = [outcome for outcome in seen if outcome.kind != "output"] or seen or case.outcomes
    return furthest([state_of(outcome, case) for outcome in changed] or [no_outcomes(case)])


def furthest(states: Iterable[str]) -> str:
    """Give the one state that may be told of several outcomes: the best that is known, else whose gap it is."""
    order, told = list(STATES), set(states)
    best = min(told, key=order.index)
    return BOTH if best == FIGURE and told & {BOTH, CLAIM} else best


def no_outcomes(case: Case) -> str:
    """Give why a case lists no outcome: one that has not begun has none, whatever its sources may hold."""
    return "not_begun" if case.stage in ("announced", "planned") else absent(case)


def behind(gap: Missing, case: Case, *, with_search: bool = True) -> list[str]:
    """Give what backs a reason, in words: the search (told once in the record), who said so, the place in a source.

    with_search: left out where a link to the search stands beside it.
    """
    told = [f"Search {gap.search}"] if gap.search and with_search else []
    if gap.said_by and gap.said_on:
        name = next((partner.name for partner in case.partners if partner.id == gap.said_by), gap.said_by)
        told.append(f"{name} said so on {formatting.date(gap.said_on)}")
    if gap.locator:
        told.append(f"Place in the source: {gap.locator}")
    return told


def cost_reason(costs: Iterable[Cost], case: Case) -> str:
    """Give why no sum is told of these costs; of a case that lists none, the reason of a field that is absent."""
    reasons = [reason_of(item, case) for cost in costs for item in (cost.planned, cost.actual)]
    return weightiest([reason for reason in reasons if reason] or [absent(case)])


def own_cost(reason: str, *, is_alone: bool, has_each: bool) -> str:
    """Say why no sum is told of what a pilot cost.

    is_alone: whether it stands alone under "What it cost", so that it needs no subject; beside another sum it does. has_each:
    whether the record tells a sum for each person or school, which the table of costs shows.
    """
    if not is_alone:
        return sentence(f"What the pilot itself cost{' as a whole' if has_each else ''}", reason)
    label = REASONS[reason].label
    if has_each:
        return f"As a whole: {label}. A sum for each one is in the table of costs."
    return f"{formatting.capital(label)}."


def no_own_cost(told: str) -> str:
    """Say that a record has lines of other costs alone; told: whose sum stands beside, 'the programme', or ''.

    No line of the record gives a reason, so none is told.
    """
    apart = f", apart from {told}'s," if told else ""
    return f"A cost of its own{apart} is not in this record."


def whose(code: str) -> str:
    """Say whose gap a reason tells of: this book's, the pilot's, or nobody's where a thing does not apply."""
    if code == "not_applicable":
        return "no gap"
    return {"book": "a gap of this book", "pilot": "a gap of the pilot"}[REASONS[code].whose]


def heading(code: str) -> str:
    """Name a reason over the things that are missing for it, with whose gap it is: 'Not measured (a gap of the pilot)'."""
    return f"{formatting.capital(REASONS[code].label)} ({whose(code)})"


def sentence(subject: str, reason: str) -> str:
    """Say of one thing why it is missing: ('What it cost', 'not_read') → 'What it cost was not in the part …'."""
    return f"{subject} {REASONS[reason].told}."


def of_outcomes(states: Counter[str], *, known: bool = True) -> list[str]:
    """Say how many outcomes are in each state: ['2 were not in the part of the sources that we read'].

    known: whether those with a finding are told too.
    """
    return [
        f"{states[code]} {state.outcome if states[code] == 1 else state.outcomes}"
        for code, state in STATES.items()
        if states[code] and (known or code != FOUND)
    ]


def of_cases(states: Counter[str], searched_on: str = "") -> str:
    """Say how many cases are in each state, those with a finding left out: 'Of 12 we have not read …; 3 have …'."""
    on = f" (last searched on {formatting.date(searched_on)})" if searched_on else ""
    told = [
        (state.case if states[code] == 1 else state.cases).format(n=f"{states[code]:,}", on=on)
        for code, state in STATES.items()
        if states[code] and code != FOUND
    ]
    return f"{formatting.capital('; '.join(told))}." if told else ""


def no_baseline(what: str) -> str:
    """Say that the book holds no figure on an outcome from before, or without, a pilot: a gap of the book's."""
    told = "from before a pilot, or from people without it, is in this book"
    return f"No figure on {what} {told}. We may not have read it, and others may have one."


# Where a reader chose more than an outcome, and the book has figures on it from other work alone.
NO_BASELINE_LIKE = (
    "From what we have read, no figure in this book is from work that fits all that you chose. "
    "These are from other work."
)


# Where nobody's day for results is in the records; none of it says that none is planned.
NO_DUE = "No record here tells a time for results, from what we read."


def due(when: str, *, is_late: bool, is_now: bool) -> str:
    """Say when results were promised, and that none was found or read where that time has come or is past."""
    if is_now:
        return f"Results due {when}, about now; none was found or read."
    return f"Results were due {when}, and none was found or read." if is_late else f"Results due {when}."


def ends_unknown(cases: int) -> str:
    """Say of how many cases it is not known whether they stopped; '' where that is known of each."""
    if not cases:
        return ""
    return f"Whether and how {formatting.count(cases, 'case')} ended is not in what we read, so some may have stopped early too."


def undecided(turns: int, unknown: int, open_still: int) -> str:
    """Say of how many turns no decision is in this book, and of how many none was taken; '' where each has one."""
    told = []
    if unknown:
        told.append(f"{unknown:,} {'has' if unknown == 1 else 'have'} no decision in this book")
    if open_still:
        told.append(f"{open_still:,} had none taken yet")
    return f"Of {formatting.count(turns, 'turn')} of test and learn, {formatting.listed(told)}." if told else ""
