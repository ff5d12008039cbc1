"""The kinds of made pages: one module and one template a kind. Each module has `pages(book)`, which yields Page values."""

import importlib
import pkgutil
from collections.abc import Iterator

from pilotbook.casebook import Casebook
from pilotbook.pages.page import Page


def all_pages(book: Casebook) -> Iterator[Page]:
    """Yield every made page of the book, kind by kind."""
    for module in sorted(info.name for info in pkgutil.iter_modules(__path__)):
        yield from importlib.import_module(f"{__name__}.{module}").pages(book)
