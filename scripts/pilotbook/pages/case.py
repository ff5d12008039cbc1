"""The page of a case: verdict, problem, what was tried, cycles, outcomes, costs, lessons, gaps, sources."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from pilotbook import words
from pilotbook.casebook import Casebook
from pilotbook.pages import markup
from pilotbook.pages.page import Page
from pilotbook.pages.render import fill
from pilotbook.pages.rows import case_row
from pilotbook.rating import LEVELS, OutcomeRating, is_given
from pilotbook.record import Case
from pilotbook.record.case import DECISIONS, ROLES, STAGES, Cost
from pilotbook.record.fact import MISSING, Missing
from pilotbook.record.outcome import DESIGNS, Effect, Outcome
from pilotbook.rules.within import walk

_DATE_WORDS = {"announced": "Announced", "start": "Started", "end": "Ended"}


@dataclass(frozen=True)
class OutcomeView:
    """An outcome as the page shows it: (label, value) pairs of numbers and of how they were made."""

    outcome: Outcome
    numbers: list[tuple[str, Markup]]
    method: list[tuple[str, Markup | str]]
    rating: OutcomeRating
    explanation: Markup | None


def pages(book: Casebook) -> Iterator[Page]:
    """Yield the page of each case."""
    for slug, case in book.cases.items():
        here = f"/cases/{slug}/"
        yield Page(
            path=here,
            title=case.title,
            description=markup.plain(case.summary, case),
            body=fill("case", here, **_values(book, slug, case)),
            kind="Case",
            record=case.id,
        )


def _values(book: Casebook, slug: str, case: Case) -> dict[str, Any]:
    rating = book.ratings[slug]
    return {
        "case": case,
        "slug": slug,
        "row": case_row(book, slug),
        "rating": rating,
        "level_name": LEVELS[rating.shown][1],
        "stage": STAGES[case.stage].capitalize(),
        "summary": markup.with_figures(case.summary, case),
        "outcomes": [outcome_view(case, outcome, rating.outcomes[outcome.id]) for outcome in case.outcomes],
        "cycles": [_cycle(case, index) for index in range(len(case.cycles))],
        "costs": [_cost(case, cost) for cost in case.costs if "claimed" not in cost.type],
        "claims_of_money": [_cost(case, cost) for cost in case.costs if "claimed" in cost.type],
        "lessons": [
            (book.lesson_slugs[entry.lesson], book.lessons[book.lesson_slugs[entry.lesson]], entry)
            for entry in case.lessons
        ],
        "gaps": open_questions(case),
        "about": _about(book, case),
        "areas": [(code, book.vocabulary.policy_areas[code].label) for code in case.policy_area],
        "place_names": {p.place: book.vocabulary.places[p.place].label for p in case.places},
        "cost_line": _cost_line(case),
        "did_not_work_line": _did_not_work_line(case),
    }


def outcome_view(case: Case, outcome: Outcome, rating: OutcomeRating) -> OutcomeView:
    """Gather what the page shows of an outcome; a gap is shown, not left out."""
    path = f"{case.id}/outcomes/{outcome.id}"
    numbers = [("Baseline", markup.fact(outcome.baseline, f"{path}/baseline"))]
    numbers.append(("Result", markup.fact(outcome.result, f"{path}/result")))
    for name, label in (("baseline", "Comparison, before"), ("result", "Comparison group")):
        value = getattr(outcome.comparison, name)
        if value is not None:
            numbers.append((label, markup.fact(value, f"{path}/comparison/{name}")))
    numbers.append(("Effect", _effect(outcome, path)))
    numbers.append(("Sample", markup.sample(outcome.n, f"{path}/n")))
    explanation = outcome.explanation
    return OutcomeView(
        outcome=outcome,
        numbers=numbers,
        method=_method(outcome),
        rating=rating,
        explanation=markup.fact(explanation, f"{path}/explanation") if explanation is not None else None,
    )


def _effect(outcome: Outcome, path: str) -> Markup:
    shown = markup.fact(outcome.effect, f"{path}/effect")
    if isinstance(outcome.effect, Effect):
        told = [
            part for part in (words.interval(outcome.effect), outcome.effect.p and f"p {_p(outcome.effect.p)}") if part
        ]
        if told:
            inner = Markup('<data data-path="{}/effect" value="">{}</data>').format(path, "; ".join(told))
            return shown + Markup(" <small>{}</small>").format(inner)
    return shown


def _p(printed: str) -> str:
    return printed if printed[0] in "<>=" else f"= {printed}"


def _method(outcome: Outcome) -> list[tuple[str, Markup | str]]:
    comparison = outcome.comparison
    pairs: list[tuple[str, Any]] = [
        ("How it was compared", DESIGNS[comparison.design].capitalize()),
        ("Comparison group", comparison.group),
        ("Why comparable", comparison.why_comparable),
        ("How groups were drawn", comparison.allocation),
        ("Allowed for", words.listed(comparison.controls) if comparison.controls else None),
        ("Method", comparison.method),
        ("Measured", outcome.measure),
        ("Follow-up", outcome.follow_up or "Not stated in what we could read"),
        ("Named in advance", {"yes": "Yes", "no": "No", "unknown": "Not known"}[outcome.named_in_advance]),
    ]
    return [(label, value) for label, value in pairs if value]


def _cycle(case: Case, index: int) -> dict[str, Any]:
    cycle = case.cycles[index]
    path = f"{case.id}/cycles/{cycle.id}"
    steps = [("question", "Question"), ("hypothesis", "Hypothesis"), ("tested", "What was tested")]
    steps += [("decision_rule", "Decision rule"), ("result", "What was seen"), ("surprise", "Surprise")]
    rows = [
        (label, markup.fact(value, f"{path}/{name}"))
        for name, label in steps
        if (value := getattr(cycle, name)) is not None
    ]
    reason = markup.fact(cycle.decision_reason, f"{path}/decision_reason") if cycle.decision_reason is not None else ""
    decision = Markup("<p><strong>{}</strong></p>{}").format(DECISIONS[cycle.decision].capitalize(), reason)
    dates = " to ".join(words.date(day) for day in (cycle.start, cycle.end) if day)
    return {"id": cycle.id, "number": index + 1, "dates": dates, "rows": [*rows, ("Decision", decision)]}


def _cost(case: Case, cost: Cost) -> dict[str, Any]:
    path = f"{case.id}/costs/{cost.id}"
    payer = next((partner.name for partner in case.partners if partner.id == cost.borne_by), "")
    return {
        "cost": cost,
        "payer": payer,
        "planned": markup.fact(cost.planned, f"{path}/planned"),
        "actual": markup.fact(cost.actual, f"{path}/actual"),
    }


def _cost_line(case: Case) -> Markup:
    """Give the one line of the verdict on cost: the first actual figure, else the first planned one, else the gap."""
    costs = [cost for cost in case.costs if "claimed" not in cost.type]
    for name, label in (("actual", "spent"), ("planned", "planned")):
        for cost in costs:
            item = getattr(cost, name)
            if is_given(item):
                figure = markup.figure(item, f"{case.id}/costs/{cost.id}/{name}")
                return Markup("{} <small>{}: {}</small>").format(figure, label, cost.label)
    return Markup('<span class="missing">Not published</span>')


def _did_not_work_line(case: Case) -> str:
    found = case.did_not_work
    if isinstance(found, tuple):
        return words.count(len(found), "thing", "things") + " listed"
    return MISSING[found.missing].capitalize()


def _about(book: Casebook, case: Case) -> list[tuple[str, Markup | str]]:
    """Gather the facts of the side strip."""
    groups = words.listed(book.vocabulary.target_groups[code].label for code in case.target_group)
    rows: list[tuple[str, Markup | str]] = []
    if case.programme:
        wave = f" ({case.programme.wave})" if case.programme.wave else ""
        rows.append(("Programme", book.vocabulary.programmes[case.programme.name].label + wave))
    rows.append(("For whom", groups))
    for name, label in _DATE_WORDS.items():
        dated = getattr(case.dates, name)
        if dated:
            rows.append((label, _dated(dated.planned, dated.actual)))
    for name, label in (("results_due", "Results due"), ("results_published", "Results published")):
        if value := getattr(case, name):
            rows.append((label, words.date(value)))
    for partner in case.partners:
        roles = words.listed(ROLES[role] for role in partner.roles).capitalize()
        rows.append((roles, Markup("{}{}").format(partner.name, markup.cited(partner.source))))
    return _merged(rows)


def _merged(rows: list[tuple[str, Markup | str]]) -> list[tuple[str, Markup | str]]:
    """Put values under one label together: two funders stand under one 'Funder'."""
    merged: dict[str, Markup | str] = {}
    for label, value in rows:
        merged[label] = Markup("{}<br>{}").format(merged[label], value) if label in merged else value
    return list(merged.items())


def _dated(planned: str | None, actual: str | None) -> str:
    if planned and actual and planned != actual:
        return f"{words.date(actual)} (planned {words.date(planned)})"
    return words.date(actual) if actual else f"{words.date(planned or '')} (planned)"


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
}


def open_questions(case: Case) -> list[tuple[str, str, str]]:
    """Give what is not known: (what, why it is missing, note), in the order of the record.

    A gap that 'does not apply' is no question. Source dates are not asked after either.
    """
    labels = {outcome.id: outcome.label for outcome in case.outcomes} | {cost.id: cost.label for cost in case.costs}
    found: list[tuple[str, str, str]] = []
    for path, item in walk(case):
        if path[:1] == ("sources",) or getattr(item, "missing", "not_applicable") == "not_applicable":
            continue
        name = _LABELS.get(str(path[-1]), str(path[-1]).replace("_", " "))
        owner = next((labels[part.id] for part in _owners(case, path) if part.id in labels), None)
        what = f"{owner}: {name}" if owner else name.capitalize()
        found.append((what, MISSING[item.missing], item.note or ""))  # type: ignore[attr-defined]
    if not case.outcomes:
        found.append(("Outcomes", MISSING["unknown"], "No outcome is listed yet."))
    return found


def _owners(case: Case, path: tuple[str | int, ...]) -> list[Any]:
    items: Any = case
    owners = []
    for step in path:
        items = items[step] if isinstance(step, int) else getattr(items, step)
        if getattr(items, "id", None) and not isinstance(items, Missing):
            owners.append(items)
    return owners
