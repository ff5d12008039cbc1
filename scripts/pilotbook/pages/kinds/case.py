"""The page of a case: verdict, problem, what was tried, cycles, outcomes, costs, lessons, gaps, sources."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from pilotbook.casebook import Casebook
from pilotbook.charts import for_case
from pilotbook.charts.record_chart import RecordChart
from pilotbook.judgement.completeness import GRADES, QUESTIONS
from pilotbook.judgement.rating import OutcomeRating, placed_elsewhere
from pilotbook.judgement.stated_in_advance import BADGES, Plan, plan_of
from pilotbook.judgement.verdict import COSTS, main_cost
from pilotbook.judgement.view import CaseView
from pilotbook.pages import fact_html
from pilotbook.pages.page import Kind, Page, Recipe, Recipes
from pilotbook.pages.poster_words import case_poster
from pilotbook.pages.render import fill_explained
from pilotbook.pages.summaries import CaseRow, case_row
from pilotbook.record import Case, Figure, formatting
from pilotbook.record.case import DECISIONS, ROLES, Cost, NothingFound
from pilotbook.record.designs import DESIGNS
from pilotbook.record.fact import MISSING, SEEN, Missing
from pilotbook.record.outcome import Attrition, Effect, Outcome
from pilotbook.record.provenance import named_path, traces
from pilotbook.record.walk import walk
from pilotbook.text.glossary import Term
from pilotbook.text.yamlfile import Path
from pilotbook.views import stats
from pilotbook.views.related_records import Related, related_cases
from pilotbook.views.stats.interval import is_share

KIND = Kind("case", is_searched=True)
_DATE_WORDS = {"announced": "Announced", "start": "Started", "end": "Ended"}


@dataclass(frozen=True)
class Around:
    """What the page of a case shows that its record does not hold: names of what it points to, and its row.

    lessons: (slug, title) of the lesson of each entry. plans: what the history shows of each cycle, by its label.
    """

    row: CaseRow
    lessons: tuple[tuple[str, str], ...]
    plans: Mapping[str, Plan]
    areas: tuple[tuple[str, str], ...]
    places: Mapping[str, str]
    groups: str
    programme: str


@dataclass(frozen=True)
class Gap:
    """A question that the record cannot answer: `path` in the record, what is asked, why it is open, and the note."""

    path: str
    what: str
    why: str
    note: str


@dataclass(frozen=True)
class OutcomeView:
    """An outcome as the page shows it: (label, value) pairs of numbers and of how they were made."""

    outcome: Outcome
    numbers: list[tuple[str, Markup]]
    method: list[tuple[str, Markup | str]]
    rating: OutcomeRating
    explanation: Markup | None


def recipes(book: Casebook) -> Recipes:
    """Yield the page of each case."""
    near = related_cases(book)
    for slug, view in book.views.items():
        needs = {"view": view, "around": around(book, slug), "related": near[slug], "glossary": book.glossary}
        yield Recipe(KIND, f"/cases/{slug}/", _page, needs)


def around(book: Casebook, slug: str) -> Around:
    """Gather what the page of a case shows that its record does not hold."""
    view, terms = book.views[slug], book.vocabulary
    plans = {cycle.id: book.plan_of(slug, cycle.id) for cycle in view.case.cycles} if view.has_plan else {}
    return Around(
        row=case_row(book, slug),
        lessons=tuple(
            (book.lesson_slugs[entry.lesson], book.lessons[book.lesson_slugs[entry.lesson]].title)
            for entry in view.entries
        ),
        plans=plans,
        areas=tuple((code, terms.policy_areas[code].label) for code in view.areas),
        places={code: terms.places[code].label for code, _ in view.places},
        groups=formatting.listed(terms.target_groups[code].label for code in view.groups),
        programme=terms.programmes[view.programme].label if view.programme else "",
    )


def _page(here: str, view: CaseView, around: Around, related: tuple[Related, ...], glossary: tuple[Term, ...]) -> Page:
    drawn = for_case(view)
    body = fill_explained("case", here, glossary, charts=_by_section(drawn), related=related, **values(view, around))
    return Page(
        path=here,
        title=view.title,
        description=view.summary,
        body=body,
        kind=KIND,
        record=view.id,
        charts=drawn,
        poster=case_poster(around.row),
    )


def _by_section(drawn: tuple[RecordChart, ...]) -> dict[str, list[RecordChart]]:
    """Sort the charts of a case by the section of its page that each belongs to."""
    return {name: [chart for chart in drawn if chart.section == name] for name in ("outcomes", "costs", "cycles")}


def values(view: CaseView, around: Around) -> dict[str, Any]:
    """Gather what the template of a case is filled with."""
    case, rating = view.case, view.rating
    return {
        "case": case,
        "slug": view.slug,
        "row": around.row,
        "rating": rating,
        "verdict": view.verdict,
        "summary": fact_html.with_figures(case.summary, case),
        "outcomes": [outcome_view(case, outcome, rating.outcomes[outcome.id]) for outcome in case.outcomes],
        "cycles": [_cycle(case, index, around.plans) for index in range(len(case.cycles))],
        "costs": [_cost(case, cost) for cost in case.costs if not cost.is_claim],
        "claims_of_money": [_cost(case, cost) for cost in case.costs if cost.is_claim],
        "lessons": [(slug, title, entry) for (slug, title), entry in zip(around.lessons, case.lessons, strict=True)],
        "elsewhere": placed_elsewhere(case),
        "gaps": open_questions(case),
        "traces": _traces(view),
        "seen": SEEN,
        "about": _about(view, around),
        "areas": around.areas,
        "place_names": around.places,
        "cost_line": _cost_line(case),
    }


def outcome_view(case: Case, outcome: Outcome, rating: OutcomeRating) -> OutcomeView:
    """Gather what the page shows of an outcome; a gap is shown, not left out."""
    path = f"outcomes/{outcome.id}"
    numbers = [("Baseline", _measured(case, outcome, outcome.baseline, f"{path}/baseline"))]
    numbers.append(("Result", _measured(case, outcome, outcome.result, f"{path}/result")))
    for name, label in (("baseline", "Comparison, before"), ("result", "Comparison group")):
        value = getattr(outcome.comparison, name)
        if value is not None:
            numbers.append((label, _measured(case, outcome, value, f"{path}/comparison/{name}")))
    numbers.append(("Effect", _effect(case, outcome, path)))
    numbers.append(("Sample", fact_html.sample(outcome.n, case, f"{path}/n")))
    if found := _intervals(outcome):
        numbers.append(("Interval, worked out here", fact_html.recorded(found, case, f"{path}/computed/intervals")))
    if outcome.attrition:
        numbers.append(("Lost before the end", fact_html.attrition(outcome.attrition, case, f"{path}/attrition")))
    explanation = outcome.explanation
    return OutcomeView(
        outcome=outcome,
        numbers=numbers,
        method=_method(case, outcome, path),
        rating=rating,
        explanation=fact_html.fact(explanation, case, f"{path}/explanation") if explanation is not None else None,
    )


def _measured(case: Case, outcome: Outcome, value: Figure | Missing, path: str) -> Markup:
    """Give what was measured in a group; a share of people or things is told in words too."""
    if isinstance(value, Figure) and outcome.kind != "cost" and is_share(outcome, value):
        return fact_html.share(value, case, path)
    return fact_html.fact(value, case, path)


def _intervals(outcome: Outcome) -> str:
    """Write the interval about each group's share, where its size is known: '95% interval 54.6 to 81.9% (40 families)'."""
    told = []
    for interval in stats.intervals(outcome):
        group, _, who = interval.of.partition(", ")
        if who:
            ends = f"{interval.level}% interval {stats.tenths(interval.low)} to {stats.tenths(interval.high)}%"
            told.append(f"{ends} ({group}: {who})")
    return "; ".join(told)


