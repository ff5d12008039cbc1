"""What notebooks call: open the casebook, and show a table that a reader can follow to its cases."""

import os
from collections.abc import Iterable
from pathlib import Path

import pandas as pd
from markupsafe import Markup

from pilotbook import stats, words
from pilotbook.casebook import Casebook
from pilotbook.charts.costs import CLAIMED
from pilotbook.charts.reach import reach_outcomes
from pilotbook.charts.results import standing_of_case
from pilotbook.pages import markup
from pilotbook.pages.rows import case_row, lesson_row, strongest_first
from pilotbook.publish import run
from pilotbook.record import Case, Figure
from pilotbook.record.case import Cost
from pilotbook.record.fact import TIERS
from pilotbook.record.outcome import DESIGNS, Outcome

# Notebooks stand at /evidence/<name>/.
_ROOT = "../../"


class Shown:
    """A table in a notebook, as HTML with a caption and headings."""

    def __init__(self, caption: str, frame: pd.DataFrame) -> None:
        self.caption, self.frame = caption, frame

    def _repr_html_(self) -> str:
        head = Markup("").join(Markup('<th scope="col">{}</th>').format(name) for name in self.frame.columns)
        rows = Markup("").join(
            Markup("<tr>{}</tr>").format(Markup("").join(map(_cell, record, self.frame.columns, range(len(record)))))
            for record in self.frame.itertuples(index=False)
        )
        return str(
            Markup(
                '<div class="table-scroll" role="region" aria-label="{0}" tabindex="0"><table class="stack"><caption>{0}</caption>'
                "<thead><tr>{1}</tr></thead><tbody>{2}</tbody></table></div>"
            ).format(self.caption, head, rows)
        )


def _cell(value: object, label: str, index: int) -> Markup:
    if index == 0:
        return Markup('<th scope="row">{}</th>').format(value)
    return Markup('<td data-label="{}">{}</td>').format(label, value)


def open_casebook() -> Casebook:
    """Open the casebook of the project that this notebook belongs to."""
    root = os.environ.get("PILOTBOOK_ROOT")
    return run.open_casebook(Path(root) if root else None)


def _case_link(slug: str, title: str) -> Markup:
    return Markup('<a href="{}cases/{}/">{}</a>').format(_ROOT, slug, title)


def cases_table(book: Casebook, area: str) -> Shown:
    """Show the cases of a policy area with direction and strength, strongest first."""
    rows = strongest_first([case_row(book, slug) for slug in book.cases_on(area)])
    return Shown(f"Cases on {book.vocabulary.policy_areas[area].label.lower()}", _cases(rows))


def own_pilots(book: Casebook) -> Shown:
    """Show the programme's own cases with what has been published on each."""
    own = ("test-learn-and-grow", "community-mission-challenge")
    slugs = [slug for slug, case in book.cases.items() if case.programme and case.programme.name in own]
    frame = _cases([case_row(book, slug) for slug in slugs])
    frame.insert(2, "What is published", [standing_of_case(book, slug) for slug in slugs])
    return Shown("Test, Learn and Grow and its campuses", frame)


def _cases(rows: list) -> pd.DataFrame:  # type: ignore[type-arg]
    return pd.DataFrame(
        {
            "Case": [_case_link(row.slug, row.case.title) for row in rows],
            "Stage": [row.stage.capitalize() for row in rows],
            "Direction of effect": [markup.direction(*row.direction) for row in rows],
            "Strength of evidence": [markup.level(row.level, row.case.id) for row in rows],
        }
    )


