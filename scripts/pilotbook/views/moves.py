"""What moves between two books: pure functions of the book before and after a change.

Both hold the same kinds of things, read by the same rules; what could not be compared is in neither (publish/compared.py).
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace

from pilotbook.casebook import Casebook, case_path, lesson_path
from pilotbook.judgement.lesson_strength import Standing, confidence_of
from pilotbook.judgement.rating import NOT_YET_RATED
from pilotbook.judgement.view import CaseView
from pilotbook.record import Vocabulary
from pilotbook.record.released import Changed, Stood
from pilotbook.views.approaches import Subject, approaches, areas
from pilotbook.views.changes import Differ, compare, state_of
from pilotbook.views.gapmap import Cell, gap_map
from pilotbook.views.impact import CellMove, Grade, LessonMove, Part, RecordChange, Rests, SubjectMove


def record_changes(
    before: Casebook, after: Casebook, digests: tuple[Mapping[str, str], Mapping[str, str]], differ: Differ
) -> tuple[RecordChange, ...]:
    """Give each record that is new, changed, renamed, gone or rated anew: lessons first, each kind in the order of titles.

    digests: of the files of each book, by their paths.
    """
    was, now = (state_of(book, of) for book, of in zip((before, after), digests, strict=True))
    found = []
    for each in compare(was, now, differ):
        old, new = was.get(each.id), now.get(each.id)
        # A lesson on which a case bears anew has not changed itself; a case whose sources stopped to answer is rated anew.
        is_same = _file(old, digests[0]) == _file(new, digests[1])
        if not is_same or any(part.part == "Rating" for part in each.differences):
            told = _record(each, old, new, before, after)
            found.append(replace(told, state="rated") if is_same else told)
    return tuple(found)


def _file(stood: Stood | None, digests: Mapping[str, str]) -> tuple[str, str] | None:
    return (stood.path, digests.get(stood.path, "")) if stood else None


def _record(changed: Changed, old: Stood | None, new: Stood | None, before: Casebook, after: Casebook) -> RecordChange:
    state = "removed" if new is None else "new" if old is None else "renamed" if old.slug != new.slug else "changed"
    had, has = _view(old, before), _view(new, after)
    is_told = state in ("new", "removed")
    kept = tuple(
        each
        for each in changed.differences
        # Told from the grades, or of the lesson by what it rests on.
        if each.part not in ("Rating", "Ledger") and not (each.part == "Record" and is_told)
    )
    return RecordChange(
        kind=changed.kind,
        id=changed.id,
        title=changed.title,
        state=state,
        file=new.path if new else old.path if old else "",
        address=changed.address,
        differences=kept,
        before=grade(had) if had else None,
        after=grade(has) if has else None,
        holds=tuple(_holds(has)) if has and state == "new" else (),
        answers=tuple(each for each in _answers(after, new) if each not in _answers(before, old)),
    )


def _view(stood: Stood | None, book: Casebook) -> CaseView | None:
    return book.views.get(stood.slug) if stood and stood.kind == "case" else None


def grade(view: CaseView) -> Grade:
    """Give how a case is graded."""
    found, (finding, caution) = view.completeness, view.told_direction
    return Grade(
        completeness=found.grade,
        answered=len(found.answered),
        open=found.open,
        level=None if view.level_name == NOT_YET_RATED[0] else view.level,
        name=view.level_name,
        low=view.bounds.low,
        high=view.bounds.high,
        direction=finding,
        caution=caution,
    )


def _holds(view: CaseView) -> Iterator[Part]:
    case = view.case
    yield Part("outcome", len(case.outcomes), sum(each.finding != "not_known" for each in view.measured))
    yield Part("test-learn cycle", len(case.cycles))
    yield Part("cost", len(case.costs))
    yield Part("source", len(case.sources))


def _answers(book: Casebook, stood: Stood | None) -> tuple[tuple[str, str], ...]:
    if stood is None:
        return ()
    record = book.views[stood.slug].case if stood.slug in book.views else book.lessons.get(stood.slug)
    return tuple(
        (", ".join(each.covers), each.already_published_at or (each.waiver.data_owner if each.waiver else ""))
        for each in (getattr(record, "disclosure", None) or ())
    )


def lesson_moves(before: Casebook, after: Casebook, partial: Collection[str]) -> tuple[LessonMove, ...]:
    """Give each lesson whose ledger or confidence moves, in the order of titles.

    partial: ids of lessons on which a record bears that could not be compared.
    """
    slugs = [{lesson.id: slug for slug, lesson in book.lessons.items()} for book in (before, after)]
    entries = [_entries(book) for book in (before, after)]
    titles = {lesson.id: lesson.title for book in (before, after) for lesson in book.lessons.values()}
    found = []
    for name in sorted(titles, key=lambda each: (titles[each].casefold(), each)):
        rests = [
            _rests(book, of[name]) if name in of else None for book, of in zip((before, after), slugs, strict=True)
        ]
        had, has = (each.get(name, Counter()) for each in entries)
        told = tuple(
            (*entry, state)
            for state, of in (("added", has - had), ("taken out", had - has))
            for entry in sorted(of.elements())
        )
        if rests[0] != rests[1] or told:
            found.append(LessonMove(name, titles[name], rests[0], rests[1], told, name in partial))
    return tuple(found)


def _rests(book: Casebook, slug: str) -> Rests:
    lesson, found = book.lessons[slug], book.standings[slug]
    return Rests(
        found.cases,
        found.where,
        found.supporting,
        found.contradicting,
        found.qualifying,
        confidence_of(lesson, found) or "",
        lesson.confidence.overall if lesson.confidence else "",
        found.ceiling,
        _reasons(found),
    )


def _reasons(found: Standing) -> tuple[str, ...]:
    """Give what holds a lesson at its ceiling: 'it rests on one place'."""
    return tuple(each.partition(":")[0] for each in found.reasons)


def _entries(book: Casebook) -> dict[str, Counter[tuple[str, str]]]:
    """Count what each lesson's ledger says, by its id: (title of a case, 'supports')."""
    found: dict[str, Counter[tuple[str, str]]] = defaultdict(Counter)
    for view in book.views.values():
        for index, slug in book.standing_entries(view):
            found[book.lessons[slug].id][view.title, view.entries[index].relation] += 1
    return found


