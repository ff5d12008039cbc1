"""/id/TLG-C-7KD3/: the address for citing. It never moves, and leads to wherever the record is now.

Beside it stands the record in a few rows (`pages/summary.py`), for pages that name records by their ids.
"""

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from pilotbook.casebook import Casebook, Gone
from pilotbook.judgement.view import CaseView
from pilotbook.pages import summary
from pilotbook.pages.page import Kind, Page, Recipe, Recipes
from pilotbook.pages.render import fill, link
from pilotbook.pages.summaries import case_row, lesson_row
from pilotbook.record import formatting

KIND = Kind("permanent")
_HEAD = Markup('<meta http-equiv="refresh" content="0; url={}"><meta name="robots" content="noindex">')


def recipes(book: Casebook) -> Recipes:
    """Yield the permanent address of each record and notebook."""
    targets: list[tuple[str, str, str, Mapping[str, Any]]] = [
        (view.id, view.title, f"/cases/{slug}/", _of_case(book, view)) for slug, view in book.views.items()
    ]
    targets += [
        (lesson.id, lesson.title, f"/lessons/{slug}/", _of_lesson(book, slug)) for slug, lesson in book.lessons.items()
    ]
    targets += [(*notebook, {}) for notebook in book.notebooks]
    targets += [(gone.id, gone.title, gone.address, {"gone": gone}) for gone in book.gone]
    for identifier, title, target, summed in targets:
        needs = {"identifier": identifier, "title": title, "target": target}
        yield Recipe(KIND, f"/id/{identifier}/", _page, {**needs, "summed": summed}, identifier)
        # Letters are made small by programs and by people who read an id aloud.
        yield Recipe(KIND, f"/id/{identifier.lower()}/", _page, needs)


def _of_case(book: Casebook, view: CaseView) -> Mapping[str, Any]:
    terms = book.vocabulary
    named = {
        "groups": formatting.labels(terms.target_groups[code].label for code in view.groups),
        "areas": formatting.labels(terms.policy_areas[code].label for code in view.areas),
        "programme": terms.programmes[view.programme].label if view.programme else "",
    }
    return {"view": view, "row": case_row(book, view.slug), "named": named, "base": book.base}


def _of_lesson(book: Casebook, slug: str) -> Mapping[str, Any]:
    row = lesson_row(book, slug)
    return {"lesson": book.lessons[slug], "row": row, "entries": book.ledger[slug], "base": book.base}


def _page(here: str, identifier: str, title: str, target: str, summed: Mapping[str, Any] | None = None) -> Page:
    return Page(
        path=here,
        title=f"{identifier}: {title}",
        description=f"The permanent address of {title}.",
        body=fill("permanent", here, identifier=identifier, title=title, target=target),
        kind=KIND,
        beside={summary.NAME: _summary(summed)} if summed else {},
        leads_to=target,
        head=_HEAD.format(link(here, target)),
    )


def _summary(needs: Mapping[str, Any]) -> str:
    if "view" in needs:
        return summary.case_summary(**needs)
    gone: Gone | None = needs.get("gone")
    return summary.gone_summary(gone) if gone else summary.lesson_summary(**needs)
