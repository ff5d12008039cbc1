"""The page of a place: its pilots, what they teach, figures about the place, and places with like figures."""

from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from pilotbook.casebook import Casebook
from pilotbook.charts.placemap import locator
from pilotbook.judgement.view import CaseView, not_found
from pilotbook.pages import fact_html
from pilotbook.pages.page import Kind, Page, Recipe, Recipes
from pilotbook.pages.render import fill, link
from pilotbook.pages.summaries import CaseRow, by_confidence, case_row, lesson_row, strongest_first
from pilotbook.record.case import Case, ContextFigure
from pilotbook.record.vocabulary import Place
from pilotbook.views.similar_places import Likeness, Reading, likenesses

KIND = Kind("place")
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
            }
            yield Recipe(KIND, f"/places/{code}/", _page, needs)


def _page(
    here: str,
    code: str,
    place: Place,
    cases: list[CaseRow],
    with_figures: list[CaseView],
    alike: list[Beside],
    **values: Any,
) -> Page:
    body = fill(
        "place",
        here,
        code=code,
        place=place,
        picture=locator(code, place.label, place.region),
        cases=cases,
        with_result=sum(row.has_result for row in cases),
        of_several=sum(row.has_result and row.view.ran_in_several for row in cases),
        figures=_figures(with_figures, code),
        alike=[(label, about, [_beside(reading, here) for reading in rows]) for label, about, rows in alike],
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
