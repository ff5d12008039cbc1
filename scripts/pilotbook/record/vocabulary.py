"""The lists that codes are chosen from."""

from typing import Annotated

from pydantic import Field, model_validator

from pilotbook.record.fact import Search
from pilotbook.record.text import Prose, Record, Short, Slug, Url, fault
from pilotbook.text.problems import choose


class Term(Record):
    """A word of a list: its label and what it means."""

    label: Short = Field(title="Label", description="As readers see it.")
    about: Annotated[Short | None, Field(title="Meaning", description="One line.")] = None


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

    kind: Short = Field(title="Kind", description="City, county, borough, region or nation.")
    region: Short = Field(title="Region", description="Region of England, or nation.")


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
    target_groups: dict[Slug, Term] = Field(title="Target groups", description="Whom a pilot is for.")
    themes: dict[Slug, Term] = Field(title="Themes", description="What a lesson is about.")
    audiences: dict[Slug, Term] = Field(title="Audiences", description="Who can act on a lesson.")
    programmes: dict[Slug, Programme] = Field(title="Programmes", description="What pilots belong to.")
    places: dict[Slug, Place] = Field(title="Places", description="Where pilots happened.")

    series: dict[Slug, Term] = Field(
        default_factory=dict, title="Series", description="Figures that may be set side by side over time and place."
    )

    @model_validator(mode="after")
    def _seeks_known(self) -> "Vocabulary":
        for code, area in self.policy_areas.items():
            for domain in area.seeks:
                if domain not in self.outcome_domains:
                    mend = choose(domain, self.outcome_domains)
                    raise fault("vocabulary", f"'{code}' seeks '{domain}', which is not an outcome domain", mend)
        return self

    @property
    def lists(self) -> dict[str, dict[str, Term]]:
        """Give every list by its name."""
        return {name: dict(getattr(self, name)) for name in type(self).model_fields}
