"""Rules on units: one form for money and for shares, a unit that fits its kind of effect, and values that can be."""

import re
from collections.abc import Iterator
from decimal import Decimal

from pilotbook.record import formatting
from pilotbook.record.case import Case, Cost
from pilotbook.record.fact import Figure
from pilotbook.record.outcome import Effect, Outcome, Sample
from pilotbook.rules.inside import parts
from pilotbook.text.problems import Problem, shown
from pilotbook.text.yamlfile import Document, Path

Found = Iterator[Problem]
POINTS = "percentage points"
_SCALES = {
    "": Decimal(1),
    "thousand": Decimal(10) ** 3,
    "million": Decimal(10) ** 6,
    "billion": Decimal(10) ** 9,
}
# "GBP", "GBP million", "GBP a person a year", "GBP for each pound spent".
_MONEY = re.compile(r"GBP(?: (?:thousand|million|billion))?(?: (?:a|an|for each) (?!.*(?:GBP|£)).+)?")
# "£m", "gbp million", "Pounds", "millions of pounds"; not "tonnes", nor "GBP" within a word.
_SPEAKS_OF_MONEY = re.compile(r"£|\b[kmb]?n?gbp[kmb]?n?\b|\bsterling\b|\bpounds?\b", re.IGNORECASE)
_SCALE_WORDS = {
    "thousand": re.compile("k|th|thousands?"),
    "million": re.compile("m|mn|mln|millions?"),
    "billion": re.compile("b|bn|bln|billions?"),
}
_COINS = re.compile(r"gbp|£|sterling|pounds?|\bof\b", re.IGNORECASE)
_A_POUND = re.compile(r"(?:£|GBP ?|pound\b)", re.IGNORECASE)
_RATE = re.compile(r"\s*(?:/|\bper\b|\b(?:for )?each\b|\b(?:for )?every\b|\ban?\b)\s*", re.IGNORECASE)
# "per cent", "per cent of families", "% families"; not "percentage points a year", nor "per cent (HbA1c)", which is no share.
_PER_CENT = re.compile(
    r"(?:per ?cents?|percentages?|pct|\uff05|per 100|%)(?!.*\bpoints?\b)(?P<of>\s+of\b.+|(?<=%)\s+.+)?", re.IGNORECASE
)
_POINTS = re.compile(
    r"(?:%|per ?cent(?:age)?|pct)[ -]?(?:points?|pts?)|pp|ppts?|pps|p\.p\.|points of (?:a )?per ?cent(?:age)?", re.I
)
# What a browser looks for too, by the names that its script knows.
PATTERNS = {
    **{"money": _MONEY, "points": _POINTS, "perCent": _PER_CENT, "speaksOfMoney": _SPEAKS_OF_MONEY, "rate": _RATE},
    **{"coins": _COINS, "pound": _A_POUND},
    **_SCALE_WORDS,
}
# What the whole United Kingdom makes in a year is about three thousand billion pounds: no pilot moves a hundredth of it
# twice over, while the sums that papers expect of the whole public sector come to tens of billions.
_MOST_POUNDS = Decimal(10) ** 12
# A cost line below this is more likely told in thousands or millions, or for each person.
_FEW_POUNDS = 100
# Planned and actual of one line differ by less than this many times, unless their units do.
_TIMES = 500
# "Rise in visits", "Change on the year before": then a per cent is no share.
_CHANGE = re.compile(
    r"\b(?:chang|ris|rose|increas|grow|grew|fall|fell|drop|reduc|cut|decreas|declin|gain|more|fewer|less|return|growth)",
    re.I,
)


def units_in_one_form(case: Case, document: Document) -> Found:
    """Money is GBP, GBP thousand, GBP million or GBP billion; a share is %; the difference of two shares percentage points.

    Sums and shares are drawn and set beside one another only where their units are written alike: '£m' would be left out
    without a word. A sum for one is told after it, such as `GBP a person` or `GBP for each pound spent`.
    Good: `value: 12.7`, `unit: GBP million`.
    """
    for path, item in parts(case):
        if isinstance(item, Figure | Effect) and (mend := unit_mend(item.unit)):
            what = f"{shown(item.unit)} is another way to write a unit"
            yield document.problem((*path, "unit"), what, mend, "unit-form")


