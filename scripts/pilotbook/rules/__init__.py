"""Rules across the fields of a record and across files. Each is a generator of problems with its help as docstring."""

from pilotbook.rules.read import Shelf, check
from pilotbook.rules.run import RULES

__all__ = ["RULES", "Shelf", "check"]
