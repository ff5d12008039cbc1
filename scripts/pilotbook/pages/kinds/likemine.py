"""What is like my place: every council of England, with the places of the book that are like it."""

from dataclasses import dataclass

from pilotbook.casebook import Casebook
from pilotbook.pages import likerows
from pilotbook.pages.likerows import Named
from pilotbook.pages.page import Kind, Page, Recipe, Recipes
from pilotbook.pages.render import fill
from pilotbook.views.councils import Council, councils, ended, tables, today_of
from pilotbook.views.like_places import like, near

KIND = Kind("likemine", is_searched=True, untraced="its figures are those of the tables of councils that it names")
TITLE = "What is like my place?"
ABOUT = "Choose any council in England: which places with a pilot in this book are as deprived and as dense, and what differs."


@dataclass(frozen=True)
class Line:
    """A council in the list, with the places of the book that are like it.

    own: the code of its own place in the book, if it has one. groups: places that are like it, by what sets them apart in words,
    '' first. nearest: where none is, those that miss it by one test alone. wider: (code, label) of its county and combined
    authority, where they have a page.
    """

    council: Council
    own: str
    groups: list[tuple[str, Named]]
    nearest: list[tuple[str, Named]]
    wider: Named


@dataclass(frozen=True)
class Gone:
    """A council that ended: its name, the day, and (code, name) of the councils that have taken its place."""

    code: str
    name: str
    day: str
    by: list[tuple[str, str]]


def recipes(book: Casebook) -> Recipes:
    """Yield the page, where the book has a place that can be compared."""
    places = book.vocabulary.places
    if likerows.measured(book):
        labels = {gss: (code, places[code].label) for code in book.views_by_place if (gss := places[code].code)}
        yield Recipe(KIND, likerows.ADDRESS, _page, {"labels": labels})


def _page(here: str, labels: dict[str, tuple[str, str]]) -> Page:
    """Make the page. labels: (code, label) of each place that has a page, by its code of official statistics."""
    lines = [_line(council, labels) for council in councils().values() if council.is_english]
    body = fill(
        "likemine",
        here,
        title=TITLE,
        about=ABOUT,
        regions=[(region, [line for line in lines if line.council.region == region]) for region in _regions(lines)],
        gone=_gone(),
        total=len(lines),
        without=sum(not line.groups for line in lines),
        places=len(_measured(labels)),
        tables=tables(),
    )
    return Page(here, TITLE, ABOUT, body, KIND)


def _regions(lines: list[Line]) -> list[str]:
    return sorted({line.council.region for line in lines})


def _measured(labels: dict[str, tuple[str, str]]) -> list[Council]:
    return [council for code, council in councils().items() if code in labels]


def _line(council: Council, labels: dict[str, tuple[str, str]]) -> Line:
    measured = _measured(labels)
    groups = likerows.grouped(council, like(council, measured), labels)
    nearest = [] if groups else likerows.grouped(council, near(council, measured), labels)
    wider = [labels[code] for code in council.within if code in labels]
    return Line(council, labels.get(council.code, ("", ""))[0], groups, nearest, wider)


def _gone() -> list[Gone]:
    """Give the councils that ended, each with the councils of today in its place."""

    def after(code: str) -> list[tuple[str, str]]:
        return [(council.code, council.name) for council in today_of(code)]

    return [Gone(code, each.name, each.on, after(code)) for code, each in ended().items()]
