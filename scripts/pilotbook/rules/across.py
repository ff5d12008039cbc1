"""Rules across all records."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from pilotbook.casebook import Casebook, case_path, lesson_path
from pilotbook.judgement.view import CaseView
from pilotbook.record.lesson import CONFIDENCE, Lesson
from pilotbook.record.shelf import VOCABULARY
from pilotbook.record.upkeep import Life
from pilotbook.rules.causal import lesson_causes_shown
from pilotbook.text.folding import folded
from pilotbook.text.problems import Problem, near_match
from pilotbook.text.yamlfile import Path

Found = Iterator[Problem]


def ids_unique(book: Casebook, some_unread: bool) -> Found:
    """Each id belongs to one record. An id once used is never given again, so that a citation stays true."""
    owner: dict[str, str] = {}
    for path, record in _named(book):
        if record.id in owner:
            what = f"the id '{record.id}' belongs to {owner[record.id]}"
            mend = "Draw a new one with 'pilotbook new'."
            yield _of_two(book, path, owner[record.id], ("id",), what, mend, "id-unique")
        owner.setdefault(record.id, path)


def titles_unique(book: Casebook, some_unread: bool) -> Found:
    """No two records have one title, whatever its capitals, blanks or accents: a list could not tell them apart."""
    owner: dict[str, str] = {}
    for path, record in _named(book):
        title = folded(record.title)
        if title in owner:
            what = f"the title is also that of {owner[title]}"
            mend = "Say what sets this one apart."
            yield _of_two(book, path, owner[title], ("title",), what, mend, "title-unique")
        owner.setdefault(title, path)


def lessons_exist(book: Casebook, some_unread: bool) -> Found:
    """Each ledger entry names a lesson that exists.

    Good: `lesson: TLG-L-2M9X`, the id in a file under case_studies/lessons/.
    """
    known = {lesson.id for lesson in book.lessons.values()}
    # Ids are drawn at random, so two that look alike are seldom meant for one another: only a slip of one letter is.
    for slug, view in sorted(book.views.items()):
        for index, entry in enumerate(view.entries):
            if entry.lesson not in known and not some_unread:
                match = near_match(entry.lesson, known, cutoff=0.9)
                mend = (
                    f"Use '{match}'."
                    if match
                    else "Write the id of a lesson under case_studies/lessons/, or add the lesson."
                )
                place = ("lessons", index, "lesson")
                yield book.documents[case_path(slug)].problem(
                    place, f"there is no lesson '{entry.lesson}'", mend, "lesson-known"
                )


def lessons_founded(book: Casebook, some_unread: bool) -> Found:
    """Each lesson has at least one entry in the ledger of a case. A lesson without evidence is an opinion."""
    named = {entry.lesson for view in book.views.values() for entry in view.entries}
    for slug, lesson in book.lessons.items():
        if lesson.id not in named and not some_unread:
            document = book.documents[lesson_path(slug)]
            mend = f"Add '- lesson: {lesson.id}' under 'lessons' of a case that bears on it."
            yield document.problem(("id",), "no case bears on this lesson", mend, "lesson-founded")


def partners_named_alike(book: Casebook, some_unread: bool) -> Found:
    """A partner's label means one organisation in every record, and one organisation has one label.

    Pages and filters count partners by their labels. Good: `ipsos` is 'Ipsos' everywhere, and no `ipsos-uk` is 'IPSOS'.
    """
    ended = book.vocabulary.ended_organisations.items()
    names = {label: (term.label, VOCABULARY) for label, term in ended}
    labels = {folded(term.label): (label, VOCABULARY) for label, term in ended}
    for slug, view in sorted(book.views.items()):
        path = case_path(slug)
        for index, (label, name) in enumerate(view.partners):
            other, first = names.setdefault(label, (name, path))
            if name != other:
                what = f"'{label}' is '{name}' here and '{other}' in {first}"
                place = ("partners", index, "name")
                yield _of_two(book, path, first, place, what, "Use one name, or another label.", "partner-name")
            known, first = labels.setdefault(folded(name), (label, path))
            if label != known:
                what = f"'{name}' has the label '{label}' here and '{known}' in {first}"
                yield _of_two(book, path, first, ("partners", index, "id"), what, f"Use '{known}'.", "partner-name")


def confidence_within_ceiling(book: Casebook, some_unread: bool) -> Found:
    """The confidence in a lesson is not above what its evidence allows: people may judge lower, never higher.

    One place only: not above low. A contradiction: not above moderate. All evidence self-evaluated: not above low.
    Good: `overall: low` for a lesson that rests on one place.
    """
    if some_unread:
        return
    levels = list(CONFIDENCE)
    for slug, lesson in book.lessons.items():
        found = book.standings[slug]
        if lesson.confidence and levels.index(lesson.confidence.overall) < levels.index(found.ceiling):
            what = f"'overall' is '{lesson.confidence.overall}', but {' and '.join(found.reasons)}"
            yield book.documents[lesson_path(slug)].problem(
                ("confidence", "overall"), what, f"Use '{found.ceiling}' or lower.", "confidence-ceiling"
            )


def judged_within_ceiling(book: Casebook, some_unread: bool) -> Found:
    """A judged level of evidence is not above the computed one: people may judge lower, never higher.

    Good: `rating: {level: 2, …}` for a case whose computed level is 3. `pilotbook explain` says how it is computed.
    """
    for slug, view in book.views.items():
        level, judged = view.rating.level, view.rating.judged
        if judged is not None and judged > level:
            what = f"'level' is {judged}, but the evidence reaches {level}"
            yield book.documents[case_path(slug)].problem(
                ("rating", "level"), what, f"Use {level} or lower.", "judged-ceiling"
            )


def _of_two(book: Casebook, path: str, other: str, place: Path, what: str, mend: str, rule: str) -> Problem:
    """Give a problem that two files have together: it stands in one, and concerns who asks about the other."""
    return replace(book.documents[path].problem(place, what, mend, rule), also=(other,))


def _named(book: Casebook) -> Iterator[tuple[str, CaseView | Lesson]]:
    """Yield every record with the path of its file, in the order of the paths, cases first."""
    yield from ((case_path(slug), view) for slug, view in sorted(book.views.items()))
    yield from ((lesson_path(slug), lesson) for slug, lesson in sorted(book.lessons.items()))


def successors_known(book: Casebook, some_unread: bool) -> Found:
    """A record that gave way to others names them, and they stand: one after a merger, two or more after a split.

    Who follows an old citation must arrive somewhere. Good: `lifecycle: {state: merged, by: TLG-C-7KD3, …}`, whose own state is
    `active`; `lifecycle: {state: split, by: [TLG-C-7KD3, TLG-C-2M9X], …}`. One that was withdrawn may have nothing in its place,
    but says why and since when.
    """
    standing = {record.id for _, record in _named(book) if _life(record)[0] == "active"}
    for path, record in _named(book):
        state, by, reason, since = _life(record)
        if state == "active":
            continue
        document = book.documents[path]
        lost = next((each for each in by if each not in standing), None)
        if lost and not some_unread:
            mend = "Name the record that stands in its place; where there is none, the state is 'withdrawn'."
            yield document.problem(("lifecycle", "by"), f"no record that stands is '{lost}'", mend, "successor-known")
        if fault := _successors_fault(state, len(by)):
            yield document.problem(("lifecycle",), *fault, "successor-known")
        if not (reason and since):
            what = f"it is '{state}', and not told why and since when"
            yield document.problem(("lifecycle",), what, "Give 'reason' and 'since'.", "successor-known")


def _successors_fault(state: str, count: int) -> tuple[str, str] | None:
    """Give (what, mend) where a state does not go with the number of records that took the place."""
    if state == "split" and count < 2:
        return "it is 'split', and 'by' does not name two records or more", "Give 'by', a list of their ids: [id, id]."
    if state in ("merged", "superseded") and not count:
        return f"it is '{state}', and 'by' does not say what took its place", "Give 'by', the id of the other record."
    if state in ("merged", "superseded") and count > 1:
        return f"it is '{state}', and 'by' names {count} records", "Name one, or make the state 'split'."
    return None


def former_names_free(book: Casebook, some_unread: bool) -> Found:
    """A name that a record had before is the name of no other record now, and of no other before.

    The address of the old name leads on to the record; it cannot lead to two. Good: `formerly: [leeds-hubs]` in the file that
    was called `leeds-hubs.yml`.
    """
    owner = {path: path for path, _ in _named(book)}
    for path, record in _named(book):
        for index, name in enumerate(record.formerly):
            address = f"{path.rpartition('/')[0]}/{name}.yml"
            if address in owner:
                what = f"'{name}' is the name of {owner[address]}"
                yield _of_two(
                    book,
                    path,
                    owner[address],
                    ("formerly", index),
                    what,
                    "Remove it, or rename the other.",
                    "name-free",
                )
            owner.setdefault(address, path)


def _life(record: CaseView | Lesson) -> Life:
    return record.life if isinstance(record, CaseView) else record.lifecycle.told


RULES: dict[str, Callable[[Casebook, bool], Found]] = {
    "id-unique": ids_unique,
    "title-unique": titles_unique,
    "lesson-known": lessons_exist,
    "lesson-founded": lessons_founded,
    "successor-known": successors_known,
    "name-free": former_names_free,
    "partner-name": partners_named_alike,
    "confidence-ceiling": confidence_within_ceiling,
    "judged-ceiling": judged_within_ceiling,
    "causal-wording": lesson_causes_shown,
}
