"""Which made pages a change of records reaches: told from what each page is made from, without making one."""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from pydantic import BaseModel

from pilotbook.casebook import Casebook
from pilotbook.pages.kinds import all_recipes
from pilotbook.pages.needs import key_of
from pilotbook.pages.page import Recipe
from pilotbook.views.impact import PageChange


def changed_pages(before: Casebook, after: Casebook, files: Mapping[str, str]) -> tuple[PageChange, ...]:
    """Give each page that is new, gone or made from something else, by address.

    files: the file of each changed record, by the words that pages name it by.
    """
    was, now = _recipes(before), _recipes(after)
    found = []
    for path in sorted(was.keys() | now.keys()):
        old, new = was.get(path), now.get(path)
        state = "new" if old is None else "gone" if new is None else "again"
        parts = _differing(old, new)
        if state != "again" or parts:
            kind = (new or was[path]).kind.name
            found.append(PageChange(path, kind, state, tuple(sorted(set(_named(parts, files))))))
    return tuple(found)


def _recipes(book: Casebook) -> dict[str, Recipe]:
    # A book without a record has no day to which it is true, and no pages.
    return {recipe.path: recipe for recipe in all_recipes(book)} if book.views or book.lessons else {}


def _differing(old: Recipe | None, new: Recipe | None) -> list[Any]:
    """Give those of the needs of two recipes of one page that are not the same, of both."""
    of = [recipe.needs if recipe else {} for recipe in (old, new)]
    names = [
        name for name in {**of[0], **of[1]} if not (name in of[0] and name in of[1] and _same(*(n[name] for n in of)))
    ]
    return [needs[name] for name in names for needs in of if name in needs]


def _same(one: Any, other: Any) -> bool:
    return one is other or key_of(one) == key_of(other)


def _named(value: Any, files: Mapping[str, str]) -> Iterator[str]:
    """Yield the file of each changed record that stands in a value."""
    if isinstance(value, str):
        if value in files:
            yield files[value]
    elif slug := getattr(value, "slug", None) if getattr(value, "digest", "") else None:
        yield from _named(slug, files)
    elif isinstance(value, BaseModel):
        yield from _named(getattr(value, "id", None), files)
    elif isinstance(value, Mapping):
        for name, item in value.items():
            yield from _named(name, files)
            yield from _named(item, files)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _named(item, files)
    elif is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            yield from _named(getattr(value, field.name), files)
