"""Everything that a record holds, one fact after another, each with its path, the label of its declaration and its words.

Lists of figures, of open questions and of what no layout has placed are made from these, so a field that is declared is
shown without a line anywhere else.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Annotated, Any, Literal, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from pilotbook.record import formatting
from pilotbook.record.case import DidNotWork, Harm
from pilotbook.record.designs import OneOf
from pilotbook.record.fact import Figure, Missing, Sourced
from pilotbook.record.outcome import Attrition, Effect, Sample
from pilotbook.record.reasons import MISSING
from pilotbook.record.text import FullDate, PartialDate
from pilotbook.text import markdown
from pilotbook.text.yamlfile import Path

FIGURES = (Figure, Effect, Sample, Attrition)
_NAMES = ("label", "name", "topic")
_DATES = frozenset(id(part) for kind in (PartialDate, FullDate) for part in get_args(kind)[1:])


@dataclass(frozen=True)
class Fact:
    """One fact of a record.

    path: as pages carry it after the id, 'outcomes/O1/result'. pattern: the same for every record, 'outcomes.*.result'.
    label: in words, with what it belongs to, 'Families using hubs: result'. value: a figure, words or gap as declared, or a
    single value. told: the value in words. steps: the way to it in the file. sources, locator, note: of a fact that has
    them; empty for a single value.
    """

    path: str
    pattern: str
    label: str
    value: object
    told: str
    steps: Path
    sources: tuple[str, ...] = ()
    locator: str = ""
    note: str = ""

    @property
    def is_leaf(self) -> bool:
        """Say whether it is a single value, and no figure, words or gap with parts of its own."""
        return not isinstance(self.value, BaseModel)


@dataclass(frozen=True)
class _At:
    """Where a walk is: the way there, what it belongs to, and the titles of the groups between."""

    steps: Path = ()
    names: tuple[str, ...] = ()
    pattern: tuple[str, ...] = ()
    owner: str = ""
    groups: tuple[str, ...] = ()

    def into(self, step: str | int, name: str, pattern: str) -> "_At":
        way = (*self.steps, step), (*self.names, name), (*self.pattern, pattern)
        return _At(*way, self.owner, self.groups)

    def label(self, title: str, *, with_groups: bool) -> str:
        parts = [part for part in (self.owner, *(self.groups if with_groups else ()), title) if part]
        return ": ".join([formatting.capital(parts[0]), *map(_low, parts[1:])])


def facts(record: BaseModel) -> tuple[Fact, ...]:
    """Give every fact of a record in the order of its declaration, each before its own parts. A blank is no fact."""
    return tuple(_inside(record, _At()))


def label_of(holder: BaseModel, name: str) -> str:
    """Give the label of a field, from its declaration."""
    return type(holder).model_fields[name].title or name


def words_at(holder: BaseModel, name: str) -> str:
    """Give a single value for people, or '' where there is none."""
    value = getattr(holder, name)
    return "" if value is None or value == () else _told(value, _kind(type(holder), name))


def _inside(holder: BaseModel, at: _At) -> Iterator[Fact]:
    for name in type(holder).model_fields:
        value = getattr(holder, name)
        if value is None or value == ():
            continue
        here, title = at.into(name, name, name), label_of(holder, name)
        if isinstance(value, BaseModel):
            yield from _of_model(value, title, here)
        elif isinstance(value, tuple) and any(isinstance(item, BaseModel) for item in value):
            for index, item in enumerate(value):
                yield from _of_entry(item, title, here.into(index, getattr(item, "id", None) or str(index + 1), "*"))
        else:
            told = _told(value, _kind(type(holder), name))
            yield Fact(*_place(here), here.label(title, with_groups=True), value, told, here.steps)


def _of_model(value: BaseModel, title: str, at: _At) -> Iterator[Fact]:
    if not isinstance(value, Sourced | Missing):
        yield from _inside(value, replace(at, groups=(*at.groups, title)))
        return
    # What a context figure counts is its label; "figure" after it would say nothing.
    label = at.owner if at.owner and title == type(value).__name__ else at.label(title, with_groups=False)
    told = told_of(value)
    note = value.note or ""
    yield Fact(*_place(at), label, value, told, at.steps, value.source, value.locator or "", note)
    yield from _inside(value, replace(at, owner=label, groups=()))


def _of_entry(item: Any, title: str, at: _At) -> Iterator[Fact]:
    """Yield the facts of an entry of a list: one with a label of its own is called by it, another by its number."""
    if not isinstance(item, BaseModel):
        return
    # What its author called it, or else its kind and label, or its number.
    called = next((text for name in _NAMES if (text := getattr(item, name, None))), "")
    if label := getattr(item, "id", None):
        yield from _inside(item, replace(at, owner=called or f"{type(item).__name__} {label}", groups=()))
    elif isinstance(item, Sourced):
        yield from _of_model(item, f"{title} {at.names[-1]}", at)
    else:
        numbered = at.label(f"{title} {at.names[-1]}", with_groups=True)
        yield from _inside(item, replace(at, owner=called or numbered, groups=()))


def _place(at: _At) -> tuple[str, str]:
    return "/".join(at.names), ".".join(at.pattern)


def _low(title: str) -> str:
    """Begin with a small letter within a label: 'Size of effect' → 'size of effect'; 'NHS' stays."""
    return title if title[1:2].isupper() else title[:1].lower() + title[1:]


def told_of(value: BaseModel) -> str:
    """Write a figure, words or a gap in a few words, whatever kind it is."""
    if isinstance(value, Missing):
        return formatting.capital(MISSING[value.missing])
    if isinstance(value, Figure):
        return formatting.figure(value)
    if isinstance(value, Effect):
        return formatting.effect(value)
    if isinstance(value, Attrition):
        return formatting.attrition(value)
    if isinstance(value, Sample):
        sizes = (value.treated, value.comparison, value.analysed)
        return f"{formatting.listed(formatting.number(size) for size in sizes if size is not None)} {value.of}".strip()
    words = value.what if isinstance(value, DidNotWork | Harm) else getattr(value, "text", "")
    return markdown.to_text(words)


def _told(value: object, kind: str) -> str:
    """Write a single value for people: dates, numbers, yes and no, a code without its underscores."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return formatting.listed(_told(item, kind) for item in value)
    if not isinstance(value, str):
        return formatting.number(value)  # type: ignore[arg-type]
    if kind == "date":
        return formatting.date(value)
    return value.replace("_", " ") if kind == "choice" else value


@cache
def _kind(model: type[BaseModel], name: str) -> str:
    """Say whether a field holds dates or codes that are chosen from a list, by its declaration."""
    field: FieldInfo = model.model_fields[name]
    found = [*field.metadata, *_parts(field.annotation)]
    if any(id(part) in _DATES for part in found):
        return "date"
    return "choice" if any(part is Literal or isinstance(part, OneOf) for part in found) else ""


def _parts(annotation: Any) -> Iterator[Any]:
    """Yield what an annotation is made of that tells its kind: `Literal`, and every mark of Annotated."""
    if get_origin(annotation) is Literal:
        yield Literal
        return
    if get_origin(annotation) is Annotated:
        yield from get_args(annotation)[1:]
    for part in get_args(annotation):
        yield from _parts(part)
