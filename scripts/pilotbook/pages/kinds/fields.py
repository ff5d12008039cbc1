"""The field manual: every field of a case and a lesson, made from its declaration."""

import inspect
import typing
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from pilotbook.casebook import Casebook
from pilotbook.pages.page import Kind, Page, Recipe, Recipes
from pilotbook.pages.render import fill
from pilotbook.record.case import Case
from pilotbook.record.designs import OneOf
from pilotbook.record.lesson import Lesson
from pilotbook.record.shapes import models_in

TITLE = "Field manual"
DESCRIPTION = "Every field of a case and a lesson, and what to write in it."

KIND = Kind("fields", is_searched=True, untraced="its numbers are limits and examples")


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
    """Yield the field manual."""
    of_case, of_lesson = _groups(Case), _groups(Lesson)
    groups = [*of_case, *(group for group in of_lesson if group.name not in {each.name for each in of_case})]
    lists = {name: list(terms.items()) for name, terms in book.vocabulary.lists.items()}
    yield Recipe(KIND, "/contribute/fields/", _page, {"groups": groups, "lists": lists})


def _page(here: str, groups: list[Group], lists: dict[str, Any]) -> Page:
    contents = [*((group.name, group.about) for group in groups), ("words", "Words to choose from")]
    body = fill("fields", here, title=TITLE, description=DESCRIPTION, groups=groups, lists=lists, contents=contents)
    return Page(here, TITLE, DESCRIPTION, body, KIND)


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


def _field(name: str, field: FieldInfo) -> FieldHelp:
    example = field.examples[0] if field.examples else ""
    return FieldHelp(
        name=name,
        title=field.title or name,
        help=field.description or "",
        is_required=field.is_required(),
        choices=_choices(field),
        example=str(example).replace("'", "") if isinstance(example, list) else str(example),
    )


def _choices(field: FieldInfo) -> tuple[str, ...]:
    table = next((mark.table for mark in field.metadata if isinstance(mark, OneOf)), ())
    return tuple(table) or _listed(field.annotation)


def _listed(annotation: Any) -> tuple[str, ...]:
    if typing.get_origin(annotation) is typing.Literal:
        return tuple(map(str, typing.get_args(annotation)))
    return next((found for part in typing.get_args(annotation) if (found := _listed(part))), ())
