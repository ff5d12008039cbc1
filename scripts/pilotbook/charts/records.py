"""The charts of one record: what its page shows."""

from types import SimpleNamespace
from typing import Any

from pilotbook.casebook import Casebook
from pilotbook.charts.chart import Chart
from pilotbook.charts.costs import cost_chart
from pilotbook.charts.cycles import cycle_timeline
from pilotbook.charts.ledger import ledger_chart
from pilotbook.charts.outcomes import outcome_chart
from pilotbook.judgement.view import CaseView


def for_case(view: CaseView) -> tuple[Chart, ...]:
    """Give the charts of a case that its record has figures or dates for: outcomes, costs, cycles."""
    slug = view.slug
    book: Any = SimpleNamespace(cases={slug: view.case})
    return tuple(chart for draw in (outcome_chart, cost_chart, cycle_timeline) if (chart := draw(book, slug)))


def for_lesson(book: Casebook, slug: str) -> tuple[Chart, ...]:
    """Give the charts of a lesson: its ledger, where there is more than one entry."""
    chart = ledger_chart(book, slug)
    return (chart,) if chart else ()
