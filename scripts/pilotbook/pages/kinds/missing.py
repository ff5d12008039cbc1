"""Missing results: how many pilots ended without a published finding, which results are overdue, and why fields are empty."""

from collections.abc import Iterator

from pilotbook.casebook import Casebook
from pilotbook.charts import programme_timeline, results_funnel
from pilotbook.pages.page import Page
from pilotbook.pages.render import fill
from pilotbook.pages.summaries import case_row
from pilotbook.record.fact import MISSING
from pilotbook.views.missing_results import as_of, by_place, by_programme, coverage, funnel, is_overdue


def pages(book: Casebook) -> Iterator[Page]:
    """Yield the page of missing results."""
    whole = funnel(book, "All cases", book.cases)
    silent = [
        case_row(book, slug)
        for slug, case in book.cases.items()
        if case.stage in ("ended", "stopped_early") and not book.has_result(slug)
    ]
    steps, timeline = results_funnel(book), programme_timeline(book)
    yield Page(
        path="/missing-results/",
        title="Missing results",
        description="Pilots that ended without a published finding, results that are overdue, and why figures are missing.",
        body=fill(
            "missing",
            "/missing-results/",
            steps=steps,
            timeline=timeline,
            whole=whole,
            programmes=by_programme(book),
            places=by_place(book),
            silent=silent,
            overdue=[case_row(book, slug) for slug in book.cases if is_overdue(book, slug)],
            fields=coverage(book),
            reasons=MISSING,
            as_of=as_of(book),
        ),
        kind="Missing",
        charts=tuple(filter(None, (steps, timeline))),
    )
