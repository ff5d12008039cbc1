"""A fact: a figure or a statement with its source, or a typed reason why there is none."""

from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag

from pilotbook.record.means import Means
from pilotbook.record.reasons import MissingReason
from pilotbook.record.text import (
    FullDate,
    Number,
    PartialDate,
    Prose,
    Record,
    SearchId,
    Short,
    Slug,
    SourceId,
    Url,
    words,
)

TIERS = {
    "1": "independent evaluation or research",
    "2": "official statistics, Parliament or audit",
    "3": "the programme's own report or account",
    "4": "press release",
    "5": "news or comment",
    "6": "aggregator, repost or AI-assisted text",
}
Tier = Annotated[Literal["1", "2", "3", "4", "5", "6"], Means(TIERS)]
Seen = Annotated[
    Literal["full", "excerpt", "second_hand"],
    Means(
        {
            "full": "all of it was read",
            "excerpt": "a part was read, such as the opening or the abstract",
            "second_hand": "it was read through a copy, or a report of it",
        }
    ),
]
Qualifier = Annotated[
    Literal["about", "more_than", "less_than", "up_to", "at_least", "nearly"],
    Means(
        {
            "about": "'about', 'around', 'approximately'",
            "more_than": "'more than', 'over'",
            "less_than": "'less than', 'under', 'fewer than'",
            "up_to": "'up to'",
            "at_least": "'at least'",
            "nearly": "'nearly', 'almost'",
        }
    ),
]
FigureStatus = Annotated[
    Literal["public", "estimate", "target", "disputed"],
    Means(
        {
            "public": "published as it was counted or measured",
            "estimate": "an estimate, a projection or a forecast",
            "target": "an aim, and no result",
            "disputed": "another source says otherwise",
        }
    ),
]


class Missing(Record):
    """A gap with its reason, and what backs the reason. A bare blank is refused: the reader is told why there is nothing."""

    missing: MissingReason = Field(
        title="Why it is missing",
        description="Our gap: not_read (the source is there, the part we read does not hold it), not_found (searched "
        "for, not found) or not_filled (nobody has looked yet). "
        "The pilot's: not_published, not_measured, withheld_small_numbers, not_yet_due, not_applicable.",
        examples=["not_read"],
    )
    source: tuple[SourceId, ...] = Field(
        default=(),
        title="Source of the reason",
        description="not_read, not_filled: the source that may hold it. not_published and the like: the source that says so.",
        examples=[["S1"]],
    )
    locator: Annotated[
        Short | None, Field(title="Where in the source", description="Where it says so, or the part that was not read.")
    ] = None
    said_by: Annotated[
        Slug | None, Field(title="Said by", description="Label of the partner who told us, with the date.")
    ] = None
    said_on: Annotated[FullDate | None, Field(title="Said on", description="The day on which the partner told us.")] = (
        None
    )
    search: Annotated[
        SearchId | None, Field(title="Search", description="not_found: the search, by its label in `searches`.")
    ] = None
    note: Annotated[Short | None, Field(title="Note", description="What was looked for, or who could answer.")] = None


class Search(Record):
    """One search, told once: the gaps that it left name it by its label."""

    id: SearchId = Field(title="Label", description="Q and a number, used by the gaps.", examples=["Q1"])
    # Not plainly "on": many readers of YAML take that word for "true".
    searched_on: FullDate = Field(title="Searched on", description="The day of the search.", examples=["2026-11-21"])
    where: Short = Field(
        title="Searched in", description="The places searched.", examples=["gov.uk and the council's site"]
    )
    words: Short = Field(
        title="Searched for", description="The words used.", examples=["family hubs evaluation Sheffield"]
    )


class Sourced(Record):
    """Anything that rests on sources."""

    source: tuple[SourceId, ...] = Field(
        min_length=1,
        title="Sources",
        description="The sources that carry it, by their labels in `sources`.",
        examples=[["S1"]],
    )
    locator: Short = Field(
        title="Where in the source",
        description="The page, table or part where a reader finds it.",
        examples=["table 4", "abstract", "opening paragraphs"],
    )
    note: Annotated[Short | None, Field(title="Note", description="What a reader must know to use it rightly.")] = None


