"""llms.txt: what a program that reads for people should read first, with the Markdown twin of each record.

https://llmstxt.org. Addresses are whole where the site's address is known, else as seen from the root.
"""

from collections.abc import Iterator

from pilotbook.casebook import Casebook
from pilotbook.exports.dataset import DESCRIPTION, HONEST_USE, LICENCE_TITLE, TITLE, citation, version_of
from pilotbook.exports.download import Download
from pilotbook.judgement.lesson_strength import confidence_of
from pilotbook.record.lesson import CONFIDENCE
from pilotbook.text.markdown import from_text

TWIN = "index.md"
_READ_FIRST = (
    (
        "method/use-the-data/",
        "Use the data",
        "what bounds, reasons and designs mean, and what must not be done with them",
    ),
    ("method/", "How evidence is rated", "the scale, the rules and the bounds"),
    ("method/reading/", "How to read a page", "marks, gaps and sources"),
    ("about/", "About this book", "what it does not know"),
    ("data/", "Data", "every file, with the meaning of each column"),
)
_FILES = (
    ("data/casebook.json", "every record with its rating and bounds"),
    ("data/cases.csv", "one row a case"),
    ("data/outcomes.csv", "one row an outcome"),
    ("data/lessons.csv", "one row a lesson"),
    ("data/ledger.csv", "what each case says of each lesson"),
    ("data/vocabulary.csv", "what each code means"),
    ("data/datapackage.json", "every file with its columns, size and hash"),
)


def _make(book: Casebook) -> str:
    return "\n".join(_lines(book)) + "\n"


def _lines(book: Casebook) -> Iterator[str]:
    version = version_of(book)
    yield from (f"# {TITLE}", "", f"> {DESCRIPTION}", "")
    yield f"Version of {version}. {LICENCE_TITLE}. Cite: {from_text(citation(version, book.base).harvard)}"
    yield from ("", *(f"- {told}" for told in HONEST_USE), "")
    yield from ("## Read first", "")
    yield from (f"- [{title}]({book.base}{path}): {what}" for path, title, what in _READ_FIRST)
    yield from ("", "## Data", "")
    yield from (f"- [{path.partition('/')[2]}]({book.base}{path}): {what}" for path, what in _FILES)
    yield from ("", "## Lessons", "")
    for slug, lesson in book.lessons.items():
        sure = confidence_of(lesson, book.standings[slug])
        told = CONFIDENCE[sure] if sure else "not judged"
        yield f"- [{from_text(lesson.title)}]({book.base}lessons/{slug}/{TWIN}): {lesson.id}, confidence {told}"
    # By the convention, a reader that is short of room may leave out this section.
    yield from ("", "## Optional", "", "Each case study, with its evidence level and the bounds of it:", "")
    for slug, view in book.views.items():
        level = f"level {view.level} ({view.level_name}), could be {view.bounds.low} to {view.bounds.high}"
        yield f"- [{from_text(view.title)}]({book.base}cases/{slug}/{TWIN}): {view.id}, {level}"


DOWNLOADS = (Download("llms.txt", "what programs that read for people should read first", of_book=_make, folder=""),)
