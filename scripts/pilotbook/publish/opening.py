"""Open every record of a project: read, checked and seen once, and kept until its file, the vocabulary or the code changes."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, get_type_hints

from pydantic import TypeAdapter
from typing_extensions import TypedDict

from pilotbook.casebook import Casebook
from pilotbook.exports import Download, downloads, swhid
from pilotbook.judgement.view import KEPT, CaseView, figure_lines
from pilotbook.links import register
from pilotbook.links.known import TOLD, Known, worth_telling
from pilotbook.pages.needs import key_of
from pilotbook.publish import disk
from pilotbook.publish.address import archived_origin, base_address, editors_of
from pilotbook.publish.code import code_digest
from pilotbook.publish.released import manifests
from pilotbook.publish.store import Store, digest_of
from pilotbook.publish.unmade import attempt
from pilotbook.publish.work import side_by_side
from pilotbook.record import Case, Lesson, Vocabulary
from pilotbook.record.released import Release
from pilotbook.record.shelf import LESSONS, VOCABULARY
from pilotbook.rules.causal import speaks_of_cause
from pilotbook.rules.files import unfit_beside
from pilotbook.rules.prose import unfit_pages
from pilotbook.rules.ratings import read_ratings
from pilotbook.rules.read import Read, read_one, slug_of, vocabulary_of
from pilotbook.rules.run import advice, broken_across
from pilotbook.text import yamlfile
from pilotbook.text.glossary import explained_terms
from pilotbook.text.problems import Problem
from pilotbook.text.yamlfile import Document

# How many opened records are held at once; more are opened again when they are asked for. A page needs a few, in any order;
# a notebook goes through all of them some twenty times, and a record takes some 130 KB. Who notes what a notebook reads holds
# every record that it saw, so to let go of some would save nothing and open each one twenty times over.
FEW, MANY = 64, 20_000
# What the rules across records ask a case for. Should one ask for more one day, the record is opened for it, which takes longer.
ACROSS = (
    "id",
    "title",
    "entries",
    "partners",
    "programme",
    "rating",
    "measured",
    "places",
    "life",
    "is_active",
    "formerly",
)


@dataclass(frozen=True)
class Opened:
    """What was found: the book (None where the vocabulary cannot be read), and every problem, sorted by place.

    digest: names all that was read.
    """

    book: Casebook | None
    problems: list[Problem]
    digest: str


@dataclass(frozen=True)
class _File:
    """A record's file: its path from the root, its bytes, and the name that what is made of it is kept by."""

    path: str
    raw: bytes
    key: str


