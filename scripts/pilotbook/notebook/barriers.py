"""Tables of what stood in the way and of what did not work."""

import pandas as pd
from markupsafe import Markup

from pilotbook.casebook import Casebook
from pilotbook.judgement.gaps import absent
from pilotbook.notebook.shown import ROOT, Shown, case_link, place
from pilotbook.pages import fact_html
from pilotbook.record import Case, formatting
from pilotbook.record.reasons import MISSING


def barriers_table(book: Casebook) -> Shown:
    """Show every barrier that a source names, by policy area."""
    rows = [
        (_area(book, case), slug, case, f"context/constraints/{index}", item)
        for slug, case in book.cases.items()
        for index, item in enumerate(case.context.constraints, start=1)
    ]
    rows.sort(key=lambda row: (row[0], row[2].title))
    frame = pd.DataFrame(
        {
            "Case": [case_link(slug, case.title) for _, slug, case, _, _ in rows],
            "Policy area": [area for area, *_ in rows],
            "What stood in the way": [
                fact_html.said(item, *place(book, slug, path)) for _, slug, _, path, item in rows
            ],
        }
    )
    return Shown(f"{formatting.count(len(rows), 'barrier')} that a source names", frame)


def failures_table(book: Casebook) -> Shown:
    """Show everything that did not work, by policy area, with the reason that the source gives."""
    rows = [
        (_area(book, case), slug, case, item)
        for slug, case in book.cases.items()
        if isinstance(case.did_not_work, tuple)
        for item in case.did_not_work
    ]
    rows.sort(key=lambda row: (row[0], row[2].title))
    frame = pd.DataFrame(
        {
            "Case": [case_link(slug, case.title) for _, slug, case, _ in rows],
            "Policy area": [area for area, *_ in rows],
            "What did not work": [
                _own_words(book, slug, item.what) + fact_html.cited(item.source, f"{ROOT}cases/{slug}/")
                for _, slug, _, item in rows
            ],
            "Why, as far as we read": [
                _own_words(book, slug, item.why) if item.why else formatting.capital(MISSING[absent(book.cases[slug])])
                for _, slug, _, item in rows
            ],
        }
    )
    return Shown(f"{formatting.count(len(rows), 'thing')} that did not work", frame)


def _area(book: Casebook, case: Case) -> str:
    return book.vocabulary.policy_areas[case.policy_area[0]].label


def _own_words(book: Casebook, slug: str, text: str) -> Markup:
    return fact_html.with_figures(text, book.cases[slug], f"{ROOT}cases/{slug}/")
