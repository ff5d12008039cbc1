"""Tables of outcomes: what was measured, how, and with what result; and what could be taken together."""

from collections.abc import Iterable

import pandas as pd

from pilotbook.casebook import Casebook
from pilotbook.notebook.shown import Shown, case_link, place
from pilotbook.pages import fact_html
from pilotbook.record import formatting
from pilotbook.record.designs import DESIGNS
from pilotbook.record.outcome import Outcome
from pilotbook.views import stats


def outcomes_on(book: Casebook, domain: str) -> Shown:
    """Show every outcome of a domain with its design, sample, size and finding, strongest design first."""
    pairs = [(slug, o) for slug, case in book.cases.items() for o in case.outcomes if o.domain == domain]
    label = book.vocabulary.outcome_domains[domain].label.lower()
    return Shown(f"{formatting.count(len(pairs), 'outcome')} on {label}", _outcomes(book, pairs))


def outcomes_behind(book: Casebook, lesson: str) -> Shown:
    """Show every outcome of the cases that bear on a lesson, also those that its entries do not rest on."""
    pairs = [(evidence.slug, o) for evidence in book.ledger[lesson] for o in evidence.case.outcomes]
    return Shown(f"Outcomes of the cases behind “{book.lessons[lesson].title}”", _outcomes(book, pairs, sort=False))


def _outcomes(book: Casebook, pairs: Iterable[tuple[str, Outcome]], *, sort: bool = True) -> pd.DataFrame:
    rated = [(slug, o, book.ratings[slug].outcomes[o.id].sms) for slug, o in pairs]
    rows = sorted(rated, key=lambda row: -(row[2] or 0)) if sort else rated
    return pd.DataFrame(
        {
            "Case": [case_link(slug, book.cases[slug].title) for slug, _, _ in rows],
            "Outcome": [o.label for _, o, _ in rows],
            "Design": [DESIGNS[o.comparison.design].label.capitalize() for _, o, _ in rows],
            "Sample": [fact_html.sample(o.n, *place(book, slug, f"outcomes/{o.id}/n")) for slug, o, _ in rows],
            "Size of effect": [
                fact_html.fact(o.effect, *place(book, slug, f"outcomes/{o.id}/effect")) for slug, o, _ in rows
            ],
            "Finding": [fact_html.direction(o.finding) for _, o, _ in rows],
        }
    )


def what_is_pooled(book: Casebook) -> Shown:
    """Show, for each thing that is measured, how many effects have a size, and why they are or are not taken together."""
    found = [(term.label, stats.pooling(book, domain)) for domain, term in book.vocabulary.outcome_domains.items()]
    frame = pd.DataFrame(
        {
            "What is measured": [label for label, _ in found],
            "Effects with a size": [pooling.effects for _, pooling in found],
            "With a strong enough comparison": [pooling.strong for _, pooling in found],
            "Of those with an interval": [pooling.with_interval for _, pooling in found],
            "Pooled?": [f"No: {pooling.reason}" if pooling.reason else "Yes" for _, pooling in found],
        }
    )
    return Shown("What could be taken together", frame)
