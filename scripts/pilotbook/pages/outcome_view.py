"""An outcome as the page of its case shows it: its numbers, how they were made, and what they mean."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from markupsafe import Markup

from pilotbook.judgement.baselines import is_share
from pilotbook.judgement.rating import OutcomeRating, is_given
from pilotbook.judgement.unreachable import claim_unreachable, outcome_unreachable
from pilotbook.pages import fact_html
from pilotbook.record import Case, Figure, Missing, Statement, formatting
from pilotbook.record.designs import DESIGNS
from pilotbook.record.facts import label_of, words_at
from pilotbook.record.outcome import Effect, Outcome
from pilotbook.views import stats

# How it was compared and counted, in the order in which the page tells it.
_COMPARED = (
    *("group", "why_comparable", "allocation", "controls", "method", "validity_test", "points_before", "both_periods"),
)
_COUNTED = ("measure", "follow_up", "named_in_advance", "direction_wanted", "domain", "measured_by", "analysed_by")
_CHOICES: Mapping[str, Mapping[str, str]] = {
    "named_in_advance": {"yes": "Yes", "no": "No"},
    "direction_wanted": {"up": "Up", "down": "Down", "none": "None"},
}


@dataclass(frozen=True)
class OutcomeView:
    """An outcome as the page shows it: (label, value) pairs of numbers and of how they were made.

    unreachable: '' or, where nothing that tells or claims its result can be opened any more, a sentence that says so.
    claim_unreachable: the same of a claim beside a result that can still be read.
    """

    outcome: Outcome
    numbers: list[tuple[str, Markup]]
    method: list[tuple[str, Markup | str]]
    rating: OutcomeRating
    explanation: Markup | None
    unreachable: str = ""
    claim_unreachable: str = ""

    @property
    def is_open(self) -> bool:
        """Say whether nothing is known of it but how it is, or was, to be measured."""
        return not (self.numbers or self.explanation or self.outcome.claim) and self.outcome.finding == "not_known"


def outcome_view(
    case: Case,
    outcome: Outcome,
    rating: OutcomeRating,
    names: Mapping[str, str],
    gone: Mapping[str, str] = MappingProxyType({}),
) -> OutcomeView:
    """Gather what is known of an outcome; the page tells its gaps once, at the end.

    names: of its domain and of partners. gone: the sources that nobody can open any more, with the day since when.
    """
    path = f"outcomes/{outcome.id}"
    explanation = outcome.explanation if isinstance(outcome.explanation, Statement) else None
    return OutcomeView(
        outcome=outcome,
        numbers=list(_numbers(case, outcome, path)),
        method=list(_method(case, outcome, path, names)),
        rating=rating,
        explanation=fact_html.said(explanation, case, f"{path}/explanation") if explanation else None,
        unreachable=(told := outcome_unreachable(outcome, gone)),
        claim_unreachable=claim_unreachable(outcome, gone) if not told else "",
    )


def _numbers(case: Case, outcome: Outcome, path: str) -> Iterator[tuple[str, Markup]]:
    comparison = outcome.comparison
    for holder, inside in ((outcome, path), (comparison, f"{path}/comparison")):
        for name in ("baseline", "result"):
            if is_given(value := getattr(holder, name)):
                yield label_of(holder, name), _measured(case, outcome, value, f"{inside}/{name}")
    if isinstance(outcome.effect, Effect):
        yield label_of(outcome, "effect"), _effect(case, outcome.effect, f"{path}/effect")
    if is_given(outcome.n):
        shown = fact_html.sample(outcome.n, case, f"{path}/n")
        yield label_of(outcome, "n"), shown + fact_html.beside(outcome.n, case, f"{path}/n")
    if found := _intervals(outcome):
        yield "Interval, worked out here", fact_html.recorded(found, case, f"{path}/computed/intervals")
    if lost := outcome.attrition:
        shown = fact_html.attrition(lost, case, f"{path}/attrition")
        yield label_of(outcome, "attrition"), shown + fact_html.beside(lost, case, f"{path}/attrition")


def _measured(case: Case, outcome: Outcome, value: Figure | Missing, path: str) -> Markup:
    """Give what was measured in a group, with what is to be known of it; a share is told in words too."""
    if isinstance(value, Figure) and outcome.kind != "cost" and is_share(outcome, value):
        return fact_html.share(value, case, path) + fact_html.beside(value, case, path)
    return fact_html.noted(value, case, path)


def _intervals(outcome: Outcome) -> str:
    """Write the interval about each group's share, where its size is known: '95% interval 54.6 to 81.9% (40 families)'."""
    told = []
    for interval in stats.intervals(outcome):
        group, _, who = interval.of.partition(", ")
        if who:
            ends = f"{interval.level}% interval {stats.tenths(interval.low)} to {stats.tenths(interval.high)}%"
            told.append(f"{ends} ({group}: {who})")
    return "; ".join(told)


def _effect(case: Case, effect: Effect, path: str) -> Markup:
    shown = fact_html.fact(effect, case, path)
    told = [part for part in (formatting.interval(effect), effect.p and f"p {_p(effect.p)}") if part]
    if told:
        shown += Markup(" <small>{}</small>").format(fact_html.recorded("; ".join(told), case, path))
    return shown + fact_html.beside(effect, case, path)


def _p(printed: str) -> str:
    return printed if printed[0] in "<>=" else f"= {printed}"


def _method(case: Case, outcome: Outcome, path: str, names: Mapping[str, str]) -> Iterator[tuple[str, Markup | str]]:
    comparison = outcome.comparison
    yield label_of(comparison, "design"), formatting.capital(DESIGNS[comparison.design].label)
    for name in _COMPARED:
        if told := words_at(comparison, name):
            yield label_of(comparison, name), fact_html.recorded(told, case, f"{path}/comparison/{name}")
    for name in _COUNTED:
        told = words_at(outcome, name)
        told = _CHOICES.get(name, names).get(told, told)
        if told:
            yield label_of(outcome, name), fact_html.recorded(told, case, f"{path}/{name}")
