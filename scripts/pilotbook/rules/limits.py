"""The rule on word limits that the help of a field declares."""

import re
from collections.abc import Iterator
from functools import cache

from pydantic import BaseModel

from pilotbook.record.case import Case
from pilotbook.record.fact import Statement
from pilotbook.record.lesson import Lesson
from pilotbook.rules.inside import parts
from pilotbook.text.problems import Problem
from pilotbook.text.yamlfile import Document

DECLARED = re.compile(r"\bat most ([0-9]+) words", re.IGNORECASE)


def declared_limits_held(record: Case | Lesson, document: Document) -> Iterator[Problem]:
    """A text whose field says 'at most so many words' has no more.

    A page is read in ten minutes, so each part has its share of it. Good: a problem told in 60 words.
    """
    for path, item in parts(record):
        for name, limit in _limits(type(item)):
            value = getattr(item, name)
            if isinstance(value, Statement) and (count := len(value.text.split())) > limit:
                what = f"'{name}' has {count} words; the limit is {limit}"
                yield document.problem((*path, name, "text"), what, f"Cut it to {limit} words.", "word-limit")


@cache
def _limits(model: type[BaseModel]) -> tuple[tuple[str, int], ...]:
    """Give each field of a model whose help declares a limit, with the limit."""
    found = ((name, DECLARED.search(field.description or "")) for name, field in model.model_fields.items())
    return tuple((name, int(limit[1])) for name, limit in found if limit)
