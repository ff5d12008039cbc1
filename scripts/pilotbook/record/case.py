"""A case study: one pilot, programme or trial, in one file."""

import re
from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Discriminator, Field, Tag

from pilotbook.record.codes import ApproachCode, AreaCode, GroupCode, PlaceCode, ProgrammeCode, SeriesCode
from pilotbook.record.disclosure import Disclosures
from pilotbook.record.fact import (
    Figure,
    FigureOrMissing,
    FigureOrStatement,
    Missing,
    Search,
    Source,
    Sourced,
    Statement,
    StatementOrMissing,
    given_or_missing,
)
from pilotbook.record.means import Means
from pilotbook.record.outcome import Outcome
from pilotbook.record.text import (
    SITE_LANGUAGE,
    CaseId,
    CostId,
    CycleId,
    FigureId,
    FullDate,
    Language,
    LessonRef,
    Licence,
    PartialDate,
    Prose,
    Record,
    Short,
    Slug,
    SourceId,
    Url,
    Whole,
    words,
)
from pilotbook.record.upkeep import Contributor, Correction, Dispute, Formerly, Lifecycle

Stage = Annotated[
    Literal["announced", "planned", "live", "paused", "stopped_early", "ended", "end_not_known"],
    Means(
        {
            "announced": "somebody has said that it will be done",
            "planned": "there is a plan of what will be done when",
            "live": "it is running",
            "paused": "it was halted and may go on",
            "stopped_early": "it ended before the day that was planned",
            "ended": "it ran its course",
            "end_not_known": "it began, and nothing that we read says that it ended",
        }
    ),
]
STAGES = {
    "announced": "announced",
    "planned": "planned",
    "live": "live",
    "paused": "paused",
    "stopped_early": "stopped early",
    "ended": "ended",
    "end_not_known": "end not known",
}
Relation = Annotated[
    Literal["supports", "contradicts", "qualifies"],
    Means(
        {
            "supports": "what happened is as the lesson says",
            "contradicts": "what happened is not as the lesson says",
            "qualifies": "it holds, but only under a condition",
        }
    ),
]
Decision = Annotated[
    Literal["adopt", "adapt", "abandon", "continue_testing", "undecided"],
    Means(
        {
            "adopt": "take it up as it was tested",
            "adapt": "change it, then go on",
            "abandon": "give it up",
            "continue_testing": "test it further before deciding",
            "undecided": "a source says that nothing has been decided yet",
        }
    ),
]
DECISIONS = {
    "adopt": "adopted",
    "adapt": "adapted",
    "abandon": "abandoned",
    "continue_testing": "testing went on",
    "undecided": "no decision taken yet",
}
ROLES = {
    "lead": "lead",
    "delivery": "delivery",
    "funder": "funder",
    "evaluator": "evaluator",
    "data": "data",
    "community": "community",
}


PlaceRole = Annotated[
    Literal["lead", "site", "comparison"],
    Means(
        {
            "lead": "where it was led from, or the one place",
            "site": "one of several places that ran it",
            "comparison": "a place that it was compared with, and that did not run it",
        }
    ),
]
Stated = Annotated[
    Literal["question", "hypothesis", "measure", "decision_rule"],
    Means(
        {
            "question": "what the test was to find out",
            "hypothesis": "what was expected, and why",
            "measure": "how it would be told",
            "decision_rule": "what would be decided on which result",
        }
    ),
]
Phase = Annotated[
    Literal["design", "set_up", "delivery", "evaluation", "whole"],
    Means(
        {
            "design": "working it out",
            "set_up": "what was needed before it could begin",
            "delivery": "running it",
            "evaluation": "finding out what it did",
            "whole": "all of these, or a source that does not part them",
        }
    ),
]
CostType = Annotated[
    Literal["staff", "purchased", "in_kind", "grant", "saving_claimed", "benefit_claimed", "other"],
    Means(
        {
            "staff": "pay of people",
            "purchased": "bought goods and services",
            "in_kind": "given as time, rooms or goods, not as money",
            "grant": "money given for it",
            "saving_claimed": "no cost: money that somebody says was saved",
            "benefit_claimed": "no cost: what somebody says the results are worth",
            "other": "anything else",
        }
    ),
]
SumOf = Annotated[
    Literal["pilot", "programme", "evaluation", "later_phase"],
    Means(
        {
            "pilot": "the pilot of this record",
            "programme": "the whole programme that the pilot belongs to",
            "evaluation": "the evaluation alone",
            "later_phase": "what came after the pilot",
        }
    ),
]
PartnerRole = Annotated[
    Literal["lead", "delivery", "funder", "evaluator", "data", "community"],
    Means(
        {
            "lead": "answers for the pilot",
            "delivery": "did the work with people",
            "funder": "paid for it",
            "evaluator": "found out what it did",
            "data": "gave or joined the data",
            "community": "speaks for the people it is for",
        }
    ),
]


