"""The evidence gap map: policy areas by outcome domains, with what is known in each cell and where nothing is."""

from collections.abc import Mapping
from dataclasses import dataclass

from pilotbook.casebook import Casebook
from pilotbook.judgement import gaps
from pilotbook.judgement.view import CaseView


@dataclass(frozen=True)
class Cell:
    """One cell: the cases that measured it, those that were to, and the strongest design (SMS) among findings.

    known: slugs of cases with a finding on an outcome of this domain. unknown: slugs of cases that list such an outcome
    without a finding, each with how far its result is known (a key of `gaps.STATES`). done: slugs of cases with a finding on
    what was done in this domain (an output), which the map does not count. is_sought: whether work in the area is meant to
    change it, in the editors' view.
    """

    area: str
    domain: str
    known: tuple[str, ...]
    unknown: tuple[tuple[str, str], ...]
    done: tuple[str, ...]
    best_sms: int | None
    is_sought: bool

    @property
    def is_gap(self) -> bool:
        """Say whether it is sought and no case of the book has a finding."""
        return self.is_sought and not self.known

    @property
    def has_page(self) -> bool:
        """Say whether there is anything to open: a case, or a gap that matters."""
        return bool(self.known or self.unknown or self.done or self.is_sought)


def gap_map(book: Casebook) -> dict[tuple[str, str], Cell]:
    """Give every cell by (area, domain), rows and columns in the order of the vocabulary."""
    found: dict[tuple[str, str], Cell] = book.shared("gap map", lambda: _gap_map(book))
    return found


def _gap_map(book: Casebook) -> dict[tuple[str, str], Cell]:
    cells = {}
    for area, term in book.vocabulary.policy_areas.items():
        views = book.views_by_area.get(area, {})
        for domain in book.vocabulary.outcome_domains:
            cells[area, domain] = _cell(views, area, domain, domain in term.seeks)
    return cells


def _cell(views: Mapping[str, CaseView], area: str, domain: str, is_sought: bool) -> Cell:
    known: list[str] = []
    unknown: list[tuple[str, str]] = []
    done: list[str] = []
    scores: list[int] = []
    for slug, view in views.items():
        here = [outcome for outcome in view.measured if outcome.domain == domain]
        outcomes = [outcome for outcome in here if outcome.kind != "output"]
        if any(outcome.kind == "output" and outcome.state == gaps.FOUND for outcome in here):
            done.append(slug)
        found = [outcome for outcome in outcomes if outcome.finding != "not_known"]
        if found:
            known.append(slug)
            scores += [outcome.sms for outcome in found if outcome.sms is not None]
        elif outcomes:
            unknown.append((slug, gaps.furthest(outcome.state for outcome in outcomes)))
    return Cell(area, domain, tuple(known), tuple(unknown), tuple(done), max(scores, default=None), is_sought)
