"""The upkeep of a record, case or lesson: who wrote it, whether it still stands, and who says that it is wrong."""

from typing import Annotated, Literal

from pydantic import Field

from pilotbook.record.text import FullDate, Prose, Record, RecordId, Short


class Contributor(Record):
    """Who wrote or checked the record. A role or organisation is enough."""

    name: Short = Field(title="Name", description="A person, team or organisation.")
    role: Literal["author", "reviewer", "editor"] = Field(title="Role", description="What they did.")
    interest: Short = Field(title="Interest declared", description="A tie to the pilot, or 'none'.", examples=["none"])


class Lifecycle(Record):
    """What became of the record itself."""

    state: Literal["active", "merged", "superseded", "withdrawn"] = Field(
        title="State", description="Whether it still stands."
    )
    by: Annotated[RecordId | None, Field(title="Replaced by", description="The record that took its place.")] = None
    reason: Annotated[Short | None, Field(title="Reason", description="Why.")] = None
    since: Annotated[FullDate | None, Field(title="Since", description="Date of the change.")] = None

    @property
    def told(self) -> tuple[str, str, str, str]:
        """Give what became of the record: its state, the id of what took its place, why, and since when; '' where not said."""
        return self.state, self.by or "", self.reason or "", self.since or ""

    @property
    def is_active(self) -> bool:
        """Whether the record still stands: one that was withdrawn or merged keeps its page, but no reader is sent to it."""
        return self.state == "active"


class Dispute(Record):
    """Somebody says that part of the record is wrong."""

    field: Short = Field(title="Field", description="Which part.")
    by: Short = Field(title="By", description="Who disputes it.")
    text: Prose = Field(title="Their view", description="In their words or fairly put.")
    raised_on: FullDate = Field(title="Date", description="When.")


class Correction(Record):
    """Something that the record said was wrong, and was mended after it had been published."""

    corrected_on: FullDate = Field(title="Corrected on", description="The day of the mend.")
    what: Prose = Field(title="What was wrong", description="What it said, and what it says now.")
    told_by: Annotated[Short | None, Field(title="Told by", description="Who told us; a role or organisation.")] = None
