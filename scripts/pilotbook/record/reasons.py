"""Reasons why a fact is missing: one table, with whose gap each is and how it is named.

The book's gaps say what its editors have not read or found; the pilot's say what it has not measured or published. The two are
never told as one another: what we have not read is not what nobody has said. Sentences are made from these in
`judgement.gaps`, and nowhere else.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Literal

from pilotbook.record.designs import OneOf

Whose = Literal["book", "pilot"]
_WHOSE: Mapping[Whose, str] = {"book": "a gap of this record", "pilot": "a gap of the pilot"}


@dataclass(frozen=True)
class Reason:
    """Why a fact is missing.

    label: its name in lists and tables. whose: the book's gap, or the pilot's. told: ends a sentence on a thing that is
    missing, 'What came of it …'. many: the same of more than one.
    """

    label: str
    whose: Whose
    told: str
    many: str

    @property
    def meaning(self) -> str:
        """Give its name with whose gap it is."""
        return f"{_WHOSE[self.whose]}: {self.label}"


REASONS: Mapping[str, Reason] = {
    "not_read": Reason(
        "not in the part we read",
        "book",
        "was not in the part of the sources that we read",
        "were not in the part of the sources that we read",
    ),
    "not_found": Reason(
        "searched for, not found", "book", "was searched for and not found", "were searched for and not found"
    ),
    "not_filled": Reason("not filled in yet", "book", "is not filled in yet", "are not filled in yet"),
    "not_begun": Reason(
        "no test begun in what we read",
        "book",
        "cannot be told yet: we read of no test that has begun",
        "cannot be told yet: we read of no test that has begun",
    ),
    "not_published": Reason("not published", "pilot", "has not been published", "have not been published"),
    "not_measured": Reason("not measured", "pilot", "was not measured", "were not measured"),
    "withheld_small_numbers": Reason(
        "withheld: small numbers",
        "pilot",
        "is withheld because the numbers are small",
        "are withheld because the numbers are small",
    ),
    "not_yet_due": Reason("not yet due", "pilot", "is not due yet", "are not due yet"),
    "not_applicable": Reason("does not apply", "pilot", "does not apply", "do not apply"),
}
# What an author may write. "Not begun" is worked out, of the outcomes of a pilot that is only announced or planned; so is "not
# filled in" of a field that is absent where every source was read in full.
WRITTEN: Mapping[str, Reason] = {code: reason for code, reason in REASONS.items() if code != "not_begun"}
MISSING: Mapping[str, str] = {code: reason.label for code, reason in REASONS.items()}
MissingReason = Annotated[str, OneOf(WRITTEN)]
