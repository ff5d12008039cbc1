"""What notebooks call: open the casebook, and show a table that a reader can follow to its cases."""

from IPython.core.getipython import get_ipython

from pilotbook.casebook import Casebook
from pilotbook.charts import Chart
from pilotbook.charts.record_chart import RecordChart
from pilotbook.notebook import work
from pilotbook.notebook.barriers import barriers_table, failures_table
from pilotbook.notebook.money import claims_table, costs_table
from pilotbook.notebook.outcomes import outcomes_behind, outcomes_on, what_is_pooled
from pilotbook.notebook.overview import cases_table, lesson_balance, own_pilots, reach_table
from pilotbook.notebook.shown import Shown
from pilotbook.notebook.turns import rules_table, turns_table
from pilotbook.publish import run

__all__ = [
    "Shown",
    "barriers_table",
    "cases_table",
    "claims_table",
    "costs_table",
    "failures_table",
    "lesson_balance",
    "open_casebook",
    "outcomes_behind",
    "outcomes_on",
    "own_pilots",
    "reach_table",
    "rules_table",
    "turns_table",
    "what_is_pooled",
]


def open_casebook() -> Casebook:
    """Open the casebook of the project that this notebook belongs to."""
    shell = get_ipython()
    if shell is not None and shell.display_formatter is not None:
        for kind in (Chart, RecordChart):
            shell.display_formatter.formatters["text/html"].for_type(kind, shown_chart)
    running = work.desk()
    return running.opened() if running else run.open_casebook()


def shown_chart(chart: Chart | RecordChart) -> str:
    """Give a chart as a notebook page shows it; where the build runs the notebook, its downloads are kept and offered.

    Notebooks stand at /evidence/<name>/ and share the folder /evidence/charts/.
    """
    running = work.desk()
    if running is None:
        return str(chart.to_html())
    running.downloads.update(chart.downloads())
    return str(chart.to_html("../charts/"))