def unit_mend(unit: str) -> str | None:
    """Say how a unit of money or of shares is written here, or None where it is written so, or is neither."""
    if unit in ("%", POINTS) or _MONEY.fullmatch(unit):
        return None
    if _POINTS.fullmatch(unit):
        return f"Write '{POINTS}'."
    if share := _PER_CENT.fullmatch(unit):
        of = ", and say of what in its label or note" if share["of"] else ""
        return f"Write '%'{of}."
    return f"Write '{_money(unit)}'." if _SPEAKS_OF_MONEY.search(unit) else None


def _money(unit: str) -> str:
    """Give the known form of a unit of money: '£m' → 'GBP million', 'pounds per family' → 'GBP a family'."""
    # "GBP for each GBP 1": what stands before the rate is the sum.
    sums, *rate = _RATE.split(unit, maxsplit=1)
    # "pounds (million)", "£, m": signs around a word are not the word.
    words = re.findall(r"[a-z]+", _COINS.sub(" ", sums).casefold())
    scale = next((name for word in words for name, told in _SCALE_WORDS.items() if told.fullmatch(word)), None)
    each = rate[0].strip() if rate else ""
    if _A_POUND.match(each):
        each = "for each pound spent"
    elif each:
        each = f"a {each}"
    return " ".join(filter(None, ("GBP", scale, each)))


def effects_in_their_unit(case: Case, document: Document) -> Found:
    """An effect's unit and size fit its kind: a difference of shares is in percentage points, a change in per cent is in %.

    From 10% to 13% is 3 percentage points, and a rise of 30%: mixed up, a small effect is told as a large one. A ratio has
    no unit of per cent and is above nought, and nothing falls by more than all of it.
    Good: `type: difference`, `unit: percentage points`.
    """
    for index, outcome in enumerate(case.outcomes):
        effect = outcome.effect
        if not isinstance(effect, Effect):
            continue
        place = ("outcomes", index, "effect")
        # A unit in another form has its own message.
        if not unit_mend(effect.unit) and (mend := _unit_fault(effect)):
            what = f"{_KINDS[effect.type]} is given in {shown(effect.unit)}"
            yield document.problem((*place, "unit"), what, mend, "unit-of-effect")
        for name in ("value", "ci_low", "ci_high"):
            value = getattr(effect, name)
            if value is not None and (fault := size_fault(effect, value)):
                yield document.problem((*place, name), *fault, "unit-of-effect")


_KINDS = {
    "difference": "a difference",
    "ratio": "a ratio",
    "percent_change": "a change in per cent",
    "score": "a score",
}


def _unit_fault(effect: Effect) -> str | None:
    of_shares = effect.unit in ("%", POINTS)
    if effect.type == "difference" and effect.unit == "%":
        return f"Write '{POINTS}' for the difference of two shares, or 'type: percent_change' for a change in per cent."
    if effect.type == "percent_change" and effect.unit != "%":
        other = f", or 'type: difference' if it is {effect.unit}"
        return f"Write '%'{other}."
    if effect.type == "ratio" and of_shares:
        return (
            f"Write what it is, such as 'times as likely' or 'odds ratio'; for '{effect.unit}' choose another 'type'."
        )
    if effect.type == "score" and of_shares:
        return f"Name the scale and its points; for the difference of two shares write 'type: difference', '{POINTS}'."
    return None


def size_fault(effect: Effect, value: Decimal) -> tuple[str, str] | None:
    """Give (what, mend) for a size that no such effect has."""
    if effect.type == "ratio" and (value < 0 or (value == 0 and value == effect.value)):
        mend = "Copy the ratio from the source: below 1 it is a fall; a difference or a logarithm is another 'type'."
        return f"a ratio of {formatting.number(value)} cannot be: it is above nought", mend
    if effect.type == "percent_change" and value < -100 and effect.unit == "%":
        mend = "Check the number; for 'times as many' write 'type: ratio'."
        return f"a change of {formatting.number(value)}% would be a fall by more than all of it", mend
    if effect.unit == POINTS and abs(value) > 100:
        return f"shares cannot differ by {formatting.number(value)} percentage points", "Check the number, or its unit."
    return None


def sums_that_can_be(case: Case, document: Document) -> Found:
    """A sum is within what a country has: a number in pounds was not written beside 'GBP million'.

    Good: `value: 4.8`, `unit: GBP million`, or `value: 4800000`, `unit: GBP`.
    """
    for path, item in parts(case):
        if isinstance(item, Figure) and (pounds := in_pounds(item)) is not None and abs(pounds) > _MOST_POUNDS:
            told = formatting.amount(item.value, item.unit)
            mend = "Check the number and its unit; the source may give whole pounds: 'unit: GBP'."
            yield document.problem((*path, "value"), f"{told} is more than can be", mend, "value-likely")


