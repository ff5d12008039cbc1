"""How a lesson or case stands in search results and in the explorer: what a reader needs to choose it."""

from dataclasses import dataclass

from pilotbook.casebook import Casebook
from pilotbook.pages.summaries import CaseRow, LessonRow, all_rows, by_confidence, lesson_row
from pilotbook.text import markdown
from pilotbook.text.sentences import sentences
from pilotbook.views import facets

_LINE = 220


@dataclass(frozen=True)
class Card:
    """A page that can be found.

    address: from the root. line: one sentence on it. date: 'YYYY-MM' or '' for sorting. facets: {facet: codes}. heard_of:
    the words it should be found by although they are spelt wrong. level, direction, confidence: None where it has none.
    """

    address: str
    title: str
    line: str
    date: str
    facets: dict[str, tuple[str, ...]]
    heard_of: str
    place: str = ""
    when: str = ""
    level: int | None = None
    direction: str | None = None
    caution: str = ""
    confidence: str | None = None
    balance: str | None = None
    record: str = ""
    programme: str = ""


def cards(book: Casebook) -> list[Card]:
    """Give the card of each lesson and case that still stands: lessons surest first, then cases strongest first."""
    found: list[Card] = book.shared("cards", lambda: _cards(book))
    return found


def _cards(book: Casebook) -> list[Card]:
    lessons = by_confidence(
        lesson_row(book, slug) for slug, lesson in book.lessons.items() if lesson.lifecycle.is_active
    )
    cases = [row for row in all_rows(book) if book.views[row.slug].is_active]
    return [_lesson(book, row) for row in lessons] + [_case(book, row) for row in cases]


def _lesson(book: Casebook, row: LessonRow) -> Card:
    lesson = book.lessons[row.slug]
    statement = markdown.to_text(lesson.statement)
    return Card(
        address=f"/lessons/{row.slug}/",
        title=lesson.title,
        line=statement,
        date=lesson.reviewed_on[:7],
        facets=facets.of_lesson(book, row.slug),
        heard_of=f"{lesson.title} {statement} {markdown.to_text(lesson.advice)} {row.areas}",
        confidence=row.confidence,
        balance=row.balance,
        record=lesson.id,
    )


def _case(book: Casebook, row: CaseRow) -> Card:
    view, terms = book.views[row.slug], book.vocabulary
    programme = terms.programmes[view.programme].label if view.programme else ""
    names = " ".join(terms.places[code].label for code, _ in view.places)
    return Card(
        address=f"/cases/{row.slug}/",
        title=row.title,
        line=first_sentences(view.summary),
        date=view.reported[1],
        facets=facets.of_case(book, row.slug),
        heard_of=f"{row.title} {view.summary} {names} {programme}",
        place=row.places,
        when=row.when,
        level=row.level,
        direction=row.direction[0],
        caution=row.direction[1],
        record=row.id,
        programme=programme,
    )


def first_sentences(text: str) -> str:
    """Give as many whole sentences of a text as fit into a line or two; at least the first."""
    taken, *others = sentences(text)
    for sentence in others:
        if len(taken) + len(sentence) > _LINE:
            break
        taken = f"{taken} {sentence}"
    return taken