TriedOrMissing = Annotated[
    Annotated[Prose, words(25), Tag("<given>")] | Annotated[Missing, Tag("<missing>")], Discriminator(given_or_missing)
]


class Place(Record):
    """A place where it happened."""

    place: PlaceCode = Field(title="Place", description="Its code in the vocabulary.", examples=["sheffield"])
    role: PlaceRole = Field(
        default="lead", title="Role", description="Where it was led, one of several sites, or the comparison area."
    )
    sites: Annotated[
        Whole | None,
        Field(
            ge=2,
            title="Separate sites",
            description="How many separate areas within it ran the pilot, where two or more.",
        ),
    ] = None


class Dated(Record):
    """A date that was planned, happened, or both."""

    planned: Annotated[PartialDate | None, Field(title="Planned", description="As first announced.")] = None
    actual: Annotated[PartialDate | None, Field(title="Actual", description="When it happened.")] = None


class Dates(Record):
    """When it was announced, began and ended. Leave out what is not known."""

    announced: Annotated[Dated | None, Field(title="Announced", description="First made public.")] = None
    start: Annotated[Dated | None, Field(title="Start", description="Work began, or is planned to.")] = None
    end: Annotated[Dated | None, Field(title="End", description="Work ended, or is planned to.")] = None


class Programme(Record):
    """The programme that the pilot belongs to."""

    name: ProgrammeCode = Field(title="Programme", description="Its code in the vocabulary.")
    wave: Annotated[
        Short | None, Field(title="Wave", description="Round, phase or strand.", examples=["first four areas"])
    ] = None


class Problem(Record):
    """What was wrong, and how big it was."""

    statement: Annotated[Statement, Field(title="Problem", description="At most 60 words on what was to be put right.")]
    size: Annotated[
        FigureOrMissing | None, Field(title="Size of the problem", description="One figure for how many it touches.")
    ] = None


class Modification(Sourced):
    """A change of plan while it ran."""

    changed_on: Annotated[PartialDate | None, Field(title="When", description="Date of the change.")] = None
    text: Prose = Field(title="What changed", description="What was changed, and why.")


class Intervention(Record):
    """What was tried and why it should work."""

    name: Short = Field(title="Name", description="What it was called or is best called.")
    why: StatementOrMissing = Field(
        title="Why it should work", description="The theory of change: how what was done was meant to bring the result."
    )
    what: StatementOrMissing = Field(title="What was done or planned", description="Steps, in plain words.")
    who_provided: Annotated[
        StatementOrMissing | None,
        Field(title="Who did it", description="Roles and training of those who delivered it."),
    ] = None
    dose: Annotated[
        StatementOrMissing | None,
        Field(title="How much was done", description="How often, how long, how many sessions or visits."),
    ] = None
    modifications: Annotated[
        tuple[Modification, ...],
        Field(title="Changes on the way", description="Changes of plan with dates and reasons."),
    ] = ()


class Context(Record):
    """What helped, what stood in the way, and figures about the place that are not results."""

    moderators: Annotated[
        tuple[Statement, ...],
        Field(
            title="Around it, and what it depended on",
            description="Conditions around it, and those said to help or hinder.",
        ),
    ] = ()
    constraints: Annotated[
        tuple[Statement, ...], Field(title="Barriers", description="Rules, funding or data that stood in the way.")
    ] = ()
    figures: Annotated[
        tuple["ContextFigure", ...],
        Field(
            title="Context figures",
            description="Numbers about the place or the need. They are not results of the pilot.",
        ),
    ] = ()