def lesson_balance(book: Casebook) -> Shown:
    """Show each lesson with its entries for, against and with conditions, and how sure we are."""
    rows = [lesson_row(book, slug) for slug in book.lessons]
    frame = pd.DataFrame(
        {
            "Lesson": [Markup('<a href="{}lessons/{}/">{}</a>').format(_ROOT, r.slug, r.lesson.title) for r in rows],
            "Supports": [r.standing.supporting for r in rows],
            "Contradicts": [r.standing.contradicting for r in rows],
            "Sets conditions": [r.standing.qualifying for r in rows],
            "Places": [r.standing.places for r in rows],
            "Confidence": [r.confidence.capitalize() for r in rows],
        }
    )
    return Shown("Ledger of each lesson", frame)


def reach_table(book: Casebook) -> Shown:
    """Show every outcome on take-up by families with its design, sample and finding."""
    slugs = {case.title: slug for slug, case in book.cases.items()}
    found = reach_outcomes(book)
    frame = pd.DataFrame(
        {
            "Case": [_case_link(slugs[title], title) for title in found["case"]],
            "Outcome": found["outcome"],
            "Design": found["design"].str.capitalize(),
            "Sample": found["n"],
            "Finding": found["finding"].str.capitalize(),
        }
    )
    return Shown(f"{words.count(len(frame), 'outcome')} on take-up by families", frame)


def outcomes_on(book: Casebook, domain: str) -> Shown:
    """Show every outcome of a domain with its design, sample, size and finding, strongest design first."""
    pairs = [(slug, o) for slug, case in book.cases.items() for o in case.outcomes if o.domain == domain]
    label = book.vocabulary.outcome_domains[domain].label.lower()
    return Shown(f"{words.count(len(pairs), 'outcome')} on {label}", _outcomes(book, pairs))


def outcomes_behind(book: Casebook, lesson: str) -> Shown:
    """Show every outcome of the cases that bear on a lesson, also those that its entries do not rest on."""
    pairs = [(evidence.slug, o) for evidence in book.ledger[lesson] for o in evidence.case.outcomes]
    return Shown(f"Outcomes of the cases behind “{book.lessons[lesson].title}”", _outcomes(book, pairs, sort=False))


def _outcomes(book: Casebook, pairs: Iterable[tuple[str, Outcome]], *, sort: bool = True) -> pd.DataFrame:
    rated = [(slug, o, book.ratings[slug].outcomes[o.id].sms) for slug, o in pairs]
    rows = sorted(rated, key=lambda row: -(row[2] or 0)) if sort else rated
    return pd.DataFrame(
        {
            "Case": [_case_link(slug, book.cases[slug].title) for slug, _, _ in rows],
            "Outcome": [o.label for _, o, _ in rows],
            "Design": [DESIGNS[o.comparison.design].capitalize() for _, o, _ in rows],
            "Sample": [markup.sample(o.n, *_place(book, slug, f"outcomes/{o.id}/n")) for slug, o, _ in rows],
            "Size of effect": [
                markup.fact(o.effect, *_place(book, slug, f"outcomes/{o.id}/effect")) for slug, o, _ in rows
            ],
            "Finding": [markup.direction(o.finding) for _, o, _ in rows],
        }
    )


def _place(book: Casebook, slug: str, path: str) -> tuple[str, str]:
    """Give the path of a fact and the address of its case's page, as `markup` takes them."""
    return f"{book.cases[slug].id}/{path}", f"{_ROOT}cases/{slug}/"


def costs_table(book: Casebook) -> Shown:
    """Show every cost for which a sum is published, planned beside actual."""
    rows = [(slug, cost) for slug, cost in _lines(book) if cost.type not in CLAIMED and _sums(cost)]
    frame = pd.DataFrame(
        {
            "Case": [_case_link(slug, book.cases[slug].title) for slug, _ in rows],
            "What for": [cost.label for _, cost in rows],
            **{
                kind.capitalize(): [
                    markup.fact(getattr(cost, kind), *_place(book, slug, f"costs/{cost.id}/{kind}"))
                    for slug, cost in rows
                ]
                for kind in ("planned", "actual")
            },
        }
    )
    return Shown(f"{words.count(len(rows), 'cost')} with a published sum", frame)


