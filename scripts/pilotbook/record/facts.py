"""Everything that a record holds, one fact after another, each with its path, the label of its declaration and its words.

Lists of figures, of open questions and of what no layout has placed are made from these, so a field that is declared is
shown without a line anywhere else.
"""

from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from typing import Annotated, Any, Literal, NamedTuple, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from pilotbook.record import formatting
from pilotbook.record.case import DidNotWork, Harm
from pilotbook.record.designs import OneOf
from pilotbook.record.fact import Figure, Missing, Sourced
from pilotbook.record.outcome import Attrition, Effect, Sample
from pilotbook.record.reasons import MISSING
from pilotbook.record.text import FullDate, PartialDate
from pilotbook.record.walk import Itself
from pilotbook.text import markdown
from pilotbook.text.yamlfile import Path

FIGURES = (Figure, Effect, Sample, Attrition)
_NAMES = ("label", "name", "topic")
_DATES = frozenset(id(part) for kind in (PartialDate, FullDate) for part in get_args(kind)[1:])


class Fact(NamedTuple):
    """One fact of a record. What it is called and how it is told are worked out when asked for, as most facts never are.

    path: as pages carry it after the id, 'outcomes/O1/result'. pattern: the same for every record, 'outcomes.*.result'.
    steps: the way to it in the file. value: a figure, words or gap as declared, or a single value. names: what its label is
    made of, outermost first. kind: of a single value, whether it is a 'date' or a 'choice' from a list.
    """

    path: str
    pattern: str
    steps: Path
    value: object
    names: tuple[str, ...]
    kind: str = ""

    @property
    def label(self) -> str:
        """Give its label in words, with what it belongs to: 'Families using hubs: result'."""
        return _label(self.names) if len(self.names) > 1 else self.names[0]

    @property
    def told(self) -> str:
        """Give its value in words."""
        return told_of(self.value) if isinstance(self.value, BaseModel) else _told(self.value, self.kind)

    @property
    def is_leaf(self) -> bool:
        """Say whether it is a single value, and no figure, words or gap with parts of its own."""
        return not isinstance(self.value, BaseModel)

    @property
    def sources(self) -> tuple[str, ...]:
        """Give the sources that it rests on; a single value has none of its own."""
        return self.value.source if isinstance(self.value, Sourced | Missing) else ()

    @property
    def locator(self) -> str:
        """Give the place in its sources, or ''."""
        return (self.value.locator or "") if isinstance(self.value, Sourced | Missing) else ""

    @property
    def note(self) -> str:
        """Give its note, or ''."""
        return (self.value.note or "") if isinstance(self.value, Sourced | Missing) else ""


class _At(NamedTuple):
    """Where a walk is: the way there, each with the mark that the next step follows, and the names that stand above."""

    path: str = ""
    pattern: str = ""
    steps: Path = ()
    names: tuple[str, ...] = ()
    # Titles of the groups between what is named and here.
    groups: tuple[str, ...] = ()


def facts(record: BaseModel) -> tuple[Fact, ...]:
    """Give every fact of a record in the order of its declaration, each before its own parts. A blank is no fact."""
    return _facts(Itself(record))


# A page, its twin and its brief ask one after another for those of one record. No notebook does: one that was given facts of
# before would not be seen to read the record.
@lru_cache(maxsize=1)
def _facts(of: Itself) -> tuple[Fact, ...]:
    return tuple(_inside(of.record, _At()))


def label_of(holder: BaseModel, name: str) -> str:
    """Give the label of a field, from its declaration, or what this holder calls it."""
    return _own_titles(holder).get(name) or type(holder).model_fields[name].title or name


def _own_titles(holder: BaseModel) -> Mapping[str, str]:
    """Give what an entry calls its fields where it is no plain one of its kind: the sums of a claim are no costs."""
    # To ask a model for what it has not takes ten times as long as to ask its class.
    titles: Mapping[str, str] = holder.titles if hasattr(type(holder), "titles") else {}  # type: ignore[attr-defined]
    return titles


def words_at(holder: BaseModel, name: str) -> str:
    """Give a single value for people, or '' where there is none."""
    value = getattr(holder, name)
    return "" if value is None or value == () else _told(value, _kind(type(holder), name))


def _inside(holder: BaseModel, at: _At) -> Iterator[Fact]:
    own = _own_titles(holder)
    for name, declared, kind in _declared(type(holder)):
        value, title = getattr(holder, name), own.get(name, declared)
        if isinstance(value, BaseModel):
            yield from _of_model(
                value, title, _At(f"{at.path}{name}", f"{at.pattern}{name}", (*at.steps, name), *at[3:])
            )
        elif isinstance(value, tuple) and any(isinstance(item, BaseModel) for item in value):
            for index, item in enumerate(value):
                if isinstance(item, BaseModel):
                    called = _given(item, "id") or str(index + 1)
                    way = f"{at.path}{name}/{called}", f"{at.pattern}{name}.*", (*at.steps, name, index)
                    yield from _of_entry(item, title, called, _At(*way, *at[3:]))
        elif value is not None and value != ():
            names = (*at.names, *at.groups, title)
            names = names if len(names) > 1 else (formatting.capital(title),)
            yield Fact(f"{at.path}{name}", f"{at.pattern}{name}", (*at.steps, name), value, names, kind)


@cache
def _declared(model: type[BaseModel]) -> tuple[tuple[str, str, str], ...]:
    """Give name, label and kind of each field of a model."""
    return tuple((name, field.title or name, _kind(model, name)) for name, field in model.model_fields.items())


def _of_model(value: BaseModel, title: str, at: _At) -> Iterator[Fact]:
    path, pattern = f"{at.path}/", f"{at.pattern}."
    if not isinstance(value, Sourced | Missing):
        yield from _inside(value, _At(path, pattern, at.steps, at.names, (*at.groups, title)))
        return
    # What a context figure counts is its label; "figure" after it would say nothing.
    label = at.names[0] if at.names and title == type(value).__name__ else _label((*at.names, title))
    yield Fact(at.path, at.pattern, at.steps, value, (label,))
    yield from _inside(value, _At(path, pattern, at.steps, (label,)))


def _of_entry(item: BaseModel, title: str, called: str, at: _At) -> Iterator[Fact]:
    """Yield the facts of an entry of a list: one with a label of its own is called by it, another by its number."""
    # What its author called it, or else its kind and label, or its number.
    own = next((text for name in _NAMES if (text := _given(item, name))), "")
    inside = f"{at.path}/", f"{at.pattern}.", at.steps
    if label := _given(item, "id"):
        yield from _inside(item, _At(*inside, (own or f"{type(item).__name__} {label}",)))
    elif isinstance(item, Sourced):
        yield from _of_model(item, f"{title} {called}", at)
    else:
        yield from _inside(item, _At(*inside, (own or _label((*at.names, *at.groups, f"{title} {called}")),)))


def _given(item: BaseModel, name: str) -> str:
    """Give what a field of an entry holds, or '' where its kind has no such field."""
    return getattr(item, name) or "" if name in type(item).model_fields else ""


def _label(names: tuple[str, ...]) -> str:
    """Join names as a label: ('Families using hubs', 'Result') → 'Families using hubs: result'."""
    return ": ".join([formatting.capital(names[0]), *map(_low, names[1:])])


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
