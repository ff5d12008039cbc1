"""Charts: each function takes the casebook and gives a chart, with title, picture, sentence and table from the same rows.

Altair draws a Chart across cases; a template draws a RecordChart of one record, as fast as the page around it. `__all__`
names the charts of the whole book. Those of one record, lesson or subject give None where there is too little to compare;
`for_case` and `for_lesson` give all that a record's page shows. A chart's module is read when the chart is asked for: what
draws is large, and checking a record needs none of it.
"""

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pilotbook.charts.balance import balance_mark as balance_mark
    from pilotbook.charts.barriers import named_barriers as named_barriers
    from pilotbook.charts.chart import Chart
    from pilotbook.charts.costs import cost_chart as cost_chart
    from pilotbook.charts.cycles import cycle_timeline as cycle_timeline
    from pilotbook.charts.decisions import decisions_taken as decisions_taken
    from pilotbook.charts.effects import side_by_side as side_by_side
    from pilotbook.charts.findings import findings_behind as findings_behind
    from pilotbook.charts.funnel import results_funnel as results_funnel
    from pilotbook.charts.funnel import results_funnel_of as results_funnel_of
    from pilotbook.charts.gaps import gap_picture as gap_picture
    from pilotbook.charts.gaps import gap_picture_of as gap_picture_of
    from pilotbook.charts.ledger import ledger_chart as ledger_chart
    from pilotbook.charts.lessons import designs_behind_lessons
    from pilotbook.charts.money import counted_costs as counted_costs
    from pilotbook.charts.outcomes import outcome_chart as outcome_chart
    from pilotbook.charts.programme import programme_timeline as programme_timeline
    from pilotbook.charts.programme import programme_timeline_of as programme_timeline_of
    from pilotbook.charts.reach import differences_in_reach
    from pilotbook.charts.records import for_case as for_case
    from pilotbook.charts.records import for_lesson as for_lesson
    from pilotbook.charts.results import published_results
    from pilotbook.charts.shares import shares_with_intervals as shares_with_intervals
    from pilotbook.charts.temporary import temporary_accommodation

_HOME = {
    "balance_mark": "balance",
    "named_barriers": "barriers",
    "Chart": "chart",
    "cost_chart": "costs",
    "cycle_timeline": "cycles",
    "decisions_taken": "decisions",
    "side_by_side": "effects",
    "findings_behind": "findings",
    "results_funnel": "funnel",
    "results_funnel_of": "funnel",
    "gap_picture": "gaps",
    "gap_picture_of": "gaps",
    "ledger_chart": "ledger",
    "designs_behind_lessons": "lessons",
    "counted_costs": "money",
    "outcome_chart": "outcomes",
    "programme_timeline": "programme",
    "programme_timeline_of": "programme",
    "differences_in_reach": "reach",
    "for_case": "records",
    "for_lesson": "records",
    "published_results": "results",
    "shares_with_intervals": "shares",
    "temporary_accommodation": "temporary",
}
__all__ = ["Chart", "designs_behind_lessons", "differences_in_reach", "published_results", "temporary_accommodation"]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'pilotbook.charts' has no attribute '{name}'")
    return getattr(importlib.import_module(f"{__name__}.{_HOME[name]}"), name)
