"""Results that are expected, with their day, and who leads the case: what is coming."""

from collections.abc import Iterable
from dataclasses import dataclass

from pilotbook.casebook import Casebook
from pilotbook.judgement import gaps
from pilotbook.judgement.view import CaseView
from pilotbook.record import formatting
from pilotbook.record.case import STAGES
from pilotbook.record.text import latest
from pilotbook.views.leaders import leaders
from pilotbook.views.missing_results import as_of

# What may still bring a first result; of what ended, or may have, the page of missing results tells.
_RUNNING = ("announced", "planned", "live", "paused")


@dataclass(frozen=True)
class Coming:
    """A case of which results are still to come.

    due: when they were promised, as exact as known, or ''. told: that in a sentence. leads: who led it. ends: when it is planned to
    end, or ''. is_late: whether the day is past, and none was found or read. is_now: whether it falls in the
    month or year on which the book was last checked.
    """

    slug: str
    record: str
    title: str
    stage: str
    due: str
    told: str
    is_late: bool
    is_now: bool
    leads: tuple[str, ...]
    ends: str

    @property
    def month(self) -> str:
        """Give the month by which results are due, or the year where no month is told."""
        return formatting.date(self.due[:7])


def coming(book: Casebook, slugs: Iterable[str]) -> list[Coming]:
    """Give the cases with a day for results and none found, read or known to be out, soonest first."""
    views = (book.views[slug] for slug in slugs)
    found = [_coming(book, view) for view in views if view.results_due and _is_awaited(view)]
    return sorted(found, key=lambda each: (latest(each.due), each.title.casefold()))


def undated(book: Casebook, slugs: Iterable[str]) -> list[Coming]:
    """Give those of some cases that are announced, planned or running, without a result and without a time for one."""
    return [
        _coming(book, view)
        for view in (book.views[slug] for slug in slugs)
        if view.stage in _RUNNING and not view.results_due and _is_awaited(view)
    ]


def _is_awaited(view: CaseView) -> bool:
    return not view.has_result and not view.results_published


def _coming(book: Casebook, view: CaseView) -> Coming:
    day = as_of(book)
    late, now, due = view.is_late(day), view.is_due_now(day), view.results_due
    ends, is_planned = view.dates.get("end", ("", False))
    return Coming(
        slug=view.slug,
        record=view.id,
        title=view.title,
        stage=STAGES[view.stage],
        due=due,
        told=gaps.due(formatting.due(due, view.case.results_due_told), is_late=late, is_now=now) if due else "",
        is_late=late,
        is_now=now,
        leads=tuple(each.told for each in leaders(book, view)),
        ends=ends if is_planned else "",
    )
