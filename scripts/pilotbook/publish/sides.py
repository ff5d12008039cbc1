"""The book at two times, opened by the same rules: a version of a file that both hold is read, checked and seen once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from pilotbook.casebook import Casebook, case_path, lesson_path
from pilotbook.judgement.view import CaseView, figure_lines
from pilotbook.links import register
from pilotbook.pages.needs import key_of
from pilotbook.publish import disk
from pilotbook.publish.address import base_address, editors_of
from pilotbook.publish.opening import with_links
from pilotbook.publish.released import manifests
from pilotbook.record import Case, Lesson, Vocabulary
from pilotbook.record.migrate import moved
from pilotbook.record.shelf import VOCABULARY
from pilotbook.rules.causal import speaks_of_cause
from pilotbook.rules.read import Read, read_one, slug_of, vocabulary_of
from pilotbook.rules.run import broken_across
from pilotbook.text import yamlfile
from pilotbook.text.glossary import explained_terms
from pilotbook.text.problems import Problem

Files = Mapping[str, bytes]
# What stands among records and is none.
_BESIDE = (VOCABULARY, register.PATH)
# What these rules refuse in a lesson comes of what cases say of it: the lesson itself is sound, and how it moves is to be told.
_OF_OTHERS = {"confidence-ceiling", "lesson-founded"}


@dataclass(frozen=True)
class Side:
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
        views = {slug: view for slug, view in self.book.views.items() if case_path(slug) not in paths}
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

    def side(self, files: Files, vocabulary: Vocabulary, problems: Iterable[Problem] = ()) -> Side:
        """Open what some files hold; problems: those found before."""
        lists = files.get(VOCABULARY, b"")
        read = {path: self._of(path, files[path], lists, vocabulary) for path in sorted(files) if path not in _BESIDE}
        views = [self._view(one, files[path]) for path, one in read.items() if isinstance(one.record, Case)]
        lessons = {slug_of(path): one.record for path, one in read.items() if isinstance(one.record, Lesson)}
        documents = {path: one.document for path, one in read.items() if one.document}
        book = Casebook.joined(vocabulary, views, lessons, documents)
        known, faults = register.read(files.get(register.PATH, b"{}"))
        noted = {slug: {"speaks of cause": speaks_of_cause(lesson)} for slug, lesson in lessons.items()}
        book = replace(
            with_links(book, known), noted=noted, glossary=self._glossary, base=self._base, editors=self._editors
        )
        return Side(
            files, read, book, (*problems, *faults, *(problem for one in read.values() for problem in one.problems))
        )

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


def sides(
    root: Path, old: Files, files: Files, vocabulary: Vocabulary, problems: Iterable[Problem]
) -> tuple[Side, Side]:
    """Give the book before and now, from the files of each; what is known of links stands among them.

    vocabulary: that of `files`. problems: what was found in them before any record was read.
    """
    before = {path: _present_form(path, raw) if files.get(path) != raw else raw for path, raw in old.items()}
    # Lists that today's program cannot read are of another form: codes are then looked up in those of today.
    same = before.get(VOCABULARY) == files[VOCABULARY]
    lists = vocabulary if same else vocabulary_of(before)[0] or vocabulary
    opener = _Opener(root)
    now = _whole(opener.side(files, vocabulary, problems), root)
    return _whole(opener.side(before, lists), None), now


def _present_form(path: str, raw: bytes) -> bytes:
    """Give a record of an older form in the present one, so that a book that was moved to it is not all new."""
    document = None if path in _BESIDE else yamlfile.parse(path, raw)
    if document is None or isinstance(document, list):
        return raw
    text = moved(document).text
    return raw if text == document.text else text.encode()


def _whole(side: Side, root: Path | None) -> Side:
    """Give a side with what the rules across its records find; root: of the project whose releases bind it."""
    some_unread = any(one.record is None for one in side.read.values())
    releases = tuple(each.release for each in manifests(root)[0]) if root else ()
    found = broken_across(replace(side.book, releases=releases), some_unread=some_unread)
    return replace(side, problems=tuple(sorted({*side.problems, *found})))
