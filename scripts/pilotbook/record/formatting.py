"""Write numbers, dates and lists for people: '£12.7 million', 'more than 5,000 families', '16 July 2025'."""

import datetime
import re
from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

from pilotbook.record.case import Case
from pilotbook.record.fact import Figure
from pilotbook.record.outcome import FINDINGS, Attrition, Effect, Sample
from pilotbook.record.reference import REFERENCE, Target, target
from pilotbook.text import markdown

QUALIFIERS = {
    "about": "about",
    "more_than": "more than",
    "less_than": "less than",
    "up_to": "up to",
    "at_least": "at least",
    "nearly": "nearly",
}
# What stands beside a direction of effect that says more than is known: told without figures, or of a case whose evidence is not
# rated. theme/static/narrow.js writes it the same way.
CLAIMED, NOT_RATED = "claimed", "not rated"
# The counts of a sample, each with the words after it.
SAMPLE_GROUPS = (("treated", "in the pilot"), ("comparison", "compared"), ("analysed", "in all"))


def number(value: Decimal | int) -> str:
    """Write a number as published: thousands marked, decimals kept, a true minus sign."""
    text = f"{value:,f}" if isinstance(value, Decimal) else f"{value:,}"
    return text.replace("-", "\N{MINUS SIGN}")


def amount(value: Decimal, unit: str) -> str:
    """Write a number with its unit: '17.8%', '£12.7 million', '449 households'."""
    shown = number(value)
    if unit == "%":
        return f"{shown}%"
    if unit.split()[0] == "GBP":
        sign, digits = (shown[0], shown[1:]) if value.is_signed() else ("", shown)
        scale = unit.removeprefix("GBP").strip()
        return f"{sign}£{digits} {scale}".strip()
    return f"{shown} {unit}"


def figure(fact: Figure) -> str:
    """Write a figure with its qualifier: 'more than 5,000 families'."""
    words = amount(fact.value, fact.unit)
    return f"{QUALIFIERS[fact.qualifier]} {words}" if fact.qualifier else words


_SIMPLE = sorted({Fraction(part, whole) for whole in range(2, 11) for part in range(1, whole)})
# 1.5 percentage points (see the log of decisions, "Shares in words stand beside the figure").
ABOUT_WITHIN = Fraction(3, 200)


def about(percent: Decimal) -> str | None:
    """Write a share for people: 17.8 → 'about 1 in 6', 66 → 'about 2 in 3', 4.7 → 'about 1 in 21'.

    The nearest fraction out of at most 10; below 1 in 10 (or above 9 in 10) one (or all but one) in a whole number. None
    where the nearest is off by more than 1.5 percentage points, and outside 1% to 99%, where few words are as plain as
    the figure.
    """
    share = Fraction(percent) / 100
    if not Fraction(1, 100) < share < Fraction(99, 100):
        return None
    rare = min(share, 1 - share)
    if rare < _SIMPLE[0]:
        one = Fraction(1, round(1 / rare))
        near = one if share == rare else 1 - one
    else:
        near = min(_SIMPLE, key=lambda simple: (abs(simple - share), simple.denominator))
    return f"about {near.numerator} in {near.denominator}" if abs(near - share) <= ABOUT_WITHIN else None


def effect(fact: Effect) -> str:
    """Write an effect with its sign where it is a difference: '+1.8 percentage points', '1.06 times as likely'."""
    words = amount(fact.value, fact.unit)
    return f"+{words}" if fact.value > 0 and fact.type in ("difference", "percent_change") else words


def interval(fact: Effect) -> str | None:
    """Write a confidence interval: '95% interval −19.5 to 17.1', or None where there is none."""
    if fact.ci_low is None or fact.ci_high is None:
        return None
    level = f"{number(fact.ci_level)}% interval" if fact.ci_level is not None else "interval"
    return f"{level} {number(fact.ci_low)} to {number(fact.ci_high)}"


def sample(fact: Sample) -> str:
    """Write how many there were, as printed: 'people, 843 in the pilot, 844 compared'."""
    groups = ((getattr(fact, name), label) for name, label in SAMPLE_GROUPS)
    return ", ".join([fact.of, *(f"{number(count)} {label}" for count, label in groups if count is not None)])


def attrition(fact: Attrition) -> str:
    """Write the shares lost before the last measurement: '4.5% of the pilot group, 3.9% of the comparison group'."""
    told = f"{number(fact.treated)}% of the pilot group"
    return told if fact.comparison is None else f"{told}, {number(fact.comparison)}% of the comparison group"


def date(partial: str) -> str:
    """Write a partial date: '16 July 2025', 'July 2025' or '2025'."""
    parts = [int(part) for part in partial.split("-")]
    if len(parts) == 1:
        return partial
    day = datetime.date(*parts, *([1] if len(parts) == 2 else []))
    month = day.strftime("%B %Y")
    return month if len(parts) == 2 else f"{day.day} {month}"


def due(partial: str, told: str | None) -> str:
    """Write when results are due, with the source's own words where they tell more: '2026 (late in 2026)'."""
    return f"{date(partial)} ({told})" if told else date(partial)


def listed(items: Iterable[str]) -> str:
    """Join words as a sentence does: 'a, b and c'."""
    words = list(items)
    return " and ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else "".join(words)


def labels(words: Iterable[str]) -> str:
    """Put labels of a list side by side as one line: ('People who use abuse', 'Tenants') → 'People who use abuse; tenants'.

    A label may hold an 'and' of its own, so none joins them; one of initials keeps its capitals.
    """
    first, *rest = [*words] or [""]
    return "; ".join([first, *(word if word[1:2].isupper() else word[:1].lower() + word[1:] for word in rest)])


def capital(text: str) -> str:
    """Begin with a capital and leave the rest as it was written: 'town in Wales' → 'Town in Wales'."""
    return text[:1].upper() + text[1:]


def count(number_of: int, one: str, many: str | None = None) -> str:
    """Write a count with its noun: '1 case', '12 cases'."""
    return f"{number_of:,} {one if number_of == 1 else many or one + 's'}"


def prices(year: str) -> str:
    """Say whose prices a sum is in: '2015/16' → '2015/16 prices'; what says so already is left."""
    return year if "price" in year.casefold() else f"{year} prices"


def finding(code: str, caution: str = "") -> str:
    """Write a direction of effect, with what a reader must know of it: 'better (claimed)', 'better (not rated)'."""
    return f"{FINDINGS[code]} ({caution})" if caution else FINDINGS[code]


def plain(text: str, case: Case) -> str:
    """Give prose as plain words with its figures written out, for descriptions, search and titles."""

    def written_out(match: re.Match[str]) -> str:
        found = target(case, match.group(1))
        return match.group() if found is None else in_words(found[1])

    return markdown.to_text(REFERENCE.sub(written_out, text))


def in_words(item: Target) -> str:
    """Write what a reference means: a figure, an effect, or one number of a sample or an interval."""
    if isinstance(item, Figure):
        return figure(item)
    if isinstance(item, Effect):
        return effect(item)
    holder, name = item
    value = getattr(holder, name)
    return number(value) if isinstance(value, Decimal | int) else str(value)
