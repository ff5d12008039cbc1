"""The one-page brief of a case or lesson: what a reader prints, forwards or takes into a meeting. Words only; no layout."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pilotbook.judgement.lesson_strength import RELATIONS, Evidence
from pilotbook.judgement.rating import is_main
from pilotbook.judgement.verdict import cost_told, main_cost
from pilotbook.judgement.view import CaseView
from pilotbook.pages.placed import foot
from pilotbook.pages.summaries import CaseRow, LessonRow
from pilotbook.record import Case, Figure, Lesson, Statement, formatting
from pilotbook.record.fact import Missing
from pilotbook.record.facts import facts
from pilotbook.record.outcome import FINDINGS, Effect, Outcome
from pilotbook.record.reasons import MISSING
from pilotbook.text import markdown

_SIDES = {"supports": "For", "contradicts": "Against", "qualifies": "Only under conditions"}


@dataclass(frozen=True)
class Item:
    """A line of a list: its main words, and what is said of it in smaller type (left out where a page is full)."""

    text: str
    more: str = ""


@dataclass(frozen=True)
class Section:
    """A part of a brief: a heading over items, or over a table whose first row names the columns."""

    title: str
    items: tuple[Item, ...] = ()
    table: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class Brief:
    """A record, an approach or a subject on one page or two.

    verdict: (question, answer). also: (label, words) of what no part of it says. address: where it stands, from the root; that
    of the record with this id where it is ''.
    """

    kind: str
    title: str
    lead: str
    verdict: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]
    also: tuple[tuple[str, str], ...]
    id: str
    reviewed: str
    licence: str
    address: str = ""


# So many rows of a table, and items of a list, leave a page readable.
_MOST = 12


def case_brief(view: CaseView, row: CaseRow, lessons: Sequence[tuple[int, str]]) -> Brief:
    """Give the brief of a case; `lessons` are (index, title) of each entry whose lesson stands."""
    case, verdict = view.case, view.verdict
    told = formatting.capital(formatting.finding(*row.direction))
    level = f"{row.level} of 5: {verdict.level}" if row.level else verdict.level
    return Brief(
        kind=f"Case study: {row.places}, {row.when}, {row.stage}",
        title=case.title,
        lead=view.summary,
        verdict=(
            ("What was tried", verdict.tried),
            ("What happened", f"{told}. {verdict.happened}"),
            ("How sure we are", " ".join(filter(None, (f"{level}. {verdict.sure}", verdict.reach)))),
            ("What it cost", _cost(case)),
        ),
        sections=tuple(s for s in _case_sections(view, lessons) if s.items or s.table),
        also=_also(case),
        id=case.id,
        reviewed=formatting.date(case.reviewed_on),
        licence=case.licence,
    )


def _also(record: Case | Lesson) -> tuple[tuple[str, str], ...]:
    return tuple((fact.label, fact.told) for fact in foot(record, facts(record)))


def _cost(case: Case) -> str:
    line = main_cost(case)
    return " ".join(filter(None, (cost_told(line), line.gap)))


def _case_sections(view: CaseView, lessons: Sequence[tuple[int, str]]) -> Iterator[Section]:
    case = view.case
    found = case.did_not_work
    if isinstance(found, tuple):
        worked_not = tuple(Item(markdown.to_text(item.what), markdown.to_text(item.why or "")) for item in found)
    else:
        worked_not = (Item(f"{formatting.capital(MISSING[found.missing])}.", found.note or ""),)
    yield Section("What did not work", _most(worked_not))
    shown = first_outcomes(case)
    rows = [
        (o.label + o.wanted, formatting.capital(FINDINGS[o.finding]), in_few_words(o.result), compared(o))
        for o in shown
    ]
    if left := len(case.outcomes) - len(shown):
        rows.append((f"And {left} more, on the page of this record", "", "", ""))
    yield Section("Outcomes", table=(("Outcome", "Finding", "Result", "Difference"), *rows) if rows else ())
    spoken = (f"{case.lessons[index].relation.capitalize()}: {title}" for index, title in lessons)
    yield Section("Lessons it speaks to", tuple(map(Item, spoken)))
    yield Section("What this book does not know yet", tuple(map(Item, view.unanswered)))
    yield Section("Sources", _most(tuple(Item(f"{s.id}. {s.title}", f"{s.publisher}.") for s in case.sources)))


def first_outcomes(case: Case) -> list[Outcome]:
    """Give as many outcomes as a page has room for: the main ones stay, and of the others what came out worse."""
    first = sorted(case.outcomes, key=lambda o: (not is_main(o), o.finding != "worse"))[:_MOST]
    return [outcome for outcome in case.outcomes if outcome in first]


def _most(items: tuple[Item, ...]) -> tuple[Item, ...]:
    """Give the first items of a list, and how many more the page of the record has."""
    left = len(items) - _MOST
    return (*items[:_MOST], Item(f"And {left} more, on the page of this record.")) if left > 0 else items


def in_few_words(item: Figure | Effect | Statement | Missing) -> str:
    """Write a fact in a few words, or the reason why there is none."""
    if isinstance(item, Missing):
        return formatting.capital(MISSING[item.missing])
    if isinstance(item, Statement):
        return markdown.to_text(item.text)
    return formatting.effect(item) if isinstance(item, Effect) else formatting.figure(item)


def compared(outcome: Outcome) -> str:
    """Write the difference that an outcome showed, with its interval, or why none is told."""
    if not isinstance(outcome.effect, Effect):
        return in_few_words(outcome.effect)
    interval = formatting.interval(outcome.effect)
    return formatting.effect(outcome.effect) + (f" ({interval})" if interval else "")


def lesson_brief(lesson: Lesson, row: LessonRow, entries: Sequence[Evidence]) -> Brief:
    """Give the brief of a lesson."""
    standing = row.standing
    reason = lesson.confidence.reason if lesson.confidence else "It has not been judged yet."
    counted = f"{standing.where}: {row.balance}."
    best = (
        f" Highest score that supports it: {standing.best_sms} of 5 on the Maryland scale of designs."
        if standing.best_sms
        else ""
    )
    return Brief(
        kind=f"Lesson: {row.areas}",
        title=lesson.title,
        lead=markdown.to_text(lesson.statement),
        verdict=(
            ("What to do", markdown.to_text(lesson.advice)),
            ("How sure we are", f"{formatting.capital(row.confidence)}. {reason}"),
            ("What it rests on", counted + best),
            ("Where not to use it", markdown.to_text(lesson.limits)),
        ),
        sections=tuple(section for section in _lesson_sections(lesson, entries) if section.items),
        also=_also(lesson),
        id=lesson.id,
        reviewed=formatting.date(lesson.reviewed_on),
        licence=lesson.licence,
    )


def _lesson_sections(lesson: Lesson, ledger: Sequence[Evidence]) -> Iterator[Section]:
    for relation in RELATIONS:
        entries = [evidence for evidence in ledger if evidence.relation == relation]
        items = [Item(e.view.title, formatting.plain(e.entry.because, e.case)) for e in entries]
        yield Section(_SIDES[relation], tuple(items) or (Item(f"No case in this book {relation} it."),))
    yield Section("What must be in place", tuple(Item(markdown.to_text(each)) for each in lesson.support_factors))