def _effect(case: Case, outcome: Outcome, path: str) -> Markup:
    shown = fact_html.fact(outcome.effect, case, f"{path}/effect")
    if isinstance(outcome.effect, Effect):
        told = [
            part
            for part in (formatting.interval(outcome.effect), outcome.effect.p and f"p {_p(outcome.effect.p)}")
            if part
        ]
        if told:
            inner = fact_html.recorded("; ".join(told), case, f"{path}/effect")
            return shown + Markup(" <small>{}</small>").format(inner)
    return shown


def _p(printed: str) -> str:
    return printed if printed[0] in "<>=" else f"= {printed}"


def _method(case: Case, outcome: Outcome, path: str) -> list[tuple[str, Markup | str]]:
    comparison = outcome.comparison
    told = [
        ("Comparison group", comparison.group, "comparison/group"),
        ("Why comparable", comparison.why_comparable, "comparison/why_comparable"),
        ("How groups were drawn", comparison.allocation, "comparison/allocation"),
        ("Allowed for", formatting.listed(comparison.controls), "comparison/controls"),
        ("Method", comparison.method, "comparison/method"),
        ("Measured", outcome.measure, "measure"),
        ("Follow-up", outcome.follow_up or "Not stated in what we could read", "follow_up"),
    ]
    return [
        ("How it was compared", formatting.capital(DESIGNS[comparison.design].label)),
        *[(label, fact_html.recorded(value, case, f"{path}/{name}")) for label, value, name in told if value],
        ("Named in advance", {"yes": "Yes", "no": "No", "unknown": "Not known"}[outcome.named_in_advance]),
    ]


