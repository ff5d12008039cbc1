"""The home page: the honest headline, what a reader may want to do, the surest lessons, null results, what is new."""

from collections.abc import Iterator

from pilotbook.casebook import Casebook
from pilotbook.charts.programme import PROGRAMME
from pilotbook.pages.page import Page
from pilotbook.pages.render import fill
from pilotbook.pages.summaries import by_confidence, case_row, lesson_row, newest_source, strongest_first
from pilotbook.record import formatting
from pilotbook.views.gapmap import gap_map

NO_BENEFIT = "/directions/tested-no-benefit/"
SHOWN = 6
ROWS = 4


def pages(book: Casebook) -> Iterator[Page]:
    """Yield the home page."""
    lessons = by_confidence([lesson_row(book, slug) for slug in book.lessons])
    newest = sorted(book.cases, key=lambda slug: newest_source(book.cases[slug]), reverse=True)
    own = [slug for slug, case in book.cases.items() if case.programme and case.programme.name == PROGRAMME]
    null_results = [slug for slug in book.cases if book.ratings[slug].tested_no_benefit]
    yield Page(
        path="/",
        title="What public-service pilots have taught, and what they have not published",
        description="Lessons from public-service pilots in England, with the evidence for and against each one.",
        body=fill(
            "home",
            "/",
            pilots=len(own),
            published=sum(book.has_result(slug) for slug in own),
            tasks=_tasks(book, len(null_results)),
            lessons=lessons[:SHOWN],
            newest=[(case_row(book, slug), newest_source(book.cases[slug])) for slug in newest[:ROWS]],
            null_results=strongest_first([case_row(book, slug) for slug in null_results])[:ROWS],
            areas=[(code, area.label, len(book.cases_on(code))) for code, area in book.vocabulary.policy_areas.items()],
        ),
        kind="Home",
        is_listed=False,
    )


def _tasks(book: Casebook, null_results: int) -> list[tuple[str, str, str, str]]:
    """Give (where it leads, what a reader wants, what is there, the path of the count) for each task."""
    gaps = sum(cell.is_gap for cell in gap_map(book).values())
    lessons, cases = (
        formatting.count(len(book.lessons), "lesson"),
        formatting.count(len(book.cases), "case study", "case studies"),
    )
    places = len({place.place for case in book.cases.values() for place in case.places})
    doubted = sum(bool(standing.contradicting or standing.qualifying) for standing in book.standings.values())
    in_doubt = f"{lessons}, {doubted} with evidence against or conditions"
    tasks = [
        ("/areas/", "Find lessons on my subject", in_doubt, "casebook/counts/lessons"),
        ("/places/", "See who has tested it", f"{cases} from {formatting.count(places, 'place')}", "casebook/counts/cases"),
        ("/gap-map/", "See where nothing is known", f"{formatting.count(gaps, 'gap')} in the map of evidence", "casebook/counts/gaps"),
    ]  # fmt: skip
    if null_results:
        told = f"{formatting.count(null_results, 'case')} with a fair test that found none"
        tasks.append((NO_BENEFIT, "See what brought no benefit", told, "casebook/counts/null-results"))
    return [
        *tasks,
        ("/contribute/", "Add or correct a case", "One file, checked for you before anybody reads it", ""),
        ("/data/", "Take the data", "Tables, everything as one file, or the whole book offline", ""),
    ]
