"""How charts write a value, and how those of one case write a figure and name who published it."""

from collections.abc import Iterable

from pilotbook.record import Case, Figure, formatting

_STATUS = {"estimate": "an estimate", "target": "a target", "disputed": "disputed"}

# What a score of a design is of, in metadata.
SCALE = "level on the Maryland scale, 1 to 5"
# A date that the record does not hold: it may well be in print.
NO_DATE = "not found or read"


def published(item: Figure) -> str:
    """Write a figure as published, with its period and standing: 'about £36 million (over three years, an estimate)'."""
    told = ", ".join(notes(item))
    return f"{formatting.figure(item)} ({told})" if told else formatting.figure(item)


def notes(item: Figure) -> tuple[str, ...]:
    """Give what a figure needs beside it: its period, and its standing where it is not simply published."""
    return tuple(note for note in (item.period, _STATUS.get(item.status)) if note)


def publishers(case: Case, facts: Iterable[object]) -> str:
    """Name who published the sources of some facts, each once, in the order of the sources."""
    labels = {label for item in facts for label in getattr(item, "source", ())}
    named = dict.fromkeys(source.publisher for source in case.sources if source.id in labels)
    return "; ".join(named) or "the record of this case"


def is_number(value: object) -> bool:
    """Say whether a cell of a table holds a number, and not words or an answer."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def cell(value: object) -> str:
    """Write a value for people: thousands marked, a true minus sign, nothing where there is nothing."""
    if value is None:
        return ""
    if not isinstance(value, int | float) or isinstance(value, bool):
        return str(value)
    whole = f"{value:,.0f}" if value == int(value) else f"{value:,}"
    return whole.replace("-", "\N{MINUS SIGN}")
