"""What each rule asks and why: every name that a message can print, with its help.

A name is declared once, beside what raises it: a rule that is a function has its docstring for help; one that comes from
how a file is read or a field is declared stands in the `HELP` of its module.
"""

import inspect
from collections.abc import Callable, Mapping
from itertools import chain
from typing import Any

from pilotbook.links import register
from pilotbook.record import text
from pilotbook.rules import across, fields, files, lists, plain, private, prose, ratings, released, run, small, within
from pilotbook.rules.examples import with_examples
from pilotbook.text import looksalike, plaintext, yamlfaults, yamlfile

DECLARED = (
    plaintext.HELP,
    looksalike.HELP,
    yamlfile.HELP,
    yamlfaults.HELP,
    text.HELP,
    files.HELP,
    prose.HELP,
    fields.HELP,
    within.HELP,
    register.HELP,
    released.HELP,
    private.HELP,
    ratings.HELP,
)
FUNCTIONS: tuple[Mapping[str, Callable[..., Any]], ...] = (
    within.CASE_RULES,
    within.LESSON_RULES,
    across.RULES,
    released.RULES,
    plain.RULES,
    run.ASKED_OF_CASES,
    run.ASKED,
    lists.RULES,
    small.RULES,
)


def rule_help() -> dict[str, tuple[str, ...]]:
    """Give the help of every rule by its name, in the order of names; a text for each function where two share a name."""
    told: dict[str, dict[str, None]] = {}
    for name, rule in chain.from_iterable(rules.items() for rules in FUNCTIONS):
        told.setdefault(name, {})[inspect.getdoc(rule) or ""] = None
    for name, help_text in chain.from_iterable(declared.items() for declared in DECLARED):
        told.setdefault(name, {})[help_text] = None
    return {name: (*list(told[name])[:-1], with_examples(name, list(told[name])[-1])) for name in sorted(told)}