def _cycle(case: Case, index: int, plans: Mapping[str, Plan]) -> dict[str, Any]:
    cycle = case.cycles[index]
    plan = plans.get(cycle.id) or plan_of(cycle.id, ())
    path = f"cycles/{cycle.id}"
    steps = [("question", "Question"), ("hypothesis", "Hypothesis"), ("tested", "What was tested")]
    steps += [("decision_rule", "Decision rule"), ("result", "What was seen"), ("surprise", "Surprise")]
    rows = [
        (label, fact_html.fact(value, case, f"{path}/{name}"))
        for name, label in steps
        if (value := getattr(cycle, name)) is not None
    ]
    reason = (
        fact_html.fact(cycle.decision_reason, case, f"{path}/decision_reason")
        if cycle.decision_reason is not None
        else ""
    )
    decision = Markup("<p><strong>{}</strong></p>{}").format(DECISIONS[cycle.decision].capitalize(), reason)
    dates = " to ".join(formatting.date(day) for day in (cycle.start, cycle.end) if day)
    return {
        "id": cycle.id,
        "number": index + 1,
        "dates": dates,
        "rows": [*rows, ("Decision", decision)],
        "plan": plan,
        "badge": BADGES[plan.stated],
    }


def _cost(case: Case, cost: Cost) -> dict[str, Any]:
    path = f"costs/{cost.id}"
    payer = next((partner.name for partner in case.partners if partner.id == cost.borne_by), "")
    return {
        "cost": cost,
        "payer": payer,
        "planned": fact_html.fact(cost.planned, case, f"{path}/planned"),
        "actual": fact_html.fact(cost.actual, case, f"{path}/actual"),
    }


def _cost_line(case: Case) -> Markup:
    """Give the one line of the verdict on cost, or the gap."""
    found = main_cost(case)
    if found is None:
        return Markup('<span class="missing">Not published</span>')
    cost, name = found
    figure = fact_html.figure(getattr(cost, name), case, f"costs/{cost.id}/{name}")
    label = fact_html.recorded(cost.label, case, f"costs/{cost.id}/label")
    return Markup("{} <small>{}: {}</small>").format(figure, COSTS[name], label)


def _about(view: CaseView, around: Around) -> list[tuple[str, Markup | str]]:
    """Gather the facts of the side strip."""
    case = view.case
    rows: list[tuple[str, Markup | str]] = [("How complete", _how_complete(view))]
    if case.programme:
        wave = f" ({case.programme.wave})" if case.programme.wave else ""
        rows.append(("Programme", around.programme + wave))
    rows.append(("For whom", around.groups))
    for name, label in _DATE_WORDS.items():
        dated = getattr(case.dates, name)
        if dated:
            rows.append((label, _dated(dated.planned, dated.actual)))
    for name, label in (("results_due", "Results due"), ("results_published", "Results published")):
        if value := getattr(case, name):
            rows.append((label, formatting.date(value)))
    for partner in case.partners:
        roles = formatting.listed(ROLES[role] for role in partner.roles).capitalize()
        name = fact_html.recorded(partner.name, case, f"partners/{partner.id}/name")
        rows.append((roles, name + fact_html.cited(partner.source)))
    return _merged(rows)


