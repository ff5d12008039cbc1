"""The brief of an approach or a policy area: tried, happened, how sure, cost, what did not work, what is coming, whom to ask."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from pilotbook.casebook import Casebook
from pilotbook.judgement import gaps
from pilotbook.judgement.tally import (
    SCORED,
    by_lot_told,
    fair_told,
    levels_told,
    rest_told,
    supposed_told,
    unknown_told,
)
from pilotbook.judgement.verdict import WORST_FIRST
from pilotbook.judgement.view import CaseView
from pilotbook.pages.brief import Brief, Item, Section
from pilotbook.pages.summaries import CaseRow, case_row
from pilotbook.record import formatting
from pilotbook.record.outcome import FINDINGS
from pilotbook.text import markdown
from pilotbook.views import approaches
from pilotbook.views.approaches import Finding
from pilotbook.views.coming import coming, undated
from pilotbook.views.leaders import asked
from pilotbook.views.missing_results import as_of

# So many cases, sizes, sizes of one case, and lines of a list leave a page readable.
CASES, SIZES, EACH, LINES, LESSONS = 10, 8, 2, 5, 4
_LICENCE = "CC-BY-4.0"


@dataclass(frozen=True)
class Subject:
    """What the brief of a subject is made from: what the book holds on it, and of its cases what a brief names.

    rows: of the strongest cases, what was tried and when, the direction, the level, and the cost, or why there is none. coming:
    (case, what is known of when results are due). running: cases that are announced, planned or running without such a time.
    leads: (who led, cases). lessons: (title, advice, confidence).
    """

    kind: str
    address: str
    held: approaches.Subject
    rows: tuple[tuple[str, str, str, str, str], ...]
    coming: tuple[tuple[str, str], ...]
    running: tuple[str, ...]
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
    views, due = [book.views[slug] for slug in held.cases], coming(book, held.cases)
    return Subject(
        kind=kind,
        address=address,
        held=held,
        rows=tuple(_case(case_row(book, view.slug), view) for view in views[:CASES]),
        coming=tuple((_named(case_row(book, each.slug)), each.told) for each in due),
        running=tuple(_named(case_row(book, each.slug)) for each in undated(book, held.cases)),
        leads=tuple(
            (formatting.listed(one.told for one in who), formatting.listed(led.title for led in cases))
            for who, cases in asked(book, held.cases, CASES)
        ),
        lessons=tuple(_lesson(book, slug) for slug, _ in held.lessons[:LESSONS]),
        reviewed_on=max((view.reviewed_on for view in views), default=day),
    )


def _named(row: CaseRow) -> str:
    return f"{row.title} ({row.places}, {row.when}, {row.stage})"


def _case(row: CaseRow, view: CaseView) -> tuple[str, str, str, str, str]:
    level = f"{row.level} of 5: {row.level_name}" if row.level else row.level_name
    direction = formatting.capital(formatting.finding(*row.direction))
    line, told = view.own_cost
    return f"{row.title} ({row.places}, {row.when})", direction, level, told if line else "", "" if line else told


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
        supposed_told(held.supposed),
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
    # What runs now comes first: it is what a reader can still ask about, and the newest.
    yield Section("What is coming, and what runs now", tuple(_now(subject)))
    yield Section("What was tried, and what it cost", table=tuple(_tried(subject)))
    yield Section("Sizes, where it was fairly tested", table=tuple(_sizes(held)))
    failed = [
        Item(f"{f.title}: {f.outcome.label}{f.outcome.wanted}: {FINDINGS[f.outcome.finding]}")
        for f in held.fair
        if f.failed
    ]
    yield Section("Where a fair test found worse, or no clear difference", _most(failed))
    yield Section(
        "What to do, by lessons that these cases support",
        tuple(Item(f"{title}.", advice) for title, advice in subject.lessons),
    )
    yield Section("Whom to ask", _most([Item(f"{who}: {cases}") for who, cases in subject.leads]))


def _now(subject: Subject) -> Iterator[Item]:
    yield from _most([Item(f"{title}. {when}") for title, when in subject.coming] or [Item(gaps.NO_DUE)])
    if subject.running:
        shown, left = subject.running[:LINES], len(subject.running) - LINES
        more = [f"{left} more"] if left > 0 else []
        yield Item(f"Announced, planned or running, without a time for results: {formatting.listed((*shown, *more))}.")


def _tried(subject: Subject) -> Iterator[tuple[str, str, str, str]]:
    """Yield the rows of the cases. Why a cost is not there is told once, at the end: of most, it was not read."""
    if subject.rows:
        heads = "What was tried, strongest evidence first", "What came of it", "Level of the case"
        yield (*heads, "What the pilot itself cost")
    for title, direction, level, cost, _ in subject.rows:
        yield title, direction, level, cost
    if left := len(subject.held.cases) - len(subject.rows):
        yield f"And {formatting.count(left, 'more case')}, on the page of this subject", "", "", ""
    if without := Counter(why for *_, why in subject.rows if why):
        told = "; ".join(f"{count} {why[:1].lower()}{why[1:].rstrip('.')}" for why, count in without.items())
        yield f"Where no cost stands: {told}.", "", "", ""


def _sizes(held: approaches.Subject) -> Iterator[tuple[str, str, str, str]]:
    """Yield the rows of sizes, at most two of a case, so that one trial with many outcomes leaves room for others."""
    shown: list[Finding] = []
    sized = [found for found in held.fair if found.size]
    for found in sized:
        if sum(other.slug == found.slug for other in shown) < EACH and len(shown) < SIZES:
            shown.append(found)
    if shown:
        yield "Outcome", "Case", "Difference", "Finding"
    yield from ((f"{f.outcome.label}{f.outcome.wanted}", f.title, _size(f), _found(f)) for f in shown)
    if left := len(sized) - len(shown):
        yield f"And {formatting.count(left, 'more size')}, on the page of this subject", "", "", ""


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
