"""What is new in the book: what entered it, what changed and what was corrected, by day, newest first."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from pilotbook.casebook import Casebook, case_path, lesson_path
from pilotbook.text import markdown

Kind = Literal["correction", "new", "changed", "checked"]


@dataclass(frozen=True)
class Item:
    """One piece of news on a record that stands.

    day: ISO. genre: 'Lesson' or 'Case study'. address: of its page from the root. words: what is new, one piece a text.
    entered: the day on which the record entered the book, or '' where that is not known. number: which correction it is.
    """

    day: str
    kind: Kind
    genre: str
    id: str
    title: str
    address: str
    areas: tuple[str, ...]
    words: tuple[str, ...]
    entered: str = ""
    number: int = 0


# Of one day, what was wrong before what is new, and that before what changed.
_ORDER: tuple[Kind, ...] = ("correction", "new", "changed", "checked")


def news(book: Casebook) -> list[Item]:
    """Give every piece of news, newest first. A record whose past is not known gives the day of its last check alone."""
    found: list[Item] = book.shared("news", lambda: sorted(_items(book), key=_newest_first))
    return found


def _newest_first(item: Item) -> tuple[int, int, bool, str, int]:
    since = -int(item.day.replace("-", ""))
    return since, _ORDER.index(item.kind), item.genre != "Lesson", item.title.casefold(), item.number


def _items(book: Casebook) -> Iterator[Item]:
    for slug, lesson in book.lessons.items():
        about = ("Lesson", lesson.id, lesson.title, f"/lessons/{slug}/", lesson.policy_area)
        mended = tuple((each.corrected_on, each.what, each.told_by or "") for each in lesson.corrections)
        yield from _of(book, lesson_path(slug), about, markdown.to_text(lesson.statement), lesson.reviewed_on, mended)
    for slug, view in book.views.items():
        about = ("Case study", view.id, view.title, f"/cases/{slug}/", view.areas)
        yield from _of(book, case_path(slug), about, view.summary, view.reviewed_on, view.corrections)


def _of(
    book: Casebook,
    path: str,
    about: tuple[str, str, str, str, tuple[str, ...]],
    summary: str,
    checked: str,
    corrections: tuple[tuple[str, str, str], ...],
) -> Iterator[Item]:
    """Give the news of one record: that it entered, its last day of change, and each correction."""
    past = book.pasts.get(path, ())
    entered = past[-1].day if past else ""
    for number, (day, what, by) in enumerate(corrections, start=1):
        told = (markdown.to_text(what), *([f"We were told by {by}."] if by else ()))
        yield Item(day, "correction", *about, told, entered, number)
    if not past:
        yield Item(checked, "checked", *about, (summary,))
        return
    yield Item(entered, "new", *about, (summary,), entered)
    if past[0].day != entered:
        words = tuple(change.words for change in past if change.day == past[0].day)
        yield Item(past[0].day, "changed", *about, words, entered)
