"""References from prose to figures: `{O1.result}` in a summary means the result of outcome O1 in the same file.

So a number is typed once, beside its source, and every sentence that uses it leads back there.
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from pydantic import BaseModel

from pilotbook.record.case import Case, ContextFigure, Cost
from pilotbook.record.fact import Figure
from pilotbook.record.outcome import Effect, Outcome, Sample

# "{O1}", "{O1.n.analysed}", "{C2.actual}", "{F12}".
REFERENCE = re.compile(r"\{([A-Z]{1,2}[0-9]{1,2}(?:\.[a-z_]+)*)\}")
# Anything in braces, so that a reference that is not well made is told and not passed over: "{o1}", "{O1 result}".
_BRACES = re.compile(r"\{[^{}]*\}")
# What is no figure in any text, and on no page: 1900 to 2099, alone or as a span (2022-23, 2021–2023), and no
# part of a longer number, a sum of money or a share.
_YEAR = r"(?:19|20)[0-9]{2}"
YEARS = re.compile(rf"(?<![\w£$€.,]){_YEAR}(?:[-–/](?:{_YEAR}|[0-9]{{2}})(?![0-9]))?(?![0-9%]|[.,][0-9])")
# What a browser can look for too; a number as `stray_number` has it.
PATTERNS = {"braces": _BRACES, "years": YEARS, "number": re.compile(r"[£$€]?\d[\d.,]*%?")}
Target = Figure | Effect | tuple[Sample | Effect | Figure, str]


def target(case: Case, reference: str) -> tuple[str, Target] | None:
    """Give the path in the record and the figure that `reference` ('O1.n.analysed') means, or None.

    The figure is a Figure or Effect, or a pair (holder, field) for one number of a sample, an interval or a bare value.
    """
    label, *steps = reference.split(".")
    groups: dict[str, tuple[Outcome | Cost | ContextFigure, ...]]
    groups = {"outcomes": case.outcomes, "costs": case.costs, "context/figures": case.context.figures}
    for group, items in groups.items():
        for item in items:
            if item.id == label:
                # A context figure is its label's only figure, so {F1} and {F1.figure} mean the same.
                own = ["figure"] if isinstance(item, ContextFigure) and steps[:1] != ["figure"] else []
                return _follow(f"{group}/{label}", item, own + steps)
    return None


def _follow(path: str, item: Any, steps: list[str]) -> tuple[str, Target] | None:
    for index, step in enumerate(steps):
        holder, item = item, _field(item, step)
        path = f"{path}/{step}"
        if isinstance(holder, Sample | Effect | Figure) and isinstance(item, Decimal | int | str):
            return (path, (holder, step)) if index == len(steps) - 1 else None
    return (path, item) if isinstance(item, Figure | Effect) else None


def _field(item: Any, name: str) -> Any:
    # Only declared fields: a reference must not reach a method or a private part.
    return getattr(item, name) if isinstance(item, BaseModel) and name in type(item).model_fields else None


def references(text: str) -> Iterator[str]:
    """Yield every reference in `text`, well made or not, without its braces."""
    for match in _BRACES.finditer(text):
        yield match.group()[1:-1]


def stray_number(text: str) -> str | None:
    """Give the first number in `text` that is neither a year nor inside a reference."""
    return next(iter(stray_numbers(text)), None)


def stray_numbers(text: str) -> list[str]:
    """Give every number in `text` that is neither a year nor inside a reference, in their order."""
    # What stands before and after a reference are two numbers: "20{O1.result}24" is no year.
    rest = YEARS.sub("", _BRACES.sub(" ", text))
    # "42%", "£12.7", "9,200."; the stop of the sentence is taken off below.
    return [number.rstrip(".,") for number in re.findall(r"[£$€]?\d[\d.,]*%?", rest)]
