"""A record in the few rows that "my brief" and the comparison of cases show: the sentences of its own pages, made at build.

A script beside the permanent address holds them, as a page opened from a folder can load no JSON. Scripts set these words as they
are, and make no sentence of their own. A row is (key, heading, lines), and a line is (words, path in the record, where on the
record's page it stands).
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from pilotbook.casebook import Gone
from pilotbook.exports import citations
from pilotbook.exports.citations import Citation
from pilotbook.judgement import gaps
from pilotbook.judgement.lesson_strength import RELATIONS, Evidence
from pilotbook.judgement.view import CaseView
from pilotbook.pages.brief import Brief, Item, case_brief, compared, first_outcomes, in_few_words, lesson_brief
from pilotbook.pages.short_summary import short_case, short_lesson
from pilotbook.pages.summaries import CaseRow, LessonRow
from pilotbook.record import Case, Figure, Lesson, Missing, formatting
from pilotbook.record.designs import DESIGNS
from pilotbook.record.outcome import FINDINGS, Effect, Outcome, Sample
from pilotbook.text import markdown

NAME = "summary.js"
Line = tuple[str, str, str]
Row = tuple[str, str, list[Line]]
# So many lines of a row leave a brief of several records on a few sheets.
_LINES = 5


def case_summary(view: CaseView, row: CaseRow, named: dict[str, str], base: str) -> str:
    """Give the script of a case; named: its groups, areas and programme in words."""
    brief = case_brief(view, row, ())
    told = _told(brief, f"cases/{view.slug}/", citations.of_case(view, base), _case_rows(view, row, named, brief))
    return _script(view.id, {"kind": "case", **told, "short": list(short_case(view, row, brief))})


def lesson_summary(lesson: Lesson, row: LessonRow, entries: Sequence[Evidence], base: str) -> str:
    """Give the script of a lesson."""
    brief = lesson_brief(lesson, row, entries)
    told = _told(brief, f"lessons/{row.slug}/", citations.of_lesson(lesson, base), _lesson_rows(lesson, brief, entries))
    return _script(lesson.id, {"kind": "lesson", **told, "short": list(short_lesson(row, brief))})


def gone_summary(gone: Gone) -> str:
    """Give the script of a record that does not stand any more: what became of it, and nothing of what it said."""
    since = f" on {formatting.date(gone.since)}" if gone.since else ""
    told = f"This record was {gone.state}{since}. Why: {gone.reason or 'no reason was given'}"
    shown = {"title": gone.title, "address": gone.address.lstrip("/"), "told": told, "by": gone.by}
    return _script(gone.id, {"kind": "gone", **shown})


def _script(name: str, told: dict[str, Any]) -> str:
    data = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    return f"records.receive({json.dumps(name)},{data});\n"


def _told(brief: Brief, address: str, citation: Citation, rows: Iterable[Row]) -> dict[str, Any]:
    return {
        "title": brief.title,
        "address": address,
        "kicker": brief.kind,
        "rows": list(rows),
        "cite": citation.harvard,
        "bib": citation.bibtex(),
    }


def _case_rows(view: CaseView, row: CaseRow, named: dict[str, str], brief: Brief) -> Iterator[Row]:
    case, told = view.case, dict(brief.verdict)
    yield "tried", "What was tried", [(told["What was tried"], "tried", "tried")]
    yield "whom", "For whom", [(named["groups"] or "Not filled in", "target_group", "about")]
    yield "design", "How it was compared", list(_designs(case))
    yield "people", "How many", list(_samples(case))
    yield "happened", "What happened", [(told["What happened"], "computed/verdict/happened", "outcomes")]
    yield "outcomes", "Outcomes", list(_outcomes(case))
    yield "sure", "How sure we are", [(told["How sure we are"], "computed/level", "rating")]
    yield "cost", "What it cost", [(told["What it cost"], "costs", "costs")]
    yield "failed", "What did not work", list(_failed(case, brief))
    yield "context", "Context", list(_context(case, row, named))


def _by_outcome(told: Iterable[str], of: int) -> Iterator[Line]:
    """Yield what is told of outcomes, each once, with how many it is true of where it is not true of all."""
    for words, count in Counter(told).items():
        yield f"{words} ({count} of {of} outcomes)" if count < of else words, "outcomes", "outcomes"


def _designs(case: Case) -> Iterator[Line]:
    told = (formatting.capital(DESIGNS[outcome.comparison.design].label) for outcome in case.outcomes)
    yield from _by_outcome(told, len(case.outcomes)) if case.outcomes else [_none(case)]


def _samples(case: Case) -> Iterator[Line]:
    told = (formatting.capital(_sample(outcome)) for outcome in case.outcomes)
    yield from _most(list(_by_outcome(told, len(case.outcomes))), "outcomes") if case.outcomes else [_none(case)]


def _sample(outcome: Outcome) -> str:
    return formatting.sample(outcome.n) if isinstance(outcome.n, Sample) else in_few_words(outcome.n)


def _none(case: Case) -> Line:
    return gaps.sentence("What came of it", gaps.no_outcomes(case)), "outcomes", "outcomes"


def _outcomes(case: Case) -> Iterator[Line]:
    """Yield each outcome that a page has room for: finding, result, and difference with its interval."""
    shown = first_outcomes(case)
    for outcome in shown:
        found = f"{outcome.label}{outcome.wanted}: {FINDINGS[outcome.finding]}"
        yield " ".join([f"{found}.", *_numbers(outcome)]), f"outcomes/{outcome.id}", outcome.id
    if not shown:
        yield _none(case)
    if left := len(case.outcomes) - len(shown):
        yield f"And {left} more, on the page of this record.", "outcomes", "outcomes"


def _numbers(outcome: Outcome) -> Iterator[str]:
    if isinstance(outcome.result, Figure):
        yield f"Result: {in_few_words(outcome.result)}."
    if isinstance(outcome.effect, Effect):
        interval = "" if formatting.interval(outcome.effect) else " (no interval in what we read)"
        yield f"Difference: {compared(outcome)}{interval}."
    elif isinstance(outcome.effect, Missing) and outcome.effect.missing != "not_applicable":
        yield f"Difference: {compared(outcome)[:1].lower()}{compared(outcome)[1:]}."


def _failed(case: Case, brief: Brief) -> Iterator[Line]:
    items = next(section.items for section in brief.sections if section.title == "What did not work")
    yield from _most([_line(item, "did_not_work", "did-not-work") for item in items], "did-not-work")
    for number, harm in enumerate(case.harms, start=1):
        yield f"Harm: {markdown.to_text(harm.what)}", f"harms/{number}", "did-not-work"


def _context(case: Case, row: CaseRow, named: dict[str, str]) -> Iterator[Line]:
    yield formatting.capital(row.places), "places", "about"
    yield named["areas"], "policy_area", "about"
    yield f"{formatting.capital(row.when)}, {row.stage}", "dates", "about"
    if named["programme"]:
        yield f"Programme: {named['programme']}", "programme", "about"
    depended = [
        (f"Around it: {markdown.to_text(item.text)}", f"context/moderators/{number}", "context")
        for number, item in enumerate(case.context.moderators, start=1)
    ]
    yield from _most(depended, "context", most=3)


def _lesson_rows(lesson: Lesson, brief: Brief, entries: Sequence[Evidence]) -> Iterator[Row]:
    told = dict(brief.verdict)
    yield "statement", "The lesson", [(brief.lead, "statement", "")]
    yield "advice", "What to do", [(told["What to do"], "advice", "")]
    yield "sure", "How sure we are", [(told["How sure we are"], "confidence", "confidence")]
    yield "rests", "What it rests on", [(told["What it rests on"], "computed/standing", "ledger")]
    sides = {section.title: section.items for section in brief.sections[: len(RELATIONS)]}
    for title, items in sides.items():
        lines = [_line(item, "computed/standing", "ledger") for item in items]
        yield title, title, _most(lines, "ledger")
    yield "limits", "Where not to use it", [(told["Where not to use it"], "limits", "")]


def _line(item: Item, path: str, anchor: str) -> Line:
    ended = item.text if not item.more or item.text.endswith((".", "?", "!")) else f"{item.text}:"
    return " ".join(filter(None, (ended, item.more))), path, anchor


def _most(lines: list[Line], anchor: str, most: int = _LINES) -> list[Line]:
    left = len(lines) - most
    if left <= 0:
        return lines
    return [*lines[:most], (f"And {left} more, on the page of this record.", lines[0][1], anchor)]
