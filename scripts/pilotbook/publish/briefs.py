"""Set the one-page briefs as PDF: tagged for screen readers (PDF/UA-1), with address, version and date, equal bytes each time.

Typst sets them because it comes as one wheel, writes PDF/UA and takes its words as data.
"""

import dataclasses
import datetime
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from pilotbook.casebook import Casebook
from pilotbook.judgement.lesson_strength import Evidence
from pilotbook.judgement.view import CaseView
from pilotbook.pages.brief import Brief, case_brief, lesson_brief
from pilotbook.pages.needs import key_of
from pilotbook.pages.subject_brief import Subject, list_brief, subject_brief, subjects
from pilotbook.pages.summaries import CaseRow, LessonRow, case_row, lesson_row
from pilotbook.publish import typeset
from pilotbook.publish.code import code_digest
from pilotbook.publish.store import Store
from pilotbook.publish.version import NAME as BOOK
from pilotbook.record import Lesson
from pilotbook.views.approaches import Subject as Held
from pilotbook.views.approaches import approaches

NAME = "brief.pdf"


def make_briefs(
    book: Casebook, store: Store, jobs: int, had: Mapping[str, str] = MappingProxyType({})
) -> dict[str, str]:
    """Give the digest of the brief of each record by its path in the site; a brief is set once for what it says.

    had: digests by path; what stands here is taken as it is, whatever its record says by now.
    """
    wanted = {f"{address.strip('/')}/{NAME}": (needs, make) for address, needs, make in _briefs(book)}
    keys = {file: key_of([code_digest(), needs]) for file, (needs, _) in wanted.items() if file not in had}
    made = store.kept_files("brief", keys, lambda file: set_page(*wanted[file][1](*wanted[file][0])), jobs)
    return {file: made.get(file) or had[file] for file in wanted}


def _briefs(book: Casebook) -> Iterator[tuple[str, tuple[Any, ...], Callable[..., tuple[Brief, str]]]]:
    """Yield the address of each page that has a brief, what it is made from, and how."""
    for slug, lesson in book.lessons.items():
        yield f"/lessons/{slug}/", (lesson, lesson_row(book, slug), book.ledger[slug]), _of_lesson
    for slug, view in book.views.items():
        # A brief names the lessons, so that a title which changes is a change of the brief.
        titles = [(index, book.lessons[lesson].title) for index, lesson in book.standing_entries(view)]
        yield f"/cases/{slug}/", (view, case_row(book, slug), titles), _of_case
    for address, subject in subjects(book):
        yield address, (subject,), _of_subject
    newest = max((view.reviewed_on for view in book.views.values()), default="2000-01-01")
    yield "/approaches/", (tuple(approaches(book).values()), newest), _of_list


def _of_lesson(lesson: Lesson, row: LessonRow, entries: Sequence[Evidence]) -> tuple[Brief, str]:
    return lesson_brief(lesson, row, entries), lesson.reviewed_on


def _of_case(view: CaseView, row: CaseRow, lessons: Sequence[tuple[int, str]]) -> tuple[Brief, str]:
    return case_brief(view, row, lessons), view.reviewed_on


def _of_subject(subject: Subject) -> tuple[Brief, str]:
    return subject_brief(subject), subject.reviewed_on


def _of_list(held: tuple[Held, ...], reviewed_on: str) -> tuple[Brief, str]:
    return list_brief(held, reviewed_on), reviewed_on


def words_of(brief: Brief) -> str:
    """Give what a brief says, with where it stands and which version of the record it is of, as JSON.

    The version is a name of what the brief says: a brief in the hand is the one on the site if both bear the same.
    """
    said = dataclasses.asdict(brief)
    foot = {"site": BOOK, "version": key_of(said)[:8], "lang": "en", "address": brief.address or f"/id/{brief.id}/"}
    return json.dumps({**said, **foot}, sort_keys=True, ensure_ascii=False)


def set_page(brief: Brief, reviewed_on: str) -> bytes:
    """Set a brief as one PDF. The time in it is that of the day on which its record was last checked."""
    # Never the clock: the same brief has the same bytes whenever it is set.
    day = datetime.datetime.fromisoformat(reviewed_on).replace(tzinfo=datetime.UTC)
    return typeset.pdf("brief", words_of(brief), timestamp=int(day.timestamp()))
