"""Begin a rating: a file with what is to be read, and without any level, so that a second rater is not led by the first."""

import datetime
import re
from pathlib import Path

import click

from pilotbook.casebook import Casebook, case_path, lesson_path
from pilotbook.doors.explain import NoRecord
from pilotbook.doors.new_record import BadDraft
from pilotbook.publish import disk, run
from pilotbook.publish.opening import open_records
from pilotbook.publish.store import Store
from pilotbook.record import Case, Lesson
from pilotbook.record.designs import DESIGNS
from pilotbook.record.samples import rating_form
from pilotbook.record.shelf import RATINGS
from pilotbook.text.problems import near_match


def rate(name: str, rater: str) -> None:
    """Write the file of a rating. Raises NoRecord or BadDraft where that cannot be."""
    root = disk.find_root()
    store = Store(root / "_build" / "store")
    # A fault in some other record is no reason not to rate this one.
    opened = open_records(root, store)
    store.close()
    if opened.book is None:
        raise run.Refused(opened.problems)
    path, text = begun(opened.book, name, rater, datetime.date.today())
    try:
        disk.create(root / path, text)
    except FileExistsError:
        raise BadDraft(f"{path} is there already. Open it, or name another rater with --by.") from None
    click.echo(
        f"{path} is ready to fill in. Do not open the page of the record before you have decided: it shows its level."
    )
    click.echo(f"Then run 'pilotbook check {Path(path).as_posix()}', and send the file in a pull request of its own.")


def begun(book: Casebook, name: str, rater: str, today: datetime.date) -> tuple[str, str]:
    """Give (path from the root, text) of a rating of the record with this id or short name."""
    slugs = {view.id: slug for slug, view in book.views.items()} | {
        each.id: slug for slug, each in book.lessons.items()
    }
    slug = slugs.get(name, name)
    words = re.findall(r"[a-z0-9]+", rater.casefold())
    if not words:
        raise BadDraft("Say who rates: --by 'Evaluation team, Madeup County Council'.")
    # A short name has at most 64 characters.
    path = f"{RATINGS}{slug}--{'-'.join(words)[:40].strip('-')}.yml"
    day = today.isoformat()
    if slug in book.views:
        case = book.views[slug].case
        return path, rating_form(case.id, rater, day, _of_case(case, slug), "level")
    if slug in book.lessons:
        return path, rating_form(book.lessons[slug].id, rater, day, _of_lesson(book, slug), "confidence")
    match = near_match(name, [*book.views, *book.lessons])
    raise NoRecord(f"There is no record '{name}'.{f' Did you mean {match!r}?' if match else ''}")


def _of_case(case: Case, slug: str) -> str:
    told = [
        f"{case.title}. What is known of it stands in {case_path(slug)}, which holds no level.",
        "Outcomes:",
        *(f"  {each.id} {each.label}: {DESIGNS[each.comparison.design].label}" for each in case.outcomes),
        "Sources, to be opened:",
        *(
            f"  {each.id} {each.title}: {each.url if isinstance(each.url, str) else 'no address'}"
            for each in case.sources
        ),
    ]
    return _comment(told)


def _of_lesson(book: Casebook, slug: str) -> str:
    lesson: Lesson = book.lessons[slug]
    told = [
        f"{lesson.title}: {lesson.statement}",
        f"Where not to use it: {lesson.limits}",
        f"Do not open {lesson_path(slug)}, which holds what the first rater gave. What cases say of it, each in its own file:",
        *(f"  {case_path(each.slug)} {each.relation} it" for each in book.ledger[slug]),
    ]
    return _comment(told)


def _comment(lines: list[str]) -> str:
    """Give each line as a comment: whatever a record holds, nothing of it can become a field."""
    return "".join(
        f"# {' '.join(line.split()) if not line.startswith('  ') else '  ' + ' '.join(line.split())}\n"
        for line in lines
    )
