"""What notebooks call: open the casebook, and show a table that a reader can follow to its cases."""

import os
from pathlib import Path

from pilotbook.casebook import Casebook
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
    root = os.environ.get("PILOTBOOK_ROOT")
    return run.open_casebook(Path(root) if root else None)
