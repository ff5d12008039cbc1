"""The data set as a whole, declared once: what it is called, who made it, on what terms, of which day, and how to cite it.

Every file that tells of the whole asks here: casebook.json, the workbook, the database, the descriptors, the crate, the page of
downloads and llms.txt. CITATION.cff says the same by hand, and a test compares them.
"""

from pilotbook.casebook import Casebook
from pilotbook.exports.citations import BOOK, LICENCES, Citation
from pilotbook.record.text import SITE_LANGUAGE

NAME = "pilotbook"
TITLE = f"{BOOK}: lessons from public-service pilots in England"
DESCRIPTION = (
    "A book of lessons from public-service pilots in England: the Test, Learn and Grow programme, the work it builds on, and "
    "tests of the same problems. Each case study says what was tried, what happened and how strongly it was tested, and every "
    "figure leads to its source. What is missing has a reason, and what did not work stands beside what did."
)
AUTHORS = (f"{BOOK} editors",)
LICENCE = "CC-BY-4.0"
LICENCE_URL = LICENCES[LICENCE]
LICENCE_TITLE = "Creative Commons Attribution 4.0 International"
KEYWORDS = (
    "public services",
    "pilots",
    "evaluation",
    "evidence",
    "lessons learned",
    "case studies",
    "local government",
    "test and learn",
    "England",
)
ADDRESS = "/data/"
# The day of a book without a record: that on which the first version came out.
FIRST = "2026-11-21"
# How to use it, in the few sentences that every file has room for. The page "Use the data" tells more.
HONEST_USE = (
    "An empty cell with a reason beside it is a gap, and the reason says whose: not_read, not_found and not_filled are gaps of "
    "this book, never a finding that nothing was published.",
    "Give an evidence level with its bounds: level_low and level_high say how far it could move with what was not read.",
    "Do not pool figures of different designs, units or periods; cases were gathered and are no sample of all pilots.",
    "If you quote a figure, cite the source of the figure and not only this book.",
)


def version_of(book: Casebook) -> str:
    """Give the version of the data: the ISO day on which a record of it was last checked. No clock is asked."""
    days = [view.reviewed_on for view in book.views.values()]
    days += [lesson.reviewed_on for lesson in book.lessons.values()]
    return max(days, default=FIRST)


def citation(version: str, base: str, release: str = "") -> Citation:
    """Give how the data of a version are cited, or those of a release; base: the whole address of the site, ending in '/', or ''."""
    return Citation(
        number=f"{NAME}-{release or 'data'}",
        genre=f"Release {release}" if release else "Data set",
        title=TITLE,
        authors=AUTHORS,
        date=version,
        address=f"{base.rstrip('/')}{f'/v/{release}/' if release else ADDRESS}",
        abstract=DESCRIPTION,
        language=SITE_LANGUAGE,
        licence=LICENCE,
        type="dataset",
    )
