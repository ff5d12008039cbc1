"""The kinds of made pages: one module and one template a kind.

Each module declares its `KIND` and has `recipes(book)`, which yields how each page of the kind is made. What stands in this
folder is a kind; nobody keeps a list.
"""

import importlib
import pkgutil
from collections.abc import Iterator
from functools import cache
from types import ModuleType

from pilotbook.casebook import Casebook
from pilotbook.pages.page import Kind, Page, Recipe


@cache
def modules() -> list[ModuleType]:
    """Give the module of each kind, by name."""
    names = sorted(info.name for info in pkgutil.iter_modules(__path__))
    return [importlib.import_module(f"{__name__}.{name}") for name in names]


def kinds() -> dict[str, Kind]:
    """Give every kind of page by its name."""
    return {module.KIND.name: module.KIND for module in modules()}


def all_recipes(book: Casebook) -> Iterator[Recipe]:
    """Yield how every made page of the book is made, kind by kind."""
    for module in modules():
        yield from module.recipes(book)


def all_pages(book: Casebook) -> Iterator[Page]:
    """Make every made page of the book, kind by kind."""
    for recipe in all_recipes(book):
        yield recipe.page()
