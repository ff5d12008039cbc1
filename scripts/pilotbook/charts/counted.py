"""What charts across cases are drawn from, as plain rows: counting them takes none of the libraries that draw."""

from collections.abc import Iterator
from typing import Any

from pilotbook.casebook import Casebook
from pilotbook.charts.wording import NO_DATE
from pilotbook.judgement.view import CaseView
from pilotbook.record import formatting
from pilotbook.record.case import STAGES
from pilotbook.record.text import earliest, latest
from pilotbook.views.gapmap import gap_map

PROGRAMME = "test-learn-and-grow"
# Each event with its heading.
EVENTS = {
    "announced": "Announced",
    "start": "Started",
    "end": "Ended",
    "results_due": "Results due",
    "results_published": "Results published",
}
PLANNED = {"start": "Start planned", "end": "End planned"}
SCALES = ["gap", "no score", "scale 1 or 2", "scale 3", "scale 4 or 5"]
KINDS = [
    "Scores 4 or 5",
    "Scores 3",
    "Scores 1 or 2",
    "Not scored",
]
# Said under each chart that sorts entries by score: a trial whose figures we did not read is not scored.
SCORED_BY = (
    "by the highest score, of 5 on the Maryland scale, of the outcomes that each rests on; not scored: words, counts, and "
    "trials whose figures we did not read"
)
Row = dict[str, Any]


def kind_of_evidence(best_sms: int | None) -> str:
    """Give the kind of evidence of an entry by the best score, on the Maryland scale, of the outcomes it rests on.

    Not scored: words, counts, and trials whose figures were not read.
    """
    if best_sms is None:
        return KINDS[3]
    return KINDS[0] if best_sms >= 4 else KINDS[1] if best_sms == 3 else KINDS[2]


def pilots(book: Casebook) -> list[Row]:
    """Give a row a pilot of the programme: `pilot`, `stage`, each event in words, `result`, `marks`, `spans`, `searched`.

    marks: (kind, ISO day). spans: (kind, date in words, first and last ISO day).
    """
    return [
        {
            "pilot": view.title,
            "stage": formatting.capital(STAGES[view.stage]),
            **{name: _told(view, name) for name in EVENTS},
            "result": "yes" if view.has_result else "no",
            "marks": tuple(_marks(view)),
            "spans": tuple(_spans(view)),
            "searched": view.searched,
        }
        for view in book.views.values()
        if view.programme == PROGRAMME
    ]


def programme_label(book: Casebook) -> str:
    """Give what the programme is called, or '' in a book that has none of it."""
    known = book.vocabulary.programmes
    return known[PROGRAMME].label if PROGRAMME in known else ""


def _dated(view: CaseView, name: str) -> tuple[str, bool]:
    """Give the date of an event as written ('' where there is none), and whether it is only planned."""
    return (getattr(view, name), False) if name.startswith("results") else view.dates.get(name, ("", False))


def _told(view: CaseView, name: str) -> str:
    date, is_planned = _dated(view, name)
    return formatting.date(date) + (" (planned)" if is_planned else "") if date else NO_DATE


def _marks(view: CaseView) -> Iterator[tuple[str, str]]:
    for name, kind in EVENTS.items():
        date, is_planned = _dated(view, name)
        if date:
            yield (PLANNED.get(name, kind) if is_planned else kind), earliest(date)


def _spans(view: CaseView) -> Iterator[tuple[str, str, str, str]]:
    """Yield each event with a date: its kind, the date in words, and the first and the last day that it can mean."""
    for name, kind in EVENTS.items():
        date, is_planned = _dated(view, name)
        if date:
            yield PLANNED.get(name, kind) if is_planned else kind, formatting.date(date), earliest(date), latest(date)


def cells(book: Casebook) -> list[Row]:
    """Give a row a cell of the gap map that is known or a gap: `area`, `domain` (labels), `cases`, `scale` (one of five words)."""
    return [
        {
            "area": book.vocabulary.policy_areas[area].label,
            "domain": book.vocabulary.outcome_domains[domain].label,
            "cases": len(cell.known),
            "scale": _scale(cell.best_sms, bool(cell.known)),
        }
        for (area, domain), cell in gap_map(book).items()
        if cell.known or cell.is_gap
    ]


def _scale(best_sms: int | None, is_known: bool) -> str:
    if not is_known:
        return SCALES[0]
    if best_sms is None:
        return SCALES[1]
    return SCALES[2] if best_sms <= 2 else SCALES[3] if best_sms == 3 else SCALES[4]
