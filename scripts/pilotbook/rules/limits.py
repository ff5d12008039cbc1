"""The rule on word limits that the help of a field declares."""

import re
from collections.abc import Iterator

from pilotbook.record.case import Case
from pilotbook.record.fact import Statement
from pilotbook.record.lesson import Lesson
from pilotbook.record.walk import walk
from pilotbook.text.problems import Problem
from pilotbook.text.yamlfile import Document

DECLARED = re.compile(r"\bat most ([0-9]+) words", re.IGNORECASE)


def declared_limits_held(record: Case | Lesson, document: Document) -> Iterator[Problem]:
    """A text whose field says 'at most so many words' has no more.

    A page is read in ten minutes, so each part has its share of it. Good: a problem told in 60 words.
    """
    for path, item in walk(record):
        for name, field in type(item).model_fields.items():
            value, limit = getattr(item, name), DECLARED.search(field.description or "")
            if limit and isinstance(value, Statement) and (count := len(value.text.split())) > int(limit[1]):
                what = f"'{name}' has {count} words; the limit is {limit[1]}"
                yield document.problem((*path, name, "text"), what, f"Cut it to {limit[1]} words.", "word-limit")
