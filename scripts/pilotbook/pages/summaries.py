"""How a case or a lesson stands in a list on any page."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property

from markupsafe import Markup

from pilotbook.casebook import Casebook
from pilotbook.judgement.lesson_strength import Standing, confidence_of, overdue
from pilotbook.judgement.view import CaseView
from pilotbook.pages import fact_html
from pilotbook.pages.needs import key_of
from pilotbook.record import Vocabulary, formatting
from pilotbook.record.case import STAGES
from pilotbook.record.lesson import CONFIDENCE
from pilotbook.views.missing_results import as_of

# Stands where the address of a case's page comes: each list has its own way there. No text of a record can hold it.
_CASE_PAGE = "\0"


@dataclass(frozen=True)
class CaseRow:
    """A case in a list: what a reader needs to choose it."""

    view: CaseView
    slug: str
    id: str
    title: str
    places: str
    when: str
    stage: str
    level: int
    level_name: str
    result: str
    direction: tuple[str, str]
    tested_no_benefit: bool
    has_result: bool

    @cached_property
    def digest(self) -> str:
        """Name what the row shows, so that a list is made again only where a row of it changed."""
        shown = [getattr(self, name) for name in type(self).__dataclass_fields__ if name != "view"]
        return key_of([*shown, self.lead])

    @cached_property
    def lead(self) -> str:
        """Give the summary, its figures traced, with a mark where the address of the case's page comes."""
        kept: str | None = self.view.told.get("lead")
        return kept if kept is not None else str(lead_of(self.view))

    def lead_from(self, link: Callable[[str], str]) -> Markup:
        """Give the summary as it stands on a page whose way to others `link` knows."""
        return Markup(self.lead.replace(_CASE_PAGE, link(f"/cases/{self.slug}/")))


@dataclass(frozen=True)
class LessonRow:
    """A lesson in a list."""

    slug: str
    id: str
    title: str
    statement: str
    advice: str
    confidence: str
    balance: str
    areas: str
    standing: Standing
    overdue: str

    @cached_property
    def digest(self) -> str:
        """Name what the row shows."""
        return key_of([getattr(self, name) for name in type(self).__dataclass_fields__])


def when(view: CaseView) -> str:
    """Give the years of a case in words: '2012–2015', 'from 2012, planned to end 2015', or 'no start or end in what we read'."""
    start, end, announced = (
        view.dates[name][0][:4] if name in view.dates else None for name in ("start", "end", "announced")
    )
    if start and view.dates["start"][1]:
        return f"planned from {start}"
    if end and view.dates["end"][1]:
        # An end that was only planned is no end.
        return f"from {start}, planned to end {end}" if start else f"planned to end {end}"
    if start and end:
        return start if start == end else f"{start}–{end}"
    if start:
        return f"from {start}"
    if end:
        return f"to {end}"
    if announced:
        return f"announced {announced}"
    if view.results_published:
        return f"results {view.results_published[:4]}"
    oldest, _ = view.reported
    return f"reported {oldest[:4]}" if oldest else "no start or end in what we read"


def place_names(vocabulary: Vocabulary, view: CaseView) -> str:
    """Give the places of a case in words, at most three by name."""
    names = [vocabulary.places[code].label for code, _ in view.places]
    shown = names if len(names) <= 3 else [*names[:2], f"{len(names) - 2} more places"]
    return formatting.listed(shown)


def lead_of(view: CaseView) -> Markup:
    """Give the summary of a case, its figures traced, with a mark where the address of its page comes."""
    return fact_html.with_figures(view.case.summary, view.case, _CASE_PAGE)


def case_row(book: Casebook, slug: str) -> CaseRow:
    """Give the row of one case; it is made once for a book."""
    made = book.shared("case rows", dict)
    if slug not in made:
        made[slug] = _case_row(book.vocabulary, book.views[slug])
    row: CaseRow = made[slug]
    return row


def _case_row(vocabulary: Vocabulary, view: CaseView) -> CaseRow:
    return CaseRow(
        view=view,
        slug=view.slug,
        id=view.id,
        title=view.title,
        places=place_names(vocabulary, view),
        when=when(view),
        stage=STAGES[view.stage],
        level=view.level,
        level_name=view.level_name,
        result=view.result,
        direction=view.told_direction,
        tested_no_benefit=view.rating.tested_no_benefit,
        has_result=view.has_result,
    )


def lesson_row(book: Casebook, slug: str) -> LessonRow:
    """Give the row of one lesson; it is made once for a book."""
    made = book.shared("lesson rows", dict)
    if slug not in made:
        made[slug] = _lesson_row(book, slug)
    row: LessonRow = made[slug]
    return row


def _lesson_row(book: Casebook, slug: str) -> LessonRow:
    lesson, standing = book.lessons[slug], book.standings[slug]
    sure = confidence_of(lesson, standing)
    return LessonRow(
        slug=slug,
        id=lesson.id,
        title=lesson.title,
        statement=lesson.statement,
        advice=lesson.advice,
        confidence=CONFIDENCE[sure] if sure else "not judged yet",
        balance=balance(standing),
        areas=formatting.listed(book.vocabulary.policy_areas[area].label for area in lesson.policy_area[:2]),
        standing=standing,
        overdue=overdue(lesson, as_of(book)),
    )


def balance(standing: Standing) -> str:
    """Say how many cases bear on a lesson and which way: '3 cases for and 1 against', '1 case for', 'no cases'."""
    parts = [
        ("for", standing.supporting),
        ("against", standing.contradicting),
        ("that set a condition" if standing.qualifying > 1 else "that sets a condition", standing.qualifying),
    ]
    told = [(count, label) for label, count in parts if count]
    if not told:
        return "no cases"
    first, label = told[0]
    rest = [f"{count} {label}" for count, label in told[1:]]
    # A case may stand on two sides, and is then no two cases.
    is_case = standing.cases == sum(count for count, _ in told)
    begun = formatting.count(first, "case") if is_case else formatting.count(first, "entry", "entries")
    return formatting.listed([f"{begun} {label}", *rest])


def all_rows(book: Casebook) -> list[CaseRow]:
    """Give the row of every case, strongest evidence first."""
    rows: list[CaseRow] = book.shared("all rows", lambda: strongest_first(case_row(book, slug) for slug in book.views))
    return rows


def strongest_first(rows: Iterable[CaseRow]) -> list[CaseRow]:
    """Sort rows by strength of evidence, then by whether a result is published, then by title."""
    return sorted(rows, key=lambda row: (-row.level, not row.has_result, row.title.casefold()))


def by_confidence(rows: Iterable[LessonRow]) -> list[LessonRow]:
    """Sort lessons by confidence, then by the strongest design behind them, then by how many cases support them.

    One that is due for review or for a search comes last: nobody should rely on it first.
    """
    order = [*CONFIDENCE.values(), "not judged yet"]

    def surest(row: LessonRow) -> tuple[bool, int, int, int, str]:
        standing = row.standing
        return (
            bool(row.overdue),
            order.index(row.confidence),
            -(standing.best_sms or 0),
            -standing.supporting,
            row.title,
        )

    return sorted(rows, key=surest)
