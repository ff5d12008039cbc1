"""Missing results: how many pilots ended without a published finding, which results are overdue, and why fields are empty."""

from collections.abc import Iterable
from typing import Any

from pilotbook.casebook import Casebook
from pilotbook.charts import programme_timeline, results_funnel
from pilotbook.charts.chart import Chart
from pilotbook.pages.page import Kind, Page, Recipe, Recipes
from pilotbook.pages.render import fill
from pilotbook.pages.summaries import case_row
from pilotbook.record.reasons import MISSING
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
)

KIND = Kind("missing", is_searched=True, untraced="what it counts is the book itself")


_FIELD_COLUMNS = [
    "Field",
    ("Asked for", "number"),
    ("Given", "number"),
    *((label.capitalize(), "number") for label in MISSING.values()),
]
TableRow = dict[str, Any]


def recipes(book: Casebook) -> Recipes:
    """Yield the page of missing results."""
    silent = [s for s, view in book.views.items() if view.stage in ("ended", "stopped_early") and not view.has_result]
    needs = {
        "steps": results_funnel(book),
        "timeline": programme_timeline(book),
        "whole": funnel(book, "All cases", book.views),
        "programmes": _rows("programmes", by_programme(book)),
        "places": _rows("places", by_place(book)),
        "silent": [case_row(book, slug) for slug in silent],
        "overdue": [case_row(book, slug) for slug in book.views if is_overdue(book, slug)],
        "fields": [_field_row(field) for field in coverage(book)],
        "as_of": as_of(book),
    }
    yield Recipe(KIND, "/missing-results/", _page, needs)


def _page(here: str, steps: Chart | None, timeline: Chart | None, **values: Any) -> Page:
    return Page(
        path=here,
        title="Missing results",
        description="Pilots that ended without a published finding, results that are overdue, and why figures are missing.",
        body=fill("missing", here, steps=steps, timeline=timeline, field_columns=_FIELD_COLUMNS, **values),
        kind=KIND,
        charts=tuple(filter(None, (steps, timeline))),
    )


def _rows(key: str, groups: Iterable[Funnel]) -> list[TableRow]:
    """Give the rows of a table of groups of cases: how many, how far they have come, and what the ended ones published."""
    return [
        {
            "cells": [
                group.label,
                group.cases,
                *(group.steps[step] for step in STEPS),
                *(group.finding, group.claim, group.silent),
            ],
            "id": "",
            "path": f"casebook/missing/{key}/{number}",
        }
        for number, group in enumerate(groups, start=1)
    ]


def _field_row(field: FieldCoverage) -> TableRow:
    """Give the row of a field that asks for a fact: how often it is filled, and the reasons where it is not."""
    given = f"{field.given} ({round(100 * field.given / field.asked)}%)"
    cells = [field.title, field.asked, given, *(field.reasons[reason] for reason in MISSING)]
    return {"cells": cells, "id": "", "path": f"casebook/coverage/{field.name}", "name": field.name}
