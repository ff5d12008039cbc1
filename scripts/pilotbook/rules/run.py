"""Run every rule. A rule is a function in `within.py` (one record) or `across.py` (all records).

What the rules of `plain.py` find is advice: it is told beside the rest, and stops nothing.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from pilotbook.casebook import Casebook
from pilotbook.record import Case, Lesson
from pilotbook.rules import across, plain, within
from pilotbook.text.problems import Problem
from pilotbook.text.yamlfile import Document


def broken_within(record: Case | Lesson, document: Document) -> list[Problem]:
    """Give what the rules on one record find."""
    rules: Mapping[str, Callable[..., Iterator[Problem]]] = (
        within.CASE_RULES if isinstance(record, Case) else within.LESSON_RULES
    )
    return [problem for rule in rules.values() for problem in rule(record, document)]


def broken_across(book: Casebook, *, some_unread: bool) -> list[Problem]:
    """Give what the rules across records find.

    `some_unread`: a file could not be read, so 'there is no such record' is not said.
    """
    return [problem for rule in across.RULES.values() for problem in rule(book, some_unread)]


def advice(record: Case | Lesson, document: Document) -> list[Problem]:
    """Give what would make a record better for its readers, but refuses it not."""
    found = (problem for rule in plain.RULES.values() for problem in rule(record, document))
    return [replace(problem, is_advice=True) for problem in found]