class ContextFigure(Record):
    """A number about the place or the need."""

    id: FigureId = Field(title="Label", description="F and a number.", examples=["F1"])
    label: Short = Field(
        title="What it counts", description="In words.", examples=["Households in temporary accommodation"]
    )
    figure: Figure = Field(title="Figure", description="With unit, period and source.")
    series: Annotated[
        SeriesCode | None,
        Field(title="Series", description="Which figures of other dates and places it may stand beside, if any."),
    ] = None
    place: Annotated[PlaceCode | None, Field(title="Place", description="In a series: where it was counted.")] = None
    as_of: Annotated[PartialDate | None, Field(title="As of", description="In a series: its date.")] = None


class Cycle(Record):
    """One turn of test and learn: hypothesis, test, result, decision."""

    id: CycleId = Field(title="Label", description="CY and a number.", examples=["CY1"])
    question: StatementOrMissing = Field(title="Question", description="What the test was to find out.")
    hypothesis: StatementOrMissing = Field(title="Hypothesis", description="If … then … because …; we will know by …")
    stated_on: Annotated[
        PartialDate | None, Field(title="Stated on", description="When the hypothesis was published.")
    ] = None
    stated_in: Annotated[
        SourceId | None,
        Field(
            title="Stated beforehand in",
            description="A source, dated before the test began, that says what is listed next.",
        ),
    ] = None
    stated: Annotated[
        tuple[Stated, ...],
        Field(
            title="What it states", description="Which of them that source states; the rest is not shown to be earlier."
        ),
    ] = ()
    tested: StatementOrMissing = Field(title="What was tested", description="What was changed, for whom, how many.")
    measures: Annotated[
        tuple[Short, ...],
        Field(title="Measures", description="Labels of outcomes, or 'qualitative'.", examples=[["O1"]]),
    ] = ()
    decision_rule: Annotated[
        StatementOrMissing | None,
        Field(title="Decision rule", description="What was said in advance about how to decide."),
    ] = None
    start: Annotated[PartialDate | None, Field(title="Start", description="When the test began.")] = None
    end: Annotated[PartialDate | None, Field(title="End", description="When the test ended.")] = None
    result: StatementOrMissing = Field(title="What was seen", description="The result, at most 80 words.")
    surprise: Annotated[Statement | None, Field(title="Surprise", description="What nobody expected.")] = None
    decision: Annotated[
        Decision | None,
        Field(title="Decision", description="What was done next; leave it out where that is not known to us."),
    ] = None
    decision_reason: Annotated[
        StatementOrMissing | None, Field(title="Reason for the decision", description="Why.")
    ] = None


class Cost(Record):
    """One line of cost: who paid what, planned and actual."""

    id: CostId = Field(title="Label", description="C and a number.", examples=["C1"])
    label: Short = Field(title="What it paid for", description="In words.", examples=["Grant to the pilot"])
    phase: Phase = Field(title="Phase", description="Design, set-up, delivery, evaluation, or the whole of it.")
    type: CostType = Field(
        title="Kind",
        description="What sort of money. Savings and benefits that somebody claims are fenced off from costs.",
    )
    of: Annotated[
        SumOf | None,
        Field(
            title="What the sum is of",
            description="The pilot itself, the whole programme, the evaluation, or a later phase. A claim needs none.",
        ),
    ] = None
    borne_by: Annotated[Slug | None, Field(title="Paid by", description="Label of the partner who paid.")] = None
    planned: FigureOrMissing = Field(title="Planned cost", description="Budget or forecast.")
    actual: FigureOrMissing = Field(title="Actual cost", description="What was spent, or what was found afterwards.")
    price_year: Annotated[Short | None, Field(title="Price year", description="Year of the prices, if stated.")] = None

    @property
    def is_claim(self) -> bool:
        """Whether it is a saving or benefit that somebody claims: it is no cost, and is never told or counted as one."""
        return self.type in ("saving_claimed", "benefit_claimed")

    @property
    def titles(self) -> Mapping[str, str]:
        """Give what its sums are called where they are no costs, by field."""
        return {"planned": "Sum forecast", "actual": "Sum claimed"} if self.is_claim else {}


