"""The field manual: every field of a case, a lesson and a rating, made from its declaration."""

import inspect
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from pilotbook.casebook import Casebook
from pilotbook.pages.page import Kind, Page, Recipe, Recipes
from pilotbook.pages.render import fill
from pilotbook.record.case import Case
from pilotbook.record.fieldkinds import FieldKind, kind_of, lists_of, needs_a_day
from pilotbook.record.formatting import capital
from pilotbook.record.lesson import Lesson
from pilotbook.record.rated import Rated
from pilotbook.record.samples import SAMPLES
from pilotbook.record.schema_log import CHANGES
from pilotbook.record.shapes import choices_of, meanings_of, models_in

TITLE = "Field manual"
DESCRIPTION = "Every field of a case, a lesson and a rating, and what to write in it."

KIND = Kind("fields", is_searched=True, untraced="its numbers are limits and examples")
# YAML reads a text that begins with one of these as something else.
_SIGNS = "%@`&*!|>'\"{}[],#"


@dataclass(frozen=True)
class FieldHelp:
    """A field as the manual shows it.

    kind: what kind it is, in words. groups: the kinds of entry that stand in it. vocabulary: the list that it chooses from, or ''.
    choices: each word with what it means, or ''.
    """

    name: str
    title: str
    help: str
    kind: str
    groups: tuple[str, ...]
    vocabulary: str
    is_required: bool
    choices: tuple[tuple[str, str], ...]
    example: str


@dataclass(frozen=True)
class Group:
    """The fields of one kind of entry: its name, what it is in a few words, what more there is to say, its fields, and a whole one."""

    name: str
    about: str
    more: str
    fields: list[FieldHelp]
    sample: str


def recipes(book: Casebook) -> Recipes:
    """Yield the field manual."""
    found = [group for model in (Case, Lesson, Rated) for group in _groups(model)]
    groups = list({group.name: group for group in found}.values())
    lists = {name: list(terms.items()) for name, terms in book.vocabulary.lists.items()}
    versions = [(each.number, each.on, each.what) for each in CHANGES]
    yield Recipe(KIND, "/contribute/fields/", _page, {"groups": groups, "lists": lists, "versions": versions})


def _page(here: str, groups: list[Group], lists: dict[str, Any], versions: Sequence[tuple[str, str, str]]) -> Page:
    contents = [
        *((group.name, group.about) for group in groups),
        ("words", "Words to choose from"),
        ("schema", "In your editor"),
    ]
    shown = {"groups": groups, "lists": lists, "contents": contents, "versions": versions}
    return Page(here, TITLE, DESCRIPTION, fill("fields", here, title=TITLE, description=DESCRIPTION, **shown), KIND)


def _groups(model: type[BaseModel], seen: set[type[BaseModel]] | None = None) -> list[Group]:
    """Give the fields of `model` and of every kind of entry inside it, each once, outermost first."""
    seen = set() if seen is None else seen
    if model in seen:
        return []
    seen.add(model)
    about, _, more = (inspect.getdoc(model) or "").split("\n")[0].partition(". ")
    fields = [_field(name, field) for name, field in model.model_fields.items()]
    groups = [Group(model.__name__, about.rstrip("."), more, fields, _sample(model.__name__))]
    for field in model.model_fields.values():
        for inner in models_in(field.annotation):
            groups += _groups(inner, seen)
    return groups


def _sample(name: str) -> str:
    """Give a whole entry of a kind as it stands in a file: in a list, under the name of the list."""
    text, field = SAMPLES.get(name, ""), lists_of(Case, name)
    if not text or not field:
        return text
    return f"{field}:\n  - " + "\n    ".join(text.splitlines())


def _field(name: str, field: FieldInfo) -> FieldHelp:
    example, kind, meanings = field.examples[0] if field.examples else "", kind_of(field), meanings_of(field)
    word = f"{kind.word}, with its day" if needs_a_day(field) else kind.word
    return FieldHelp(
        name=name,
        title=field.title or name,
        help=field.description or "",
        kind=capital(f"{word}, or why it is missing" if kind.may_be_missing else word),
        groups=kind.models,
        vocabulary=kind.vocabulary.replace("_", " "),
        is_required=field.is_required(),
        choices=tuple((each, meanings.get(each, "")) for each in meanings or choices_of(field) or _truth(kind)),
        example=f"[{', '.join(map(str, example))}]" if isinstance(example, list) else _as_written(str(example)),
    )


def _truth(kind: FieldKind) -> tuple[str, ...]:
    """Give the words of a choice without a list of its own or of the vocabulary: one that is declared as true or false."""
    return ("yes", "no") if kind.word == "choice" and not kind.vocabulary else ()


def _as_written(text: str) -> str:
    return f"'{text}'" if text[:1] and text[0] in _SIGNS else text
