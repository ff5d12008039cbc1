"""The page of a place: its pilots, what they teach, figures about the place, and places with like figures."""

from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from pilotbook.casebook import Casebook
from pilotbook.charts.placemap import locator
from pilotbook.pages import fact_html
from pilotbook.pages.page import Page
from pilotbook.pages.render import fill, link
from pilotbook.pages.summaries import by_confidence, case_row, lesson_row, strongest_first
from pilotbook.record.case import Case, ContextFigure
from pilotbook.views.similar_places import Likeness, Reading, likenesses


@dataclass(frozen=True)
class FigureRow:
    """A figure in a table: what it counts or where, its value and when, each with its path, and the case that holds it."""

    name: str | Markup
    figure: Markup
    when: str | Markup
    slug: str
    title: str
    page: str = ""


def pages(book: Casebook) -> Iterator[Page]:
    """Yield the page of each place that has a case."""
    for code, place in book.vocabulary.places.items():
        cases = book.cases_in(code)
        if not cases:
            continue
        here = f"/places/{code}/"
        lessons = {book.lesson_slugs[entry.lesson] for case in cases.values() for entry in case.lessons}
        body = fill(
            "place",
            here,
            code=code,
            place=place,
            picture=locator(code, place.label, place.region),
            cases=strongest_first([case_row(book, slug) for slug in cases]),
            with_result=sum(book.has_result(slug) for slug in cases),
            lessons=by_confidence([lesson_row(book, slug) for slug in sorted(lessons)]),
            figures=_figures(cases, code),
            alike=[_set_beside(book, likeness) for likeness in likenesses(book, code)],
            neighbours=_neighbours(book, code),
        )
        yield Page(
            path=here,
            title=place.label,
            description=f"Public-service pilots in {place.label}, and what they teach.",
            body=body,
            kind="Place",
            is_listed=False,
        )


def _is_about(item: ContextFigure, code: str, case: Case) -> bool:
    """Say whether a figure was counted in this place: it says so, or its case has no other place."""
    return item.place == code if item.place else len(case.places) == 1


def _figures(cases: dict[str, Case], code: str) -> list[FigureRow]:
    """Give the figures about the place that its cases hold."""
    return [
        FigureRow(
            name=fact_html.recorded(item.label, case, f"context/figures/{item.id}/label"),
            figure=_traced(item, case, slug, code),
            when=fact_html.recorded(
                item.figure.period or "not stated", case, f"context/figures/{item.id}/figure/period"
            ),
            slug=slug,
            title=case.title,
        )
        for slug, case in cases.items()
        for item in case.context.figures
        if _is_about(item, code, case)
    ]


def _traced(item: ContextFigure, case: Case, slug: str, code: str) -> Markup:
    base = link(f"/places/{code}/", f"/cases/{slug}/")
    return fact_html.figure(item.figure, case, f"context/figures/{item.id}/figure", base)


def _set_beside(book: Casebook, likeness: Likeness) -> tuple[str, str, list[FigureRow]]:
    """Give what a series counts, how it is to be read, and its figures: that of the place, then others, closest first."""
    term = book.vocabulary.series[likeness.series]

    def row(reading: Reading) -> FigureRow:
        is_elsewhere = reading is not likeness.here and book.cases_in(reading.place)
        return FigureRow(
            name=book.vocabulary.places[reading.place].label,
            figure=_traced(reading.item, reading.case, reading.slug, likeness.here.place),
            when=reading.as_of,
            slug=reading.slug,
            title=reading.case.title,
            page=f"/places/{reading.place}/" if is_elsewhere else "",
        )

    return term.label, term.about or "", [row(reading) for reading in (likeness.here, *likeness.others)]


def _neighbours(book: Casebook, code: str) -> list[tuple[str, str]]:
    """Give code and name of the other places of the region that have a case, by name."""
    places = book.vocabulary.places
    others = [
        (other, place.label)
        for other, place in places.items()
        if place.region == places[code].region and other != code and book.cases_in(other)
    ]
    return sorted(others, key=lambda pair: pair[1])
