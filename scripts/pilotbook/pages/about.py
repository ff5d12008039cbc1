"""The strip beside a record: what it is about, and who answers for it."""

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from pilotbook.casebook import Change
from pilotbook.judgement.completeness import GRADES, QUESTIONS
from pilotbook.judgement.view import EVENTS, CaseView
from pilotbook.pages import fact_html
from pilotbook.record import Case, Lesson, formatting
from pilotbook.record.case import ROLES
from pilotbook.record.facts import label_of

_LATE = " (past when this record was last checked, and none was found or read)"
Rows = list[tuple[str, Markup | str]]


def about_case(view: CaseView, programme: str, groups: str, ended: Mapping[str, tuple[str, str]]) -> Rows:
    """Gather the facts of the side strip; programme and groups are given in words.

    ended: by label of a partner, what became of it and the page that says so.
    """
    case = view.case
    rows: Rows = []
    if case.programme:
        wave = case.programme.wave
        told = Markup(" ({})").format(fact_html.recorded(wave, case, "programme/wave")) if wave else ""
        rows.append((label_of(case, "programme"), escape(programme) + told))
    rows.append(("For whom", groups))
    for name in EVENTS:
        dated = getattr(case.dates, name)
        if dated and (dated.planned or dated.actual):
            rows.append((label_of(case.dates, name), _dated(dated.planned, dated.actual)))
    for name in ("results_due", "results_published"):
        if value := getattr(case, name):
            late = name == "results_due" and view.is_late(case.reviewed_on)
            told = formatting.due(value, case.results_due_told) if name == "results_due" else formatting.date(value)
            rows.append((label_of(case, name), f"{told}{_LATE if late else ''}"))
    if case.evaluation_registry:
        entry = Markup('<a href="{}" rel="external">Its entry</a>').format(case.evaluation_registry)
        rows.append((label_of(case, "evaluation_registry"), entry))
    for partner in case.partners:
        roles = formatting.listed(ROLES[role] for role in partner.roles).capitalize()
        name = fact_html.recorded(partner.name, case, f"partners/{partner.id}/name")
        rows.append(
            (
                roles,
                name
                + fact_html.cited(partner.source)
                + _since(f"{case.id}/partners/{partner.id}/name", *ended.get(partner.id, ("", ""))),
            )
        )
    return _merged(rows)


def _since(path: str, told: str, told_by: str) -> Markup:
    """Say what became of a partner since, with the page that says so."""
    if not told:
        return Markup("")
    link = Markup('<a href="{}" rel="external">{}</a>').format(told_by, told)
    return Markup(' <span class="soft" data-path="{}">({})</span>').format(path, link)


def about_record(record: Case | Lesson) -> Rows:
    """Gather who answers for a record and wrote it, with the interest that each declares, and when it was checked."""
    checked = f"{formatting.date(record.reviewed_on)}; due again by {formatting.date(record.review_by)}"
    owner = fact_html.traced_words(record.record_owner, record, "record_owner")
    rows: Rows = [("Owner", owner), ("Checked", checked)]
    for number, person in enumerate(record.contributors, start=1):
        told = Markup('{} <small class="note">{}: {}</small>').format(
            fact_html.traced_words(person.name, record, f"contributors/{number}/name"),
            label_of(person, "interest"),
            fact_html.traced_words(person.interest, record, f"contributors/{number}/interest"),
        )
        rows.append((formatting.capital(person.role), told))
    return _merged([*rows, (label_of(record, "licence"), record.licence)])


@dataclass(frozen=True)
class Past:
    """What a page tells of its past: the day its record entered the book, and what changed since, (day, words), newest first."""

    entered: str
    days: tuple[tuple[str, tuple[str, ...]], ...]


def told_past(changes: Sequence[Change]) -> Past | None:
    """Give the past of a record, told by day; None where it is not known."""
    if not changes:
        return None
    by_day = itertools.groupby(changes[:-1], lambda change: change.day)
    return Past(changes[-1].day, tuple((day, tuple(change.words for change in group)) for day, group in by_day))


def how_complete(view: CaseView) -> Markup:
    """Give the computed grade of completeness, and which of its questions have an answer; gaps are told elsewhere."""
    found = view.completeness
    told = f"{formatting.capital(GRADES[found.grade])} ({len(found.answered)} of {len(QUESTIONS)})"
    answered = f": {formatting.listed(found.answered)}" if found.answered else ""
    return fact_html.recorded(told + answered, view.case, "computed/completeness")


def _merged(rows: Iterable[tuple[str, Markup | str]]) -> Rows:
    """Put values under one label together: two funders stand under one 'Funder'."""
    merged: dict[str, Markup | str] = {}
    for label, value in rows:
        merged[label] = Markup("{}<br>{}").format(merged[label], value) if label in merged else value
    return list(merged.items())


def _dated(planned: str | None, actual: str | None) -> str:
    if planned and actual and planned != actual:
        return f"{formatting.date(actual)} (planned {formatting.date(planned)})"
    return formatting.date(actual) if actual else f"{formatting.date(planned or '')} (planned)"
