"""The page of an approach: what its cases found, worst first; the tests side by side; what differed; what none of them tested."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from markupsafe import Markup

from pilotbook.casebook import Casebook
from pilotbook.charts.compared import Sized, compared
from pilotbook.charts.harvest import Scored, harvest
from pilotbook.judgement.tally import by_lot_told, fair_told, levels_told, rest_told, supposed_told, unknown_told
from pilotbook.judgement.verdict import WORST_FIRST
from pilotbook.judgement.view import CaseView
from pilotbook.pages import fact_html
from pilotbook.pages.page import Kind, Page, Recipe, Recipes
from pilotbook.pages.paged import Part, paged
from pilotbook.pages.render import fill, link
from pilotbook.pages.summaries import CaseRow, case_row, lesson_row
from pilotbook.record import Missing, formatting
from pilotbook.record.designs import DESIGNS
from pilotbook.record.outcome import FINDINGS, Effect, Outcome
from pilotbook.record.reasons import MISSING
from pilotbook.text import markdown
from pilotbook.views.approaches import Finding, Subject, approaches, untried
from pilotbook.views.coming import coming
from pilotbook.views.leaders import asked

KIND = Kind("approach")
# So many findings stand in a table, cases in what differed, and lessons with what must be in place; more are a link away.
ROWS, TOLD, LESSONS = 40, 12, 4
Entry = tuple[CaseView, int, str, str]
# A case and findings of it: slug, title, id, findings.
ByCase = tuple[str, str, str, list[Finding]]


def recipes(book: Casebook) -> Recipes:
    """Yield the page of each approach, also of one that no case tries; its cases go on over further pages."""
    for code, approach in approaches(book).items():
        parts = list(paged(f"/approaches/{code}/", [case_row(book, slug) for slug in approach.cases]))
        for part in parts:
            needs = _needs(book, approach) if part.number == 1 else _short(approach)
            yield Recipe(KIND, part.path, _page, {"part": part, **needs})


def _needs(book: Casebook, approach: Subject) -> dict[str, Any]:
    shown = (*approach.fair[:ROWS], *approach.rest[:ROWS])
    told = [slug for slug in approach.cases if book.views[slug].has_result][:TOLD]
    lessons = [lesson_row(book, slug) for slug, _ in approach.lessons]
    return {
        "approach": approach,
        "views": {slug: book.views[slug] for slug in dict.fromkeys([*(found.slug for found in shown), *told])},
        "told": tuple(told),
        "entries": tuple(_entries(book, approach)),
        "lessons": lessons,
        "in_place": [
            (row, count, book.lessons[row.slug].support_factors)
            for row, (slug, count) in zip(lessons, approach.lessons, strict=True)
            if book.lessons[slug].support_factors
        ][:LESSONS],
        "untried": untried(book, approach),
        "coming": coming(book, approach.cases),
        "asked": asked(book, approach.cases, TOLD),
        "domains": {code: domain.label for code, domain in book.vocabulary.outcome_domains.items()},
        "areas": [(code, book.vocabulary.policy_areas[code].label) for code in approach.areas],
    }


def _short(approach: Subject) -> dict[str, Any]:
    """Give what a further page of cases needs: the name of the approach, so that many such pages do not each hold all findings."""
    named = replace(approach, cases=(), findings=(), states={}, lessons=())
    return {"approach": named, "views": {}, "told": (), "entries": (), "domains": {}}


def _entries(book: Casebook, approach: Subject) -> Iterator[Entry]:
    """Yield what cases say against a lesson, or under which condition alone it holds, at most one page of them."""
    found = [
        (book.views[slug], index, lesson, book.lessons[lesson].title)
        for slug in approach.cases[: 5 * TOLD]
        for index, lesson in book.standing_entries(book.views[slug])
        if book.views[slug].entries[index].relation != "supports"
    ]
    yield from found[:TOLD]


def _page(
    here: str,
    approach: Subject,
    part: Part[CaseRow],
    views: dict[str, CaseView],
    told: tuple[str, ...],
    entries: tuple[Entry, ...],
    domains: dict[str, str],
    **values: Any,
) -> Page:
    charts = _charts(approach, views, domains) if part.number == 1 else ()
    fair, rest = approach.fair, approach.rest
    body = fill(
        "approach",
        here,
        approach=approach,
        part=part,
        charts=charts,
        verdict=verdict_of(approach),
        failed=failed_of(approach),
        tables=[
            (name, title, len(every), [_row(found, views[found.slug], here) for found in every[:ROWS]] if views else [])
            for name, title, every in (("fair", "Fairly tested", fair), ("rest", "Other findings", rest))
        ],
        differed=[
            (
                formatting.capital(FINDINGS[code]),
                [_differed(views[slug], here) for slug in told if _is(views[slug], code)],
            )
            for code in WORST_FIRST
        ],
        entries=[_entry(*entry, here) for entry in entries],
        first_cases=_first_cases(approach),
        **values,
    )
    described = f"{approach.label}: {approach.about}. What the cases in this book found, worst first."
    return Page(here, f"Approach: {approach.label}", described, body, KIND, charts=charts)


def _first_cases(approach: Subject) -> list[str]:
    """Give the ids of the cases whose tests stand first, as many as can be compared; none where there is one alone."""
    ids = list(dict.fromkeys(found.record for found in (*approach.fair, *approach.rest)))[:4]
    return ids if len(ids) > 1 else []


def verdict_of(held: Subject) -> dict[str, str]:
    """Give what was found on a subject in sentences: by fair comparisons, by others, not yet, and how strong its cases are."""
    fair, rest = ([found.outcome.finding for found in findings] for findings in (held.fair, held.rest))
    return {
        "fair": fair_told(fair),
        "rest": " ".join(
            filter(None, (rest_told(rest, has_fair=bool(fair)), by_lot_told(held.by_lot), supposed_told(held.supposed)))
        ),
        "unknown": unknown_told(held.states),
        "levels": levels_told(held.levels),
    }


def failed_of(held: Subject) -> list[ByCase]:
    """Give the fair comparisons that found worse, or no clear difference, by case."""
    return by_case([found for found in held.fair if found.failed])


def _charts(approach: Subject, views: dict[str, CaseView], domains: dict[str, str]) -> tuple[Any, ...]:
    drawn = [
        harvest_of(approach, domains),
        compared(f"sizes-{approach.code}", list(_sized(approach, views)), domains),
    ]
    return tuple(chart for chart in drawn if chart)


def harvest_of(approach: Subject, domains: dict[str, str]) -> Any:
    """Draw what an approach's cases found, by outcome domain."""
    scored = [
        Scored(
            domains[found.outcome.domain], found.slug, found.outcome.finding, found.outcome.sms, found.outcome.is_main
        )
        for found in approach.findings
        if found.outcome.sms is not None
    ]
    order = list(domains.values())
    scored.sort(key=lambda one: order.index(one.row))
    fair = [one.finding for one in scored if one.sms >= 3]
    return harvest(
        f"harvest-{approach.code}",
        "Kind of outcome",
        scored,
        title=f"{approach.label}: what was found on each kind of outcome, and how strongly it was tested",
        sentence=f"{fair_told(fair)} {rest_told([one.finding for one in scored if one.sms < 3], has_fair=bool(fair))}".strip(),
    )


