"""What notebooks call: open the casebook, and show a table that a reader can follow to its cases."""

import os
from pathlib import Path

from IPython.core.getipython import get_ipython

from pilotbook.casebook import Casebook
from pilotbook.charts import Chart
from pilotbook.charts.record_chart import RecordChart
from pilotbook.notebook.barriers import barriers_table, failures_table
from pilotbook.notebook.money import claims_table, costs_table
from pilotbook.notebook.outcomes import outcomes_behind, outcomes_on, what_is_pooled
from pilotbook.notebook.overview import cases_table, lesson_balance, own_pilots, reach_table
from pilotbook.notebook.shown import Shown
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
    "what_is_pooled",
]


def open_casebook() -> Casebook:
    """Open the casebook of the project that this notebook belongs to."""
    shell = get_ipython()
    if shell is not None and shell.display_formatter is not None:
        for kind in (Chart, RecordChart):
            shell.display_formatter.formatters["text/html"].for_type(kind, shown_chart)
    root = os.environ.get("PILOTBOOK_ROOT")
    return run.open_casebook(Path(root) if root else None)


def shown_chart(chart: Chart | RecordChart) -> str:
    """Give a chart as a notebook page shows it; where the build names a folder, its downloads are put there and offered.

    Notebooks stand at /evidence/<name>/ and share the folder /evidence/charts/.
    """
    folder = os.environ.get("PILOTBOOK_CHARTS")
    if folder is None:
        return str(chart.to_html())
    for name, content in chart.downloads().items():
        (Path(folder) / name).write_bytes(content)
    return str(chart.to_html("../charts/"))
