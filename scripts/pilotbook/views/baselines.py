"""The baselines of the book by outcome domain: what a team that plans a test can start from."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from pilotbook.casebook import Casebook
from pilotbook.judgement.baselines import Baseline


@dataclass(frozen=True)
class Measured:
    """A baseline with its case: what the case is about, whom it is for, and how it worked, as codes."""

    slug: str
    record: str
    title: str
    areas: tuple[str, ...]
    groups: tuple[str, ...]
    approaches: tuple[str, ...]
    baseline: Baseline


def by_domain(book: Casebook) -> Mapping[str, tuple[Measured, ...]]:
    """Give the baselines of every domain of the vocabulary, in the order of the book. Records that stand no more have none."""
    found: Mapping[str, tuple[Measured, ...]] = book.shared("baselines", lambda: _by_domain(book))
    return found


def _by_domain(book: Casebook) -> Mapping[str, tuple[Measured, ...]]:
    found: dict[str, list[Measured]] = defaultdict(list)
    for slug, view in book.views.items():
        for baseline in view.baselines if view.is_active else ():
            found[baseline.domain].append(
                Measured(slug, view.id, view.title, view.areas, view.groups, view.approaches, baseline)
            )
    return {domain: tuple(found[domain]) for domain in book.vocabulary.outcome_domains}