def _outcome(view: CaseView, name: str) -> Outcome:
    return next(outcome for outcome in view.case.outcomes if outcome.id == name)


def _sized(approach: Subject, views: dict[str, CaseView]) -> Iterator[Sized]:
    for found in (*approach.fair[:ROWS], *approach.rest[:ROWS]):
        if found.size:
            outcome = _outcome(views[found.slug], found.outcome.id)
            if isinstance(outcome.effect, Effect):
                yield Sized(views[found.slug].case, outcome, outcome.effect, found.outcome.sms)


def by_case(findings: Sequence[Finding]) -> list[ByCase]:
    """Put findings under their cases: (slug, title, id, findings)."""
    cases: dict[tuple[str, str, str], list[Finding]] = {}
    for found in findings:
        cases.setdefault((found.slug, found.title, found.record), []).append(found)
    return [(*case, several) for case, several in cases.items()]


def _row(found: Finding, view: CaseView, here: str) -> dict[str, Any]:
    """Give a row of the tests side by side: outcome, case, how it was compared, how many, effect and finding."""
    base = link(here, f"/cases/{found.slug}/")
    outcome, case = _outcome(view, found.outcome.id), view.case
    path = f"outcomes/{outcome.id}"
    score = f", score {found.outcome.sms}" if found.outcome.sms is not None else ", not scored"
    return {
        "cells": [
            fact_html.recorded(outcome.label, case, f"{path}/label") + outcome.wanted,
            Markup('<a href="{}#{}">{}</a>').format(base, outcome.id, view.title),
            fact_html.recorded(DESIGNS[outcome.comparison.design].label + score, case, f"{path}/computed/sms"),
            _reason(outcome.n, view, f"{path}/n")
            if isinstance(outcome.n, Missing)
            else fact_html.sample(outcome.n, case, f"{path}/n", base),
            _effect(outcome, view, base),
            fact_html.direction(outcome.finding),
        ],
        "id": "",
        "path": "",
    }


def _effect(outcome: Outcome, view: CaseView, base: str) -> Markup:
    path = f"outcomes/{outcome.id}/effect"
    if not isinstance(outcome.effect, Effect):
        return _reason(outcome.effect, view, path)
    told = formatting.interval(outcome.effect) or "no interval in what we read"
    return fact_html.effect(outcome.effect, view.case, path, base) + Markup("<br><small>{}</small>").format(
        fact_html.recorded(told, view.case, path)
    )


def _reason(gap: Missing, view: CaseView, path: str) -> Markup:
    """Give why a figure is missing, in two words; the page of its case says more."""
    told = fact_html.recorded(formatting.capital(MISSING[gap.missing]), view.case, path)
    return Markup('<span class="missing">{}</span>').format(told)


def _is(view: CaseView, finding: str) -> bool:
    direction, is_claimed = view.direction
    return direction == finding and not is_claimed


def _differed(view: CaseView, here: str) -> dict[str, Any]:
    """Give what a record says that its results depended on, and what did not work; nothing where it says neither."""
    case, base = view.case, link(here, f"/cases/{view.slug}/")
    items = case.did_not_work if isinstance(case.did_not_work, tuple) else ()
    return {
        "slug": view.slug,
        "title": view.title,
        "depended": [
            fact_html.said(item, case, f"context/moderators/{number}", base)
            for number, item in enumerate(case.context.moderators, start=1)
        ],
        "failed": [
            Markup('<span data-path="{}/did_not_work/{}">{}</span>').format(
                case.id, number, markdown.to_inline_html(item.what)
            )
            + fact_html.cited(item.source, base)
            for number, item in enumerate(items, start=1)
        ],
    }


def _entry(view: CaseView, index: int, slug: str, title: str, here: str) -> dict[str, Any]:
    base, entry = link(here, f"/cases/{view.slug}/"), view.case.lessons[index]
    because = Markup('<span data-path="{}/lessons/{}/because">{}</span>').format(
        view.id, index + 1, fact_html.with_figures(entry.because, view.case, base)
    )
    return {
        "lesson": slug,
        "title": title,
        "relation": {"qualifies": "Only under a condition", "contradicts": "Against it"}[entry.relation],
        "because": because,
        "slug": view.slug,
        "case": view.title,
    }