def values_likely(case: Case, document: Document) -> Found:
    """A value is one that its unit can have: a share lies between 0% and 100%, a cost is no handful of pounds, groups add up.

    What is asked here may be right, as in a share of a target or a change; then say so in `note`.
    Good: `value: 1.2`, `unit: GBP million`.
    """
    yield from _shares(case, document)
    for index, outcome in enumerate(case.outcomes):
        yield from _counts(outcome, ("outcomes", index), document)
    for index, cost in enumerate(case.costs):
        yield from _sums(cost, ("costs", index), document)


def _shares(case: Case, document: Document) -> Found:
    """Ask about each share, of an outcome or of the place, that is below nought or above all."""
    figures: list[tuple[Path, object, str]] = [(("problem", "size"), case.problem.size, "")]
    for index, item in enumerate(case.context.figures):
        figures.append((("context", "figures", index, "figure"), item.figure, item.label))
    for index, outcome in enumerate(case.outcomes):
        said = f"{outcome.label} {outcome.measure or ''}"
        for name in ("baseline", "result"):
            figures.append((("outcomes", index, name), getattr(outcome, name), said))
            figures.append((("outcomes", index, "comparison", name), getattr(outcome.comparison, name), said))
    for path, figure, said in figures:
        if isinstance(figure, Figure) and _is_no_share(figure, said):
            what = f"'{path[-1]}' is {formatting.number(figure.value)}%, and a share lies between 0% and 100%"
            mend = "Check it; if it is a change, say so in 'note', or give it as the 'effect' if that is what it is."
            yield document.problem((*path, "value"), what, mend, "value-likely")


def _counts(outcome: Outcome, path: Path, document: Document) -> Found:
    """Ask about figures that are to be set beside one another and cannot be, and groups that do not add up."""
    pairs = ((outcome.baseline, outcome.result, "baseline"), (outcome.comparison.result, outcome.result, "comparison"))
    for first, second, name in pairs:
        if isinstance(first, Figure) and isinstance(second, Figure) and first.unit != second.unit:
            what = f"'{name}' is in {shown(first.unit)}, and 'result' in {shown(second.unit)}"
            yield document.problem(
                (*path, name), what, "Give both in one unit, or say in 'measure' why not.", "value-likely"
            )
    sample = outcome.n
    if not isinstance(sample, Sample) or sample.treated is None or sample.comparison is None or sample.analysed is None:
        return
    if sample.treated + sample.comparison != sample.analysed:
        what = f"{sample.treated:,} and {sample.comparison:,} are not {sample.analysed:,} in all"
        yield document.problem(
            (*path, "n"), what, "Check the three numbers; if there is a third group, say so in 'note'.", "value-likely"
        )


def _sums(cost: Cost, path: Path, document: Document) -> Found:
    """Ask about sums that look like another unit: a handful of pounds, hours, or planned and actual far apart."""
    pounds: list[Decimal] = []
    for name in ("planned", "actual"):
        item, place = getattr(cost, name), (*path, name, "unit")
        if not isinstance(item, Figure):
            continue
        in_all = in_pounds(item)
        if in_all is not None:
            pounds.append(in_all)
        if not _MONEY.fullmatch(item.unit) and not unit_mend(item.unit):
            mend = "Give the sum in GBP; what is no money stands under 'context'."
            yield document.problem(place, f"{shown(item.unit)} is no money", mend, "value-likely")
        if in_all is not None and 0 < in_all < _FEW_POUNDS:
            mend = "Is it thousands, millions, or a sum for one? Then write 'GBP million' or 'GBP a person'."
            what = f"'{name}' is {formatting.amount(item.value, item.unit)} in all"
            yield document.problem(place, what, mend, "value-likely")
    if len(pounds) == 2 and max(pounds) > _TIMES * min(pounds) > 0:
        what = f"planned and actual differ by more than {_TIMES} times"
        yield document.problem(
            (*path, "actual"), what, "Check the two units: thousand, million or billion?", "value-likely"
        )


def _is_no_share(figure: Figure, said: str) -> bool:
    within = 0 <= figure.value <= 100
    return figure.unit == "%" and not within and not _CHANGE.search(f"{said} {figure.note or ''}")


def in_pounds(figure: Figure) -> Decimal | None:
    """Give a sum in pounds, or None where it is no sum of the whole, such as 'GBP a person'."""
    first, _, scale = figure.unit.partition(" ")
    return figure.value * _SCALES[scale] if first == "GBP" and scale in _SCALES else None
