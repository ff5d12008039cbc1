"""The manuals: every field and every rule, made from their declarations."""

import inspect
import typing
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from pilotbook.casebook import Casebook
from pilotbook.pages.page import Kind, Page, Recipe, Recipes
from pilotbook.pages.render import fill
from pilotbook.record.case import Case
from pilotbook.record.lesson import Lesson
from pilotbook.rules import RULES
from pilotbook.rules.fields import models_in

KIND = Kind("manual", is_searched=True, untraced="its numbers are limits and examples")


@dataclass(frozen=True)
class FieldHelp:
    """A field as the manual shows it."""

    name: str
    title: str
    help: str
    is_required: bool
    choices: tuple[str, ...]
    example: str


@dataclass(frozen=True)
class Group:
    """The fields of one kind of entry: its name, what it is in a few words, what more there is to say, and its fields."""

    name: str
    about: str
    more: str
    fields: list[FieldHelp]


def recipes(book: Casebook) -> Recipes:
    """Yield the field manual and the rule manual."""
    groups = [*_groups(Case), *[g for g in _groups(Lesson) if g.name not in {c.name for c in _groups(Case)}]]
    lists = {name: list(terms.items()) for name, terms in book.vocabulary.lists.items()}
    yield _manual(
        "fields",
        "Field manual",
        "Every field of a case and a lesson, and what to write in it.",
        groups=groups,
        lists=lists,
        contents=[*((group.name, group.about) for group in groups), ("words", "Words to choose from")],
    )
    rules = sorted((name, *_help(rule)) for name, rule in RULES.items())
    yield _manual(
        "rules",
        "Rule manual",
        "What the checker asks of a record beyond its fields, and why.",
        rules=rules,
        contents=[(name, name) for name, *_ in rules],
    )


def _manual(kind: str, title: str, description: str, **values: object) -> Recipe:
    needs = {"template": kind, "title": title, "description": description, **values}
    return Recipe(KIND, f"/contribute/{kind}/", _page, needs)


def _page(here: str, template: str, title: str, description: str, **values: object) -> Page:
    body = fill(template, here, title=title, description=description, **values)
    return Page(here, title, description, body, KIND)


def _groups(model: type[BaseModel], seen: set[type[BaseModel]] | None = None) -> list[Group]:
    """Give the fields of `model` and of every kind of entry inside it, each once, outermost first."""
    seen = set() if seen is None else seen
    if model in seen:
        return []
    seen.add(model)
    about, _, more = (inspect.getdoc(model) or "").split("\n")[0].partition(". ")
    fields = [_field(name, field) for name, field in model.model_fields.items()]
    groups = [Group(model.__name__, about.rstrip("."), more, fields)]
    for field in model.model_fields.values():
        for inner in models_in(field.annotation):
            groups += _groups(inner, seen)
    return groups


def _field(name: str, field: Any) -> FieldHelp:
    example = field.examples[0] if field.examples else ""
    return FieldHelp(
        name=name,
        title=field.title or name,
        help=field.description or "",
        is_required=field.is_required(),
        choices=_choices(field.annotation),
        example=str(example).replace("'", "") if isinstance(example, list) else str(example),
    )


def _choices(annotation: Any) -> tuple[str, ...]:
    if typing.get_origin(annotation) is typing.Literal:
        return tuple(map(str, typing.get_args(annotation)))
    return next((found for part in typing.get_args(annotation) if (found := _choices(part))), ())


def _help(rule: Any) -> tuple[str, str]:
    """Give (first line, the rest) of a rule's docstring, which is its help page."""
    first, _, rest = (inspect.getdoc(rule) or "").partition("\n")
    return first, rest.strip()
