"""The answer for a count of a few people: where it is already public, or who allows it."""

from typing import Annotated

from pydantic import Field

from pilotbook.record.text import FullDate, Prose, Record, Short, Url, Whole, words


class Waiver(Record):
    """Somebody who may decide it allows a small count to be published."""

    data_owner: Short = Field(
        title="Data owner",
        description="The organisation whose data it is, and the role that decided; no person.",
        examples=["Madeup Council, data protection officer"],
    )
    allowed_on: FullDate = Field(title="Allowed on", description="The day of the decision.", examples=["2026-11-30"])
    reason: Annotated[Prose, words(60)] = Field(
        title="Reason", description="Why nobody can be known by it, or why it may be public all the same."
    )


class Disclosure(Record):
    """An answer for counts of a few people in some parts of the record: one of the two."""

    covers: tuple[Short, ...] = Field(
        min_length=1,
        title="Covers",
        description="Labels of the parts that hold the counts, such as O1, or names of whole fields, such as summary.",
        examples=[["O1", "summary"]],
    )
    already_published_at: Annotated[
        Url | None,
        Field(
            title="Already published at",
            description="The public address where these very counts stand. A figure whose source has an address needs none.",
        ),
    ] = None
    waiver: Annotated[
        Waiver | None, Field(title="Allowed by", description="Who allows it, where it is not public yet.")
    ] = None


class SmallNumbers(Record):
    """Which counts of people are too small to be published unasked."""

    most: Annotated[
        Whole, Field(ge=1, title="Few", description="Counts of people from 1 to this one need an answer.")
    ] = 7
    base: Annotated[
        Whole, Field(ge=1, title="Least base", description="A share of fewer people than this needs an answer.")
    ] = 10


Disclosures = Annotated[
    tuple[Disclosure, ...],
    Field(
        title="Small numbers answered for",
        description="For counts of 1 to 7 people: where they are already public, or who allows them.",
    ),
]
