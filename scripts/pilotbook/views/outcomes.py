"""Every outcome of the book as one row, and the facets by which rows are narrowed."""

from collections.abc import Mapping
from dataclasses import dataclass

from pilotbook.casebook import Casebook
from pilotbook.judgement import gaps
from pilotbook.judgement.tabled import ADVANCE, HANDS, NUMBERS, Tabled
from pilotbook.judgement.verdict import WORST_FIRST
from pilotbook.judgement.view import CaseView, Measured
from pilotbook.record import formatting
from pilotbook.record.designs import DESIGNS, GROUPS
from pilotbook.record.outcome import FINDINGS
from pilotbook.views.facets import Column, Facet

UNSCORED = "unscored"
_KINDS = {
    "outcome": "A change for people",
    "output": "A count of what was done",
    "experience": "How it felt",
    "cost": "Money",
    "harm": "Harm",
}
# In order; the first three open in the panel. All but the words of the row itself are facets.
_COLUMNS = (
    *("title", "case", "sample", "numbers", "finding", "told", "design", "score"),
    *("size", "hands", "advance", "cost", "area", "approach", "domain", "group", "kind", "main"),
)
_SHOWN = ("title", "case", "sample", "numbers", "finding", "told")
_HEADINGS = {
    "title": "Outcome",
    "case": "Case",
    "sample": "How many, and against whom",
    "numbers": "Difference, or figures",
    "finding": "Finding, and by what design",
    "told": "Source",
}


@dataclass(frozen=True)
class Listed:
    """An outcome with its case: slug, id and title of the case, its codes, and whether a cost of the pilot's own is in the record."""

    slug: str
    record: str
    case: str
    areas: tuple[str, ...]
    approaches: tuple[str, ...]
    groups: tuple[str, ...]
    has_cost: bool
    outcome: Measured
    told: Tabled

    @property
    def address(self) -> str:
        """Give the address of the outcome on the page of its case."""
        return f"/cases/{self.slug}/#{self.outcome.id}"

    @property
    def is_found(self) -> bool:
        """Say whether it has a finding."""
        return self.outcome.state == gaps.FOUND

    @property
    def no_finding(self) -> str:
        """Say how far its result is known where it has no finding: 'No finding: not read by us'."""
        return _without(self.outcome.state)

    @property
    def design(self) -> str:
        """Name its design."""
        return formatting.capital(DESIGNS[self.outcome.design].label)


def listed(book: Casebook) -> list[Listed]:
    """Give every outcome of the cases that stand: the best score first, then the worst finding, then by title of its case."""
    found: list[Listed] = book.shared("outcomes", lambda: _listed(book))
    return found


def _listed(book: Casebook) -> list[Listed]:
    rows = [
        _row(view, outcome, told)
        for view in book.views.values()
        if view.is_active
        for outcome, told in zip(view.measured, view.tabled, strict=True)
    ]
    return sorted(rows, key=_order)


def _row(view: CaseView, outcome: Measured, told: Tabled) -> Listed:
    label, _ = view.own_cost
    codes = view.areas, tuple(dict.fromkeys(view.approaches)), view.groups
    return Listed(view.slug, view.id, view.title, *codes, bool(label), outcome, told)


def _order(row: Listed) -> tuple[int, int]:
    found = WORST_FIRST.index(row.outcome.finding) if row.is_found else len(WORST_FIRST)
    return -(row.outcome.sms or 0), found


def _without(state: str) -> str:
    told = gaps.STATES[state].label
    return f"No finding: {told[:1].lower()}{told[1:]}"


def facets(book: Casebook) -> tuple[Facet, ...]:
    """Give the facets of outcomes, in the order in which readers meet them."""
    lists = book.vocabulary
    findings = {_slug(code): formatting.capital(FINDINGS[code]) for code in WORST_FIRST}
    none = {_slug(state): _without(state) for state in gaps.STATES if state != gaps.FOUND}
    scores = {str(n): f"{n} of 5" for n in range(5, 0, -1)} | {UNSCORED: "Not scored"}
    return (
        Facet("finding", "Finding", findings | none),
        Facet("size", "Size and interval", NUMBERS),
        Facet("hands", "Measured by", HANDS),
        Facet("advance", "Named in advance", ADVANCE),
        Facet("cost", "Cost of the case", {"yes": "The pilot’s own is in this book", "no": "Not in what we read"}),
        Facet("area", "Policy area", _labels(lists.policy_areas), heading="Policy areas"),
        Facet("approach", "Approach", _labels(lists.approaches), heading="Approaches"),
        Facet("design", "Study design", {code: group.label for code, group in GROUPS.items()}),
        Facet("score", "Score of its design", scores, heading="Design score"),
        Facet("domain", "What was measured", _labels(lists.outcome_domains)),
        Facet("group", "For whom", _labels(lists.target_groups)),
        Facet("kind", "Kind of outcome", _KINDS),
        Facet("main", "Main outcome", {"yes": "What the pilot was chiefly to change", "no": "Another"}),
    )


def _labels(terms: Mapping[str, object]) -> dict[str, str]:
    return {code: term.label for code, term in terms.items()}  # type: ignore[attr-defined]


def columns(every: tuple[Facet, ...]) -> tuple[Column, ...]:
    """Give every column of the table."""
    headings = {facet.key: facet.heading or facet.title for facet in every} | _HEADINGS
    return tuple(Column(key, headings[key], key in _SHOWN) for key in _COLUMNS)


def codes_of(row: Listed) -> dict[str, tuple[str, ...]]:
    """Give the values of each facet that an outcome has: {facet: codes}."""
    outcome, told = row.outcome, row.told
    return {
        "finding": (_slug(outcome.finding if row.is_found else outcome.state),),
        "size": (told.kind,),
        "hands": (told.hands,),
        "advance": (told.advance,),
        "cost": (_yes(row.has_cost),),
        "area": row.areas,
        "approach": row.approaches,
        "design": (DESIGNS[outcome.design].group,),
        "score": (str(outcome.sms or UNSCORED),),
        "domain": (outcome.domain,),
        "group": row.groups,
        "kind": (outcome.kind,),
        "main": (_yes(outcome.is_main),),
    }


def _yes(holds: bool) -> str:
    return "yes" if holds else "no"


def _slug(code: str) -> str:
    return code.replace("_", "-")
