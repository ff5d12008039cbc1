"""Rules across all records."""

from collections import defaultdict
from collections.abc import Callable, Iterator

from pilotbook.judgement.lesson_strength import Evidence, nations, standing
from pilotbook.judgement.rating import rate
from pilotbook.record.lesson import CONFIDENCE
from pilotbook.record.shelf import Shelf
from pilotbook.rules.causal import lesson_causes_shown
from pilotbook.text.problems import Problem, near_match

Found = Iterator[Problem]


def ids_unique(shelf: Shelf, some_unread: bool) -> Found:
    """Each id belongs to one record. An id once used is never given again, so that a citation stays true."""
    owner: dict[str, str] = {}
    for path, record in shelf.records():
        document = shelf.documents[path]
        if record.id in owner:
            what = f"the id '{record.id}' belongs to {owner[record.id]}"
            yield document.problem(("id",), what, "Draw a new one with 'pilotbook new'.", "id-unique")
        owner.setdefault(record.id, path)


def titles_unique(shelf: Shelf, some_unread: bool) -> Found:
    """No two records have one title: a reader could not tell them apart in a list."""
    owner: dict[str, str] = {}
    for path, record in shelf.records():
        title = " ".join(record.title.casefold().split())
        if title in owner:
            what = f"the title is also that of {owner[title]}"
            yield shelf.documents[path].problem(("title",), what, "Say what sets this one apart.", "title-unique")
        owner.setdefault(title, path)


def lessons_exist(shelf: Shelf, some_unread: bool) -> Found:
    """Each ledger entry names a lesson that exists.

    Good: `lesson: TLG-L-2M9X`, the id in a file under case_studies/lessons/.
    """
    known = {lesson.id for lesson in shelf.lessons.values()}
    # Ids are drawn at random, so two that look alike are seldom meant for one another: only a slip of one letter is.
    for slug, case in shelf.cases.items():
        document = shelf.documents[f"case_studies/{slug}.yml"]
        for index, entry in enumerate(case.lessons):
            if entry.lesson not in known and not some_unread:
                match = near_match(entry.lesson, known, cutoff=0.9)
                mend = (
                    f"Use '{match}'."
                    if match
                    else "Write the id of a lesson under case_studies/lessons/, or add the lesson."
                )
                place = ("lessons", index, "lesson")
                yield document.problem(place, f"there is no lesson '{entry.lesson}'", mend, "lesson-known")


def lessons_founded(shelf: Shelf, some_unread: bool) -> Found:
    """Each lesson has at least one entry in the ledger of a case. A lesson without evidence is an opinion."""
    named = {entry.lesson for case in shelf.cases.values() for entry in case.lessons}
    for slug, lesson in shelf.lessons.items():
        if lesson.id not in named and not some_unread:
            document = shelf.documents[f"case_studies/lessons/{slug}.yml"]
            mend = f"Add '- lesson: {lesson.id}' under 'lessons' of a case that bears on it."
            yield document.problem(("id",), "no case bears on this lesson", mend, "lesson-founded")


def partners_named_alike(shelf: Shelf, some_unread: bool) -> Found:
    """A partner's label means one organisation in every record. Good: `ipsos` is 'Ipsos' everywhere."""
    names: dict[str, dict[str, str]] = defaultdict(dict)
    for slug, case in shelf.cases.items():
        path = f"case_studies/{slug}.yml"
        for index, partner in enumerate(case.partners):
            known = names[partner.id]
            if known and partner.name not in known:
                other, first = next(iter(known.items()))
                what = f"'{partner.id}' is '{partner.name}' here and '{other}' in {first}"
                place = ("partners", index, "name")
                yield shelf.documents[path].problem(place, what, "Use one name, or another label.", "partner-name")
            known.setdefault(partner.name, path)


def confidence_within_ceiling(shelf: Shelf, some_unread: bool) -> Found:
    """The confidence in a lesson is not above what its evidence allows: people may judge lower, never higher.

    One place only: not above low. A contradiction: not above moderate. All evidence self-evaluated: not above low.
    Good: `overall: low` for a lesson that rests on one place.
    """
    if some_unread:
        return
    ratings = {slug: rate(case) for slug, case in shelf.cases.items()}
    entries = [Evidence(slug, case, entry) for slug, case in shelf.cases.items() for entry in case.lessons]
    levels = list(CONFIDENCE)
    for slug, lesson in shelf.lessons.items():
        found = standing(tuple(e for e in entries if e.entry.lesson == lesson.id), ratings, nations(shelf.vocabulary))
        if lesson.confidence and levels.index(lesson.confidence.overall) < levels.index(found.ceiling):
            what = f"'overall' is '{lesson.confidence.overall}', but {' and '.join(found.reasons)}"
            document = shelf.documents[f"case_studies/lessons/{slug}.yml"]
            yield document.problem(
                ("confidence", "overall"), what, f"Use '{found.ceiling}' or lower.", "confidence-ceiling"
            )


def judged_within_ceiling(shelf: Shelf, some_unread: bool) -> Found:
    """A judged level of evidence is not above the computed one: people may judge lower, never higher.

    Good: `rating: {level: 2, …}` for a case whose computed level is 3. `pilotbook explain` says how it is computed.
    """
    for slug, case in shelf.cases.items():
        level = rate(case).level
        if case.rating and case.rating.level > level:
            what = f"'level' is {case.rating.level}, but the evidence reaches {level}"
            document = shelf.documents[f"case_studies/{slug}.yml"]
            yield document.problem(("rating", "level"), what, f"Use {level} or lower.", "judged-ceiling")


RULES: dict[str, Callable[[Shelf, bool], Found]] = {
    "id-unique": ids_unique,
    "title-unique": titles_unique,
    "lesson-known": lessons_exist,
    "lesson-founded": lessons_founded,
    "partner-name": partners_named_alike,
    "confidence-ceiling": confidence_within_ceiling,
    "judged-ceiling": judged_within_ceiling,
    "causal-wording": lesson_causes_shown,
}
