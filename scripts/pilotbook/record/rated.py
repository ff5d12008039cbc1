"""One person's rating of one record, in a file of its own: whoever rates second can do so without the first before them."""

from typing import Annotated, Literal

from pydantic import Field

from pilotbook.record.lesson import Confidence
from pilotbook.record.means import Means
from pilotbook.record.text import FullDate, Prose, Record, RecordId, Short, Whole, words

Blind = Annotated[
    Literal["yes", "no"],
    Means({"yes": "neither its level nor another rating had been seen", "no": "one of them had been seen, or all"}),
]


class Rated(Record):
    """What one person makes of the evidence of a case, or of the confidence in a lesson."""

    schema_version: Literal["0.2.0"] = Field(title="Schema version", description="The version of this list of fields.")
    record: RecordId = Field(
        title="Record", description="The id at the head of the file of the case or lesson.", examples=["TLG-C-7KD3"]
    )
    rater: Short = Field(
        title="Rater",
        description="A person, team or role that neither ran the pilot nor wrote the record.",
        examples=["Evaluation team, Madeup County Council"],
    )
    interest: Short = Field(title="Interest declared", description="A tie to the pilot, or 'none'.", examples=["none"])
    rated_on: FullDate = Field(title="Rated on", description="The day of the rating.", examples=["2026-12-01"])
    blind: Blind = Field(
        title="Made blind",
        description="Whether you decided before you saw its level, how far that could move, and what anybody else gave it.",
    )
    level: Annotated[
        Whole | None,
        Field(ge=0, le=5, title="Level", description="Of a case: 0 to 5, by the tables of the method page."),
    ] = None
    confidence: Annotated[
        Confidence | None, Field(title="Confidence", description="Of a lesson: how far it is a fair picture.")
    ] = None
    reason: Annotated[Prose, words(80)] = Field(
        title="Reason", description="At most 80 words: why not one higher, and why not one lower."
    )
