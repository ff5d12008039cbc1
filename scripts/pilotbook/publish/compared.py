"""The book of a revision and the book of the work tree, opened by the same rules, and what the one makes of the other."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from pathlib import Path
from typing import TypeVar

from pilotbook.casebook import Casebook, case_path, lesson_path
from pilotbook.judgement.view import CaseView, figure_lines
from pilotbook.links import register
from pilotbook.pages.changed import changed_pages
from pilotbook.pages.needs import key_of
from pilotbook.publish import disk
from pilotbook.publish.address import base_address, editors_of
from pilotbook.publish.git import Repository
from pilotbook.publish.opening import with_links
from pilotbook.publish.released import manifests
from pilotbook.publish.revision import merge_base, records_at
from pilotbook.record import Case, Lesson, Vocabulary
from pilotbook.record.migrate import moved
from pilotbook.record.released import Difference, Stood
from pilotbook.record.shelf import VOCABULARY
from pilotbook.rules.causal import speaks_of_cause
from pilotbook.rules.read import Read, read_one, slug_of, vocabulary_of
from pilotbook.rules.run import advice, broken_across
from pilotbook.text import yamlfile
from pilotbook.text.glossary import explained_terms
from pilotbook.text.private import private_in
from pilotbook.text.problems import Problem
from pilotbook.views import impact
from pilotbook.views.impact import GATES, Finding, Impact, RecordChange
from pilotbook.views.record_changes import differences

Files = Mapping[str, bytes]
Told = TypeVar("Told")
# What these rules refuse in a lesson comes of what cases say of it: the lesson itself is sound, and how it moves is to be told.
_OF_OTHERS = {"confidence-ceiling", "lesson-founded"}


@dataclass(frozen=True)
class _Side:
    """The book at one time: its files, what each holds, all that could be read joined, and what is wrong."""

    files: Files
    read: Mapping[str, Read]
    book: Casebook
    problems: tuple[Problem, ...]

    def unsound(self) -> set[str]:
        """Give the files that do not pass."""
        broken = {each for p in self.problems if p.rule not in _OF_OTHERS for each in (p.path, *p.also)}
        return broken | {path for path, read in self.read.items() if read.record is None}

    def without(self, paths: set[str]) -> Casebook:
        """Give the published book without the records of some files."""
        kept = {slug_of(path) for path in self.read if path not in paths}
        views = {slug: view for slug, view in self.book.views.items() if slug in kept and case_path(slug) not in paths}
        lessons = {slug: each for slug, each in self.book.lessons.items() if lesson_path(slug) not in paths}
        return replace(self.book, views=views, lessons=lessons).published()


class _Opener:
    """Opens both sides: a version of a file that both hold is read, checked and seen once."""

    def __init__(self, root: Path) -> None:
        self._read: dict[tuple[str, bytes, bytes], Read] = {}
        self._views: dict[tuple[str, bytes], CaseView] = {}
        # What is no record is that of the work tree on both sides, so that nothing but records makes a difference.
        self._glossary = explained_terms(disk.read_glossary(root))
        self._base, self._editors = base_address(root), editors_of(root)

    def side(self, files: Files, vocabulary: Vocabulary, links: bytes, misplaced: Iterable[Problem] = ()) -> _Side:
        """Open what some files hold."""
        lists = files.get(VOCABULARY, b"")
        read = {path: self._of(path, files[path], lists, vocabulary) for path in sorted(files) if path != VOCABULARY}
        views = [self._view(one, files[path]) for path, one in read.items() if isinstance(one.record, Case)]
        lessons = {slug_of(path): one.record for path, one in read.items() if isinstance(one.record, Lesson)}
        documents = {path: one.document for path, one in read.items() if one.document}
        book = Casebook.joined(vocabulary, views, lessons, documents)
        known, _ = register.read(links)
        noted = {slug: {"speaks of cause": speaks_of_cause(lesson)} for slug, lesson in lessons.items()}
        book = replace(
            with_links(book, known), noted=noted, glossary=self._glossary, base=self._base, editors=self._editors
        )
        problems = [*misplaced, *(problem for one in read.values() for problem in one.problems)]
        return _Side(files, read, book, tuple(problems))

    def _of(self, path: str, raw: bytes, lists: bytes, vocabulary: Vocabulary) -> Read:
        key = (path, raw, lists)
        if key not in self._read:
            self._read[key] = read_one(path, raw, vocabulary)
        return self._read[key]

    def _view(self, read: Read, raw: bytes) -> CaseView:
        key = (read.path, raw)
        if key not in self._views:
            case, document = read.record, read.document
            assert isinstance(case, Case) and document is not None
            slug = slug_of(read.path)
            self._views[key] = CaseView(slug, lambda: case, lambda: figure_lines(case, document), key_of(key))
        return self._views[key]


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
        return impact.not_compared(base, _veiled(broken), VOCABULARY)
    links = disk.read_links(root) or b"{}"
    old = records_at(repository, base, {**files, register.PATH: links})
    old_links = old.pop(register.PATH, b"{}")
    old = {path: _present_form(path, raw) if files.get(path) != raw else raw for path, raw in old.items()}
    # Lists that today's program cannot read are of another form: codes are then looked up in those of today.
    old_lists = lists if old.get(VOCABULARY) == files[VOCABULARY] else vocabulary_of(old)[0] or lists
    opener = _Opener(root)
    now = _whole(opener.side(files, lists, links, [*broken, *misplaced]), root)
    was = _whole(opener.side(old, old_lists, old_links), None)
    return _impact(base, was, now)


def _present_form(path: str, raw: bytes) -> bytes:
    """Give a record of an older form in the present one, so that a book that was moved to it is not all new."""
    document = None if path == VOCABULARY else yamlfile.parse(path, raw)
    if document is None or isinstance(document, list):
        return raw
    text = moved(document).text
    return raw if text == document.text else text.encode()


def _whole(side: _Side, root: Path | None) -> _Side:
    """Give a side with what the rules across its records find; root: of the project whose releases bind it."""
    some_unread = any(one.record is None for one in side.read.values())
    releases = tuple(each.release for each in manifests(root)[0]) if root else ()
    found = broken_across(replace(side.book, releases=releases), some_unread=some_unread)
    return replace(side, problems=tuple(sorted({*side.problems, *found})))


def _impact(base: str, was: _Side, now: _Side) -> Impact:
    unsound = was.unsound(), now.unsound()
    left_out = _left_out(was, now, unsound)
    books = was.without(left_out), now.without(left_out)
    changed = {path for path in now.read if was.files.get(path) != now.files[path]}

    def differ(old: Stood, new: Stood) -> tuple[Difference, ...]:
        return differences(old.kind, was.files[old.path], now.files[new.path])

    digests = [{path: key_of(raw) for path, raw in side.files.items()} for side in (was, now)]
    records = impact.record_changes(*books, (digests[0], digests[1]), differ)
    quiet, findings = _findings(was, now, changed)
    lessons = impact.lesson_moves(*books, _bears_on(left_out, (was, now)))
    named = {
        each.problem.path for each in findings if each.problem.rule == "person-named" and "'title'" in each.problem.what
    }
    titles = frozenset(each.title for each in records if each.file in named)
    told = {each.file for each in records}
    files = {word: path for book in books for word, path in impact.files_of(book).items() if path in told}
    return Impact(
        base=base,
        refused=_veiled(problem for problem in now.problems if not problem.is_advice),
        left_out=tuple((_shown(path), _when(path, unsound, now)) for path in sorted(left_out - {VOCABULARY})),
        counts=(_count(books[0]), _count(books[1])),
        records=_untitled(tuple(_quiet(each) if each.file in quiet else each for each in records), titles),
        layout=tuple(_shown(path) for path in sorted(changed - left_out - told)),
        words=impact.word_changes(was.book.vocabulary, now.book.vocabulary),
        lessons=_untitled(lessons, titles),
        cells=impact.cell_moves(*books),
        subjects=impact.subject_moves(*books),
        findings=findings,
        pages=changed_pages(*books, files),
    )


def _count(book: Casebook) -> tuple[int, int]:
    return len(book.views), len(book.lessons)


def _left_out(was: _Side, now: _Side, unsound: tuple[set[str], set[str]]) -> set[str]:
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


def _bears_on(left_out: set[str], sides: Iterable[_Side]) -> set[str]:
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


def _when(path: str, unsound: tuple[set[str], set[str]], now: _Side) -> str:
    before, after = (path in paths for paths in unsound)
    if before or after:
        return "both" if before and after else "now" if after else "before"
    # Its record has another name on the other side, and does not pass there.
    return "before" if path in now.files else "now"


def _findings(was: _Side, now: _Side, changed: set[str]) -> tuple[set[str], tuple[Finding, ...]]:
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
