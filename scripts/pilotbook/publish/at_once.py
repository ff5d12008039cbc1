"""The pages of changed records, made before anything else: set into the frame of the last build, and kept nowhere.

Records are opened from the store, so only what changed is read and checked again. What a page says of records like its own is
taken from the last time they were all compared; the build that follows compares them again.
"""

import gc
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from pilotbook.casebook import Casebook, case_path, lesson_path
from pilotbook.pages.kinds import case, lesson
from pilotbook.pages.page import Recipe
from pilotbook.publish import manifest, releases, run, site
from pilotbook.publish.git import Repository
from pilotbook.publish.store import Store
from pilotbook.publish.unmade import file_behind, made
from pilotbook.views.related_records import Related, related_cases, related_lessons

Near = Mapping[str, tuple[Related, ...]]


class AtOnce:
    """Makes pages of the project at `root`, and holds what can be held from one time to the next."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._cases: Near = {}
        self._lessons: Near = {}

    def settle(self) -> None:
        """Do what need not be done while somebody waits: compare all records, load templates. Nothing of it must succeed."""
        with self._store() as store:
            frame = site.Frame.noted(store)
            if frame is None:
                return
            book = run.open_casebook(self._root, store)
            self._cases, self._lessons = related_cases(book), related_lessons(book)
            for recipe in self._recipes(book, list(book.views)[:1], list(book.lessons)[:1]):
                site.finished(recipe, frame)
        # What is held by now stays; looking through it again and again takes time when a page is asked for.
        gc.unfreeze()
        gc.collect()
        gc.freeze()

    def pages(self, names: Collection[str]) -> dict[str, str]:
        """Give the page of each record among the changed files `names`, {path in the site: HTML}.

        A record that is gone has none, and nothing has one before the first build. Raises Refused where a record has a problem.
        """
        with self._store() as store, _without_collecting():
            book = run.open_casebook(self._root, store)
            frame = site.Frame.noted(store)
            if frame is None:
                return {}
            cases = [slug for slug in book.views if case_path(slug) in names]
            lessons = [slug for slug in book.lessons if lesson_path(slug) in names]
            book = run.with_past(book, Repository(self._root), cases, store)
            book = releases.with_changes(book, self._root, store)
            recipes = self._recipes(book, cases, lessons)
            found = {
                each.path: made(partial(site.finished, each, frame), file_behind(each.path), "its page")
                for each in recipes
            }
            return {manifest.file_of(path): html for path, (_, html, _) in found.items()}

    def _recipes(self, book: Casebook, cases: Iterable[str], lessons: Iterable[str]) -> Iterator[Recipe]:
        yield from (case.recipe(book, slug, self._cases.get(slug, ())) for slug in cases)
        yield from (lesson.recipe(book, slug, self._lessons.get(slug, ())) for slug in lessons)

    @contextmanager
    def _store(self) -> Iterator[Store]:
        # Opened each time: another build may have replaced the table.
        store = Store(self._root / "_build" / "store")
        try:
            yield store
        finally:
            store.close()


@contextmanager
def _without_collecting() -> Iterator[None]:
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
