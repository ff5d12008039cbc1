"""The style page: every component once, with records of this book, for those who change how the site looks."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import TypeVar

from markupsafe import Markup

from pilotbook.casebook import Casebook
from pilotbook.charts import for_case
from pilotbook.judgement.rating import LEVELS, is_given
from pilotbook.pages.kinds.case import values
from pilotbook.pages.kinds.lesson import sides
from pilotbook.pages.page import Page
from pilotbook.pages.paged import Part
from pilotbook.pages.render import fill, link
from pilotbook.pages.summaries import lesson_row
from pilotbook.record.outcome import FINDINGS

HERE = "/style/"
# Colours that carry text, each with the ground that it stands on.
PAIRS = [("text", "page"), ("soft", "panel"), ("link", "page"), ("on-brand", "brand"), ("focus-text", "focus")]
PAIRS += [(name, f"{name}-panel") for name in ("good", "bad", "mixed", "none", "unknown")]
SIZES = ("size-s", "size-m", "size-l", "size-xl", "size-xxl")

Item = TypeVar("Item")


def pages(book: Casebook) -> Iterator[Page]:
    """Yield the style page, where the book has a case and a lesson to show."""
    if not (book.cases and book.lessons):
        return
    slug = _richest(book.cases, lambda case: (len(case.cycles), sum(is_given(each.result) for each in case.outcomes)))
    taught = _richest(book.lessons, lambda lesson: _sided(book, book.lesson_slugs[lesson.id]))
    case = book.cases[slug]
    # Few cases have values to compare, and the richest need not be one of them.
    drawn = next((made[:1] for each in book.cases if (made := for_case(book, each))), ())
    yield Page(
        path=HERE,
        title="Style",
        description="Every component of the site once, with its colours and sizes.",
        body=_leading_there(
            fill(
                "style",
                HERE,
                **values(book, slug, case),
                shown=next((outcome for outcome in case.outcomes if is_given(outcome.result)), None),
                lesson_row=lesson_row(book, taught),
                sides=sides(book, taught, HERE),
                charts=drawn,
                findings=list(FINDINGS),
                levels=list(LEVELS),
                part=Part(HERE, 2, (), ("/cases/", HERE, "/lessons/"), 0),
                pairs=PAIRS,
                sizes=SIZES,
            ),
            link(HERE, f"/cases/{slug}/"),
        ),
        kind="Style",
        is_listed=False,
        charts=drawn,
        head=Markup('<meta name="robots" content="noindex">'),
    )


def _leading_there(body: Markup, page: str) -> Markup:
    """Let links within a page, of pieces that come from the page of a case, lead to that page from here."""
    here = set(re.findall(r'\bid="([^"]+)"', body))
    return Markup(
        re.sub(
            r'href="#([^"]+)"', lambda found: found[0] if found[1] in here else f'href="{page}#{found[1]}"', str(body)
        )
    )


def _sided(book: Casebook, slug: str) -> tuple[int, int]:
    """Measure a ledger for a specimen: on how many sides it has entries, and how short it is."""
    entries = book.ledger[slug]
    return len({evidence.entry.relation for evidence in entries}), -len(entries)


def _richest(records: Mapping[str, Item], measure: Callable[[Item], tuple[int, int]]) -> str:
    """Give the slug of the record that shows most, the first of equals."""
    return max(records, key=lambda slug: measure(records[slug]))
