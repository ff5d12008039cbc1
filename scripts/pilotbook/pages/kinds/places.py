"""The page of all places: on a map, and by region."""

from pilotbook.casebook import Casebook
from pilotbook.charts.placemap import Mark, place_map, position
from pilotbook.pages import likerows
from pilotbook.pages.page import Kind, Page, Recipe, Recipes
from pilotbook.pages.render import fill, link

KIND = Kind("places", untraced="what it counts is the book itself")
TITLE, ABOUT = "Places", "Where pilots happened, by region."
Regions = dict[str, list[tuple[str, str, str, int]]]


def recipes(book: Casebook) -> Recipes:
    """Yield the page of all places."""
    places = book.vocabulary.places
    at = {code: where for code in book.views_by_place if (where := position(code, places[code]))}
    chooser = likerows.ADDRESS if likerows.measured(book) else ""
    yield Recipe(KIND, "/places/", _page, {"regions": regions(book), "at": at, "chooser": chooser})


def regions(book: Casebook) -> Regions:
    """Give the places that have a case, by region: (code, label, kind, cases)."""
    found: Regions = {}
    for code, place in sorted(book.vocabulary.places.items(), key=lambda pair: (pair[1].region, pair[1].label)):
        if cases := book.views_by_place.get(code):
            found.setdefault(place.region, []).append((code, place.label, place.kind, len(cases)))
    return found


def _page(here: str, regions: Regions, at: dict[str, tuple[float, float]], chooser: str) -> Page:
    listed = [place for places in regions.values() for place in places]
    marks = [
        Mark(code, label, cases, link(here, f"/places/{code}/"), at[code])
        for code, label, _, cases in listed
        if code in at
    ]
    body = fill(
        "places",
        here,
        title=TITLE,
        description=ABOUT,
        regions=regions,
        map=place_map(marks),
        undrawn=[label for code, label, _, _ in listed if code not in at],
        chooser=chooser,
    )
    return Page(here, TITLE, ABOUT, body, KIND)