class _Documents(Mapping[str, Document]):
    """The files as data that know their places; read again when one is asked for, which a sound file seldom is."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self._files = files

    def __getitem__(self, path: str) -> Document:
        document = yamlfile.parse(path, self._files[path])
        if isinstance(document, list):
            raise KeyError(path)
        return document

    def __iter__(self) -> Iterator[str]:
        return iter(self._files)

    def __len__(self) -> int:
        return len(self._files)


class Shelves:
    """Opens records from the store, or anew from their files, and holds those asked for last."""

    def __init__(self, store: Store, files: Mapping[str, _File], vocabulary: Vocabulary, most: int) -> None:
        self._store, self._files, self._vocabulary, self._most = store, files, vocabulary, most
        self._held: dict[str, tuple[Case, tuple[int, ...]]] = {}

    def case(self, path: str) -> Case:
        """Give the record of a case."""
        return self._open(path)[0]

    def lines(self, path: str) -> tuple[int, ...]:
        """Give the line of each of its figures."""
        return self._open(path)[1]

    def _open(self, path: str) -> tuple[Case, tuple[int, ...]]:
        if path not in self._held:
            found = self._kept(path) or self._anew(path)
            # The one that was asked for first goes first: pages ask for records in their order and do not come back.
            while len(self._held) >= self._most:
                del self._held[next(iter(self._held))]
            self._held[path] = found
        return self._held[path]

    def _kept(self, path: str) -> tuple[Case, tuple[int, ...]] | None:
        kept = self._store.get("record", self._files[path].key)
        if kept is None:
            return None
        # The lines come first because they hold no line end; the record may be of any length.
        lines, _, record = kept.partition(b"\n")
        return Case.model_validate_json(record), tuple(json.loads(lines))

    def _anew(self, path: str) -> tuple[Case, tuple[int, ...]]:
        read = read_one(path, self._files[path].raw, self._vocabulary)
        if not isinstance(read.record, Case) or read.document is None:
            raise ValueError(f"{path} cannot be read any more")
        return read.record, figure_lines(read.record, read.document)


def open_records(root: Path, store: Store, jobs: int = 1, *, to_check: bool = False, held: int = FEW) -> Opened:
    """Open every record of the project at `root`.

    to_check: give advice too, and work out of each record only what the rules across records ask for; whatever else is
    asked of a case opens its file again.
    """
    found, misplaced = disk.read_records(root)
    ratings, astray = disk.read_ratings(root)
    misplaced += astray
    vocabulary, problems = vocabulary_of(found)
    beside, strange = disk.read_beside(root)
    problems += [*misplaced, *strange, *_unfit_beside(beside, store), *disk.unfit_modes(root)]
    links, faults = register.read(disk.read_links(root) or b"{}")
    problems += faults
    base = key_of([code_digest(), found.get(VOCABULARY, b"")])
    files = {
        path: _File(path, raw, key_of([base, path, raw])) for path, raw in sorted(found.items()) if path != VOCABULARY
    }
    digest = key_of([base, [file.key for file in files.values()], disk.read_links(root), ratings])
    kind = "checked" if to_check else "view"
    kept = {path: store.get(kind, file.key) for path, file in files.items()}
    new = [files[path] for path, one in kept.items() if one is None]
    make = side_by_side(_checked if to_check else _opened, new, jobs, vocabulary=vocabulary)
    for file, one in zip(new, make, strict=True):
        problems += one.problems
        kept[file.path] = one.kept.get(kind)
        # Only what is sound is kept: a problem is found again by reading the file again.
        if not one.problems:
            for name, data in one.kept.items():
                store.put(name, file.key, data)
            store.put_all("parts", {f"{file.key}/{name}": data for name, data in one.parts.items()})
    if vocabulary is None:
        return Opened(None, sorted(set(problems)), digest)
    advised = [problem for data in kept.values() if data and to_check for problem in _advice(data)]
    known, unread = manifests(root)
    problems += unread
    released = tuple(each.release for each in known)
    book = _book(root, store, files, vocabulary, {path: data for path, data in kept.items() if data}, held, released)
    # What an unread file would have held is not known: a lesson may seem without evidence because its case has a fault.
    some_unread = bool(misplaced) or len(book.views) + len(book.lessons) < len(files)
    problems += broken_across(book, some_unread=some_unread)
    rated, faults = read_ratings(ratings, book, some_unread=some_unread)
    problems += faults
    book = replace(book, rated=rated)
    # The rules ask what the records say. Whether an address answers today can refuse nobody's record.
    return Opened(book if to_check else with_links(book, links), sorted({*problems, *advised}), digest)


def _unfit_beside(files: Mapping[str, bytes], store: Store) -> list[Problem]:
    """Give what is wrong with settings and prose; that all of it is sound is noted, for few edits are of prose."""
    name = key_of([code_digest(), files]).encode()
    if store.noted("sound beside") == name:
        return []
    problems = [*unfit_beside(files), *unfit_pages(files)]
    if not problems:
        store.note("sound beside", name)
    return problems


def with_links(book: Casebook, links: Mapping[str, Known]) -> Casebook:
    """Give the book with what is known of its sources; a case of which nothing is to be told stays as it is."""
    told = {address: known for address, known in links.items() if known.state in TOLD}
    if not told:
        return book
    return replace(book, views={slug: _with_links(view, told) for slug, view in book.views.items()})


def _with_links(view: CaseView, told: Mapping[str, Known]) -> CaseView:
    asked = ((label, worth_telling(told, url, read_on)) for label, url, _, read_on in view.addresses)
    found = {label: known for label, known in asked if known}
    if not found:
        return view
    seen = [[label, known.state, known.since, known.final] for label, known in found.items()]
    return view.with_known(found, key_of([view.digest, seen]))


@dataclass(frozen=True)
class _Made:
    """What was made of one file: its problems, what can be kept of it, by kind, and what it gives to downloads, by name."""

    problems: tuple[Problem, ...]
    kept: dict[str, bytes]
    parts: dict[str, bytes] = field(default_factory=dict)


def _opened(file: _File, vocabulary: Vocabulary | None) -> _Made:
    """Read and check one file, and work out all that others need to know of its record."""
    made = attempt(lambda: _of_file(file, vocabulary), file.path, "what is worked out from it")
    return _Made((made,), {}) if isinstance(made, Problem) else made


def _of_file(file: _File, vocabulary: Vocabulary | None) -> _Made:
    read = read_one(file.path, file.raw, vocabulary)
    if read.record is None or read.document is None or vocabulary is None:
        return _Made(read.problems, {})
    if isinstance(read.record, Lesson):
        return _Made(read.problems, {"view": _of_lesson(read.record)})
    return _of_case(file, read, read.record)


def _checked(file: _File, vocabulary: Vocabulary | None) -> _Made:
    """Read and check one file, and work out what the rules across records need to know of its record."""
    read = read_one(file.path, file.raw, vocabulary)
    if read.record is None or read.document is None or vocabulary is None:
        return _Made(read.problems, {})
    case = read.record
    told = {"advice": [asdict(problem) for problem in advice(read.record, read.document)]}
    if isinstance(case, Lesson):
        return _Made(read.problems, {"checked": _of_lesson(case, **told)})
    view = CaseView(slug_of(file.path), lambda: case)
    seen = _across().dump_json({name: getattr(view, name) for name in ACROSS})
    return _Made(read.problems, {"checked": json.dumps(told).encode() + b"\n" + seen})


@lru_cache(maxsize=1)
def _across() -> TypeAdapter[Mapping[str, Any]]:
    """Give what reads and writes those parts of a view that the rules across records ask for."""
    types = {name: get_type_hints(KEPT[name])["return"] for name in ACROSS}
    return TypeAdapter(TypedDict("Across", types))  # type: ignore[operator]


def _of_lesson(lesson: Lesson, **told: object) -> bytes:
    noted = {"speaks of cause": speaks_of_cause(lesson), **told}
    return json.dumps(noted).encode() + b"\n" + lesson.model_dump_json(exclude_none=True).encode()


def _of_case(file: _File, read: Read, case: Case) -> _Made:
    # A check comes by here too seldom to load, each time it begins, what pages are made with.
    from pilotbook.pages.summaries import lead_of

    lines = figure_lines(case, read.document) if read.document else ()
    view = CaseView(slug_of(file.path), lambda: case, lambda: lines, file.key)
    parts = {each.name: each.of_case(view) for each in downloads() if each.of_case}
    texts = {name: part.text.encode() for name, part in parts.items() if part.text}
    told = {
        "lead": str(lead_of(view)),
        "rows": {name: part.rows for name, part in parts.items() if part.rows},
        "parts": {name: digest_of(text) for name, text in texts.items()},
    }
    kept = {
        "view": json.dumps(told).encode() + b"\n" + view.keep(),
        "record": json.dumps(lines).encode() + b"\n" + case.model_dump_json(exclude_none=True).encode(),
    }
    return _Made(read.problems, kept, texts)


def _advice(kept: bytes) -> Iterator[Problem]:
    told = json.loads(kept.partition(b"\n")[0])
    yield from (Problem(**{**problem, "also": tuple(problem["also"])}) for problem in told["advice"])


def _book(
    root: Path,
    store: Store,
    files: Mapping[str, _File],
    vocabulary: Vocabulary,
    kept: Mapping[str, bytes],
    held: int,
    released: tuple[Release, ...],
) -> Casebook:
    """Join what could be read."""
    shelves = Shelves(store, files, vocabulary, held)
    views = [_view(shelves, files[path], data) for path, data in kept.items() if not path.startswith(LESSONS)]
    told = {slug_of(path): data.partition(b"\n") for path, data in kept.items() if path.startswith(LESSONS)}
    lessons = {slug: Lesson.model_validate_json(record) for slug, (_, _, record) in told.items()}
    noted = {slug: json.loads(first) for slug, (first, _, _) in told.items()}
    documents = _Documents({path: file.raw for path, file in files.items()})
    book = Casebook.joined(vocabulary, views, lessons, documents)
    return replace(
        book,
        noted=noted,
        glossary=explained_terms(disk.read_glossary(root)),
        base=base_address(root),
        archived=_archived(root, files),
        releases=released,
        editors=editors_of(root),
    )


def _archived(root: Path, files: Mapping[str, _File]) -> dict[str, str]:
    """Give where Software Heritage keeps each record; of what differs from the commit it can keep nothing, and none is told."""
    origin = archived_origin(root)
    committed = disk.committed(root, "case_studies") if origin else {}
    return {
        path: swhid.address(file.raw, origin, path)
        for path, file in files.items()
        if committed.get(path) == swhid.git_name(file.raw)
    }


def _view(shelves: Shelves, file: _File, kept: bytes) -> CaseView:
    told, _, seen = kept.partition(b"\n")
    view = CaseView(slug_of(file.path), lambda: shelves.case(file.path), lambda: shelves.lines(file.path), file.key)
    # Advice is what a check keeps and a build does not.
    if told.startswith(b'{"advice"'):
        vars(view).update(_across().validate_json(seen))
    else:
        view.restore(seen).told.update(json.loads(told))
    return view


class Parts:
    """The parts that cases give to downloads, from the store, or worked out anew; what they are is known without reading one."""

    def __init__(self, store: Store, book: Casebook) -> None:
        self._store, self._book = store, book
        kept = (f"{view.digest}/{name}" for view in book.views.values() for name in view.told.get("parts", ()))
        store.use("parts", kept)

    def digests(self, download: Download) -> list[str]:
        """Name the part of each case that gives one, in the order of the book."""
        views = self._book.views.values() if download.of_case else ()
        return [digest for view in views if (digest := self._digest(view, download.name))]

    def of_cases(self, download: Download) -> Iterator[str]:
        """Yield the text of each case for one download, in the order of the book."""
        if download.of_case is None:
            return
        for view in self._book.views.values():
            if self._digest(view, download.name):
                kept = self._store.get("parts", f"{view.digest}/{download.name}")
                yield kept.decode() if kept is not None else download.of_case(view).text

    @staticmethod
    def _digest(view: CaseView, name: str) -> str:
        # Of a view that was worked out again nothing is noted.
        noted: dict[str, str] | None = view.told.get("parts")
        return view.digest if noted is None else noted.get(name, "")
