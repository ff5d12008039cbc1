"""Read every record of a folder, and give every problem of every file in one run."""

from collections.abc import Mapping, Sequence

from pilotbook.record import Case, Lesson, Vocabulary
from pilotbook.record.shelf import LESSONS, VOCABULARY, Shelf
from pilotbook.record.text import is_slug
from pilotbook.rules.fields import typed
from pilotbook.rules.run import broken
from pilotbook.text import yamlfile
from pilotbook.text.problems import Problem, shown
from pilotbook.text.yamlfile import Document


def check(files: Mapping[str, bytes], misplaced: Sequence[Problem] = ()) -> tuple[Shelf | None, list[Problem]]:
    """Read and check all files, given as {path from the root: bytes}.

    Returns the shelf (None where the vocabulary cannot be read) and all problems, sorted by place. Rules across files
    run over the records that could be read, so one bad file hides nothing in the others.
    """
    vocabulary, problems = _vocabulary(files)
    records: dict[str, Case | Lesson] = {}
    documents: dict[str, Document] = {}
    paths = [path for path in sorted(files) if path != VOCABULARY]
    for path in paths:
        problems += _named(path)
        read_in = yamlfile.parse(path, files[path])
        if isinstance(read_in, list):
            problems += read_in
            continue
        documents[path] = read_in
        model: type[Case | Lesson] = Lesson if path.startswith(LESSONS) else Case
        record = typed(read_in, model, vocabulary.lists if vocabulary else None)
        if isinstance(record, list):
            problems += record
        else:
            records[path] = record
    unread = [*misplaced, *(path for path in paths if path not in records)]
    problems += misplaced
    if vocabulary is None:
        return None, sorted(set(problems))
    shelf = _shelf(vocabulary, records, documents)
    problems += broken(shelf, some_unread=bool(unread))
    return shelf, sorted(set(problems))


def _shelf(vocabulary: Vocabulary, records: Mapping[str, Case | Lesson], documents: Mapping[str, Document]) -> Shelf:
    cases = {_slug(path): record for path, record in records.items() if isinstance(record, Case)}
    lessons = {_slug(path): record for path, record in records.items() if isinstance(record, Lesson)}
    return Shelf(vocabulary, cases, lessons, documents)


def _slug(path: str) -> str:
    return path.rsplit("/", 1)[-1].removesuffix(".yml")


def _vocabulary(files: Mapping[str, bytes]) -> tuple[Vocabulary | None, list[Problem]]:
    if VOCABULARY not in files:
        mend = "Restore the file from version control."
        return None, [Problem(VOCABULARY, 1, 1, "there is no vocabulary", mend, "vocabulary")]
    document = yamlfile.parse(VOCABULARY, files[VOCABULARY])
    if isinstance(document, list):
        return None, document
    record = typed(document, Vocabulary, None)
    return (None, record) if isinstance(record, list) else (record, [])


def _named(path: str) -> list[Problem]:
    slug = _slug(path)
    if is_slug(slug):
        return []
    mend = "Rename the file with small letters, digits and hyphens, such as 'leeds-100-days.yml'."
    return [Problem(path, 1, 1, f"{shown(slug)} cannot be an address", mend, "file-name")]
