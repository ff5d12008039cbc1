"""A made page before it is set into the shell, and the recipe that it is made by."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from markupsafe import Markup

from pilotbook.exports.citations import Citation
from pilotbook.pages.needs import key_of
from pilotbook.pages.poster import Poster


class Drawn(Protocol):
    """A chart on a page: its name, and its downloads by file name."""

    @property
    def name(self) -> str:
        """Give its name on the page."""

    def downloads(self) -> dict[str, bytes]:
        """Give the files that a reader may take away."""


@dataclass(frozen=True)
class Kind:
    """A kind of page. Its numbers are traced to a record unless it says why not.

    is_searched: whether search reads it. untraced: why a number on it needs no record behind it; '' where each needs one.
    """

    name: str
    is_searched: bool = False
    untraced: str = ""


@dataclass(frozen=True)
class Page:
    """A page of the site.

    path: its address from the root, '/cases/x/'. body: the HTML between header and footer.
    record: the id of the case or lesson that it shows, for the manifest.
    charts: the charts on it, whose downloads stand in the folder `charts/` below its address.
    beside: other files in its folder, by name: 'cite.bib'.
    poster: what its picture shows where its address is shared; pages without one show the book's.
    cited: how the page is cited; its charts are cited as parts of it. bounds: how sure its figures are, in words.
    leads_to: the address of the page that this one only leads to. is_article: whether it is a text of its own, with a day.
    """

    path: str
    title: str
    description: str
    body: Markup
    kind: Kind
    record: str | None = None
    charts: tuple[Drawn, ...] = ()
    beside: Mapping[str, str] = field(default_factory=dict)
    poster: Poster | None = None
    cited: Citation | None = None
    bounds: str = ""
    leads_to: str = ""
    is_article: bool = False
    head: Markup = Markup("")  # noqa: RUF009 - Markup is immutable text


@dataclass(frozen=True)
class Recipe:
    """A page that can be made: its kind and address, what it is made from, and how.

    needs: plain data, by the names that `make` takes. make: gives the page from its address and its needs, and from nothing
    else, so that equal needs make equal pages. record: the id of the record that it opens, where it opens one.
    """

    kind: Kind
    path: str
    make: Callable[..., Page] = field(repr=False)
    needs: Mapping[str, Any] = field(default_factory=dict, repr=False)
    record: str = ""

    @property
    def key(self) -> str:
        """Name all that this page is made from, but the code."""
        return key_of([self.kind.name, self.path, f"{self.make.__module__}.{self.make.__qualname__}", self.needs])

    def page(self) -> Page:
        """Make the page."""
        return self.make(self.path, **self.needs)


Recipes = Iterator[Recipe]
