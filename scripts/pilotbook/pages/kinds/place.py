"""The page of a place: its pilots, what they teach, what kind of place it is, places like it, and figures beside its cases."""

from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from pilotbook.casebook import Casebook
from pilotbook.charts.placemap import locator
from pilotbook.judgement.view import CaseView, not_found
from pilotbook.pages import fact_html, likerows
from pilotbook.pages.likerows import LikeRow
from pilotbook.pages.page import Kind, Page, Recipe, Recipes
from pilotbook.pages.render import fill, link
from pilotbook.pages.summaries import CaseRow, by_confidence, case_row, lesson_row, strongest_first
from pilotbook.record.case import Case, ContextFigure
from pilotbook.record.vocabulary import Place
from pilotbook.views.councils import FIFTHS, SERVICES, Council, tables, taken_over
from pilotbook.views.similar_places import Likeness, Reading, likenesses

KIND = Kind("place")
# So many of the places like it stand open; the rest are folded.
_SHOWN = 6
# What a series counts, how it is to be read, and its readings.
Beside = tuple[str, str, list[tuple[CaseView, str, str, str, str]]]


@dataclass(frozen=True)
class FigureRow:
    """A figure in a table: what it counts or where, its value and when, each with its path, and the case that holds it."""

    name: str | Markup
    figure: Markup
    when: str | Markup
    slug: str
    title: str
    page: str = ""


def recipes(book: Casebook) -> Recipes:
    """Yield the page of each place that has a case."""
    for code, place in book.vocabulary.places.items():
        if views := book.views_by_place.get(code):
            lessons = sorted({lesson for view in views.values() for _, lesson in book.standing_entries(view)})
            needs = {
                "code": code,
                "place": place,
                "successor": book.vocabulary.places[place.successor].label if place.successor else "",
                "cases": strongest_first(case_row(book, slug) for slug in views),
                "rest": not_found(views.values()),
                "lessons": by_confidence(lesson_row(book, slug) for slug in lessons),
                "with_figures": [view for view in views.values() if view.has_context_figures],
                "alike": [_set_beside(book, likeness) for likeness in likenesses(book, code)],
                "neighbours": _neighbours(book, code),
                **_compared(book, code, place),
            }
            yield Recipe(KIND, f"/places/{code}/", _page, needs)


def _compared(book: Casebook, code: str, place: Place) -> dict[str, Any]:
    """Give what the place is compared by, and the places like it.

    members: (code, name, cases) of the places of the book that lie in it. within: (code, name) of those that it lies in.
    formerly: the day on which its council began, and the names of those whose place it took.
    """
    places, labels = likerows.measured(book), book.vocabulary.places
    council = places.get(code)
    owner = {labels[other].code: other for other in book.views_by_place}
    inside = [other for other, each in places.items() if place.code and place.code in each.within]
    like = likerows.rows(council, places, book) if council else []
    return {
        "council": council,
        "like": like,
        "nearest": likerows.nearest(council, places, book) if council and not like else [],
        "why_not": "" if council else likerows.why_not(place),
        "members": sorted((labels[other].label, other, len(book.views_by_place[other])) for other in inside),
        "within": [
            (owner[gss], labels[owner[gss]].label) for gss in (council.within if council else ()) if gss in owner
        ],
        "formerly": taken_over(place.code or ""),
        "chooser": likerows.ADDRESS if places else "",
    }


def _page(
    here: str,
    code: str,
    place: Place,
    cases: list[CaseRow],
    with_figures: list[CaseView],
    alike: list[Beside],
    council: Council | None,
    like: list[LikeRow],
    **values: Any,
) -> Page:
    body = fill(
        "place",
        here,
        code=code,
        place=place,
        picture=locator(code, place),
        cases=cases,
        with_result=sum(row.has_result for row in cases),
        of_several=sum(row.has_result and row.view.ran_in_several for row in cases),
        figures=_figures(with_figures, code),
        alike=[(label, about, [_beside(reading, here) for reading in rows]) for label, about, rows in alike],
        council=council,
        services=SERVICES[council.services] if council else "",
        fifth=FIFTHS[council.fifth] if council else "",
        # A place that is alike in all stands before one that is not, so the first rows are the closest.
        like=[like[:_SHOWN], like[_SHOWN:]],
        tables=tables(),
        **values,
    )
    return Page(here, place.label, f"Public-service pilots in {place.label}, and what they teach.", body, KIND)


def _is_about(item: ContextFigure, code: str, case: Case) -> bool:
    """Say whether a figure was counted in this place: it says so, or its case has no other place."""
    return item.place == code if item.place else len(case.places) == 1


def _figures(views: list[CaseView], code: str) -> list[FigureRow]:
    """Give the figures about the place that its cases hold."""
    return [
        FigureRow(
            name=fact_html.counted(item, view.case),
            figure=_traced(view, item, f"/places/{code}/"),
            when=fact_html.recorded(
                item.figure.period or "not in the record", view.case, f"context/figures/{item.id}/figure/period"
            ),
            slug=view.slug,
            title=view.title,
        )
        for view in views
        for item in view.case.context.figures
        if _is_about(item, code, view.case)
    ]


def _traced(view: CaseView, item: ContextFigure, here: str) -> Markup:
    base = link(here, f"/cases/{view.slug}/")
    return fact_html.figure(item.figure, view.case, f"context/figures/{item.id}/figure", base)


def _set_beside(book: Casebook, likeness: Likeness) -> Beside:
    """Give what a series counts, how it is to be read, and its readings: that of the place, then others, closest first.

    Each reading comes with its view, its label, the name of its place, and the page of that place if it is another.
    """
    term = book.vocabulary.series[likeness.series]

    def row(reading: Reading) -> tuple[CaseView, str, str, str, str]:
        is_elsewhere = reading is not likeness.here and reading.place in book.views_by_place
        page = f"/places/{reading.place}/" if is_elsewhere else ""
        return reading.view, reading.label, book.vocabulary.places[reading.place].label, reading.as_of, page

    return term.label, term.about or "", [row(reading) for reading in (likeness.here, *likeness.others)]


def _beside(reading: tuple[CaseView, str, str, str, str], here: str) -> FigureRow:
    view, label, name, as_of, page = reading
    item = next(item for item in view.case.context.figures if item.id == label)
    return FigureRow(name, _traced(view, item, here), as_of, view.slug, view.title, page)


def _neighbours(book: Casebook, code: str) -> list[tuple[str, str]]:
    """Give code and name of the other places of the region that have a case, by name."""
    places = book.vocabulary.places
    others = [
        (other, place.label)
        for other, place in places.items()
        if place.region == places[code].region and other != code and other in book.views_by_place
    ]
    return sorted(others, key=lambda pair: pair[1])
