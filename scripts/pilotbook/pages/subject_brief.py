"""The brief of an approach or a policy area: tried, happened, how sure, cost, what did not work, what is coming, whom to ask."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from pilotbook.casebook import Casebook
from pilotbook.judgement import gaps
from pilotbook.judgement.tally import SCORED, by_lot_told, fair_told, levels_told, rest_told, unknown_told
from pilotbook.judgement.verdict import WORST_FIRST
from pilotbook.judgement.view import CaseView
from pilotbook.pages.brief import Brief, Item, Section
from pilotbook.pages.summaries import CaseRow, case_row
from pilotbook.record import formatting
from pilotbook.record.outcome import FINDINGS
from pilotbook.text import markdown
from pilotbook.views import approaches
from pilotbook.views.approaches import Finding
from pilotbook.views.coming import asked, coming
from pilotbook.views.missing_results import as_of

# So many cases, sizes and lines of a list leave a page readable.
CASES, SIZES, LINES, LESSONS = 10, 8, 5, 4
_LICENCE = "CC-BY-4.0"


@dataclass(frozen=True)
class Subject:
    """What the brief of a subject is made from: what the book holds on it, and of its cases what a brief names.

    rows: of the strongest cases, what was tried and when, the direction, the level, and the cost. coming: (case, what is known of
    when results are due). leads: (case, who led it). lessons: (title, advice, confidence).
    """

    kind: str
    address: str
    held: approaches.Subject
    rows: tuple[tuple[str, str, str, str], ...]
    coming: tuple[tuple[str, str], ...]
    leads: tuple[tuple[str, str], ...]
    lessons: tuple[tuple[str, str], ...]
    reviewed_on: str


def subjects(book: Casebook) -> Iterator[tuple[str, Subject]]:
    """Yield each approach and policy area with the address of its page."""
    day = as_of(book)
    for kind, folder, every in (
        ("Approach", "approaches", approaches.approaches(book)),
        ("Policy area", "areas", approaches.areas(book)),
    ):
        for code, held in every.items():
            address = f"/{folder}/{code}/"
            yield address, _subject(book, kind, address, held, day)


def _subject(book: Casebook, kind: str, address: str, held: approaches.Subject, day: str) -> Subject:
    views = [book.views[slug] for slug in held.cases]
    return Subject(
        kind=kind,
        address=address,
        held=held,
        rows=tuple(_case(case_row(book, view.slug), view) for view in views[:CASES]),
        coming=tuple((each.title, each.told) for each in coming(book, held.cases)),
        leads=tuple((title, names) for _, _, title, names in asked(book, held.cases, CASES)),
        lessons=tuple(_lesson(book, slug) for slug, _ in held.lessons[:LESSONS]),
        reviewed_on=max((view.reviewed_on for view in views), default=day),
    )


def _case(row: CaseRow, view: CaseView) -> tuple[str, str, str, str]:
    finding, is_claimed = row.direction
    level = f"{row.level} of 5: {row.level_name}" if row.level else row.level_name
    direction = formatting.capital(formatting.finding(finding, is_claimed=is_claimed))
    return f"{row.title} ({row.places}, {row.when})", direction, level, view.own_cost[1]


def _lesson(book: Casebook, slug: str) -> tuple[str, str]:
    lesson = book.lessons[slug]
    return lesson.title, markdown.to_text(lesson.advice)


def subject_brief(subject: Subject) -> Brief:
    """Give the brief of a subject."""
    held = subject.held
    fair, rest = ([found.outcome.finding for found in findings] for findings in (held.fair, held.rest))
    happened = [
        fair_told(fair),
        rest_told(rest, has_fair=bool(fair)),
        by_lot_told(held.by_lot),
        unknown_told(held.states),
    ]
    about = f"{held.about.rstrip('.')}." if held.about else ""
    elsewhere = f" Elsewhere: {formatting.listed(held.elsewhere)}." if held.elsewhere else ""
    return Brief(
        kind=f"{subject.kind}: what this book holds, in counts and named cases; no verdict of its own",
        title=held.label,
        lead="These are counts: outcomes differ, one case may have many, and much of the sources is unread.",
        verdict=(
            ("What it is", f"{about}{elsewhere}"),
            ("What happened", " ".join(filter(None, happened))),
            ("How sure we are", levels_told(held.levels) or "No case in this book."),
        ),
        sections=tuple(section for section in _sections(subject) if section.items or section.table),
        also=(),
        id=f"{subject.kind} “{held.label}”",
        reviewed=formatting.date(subject.reviewed_on),
        licence=_LICENCE,
        address=subject.address,
    )


def list_brief(held: tuple[approaches.Subject, ...], reviewed_on: str) -> Brief:
    """Give the brief of all approaches: a row each."""
    rows = [
        (
            one.label,
            _in_short([found.outcome.finding for found in one.fair]),
            _in_short([found.outcome.finding for found in one.rest]),
            levels_told(one.levels) or "None in this book",
        )
        for one in held
    ]
    return Brief(
        kind="Approaches, side by side: counts of findings, and no verdict of its own",
        title="Approaches, side by side",
        lead="A case may try several approaches and stands under each, so rows do not add up.",
        verdict=(
            ("What this is", "Outcomes by what was found, worst first, as the records of this book have them."),
            (
                "Fairly tested",
                f"The outcome scores {SCORED}: groups that are alike were compared, and we read enough to say so.",
            ),
            (
                "What it is not",
                "An average, or a verdict. Outcomes differ, one case may have many, and much of the sources is unread.",
            ),
        ),
        sections=(Section("Approaches", table=(("Approach", "Fairly tested", "Other findings", "Cases"), *rows)),),
        also=(),
        id="All approaches",
        reviewed=formatting.date(reviewed_on),
        licence=_LICENCE,
        address="/approaches/",
    )


def _in_short(findings: list[str]) -> str:
    """Count findings in as few words as a cell has room for, worst first."""
    count = Counter(findings)
    return "; ".join(f"{count[code]} {FINDINGS[code]}" for code in WORST_FIRST if count[code]) or "None"


def _sections(subject: Subject) -> Iterator[Section]:
    held = subject.held
    rows = list(subject.rows)
    if left := len(held.cases) - len(rows):
        rows.append((f"And {formatting.count(left, 'more case')}, on the page of this subject", "", "", ""))
    heads = (
        "What was tried, strongest evidence first",
        "What came of it",
        "Level of the case",
        "What the pilot itself cost",
    )
    yield Section("What was tried, and what it cost", table=(heads, *rows) if rows else ())
    sized = [found for found in held.fair if found.size][:SIZES]
    told = tuple((f"{f.outcome.label}{f.outcome.wanted}", f.title, _size(f), _found(f)) for f in sized)
    yield Section(
        "Sizes, where it was fairly tested", table=(("Outcome", "Case", "Difference", "Finding"), *told) if told else ()
    )
    failed = [
        Item(f"{f.title}: {f.outcome.label}{f.outcome.wanted}: {FINDINGS[f.outcome.finding]}")
        for f in held.fair
        if f.failed
    ]
    yield Section("Where a fair test found worse, or no clear difference", _most(failed))
    due = [Item(f"{title}. {when}") for title, when in subject.coming]
    yield Section("What is coming", _most(due or [Item(gaps.NO_DUE)]))
    yield Section(
        "What to do, by lessons that these cases support",
        tuple(Item(f"{title}.", advice) for title, advice in subject.lessons),
    )
    yield Section("Whom to ask", _most([Item(f"{title}: {names}") for title, names in subject.leads]))


def _size(found: Finding) -> str:
    size = found.size
    if size is None:
        return ""
    return f"{size.told} ({size.interval or 'no interval in what we read'})"


def _found(found: Finding) -> str:
    return formatting.capital(FINDINGS[found.outcome.finding])


def _most(items: list[Item]) -> tuple[Item, ...]:
    left = len(items) - LINES
    return (*items[:LINES], Item(f"And {left} more, on the page of this subject.")) if left > 0 else tuple(items)
