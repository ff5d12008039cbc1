"""A lesson: advice that cases support, contradict or qualify."""

from typing import Annotated, Literal

from pydantic import Field

from pilotbook.record.codes import AreaCode, AudienceCode, ThemeCode
from pilotbook.record.disclosure import Disclosures
from pilotbook.record.fact import Search
from pilotbook.record.means import Means
from pilotbook.record.text import SITE_LANGUAGE, FullDate, Language, LessonId, Licence, Prose, Record, Short, words
from pilotbook.record.upkeep import Contributor, Correction, Dispute, Formerly, Lifecycle

Concern = Annotated[
    Literal["no", "minor", "moderate", "serious"],
    Means(
        {
            "no": "none that would lower confidence, or very minor ones",
            "minor": "some that hardly lower it",
            "moderate": "some that probably lower it",
            "serious": "some that lower it for certain",
        }
    ),
]
Confidence = Annotated[
    Literal["high", "moderate", "low", "very_low"],
    Means(
        {
            "high": "highly likely a fair picture",
            "moderate": "likely a fair picture",
            "low": "possibly a fair picture",
            "very_low": "not clear whether it is a fair picture",
        }
    ),
]
CONFIDENCE = {"high": "high", "moderate": "moderate", "low": "low", "very_low": "very low"}
FACTORS = {
    "place_and_system": "Place and system",
    "professionals": "Acceptance by professionals",
    "community": "Acceptance by the community",
    "other_services": "Other services at hand",
    "participants": "The people it is for",
    "delivery": "How it is delivered",
    "time": "Time",
}
LIKELY = {"same": "likely the same", "differs": "differs, and it matters", "unknown": "not known"}
Likeness = Annotated[Literal["same", "differs", "unknown"], Means(LIKELY)]
STATUS = {
    "identified": "Identified: written down, not yet known to be acted on",
    "acted_on": "Acted on",
    "embedded": "Embedded",
    "retired": "Retired",
}
Factor = Annotated[
    Literal["place_and_system", "professionals", "community", "other_services", "participants", "delivery", "time"],
    Means(FACTORS),
]
Status = Annotated[
    Literal["identified", "acted_on", "embedded", "retired"],
    Means(
        {
            "identified": "written down, not yet known to be acted on",
            "acted_on": "somebody has changed what they do by it",
            "embedded": "it is how things are done now",
            "retired": "it no longer holds, or another says it better",
        }
    ),
]


class Transfer(Record):
    """Whether a factor is likely to be the same elsewhere (after the TRANSFER guide)."""

    factor: Factor = Field(title="Factor", description="What may differ between there and here.")
    likely: Likeness = Field(title="Likely", description="Same elsewhere, differs and matters, or unknown.")
    note: Annotated[Prose, words(40)] = Field(title="Note", description="Why.")


class Components(Record):
    """The four GRADE-CERQual components: how much concern each gives."""

    methodological_limitations: Concern = Field(
        title="How the evidence was made", description="Problems in how the evidence was made."
    )
    coherence: Concern = Field(
        title="How well it fits together", description="How well the lesson fits all its evidence."
    )
    adequacy: Concern = Field(
        title="Whether there is enough of it", description="Whether there is enough evidence, rich enough."
    )
    relevance: Concern = Field(
        title="Whether it is from settings like these",
        description="Whether the evidence is from settings like those advised.",
    )


class ConfidenceJudgement(Record):
    """How sure we are, by GRADE-CERQual, with the reason."""

    components: Components = Field(title="Components", description="The four parts, always shown.")
    overall: Confidence = Field(title="Overall", description="High, moderate, low or very low.")
    reason: Annotated[Prose, words(60)] = Field(title="Reason", description="One sentence.")
    raters: tuple[Short, ...] = Field(min_length=1, title="Raters", description="Who judged.")


class Lesson(Record):
    """A lesson learned."""

    id: LessonId = Field(
        title="Id", description="Drawn at random by 'pilotbook new', never reused.", examples=["TLG-L-2M9X"]
    )
    schema_version: Literal["0.2.0"] = Field(title="Schema version", description="The version of this list of fields.")
    title: Annotated[Short, words(12)] = Field(title="Title", description="A short name for lists, at most 12 words.")
    statement: Annotated[Prose, words(30)] = Field(
        title="Lesson",
        description="One sentence of at most 30 words that states its condition: 'When …, … tends to …'.",
    )
    advice: Annotated[Prose, words(40)] = Field(
        title="Advice", description="One or two short sentences that begin with a verb."
    )
    policy_area: tuple[AreaCode, ...] = Field(
        min_length=1, title="Policy areas", description="Codes from the vocabulary."
    )
    theme: tuple[ThemeCode, ...] = Field(min_length=1, title="Themes", description="Codes from the vocabulary.")
    audience: tuple[AudienceCode, ...] = Field(min_length=1, title="For whom", description="Codes from the vocabulary.")
    detail: Annotated[Prose, words(150)] = Field(
        title="In more words", description="What lies behind it, in at most 150 words; figures stay in the cases."
    )
    limits: Annotated[Prose, words(60)] = Field(title="Where not to use it", description="When it does not hold.")
    support_factors: tuple[Annotated[Prose, words(30)], ...] = Field(
        default=(), title="What must be in place", description="Conditions for it to help."
    )
    transfer: tuple[Transfer, ...] = Field(
        default=(), title="Would it hold elsewhere?", description="Factor by factor."
    )
    confidence: Annotated[
        ConfidenceJudgement | None, Field(title="Confidence", description="Judged by people; the rules set a ceiling.")
    ] = None
    searches: tuple[Search, ...] = Field(
        default=(), title="Searches", description="When and where evidence against it was looked for."
    )
    status: Status = Field(title="Status", description="A lesson written down is not yet learned.")
    record_owner: Short = Field(title="Record owner", description="Team or mailbox that answers for it.")
    contributors: tuple[Contributor, ...] = Field(
        min_length=1, title="Contributors", description="Who wrote and checked it."
    )
    disclosure: Disclosures = ()
    licence: Licence = Field(default="CC-BY-4.0", title="Licence", description="Terms of the record.")
    lang: Language = SITE_LANGUAGE
    reviewed_on: FullDate = Field(title="Reviewed on", description="Last check against its cases.")
    review_by: FullDate = Field(title="Review by", description="When it must be checked again.")
    formerly: Formerly = ()
    lifecycle: Lifecycle = Field(
        default=Lifecycle(state="active"), title="Life of the record", description="Merged, split, withdrawn …"
    )
    disputes: tuple[Dispute, ...] = Field(
        default=(), title="Disputes", description="Who says that part of it is wrong."
    )
    corrections: tuple[Correction, ...] = Field(
        default=(), title="Corrections", description="What it said wrongly once it was published, newest first."
    )