class Figure(Sourced):
    """A number somebody published, as they published it."""

    value: Number = Field(title="Value", description="Digits only, as published.", examples=["1.06", "3444"])
    unit: Short = Field(title="Unit", description="What is counted.", examples=["%", "families", "GBP", "GBP million"])
    qualifier: Annotated[
        Qualifier | None,
        Field(title="Qualifier", description="How the source softens the number.", examples=["more_than"]),
    ] = None
    period: Annotated[
        Short | None, Field(title="Date or period", description="When it was true.", examples=["March 2025", "2022-23"])
    ] = None
    status: FigureStatus = Field(
        default="public",
        title="Status",
        description="Published as a measured figure, an estimate or projection, a target, or disputed by another "
        "source.",
    )


class Statement(Sourced):
    """Words that a source supports, in the record's own wording."""

    text: Prose = Field(title="Text", description="In your own plain words.", examples=["Officials sat in the hubs."])


def given_or_missing(value: Any) -> str:
    """Name the member of a union of something with Missing that `value` means to be."""
    said = "missing" in value if isinstance(value, dict) else hasattr(value, "missing")
    return "<missing>" if said else "<given>"


FigureOrMissing = Annotated[
    Annotated[Figure, Tag("<given>")] | Annotated[Missing, Tag("<missing>")], Discriminator(given_or_missing)
]
StatementOrMissing = Annotated[
    Annotated[Statement, Tag("<given>")] | Annotated[Missing, Tag("<missing>")], Discriminator(given_or_missing)
]
DateOrMissing = Annotated[
    Annotated[PartialDate, Tag("<given>")] | Annotated[Missing, Tag("<missing>")], Discriminator(given_or_missing)
]
UrlOrMissing = Annotated[
    Annotated[Url, Tag("<given>")] | Annotated[Missing, Tag("<missing>")], Discriminator(given_or_missing)
]


def _version(value: Any) -> str:
    return "<said>" if isinstance(value, Statement) or (isinstance(value, dict) and "text" in value) else "<given>"


FigureOrStatement = Annotated[
    Annotated[Figure, Tag("<given>")] | Annotated[Statement, Tag("<said>")], Discriminator(_version)
]
# The names of a union's members stand in pydantic's places; the brackets keep them apart from an author's fields.
TAGS = frozenset({"<given>", "<missing>", "<said>"})


class Source(Record):
    """Something published that the record rests on, and how the writer of the record read it."""

    id: SourceId = Field(title="Label", description="S and a number, used by the facts above.", examples=["S1"])
    title: Annotated[Prose, words(60)] = Field(title="Title", description="As the source prints it, or a description.")
    publisher: Short = Field(title="Publisher", description="Who put it out.", examples=["Cabinet Office"])
    published: DateOrMissing = Field(
        title="Published", description="Year, month or day it came out.", examples=["2025-07-16"]
    )
    accessed: FullDate = Field(
        title="Read on", description="The day the writer of the record read it.", examples=["2026-11-21"]
    )
    url: UrlOrMissing = Field(title="Address", description="The publisher's own page where there is one.")
    archive_url: Annotated[
        Url | None, Field(title="Archived copy", description="A copy that will outlive the page.")
    ] = None
    seen: Seen = Field(
        title="How it was read",
        description="In full; as an excerpt (opening text or abstract only); or second hand, through a copy or a "
        "report of it.",
    )
    tier: Tier = Field(
        title="Tier",
        description="1 independent evaluation or research; 2 official statistics or Parliament; 3 the programme's own "
        "report or account; 4 press release; 5 news or comment; 6 aggregator, repost or AI-assisted text.",
    )
    licence: Annotated[Short | None, Field(title="Licence", description="Terms of the source itself.")] = None
    note: Annotated[
        Short | None,
        Field(title="Note", description="Mirror address, doubtful date, title described rather than copied."),
    ] = None


SEEN = {
    "full": "read in full",
    "excerpt": "read as an excerpt",
    "second_hand": "read second hand",
}
