"""How a lesson or case stands in search results and in the explorer: what a reader needs to choose it."""

from dataclasses import dataclass

from pilotbook.casebook import Casebook
from pilotbook.pages import fact_html
from pilotbook.pages.summaries import by_confidence, case_row, lesson_row, newest_source, strongest_first
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
    is_claimed: bool = False
    confidence: str | None = None
    balance: str | None = None
    record: str = ""
    programme: str = ""


def cards(book: Casebook) -> list[Card]:
    """Give the card of each lesson and case: lessons surest first, then cases strongest first."""
    lessons = by_confidence(
        [lesson_row(book, slug) for slug, lesson in book.lessons.items() if lesson.lifecycle.is_active]
    )
    cases = strongest_first([case_row(book, slug) for slug, case in book.cases.items() if case.lifecycle.is_active])
    return [_lesson(book, row.slug) for row in lessons] + [_case(book, row.slug) for row in cases]


def _lesson(book: Casebook, slug: str) -> Card:
    lesson, row = book.lessons[slug], lesson_row(book, slug)
    statement = markdown.to_text(lesson.statement)
    return Card(
        address=f"/lessons/{slug}/",
        title=lesson.title,
        line=statement,
        date=lesson.reviewed_on[:7],
        facets=facets.of_lesson(book, slug),
        heard_of=f"{lesson.title} {statement} {markdown.to_text(lesson.advice)} {row.areas}",
        confidence=row.confidence,
        balance=row.balance,
        record=lesson.id,
    )


def _case(book: Casebook, slug: str) -> Card:
    case, row = book.cases[slug], case_row(book, slug)
    summary = fact_html.plain(case.summary, case)
    programme = book.vocabulary.programmes[case.programme.name].label if case.programme else ""
    names = " ".join(book.vocabulary.places[place.place].label for place in case.places)
    return Card(
        address=f"/cases/{slug}/",
        title=case.title,
        line=first_sentences(summary),
        date=newest_source(case),
        facets=facets.of_case(book, slug),
        heard_of=f"{case.title} {summary} {names} {programme}",
        place=row.places,
        when=row.when,
        level=row.level,
        direction=row.direction[0],
        is_claimed=row.direction[1],
        record=case.id,
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
