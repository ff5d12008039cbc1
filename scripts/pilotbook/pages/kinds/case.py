"""The page of a case: verdict, problem, what was tried, cycles, outcomes, costs, lessons, gaps, sources."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from pilotbook.casebook import Casebook, Change, case_path
from pilotbook.charts import for_case
from pilotbook.charts.record_chart import RecordChart
from pilotbook.exports import citations, record_json, source_list
from pilotbook.judgement.agreement import of_case
from pilotbook.judgement.rating import is_given, placed_elsewhere
from pilotbook.judgement.stated_in_advance import BADGES, NO_PLAN, Plan, stated_before
from pilotbook.judgement.verdict import OTHERS, Part, main_cost, part_told
from pilotbook.judgement.view import CaseView
from pilotbook.pages import cited, fact_html, gap_list, origins, placed, twins
from pilotbook.pages.about import about_case, about_record, how_complete, told_past
from pilotbook.pages.correcting import correcting
from pilotbook.pages.outcome_view import outcome_view
from pilotbook.pages.page import Kind, Page, Recipe, Recipes
from pilotbook.pages.poster_words import case_poster
from pilotbook.pages.render import fill_explained
from pilotbook.pages.summaries import CaseRow, case_row
from pilotbook.pages.versions import Versions, version_links, versions_of
from pilotbook.record import Case, Figure, Statement, formatting
from pilotbook.record.case import DECISIONS, ContextFigure, Cost
from pilotbook.record.editors import Contact
from pilotbook.record.facts import facts, label_of, words_at
from pilotbook.record.rated import Rated
from pilotbook.text.glossary import Term
from pilotbook.views.leaders import since
from pilotbook.views.related_records import Related, related_cases

_ABOVE = (("Cases", "/cases/"),)
KIND = Kind("case", is_searched=True)


@dataclass(frozen=True)
class Around:
    """What the page of a case shows that its record does not hold: names of what it points to, and its row.

    lessons: (index, slug, title) of each entry whose lesson stands. plans: what the history shows of each cycle, by its label.
    past: what changed in the record, newest first. ended: by label, what became of a partner, and the page that says so.
    archived: where an archive keeps the record's file for good, or ''.
    """

    row: CaseRow
    lessons: tuple[tuple[int, str, str], ...]
    plans: Mapping[str, Plan]
    areas: tuple[tuple[str, str], ...]
    places: Mapping[str, str]
    approaches: tuple[tuple[str, str], ...]
    groups: str
    programme: str
    domains: Mapping[str, str]
    past: tuple[Change, ...]
    ended: Mapping[str, tuple[str, str]]
    archived: str = ""


def recipes(book: Casebook) -> Recipes:
    """Yield the page of each case."""
    near = related_cases(book)
    for slug in book.views:
        yield recipe(book, slug, near[slug])


def recipe(book: Casebook, slug: str, related: tuple[Related, ...]) -> Recipe:
    """Give the page of one case, which names the cases `related` to it."""
    needs = {
        "view": book.views[slug],
        "around": around(book, slug),
        "base": book.base,
        "versions": versions_of(book, book.views[slug].id, f"/cases/{slug}/"),
        "related": related,
        "related_ids": {each.slug: book.views[each.slug].id for each in related},
        "glossary": book.glossary,
        "contact": book.editors.contact,
        "rated": book.rated.get(book.views[slug].id, ()),
    }
    return Recipe(KIND, f"/cases/{slug}/", _page, needs, book.views[slug].id)


def around(book: Casebook, slug: str) -> Around:
    """Gather what the page of a case shows that its record does not hold."""
    view, terms = book.views[slug], book.vocabulary
    plans = {cycle: book.plan_of(slug, cycle) for cycle in view.cycles} if view.has_plan else {}
    return Around(
        row=case_row(book, slug),
        lessons=tuple((index, lesson, book.lessons[lesson].title) for index, lesson in book.standing_entries(view)),
        plans=plans,
        areas=tuple((code, terms.policy_areas[code].label) for code in view.areas),
        places={code: terms.places[code].label for code, _ in view.places},
        approaches=tuple((code, terms.approaches[code].label) for code in view.approaches),
        groups=formatting.labels(terms.target_groups[code].label for code in view.groups),
        programme=terms.programmes[view.programme].label if view.programme else "",
        ended={label: told for label, _ in view.partners if (told := since(terms, label))[0]},
        domains={outcome.domain: terms.outcome_domains[outcome.domain].label for outcome in view.measured},
        archived=book.archived.get(case_path(slug), ""),
        past=book.pasts.get(case_path(slug), ()),
    )


def _page(
    here: str,
    view: CaseView,
    around: Around,
    base: str,
    versions: Versions | None,
    related: tuple[Related, ...],
    related_ids: Mapping[str, str],
    glossary: tuple[Term, ...],
    contact: Contact,
    rated: tuple[Rated, ...],
) -> Page:
    drawn, citation = for_case(view), citations.of_case(view, base)
    shown = {
        "charts": _by_section(drawn),
        "related": related,
        "related_ids": related_ids,
        "citation": citation,
        "versions": versions,
        "judged": of_case(view.case, rated).told,
        "correcting": correcting(contact, view.case, case_path(view.slug), citation, here, base),
        **values(view, around),
    }
    body = fill_explained("case", here, glossary, **shown)
    return Page(
        path=here,
        title=view.title,
        description=view.summary,
        body=body,
        kind=KIND,
        record=view.id,
        charts=drawn,
        beside=citation.files()
        | source_list.files(view.case)
        | {
            record_json.NAME: record_json.case_file(view, citation, cited.schema("case", here, base)),
            twins.NAME: twins.case_twin(view, around.row, around.lessons, citation),
        },
        cited=citation,
        bounds=f"{view.verdict.sure} {view.verdict.reach}".strip(),
        head=cited.head(citation, here, base, _ABOVE) + version_links(versions, here),
        poster=case_poster(around.row),
    )


_PARTS = (
    ("did-not-work", "What did not work"),
    ("problem", "The problem"),
    ("tried", "What was tried, and why"),
    ("cycles", "Test-learn cycles"),
    ("outcomes", "Outcomes"),
    ("costs", "Costs"),
    ("context", "Context"),
    ("lessons", "Lessons it speaks to"),
    ("equity", "Fairness and ethics"),
    ("gaps", "Open questions"),
    ("sources", "Sources"),
    ("how", "How we know"),
    ("related", "Related cases"),
)


def _jumps(case: Case, left_out: tuple[str, ...]) -> list[tuple[str, str]]:
    """Give the (anchor, words) of each part that the page of a case has."""
    there = {
        "cycles": bool(case.cycles),
        "context": bool(case.context.figures or case.context.moderators or case.context.constraints),
    }
    return [(name, words) for name, words in _PARTS if name not in left_out and there.get(name, True)]


def _by_section(drawn: tuple[RecordChart, ...]) -> dict[str, list[RecordChart]]:
    """Sort the charts of a case by the section of its page that each belongs to."""
    return {name: [chart for chart in drawn if chart.section == name] for name in ("outcomes", "costs", "cycles")}


def values(view: CaseView, around: Around) -> dict[str, Any]:
    """Gather what the template of a case is filled with."""
    case, rating, found = view.case, view.rating, facts(view.case)
    names = {**around.domains, **{partner.id: partner.name for partner in case.partners}}
    outcomes = [outcome_view(case, outcome, rating.outcomes[outcome.id], names, view.gone) for outcome in case.outcomes]
    still_open, not_asked = gap_list.gap_groups(case, found)
    costs = [row for cost in case.costs if not cost.is_claim and (row := _cost_row(case, cost, names))]
    claims = [row for cost in case.costs if cost.is_claim and (row := _claim_row(case, cost))]
    left_out = gap_list.without_section(case, has_lessons=bool(around.lessons), has_costs=bool(costs or claims))
    return {
        "case": case,
        "slug": view.slug,
        "row": around.row,
        "rating": rating,
        "verdict": view.verdict,
        "summary": fact_html.with_figures(case.summary, case),
        "outcomes": [each for each in outcomes if not each.is_open],
        "open_outcomes": [each for each in outcomes if each.is_open],
        "cycles": [_cycle(case, index, around.plans) for index in range(len(case.cycles))],
        "costs": costs,
        "claims_of_money": claims,
        "context_figures": [_context_row(case, item) for item in case.context.figures],
        "lessons": [
            (slug, title, case.lessons[index], view.entries[index].unreachable) for index, slug, title in around.lessons
        ],
        "known": view.known,
        "elsewhere": placed_elsewhere(case),
        "gaps": still_open,
        "not_asked": not_asked,
        "left_out": left_out,
        "is_short": view.completeness.grade == "stub",
        "jumps": _jumps(case, left_out),
        "traces": origins.figure_rows(view, found, around.archived),
        "told_by": origins.word_rows(case, found),
        "also": origins.also(case, found, placed.CASE),
        "about": about_case(view, around.programme, around.groups, around.ended),
        "about_record": about_record(case),
        "how_complete": how_complete(view),
        "past": told_past(around.past),
        "areas": around.areas,
        "approaches": around.approaches,
        "place_names": around.places,
        "cost_line": _cost_line(case),
        "bounds": view.bounds,
    }


def _cycle(case: Case, index: int, plans: Mapping[str, Plan]) -> dict[str, Any]:
    cycle = case.cycles[index]
    plan = plans.get(cycle.id, NO_PLAN)
    path = f"cycles/{cycle.id}"
    rows = {
        name: (label_of(cycle, name), fact_html.fact(value, case, f"{path}/{name}"))
        for name in ("question", "hypothesis", "tested", "decision_rule", "result", "surprise")
        if is_given(value := getattr(cycle, name))
    }
    first = [row for name in ("question", "hypothesis") if (row := rows.pop(name, None))]
    told = [
        (label_of(cycle, name), fact_html.recorded(words, case, f"{path}/{name}"))
        for name in ("stated_on", "measures")
        if (words := words_at(cycle, name))
    ]
    decision = DECISIONS[cycle.decision].capitalize() if cycle.decision else "No decision is told"
    decided = Markup("<p><strong>{}</strong></p>").format(decision)
    if isinstance(cycle.decision_reason, Statement):
        decided += fact_html.said(cycle.decision_reason, case, f"{path}/decision_reason")
    is_decided = bool(cycle.decision) or is_given(cycle.decision_reason)
    start, end = (formatting.date(day) if day else "" for day in (cycle.start, cycle.end))
    dates = f"{start} to {end}" if start and end else f"from {start}" if start else f"to {end}" if end else ""
    return {
        "id": cycle.id,
        "number": index + 1,
        "dates": dates,
        "rows": [*first, *told, *rows.values(), *[(label_of(cycle, "decision"), decided)] * is_decided],
        "plan": plan,
        "badge": BADGES[plan.stated],
        "before": stated_before(cycle, case),
    }


def _cost_row(case: Case, cost: Cost, names: Mapping[str, str]) -> tuple[str, Markup, Markup] | None:
    """Give the label of a cost, what it is of, and what is known of it: sums, and who paid; None where that is nothing."""
    path = f"costs/{cost.id}"
    known = [
        Markup("{} {}").format(word, fact_html.money(cost, name, case))
        for name, word in (("planned", "planned"), ("actual", "actual"))
        if is_given(getattr(cost, name))
    ]
    if payer := names.get(cost.borne_by or ""):
        known.append(Markup("paid by {}").format(fact_html.recorded(payer, case, f"{path}/borne_by")))
    of = _of_what(case, cost)
    return (
        (cost.id, fact_html.recorded(cost.label, case, f"{path}/label") + of, _joined(known)) if known or of else None
    )


def _claim_row(case: Case, cost: Cost) -> tuple[str, Markup, Markup] | None:
    """Give what a claimed saving is of, and its sums with what each is: forecast, estimated or claimed; None without a sum."""
    told = [
        Markup("{} {}").format(_CLAIM_WORDS.get(item.status, word), fact_html.money(cost, name, case))
        for name, word in (("planned", "forecast"), ("actual", "claimed"))
        if isinstance(item := getattr(cost, name), Figure)
    ]
    return (cost.id, fact_html.recorded(cost.label, case, f"costs/{cost.id}/label"), _joined(told)) if told else None


def _joined(known: list[Markup]) -> Markup:
    return Markup("; ").join(known)


_CLAIM_WORDS = {"estimate": "estimated"}


def _of_what(case: Case, cost: Cost) -> Markup:
    """Say what a sum is of, where it is not the pilot's own."""
    told = OTHERS.get(cost.of or "")
    if told is None:
        return Markup("")
    return Markup(' <small class="note">({})</small>').format(fact_html.recorded(told, case, f"costs/{cost.id}/of"))