# "£9,200 each", "per family", "a head": a sum for one, which is no sum of the whole. "Per year" is no such thing, nor is
# "by each of the two".
_EACH = re.compile(
    r"\b(?:each(?! year| of (?:the )?(?:two|three|four))|per(?! year)|a person|average person|"
    r"a (?:head|pupil|school|family|household|home))\b",
    re.I,
)


def is_for_each(cost: Cost, item: Figure) -> bool:
    """Say whether a sum is one for each person, school or pound, and so not what a pilot cost."""
    return bool(_EACH.search(f"{cost.label} {item.period or ''} {item.unit}"))


class DidNotWork(Sourced):
    """Something that did not work, on equal terms with what did."""

    what: Annotated[Prose, words(60)] = Field(title="What did not work", description="Plainly, in your own words.")
    why: Annotated[
        Annotated[Prose, words(80)] | None, Field(title="Why", description="The reason the source gives.")
    ] = None
    response: Annotated[
        Annotated[Prose, words(60)] | None, Field(title="What was done about it", description="If anything.")
    ] = None


class Harm(Sourced):
    """Harm or a side effect."""

    what: Prose = Field(title="Harm", description="What went wrong for whom.")
    who: Annotated[Short | None, Field(title="For whom", description="Who bore it.")] = None


class Partner(Record):
    """An organisation that took part."""

    id: Slug = Field(
        title="Label", description="Short name, the same in every record.", examples=["sheffield-city-council"]
    )
    name: Short = Field(title="Name", description="As the organisation writes it.")
    roles: tuple[PartnerRole, ...] = Field(min_length=1, title="Roles", description="What it did.")
    source: tuple[SourceId, ...] = Field(
        default=(), title="Sources", description="Who says so, where not said elsewhere."
    )


class LedgerEntry(Record):
    """What this case says about a lesson."""

    lesson: LessonRef = Field(title="Lesson", description="The lesson's id.")
    relation: Relation = Field(
        title="Relation", description="Supports, contradicts, or qualifies (true only under a condition)."
    )
    because: Annotated[Prose, words(50)] = Field(title="Because", description="At most 50 words on how.")
    evidence: tuple[Short, ...] = Field(
        min_length=1, title="Evidence", description="Labels in this file that it rests on.", examples=[["O1", "S2"]]
    )


class Disagreement(Record):
    """Two sources give different figures for one thing; both are kept."""

    topic: Short = Field(title="Topic", description="What they disagree on.")
    versions: tuple[FigureOrStatement, ...] = Field(
        min_length=2, title="Version", description="A figure, or words, each with its source."
    )
    note: Annotated[
        Annotated[Prose, words(80)] | None, Field(title="Note", description="Why they may differ, and which to use.")
    ] = None


class Judgement(Record):
    """A person's rating: never above the computed ceiling, and by two people with no part in delivery."""

    level: Annotated[Whole, Field(ge=0, le=5, title="Level", description="At most the computed level.")]
    raters: tuple[Short, ...] = Field(min_length=2, title="Raters", description="Two people or organisations.")
    conflicts: Short = Field(title="Conflicts", description="Ties to the pilot, or 'none'.")
    reason: Annotated[Prose, words(80)] = Field(title="Reason", description="Why this level.")
    judged_on: FullDate = Field(title="Date", description="When it was judged.")


