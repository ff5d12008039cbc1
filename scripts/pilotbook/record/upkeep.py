"""The upkeep of a record, case or lesson: who wrote it, whether it still stands, and who says that it is wrong."""

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema

from pilotbook.record.means import Means
from pilotbook.record.text import FullDate, Prose, Record, RecordId, Short, Slug

_ID = {"type": "string", "pattern": "^TLG-[CL]-[0-9A-HJKMNP-TV-Z]{4}$"}
# One id, or a list of them: most records give way to one other, and a list of one is a needless bracket.
RecordIds = Annotated[
    tuple[RecordId, ...],
    BeforeValidator(lambda value: (value,) if isinstance(value, str) else () if value is None else value),
    WithJsonSchema({"anyOf": [_ID, {"type": "array", "items": _ID}]}),
]
Formerly = Annotated[
    tuple[Slug, ...],
    Field(
        title="Earlier names",
        description="Names that its file had before; the address of each leads on to this record.",
        examples=[["leeds-hubs"]],
    ),
]
ContributorRole = Annotated[
    Literal["author", "reviewer", "editor"],
    Means(
        {
            "author": "wrote it",
            "reviewer": "checked it against its sources, and did not write it",
            "editor": "mended its form or words",
        }
    ),
]
State = Annotated[
    Literal["active", "merged", "split", "superseded", "withdrawn"],
    Means(
        {
            "active": "it stands",
            "merged": "it went into another record",
            "split": "it became several records",
            "superseded": "another record took its place",
            "withdrawn": "it was taken back",
        }
    ),
]
# What became of a record: its state, the ids of what took its place, why, and since when; "" where not said.
Life = tuple[str, tuple[str, ...], str, str]


class Contributor(Record):
    """Who wrote or checked the record. A role or organisation is enough."""

    name: Short = Field(title="Name", description="A person, team or organisation.")
    role: ContributorRole = Field(title="Role", description="What they did.")
    interest: Short = Field(title="Interest declared", description="A tie to the pilot, or 'none'.", examples=["none"])


class Lifecycle(Record):
    """What became of the record itself."""

    state: State = Field(title="State", description="Whether it still stands.")
    by: Annotated[
        RecordIds,
        Field(
            title="Replaced by",
            description="The record that took its place; where it was split, each of them: [id, id].",
        ),
    ] = ()
    reason: Annotated[Short | None, Field(title="Reason", description="Why.")] = None
    since: Annotated[FullDate | None, Field(title="Since", description="Date of the change.")] = None

    @property
    def told(self) -> Life:
        """Give what became of the record."""
        return self.state, self.by, self.reason or "", self.since or ""

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
