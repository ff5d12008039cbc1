"""Tables of cases and lessons as wholes."""

import pandas as pd
from markupsafe import Markup

from pilotbook.casebook import Casebook
from pilotbook.charts.reach import reach_outcomes
from pilotbook.charts.results import standing_of_case
from pilotbook.notebook.shown import ROOT, Shown, case_link
from pilotbook.pages import fact_html
from pilotbook.pages.summaries import case_row, lesson_row, strongest_first
from pilotbook.record import formatting


def cases_table(book: Casebook, area: str) -> Shown:
    """Show the cases of a policy area with direction and strength, strongest first."""
    rows = strongest_first([case_row(book, slug) for slug in book.cases_on(area)])
    return Shown(f"Cases on {book.vocabulary.policy_areas[area].label.lower()}", _cases(rows))


def own_pilots(book: Casebook) -> Shown:
    """Show the programme's own cases with what this book holds on each."""
    own = ("test-learn-and-grow", "community-mission-challenge")
    slugs = [slug for slug, case in book.cases.items() if case.programme and case.programme.name in own]
    frame = _cases([case_row(book, slug) for slug in slugs])
    frame.insert(2, "What we read", [standing_of_case(book, slug) for slug in slugs])
    return Shown("Test, Learn and Grow and its campuses", frame)


def _cases(rows: list) -> pd.DataFrame:  # type: ignore[type-arg]
    return pd.DataFrame(
        {
            "Case": [case_link(row.slug, row.title) for row in rows],
            "Stage": [row.stage.capitalize() for row in rows],
            "Direction of effect": [fact_html.direction(*row.direction) for row in rows],
            "Strength of evidence": [fact_html.level(row.level, row.level_name, row.id) for row in rows],
        }
    )


def lesson_balance(book: Casebook) -> Shown:
    """Show each lesson with its entries for, against and setting a condition, and how sure we are."""
    rows = [lesson_row(book, slug) for slug in book.lessons]
    frame = pd.DataFrame(
        {
            "Lesson": [Markup('<a href="{}lessons/{}/">{}</a>').format(ROOT, r.slug, r.title) for r in rows],
            "Supports": [r.standing.supporting for r in rows],
            "Contradicts": [r.standing.contradicting for r in rows],
            "Sets conditions": [r.standing.qualifying for r in rows],
            "Rests on": [r.standing.where for r in rows],
            "Confidence": [r.confidence.capitalize() for r in rows],
        }
    )
    return Shown("Ledger of each lesson", frame)


def reach_table(book: Casebook) -> Shown:
    """Show every outcome on reach and take-up with its design, sample and finding."""
    slugs = {case.title: slug for slug, case in book.cases.items()}
    found = reach_outcomes(book)
    frame = pd.DataFrame(
        {
            "Case": [case_link(slugs[title], title) for title in found["case"]],
            "Outcome": found["outcome"],
            "Design": found["design"].str.capitalize(),
            "Sample": found["n"],
            "Finding": found["finding"].str.capitalize(),
        }
    )
    return Shown(f"{formatting.count(len(frame), 'outcome')} on reach and take-up", frame)
