"""Rules across the fields of a record and across files. Each is a generator of problems with its help as docstring."""

from pilotbook.rules.read import check
from pilotbook.rules.run import advice

__all__ = ["advice", "check"]
