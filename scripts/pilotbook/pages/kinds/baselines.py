"""What others measured before, or without, what they tried: a table an outcome domain, and its data for the page of plans."""

import json
from collections.abc import Iterator
from typing import Any

from markupsafe import Markup

from pilotbook.casebook import Casebook
from pilotbook.judgement import gaps
from pilotbook.pages.fact_html import trace_anchor, traced
from pilotbook.pages.page import Kind, Page, Recipe, Recipes
from pilotbook.pages.paged import Part, paged
from pilotbook.pages.render import fill, link
from pilotbook.record import formatting
from pilotbook.record.vocabulary import Domain
from pilotbook.views.baselines import Measured, by_domain

KIND = Kind("baselines")
# What the page of plans loads. A script and no JSON: a browser lets a page opened from a folder load no JSON.
DATA = "figures.js"


def recipes(book: Casebook) -> Recipes:
    """Yield the table of each domain; where there are many figures, it goes on over further pages."""
    for code, rows in by_domain(book).items():
        domain = book.vocabulary.outcome_domains[code]
        for part in paged(f"/plan/{code}/", rows):
            # The first page alone carries the data of all.
            every = rows if part.number == 1 else ()
            yield Recipe(KIND, part.path, _page, {"code": code, "domain": domain, "part": part, "every": every})


def _page(here: str, code: str, domain: Domain, part: Part[Measured], every: tuple[Measured, ...]) -> Page:
    title = f"{domain.label}: what others started from"
    rows = [_row(item, here) for item in part.items]
    body = fill("baselines", here, code=code, domain=domain, part=part, rows=rows, untold=none_of(domain))
    told = f"{domain.label}: figures from before pilots, or from people without them, each with its case and source."
    return Page(here, title, told, body, KIND, beside={DATA: _data(code, domain, every)} if part.number == 1 else {})


def none_of(domain: Domain) -> str:
    """Say that the book has no baseline in a domain."""
    return gaps.no_baseline(f"“{domain.label}”")


def _row(item: Measured, here: str) -> dict[str, Any]:
    found = item.baseline
    case = link(here, f"/cases/{item.slug}/")
    sources = Markup('<a href="{}#{}">{}</a>').format(case, trace_anchor(found.path), ", ".join(found.sources))
    label = found.path.split("/")[1]
    cells = [
        traced(found.outcome, item.record, f"outcomes/{label}/label")
        + Markup("<br><small>{}</small>").format(found.of),
        traced(found.told, item.record, found.path),
        traced(found.period, item.record, f"{found.path}/period"),
        traced(found.sample, item.record, f"outcomes/{label}/n"),
        Markup('<a href="{}">{}</a><br><small>{}</small>').format(case, item.title, formatting.capital(found.design)),
        sources
        + traced("; ".join(filter(None, (f" {found.publisher}", found.read))), item.record, f"{found.path}/source"),
    ]
    return {"cells": cells, "id": "", "path": ""}


def _data(code: str, domain: Domain, rows: tuple[Measured, ...]) -> str:
    """Give the figures of a domain as the page of plans takes them in."""
    data = {
        "none": none_of(domain),
        "unlike": gaps.NO_BASELINE_LIKE,
        "smallest": domain.smallest_test or "",
        "rows": list(map(_told, rows)),
    }
    return f"plan.receive({json.dumps(code)}, {json.dumps(data, ensure_ascii=False, separators=(',', ':'))});\n"


def _told(item: Measured) -> dict[str, Any]:
    found = item.baseline
    return {
        "case": item.title,
        "address": f"cases/{item.slug}/",
        "anchor": trace_anchor(found.path),
        "path": f"{item.record}/{found.path}",
        "areas": item.areas,
        "groups": item.groups,
        "approaches": item.approaches,
        "outcome": found.outcome,
        "of": found.of,
        "told": found.told,
        "share": found.share,
        "notes": list(_notes(item)),
        "sources": ", ".join(found.sources),
    }


def _notes(item: Measured) -> Iterator[str]:
    """Yield what a reader must know of a figure, in few words."""
    found = item.baseline
    yield from filter(None, (found.period, found.sample, formatting.capital(found.design), found.publisher, found.read))
