"""The charts of one record: what its page shows."""

from pilotbook.casebook import Casebook
from pilotbook.charts.costs import cost_chart
from pilotbook.charts.cycles import cycle_timeline
from pilotbook.charts.ledger import ledger_chart
from pilotbook.charts.outcomes import outcome_chart
from pilotbook.charts.record_chart import RecordChart
from pilotbook.judgement.view import CaseView


def for_case(view: CaseView) -> tuple[RecordChart, ...]:
    """Give the charts of a case that its record has figures or dates to compare for: outcomes, costs, cycles."""
    return tuple(chart for draw in (outcome_chart, cost_chart, cycle_timeline) if (chart := draw(view)))


def for_lesson(book: Casebook, slug: str) -> tuple[RecordChart, ...]:
    """Give the charts of a lesson: its ledger, where its entries are of more than one kind."""
    chart = ledger_chart(book, slug)
    return (chart,) if chart else ()
