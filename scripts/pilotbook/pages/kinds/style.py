"""The style page: every component once, with records of this book, for those who change how the site looks."""

import re

from markupsafe import Markup

from pilotbook.casebook import Casebook
from pilotbook.charts import for_case
from pilotbook.exports import citations
from pilotbook.judgement.rating import LEVELS, NOT_YET_RATED, is_given
from pilotbook.judgement.view import CaseView
from pilotbook.pages.kinds.case import Around, around, values
from pilotbook.pages.kinds.lesson import Entry, sides
from pilotbook.pages.page import Kind, Page, Recipe, Recipes
from pilotbook.pages.paged import Part
from pilotbook.pages.render import fill, link
from pilotbook.pages.summaries import LessonRow, case_row, lesson_row
from pilotbook.record.outcome import FINDINGS

KIND = Kind("style", untraced="its figures are specimens")
HERE = "/style/"
# Colours that carry text, each with the ground that it stands on.
PAIRS = [("text", "page"), ("soft", "panel"), ("link", "page"), ("on-brand", "brand"), ("focus-text", "focus")]
PAIRS += [(name, f"{name}-panel") for name in ("good", "bad", "mixed", "none", "unknown")]
SIZES = ("size-s", "size-m", "size-l", "size-xl", "size-xxl")


def recipes(book: Casebook) -> Recipes:
    """Yield the style page, where the book has a case and a lesson to show."""
    if not (book.views and book.lessons):
        return
    # The richest record shows the most components.
    view = max(book.views.values(), key=lambda view: (len(view.cycles), len(view.measured)))
    taught = max(book.lessons, key=lambda slug: _sided(book, slug))
    needs = {
        "view": view,
        "around": around(book, view.slug),
        # Few cases have values to compare, and the richest need not be one of them.
        "compared": next((each for each in book.views.values() if each.is_compared), None),
        "lesson_row": lesson_row(book, taught),
        "base": book.base,
        "entries": [(case_row(book, e.slug), e) for e in book.ledger[taught]],
    }
    yield Recipe(KIND, HERE, _page, needs)


def _page(
    here: str,
    view: CaseView,
    around: Around,
    compared: CaseView | None,
    lesson_row: LessonRow,
    entries: list[Entry],
    base: str,
) -> Page:
    # One chart is enough of a specimen; all are drawn alike.
    drawn, citation = for_case(compared)[:1] if compared else (), citations.of_case(view, base)
    body = fill(
        "style",
        here,
        **values(view, around),
        shown=next((outcome for outcome in view.case.outcomes if is_given(outcome.result)), None),
        lesson_row=lesson_row,
        sides=sides(entries, here),
        charts=drawn,
        citation=citation,
        findings=list(FINDINGS),
        levels=[(0, NOT_YET_RATED[0]), *((number, name) for number, (name, _) in LEVELS.items())],
        # The middle one of three pages, so that the pager shows both of its ends.
        part=Part(here, 2, (), ("/cases/", here, "/lessons/"), 0),
        pairs=PAIRS,
        sizes=SIZES,
    )
    return Page(
        path=here,
        title="Style",
        description="Every component of the site once, with its colours and sizes.",
        body=_leading_there(body, link(here, f"/cases/{view.slug}/")),
        kind=KIND,
        charts=drawn,
        beside=citation.files(),
        head=Markup('<meta name="robots" content="noindex">'),
    )


def _leading_there(body: Markup, page: str) -> Markup:
    """Let links within a page, of pieces that come from the page of a case, lead to that page from here."""
    # <a href="#S1"> leads to the list of sources, which stands on the page of the case; <h2 id="colours"> is here.
    here = set(re.findall(r'\bid="([^"]+)"', body))
    return Markup(
        re.sub(
            r'href="#([^"]+)"', lambda found: found[0] if found[1] in here else f'href="{page}#{found[1]}"', str(body)
        )
    )


def _sided(book: Casebook, slug: str) -> tuple[int, int]:
    """Measure a ledger for a specimen: on how many sides it has entries, and how short it is."""
    entries = book.ledger[slug]
    return len({evidence.relation for evidence in entries}), -len(entries)
