"""Plan your own test: what others measured, how many people it takes, and the entry to commit before the test begins."""

from typing import Any

from pilotbook.casebook import Casebook
from pilotbook.pages.page import Kind, Page, Recipe, Recipes
from pilotbook.pages.render import fill
from pilotbook.views.baselines import by_domain
from pilotbook.views.stats import power

KIND = Kind("plan", is_searched=True)
ADDRESS = "/plan/"
TITLE = "Plan your own test"
# (field, what it asks, list of the vocabulary) of each choice that a reader makes first.
_CHOICES = (
    ("area", "Policy area", "policy_areas"),
    ("group", "For whom", "target_groups"),
    ("approach", "What you want to try", "approaches"),
    ("outcome", "What it should change", "outcome_domains"),
)


def address(**chosen: str) -> str:
    """Give the address of the page with some of its choices made: area, group, approach, outcome."""
    query = "&".join(f"{name}={code}" for name, code in chosen.items() if code)
    return f"{ADDRESS}?{query}" if query else ADDRESS


def recipes(book: Casebook) -> Recipes:
    """Yield the page."""
    lists = book.vocabulary.lists
    needs = {
        "choices": [
            (name, asked, [(code, term.label) for code, term in lists[of].items()]) for name, asked, of in _CHOICES
        ],
        "domains": [
            (code, book.vocabulary.outcome_domains[code].label, len(rows), len({row.slug for row in rows}))
            for code, rows in by_domain(book).items()
        ],
    }
    yield Recipe(KIND, ADDRESS, _page, needs)


def _page(here: str, **needs: Any) -> Page:
    body = fill("plan", here, title=TITLE, **needs, **_common())
    told = "What others measured, how many people a test needs, and the entry to commit before it begins."
    return Page(here, TITLE, told, body, KIND)


def _common() -> dict[str, Any]:
    """Give the tables of common cases, for a sheet of paper and for readers without JavaScript."""
    factors = [
        {
            "cells": [size, *(f"{power.design_effect(size, alike):.2f}" for alike in power.ALIKE)],
            "id": "",
            "path": f"plan/common/clusters/{size}",
        }
        for size in power.SIZES
    ]
    return {
        "shares": [_row(item) for item in power.common_shares()],
        "means": [_row(item) for item in power.common_means()],
        "factors": factors,
        "alike": [(f"Likeness 0.{alike:02}", "number") for alike in power.ALIKE],
        "powers": [(f"Power {each}%", "number") for each in power.POWERS],
    }


def _row(item: power.Common) -> dict[str, Any]:
    cells = [*item.told, *(f"{count:,}" for count in item.needed)]
    return {"cells": cells, "id": "", "path": f"plan/common/{item.name}"}
