"""A word as long as the checker lets one be breaks at the edge of the page, and pushes nothing off a narrow screen."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from books import tiny_book
from pilotbook.casebook import Casebook
from pilotbook.pages.kinds import all_pages
from pilotbook.publish import site, styles
from pilotbook.record.shelf import Shelf
from pilotbook.text.yamlfile import MAX_WORD
from playwright.sync_api import Browser
from projects import FRAME
from pydantic import BaseModel

WIDTH = 320
LONG = "W" * MAX_WORD
# Fields of free words: of records, and the labels of the vocabulary.
WORDS = {
    *(
        "title",
        "summary",
        "text",
        "label",
        "name",
        "note",
        "publisher",
        "locator",
        "what",
        "why",
        "because",
        "statement",
    ),
    *(
        "advice",
        "detail",
        "limits",
        "mechanism",
        "by",
        "record_owner",
        "definition",
        "who",
        "reason",
        "hypothesis",
        "method",
    ),
}
OUTSIDE = """() => [...document.querySelectorAll("main *")]
  .filter((box) => box.getBoundingClientRect().right > innerWidth + 1)
  .filter((box) => !box.closest(".table-scroll, svg, .visually-hidden, [hidden]"))
  .map((box) => `${box.tagName.toLowerCase()}.${box.className}`).slice(0, 9)"""


def lengthened(value: Any, name: str = "") -> Any:
    """Give a record with a long word in each field of free words."""
    if isinstance(value, BaseModel):
        fields = type(value).model_fields
        return value.model_copy(update={each: lengthened(getattr(value, each), each) for each in fields})
    if isinstance(value, tuple):
        return tuple(lengthened(each, name) for each in value)
    if isinstance(value, Mapping):
        return {key: lengthened(each, name) for key, each in value.items()}
    # What is all small letters is a code of a list.
    is_free = isinstance(value, str) and name in WORDS and value.lower() != value
    return f"{LONG} {value}" if is_free else value


def long_book() -> Casebook:
    book = tiny_book()
    cases = {slug: lengthened(view.case) for slug, view in book.views.items()}
    lessons = {slug: lengthened(lesson) for slug, lesson in book.lessons.items()}
    return Casebook.of(Shelf(lengthened(book.vocabulary), cases, lessons, book.documents))


def test_words_of_200_letters_in_every_field_stay_on_narrow_pages(browser: Browser, tmp_path: Path) -> None:
    pages = {page.kind.name: page for page in reversed(list(all_pages(long_book())))}
    (tmp_path / "_static").mkdir()
    (tmp_path / "_static" / "pilotbook.css").write_text(styles.stylesheet(), encoding="utf-8")
    context = browser.new_context(viewport={"width": WIDTH, "height": 900}, java_script_enabled=False)
    opened = context.new_page()
    wide = {}
    for name, page in pages.items():
        file = tmp_path / site.file_of(page.path)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(site.set_into(FRAME.replace("%%HEAD%%", ""), page), encoding="utf-8")
        opened.goto(file.as_uri())
        if opened.evaluate("document.documentElement.scrollWidth") > WIDTH:
            wide[name] = opened.evaluate(OUTSIDE)
    # Pages without their styles would be no pages.
    assert opened.evaluate("getComputedStyle(document.querySelector('main')).overflowWrap") == "anywhere"
    context.close()

    assert len(pages) > 30
    assert wide == {}, wide