def _context_row(case: Case, item: ContextFigure) -> dict[str, Any]:
    """Give the row of a figure about the place or the need: what it counts, the figure, and when it was true."""
    path = f"context/figures/{item.id}"
    figure = item.figure
    counted = fact_html.counted(item, case)
    when = fact_html.recorded(figure.period or "not in the record", case, f"{path}/figure/period")
    if item.as_of:
        told = fact_html.recorded(formatting.date(item.as_of), case, f"{path}/as_of")
        when += Markup(' <small class="note">{}: {}</small>').format(label_of(item, "as_of"), told)
    return {"cells": [counted, fact_html.figure(figure, case, f"{path}/figure"), when], "id": item.id, "path": ""}


def _part(cost: Cost, name: Part, case: Case) -> Markup:
    return fact_html.recorded(part_told(cost, name), case, f"costs/{cost.id}/{name}")


def _cost_line(case: Case) -> Markup:
    """Give the one line of the verdict on cost, or the gap."""
    line = main_cost(case)
    gap = Markup('<span class="missing" data-pagefind-ignore>{}</span>').format(line.gap) if line.gap else Markup("")
    if line.cost is None:
        return gap
    cost = line.cost
    label = fact_html.recorded(cost.label, case, f"costs/{cost.id}/label")
    sums = Markup(", ").join(
        Markup("{} {}").format(fact_html.money(cost, name, case, is_noted=False), _part(cost, name, case))
        for name in line.parts
    )
    told = Markup("{} <small>{}: {}</small>").format(sums, line.after, label) if line.after else None
    return (told or Markup("{} <small>{}</small>").format(sums, label)) + (Markup("<br>") + gap if gap else gap)
