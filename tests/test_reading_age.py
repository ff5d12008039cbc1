"""The book's own words are within the reading ages that it asks of contributors."""

from collections.abc import Callable, Iterator
from statistics import fmean
from typing import NamedTuple

from books import real_book
from pilotbook.casebook import Casebook
from pilotbook.record import Lesson
from pilotbook.text.readability import reading_age


class Kind(NamedTuple):
    """A kind of text: the age that it may need on average, and all texts of that kind."""

    oldest: float
    texts: Callable[[Casebook], Iterator[str]]


def whole_text(lesson: Lesson) -> str:
    return "\n\n".join([lesson.statement, lesson.advice, lesson.limits, lesson.detail])


def verdicts(book: Casebook) -> Iterator[str]:
    for view in book.views.values():
        verdict = view.verdict
        yield f"{verdict.tried} {verdict.happened} {verdict.sure}"
    for lesson in book.lessons.values():
        yield lesson.advice


# One line more for each kind of text that readers meet first.
KINDS = {
    "lessons": Kind(14, lambda book: map(whole_text, book.lessons.values())),
    "summaries": Kind(14, lambda book: (case.summary for case in book.cases.values())),
    "verdicts": Kind(12, verdicts),
    "advice": Kind(12, lambda book: (lesson.advice for lesson in book.lessons.values())),
}


def test_lessons_summaries_and_verdicts_are_within_their_reading_ages(figure: Callable[[str], None]) -> None:
    means = {name: fmean(map(reading_age, kind.texts(real_book()))) for name, kind in KINDS.items()}

    figure(f"reading age: {', '.join(f'{name} {mean:.1f}' for name, mean in means.items())}")
    assert {name: mean for name, mean in means.items() if mean > KINDS[name].oldest} == {}