class Case(Record):
    """A case study."""

    id: CaseId = Field(
        title="Id", description="Drawn at random by 'pilotbook new', never reused.", examples=["TLG-C-7KD3"]
    )
    schema_version: Literal["0.2.0"] = Field(title="Schema version", description="The version of this list of fields.")
    title: Annotated[Short, words(16)] = Field(
        title="Title", description="What was tried and where, in at most 16 words."
    )
    summary: Annotated[Prose, words(75)] = Field(
        title="Summary",
        description="A few short sentences, at most 75 words: what was tried, what was found, how sure we are. "
        "A number is a reference to the figure in this file, such as {O1.result}.",
    )
    tried: Annotated[
        TriedOrMissing | None,
        Field(
            title="What was tried, in one line",
            description="At most 25 words: what was done, for whom, set against what. No result, and no place that the "
            "title names; where nobody says what was tried, {missing: reason}.",
        ),
    ] = None
    stage: Stage = Field(
        title="Stage", description="Where it stands; end_not_known: it began, and nothing we read says that it ended."
    )
    programme: Annotated[Programme | None, Field(title="Programme", description="What it belongs to.")] = None
    places: tuple[Place, ...] = Field(min_length=1, title="Places", description="Where it happened.")
    policy_area: tuple[AreaCode, ...] = Field(
        min_length=1, title="Policy areas", description="Codes from the vocabulary, chief one first."
    )
    target_group: tuple[GroupCode, ...] = Field(min_length=1, title="Target groups", description="Whom it was for.")
    approaches: tuple[ApproachCode, ...] = Field(
        default=(), title="Approaches", description="Codes of its ways of working, chief one first."
    )
    dates: Dates = Field(default=Dates(), title="Dates", description="Announced, start and end; planned and actual.")
    problem: Problem = Field(title="Problem", description="What was to be put right.")
    intervention: Intervention = Field(title="What was tried", description="What was done and why it should work.")
    context: Context = Field(
        default=Context(), title="Context", description="Conditions, barriers and figures about the place."
    )
    cycles: tuple[Cycle, ...] = Field(
        default=(), title="Test-learn cycles", description="Hypothesis, test, result, decision."
    )
    outcomes: tuple[Outcome, ...] = Field(
        default=(), title="Outcomes", description="What was measured, with design and sample."
    )
    costs: tuple[Cost, ...] = Field(
        default=(), title="Costs", description="Planned and actual; claimed savings fenced off."
    )
    did_not_work: Annotated[
        Annotated[tuple[DidNotWork, ...], Field(min_length=1), Tag("<given>")] | Annotated[Missing, Tag("<missing>")],
        Discriminator(given_or_missing),
    ] = Field(title="What did not work", description="A list of what did not work, or {missing: reason}.")
    harms: tuple[Harm, ...] = Field(default=(), title="Harms", description="Harm and side effects.")
    equity: Annotated[
        StatementOrMissing | None,
        Field(title="Who gained less or was not reached", description="And how that is known."),
    ] = None
    ethics: Annotated[
        StatementOrMissing | None,
        Field(title="Ethics review and consent", description="Review, consent and data protection."),
    ] = None
    partners: tuple[Partner, ...] = Field(default=(), title="Partners", description="Who took part, and in which role.")
    sources: tuple[Source, ...] = Field(min_length=1, title="Sources", description="What the record rests on.")
    searches: tuple[Search, ...] = Field(
        default=(), title="Searches", description="Where we looked for what is not found, once each."
    )
    disagreements: tuple[Disagreement, ...] = Field(
        default=(), title="Where sources disagree", description="Both figures, each with its source."
    )
    lessons: tuple[LedgerEntry, ...] = Field(
        default=(), title="Lessons", description="What the case says about lessons."
    )
    registration: Annotated[
        Statement | None, Field(title="Registration", description="Where the plan was registered.")
    ] = None
    results_due: Annotated[
        PartialDate | None, Field(title="Results due", description="When results were promised.")
    ] = None
    results_due_told: Annotated[
        Short | None,
        Field(
            title="Results due, in the source's words",
            description="Where the source tells more than the date can say.",
            examples=["after the summer of 2026"],
        ),
    ] = None
    results_published: Annotated[
        PartialDate | None, Field(title="Results published", description="When they came out.")
    ] = None
    evaluation_registry: Annotated[
        Url | None,
        Field(title="Evaluation Registry", description="Its entry in the government's register of evaluations."),
    ] = None
    rating: Annotated[
        Judgement | None, Field(title="Judged rating", description="Two people's judgement, if made.")
    ] = None
    record_owner: Short = Field(
        title="Record owner", description="Team or mailbox that answers for the record; no personal address."
    )
    contributors: tuple[Contributor, ...] = Field(
        min_length=1, title="Contributors", description="Who wrote and checked it."
    )
    disclosure: Disclosures = ()
    licence: Licence = Field(default="CC-BY-4.0", title="Licence", description="Terms of the record.")
    lang: Language = SITE_LANGUAGE
    reviewed_on: FullDate = Field(title="Reviewed on", description="Last time somebody checked it against its sources.")
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