def _how_complete(view: CaseView) -> Markup:
    """Give the computed grade of completeness, and the questions that are open."""
    found = view.completeness
    told = f"{formatting.capital(GRADES[found.grade])} ({len(found.answered)} of {len(QUESTIONS)})"
    still_open = f". Open: {formatting.listed(found.open)}" if found.open else ""
    return fact_html.recorded(told + still_open, view.case, "computed/completeness")


def _merged(rows: list[tuple[str, Markup | str]]) -> list[tuple[str, Markup | str]]:
    """Put values under one label together: two funders stand under one 'Funder'."""
    merged: dict[str, Markup | str] = {}
    for label, value in rows:
        merged[label] = Markup("{}<br>{}").format(merged[label], value) if label in merged else value
    return list(merged.items())


def _dated(planned: str | None, actual: str | None) -> str:
    if planned and actual and planned != actual:
        return f"{formatting.date(actual)} (planned {formatting.date(planned)})"
    return formatting.date(actual) if actual else f"{formatting.date(planned or '')} (planned)"


_LABELS = {
    "baseline": "baseline",
    "result": "result",
    "n": "sample size",
    "effect": "size of effect",
    "planned": "planned cost",
    "actual": "actual cost",
    "why": "why it should work",
    "what": "what was done",
    "hypothesis": "hypothesis",
    "tested": "what was tested",
    "question": "question",
    "decision_reason": "reason for the decision",
    "decision_rule": "decision rule",
    "did_not_work": "what did not work",
    "size": "size of the problem",
    "equity": "who was not reached",
    "ethics": "ethics review and consent",
    "who_provided": "who did it",
    "dose": "how much was done",
    "explanation": "meaning in words",
    "versions": "a version where sources disagree",
}


def open_questions(case: Case) -> list[Gap]:
    """Give what is not known, in the order of the record.

    A gap that 'does not apply' is no question. Source dates are not asked after either.
    """
    found: list[Gap] = []
    for path, item in walk(case):
        if isinstance(item, Missing | NothingFound) and item.missing != "not_applicable" and path[:1] != ("sources",):
            named = f"{case.id}/{named_path(case, path)}"
            found.append(Gap(named, what_is_at(case, path), MISSING[item.missing], item.note or ""))
    if not case.outcomes:
        found.append(Gap(f"{case.id}/outcomes", "Outcomes", MISSING["unknown"], "No outcome is listed yet."))
    return found


def what_is_at(case: Case, path: Path) -> str:
    """Give words for the field at `path`, with the outcome or cost that it belongs to: 'Families using hubs: result'."""
    labels = {outcome.id: outcome.label for outcome in case.outcomes} | {cost.id: cost.label for cost in case.costs}
    labels |= {figure.id: figure.label for figure in case.context.figures}
    last = next(str(step) for step in reversed(path) if isinstance(step, str))
    name = _LABELS.get(last, last.replace("_", " "))
    owner = next((labels[part.id] for part in _owners(case, path) if part.id in labels), None)
    if owner is None:
        return formatting.capital(name)
    return owner if last == "figure" else f"{owner}: {name}"


def _traces(view: CaseView) -> list[dict[str, Any]]:
    """Gather the rows that say where each figure comes from."""
    return [
        {
            "anchor": fact_html.trace_anchor(trace.path),
            "shown": _shown(trace.fact),
            "what": what_is_at(view.case, trace.steps),
            "sources": trace.sources,
            "locator": trace.fact.locator,
            "line": line,
        }
        for trace, line in zip(traces(view.case), view.lines, strict=True)
    ]


def _shown(fact: object) -> str:
    """Write a figure in a few words, whatever kind it is."""
    if isinstance(fact, Figure):
        return formatting.figure(fact)
    if isinstance(fact, Effect):
        return formatting.effect(fact)
    if isinstance(fact, Attrition):
        return formatting.attrition(fact)
    names = ("treated", "comparison", "analysed")
    values = [value for name in names if (value := getattr(fact, name, None)) is not None]
    return f"{formatting.listed(formatting.number(value) for value in values)} {getattr(fact, 'of', '')}".strip()


def _owners(case: Case, path: Path) -> list[Any]:
    items: Any = case
    owners = []
    for step in path:
        items = items[step] if isinstance(step, int) else getattr(items, step)
        if getattr(items, "id", None) and not isinstance(items, Missing):
            owners.append(items)
    return owners
