"""What `pilotbook check --format json` prints: one object, whatever happens, in a shape that programs can rely on.

The shape is told in SHAPE (JSON Schema) and, for people, in contribute/house.md. `version` grows when a field goes or
changes its meaning; a new field is no new version.
"""

from collections.abc import Sequence
from typing import Any

from pilotbook.text.problems import Problem

FORMAT, VERSION = "pilotbook-check", 1
_TEXT = {"type": "string", "minLength": 1}
_COUNT = {"type": "integer", "minimum": 0}
_PLACE = {"type": "integer", "minimum": 1}


def _object(**fields: Any) -> dict[str, Any]:
    return {"type": "object", "required": list(fields), "properties": fields, "additionalProperties": False}


SHAPE: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    **_object(
        format={"const": FORMAT},
        version={"const": VERSION},
        # sound: all that was asked about is; refused: something is to be mended; failed: nothing could be checked.
        outcome={"enum": ["sound", "refused", "failed"]},
        # Why nothing could be checked.
        error={"type": ["string", "null"]},
        # The files that were asked about; none for all.
        asked={"type": "array", "items": _TEXT},
        cases=_COUNT,
        lessons=_COUNT,
        problems={
            "type": "array",
            "items": _object(
                path=_TEXT,
                line=_PLACE,
                column=_PLACE,
                rule=_TEXT,
                # Where the rule is explained, on the site.
                help=_TEXT,
                what=_TEXT,
                mend=_TEXT,
                is_advice={"type": "boolean"},
                # Other files that have a part in it.
                also={"type": "array", "items": _TEXT},
            ),
        },
        # Problems that are no advice, in files that were not asked about.
        elsewhere=_COUNT,
    ),
}


def report(
    problems: Sequence[Problem] = (),
    *,
    asked: Sequence[str] = (),
    cases: int = 0,
    lessons: int = 0,
    elsewhere: int = 0,
    error: str | None = None,
) -> dict[str, Any]:
    """Give the object that is printed. `error`: why nothing could be checked."""
    is_refused = any(not problem.is_advice for problem in problems)
    return {
        "format": FORMAT,
        "version": VERSION,
        "outcome": "failed" if error else "refused" if is_refused else "sound",
        "error": error,
        "asked": list(asked),
        "cases": cases,
        "lessons": lessons,
        "problems": [_problem(problem) for problem in problems],
        "elsewhere": elsewhere,
    }


def _problem(problem: Problem) -> dict[str, Any]:
    return {
        "path": problem.path,
        "line": problem.line,
        "column": problem.column,
        "rule": problem.rule,
        "help": f"/contribute/rules/#{problem.rule}",
        "what": problem.what,
        "mend": problem.mend,
        "is_advice": problem.is_advice,
        "also": list(problem.also),
    }