def cell_moves(before: Casebook, after: Casebook) -> tuple[CellMove, ...]:
    """Give each cell of the gap map that moves: filled and emptied ones first, each in the order of the vocabulary."""
    was, now, none = gap_map(before), gap_map(after), Cell("", "", (), (), (), None, False)
    found = []
    for area, domain in {**now, **was}:
        old, new = was.get((area, domain), none), now.get((area, domain), none)
        if (set(old.known), old.best_sms) == (set(new.known), new.best_sms):
            continue
        state = "moved"
        if not old.known or not new.known:
            state = "filled" if new.known else "emptied"
        labels = _label(before, after, "policy_areas", area), _label(before, after, "outcome_domains", domain)
        found.append(CellMove(*labels, state, len(old.known), len(new.known), old.best_sms, new.best_sms))
    return tuple(sorted(found, key=lambda each: each.state == "moved"))


def _label(before: Casebook, after: Casebook, of: str, code: str) -> str:
    lists = (getattr(book.vocabulary, of) for book in (after, before))
    return next((str(each[code].label) for each in lists if code in each), code)


def subject_moves(before: Casebook, after: Casebook) -> tuple[SubjectMove, ...]:
    """Give each approach, then each policy area, whose counts move, in the order of the vocabulary."""
    found = []
    for kind, give in (("approach", approaches), ("area", areas)):
        was, now = give(before), give(after)
        for code in {**now, **was}:
            counts = [_counts(of.get(code)) for of in (was, now)]
            if counts[0] != counts[1]:
                label = (now.get(code) or was[code]).label
                found.append(SubjectMove(kind, label, *zip(*counts, strict=True)))
    return tuple(found)


def _counts(subject: Subject | None) -> tuple[int, int, int]:
    if subject is None:
        return 0, 0, 0
    return len(subject.cases), len(subject.findings), len(subject.fair)


def word_changes(before: Vocabulary, after: Vocabulary) -> tuple[tuple[str, str, str], ...]:
    """Give what changed in the lists that codes are chosen from: (list, code, 'new', 'changed' or 'gone')."""
    found = []
    for name in type(after).model_fields:
        was, now = getattr(before, name), getattr(after, name)
        if not isinstance(was, Mapping) or not isinstance(now, Mapping):
            found += [(name, "", "changed")] if was != now else []
            continue
        for code in {**now, **was}:
            if was.get(code) != now.get(code):
                found.append((name, code, "gone" if code not in now else "changed" if code in was else "new"))
    return tuple(found)


def files_of(book: Casebook) -> dict[str, str]:
    """Give the path of the file of each record by the words that pages name it by: its id, its short name, its addresses."""
    found: dict[str, str] = {}
    for slug, view in book.views.items():
        found |= dict.fromkeys((view.id, slug, f"/cases/{slug}/", view.title), case_path(slug))
    for slug, lesson in book.lessons.items():
        found |= dict.fromkeys((lesson.id, slug, f"/lessons/{slug}/", lesson.title), lesson_path(slug))
    return found