def claims_table(book: Casebook) -> Shown:
    """Show every saving or benefit that somebody claims: whether it is a forecast, and who says so."""
    rows = [
        (slug, cost, kind, item)
        for slug, cost in _lines(book)
        if cost.type in CLAIMED
        for kind, item in _sums(cost).items()
    ]
    frame = pd.DataFrame(
        {
            "Case": [_case_link(slug, book.cases[slug].title) for slug, *_ in rows],
            "What is claimed": [cost.label for _, cost, _, _ in rows],
            "Sum": [
                markup.figure(item, *_place(book, slug, f"costs/{cost.id}/{kind}")) for slug, cost, kind, item in rows
            ],
            "Forecast or made": ["Forecast" if kind == "planned" else "Put as made or found" for *_, kind, _ in rows],
            "Who says so": [_tellers(book.cases[slug], item) for slug, _, _, item in rows],
        }
    )
    return Shown(f"{words.count(len(rows), 'sum')} of savings and benefits claimed", frame)


def _lines(book: Casebook) -> list[tuple[str, Cost]]:
    return [(slug, cost) for slug, case in book.cases.items() for cost in case.costs]


def _sums(cost: Cost) -> dict[str, Figure]:
    found = {"planned": cost.planned, "actual": cost.actual}
    return {kind: item for kind, item in found.items() if isinstance(item, Figure)}


def _tellers(case: Case, item: Figure) -> str:
    """Name the publishers of a figure, each with the tier of its source."""
    return "; ".join(f"{s.publisher} ({TIERS[s.tier]})" for s in case.sources if s.id in item.source)


def barriers_table(book: Casebook) -> Shown:
    """Show every barrier that a source names, by policy area."""
    rows = [
        (_area(book, case), slug, case, f"context/constraints/{index}", item)
        for slug, case in book.cases.items()
        for index, item in enumerate(case.context.constraints)
    ]
    rows.sort(key=lambda row: (row[0], row[2].title))
    frame = pd.DataFrame(
        {
            "Case": [_case_link(slug, case.title) for _, slug, case, _, _ in rows],
            "Policy area": [area for area, *_ in rows],
            "What stood in the way": [markup.said(item, *_place(book, slug, path)) for _, slug, _, path, item in rows],
        }
    )
    return Shown(f"{words.count(len(rows), 'barrier')} that a source names", frame)


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
            "Case": [_case_link(slug, case.title) for _, slug, case, _ in rows],
            "Policy area": [area for area, *_ in rows],
            "What did not work": [
                _own_words(book, slug, item.what) + markup.cited(item.source, f"{_ROOT}cases/{slug}/")
                for _, slug, _, item in rows
            ],
            "Why, as the source says": [
                _own_words(book, slug, item.why) if item.why else "Not said" for _, slug, _, item in rows
            ],
        }
    )
    return Shown(f"{words.count(len(rows), 'thing')} that did not work", frame)


def _area(book: Casebook, case: Case) -> str:
    return book.vocabulary.policy_areas[case.policy_area[0]].label


def _own_words(book: Casebook, slug: str, text: str) -> Markup:
    return markup.with_figures(text, book.cases[slug], f"{_ROOT}cases/{slug}/")


def what_is_pooled(book: Casebook) -> Shown:
    """Show, for each thing that is measured, how many effects are published and why they are or are not taken together."""
    found = [(term.label, stats.pooling(book, domain)) for domain, term in book.vocabulary.outcome_domains.items()]
    frame = pd.DataFrame(
        {
            "What is measured": [label for label, _ in found],
            "Effects published": [pooling.effects for _, pooling in found],
            "With a strong enough comparison": [pooling.strong for _, pooling in found],
            "Of those with an interval": [pooling.with_interval for _, pooling in found],
            "Pooled?": [f"No: {pooling.reason}" if pooling.reason else "Yes" for _, pooling in found],
        }
    )
    return Shown("What could be taken together", frame)
