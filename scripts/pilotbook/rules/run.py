"""Run every rule over the shelf. A rule is a function in `within.py` (one record) or `across.py` (all records).

What the rules of `plain.py` find is advice: it is told beside the rest, and stops nothing.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace

from pilotbook.record.shelf import Shelf
from pilotbook.rules import across, plain, within
from pilotbook.text.problems import Problem

# Where a rule looks both ways, its help is the one for cases.
RULES: dict[str, Callable[..., Iterator[Problem]]] = {**across.RULES, **within.RULES, **plain.RULES}


def broken(shelf: Shelf, *, some_unread: bool) -> list[Problem]:
    """Give what every rule finds. `some_unread`: a file could not be read, so 'there is no such record' is not said."""
    found: list[Problem] = []
    for slug, case in shelf.cases.items():
        document = shelf.documents[f"case_studies/{slug}.yml"]
        found += [problem for rule in within.CASE_RULES.values() for problem in rule(case, document)]
    for slug, lesson in shelf.lessons.items():
        document = shelf.documents[f"case_studies/lessons/{slug}.yml"]
        found += [problem for rule in within.LESSON_RULES.values() for problem in rule(lesson, document)]
    return found + [problem for rule in across.RULES.values() for problem in rule(shelf, some_unread)]


def advice(shelf: Shelf) -> list[Problem]:
    """Give what would make the records better for their readers, but refuses none of them; sorted by place."""
    found = (
        problem
        for path, record in shelf.records()
        for rule in plain.RULES.values()
        for problem in rule(record, shelf.documents[path])
    )
    return sorted(replace(problem, is_advice=True) for problem in found)
