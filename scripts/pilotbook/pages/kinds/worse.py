"""What got worse, and harm: one row an outcome, since a case may have one worse outcome among many."""

from collections.abc import Iterator
from typing import Any

from markupsafe import Markup

from pilotbook.casebook import Casebook
from pilotbook.judgement.view import CaseView
from pilotbook.pages import fact_html
from pilotbook.pages.page import Kind, Page, Recipe, Recipes
from pilotbook.pages.render import fill, link
from pilotbook.record.designs import DESIGNS
from pilotbook.record.outcome import Effect, Outcome

KIND = Kind("worse", is_searched=True)
ADDRESS = "/worse/"
TITLE = "What got worse, and harm"


def recipes(book: Casebook) -> Recipes:
    """Yield the page."""
    views = [view for view in book.views.values() if view.is_active and (view.has_worse or view.has_harm)]
    yield Recipe(KIND, ADDRESS, _page, {"views": views})


def _page(here: str, views: list[CaseView]) -> Page:
    # Both of a record while it is open.
    told = [(list(_outcomes(view, here)), list(_harms(view, here))) for view in views]
    body = fill(
        "worse",
        here,
        title=TITLE,
        outcomes=[row for outcomes, _ in told for row in outcomes],
        harms=[row for _, harms in told for row in harms],
    )
    return Page(
        here,
        TITLE,
        "Outcomes that came out worse, and harm that is told, each with its case and its design.",
        body,
        KIND,
    )


def _outcomes(view: CaseView, here: str) -> Iterator[dict[str, Any]]:
    base = link(here, f"/cases/{view.slug}/")
    for outcome in view.case.outcomes:
        if outcome.finding == "worse":
            path = f"outcomes/{outcome.id}"
            yield {
                "cells": [
                    _case(view, base),
                    fact_html.recorded(outcome.label, view.case, f"{path}/label") + outcome.wanted,
                    _size(outcome, view, base),
                    DESIGNS[outcome.comparison.design].label,
                ],
                "id": "",
                "path": "",
            }


def _size(outcome: Outcome, view: CaseView, base: str) -> Markup:
    """Give the effect where there is one, else the result, else the gap."""
    name = "effect" if isinstance(outcome.effect, Effect) else "result"
    return fact_html.fact(getattr(outcome, name), view.case, f"outcomes/{outcome.id}/{name}", base)


def _harms(view: CaseView, here: str) -> Iterator[dict[str, Any]]:
    base = link(here, f"/cases/{view.slug}/")
    for number, harm in enumerate(view.case.harms, start=1):
        path = f"harms/{number}"
        yield {
            "cells": [
                _case(view, base),
                fact_html.recorded(harm.what, view.case, f"{path}/what"),
                fact_html.recorded(harm.who or "not in the record", view.case, f"{path}/who"),
            ],
            "id": "",
            "path": "",
        }


def _case(view: CaseView, base: str) -> Markup:
    return Markup('<a href="{}">{}</a>').format(base, view.title)
