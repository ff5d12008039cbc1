"""Rules on what an outcome is said to show, against the numbers that are given for it."""

import re
from collections.abc import Iterator
from decimal import Decimal

from pilotbook.record import formatting
from pilotbook.record.case import Case
from pilotbook.record.fact import Figure
from pilotbook.record.outcome import FINDINGS, Effect, Outcome
from pilotbook.rules.units import size_fault
from pilotbook.text.problems import Problem, shown
from pilotbook.text.yamlfile import Document

Found = Iterator[Problem]
_WANTED = {"up": 1, "down": -1}
_TOWARDS = {"better": 1, "worse": -1}
# "0.003", "< .001", "p = 0.04", "1".
_P = re.compile(r"(?P<sign>[<>=≤≥]?) ?(?P<value>0?\.[0-9]+|[01](?:\.0+)?)")
# By custom: above it, a difference may well be chance.
_CUSTOMARY = Decimal("0.05")
_WRITE_P = "Write the number as printed, such as 0.003 or < 0.05"


def findings_point_their_way(case: Case, document: Document) -> Found:
    """A finding of better has an effect in the wanted direction, and one of worse an effect against it.

    A lost minus sign, or a wanted direction the wrong way round, turns a harm into a success on every list. A fall is
    written with a minus, a fall told as a ratio is below 1. Good: `direction_wanted: down`, `value: -8.6`, `finding: better`.
    """
    for index, outcome in enumerate(case.outcomes):
        towards = _TOWARDS.get(outcome.finding)
        if towards is None:
            continue
        place, wanted = ("outcomes", index, "finding"), outcome.direction_wanted
        if wanted == "none":
            what = f"'finding' is '{outcome.finding}', but 'direction_wanted' says that no direction is better"
            yield document.problem(place, what, "Say which way is better, or use another finding.", "finding-fits")
        elif isinstance(outcome.effect, Effect) and _is_against(outcome.effect, towards * _WANTED[wanted]):
            told = formatting.effect(outcome.effect)
            what = f"'finding' is '{outcome.finding}', but the effect {told} runs the other way: wanted is {wanted}"
            mend = "Check the sign (a fall has a minus, a ratio below 1), 'direction_wanted' and 'finding'."
            yield document.problem(place, what, mend, "finding-fits")


def _is_against(effect: Effect, way: int) -> bool:
    # A number that no such effect has got its own message.
    return _runs(effect) * way < 0 and not size_fault(effect, effect.value)


def _null(effect: Effect) -> int:
    """Give the value at which there is no difference: 1 for a ratio, 0 for what is added."""
    return 1 if effect.type == "ratio" else 0


def _runs(effect: Effect) -> int:
    """Say which way an effect runs: 1 up, -1 down, 0 not at all."""
    return _sign(effect.value - _null(effect))


def _sign(number: Decimal) -> int:
    return (number > 0) - (number < 0)


def findings_borne(case: Case, document: Document) -> Found:
    """A finding is borne by its interval, its p value and its figures.

    An interval that holds no difference (0, or 1 for a ratio), or a p value of 0.05 or more, does not show that things got
    better; an interval clear of no difference shows more than none. The authors of a study may have had a reason: then say
    it in `explanation`. Good: `ci_low: -4`, `ci_high: 6`, `finding: no_clear_difference`.
    """
    for index, outcome in enumerate(case.outcomes):
        for what, mend in _unborne(outcome):
            yield document.problem(("outcomes", index, "finding"), what, mend, "finding-fits")


def _unborne(outcome: Outcome) -> Iterator[tuple[str, str]]:
    effect, finding = outcome.effect, outcome.finding
    said = f"'finding' is '{finding}'"
    if not isinstance(effect, Effect):
        yield from _against_figures(outcome)
        return
    holds, is_chance = _holds_null(effect), _may_be_chance(effect)
    interval = f"{formatting.number(effect.ci_low or Decimal(0))} to {formatting.number(effect.ci_high or Decimal(0))}"
    ask = f"Use 'no_clear_difference', or say in 'explanation' why it is called {FINDINGS[finding]}."
    if holds is not None and is_chance is not None and holds != is_chance and effect.ci_level == 95:
        held = "holds" if holds else "does not hold"
        what = f"the interval {interval} {held} no difference ({_null(effect)}), but the p value is {effect.p}"
        yield what, "Check both in the source: they should agree."
    elif finding in _TOWARDS and holds:
        yield f"{said}, but the interval {interval} holds no difference ({_null(effect)})", ask
    elif finding in _TOWARDS and is_chance:
        yield f"{said}, but the p value is {effect.p}", ask
    elif finding in _TOWARDS and _runs(effect) == 0:
        yield f"{said}, but the effect is none at all", ask
    elif finding == "no_clear_difference" and (holds is False or is_chance is False):
        why = (
            f"the interval {interval} is clear of no difference ({_null(effect)})"
            if holds is False
            else f"the p value is {effect.p}"
        )
        yield f"{said}, but {why}", "Use 'better' or 'worse', or say in 'explanation' why it is not clear."


