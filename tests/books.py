"""What tests of ratings, tables and pages start from: the two casebooks, a sound outcome, and how to read a made page."""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

from bs4 import BeautifulSoup
from madeup import CASE
from pilotbook.casebook import Casebook
from pilotbook.judgement.view import CaseView
from pilotbook.pages.kinds import all_pages
from pilotbook.pages.page import Page
from pilotbook.publish import disk, run
from pilotbook.record import Case, Lesson, Vocabulary
from pilotbook.record.shelf import Shelf
from pilotbook.rules import check
from pilotbook.text import yamlfile
from pilotbook.text.yamlfile import Document

HERE = Path(__file__).parent
ROOT = HERE.parent
TINY = HERE / "tiny"
GOLDEN = HERE / "golden"

MISSING = {"missing": "not_read"}
OUTCOME = {
    "id": "O1",
    "label": "Made-up families who came",
    "domain": "reach",
    "kind": "outcome",
    "primary": "yes",
    "named_in_advance": "yes",
    "direction_wanted": "up",
    "follow_up": "12 months",
    "baseline": MISSING,
    "result": {"value": "42", "unit": "%", "source": ["S1"], "locator": "table 3"},
    "comparison": {"design": "none"},
    "n": {"of": "families", "treated": "300", "comparison": "310", "source": ["S1"], "locator": "table 2"},
    "effect": MISSING,
    "finding": "better",
}
SOURCE = dict(CASE["sources"][0])

TEAM = {"id": "madeup-council", "name": "Madeup Council", "roles": ["lead", "delivery"]}
OWN_WORK = {"measured_by": "madeup-council", "analysed_by": "madeup-council"}


@cache
def tiny_book() -> Casebook:
    """Give the made-up casebook; it is frozen, so all tests share one."""
    return run.open_casebook(TINY)


@cache
def real_book() -> Casebook:
    """Give the casebook of this project, whatever the checker still asks of its words: that is another test's matter."""
    shelf, _ = check(*disk.read_records(ROOT))
    assert shelf is not None
    return Casebook.of(shelf)


def book_of(
    cases: Mapping[str, Case], lessons: Mapping[str, Lesson] | None = None, vocabulary: Vocabulary | None = None
) -> Casebook:
    """Give the casebook of some records that stand in no file; every fact of theirs is on line 1."""
    documents = {f"case_studies/{slug}.yml": Document(f"{slug}.yml", "id: made-up\n", {}) for slug in cases}
    return Casebook.of(Shelf(vocabulary or tiny_book().vocabulary, cases, lessons or {}, documents))


def view_of(case: Case, slug: str = "made-up") -> CaseView:
    """Give a case that stands in no file as others see it."""
    return CaseView(slug, lambda: case)


def pages_of(kind: ModuleType, book: Casebook) -> Iterator[Page]:
    """Make the pages of one kind."""
    return (recipe.page() for recipe in kind.recipes(book))


@cache
def tiny_pages() -> dict[str, Page]:
    """Give every made page of the made-up casebook, by address."""
    return {page.path: page for page in all_pages(tiny_book())}


def outcome(**changes: Any) -> dict[str, Any]:
    """Give a sound outcome, written as in YAML, with some fields changed."""
    return {**OUTCOME, **changes}


def figure(value: str, unit: str = "%", **changes: Any) -> dict[str, Any]:
    """Give a figure from S1, written as in YAML."""
    return {"value": value, "unit": unit, "source": ["S1"], "locator": "table 3", **changes}


def source(**changes: Any) -> dict[str, Any]:
    """Give a sound source, written as in YAML."""
    return {**SOURCE, **changes}


def written(path: Path) -> dict[str, Any]:
    """Give a record's file as plain text, lists and dicts."""
    document = yamlfile.parse(path.name, path.read_bytes())
    assert not isinstance(document, list)
    return document.data


def read(html: object) -> BeautifulSoup:
    """Read a page as a browser would, as far as a test needs it."""
    return BeautifulSoup(str(html), "html.parser")


def words_of(html: object) -> str:
    """Give the words of a page with single blanks."""
    return re.sub(r"\s+", " ", read(html).get_text()).strip()


def leaves(data: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Yield every text of plain data with its path."""
    if isinstance(data, str):
        yield path, data
    else:
        for key, value in data.items() if isinstance(data, dict) else enumerate(data):
            yield from leaves(value, (*path, key))


def replaced(data: Any, changes: dict[tuple[str | int, ...], str], path: tuple[str | int, ...] = ()) -> Any:
    """Give a copy of plain data with the texts at some paths changed."""
    if isinstance(data, str):
        return changes.get(path, data)
    if isinstance(data, dict):
        return {key: replaced(value, changes, (*path, key)) for key, value in data.items()}
    return [replaced(value, changes, (*path, index)) for index, value in enumerate(data)]
