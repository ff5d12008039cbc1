"""Missing results: which pilots ended without a finding in this book, whose gap that is, and why fields are empty."""

from collections.abc import Iterable, Sequence
from typing import Any

from pilotbook import charts
from pilotbook.casebook import Casebook
from pilotbook.charts.counted import Row, pilots, programme_label
from pilotbook.exports import citations
from pilotbook.judgement import gaps
from pilotbook.judgement.view import not_found
from pilotbook.pages.page import Kind, Page, Recipe, Recipes
from pilotbook.pages.render import fill
from pilotbook.pages.summaries import case_row
from pilotbook.record import formatting
from pilotbook.record.reasons import REASONS, WRITTEN
from pilotbook.views.missing_results import (
    STEPS,
    FieldCoverage,
    Funnel,
    as_of,
    by_place,
    by_programme,
    coverage,
    funnel,
    is_overdue,
    step,
)

TITLE = "Missing results"
KIND = Kind("missing", is_searched=True, untraced="what it counts is the book itself")


TableRow = dict[str, Any]
# The columns on those that ended: what is known, the book's own gaps, and what a source or partner says of the pilot.
RESULTS = (
    ("Finding", (gaps.FOUND,)),
    ("Figure only", (gaps.FIGURE,)),
    ("Claim", (gaps.BOTH, gaps.CLAIM)),
    ("Not read by us", ("not_read", "not_filled", "not_begun")),
    ("Not found by us", ("not_found",)),
    ("Pilot’s own gap", tuple(code for code, reason in REASONS.items() if reason.whose == "pilot")),
)


def recipes(book: Casebook) -> Recipes:
    """Yield the page of missing results."""
    ended = [view for view in book.views.values() if step(view) == "ended"]
    silent = [view for view in ended if not view.has_result]
    needs = {
        "pilots": pilots(book),
        "programme": programme_label(book),
        "whole": funnel(book, "All cases", book.views),
        "programmes": _rows("programmes", by_programme(book)),
        "places": _rows("places", by_place(book)),
        "silent": [
            (state.label, [case_row(book, view.slug) for view in silent if view.result == code])
            for code, state in gaps.STATES.items()
            if any(view.result == code for view in silent)
        ],
        "rest": not_found(ended),
        "overdue": [case_row(book, slug) for slug in book.views if is_overdue(book, slug)],
        **_fields(coverage(book)),
        "as_of": as_of(book),
        "base": book.base,
    }
    yield Recipe(KIND, "/missing-results/", _page, needs)


def _page(here: str, pilots: list[Row], programme: str, whole: Funnel, as_of: str, base: str, **values: Any) -> Page:
    # Drawn here and not before: what draws is large, and most builds find this page made.
    steps = charts.results_funnel_of(whole, as_of)
    timeline = charts.programme_timeline_of(pilots, programme, as_of)
    values |= {"whole": whole, "as_of": as_of, "steps": steps, "timeline": timeline}
    return Page(
        path=here,
        title=TITLE,
        description="Pilots that ended without a finding in this book, whose gap that is, and why figures are missing.",
        body=fill("missing", here, results=[name for name, _ in RESULTS], **values),
        kind=KIND,
        cited=citations.of_page(TITLE, here, as_of, base),
        charts=tuple(filter(None, (steps, timeline))),
    )


def _rows(key: str, groups: Iterable[Funnel]) -> list[TableRow]:
    """Give the rows of a table of groups of cases: how many, how far they have come, and what is known of the ended ones."""
    return [
        {
            "cells": [
                group.label,
                group.cases,
                *(group.steps[step] for step in STEPS),
                *(sum(group.results[state] for state in states) for _, states in RESULTS),
            ],
            "id": "",
            "path": f"casebook/missing/{key}/{number}",
        }
        for number, group in enumerate(groups, start=1)
    ]


def _fields(fields: Sequence[FieldCoverage]) -> dict[str, Any]:
    """Give the table of fields that ask for a fact, with a column for each reason that is given for one."""
    reasons = [code for code in WRITTEN if any(field.reasons[code] for field in fields)]
    named = ((formatting.capital(WRITTEN[code].label), "number") for code in reasons)
    columns = ["Field", ("Asked for", "number"), ("Given", "number"), *named]
    return {"field_columns": columns, "fields": [_field_row(field, reasons) for field in fields]}


def _field_row(field: FieldCoverage, reasons: Sequence[str]) -> TableRow:
    """Give the row of a field that asks for a fact: how often it is filled, and the reasons where it is not."""
    given = f"{field.given} ({round(100 * field.given / field.asked)}%)"
    cells = [field.title, field.asked, given, *(field.reasons[reason] for reason in reasons)]
    return {"cells": cells, "id": "", "path": f"casebook/coverage/{field.name}", "name": field.name}
