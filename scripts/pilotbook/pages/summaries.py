"""How a case, lesson, area or place stands in a list on any page."""

from dataclasses import dataclass

from pilotbook.casebook import Casebook
from pilotbook.judgement.lesson_strength import Standing
from pilotbook.record import Case, Lesson, formatting
from pilotbook.record.case import STAGES
from pilotbook.record.lesson import CONFIDENCE


@dataclass(frozen=True)
class CaseRow:
    """A case in a list: what a reader needs to choose it."""

    slug: str
    case: Case
    places: str
    when: str
    stage: str
    level: int
    direction: tuple[str, bool]
    tested_no_benefit: bool
    has_result: bool


@dataclass(frozen=True)
class LessonRow:
    """A lesson in a list."""

    slug: str
    lesson: Lesson
    confidence: str
    balance: str
    areas: str
    standing: Standing


def when(case: Case) -> str:
    """Give the years of a case in words: '2012–2015', 'announced 2025', 'results 2021', or 'dates not published'."""
    start, end, announced = (_year(case, name) for name in ("start", "end", "announced"))
    if start and end:
        return start if start == end else f"{start}–{end}"
    if start:
        return f"from {start}"
    if end:
        return f"to {end}"
    if announced:
        return f"announced {announced}"
    if case.results_published:
        return f"results {case.results_published[:4]}"
    reported = min((s.published for s in case.sources if isinstance(s.published, str)), default=None)
    return f"reported {reported[:4]}" if reported else "dates not published"


def _year(case: Case, name: str) -> str | None:
    dated = getattr(case.dates, name)
    date = dated and (dated.actual or dated.planned)
    return date[:4] if date else None


def newest_source(case: Case) -> str:
    """Give the date of the newest source of a case, as far as it is known: '2025-07-16', '2021', or ''."""
    return max((source.published for source in case.sources if isinstance(source.published, str)), default="")


def place_names(book: Casebook, case: Case) -> str:
    """Give the places of a case in words, at most three by name."""
    names = [book.vocabulary.places[p.place].label for p in case.places]
    shown = names if len(names) <= 3 else [*names[:2], f"{len(names) - 2} more places"]
    return formatting.listed(shown)


def case_row(book: Casebook, slug: str) -> CaseRow:
    """Make the row of one case."""
    case, rating = book.cases[slug], book.ratings[slug]
    return CaseRow(
        slug=slug,
        case=case,
        places=place_names(book, case),
        when=when(case),
        stage=STAGES[case.stage],
        level=rating.shown,
        direction=book.directions[slug],
        tested_no_benefit=rating.tested_no_benefit,
        has_result=book.has_result(slug),
    )


def lesson_row(book: Casebook, slug: str) -> LessonRow:
    """Make the row of one lesson."""
    lesson, standing = book.lessons[slug], book.standings[slug]
    balance = _balance(standing)
    areas = formatting.listed(book.vocabulary.policy_areas[area].label for area in lesson.policy_area[:2])
    confidence = CONFIDENCE[lesson.confidence.overall] if lesson.confidence else "not judged yet"
    return LessonRow(slug, lesson, confidence, balance, areas, standing)


def _balance(standing: Standing) -> str:
    """Give the sides of a lesson in words: '2 cases for and 1 against', '1 case with conditions', 'no cases'."""
    sides = (
        ("for", standing.supporting),
        ("against", standing.contradicting),
        ("with conditions", standing.qualifying),
    )
    told = [(count, side) for side, count in sides if count]
    if not told:
        return "no cases"
    (count, side), *others = told
    return formatting.listed([f"{formatting.count(count, 'case')} {side}", *(f"{n} {other}" for n, other in others)])


def strongest_first(rows: list[CaseRow]) -> list[CaseRow]:
    """Sort rows by strength of evidence, then by whether a result is published, then by title."""
    return sorted(rows, key=lambda row: (-row.level, not row.has_result, row.case.title.casefold()))


def by_confidence(rows: list[LessonRow]) -> list[LessonRow]:
    """Sort lessons by confidence, then by how many cases bear on them."""
    order = [*CONFIDENCE.values(), "not judged yet"]
    return sorted(rows, key=lambda row: (order.index(row.confidence), -row.standing.cases, row.lesson.title))
