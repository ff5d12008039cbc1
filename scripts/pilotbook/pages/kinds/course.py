"""Who changed course or stopped, and why: a row each, what went furthest first."""

from itertools import groupby

from markupsafe import Markup

from pilotbook.casebook import Casebook
from pilotbook.judgement.turned import CHANGED, DROPPED, PLAN, STOPPED
from pilotbook.pages.fact_html import cited, traced
from pilotbook.pages.page import Kind, Page, Recipe, Recipes
from pilotbook.pages.paged import Part, paged
from pilotbook.pages.render import fill, link
from pilotbook.record import formatting
from pilotbook.views.course import TITLES, Course, changes_of_course, not_known

# What the columns of each table say. A change of plan is told in one text, with why.
HEADS = {
    STOPPED: ("Case", "What became of it", "When", "What its record tells of it"),
    DROPPED: ("Case", "What was tried", "When", "Why it was dropped"),
    CHANGED: ("Case", "What was tried", "When", "What was changed, and why"),
    PLAN: ("Case", "When", "What changed, and why"),
}
KIND = Kind("course", is_searched=True)
ADDRESS = "/changed-course/"
TITLE = "Changed course or stopped, and why"
ABOUT = (
    "Pilots that stopped early, tests after which something was dropped or changed, and plans that changed on the way."
)
ROWS = 200


def recipes(book: Casebook) -> Recipes:
    """Yield the page; where there are many rows, it goes on over further pages."""
    found = changes_of_course(book)
    kinds = [each.turned.kind for each in found]
    counts = [(kind, title, kinds.count(kind)) for kind, title in TITLES.items()]
    needs = {"counts": counts, "cases": len({each.slug for each in found}), "unknown": not_known(book)}
    for part in paged(ADDRESS, found, ROWS):
        yield Recipe(KIND, part.path, _page, {"part": part, **needs})


def _page(here: str, part: Part[Course], counts: list[tuple[str, str, int]], cases: int, unknown: list[str]) -> Page:
    here_too = {each.turned.kind for each in part.items}
    groups = [
        (kind, TITLES[kind], [_row(each, here) for each in found], HEADS[kind])
        for kind, found in groupby(part.items, key=lambda each: each.turned.kind)
    ]
    counted = [(*count, count[0] in here_too) for count in counts]
    told = {"part": part, "counts": counted, "cases": cases, "unknown": unknown, "groups": groups}
    totals = {kind: total for kind, _, total in counts}
    body = fill("course", here, title=TITLE, about=ABOUT, totals=totals, **told)
    return Page(here, TITLE, ABOUT, body, KIND)


def _row(course: Course, here: str) -> list[Markup]:
    page, turned = link(here, f"/cases/{course.slug}/"), course.turned
    case = Markup('<a href="{}">{}</a>').format(page, traced(course.case, course.record, "title"))
    what = traced(turned.what, course.record, turned.path)
    why = [traced(each.words, course.record, each.path) + cited(each.sources, page) for each in turned.why]
    when = _time(turned.on) if turned.on else _soft("Not in what we read")
    told = Markup("\n").join(Markup("<p>{}</p>").format(words) for words in why)
    reason = told or _soft(turned.gap)
    return [case, when, reason] if turned.kind == PLAN else [case, what, when, reason]


def _time(on: str) -> Markup:
    return Markup('<time datetime="{}">{}</time>').format(on, formatting.date(on))


def _soft(words: str) -> Markup:
    return Markup('<span class="soft">{}</span>').format(words)
