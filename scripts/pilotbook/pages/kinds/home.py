"""The home page: the honest headline, what a reader may want to do, the surest lessons, null results, what is new."""

from collections import Counter
from typing import Any

from pilotbook.casebook import Casebook, case_path
from pilotbook.charts.counted import PROGRAMME
from pilotbook.judgement.lesson_strength import nations
from pilotbook.judgement.view import CaseView, not_found
from pilotbook.pages import cited
from pilotbook.pages.page import Kind, Page, Recipe, Recipes
from pilotbook.pages.render import fill
from pilotbook.pages.summaries import by_confidence, case_row, lesson_row, strongest_first
from pilotbook.record import formatting
from pilotbook.views.coming import coming
from pilotbook.views.gapmap import gap_map

KIND = Kind("home")
NO_BENEFIT = "/directions/tested-no-benefit/"
_ABOUT = "Lessons from public-service pilots in England, with the evidence for and against each one."
SHOWN = 6
ROWS = 4


def recipes(book: Casebook) -> Recipes:
    """Yield the home page."""
    views = book.views
    entered = {slug: past[-1].day for slug in views if (past := book.pasts.get(case_path(slug)))}
    newest = sorted(views, key=lambda slug: (entered.get(slug, ""), views[slug].reported[1]), reverse=True)[:ROWS]
    own = [view for view in views.values() if view.programme == PROGRAMME]
    null_results = [slug for slug, view in views.items() if view.rating.tested_no_benefit]
    needs = {
        "pilots": len(own),
        "published": sum(view.has_result for view in own),
        "which": _which(own),
        "rest": not_found(own),
        "searched": _searched(own),
        "tasks": _tasks(book, len(null_results)),
        "lessons": [row for row in by_confidence(lesson_row(book, slug) for slug in book.lessons) if not row.overdue][
            :SHOWN
        ],
        "newest": [(case_row(book, slug), entered.get(slug, "")) for slug in newest],
        "null_results": strongest_first(case_row(book, slug) for slug in null_results)[:ROWS],
        "areas": [(code, area.label, len(book.cases_on(code))) for code, area in book.vocabulary.policy_areas.items()],
    }
    yield Recipe(KIND, "/", _page, {**needs, "base": book.base})


def _page(here: str, base: str, **values: Any) -> Page:
    return Page(
        path=here,
        title="What public-service pilots have taught, and what is not known yet",
        description=_ABOUT,
        body=fill("home", here, **values),
        kind=KIND,
        head=cited.site_head(here, base, _ABOUT),
    )


def _which(own: list[CaseView]) -> str:
    """Say what the programme's pilots in this book are, by wave: '4 of the first four areas and 6 of the ten places'."""
    waves = Counter(view.wave for view in own if view.wave)
    return formatting.listed(f"{count} of “{wave}”" for wave, count in sorted(waves.items()))


def _searched(own: list[CaseView]) -> str:
    """Say for how many of the programme's pilots was searched, when last, and where then; '' where no search is in the records."""
    searches = [search for view in own for search in view.case.searches]
    if not searches:
        return ""
    last = max(searches, key=lambda search: search.searched_on)
    count = sum(bool(view.case.searches) for view in own)
    told = f"We searched for news of {formatting.count(count, 'pilot')}, last on {formatting.date(last.searched_on)}"
    return f"{told}, in {last.where.rstrip('.')}."


def _tasks(book: Casebook, null_results: int) -> list[tuple[str, str, str, str]]:
    """Give (where it leads, what a reader wants, what is there, the path of the count) for each task."""
    gaps = sum(cell.is_gap for cell in gap_map(book).values())
    lessons, cases = (
        formatting.count(len(book.lessons), "lesson"),
        formatting.count(len(book.views), "case study", "case studies"),
    )
    wide = nations(book.vocabulary)
    places = sum(code not in wide for code in book.views_by_place)
    doubted = sum(bool(standing.contradicting or standing.qualifying) for standing in book.standings.values())
    ways = formatting.count(len(book.vocabulary.approaches), "approach", "approaches")
    in_doubt = f"{lessons}, {doubted} with evidence against or conditions"
    tasks = [
        ("/areas/", "Find lessons on my subject", in_doubt, "casebook/counts/lessons"),
        ("/approaches/", "See what was found, approach by approach", f"{ways}, side by side", "casebook/counts/approaches"),
        ("/places/", "See who has tested it", f"{cases} from {formatting.count(places, 'place')}", "casebook/counts/cases"),
        ("/gap-map/", "See where this book holds no finding", f"{formatting.count(gaps, 'gap')} in our map", "casebook/counts/gaps"),
    ]  # fmt: skip
    if null_results:
        told = f"{formatting.count(null_results, 'case')}, by a fair test"
        tasks.append((NO_BENEFIT, "See where a test found no main benefit", told, "casebook/counts/null-results"))
    worse = sum(view.has_worse or view.has_harm for view in book.views.values() if view.is_active)
    if worse:
        told = f"{formatting.count(worse, 'case')} with an outcome that came out worse, or a harm"
        tasks.append(("/worse/", "See what got worse", told, "casebook/counts/worse"))
    tasks += _by_outcome(book)
    return [
        *tasks,
        ("/contribute/form/", "Add a case", "Eleven questions in your browser, checked before anybody reads it", ""),
        ("/contribute/", "See how a case is added or corrected", "One file, and who looks at it", ""),
        ("/data/", "Take the data", "Tables, everything as one file, or the whole book offline", ""),
    ]


def _by_outcome(book: Casebook) -> list[tuple[str, str, str, str]]:
    """Give the tasks of those who ask by outcome, by what changed on the way, and by what is still to come."""
    measured = sum(len(view.measured) for view in book.views.values())
    changed = sum(bool(view.turned) for view in book.views.values())
    due = len(coming(book, book.views))
    counted = f"{formatting.count(measured, 'outcome')}, one row each"
    stopped = f"{formatting.count(changed, 'case')}, with what the record tells of why"
    told = (
        f"{formatting.count(due, 'case')} with a time for results"
        if due
        else "And what runs without a time for results"
    )
    return [
        ("/outcomes/", "Compare outcome by outcome", counted, "casebook/counts/outcomes"),
        ("/changed-course/", "See who changed course or stopped", stopped, "casebook/counts/course"),
        ("/expected/", "See which results are expected", told, "casebook/counts/expected"),
    ]
