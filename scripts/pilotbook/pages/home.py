"""The home page: lessons first, what is known and not known in counts, what is new, ways in."""

from collections.abc import Iterator

from pilotbook.casebook import Casebook
from pilotbook.pages.page import Page
from pilotbook.pages.render import fill
from pilotbook.pages.rows import by_confidence, case_row, lesson_row, newest_source

PROGRAMME = "test-learn-and-grow"
SHOWN = 6
ROWS = 4


def pages(book: Casebook) -> Iterator[Page]:
    """Yield the home page."""
    lessons = by_confidence([lesson_row(book, slug) for slug in book.lessons])
    newest = sorted(book.cases, key=lambda slug: newest_source(book.cases[slug]), reverse=True)
    own = [slug for slug, case in book.cases.items() if case.programme and case.programme.name == PROGRAMME]
    yield Page(
        path="/",
        title="What public-service pilots have taught, and what they have not published",
        description="Lessons from public-service pilots in England, with the evidence for and against each one.",
        body=fill(
            "home",
            "/",
            lessons=lessons[:SHOWN],
            counts=_counts(book, own),
            newest=[case_row(book, slug) for slug in newest[:ROWS]],
            null_results=[case_row(book, slug) for slug in book.cases if book.ratings[slug].tested_no_benefit][:ROWS],
            areas=[(code, area.label, len(book.cases_on(code))) for code, area in book.vocabulary.policy_areas.items()],
        ),
        kind="Home",
        is_listed=False,
    )


def _counts(book: Casebook, own: list[str]) -> list[tuple[int, str, str]]:
    """Give (count, words, where it leads) for what is known and what is not."""
    with_result = sum(book.has_result(slug) for slug in own)
    tested = sum(book.ratings[slug].tested_no_benefit for slug in book.cases)
    against = sum(bool(s.contradicting or s.qualifying) for s in book.standings.values())
    return [
        (
            len(own),
            f"pilots of Test, Learn and Grow; {with_result} with a published result",
            "/evidence/who-has-published-a-result/",
        ),
        (len(book.cases), "case studies in all, with relatives that have numbers", "/cases/"),
        (tested, "of them well tested and found to bring no benefit on a main outcome", "/evidence/reaching-families/"),
        (len(book.lessons), f"lessons; {against} have evidence against or conditions", "/lessons/"),
    ]
