"""The evidence gap map: policy areas by outcome domains, with what is known in each cell and where nothing is."""

from dataclasses import dataclass

from pilotbook.casebook import Casebook


@dataclass(frozen=True)
class Cell:
    """One cell: the cases that measured it, those that were to, and the strongest design (SMS) among findings.

    known: slugs of cases with a published finding on an outcome of this domain. unknown: slugs of cases that list such an
    outcome without a finding. is_sought: whether work in the area is meant to change it, in the editors' view.
    """

    area: str
    domain: str
    known: tuple[str, ...]
    unknown: tuple[str, ...]
    best_sms: int | None
    no_benefit: int
    is_sought: bool

    @property
    def is_gap(self) -> bool:
        """Say whether it is sought and nobody has published a finding."""
        return self.is_sought and not self.known

    @property
    def has_page(self) -> bool:
        """Say whether there is anything to open: a case, or a gap that matters."""
        return bool(self.known or self.unknown or self.is_sought)


def gap_map(book: Casebook) -> dict[tuple[str, str], Cell]:
    """Give every cell by (area, domain), rows and columns in the order of the vocabulary."""
    return {
        (area, domain): _cell(book, area, domain)
        for area in book.vocabulary.policy_areas
        for domain in book.vocabulary.outcome_domains
    }


def _cell(book: Casebook, area: str, domain: str) -> Cell:
    known: list[str] = []
    unknown: list[str] = []
    scores: list[int] = []
    no_benefit = 0
    for slug, case in book.cases_on(area).items():
        outcomes = [outcome for outcome in case.outcomes if outcome.domain == domain and outcome.kind != "output"]
        found = [outcome for outcome in outcomes if outcome.finding != "not_known"]
        if found:
            known.append(slug)
            rated = [book.ratings[slug].outcomes[outcome.id].sms for outcome in found]
            scores += [sms for sms in rated if sms is not None]
            no_benefit += any(outcome.finding in ("no_clear_difference", "worse") for outcome in found)
        elif outcomes:
            unknown.append(slug)
    sought = domain in book.vocabulary.policy_areas[area].seeks
    return Cell(area, domain, tuple(known), tuple(unknown), max(scores, default=None), no_benefit, sought)
