"""The page of a place: its pilots, what they teach, and figures about the place."""

from collections.abc import Iterator

from pilotbook.casebook import Casebook
from pilotbook.pages import markup
from pilotbook.pages.page import Page
from pilotbook.pages.render import fill, link
from pilotbook.pages.rows import by_confidence, case_row, lesson_row, strongest_first
from pilotbook.record.case import Case, ContextFigure


def _is_about(item: ContextFigure, code: str, case: Case) -> bool:
    """Say whether a figure was counted in this place: it says so, or its case has no other place."""
    return item.place == code if item.place else len(case.places) == 1


def pages(book: Casebook) -> Iterator[Page]:
    """Yield the page of each place that has a case."""
    for code, place in book.vocabulary.places.items():
        cases = book.cases_in(code)
        if not cases:
            continue
        here = f"/places/{code}/"
        lessons = {book.lesson_slugs[entry.lesson] for case in cases.values() for entry in case.lessons}
        figures = [
            (
                markup.recorded(item.label, case, f"context/figures/{item.id}/label"),
                markup.figure(item.figure, case, f"context/figures/{item.id}/figure", link(here, f"/cases/{slug}/")),
                markup.recorded(item.figure.period or "not stated", case, f"context/figures/{item.id}/figure/period"),
                slug,
                case.title,
            )
            for slug, case in cases.items()
            for item in case.context.figures
            if _is_about(item, code, case)
        ]
        yield Page(
            path=here,
            title=place.label,
            description=f"Public-service pilots in {place.label}, and what they teach.",
            body=fill(
                "place",
                here,
                place=place,
                cases=strongest_first([case_row(book, slug) for slug in cases]),
                lessons=by_confidence([lesson_row(book, slug) for slug in sorted(lessons)]),
                figures=figures,
            ),
            kind="Place",
            is_listed=False,
        )
