"""Tables of costs and of savings that are claimed."""

import pandas as pd
from markupsafe import Markup

from pilotbook.casebook import Casebook
from pilotbook.judgement.verdict import OTHERS
from pilotbook.notebook.shown import Shown, case_link, place
from pilotbook.pages import fact_html
from pilotbook.record import Case, Figure, formatting
from pilotbook.record.case import Cost
from pilotbook.record.fact import TIERS


def costs_table(book: Casebook) -> Shown:
    """Show every cost for which the record has a sum, planned beside actual."""
    rows = [(slug, cost) for slug, cost in _lines(book) if not cost.is_claim and _sums(cost)]
    frame = pd.DataFrame(
        {
            "Case": [case_link(slug, book.cases[slug].title) for slug, _ in rows],
            "What for": [_what_for(cost) for _, cost in rows],
            **{
                kind.capitalize(): [_sum(book, slug, cost, kind) for slug, cost in rows]
                for kind in ("planned", "actual")
            },
        }
    )
    return Shown(f"{formatting.count(len(rows), 'cost')} with a sum", frame)


def claims_table(book: Casebook) -> Shown:
    """Show every saving or benefit that somebody claims: whether it is a forecast, and where it stands."""
    rows = [
        (slug, cost, kind, item) for slug, cost in _lines(book) if cost.is_claim for kind, item in _sums(cost).items()
    ]
    frame = pd.DataFrame(
        {
            "Case": [case_link(slug, book.cases[slug].title) for slug, *_ in rows],
            "What is claimed": [cost.label for _, cost, _, _ in rows],
            "Sum": [_sum(book, slug, cost, kind) for slug, cost, kind, _ in rows],
            "Forecast or made": [_word(kind, item) for *_, kind, item in rows],
            "Where it stands": [_tellers(book.cases[slug], item) for slug, _, _, item in rows],
        }
    )
    return Shown(f"{formatting.count(len(rows), 'sum')} of savings and benefits claimed", frame)


def _what_for(cost: Cost) -> str:
    """Give what a sum paid for, and whose it is where it is not the pilot's own."""
    return f"{cost.label} ({OTHERS[cost.of]})" if cost.of in OTHERS else cost.label


def _sum(book: Casebook, slug: str, cost: Cost, kind: str) -> Markup:
    """Give the sum of one part of a cost with the time that it is for, or the gap."""
    item, (case, path, address) = getattr(cost, kind), place(book, slug, f"costs/{cost.id}/{kind}")
    told = fact_html.fact(item, case, path, address)
    period = item.period if isinstance(item, Figure) else None
    return (
        told + Markup(' <small class="note">{}</small>').format(fact_html.recorded(period, case, f"{path}/period"))
        if period
        else told
    )


def _word(kind: str, item: Figure) -> str:
    """Say what a claim is: a forecast, an estimate of what came, or a sum that is put as made."""
    if kind == "planned":
        return "Forecast"
    return "Estimated" if item.status == "estimate" else "Put as made or found"


def _lines(book: Casebook) -> list[tuple[str, Cost]]:
    return [(slug, cost) for slug, case in book.cases.items() for cost in case.costs]


def _sums(cost: Cost) -> dict[str, Figure]:
    found = {"planned": cost.planned, "actual": cost.actual}
    return {kind: item for kind, item in found.items() if isinstance(item, Figure)}


def _tellers(case: Case, item: Figure) -> str:
    """Name the publishers of a figure, each with the tier of its source."""
    return "; ".join(f"{s.publisher} ({TIERS[s.tier]})" for s in case.sources if s.id in item.source)
