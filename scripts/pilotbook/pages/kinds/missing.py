"""Missing results: how many pilots ended without a published finding, which results are overdue, and why fields are empty."""

from typing import Any

from pilotbook.casebook import Casebook
from pilotbook.charts import programme_timeline, results_funnel
from pilotbook.charts.chart import Chart
from pilotbook.pages.page import Kind, Page, Recipe, Recipes
from pilotbook.pages.render import fill
from pilotbook.pages.summaries import case_row
from pilotbook.record.fact import MISSING
from pilotbook.views.missing_results import as_of, by_place, by_programme, coverage, funnel, is_overdue

KIND = Kind("missing", is_searched=True, untraced="what it counts is the book itself")


def recipes(book: Casebook) -> Recipes:
    """Yield the page of missing results."""
    silent = [s for s, view in book.views.items() if view.stage in ("ended", "stopped_early") and not view.has_result]
    needs = {
        "steps": results_funnel(book),
        "timeline": programme_timeline(book),
        "whole": funnel(book, "All cases", book.views),
        "programmes": by_programme(book),
        "places": by_place(book),
        "silent": [case_row(book, slug) for slug in silent],
        "overdue": [case_row(book, slug) for slug in book.views if is_overdue(book, slug)],
        "fields": coverage(book),
        "as_of": as_of(book),
    }
    yield Recipe(KIND, "/missing-results/", _page, needs)


def _page(here: str, steps: Chart | None, timeline: Chart | None, **values: Any) -> Page:
    return Page(
        path=here,
        title="Missing results",
        description="Pilots that ended without a published finding, results that are overdue, and why figures are missing.",
        body=fill("missing", here, steps=steps, timeline=timeline, reasons=MISSING, **values),
        kind=KIND,
        charts=tuple(filter(None, (steps, timeline))),
    )
