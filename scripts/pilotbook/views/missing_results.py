"""What is missing, counted: how far each pilot has come to a result, whose gap it is, and why fields are empty."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from pilotbook.casebook import Casebook
from pilotbook.judgement import gaps
from pilotbook.judgement.view import CaseView, states_of
from pilotbook.record import Case
from pilotbook.record.reasons import WRITTEN

STEPS = ("announced", "planned", "live", "ended")
_STEP_OF = {"paused": "live", "end_not_known": "live", "stopped_early": "ended"}


@dataclass(frozen=True)
class Funnel:
    """A group of cases by how far they have come; `steps` counts each case once, so it adds up to `cases`.

    results: the ended ones by how far their results are known, a count for each key of `gaps.STATES`.
    """

    label: str
    cases: int
    steps: dict[str, int]
    results: dict[str, int]

    @property
    def finding(self) -> int:
        """Count the ended ones with a finding in this book."""
        return self.results[gaps.FOUND]


def as_of(book: Casebook) -> str:
    """Give the day to which the book is true: the latest day on which a record was checked. Never the clock."""
    found: str = book.shared("as of", lambda: _as_of(book))
    return found


def _as_of(book: Casebook) -> str:
    checked = [view.reviewed_on for view in book.views.values()] + [
        lesson.reviewed_on for lesson in book.lessons.values()
    ]
    return max(checked)


def funnel(book: Casebook, label: str, slugs: Iterable[str]) -> Funnel:
    """Count a group of cases along the way from announcement to result."""
    chosen = sorted(slugs)
    ended = [slug for slug in chosen if step(book.views[slug]) == "ended"]
    results = states_of(book.views[slug] for slug in ended)
    counted = Counter(step(book.views[slug]) for slug in chosen)
    return Funnel(
        label=label,
        cases=len(chosen),
        steps={name: counted[name] for name in STEPS},
        results={state: results[state] for state in gaps.STATES},
    )


def step(case: CaseView | Case) -> str:
    """Give how far a case has come: a paused one, or one whose end is not known, as live; one stopped early as ended."""
    return _STEP_OF.get(case.stage, case.stage)


def is_overdue(book: Casebook, slug: str) -> bool:
    """Say whether results were promised by a day that is past, and none was found or read."""
    return book.views[slug].is_late(as_of(book))


def by_programme(book: Casebook) -> list[Funnel]:
    """Give the funnel of each programme that has a case, and of cases in none."""
    groups: dict[str, list[str]] = defaultdict(list)
    for slug, view in book.views.items():
        programme = book.vocabulary.programmes[view.programme].label if view.programme else "No programme named"
        groups[programme].append(slug)
    return [
        funnel(book, label, slugs) for label, slugs in sorted(groups.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    ]


def by_place(book: Casebook) -> list[Funnel]:
    """Give the funnel of each place; a case in several places counts in each."""
    found = []
    for code, place in book.vocabulary.places.items():
        if cases := book.views_by_place.get(code):
            found.append(funnel(book, place.label, cases))
    return sorted(found, key=lambda group: (-group.cases, group.label))


@dataclass(frozen=True)
class FieldCoverage:
    """How often a field that asks for a fact is filled, and the reasons where it is not; they add up to `asked`."""

    name: str
    title: str
    asked: int
    given: int
    reasons: dict[str, int]


def coverage(book: Casebook) -> list[FieldCoverage]:
    """Count every fact that is given or missing, by field, most missing first."""
    given: Counter[tuple[str, str]] = Counter()
    reasons: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for view in book.views.values():
        for gap in view.gaps:
            key = gap.field, gap.title
            given[key] += gap.given
            if gap.reasons:
                reasons[key].update(gap.reasons)
    rows = [
        FieldCoverage(
            name=key[0],
            title=key[1],
            asked=given[key] + counted.total(),
            given=given[key],
            reasons={reason: counted[reason] for reason in WRITTEN},
        )
        for key, counted in reasons.items()
    ]
    return sorted(rows, key=lambda row: (row.given / row.asked, row.name))
