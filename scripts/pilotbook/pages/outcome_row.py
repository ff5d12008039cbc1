"""A row of the table of outcomes: the words of its cells, for the page and for the data that the page narrows by."""

from markupsafe import Markup

from pilotbook.judgement.tabled import Number, Tabled
from pilotbook.pages.fact_html import trace_anchor, traced
from pilotbook.record import formatting
from pilotbook.views.outcomes import Listed


def numbers_told(row: Listed) -> str:
    """Write the numbers of an outcome, or why there are none: 'Difference +1.8 percentage points; 95% interval −19.5 to 17.1'."""
    told = "; ".join(f"{number.of} {number.told}".strip() for number in row.told.numbers)
    return formatting.capital(told) or row.told.gap


def numbers_html(row: Listed) -> Markup:
    """Write the same for the page, each number traced to its record."""
    if not row.told.numbers:
        told = traced(row.told.gap, row.record, f"outcomes/{row.outcome.id}/result")
        return Markup('<span class="soft">{}</span>').format(told)
    return Markup("; ").join(_traced(row, number, is_first=n == 0) for n, number in enumerate(row.told.numbers))


def _traced(row: Listed, number: Number, *, is_first: bool) -> Markup:
    of = formatting.capital(number.of) if is_first else number.of
    told = traced(number.told, row.record, f"outcomes/{row.outcome.id}/{number.path}")
    return Markup("{} {}").format(of, told) if of else told


def design_told(row: Listed) -> str:
    """Name the design of an outcome, with its score where it has one: 'Randomised trial; scores 5 of 5'."""
    scored = f"; scores {row.outcome.sms} of 5" if row.outcome.sms is not None else ""
    return f"{row.design}{scored}"


def source_told(told: Tabled) -> str:
    """Name the sources of a result, and who published them; '' where none is told."""
    return f"{', '.join(told.sources)}: {told.publisher}" if told.sources else ""


def source_address(row: Listed) -> str:
    """Give the place on the page of its case that tells where a number comes from, else that of its source; '' where none is told."""
    if row.told.numbers:
        path = f"outcomes/{row.outcome.id}/{row.told.numbers[0].path}"
        return f"/cases/{row.slug}/#{trace_anchor(path)}"
    return f"/cases/{row.slug}/#{row.told.sources[0]}" if row.told.sources else ""
