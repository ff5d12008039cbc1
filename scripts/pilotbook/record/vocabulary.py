"""The lists that codes are chosen from."""

import re
from typing import Annotated

from pydantic import AfterValidator, Field, model_validator

from pilotbook.record.disclosure import SmallNumbers
from pilotbook.record.fact import Search
from pilotbook.record.text import GssCode, PartialDate, Prose, Record, Short, Slug, Url, fault
from pilotbook.text.problems import choose


def _named(text: str) -> str:
    # A page may show a label as it stands, digits and all. A bare number would then stand behind every such number.
    if not any(letter.isalpha() for letter in text):
        raise fault("number-traced", f"the label '{text}' holds no word", "Say what it names, such as 'Ages 0 to 5'.")
    return text


Label = Annotated[Short, AfterValidator(_named)]


def _initials(text: str) -> str:
    # Search reads it as one word, and a reader must be able to tell it from a word by its capitals.
    if not re.fullmatch(r"[A-Z][A-Za-z]{0,8}[A-Z]", text):
        raise fault("vocabulary", f"'{text}' is no abbreviation", "Write its letters without blanks: EHCP, DfE, MoJ.")
    return text


Initials = Annotated[str, AfterValidator(_initials)]


class Term(Record):
    """A word of a list: its label and what it means."""

    label: Label = Field(title="Label", description="As readers see it.")
    about: Annotated[Short | None, Field(title="Meaning", description="One line.")] = None


class Approach(Term):
    """A way of working that a pilot may try: what it is, and what it is called elsewhere."""

    about: Short = Field(title="Meaning", description="What it is, in one plain line.")
    elsewhere: tuple[Short, ...] = Field(
        default=(), title="Called elsewhere", description="What others call it, in books and search boxes."
    )


class Group(Term):
    """Those whom a pilot is for."""

    broader: Annotated[
        Slug | None,
        Field(title="Broader group", description="The group of this list that holds everybody of this one."),
    ] = None


class Domain(Term):
    """An outcome domain: a column of the gap map."""

    smallest_test: Annotated[
        Prose | None,
        Field(title="Smallest useful test", description="What would fill an empty cell of the gap map, in our view."),
    ] = None


class Area(Term):
    """A policy area: a row of the gap map."""

    seeks: Annotated[
        tuple[Slug, ...],
        Field(title="Seeks", description="Outcome domains that work in this area is meant to change, in our view."),
    ] = ()

    searches: tuple[Search, ...] = Field(
        default=(), title="Searches", description="When and where cases of this area were looked for."
    )

    programme_challenge: Annotated[
        bool,
        Field(title="Named challenge", description="Whether the July 2025 notice names it for Test, Learn and Grow."),
    ] = False


class Place(Term):
    """A place, with the kind of area it is and its region."""

    kind: Short = Field(title="Kind", description="One of `place_kinds`: city, county, borough, region, nation …")
    region: Short = Field(title="Region", description="One of `regions`: a region of England, or a nation.")
    code: Annotated[
        GssCode | None,
        Field(title="Code", description="Its code in official statistics (GSS, of the ONS).", examples=["E08000003"]),
    ] = None
    since: Annotated[
        PartialDate | None, Field(title="Since", description="When its council began, where that matters.")
    ] = None
    until: Annotated[PartialDate | None, Field(title="Until", description="When it was merged, split or renamed.")] = (
        None
    )
    successor: Annotated[
        Slug | None, Field(title="Successor", description="The place of this list that took it over.")
    ] = None


class Organisation(Term):
    """An organisation of some records that ended or took another name: when, what it is now, and who says so."""

    until: Annotated[
        PartialDate | None, Field(title="Until", description="When it ended, was merged or took another name.")
    ] = None
    now: tuple[Short, ...] = Field(
        default=(), title="Now", description="Who took over from it, or its name of today; left out where nobody did."
    )
    told_by: tuple[Url, ...] = Field(
        min_length=1, title="Who says so", description="Pages that say so, the plainest first."
    )


class Programme(Term):
    """A programme that pilots belong to."""

    url: Annotated[Url | None, Field(title="Address", description="Its own page.")] = None
    is_label: Annotated[
        bool,
        Field(title="Only a label", description="Its cases have nothing in common but the name, and count one by one."),
    ] = False


class Vocabulary(Record):
    """vocabulary.yml as a whole."""

    policy_areas: dict[Slug, Area] = Field(title="Policy areas", description="Rows of the gap map.")
    outcome_domains: dict[Slug, Domain] = Field(title="Outcome domains", description="Columns of the gap map.")
    approaches: dict[Slug, Approach] = Field(title="Approaches", description="Ways of working that pilots try.")
    target_groups: dict[Slug, Group] = Field(title="Target groups", description="Whom a pilot is for.")
    themes: dict[Slug, Term] = Field(title="Themes", description="What a lesson is about.")
    audiences: dict[Slug, Term] = Field(title="Audiences", description="Who can act on a lesson.")
    programmes: dict[Slug, Programme] = Field(title="Programmes", description="What pilots belong to.")
    regions: tuple[Short, ...] = Field(
        min_length=1, title="Regions", description="Regions of England, and nations, that a place may be in."
    )
    place_kinds: tuple[Short, ...] = Field(min_length=1, title="Kinds of place", description="What a place may be.")
    places: dict[Slug, Place] = Field(title="Places", description="Where pilots happened.")

    ended_organisations: dict[Slug, Organisation] = Field(
        default_factory=dict,
        title="Organisations that ended",
        description="Partners that ended or took another name, by the label that records use.",
    )

    series: dict[Slug, Term] = Field(
        default_factory=dict, title="Series", description="Figures that may be set side by side over time and place."
    )

    small_numbers: SmallNumbers = Field(
        default=SmallNumbers(),
        title="Small numbers",
        description="From which count of people on a number may stand unasked.",
    )
    abbreviations: dict[Initials, tuple[Short, ...]] = Field(
        default_factory=dict,
        title="Abbreviations",
        description="What officials write short, and the words that it stands for: a search for one finds the other.",
    )

    @model_validator(mode="after")
    def _seeks_known(self) -> "Vocabulary":
        for code, area in self.policy_areas.items():
            for domain in area.seeks:
                if domain not in self.outcome_domains:
                    mend = choose(domain, self.outcome_domains)
                    raise fault("vocabulary", f"'{code}' seeks '{domain}', which is not an outcome domain", mend)
        return self

    def broader_than(self, code: str) -> tuple[str, ...]:
        """Give the groups that hold everybody of a group, nearest first; a ring ends where it comes to what it holds already."""
        found: list[str] = []
        group = self.target_groups.get(code)
        while group and group.broader and group.broader not in found:
            found.append(group.broader)
            group = self.target_groups.get(group.broader)
        return tuple(found)

    @property
    def numbered(self) -> tuple[str, ...]:
        """Give the texts of terms that hold a digit. They name things and count nothing, so pages show them as they stand."""
        terms = [term for terms in self.lists.values() for term in terms.values()]
        texts = {
            value for term in terms for name in type(term).model_fields if isinstance(value := getattr(term, name), str)
        }
        return tuple(sorted(text for text in texts if re.search(r"\d", text)))

    @property
    def lists(self) -> dict[str, dict[str, Term]]:
        """Give every list of codes by its name. No record chooses an abbreviation."""
        fields = (name for name in type(self).model_fields if name != "abbreviations")
        return {name: dict(value) for name in fields if isinstance(value := getattr(self, name), dict)}
