"""Check records, and print what is wrong with them: for an author, beside the lines on GitHub, or as data.

It reads no more of the package than records need, so a contributor has an answer at once.
"""

import json
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path, PurePath
from typing import Any

import click

from pilotbook.casebook import Casebook, case_path, lesson_path
from pilotbook.doors.report import report
from pilotbook.pages.needs import key_of
from pilotbook.publish import disk
from pilotbook.publish.code import code_digest
from pilotbook.publish.opening import open_records
from pilotbook.publish.store import Store
from pilotbook.record import formatting
from pilotbook.record.schema import schemas
from pilotbook.record.shelf import VOCABULARY
from pilotbook.text.problems import Problem

REFUSED, USAGE, ENVIRONMENT = 1, 2, 3


def check(paths: Sequence[Path], style: str) -> None:
    """Check every record; with `paths`, print only what concerns those files. Exits with 1 where a record is refused."""
    try:
        _check(disk.find_root(), paths, style)
    except disk.NotAProject as error:
        _fail(str(error), style)
        sys.exit(USAGE)
    except click.UsageError as error:
        if style == "text":
            raise
        _fail(error.message, style)
        sys.exit(USAGE)
    except OSError as error:
        _fail(f"{error}\n\nThe published site is as it was.", style)
        sys.exit(ENVIRONMENT)
    except Exception as error:
        # A fault of ours keeps its traceback; who reads data is told that there is none.
        if style == "json":
            _fail(f"{type(error).__name__}: {error}", style)
        raise


def _fail(why: str, style: str) -> None:
    """Say that nothing could be checked, in the form that was asked for."""
    if style == "json":
        print_report(report(error=why))
    elif style == "github":
        click.echo(f"::error title=check::{_escaped(why)}")
    click.echo(why, err=True)


def print_report(told: dict[str, Any]) -> None:
    """Print what `report` gave."""
    click.echo(json.dumps(told, indent=1, ensure_ascii=False))


def _check(root: Path, paths: Sequence[Path], style: str) -> None:
    store = Store(root / "_build" / "store")
    opened = open_records(root, store, to_check=True)
    if opened.book is not None:
        _refresh_schemas(root, opened.book, store)
    store.close()
    wanted = {named(root, path) for path in paths}
    for path in sorted(path for path in wanted if not _is_record(root, path)):
        raise click.UsageError(
            f"{path} is not a record. Records are case_studies/*.yml and case_studies/lessons/*.yml."
        )
    # Without the lists no code of any record can be looked up, so that is told whatever was asked about.
    concerned = wanted | ({VOCABULARY} if opened.book is None else set())
    shown = [each for each in opened.problems if not wanted or concerned & {each.path, *each.also}]
    if style == "json":
        print_report(_report(opened.book, opened.problems, shown, wanted))
    else:
        print_problems(shown, style)
    if opened.book is None or not all(problem.is_advice for problem in shown):
        sys.exit(REFUSED)
    if style == "text":
        click.echo(_sound(opened.book, opened.problems, wanted))


def _report(
    book: Casebook | None, problems: Sequence[Problem], shown: Sequence[Problem], wanted: set[str]
) -> dict[str, Any]:
    elsewhere = len({each for each in problems if not each.is_advice} - set(shown))
    cases, lessons = (len(book.views), len(book.lessons)) if book else (0, 0)
    return report(shown, asked=sorted(wanted), cases=cases, lessons=lessons, elsewhere=elsewhere)


def _refresh_schemas(root: Path, book: Casebook, store: Store) -> None:
    """Make what editors read afresh, so that a new place is offered at once; git does not hold it.

    A folder that cannot be written to is no reason to refuse a record.
    """
    key = key_of([code_digest(), book.vocabulary, book.base])
    made = store.get_or_make("schemas", key, lambda: json.dumps(schemas(book.vocabulary, book.base)).encode())
    with suppress(OSError):
        disk.write_changed(root / "case_studies" / "schema", json.loads(made))


def _sound(book: Casebook, problems: Sequence[Problem], wanted: set[str]) -> str:
    """Say what is sound: all, or of some files those, with what is to be mended in others."""
    elsewhere = [problem for problem in problems if not problem.is_advice]
    if not elsewhere:
        return f"{len(book.views)} cases and {len(book.lessons)} lessons are sound."
    files = formatting.count(len({problem.path for problem in elsewhere}), "other file")
    told = formatting.count(len(elsewhere), "problem")
    read = {case_path(slug) for slug in book.views} | {lesson_path(slug) for slug in book.lessons}
    unread = sorted({problem.path for problem in elsewhere if problem.path.startswith("case_studies/")} - read)
    # Who took the same id or title stands perhaps in a record that could not be read.
    unseen = (
        f" What it may share with {formatting.listed(unread)} is not seen while that cannot be read." if unread else ""
    )
    return f"{formatting.listed(sorted(wanted))}: no problem. In {files}: {told}; run 'pilotbook check'.{unseen}"


def _is_record(root: Path, path: str) -> bool:
    """Say whether a path, as records are named, is that of a file where records stand."""
    folder = str(Path(path).parent)
    return folder in ("case_studies", "case_studies/lessons", "case_studies/ratings") and (root / path).exists()


def named(root: Path, path: Path) -> str:
    """Give how records name a file: from the root, with forward slashes; as it was given where it lies outside."""
    return _named(root, path.resolve()) or path.as_posix()


def _named(root: PurePath, whole: PurePath) -> str | None:
    """Give how records name the file `whole`: from the root, with forward slashes on every system; None outside it."""
    return whole.relative_to(root).as_posix() if whole.is_relative_to(root) else None


def print_problems(problems: Sequence[Problem], style: str) -> None:
    """Print problems for an author (text), or as notes beside the lines (github)."""
    for problem in problems:
        click.echo(_annotation(problem) if style == "github" else str(problem))
    if faults := [problem for problem in problems if not problem.is_advice]:
        files = len({problem.path for problem in faults})
        told = f"{formatting.count(len(faults), 'problem')} in {formatting.count(files, 'file')}"
        click.echo(f"\n{told}. Nothing was published.", err=True)


def _annotation(problem: Problem) -> str:
    """Give a problem as GitHub shows it beside the line; text and file name are the contributor's, so marks are escaped."""

    file = _escaped(problem.path).replace(":", "%3A").replace(",", "%2C")
    place = f"file={file},line={problem.line},col={problem.column},title={problem.rule}"
    kind = "notice" if problem.is_advice else "error"
    return f"::{kind} {place}::{_escaped(f'{problem.what}. {problem.mend}')}"


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
