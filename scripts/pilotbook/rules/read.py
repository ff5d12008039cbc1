"""Read every record of a folder, and give every problem of every file in one run."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pilotbook.casebook import Casebook
from pilotbook.record import Case, Lesson, Vocabulary
from pilotbook.record.shelf import LESSONS, RATINGS, VOCABULARY, Shelf
from pilotbook.record.text import is_reserved, is_slug
from pilotbook.rules.behind import OF_FIELDS, OF_VALUES, OF_WORDS, stood_in, without_echoes
from pilotbook.rules.fields import typed
from pilotbook.rules.lists import broken_lists
from pilotbook.rules.private import guarded
from pilotbook.rules.ratings import read_ratings
from pilotbook.rules.run import broken_across, broken_within
from pilotbook.text import yamlfile
from pilotbook.text.problems import Problem, shown
from pilotbook.text.yamlfile import Document


@dataclass(frozen=True)
class Read:
    """What one file holds: its data with their places, its record (each None where it cannot be read), and its problems."""

    path: str
    document: Document | None
    record: Case | Lesson | None
    problems: tuple[Problem, ...]


def read_one(path: str, raw: bytes, vocabulary: Vocabulary | None) -> Read:
    """Read and check one record by itself. Without a vocabulary no code is looked up, and no rule is run."""
    read = _read(path, raw, vocabulary)
    problems = guarded(path, raw, read.document, read.problems)
    # What is private must reach no message of another file either, so nothing else is told of such a record.
    return read if problems is None else Read(path, read.document, None, problems)


def _read(path: str, raw: bytes, vocabulary: Vocabulary | None) -> Read:
    problems = _named(path)
    whole = yamlfile.read_whole(path, raw)
    if whole.document is None:
        return Read(path, None, None, (*problems, *whole.problems))
    record, told = _checked(path, whole.document, vocabulary)
    if not whole.problems:
        return Read(path, whole.document, record, (*problems, *told))
    # What was read behind a slip is told, and is no record: nobody wrote it so.
    if whole.blurred:
        told = [each for each in told if each.rule in (*OF_VALUES, *OF_WORDS, *OF_FIELDS)]
    return Read(path, whole.document, None, (*problems, *without_echoes(whole, told)))


def _checked(
    path: str, document: Document, vocabulary: Vocabulary | None
) -> tuple[Case | Lesson | None, Sequence[Problem]]:
    """Give the record that a file holds (None where it holds none) and what is wrong with it."""
    model: type[Case | Lesson] = Lesson if path.startswith(LESSONS) else Case
    record = typed(document, model, vocabulary.lists if vocabulary else None)
    if isinstance(record, list):
        stand = stood_in(document, model) if vocabulary else None
        if stand is None or vocabulary is None:
            return None, record
        return None, [*record, *stand[1].told(broken_within(stand[0], document, vocabulary.small_numbers))]
    return record, broken_within(record, document, vocabulary.small_numbers) if vocabulary else []


def check(files: Mapping[str, bytes], misplaced: Sequence[Problem] = ()) -> tuple[Shelf | None, list[Problem]]:
    """Read and check all files, given as {path from the root: bytes}.

    Returns the shelf (None where the vocabulary cannot be read) and all problems, sorted by place. Rules across files
    run over the records that could be read, so one bad file hides nothing in the others.
    """
    vocabulary, problems = vocabulary_of(files)
    ratings = {path: raw for path, raw in files.items() if path.startswith(RATINGS)}
    records = sorted(files.keys() - ratings.keys() - {VOCABULARY})
    read = [read_one(path, files[path], vocabulary) for path in records]
    problems += [*misplaced, *(problem for one in read for problem in one.problems)]
    if vocabulary is None:
        return None, sorted(set(problems))
    shelf = _shelf(vocabulary, read)
    some_unread = bool(misplaced) or any(one.record is None for one in read)
    book = Casebook.of(shelf)
    problems += broken_across(book, some_unread=some_unread)
    problems += read_ratings(ratings, book, some_unread=some_unread)[1]
    return shelf, sorted(set(problems))


def _shelf(vocabulary: Vocabulary, read: Sequence[Read]) -> Shelf:
    cases = {slug_of(one.path): one.record for one in read if isinstance(one.record, Case)}
    lessons = {slug_of(one.path): one.record for one in read if isinstance(one.record, Lesson)}
    return Shelf(vocabulary, cases, lessons, {one.path: one.document for one in read if one.document})


def slug_of(path: str) -> str:
    """Give the short name of a record from the path of its file."""
    return path.rsplit("/", 1)[-1].removesuffix(".yml")


def vocabulary_of(files: Mapping[str, bytes]) -> tuple[Vocabulary | None, list[Problem]]:
    """Read the lists that codes are chosen from; None, and why, where they cannot be read."""
    if VOCABULARY not in files:
        mend = "Restore the file from version control."
        return None, [Problem(VOCABULARY, 1, 1, "there is no vocabulary", mend, "vocabulary")]
    vocabulary, problems = _lists(files)
    return vocabulary, list(guarded(VOCABULARY, files[VOCABULARY], None, problems) or problems)


def _lists(files: Mapping[str, bytes]) -> tuple[Vocabulary | None, list[Problem]]:
    whole = yamlfile.read_whole(VOCABULARY, files[VOCABULARY])
    if whole.document is None:
        return None, list(whole.problems)
    record = typed(whole.document, Vocabulary, None)
    told = record if isinstance(record, list) else broken_lists(record, whole.document)
    if whole.problems:
        return None, without_echoes(whole, told)
    return (None, told) if isinstance(record, list) else (record, told)


def _named(path: str) -> list[Problem]:
    slug = slug_of(path)
    if is_slug(slug):
        return []
    mend = "Rename the file with small letters, digits and hyphens, such as 'leeds-100-days.yml'."
    if is_reserved(slug):
        mend = f"Rename the file, such as '{slug}-pilot.yml': the site or a computer keeps that name for itself."
    return [Problem(path, 1, 1, f"{shown(slug)} cannot be an address", mend, "file-name")]
