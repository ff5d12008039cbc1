"""Rules on ratings by persons: each a file of its own under case_studies/ratings/, of a record that is there."""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from pilotbook.casebook import Casebook
from pilotbook.record import Case, Lesson
from pilotbook.record.rated import Rated
from pilotbook.record.samples import RATING_WORDS
from pilotbook.record.shelf import RATINGS
from pilotbook.record.text import is_slug
from pilotbook.rules.fields import typed
from pilotbook.rules.private import guarded
from pilotbook.text import yamlfile
from pilotbook.text.problems import Problem, shown
from pilotbook.text.yamlfile import Document

HELP = {
    "rating-known": "A rating is of a record that is there: a case gets a `level`, a lesson a `confidence`.\n\n"
    "It is counted beside that of the other rater, so both must speak of one thing. "
    "Good: `record: TLG-C-7KD3` with `level: 2`.",
}
_NAMES = "Name it after the record and the rater: 'leeds-hubs--county-evaluators.yml'."
Ratings = Mapping[str, tuple[Rated, ...]]


def read_ratings(files: Mapping[str, bytes], book: Casebook, *, some_unread: bool) -> tuple[Ratings, list[Problem]]:
    """Read ratings, given as {path from the root: bytes}: those of each record by its id, and every problem.

    some_unread: a file of a record could not be read, so 'there is no such record' is not said.
    """
    found: dict[str, list[Rated]] = defaultdict(list)
    problems: list[Problem] = []
    for path, raw in sorted(files.items()):
        rated, document, told = _read(path, raw)
        if rated and document:
            told += _broken(rated, document, book, some_unread, found[rated.record])
            found[rated.record].append(rated)
        problems += told
    return {record: tuple(each) for record, each in found.items()}, problems


def _read(path: str, raw: bytes) -> tuple[Rated | None, Document | None, list[Problem]]:
    problems = _named(path)
    document = yamlfile.parse(path, raw)
    rated = document if isinstance(document, list) else typed(document, Rated, None)
    if isinstance(rated, list):
        problems += rated
    whole = None if isinstance(document, list) else document
    if (private := guarded(path, raw, whole, problems)) is not None:
        return None, whole, list(private)
    return (None if isinstance(rated, list) else rated), whole, problems


def _named(path: str) -> list[Problem]:
    record, _, rater = path.removeprefix(RATINGS).removesuffix(".yml").partition("--")
    if is_slug(record) and is_slug(rater):
        return []
    return [Problem(path, 1, 1, "the name does not say who rates what", _NAMES, "file-name")]


def _broken(
    rated: Rated, document: Document, book: Casebook, some_unread: bool, others: list[Rated]
) -> Iterator[Problem]:
    for name, words in RATING_WORDS.items():
        if getattr(rated, name) == words:
            yield document.problem(
                (name,), f"'{name}' still holds the words of the form", "Write your own.", "draft-words"
            )
    record = _record(book, rated.record)
    if record is None:
        if not some_unread:
            what = f"there is no record {rated.record}"
            mend = "Write the id at the head of the record's file."
            yield document.problem(("record",), what, mend, "rating-known")
        return
    yield from _fits(rated, document, isinstance(record, Case))
    yield from _apart(rated, document, record, others)


def _record(book: Casebook, number: str) -> Case | Lesson | None:
    view = next((view for view in book.views.values() if view.id == number), None)
    return view.case if view else next((each for each in book.lessons.values() if each.id == number), None)


def _fits(rated: Rated, document: Document, is_case: bool) -> Iterator[Problem]:
    given, other = (rated.level, rated.confidence) if is_case else (rated.confidence, rated.level)
    kind, name, strange = ("case", "level", "confidence") if is_case else ("lesson", "confidence", "level")
    if given is None:
        what = f"{rated.record} is a {kind}, and '{name}' is missing"
        yield document.problem(("record",), what, f"Add '{name}:' with what you give it.", "rating-known")
    if other is not None:
        what = f"{rated.record} is a {kind}, and '{strange}' is given"
        yield document.problem((strange,), what, f"Remove '{strange}'; a {kind} has a '{name}'.", "rating-known")


def _apart(rated: Rated, document: Document, record: Case | Lesson, others: list[Rated]) -> Iterator[Problem]:
    """Tell of a rater who ran the pilot, wrote the record, or rated it before."""
    name, place = rated.rater.casefold(), ("rater",)
    partners = record.partners if isinstance(record, Case) else ()
    if name in {word.casefold() for p in partners if {"lead", "delivery"} & set(p.roles) for word in (p.id, p.name)}:
        what, mend = f"{shown(rated.rater)} led or delivered the pilot", "Name somebody who had no part in it."
        yield document.problem(place, what, mend, "rater")
    if name in {each.name.casefold() for each in record.contributors if each.role == "author"}:
        what, mend = f"{shown(rated.rater)} wrote the record", "Name somebody who did not write it."
        yield document.problem(place, what, mend, "rater")
    if name in {each.rater.casefold() for each in others}:
        what, mend = f"{shown(rated.rater)} has rated {rated.record} already", "Change that rating, and remove this."
        yield document.problem(place, what, mend, "rater")
