"""What was measured, how it was compared, and what it showed."""

from typing import Annotated, Literal

from pydantic import Discriminator, Field, Tag

from pilotbook.record.codes import DomainCode
from pilotbook.record.designs import DesignCode
from pilotbook.record.fact import FigureOrMissing, Missing, Sourced, StatementOrMissing, given_or_missing
from pilotbook.record.means import Means
from pilotbook.record.text import Number, OutcomeId, Prose, Record, Short, Slug, Whole, words

Finding = Annotated[
    Literal["better", "no_clear_difference", "worse", "mixed", "not_known"],
    Means(
        {
            "better": "it changed the way that was wanted",
            "no_clear_difference": "the figures do not tell it from no change",
            "worse": "it changed the other way",
            "mixed": "better in one part, not in another",
            "not_known": "no figures that we read show it; what is only claimed stands under 'claim'",
        }
    ),
]
OutcomeKind = Annotated[
    Literal["outcome", "output", "experience", "cost", "harm"],
    Means(
        {
            "outcome": "a change for people",
            "output": "something that was done or made",
            "experience": "how it felt to people or staff",
            "cost": "money",
            "harm": "harm, or a side effect",
        }
    ),
]
YesOrNo = Annotated[
    Literal["yes", "no"], Means({"yes": "what you read says so", "no": "what you read says that it was not"})
]
Wanted = Annotated[
    Literal["up", "down", "none"],
    Means({"up": "more is better", "down": "less is better", "none": "neither is better by itself"}),
]
EffectType = Annotated[
    Literal["difference", "ratio", "percent_change", "score"],
    Means(
        {
            "difference": "one group less the other, in the unit",
            "ratio": "one group set against the other: a risk, odds or rate ratio",
            "percent_change": "the change as a share of what it was",
            "score": "a standardised score, such as Cohen's d",
        }
    ),
]
FINDINGS = {
    "better": "better",
    "no_clear_difference": "no clear difference",
    "worse": "worse",
    "mixed": "mixed",
    "not_known": "not known",
}


class Comparison(Record):
    """How the result was set against what would have happened otherwise."""

    design: DesignCode = Field(
        title="How it was compared",
        description="The method behind the number; it sets the ceiling of the evidence level.",
        examples=["did"],
    )
    group: Annotated[Short | None, Field(title="Comparison group", description="Who or what it was compared with.")] = (
        None
    )
    why_comparable: Annotated[
        Annotated[Prose, words(60)] | None,
        Field(title="Why comparable", description="The source's reason for the comparison group."),
    ] = None
    controls: Annotated[
        tuple[Short, ...],
        Field(title="Allowed for", description="What the analysis allowed for.", examples=[["age", "deprivation"]]),
    ] = ()
    allocation: Annotated[
        Short | None,
        Field(
            title="How groups were drawn",
            description="For trials: how groups were drawn.",
            examples=["families drawn at random"],
        ),
    ] = None
    validity_test: Annotated[
        Short | None,
        Field(title="Test of validity", description="For cut-offs and instruments: the test the source cites."),
    ] = None
    points_before: Annotated[
        Whole | None,
        Field(ge=0, title="Time points before", description="For time series: how many measurements before the start."),
    ] = None
    both_periods: Annotated[
        bool | None,
        Field(
            title="Baseline and follow-up for both groups",
            description="Whether the source says that both groups were "
            "measured before and after, even where it does not print the four numbers.",
        ),
    ] = None
    method: Annotated[
        Short | None, Field(title="Method", description="For theory-based or qualitative work: the named method.")
    ] = None
    baseline: Annotated[
        FigureOrMissing | None, Field(title="Comparison group, before", description="The comparison group before.")
    ] = None
    result: Annotated[
        FigureOrMissing | None, Field(title="Comparison group, after", description="The comparison group after.")
    ] = None

    @property
    def is_of_others(self) -> bool:
        """Say whether it names a group or gives a figure of others, by whatever design."""
        return bool(self.group) or any(fact and not isinstance(fact, Missing) for fact in (self.baseline, self.result))


class Sample(Sourced):
    """How many were in each group."""

    of: Short = Field(title="Counted in", description="What was counted.", examples=["families", "centres"])
    treated: Annotated[
        Whole | None, Field(ge=0, title="In the pilot group", description="Number analysed or allocated.")
    ] = None
    comparison: Annotated[
        Whole | None, Field(ge=0, title="In the comparison group", description="Number analysed or allocated.")
    ] = None
    analysed: Annotated[
        Whole | None,
        Field(ge=0, title="In all", description="Total analysed or allocated, where arms are not printed."),
    ] = None

    @property
    def total(self) -> int:
        """Give how many there were in all: as printed, else the groups that are told, added up."""
        return self.analysed or (self.treated or 0) + (self.comparison or 0)