def _holds_null(effect: Effect) -> bool | None:
    """Say whether an interval holds 'no difference'; None where none is given."""
    if effect.ci_low is None or effect.ci_high is None:
        return None
    return effect.ci_low <= _null(effect) <= effect.ci_high


def _may_be_chance(effect: Effect) -> bool | None:
    """Say whether a p value is 0.05 or more; None where none is given, or it does not tell."""
    match = _P.fullmatch(effect.p.strip()) if effect.p else None
    if match is None:
        return None
    sign, value = match["sign"], Decimal(match["value"])
    if sign in ("<", "≤"):
        return False if value <= _CUSTOMARY else None
    if sign in (">", "≥"):
        return True if value >= _CUSTOMARY else None
    return value >= _CUSTOMARY


def _against_figures(outcome: Outcome) -> Iterator[tuple[str, str]]:
    """Where no effect is given: set the figures themselves beside the finding."""
    moved = _moved(outcome)
    towards = _TOWARDS.get(outcome.finding)
    if moved is None or towards is None or outcome.direction_wanted == "none":
        return
    if _sign(moved[0]) * towards * _WANTED[outcome.direction_wanted] < 0:
        what = f"'finding' is '{outcome.finding}', but {moved[1]}, and wanted is {outcome.direction_wanted}"
        yield what, "Check the figures, 'direction_wanted' and 'finding'."


def _moved(outcome: Outcome) -> tuple[Decimal, str] | None:
    """Give how far the pilot group moved, against the comparison group where there is one, and that in words."""
    before, after = outcome.baseline, outcome.result
    other_before, other_after = outcome.comparison.baseline, outcome.comparison.result
    own, other = _gap(before, after), _gap(other_before, other_after)
    if own is not None and other is not None:
        return own - other, "the pilot group moved the other way against the comparison group"
    if (apart := _gap(other_after, after)) is not None and own is None:
        return apart, "the pilot group stands on the other side of the comparison group"
    # A group beside it may have moved further the same way.
    if own is not None and outcome.comparison.group is None and not isinstance(other_after, Figure):
        return own, f"the figure went {'up' if own > 0 else 'down'}"
    return None


def _gap(first: object, second: object) -> Decimal | None:
    if isinstance(first, Figure) and isinstance(second, Figure) and first.unit == second.unit:
        return second.value - first.value
    return None


def p_values_in_form(case: Case, document: Document) -> Found:
    """A p value is a number above 0 and at most 1, with a sign before it where the source has one.

    It is how likely such a difference would be by chance alone. Stars, 'n.s.' and per cent cannot be compared.
    Good: `p: '0.003'`, `p: '< .001'`.
    """
    for index, outcome in enumerate(case.outcomes):
        if isinstance(outcome.effect, Effect) and outcome.effect.p and (mend := _p_mend(outcome.effect.p)):
            what = f"{shown(outcome.effect.p)} is not a p value"
            yield document.problem(("outcomes", index, "effect", "p"), what, mend, "p-value")


def _p_mend(text: str) -> str | None:
    """Say how a p value is written, or None where it is."""
    match = _P.fullmatch(text)
    if match and (Decimal(match["value"]) > 0 or match["sign"] == ">") and Decimal(match["value"]) <= 1:
        return None
    if match and Decimal(match["value"]) == 0:
        return "Write '< 0.001' or as far as the source prints it: no p value is nought."
    # "p<0,05", "P = .03".
    bare = (
        re.sub(r"^p[ -]?(?:value)?[ :]*=?", "", text.strip(), flags=re.IGNORECASE)
        .strip()
        .replace(",", ".")
        .lstrip("=")
        .strip()
    )
    if bare != text and _P.fullmatch(bare):
        return f"Write '{bare}'."
    return f"{_WRITE_P}; if the source prints none, leave 'p' out and say so in 'note'."
