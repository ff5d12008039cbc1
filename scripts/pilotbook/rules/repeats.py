"""Rules on repeats: the same thing twice in a list, and names that a reader cannot tell apart."""

from collections.abc import Callable, Iterator
from typing import Any

from pydantic import BaseModel

from pilotbook.record.case import Case, Cost, DidNotWork, Harm, LedgerEntry, Partner, Place
from pilotbook.record.fact import Figure, Search, Source, Statement
from pilotbook.record.lesson import Lesson
from pilotbook.record.outcome import Outcome
from pilotbook.record.upkeep import Contributor
from pilotbook.rules.inside import lists_in
from pilotbook.text.folding import folded, same_address
from pilotbook.text.problems import Problem, shown
from pilotbook.text.yamlfile import Document, Path

Found = Iterator[Problem]
Key = Callable[[Any], str | None]


def _address(source: Source) -> str | None:
    return same_address(source.url) if isinstance(source.url, str) else None


# What makes two entries of one list the same thing: for each kind of entry, the field that tells it and how it is read.
_SAME: dict[type[BaseModel], tuple[str, Key]] = {
    Place: ("place", lambda entry: f"{entry.place}"),
    Partner: ("name", lambda entry: folded(entry.name)),
    LedgerEntry: ("because", lambda entry: f"{entry.lesson} {folded(entry.because)}"),
    Contributor: ("name", lambda entry: f"{folded(entry.name)} {entry.role}"),
    DidNotWork: ("what", lambda entry: folded(entry.what)),
    Harm: ("what", lambda entry: folded(entry.what)),
    Search: ("words", lambda entry: folded(f"{entry.searched_on} {entry.where} {entry.words}")),
    Statement: ("text", lambda entry: folded(entry.text)),
}


def listed_once(record: Case | Lesson, document: Document) -> Found:
    """Nothing stands twice in a list: a source, a place, a subject, a partner, a barrier.

    What is there twice is counted twice, and makes a record look better founded than it is. Names are compared as a reader
    sees them, whatever their capitals, blanks or way of writing an accent. Good: `evidence: [O1, S2]`.
    """
    for path, name, entries in lists_in(record):
        # The rule on raters says why it takes two.
        if name != "raters":
            yield from _twice((*path, name), entries, document)
    if isinstance(record, Case):
        yield from _sources_once(record, document)


def _twice(path: Path, entries: tuple[Any, ...], document: Document) -> Found:
    first: dict[str, int] = {}
    for index, entry in enumerate(entries):
        inside, key = _key(entry)
        if key is None:
            continue
        if key in first:
            place = (*path, index, *inside)
            line = document.place((*path, first[key], *inside))[0]
            told = entry if isinstance(entry, str) else getattr(entry, inside[0])
            what = f"{shown(told)} stands twice in '{path[-1]}', first on line {line}"
            yield document.problem(place, what, "Keep one of the two, or say what sets them apart.", "listed-twice")
        first.setdefault(key, index)


def _key(entry: Any) -> tuple[tuple[str, ...], str | None]:
    """Give where in an entry of a list stands what tells it from others, and that as it is compared."""
    if isinstance(entry, str):
        return (), folded(entry)
    field, key = _SAME.get(type(entry), ("", lambda _: None))
    return ((field,), key(entry)) if field else ((), None)


def _sources_once(case: Case, document: Document) -> Found:
    """Two sources with one address, one title and one date are one source."""
    first: dict[tuple[str, ...], int] = {}
    for index, source in enumerate(case.sources):
        key = (_address(source) or folded(source.publisher), folded(source.title), str(source.published))
        if key in first:
            line = document.place(("sources", first[key], "title"))[0]
            what = f"the source {shown(source.title)} stands twice, first on line {line}"
            mend = "Keep one, and name its parts by 'locator'."
            yield document.problem(("sources", index, "title"), what, mend, "listed-twice")
        first.setdefault(key, index)


def told_apart(case: Case, document: Document) -> Found:
    """Entries of one list can be told apart: two outcomes or cost lines of one label, or two sources of one address.

    Two versions of one page may well be two sources; then a `note` says so.
    Good: `label: Families using hubs (evaluation)` beside `label: Families using hubs (the council's own count)`.
    """
    yield from _alike(("outcomes",), case.outcomes, "label", _outcome_key, document)
    yield from _alike(("costs",), case.costs, "label", _cost_key, document)
    yield from _alike(("context", "figures"), case.context.figures, "label", _figure_key, document)
    bare = {_address(source) for source in case.sources if source.note is None}
    noted = {_address(source) for source in case.sources if source.note is not None}
    yield from _alike(
        ("sources",),
        case.sources,
        "url",
        lambda one: _address(one) if _address(one) in bare - noted else None,
        document,
    )


def _outcome_key(outcome: Outcome) -> str:
    return f"{folded(outcome.label)} {folded(outcome.measure or '')} {folded(outcome.follow_up or '')}"


def _cost_key(cost: Cost) -> str:
    return f"{folded(cost.label)} {cost.phase} {cost.type}"


def _figure_key(entry: Any) -> str:
    figure: Figure = entry.figure
    dated = " ".join(str(part) for part in (figure.period, entry.as_of, entry.place, figure.value, figure.unit))
    return f"{folded(entry.label)} {folded(dated)}"


def _alike(path: Path, entries: tuple[Any, ...], field: str, key: Key, document: Document) -> Found:
    first: dict[str, int] = {}
    for index, entry in enumerate(entries):
        name = key(entry)
        if name is None:
            continue
        if name in first:
            line = document.place((*path, first[name], field))[0]
            what = f"{shown(str(getattr(entry, field)))} is also that of line {line}"
            mend = "Say in words what sets the two apart, or keep one."
            yield document.problem((*path, index, field), what, mend, "told-apart")
        first.setdefault(name, index)
