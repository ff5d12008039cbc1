"""The pages that list: all lessons, all cases as a table, all policy areas, all places."""

from collections.abc import Iterator
from typing import Any

from pilotbook.casebook import Casebook
from pilotbook.charts.placemap import Mark, is_drawn, place_map
from pilotbook.pages.kinds.explore import ROWS
from pilotbook.pages.page import Page
from pilotbook.pages.paged import paged
from pilotbook.pages.render import fill, link
from pilotbook.pages.summaries import by_confidence, case_row, lesson_row, strongest_first


def pages(book: Casebook) -> Iterator[Page]:
    """Yield the four lists."""
    lessons = by_confidence([lesson_row(book, slug) for slug in book.lessons])
    yield _list(
        "lessons", "Lessons", "Every lesson, surest first, with what speaks for and against it.", lessons=lessons
    )
    cases = strongest_first([case_row(book, slug) for slug in book.cases])
    for part in paged("/cases/", cases, ROWS):
        yield _list(
            "cases", "Case studies", "Every case as one table, strongest evidence first.", at=part.path, part=part
        )
    yield _list("areas", "Policy areas", "What has been tried and learned, subject by subject.", areas=_areas(book))
    yield _list("places", "Places", "Where pilots happened, by region.", **_places(book))


def _list(kind: str, title: str, description: str, *, at: str = "", **values: Any) -> Page:
    path = at or f"/{kind}/"
    body = fill(kind, path, title=title, description=description, **values)
    return Page(path, title, description, body, kind="List", is_listed=False)


def _areas(book: Casebook) -> list[tuple[str, str, str, int, int, int]]:
    """Give (code, label, meaning, lessons, cases, cases with a result) of each area."""
    found = []
    for code, area in book.vocabulary.policy_areas.items():
        cases = book.cases_on(code)
        with_result = sum(book.has_result(slug) for slug in cases)
        found.append((code, area.label, area.about or "", len(book.lessons_on(code)), len(cases), with_result))
    return found


def _places(book: Casebook) -> dict[str, Any]:
    """Give the list of places by region, the map of those that have a position, and the names of those that have none."""
    regions = _regions(book)
    listed = [place for places in regions.values() for place in places]
    marks = [Mark(code, label, cases, link("/places/", f"/places/{code}/")) for code, label, _, cases in listed]
    undrawn = [label for code, label, _, _ in listed if not is_drawn(code)]
    return {"regions": regions, "map": place_map(marks), "undrawn": undrawn}


def _regions(book: Casebook) -> dict[str, list[tuple[str, str, str, int]]]:
    """Give the places that have a case, by region: (code, label, kind, cases)."""
    regions: dict[str, list[tuple[str, str, str, int]]] = {}
    for code, place in sorted(book.vocabulary.places.items(), key=lambda pair: (pair[1].region, pair[1].label)):
        cases = book.cases_in(code)
        if cases:
            regions.setdefault(place.region, []).append((code, place.label, place.kind, len(cases)))
    return regions
