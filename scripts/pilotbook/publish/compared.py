"""The book of a revision and the book of the work tree, opened by the same rules, and what the one makes of the other."""

from collections.abc import Iterable
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import TypeVar

from pilotbook.casebook import Casebook
from pilotbook.links import register
from pilotbook.pages.changed import changed_pages
from pilotbook.pages.needs import key_of
from pilotbook.publish import disk
from pilotbook.publish.git import Repository
from pilotbook.publish.revision import merge_base, records_at
from pilotbook.publish.sides import Side, sides
from pilotbook.record.released import Difference, Stood
from pilotbook.record.shelf import VOCABULARY
from pilotbook.rules.read import Read, vocabulary_of
from pilotbook.rules.run import advice
from pilotbook.text.private import private_in
from pilotbook.text.problems import Problem
from pilotbook.views import moves
from pilotbook.views.impact import GATES, Finding, Impact, RecordChange, not_compared
from pilotbook.views.record_changes import differences

Told = TypeVar("Told")


def compared(root: Path, revision: str) -> Impact:
    """Give what the records of the work tree make of the book as it was where they and a revision went apart.

    Where the vocabulary of the work tree cannot be read, only that is told. Raises NoRevision where there is nothing to compare
    with.
    """
    repository = Repository(root)
    base = merge_base(repository, revision)
    files, misplaced = disk.read_records(root)
    lists, broken = vocabulary_of(files)
    if lists is None:
        return not_compared(base, _veiled(broken), VOCABULARY)
    files[register.PATH] = disk.read_links(root) or b"{}"
    was, now = sides(root, records_at(repository, base, files), files, lists, [*broken, *misplaced])
    return _impact(base, was, now)


def _impact(base: str, was: Side, now: Side) -> Impact:
    unsound = was.unsound(), now.unsound()
    left_out = _left_out(was, now, unsound)
    books = was.without(left_out), now.without(left_out)
    changed = {path for path in now.read if was.files.get(path) != now.files[path]}

    def differ(old: Stood, new: Stood) -> tuple[Difference, ...]:
        return differences(old.kind, was.files[old.path], now.files[new.path])

    digests = [{path: key_of(raw) for path, raw in side.files.items()} for side in (was, now)]
    records = moves.record_changes(*books, (digests[0], digests[1]), differ)
    quiet, findings = _findings(was, now, changed)
    lessons = moves.lesson_moves(*books, _bears_on(left_out, (was, now)))
    named = {
        each.problem.path for each in findings if each.problem.rule == "person-named" and "'title'" in each.problem.what
    }
    titles = frozenset(each.title for each in records if each.file in named)
    told = {each.file for each in records}
    files = {word: path for book in books for word, path in moves.files_of(book).items() if path in told}
    return Impact(
        base=base,
        refused=_veiled(problem for problem in now.problems if not problem.is_advice),
        left_out=tuple((_shown(path), _when(path, unsound, now)) for path in sorted(left_out - {VOCABULARY})),
        counts=(_count(books[0]), _count(books[1])),
        records=_untitled(tuple(_quiet(each) if each.file in quiet else each for each in records), titles),
        layout=tuple(_shown(path) for path in sorted(changed - left_out - told)),
        words=moves.word_changes(was.book.vocabulary, now.book.vocabulary),
        lessons=_untitled(lessons, titles),
        cells=moves.cell_moves(*books),
        subjects=moves.subject_moves(*books),
        findings=findings,
        pages=changed_pages(*books, files),
    )


def _count(book: Casebook) -> tuple[int, int]:
    return len(book.views), len(book.lessons)


def _left_out(was: Side, now: Side, unsound: tuple[set[str], set[str]]) -> set[str]:
    """Give the files that are compared on neither side: of records that do not pass on one of them, whatever their names are.

    A record that is there on one side only would look new or gone, and all that it says with it.
    """
    ids = {
        _id(side.read[path])
        for side, paths in zip((was, now), unsound, strict=True)
        for path in paths & side.read.keys()
    }
    same = {path for side in (was, now) for path, read in side.read.items() if _id(read) in ids - {""}}
    return unsound[0] | unsound[1] | same


def _bears_on(left_out: set[str], sides: Iterable[Side]) -> set[str]:
    """Give the ids of the lessons that files which are not compared name, as far as they can be read on either side."""
    read = (side.read[path] for side in sides for path in left_out & side.read.keys())
    entries = (one.document.data.get("lessons") for one in read if one.document)
    return {
        str(entry["lesson"])
        for told in entries
        if isinstance(told, list)
        for entry in told
        if isinstance(entry, dict) and "lesson" in entry
    }


def _id(read: Read) -> str:
    found = read.document.data.get("id") if read.document else ""
    return found if isinstance(found, str) else ""


def _when(path: str, unsound: tuple[set[str], set[str]], now: Side) -> str:
    before, after = (path in paths for paths in unsound)
    if before or after:
        return "both" if before and after else "now" if after else "before"
    # Its record has another name on the other side, and does not pass there.
    return "before" if path in now.files else "now"


def _findings(was: Side, now: Side, changed: set[str]) -> tuple[set[str], tuple[Finding, ...]]:
    """Give the changed files that may name a person, and what is advised on changed records.

    Where a gate refuses a file nothing is advised: advice quotes sentences.
    """
    gated = {problem.path for problem in now.problems if problem.rule in GATES}
    by_id = {_id(read): read for read in was.read.values()}
    found: list[Finding] = []
    quiet: set[str] = set()
    for path in sorted(changed - gated):
        had = _advice(was.read.get(path) or by_id.get(_id(now.read[path])))
        stood = {(each.rule, each.what) for each in had}
        has = sorted(_advice(now.read[path]))
        found += [Finding(each, (each.rule, each.what) not in stood) for each in has]
        quiet |= {path for each in (*had, *has) if each.rule == "person-named"}
    return quiet, tuple(each for each in found if each.problem.path not in quiet or each.problem.rule in GATES)


def _advice(read: Read | None) -> list[Problem]:
    if read is None or read.record is None or read.document is None:
        return []
    return advice(read.record, read.document)


def _quiet(record: RecordChange) -> RecordChange:
    return replace(record, differences=(), is_quiet=True)


def _untitled(value: Told, titles: frozenset[str]) -> Told:
    """Give the same without titles that may name a person."""
    if isinstance(value, str) and value in titles:
        return "a title that is not repeated here"  # type: ignore[return-value]
    if isinstance(value, tuple):
        return tuple(_untitled(each, titles) for each in value)  # type: ignore[return-value]
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{of.name: _untitled(getattr(value, of.name), titles) for of in fields(value)})
    return value


def _veiled(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Give problems of which none repeats what a gate refuses in the same file, nor a file's name that is private itself."""
    every = list(problems)
    gated = {problem.path for problem in every if problem.rule in GATES}
    what = "what is wrong here is not repeated, because the same file holds what could make somebody known"
    mend = "Mend that first, and run 'pilotbook check' again."
    veiled = (
        replace(each, what=what, mend=mend) if each.path in gated and each.rule not in GATES else each for each in every
    )
    return tuple(replace(each, path=_shown(each.path), also=()) for each in veiled)


def _shown(path: str) -> str:
    return "a file whose name is not repeated here" if any(private_in(path)) else path
