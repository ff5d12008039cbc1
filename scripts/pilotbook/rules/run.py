"""Run every rule. A rule is a function in `within.py` (one record) or `across.py` (all records).

Some ask what may be right: those of `plain.py`, and of ASKED below. What they find is advice: it is told beside the rest,
and stops nothing.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from itertools import chain

from pilotbook.casebook import Casebook
from pilotbook.record import Case, Lesson
from pilotbook.record.disclosure import SmallNumbers
from pilotbook.rules import across, dates, findings, plain, private, released, repeats, small, units, within
from pilotbook.text.problems import Problem
from pilotbook.text.yamlfile import Document

Rules = Mapping[str, Callable[..., Iterator[Problem]]]
# What is asked of a case, and of any record: a rule of the same name may refuse what cannot be.
ASKED_OF_CASES: Rules = {
    "finding-fits": findings.findings_borne,
    "value-likely": units.values_likely,
    "stage-fits": dates.stage_likely,
    "dates-likely": dates.dates_likely,
    "told-apart": repeats.told_apart,
}
ASKED: Rules = {"dates-likely": dates.review_likely, "year-or-month": dates.no_year_as_month, **private.ASKED}


def broken_within(record: Case | Lesson, document: Document, few: SmallNumbers) -> list[Problem]:
    """Give what the rules on one record find. `few`: which counts of people are too small to be published unasked."""
    rules: Rules = within.CASE_RULES if isinstance(record, Case) else within.LESSON_RULES
    gates = (small.small_numbers_answered(record, document, few), small.answers_whole(record, document))
    return [*(problem for rule in rules.values() for problem in rule(record, document)), *chain.from_iterable(gates)]


def broken_across(book: Casebook, *, some_unread: bool) -> list[Problem]:
    """Give what the rules across records find.

    `some_unread`: a file could not be read, so 'there is no such record' is not said.
    """
    rules = (*across.RULES.values(), *released.RULES.values())
    return [problem for rule in rules for problem in rule(book, some_unread)]


def advice(record: Case | Lesson, document: Document) -> list[Problem]:
    """Give what would make a record better for its readers, but refuses it not."""
    rules = [*plain.RULES.values(), *ASKED.values(), *(ASKED_OF_CASES.values() if isinstance(record, Case) else ())]
    return [replace(problem, is_advice=True) for rule in rules for problem in rule(record, document)]
