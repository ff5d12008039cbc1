"""A download: its name, what it is, what of it comes from each record, and how it is put together.

Most are put together of parts, one of each record, and of the few things that a `Head` holds: they are made again where one of
these changed. One that reads more of the book is made again wherever a record changed.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import IO

from pilotbook.casebook import Casebook
from pilotbook.exports.dataset import version_of
from pilotbook.judgement.view import CaseView
from pilotbook.record import Lesson, Vocabulary
from pilotbook.views.tables import TableKind


@dataclass(frozen=True)
class Part:
    """What one record gives to a download: its text, and how many rows that is."""

    text: str
    rows: int = 1


@dataclass(frozen=True)
class Head:
    """What a download holds beside the parts of records: the vocabulary, the site's address or '', and the day of the data."""

    vocabulary: Vocabulary
    base: str
    version: str


def head_of(book: Casebook) -> Head:
    """Give what a download of the book holds beside the parts of its records."""
    return Head(book.vocabulary, book.base, version_of(book))


@dataclass(frozen=True)
class Download:
    """A file of /data/, or of the root of the site where its `folder` is ''.

    make: yields it piece by piece, so that a large one is never held whole, put together from the parts of the book's cases and
    lessons, in the order of the book. of_book: makes it of the whole book instead. of_case, of_lesson: give the part of one
    record; it is worked out again only when the record changes. of_vocabulary: gives what no record but the vocabulary adds.
    rows: counts the rows of the finished file, and closes it, for the manifest, which compares them with those of the parts;
    None where a download has no rows. table: how its columns are declared, where it is a table.
    """

    name: str
    about: str
    make: Callable[[Head, Iterable[str], Iterable[str]], Iterable[str]] = field(default=lambda *_: (), repr=False)
    of_case: Callable[[CaseView], Part] | None = field(default=None, repr=False)
    of_lesson: Callable[[str, Lesson], Part] | None = field(default=None, repr=False)
    rows: Callable[[IO[bytes]], int] | None = field(default=None, repr=False)
    of_vocabulary: Callable[[Vocabulary], Part] | None = field(default=None, repr=False)
    table: TableKind | None = field(default=None, repr=False)
    folder: str = "data/"
    of_book: Callable[[Casebook], str] | None = field(default=None, repr=False)

    @property
    def path(self) -> str:
        """Give where it stands in the site."""
        return f"{self.folder}{self.name}"

    def pieces(self, book: Casebook, cases: Iterable[str], lessons: Iterable[str]) -> Iterable[str]:
        """Put it together from the parts of cases and lessons, in the order of the book."""
        return [self.of_book(book)] if self.of_book else self.make(head_of(book), cases, lessons)


def rows_of(download: Download, book: Casebook) -> int:
    """Count the rows that the records of the book give to a download."""
    total = download.of_vocabulary(book.vocabulary).rows if download.of_vocabulary else 0
    for view in book.views.values():
        kept = view.told.get("rows")
        total += (
            kept.get(download.name, 0) if kept is not None else download.of_case(view).rows if download.of_case else 0
        )
    return total + sum(download.of_lesson(*pair).rows for pair in book.lessons.items() if download.of_lesson)


def whole(download: Download, book: Casebook) -> tuple[str, int]:
    """Put a download together from the records themselves: its text, and the number of its rows."""
    cases = [download.of_case(view) for view in book.views.values()] if download.of_case else []
    lessons = [download.of_lesson(*pair) for pair in book.lessons.items()] if download.of_lesson else []
    text = "".join(download.pieces(book, (part.text for part in cases), (part.text for part in lessons)))
    own = download.of_vocabulary(book.vocabulary).rows if download.of_vocabulary else 0
    return text, own + sum(part.rows for part in (*cases, *lessons))