class Attrition(Sourced):
    """Share lost before the last measurement."""

    treated: Annotated[
        Number, Field(ge=0, le=100, title="Pilot group lost, %", description="Percentage lost to follow-up.")
    ]
    comparison: Annotated[
        Number | None,
        Field(ge=0, le=100, title="Comparison group lost, %", description="Percentage lost to follow-up."),
    ] = None


class Effect(Sourced):
    """The size of the difference, as published, with its uncertainty."""

    value: Number = Field(title="Effect", description="As published; never worked out or converted.", examples=["-1.2"])
    type: EffectType = Field(
        title="Kind of effect", description="A difference between groups, a ratio, a change in per cent, or a score."
    )
    unit: Short = Field(
        title="Unit", description="What the number counts.", examples=["percentage points", "times as likely"]
    )
    ci_low: Annotated[
        Number | None, Field(title="Interval from", description="Lower end of the confidence interval.")
    ] = None
    ci_high: Annotated[
        Number | None, Field(title="Interval to", description="Upper end of the confidence interval.")
    ] = None
    ci_level: Annotated[Number | None, Field(gt=0, lt=100, title="Interval level, %", description="Usually 95.")] = None
    p: Annotated[Short | None, Field(title="p value", description="As printed.", examples=["0.003", "< .001"])] = None
    no_interval: Annotated[
        Missing | None,
        Field(title="Why no interval", description="Where neither interval nor p value is given: the reason."),
    ] = None


class Claim(Sourced):
    """A result that somebody states without the numbers behind it."""

    text: Annotated[Prose, words(60)] = Field(title="Claim", description="What is claimed, in your own words.")
    by: Short = Field(title="Claimed by", description="Who says it.", examples=["Cabinet Office"])
    finding: Finding = Field(title="Direction claimed", description="What the claim says happened.")


SampleOrMissing = Annotated[
    Annotated[Sample, Tag("<given>")] | Annotated[Missing, Tag("<missing>")], Discriminator(given_or_missing)
]
EffectOrMissing = Annotated[
    Annotated[Effect, Tag("<given>")] | Annotated[Missing, Tag("<missing>")], Discriminator(given_or_missing)
]


class Outcome(Record):
    """One thing that was, or should have been, measured."""

    id: OutcomeId = Field(title="Label", description="O and a number.", examples=["O1"])
    label: Short = Field(
        title="Outcome", description="What was measured, in a few words.", examples=["Families using hubs"]
    )
    domain: DomainCode = Field(title="Domain", description="Its column in the gap map.")
    kind: OutcomeKind = Field(
        title="Kind", description="A change for people (outcome), something done (output), how it felt, money, or harm."
    )
    primary: bool = Field(title="Primary", description="Whether it is what the pilot was chiefly meant to change.")
    named_in_advance: Annotated[
        YesOrNo | None,
        Field(
            title="Named in advance",
            description="Whether it was named before results were seen (protocol, plan, announcement). Leave it out where "
            "what you read does not say.",
        ),
    ] = None
    direction_wanted: Wanted = Field(title="Wanted direction", description="Which way is better.")
    measure: Annotated[
        Annotated[Prose, words(60)] | None,
        Field(title="Measure", description="How it was counted, and the instrument or denominator if known."),
    ] = None
    follow_up: Annotated[
        Short | None,
        Field(title="Follow-up", description="When it was measured after the start.", examples=["12 months"]),
    ] = None
    baseline: FigureOrMissing = Field(title="Baseline", description="The figure before, in the pilot group.")
    result: FigureOrMissing = Field(title="Result", description="The figure after, in the pilot group.")
    comparison: Comparison = Field(title="Comparison", description="What the result is set against.")
    n: SampleOrMissing = Field(
        title="Sample size", description="How many people, families or sites the figure rests on."
    )
    attrition: Annotated[
        Attrition | None, Field(title="Lost before the end", description="Share lost before the last measurement.")
    ] = None
    effect: EffectOrMissing = Field(
        title="Size of effect", description="The difference attributed to the pilot, where published."
    )
    finding: Finding = Field(
        title="Finding", description="What the published evidence shows; a claim without figures is 'not_known'."
    )
    claim: Annotated[Claim | None, Field(title="Claim", description="What somebody says happened.")] = None
    explanation: Annotated[
        StatementOrMissing | None,
        Field(title="Meaning in words", description="What the figures mean, and any uncertainty in words."),
    ] = None
    measured_by: Annotated[
        Slug | None, Field(title="Measured by", description="Label of the partner who collected it.")
    ] = None
    analysed_by: Annotated[
        Slug | None, Field(title="Analysed by", description="Label of the partner who worked it out.")
    ] = None

    @property
    def wanted(self) -> str:
        """Give ' (less is wanted here)' where a finding that stands away from its record would read the other way round."""
        return (
            " (less is wanted here)" if self.direction_wanted == "down" and self.finding in ("better", "worse") else ""
        )
