"""The page of all policy areas, with how much each holds, and what was found on each as a picture."""

from collections import Counter

from pilotbook.casebook import Casebook
from pilotbook.charts.record_chart import RecordChart
from pilotbook.judgement import gaps
from pilotbook.judgement.tally import unknown_told
from pilotbook.pages.kinds.approaches import harvest_of
from pilotbook.pages.page import Kind, Page, Recipe, Recipes
from pilotbook.pages.render import fill
from pilotbook.views.approaches import areas as subjects

KIND = Kind("areas", untraced="what it counts is the book itself")
TITLE, ABOUT = "Policy areas", "What has been tried and learned, subject by subject."


def recipes(book: Casebook) -> Recipes:
    """Yield the page of all policy areas."""
    areas = []
    for code, area in book.vocabulary.policy_areas.items():
        views = book.views_by_area.get(code, {})
        with_result = sum(view.has_result for view in views.values())
        areas.append((code, area.label, area.about or "", len(book.lessons_on(code)), len(views), with_result))
    chart = harvest_of(
        subjects(book), "harvest-areas", "policy area", "What was found, area by area, and how strongly it was tested"
    )
    yield Recipe(KIND, "/areas/", _page, {"areas": areas, "chart": chart, "undrawn": _undrawn(book)})


def _undrawn(book: Casebook) -> str:
    """Say of how many outcomes the picture shows nothing, and why: what was not read is not told as none."""
    measured = [outcome for view in book.views.values() for outcome in view.measured if outcome.kind != "output"]
    unknown = unknown_told(Counter(one.state for one in measured if one.state != gaps.FOUND))
    unscored = sum(one.state == gaps.FOUND and one.sms is None for one in measured)
    have = (
        "A finding whose design could not be scored is"
        if unscored == 1
        else (f"{unscored:,} findings whose design could not be scored are")
    )
    told = [f"{have} not drawn." if unscored else "", unknown]
    return " ".join(filter(None, told))


def _page(here: str, areas: list[tuple[str, str, str, int, int, int]], chart: RecordChart | None, undrawn: str) -> Page:
    body = fill("areas", here, title=TITLE, description=ABOUT, areas=areas, chart=chart, undrawn=undrawn)
    return Page(here, TITLE, ABOUT, body, KIND, charts=(chart,) if chart else ())
