"""The page of a policy area: its lessons, its cases, and what nobody has published."""

from collections.abc import Iterator

from pilotbook.casebook import Casebook
from pilotbook.pages.page import Page
from pilotbook.pages.render import fill
from pilotbook.pages.summaries import by_confidence, case_row, lesson_row, strongest_first


def pages(book: Casebook) -> Iterator[Page]:
    """Yield the page of each policy area, also of those without a case: the gap is worth knowing."""
    for code, area in book.vocabulary.policy_areas.items():
        here = f"/areas/{code}/"
        cases = strongest_first([case_row(book, slug) for slug in book.cases_on(code)])
        yield Page(
            path=here,
            title=area.label,
            description=f"Lessons and cases on {area.label.lower()}{f': {area.about}' if area.about else ''}.",
            body=fill(
                "area",
                here,
                area=area,
                lessons=by_confidence([lesson_row(book, slug) for slug in book.lessons_on(code)]),
                known=[row for row in cases if row.has_result],
                unknown=[row for row in cases if not row.has_result],
            ),
            kind="Area",
            is_listed=False,
        )
