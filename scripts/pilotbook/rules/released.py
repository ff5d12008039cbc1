"""Rules on what was released: an address once given out answers for ever, and what is kept of a release is whole."""

from collections.abc import Iterator

from pilotbook.casebook import Casebook, case_path, lesson_path
from pilotbook.judgement.view import CaseView
from pilotbook.record.lesson import Lesson
from pilotbook.record.released import Stood
from pilotbook.text.problems import Problem

Found = Iterator[Problem]
HELP = {
    "release-whole": "What is kept of a release is as it was when the release was made.\n\n"
    "Its checksums were given out, so nothing of it is edited or removed by hand. Good: `pilotbook release --withdraw` where "
    "the law asks for it, and `git checkout -- case_studies/releases` where a disk has lost something.",
}


def released_ids_kept(book: Casebook, some_unread: bool) -> Found:
    """A record that was part of a release is never deleted: its id and its address are cited somewhere.

    Its file stays, and says what became of it. Good: `lifecycle: {state: withdrawn, reason: …, since: 2026-11-21}`.
    """
    if some_unread:
        return
    known = {view.id for view in book.views.values()} | {lesson.id for lesson in book.lessons.values()}
    for name, record in _last_told(book):
        if record.id not in known:
            what = f"the record {record.id} of release {name} is gone, and its id and address were given out"
            mend = "Put its file back, and say what became of it: 'lifecycle: {state: withdrawn, reason: …, since: …}'."
            yield Problem(record.path, 1, 1, what, mend, "released-id")


def released_names_kept(book: Casebook, some_unread: bool) -> Found:
    """A record whose file was renamed since a release keeps the old name under `formerly`: old links lead on to it.

    Good: `formerly: [leeds-hubs]` in the file that was called `leeds-hubs.yml` in release 2026.1.
    """
    views: dict[str, tuple[str, str, CaseView | Lesson]] = {
        view.id: (slug, case_path(slug), view) for slug, view in book.views.items()
    }
    views |= {lesson.id: (slug, lesson_path(slug), lesson) for slug, lesson in book.lessons.items()}
    told: set[tuple[str, str]] = set()
    for release in reversed(book.releases):
        for was in release.records:
            slug, path, record = views.get(was.id, ("", "", None))
            if record is None or was.slug in (slug, *record.formerly) or (was.id, was.slug) in told:
                continue
            told.add((was.id, was.slug))
            what = f"it was '{was.slug}' in release {release.name}, and that address would be lost"
            mend = f"Add 'formerly: [{', '.join((*record.formerly, was.slug))}]'."
            yield book.documents[path].problem(("id",), what, mend, "released-name")


def _last_told(book: Casebook) -> Iterator[tuple[str, Stood]]:
    """Yield each record that was ever released, with the last release that has it, in the order of ids."""
    last = {record.id: (release.name, record) for release in book.releases for record in release.records}
    yield from (last[name] for name in sorted(last))


def damaged(path: str, what: str) -> Problem:
    """Give the problem of a file of a release, at `path` from the root, that is not what was kept."""
    mend = "Bring it back with 'git checkout -- case_studies/releases'."
    return Problem(path, 1, 1, what, mend, "release-whole")


RULES = {"released-id": released_ids_kept, "released-name": released_names_kept}
