"""What a change does to the book, in plain words: first what it is about, then each part by itself."""

from collections.abc import Iterator, Sequence

from pilotbook.judgement.completeness import GRADES
from pilotbook.record import formatting
from pilotbook.record.lesson import CONFIDENCE
from pilotbook.text.told import Bare, Line, Said, Section
from pilotbook.views.impact import (
    GATES,
    WORDS,
    CellMove,
    Finding,
    Grade,
    Impact,
    LessonMove,
    PageChange,
    RecordChange,
    Rests,
    SubjectMove,
)

# So many addresses of pages, and differences of one record, are listed; all are counted.
PAGES, DIFFERENCES = 40, 25
_Lines = Iterator[tuple[int, Line]]


def sections(told: Impact) -> list[Section]:
    """Give what a change does, in sections; those in which nothing moves say so in one line, or are not there."""
    found = [
        ("", _opening(told)),
        ("What does not pass", _refused(told)),
        ("Records", _records(told)),
        ("Lessons whose evidence moves", _lessons(told)),
        ("Gap map", _of_what_passes(told, _cells(told.cells))),
        ("Approaches and policy areas", _of_what_passes(told, _subjects(told.subjects))),
        ("Disclosure", _disclosure(told)),
        ("Wording", _wording(told)),
        ("Pages", _pages(told.pages)),
    ]
    return [Section(heading, lines) for heading, made in found if (lines := tuple(made))]


def _opening(told: Impact) -> _Lines:
    if not (told.records or told.refused or told.left_out or told.layout or told.words):
        yield 0, (f"No record is new, changed or gone, compared with {told.base[:10]}.",)
        return
    count = {
        state: sum(each.state == state for each in told.records)
        for state in ("new", "changed", "renamed", "removed", "rated")
    }
    moved = [
        f"{formatting.count(number, 'record')} {'rated anew' if state == 'rated' else state}"
        for state, number in count.items()
        if number
    ]
    parts = [
        formatting.listed(moved) or "No record that can be compared is new, changed or gone",
        f"{formatting.count(len(told.lessons), 'lesson')} moved" if told.lessons else "no lesson moves",
        f"{formatting.count(len(told.pages), 'page')} to be made" if told.pages else "no page changes",
    ]
    yield 0, (f"Compared with {told.base[:10]}: {'; '.join(parts)}.",)
    (cases, cases_now), (lessons, lessons_now) = (
        (told.counts[0][0], told.counts[1][0]),
        (told.counts[0][1], told.counts[1][1]),
    )
    if (cases, lessons) != (cases_now, lessons_now):
        now = f"{formatting.count(cases_now, 'case')} and {formatting.count(lessons_now, 'lesson')}"
        held = "What could be compared would be" if told.left_out else "The book would hold"
        yield 0, (f"{held} {now} ({cases:,} and {lessons:,} before).",)


def _of_what_passes(told: Impact, counted: _Lines) -> _Lines:
    """Give lines that count, and say first that records were left out, where some were."""
    lines = list(counted)
    if lines and told.left_out:
        yield (
            1,
            ("Records that are not compared are not counted here, so there may be more than is told, before and now.",),
        )
    yield from lines


def _refused(told: Impact) -> _Lines:
    for problem in told.refused:
        place = Bare(f"{problem.path}:{problem.line}:{problem.column}")
        yield 1, (place, ": ", Bare(problem.what), " (", Bare(problem.rule), "). ", Bare(problem.mend))
    words = {
        "now": " does not pass, so what it would change is not told.",
        "before": " did not pass before by the rules of today, so it is not compared; what it says now is not counted on either side.",
        "both": " did not pass before and does not now, so it is not compared.",
    }
    for path, when in told.left_out:
        yield 1, (Bare(path), words[when])


def _records(told: Impact) -> _Lines:
    is_one = len(told.records) == 1
    for record in told.records:
        yield from _record(record, "Your" if is_one else "The")
    for path in told.layout:
        yield (
            1,
            ("In ", Bare(path), " only layout, comments or the order of fields changed: readers see no difference."),
        )
    for name, code, state in told.words[:DIFFERENCES]:
        yield 1, ("Vocabulary: ", Bare(f"{name}: {code}" if code else name), f" is {state}.")
    if len(told.words) > DIFFERENCES:
        yield 1, (f"{len(told.words) - DIFFERENCES:,} more changes of the vocabulary.",)


def _record(record: RecordChange, whose: str) -> _Lines:
    named: Line = (f"{whose} {record.kind} ", Said(record.title), f" ({record.id})")
    if record.state == "new":
        yield 1, (*named, f" is new.{_brings(record)}")
    elif record.state == "removed":
        yield 1, (*named, " is in the book no more, and nothing says what became of it. Who follows an old citation finds nothing: ",
                  "give it a 'lifecycle' that says why, and leave the file.")  # fmt: skip
    else:
        yield 1, (*named, _CHANGED[record.state])
    if record.address:
        yield 2, ("Its page: ", Bare(record.address.lstrip("/")))
    yield from ((2, line) for line in _graded(record.before, record.after))
    if record.is_quiet:
        yield 2, ("What changed is not repeated here, because a sentence of it may name a person.",)
    for each in record.differences[:DIFFERENCES]:
        yield 2, (f"{each.part}: ", Bare(each.what), *_from_to(each.before, each.after))
    if len(record.differences) > DIFFERENCES:
        yield 2, (f"{len(record.differences) - DIFFERENCES:,} more differences.",)


_CHANGED = {
    "changed": " changed.",
    "renamed": " has another address.",
    "rated": " is as it was, and is rated anew, because of what is known of the addresses of its sources.",
}


def _brings(record: RecordChange) -> str:
    told = [
        formatting.count(part.count, part.what)
        + (f" ({part.found:,} with a finding)" if part.found is not None else "")
        for part in record.holds
        if part.count
    ]
    return f" It brings {formatting.listed(told)}." if told else ""


def _from_to(before: str, after: str) -> Line:
    if not (before or after):
        return ()
    return (": ", Said(before or "nothing"), " → ", Said(after or "nothing"))


def _graded(before: Grade | None, after: Grade | None) -> Iterator[Line]:
    """Yield how complete a case is and how strong its evidence, and what each was where that moved."""
    if after is None:
        return
    is_new = before is None
    for what, told in (("How complete", _complete), ("Level", _level), ("Direction of effect", _direction)):
        was, now = told(before) if before else "", told(after)
        if is_new:
            yield (f"{what}: {now}.",)
        elif was != now:
            yield (f"{what}: {now}. Before: {was}.",)
        elif what != "Direction of effect":
            yield (f"{what}, as before: {now}.",)
    if after.open and (is_new or before != after):
        yield (f"Still open: {formatting.listed(after.open)}.",)


def _complete(found: Grade) -> str:
    return f"{GRADES[found.completeness]}, {found.answered} of {found.answered + len(found.open)} questions"


def _level(found: Grade) -> str:
    level = "not yet rated" if found.level is None else f"{found.level} of 5, {found.name.lower()}"
    moves = f"with what was not read it could stand from {found.low} to {found.high}"
    return f"{level}; {moves if found.low < found.high else 'nothing that was not read could move it'}"


def _direction(found: Grade) -> str:
    return formatting.finding(found.direction, found.caution)


def _lessons(told: Impact) -> _Lines:
    for move in told.lessons:
        yield from _lesson(move)


def _lesson(move: LessonMove) -> _Lines:
    named: Line = ("The lesson ", Said(move.title), f" ({move.id})")
    was, now = move.before, move.after
    if now is None:
        yield 1, (*named, " stands no more.")
        return
    before = f" ({was.where} before)" if was and was.where != now.where else "" if was else " (it is new)"
    yield 1, (*named, f" {'now rests' if was is None or was.where != now.where else 'rests'} on {now.where}{before}.")
    counts = [
        f"{word} {getattr(now, name):,}"
        + (f" ({getattr(was, name):,} before)" if was and getattr(was, name) != getattr(now, name) else "")
        for word, name in (("for it", "supporting"), ("against it", "contradicting"), ("with conditions", "qualifying"))
    ]
    yield 2, (f"Entries {', '.join(counts)}.",)
    for title, relation, state in move.entries:
        yield 2, (f"Entry {state}: ", Said(title), f" {relation} it.")
    yield 2, (_PARTIAL if move.is_partial else _confidence(was, now),)


_PARTIAL = (
    "A record that bears on it does not pass and is not counted, so what this means for its confidence is not told."
)


def _confidence(was: Rests | None, now: Rests) -> str:
    """Say whether a lesson's confidence moves, and what holds it where it is."""
    if not now.confidence:
        return "Nobody has judged how sure it is."
    here = CONFIDENCE[now.confidence]
    held = f", because {formatting.listed(now.reasons)}" if now.reasons else ""
    if was is None or not was.confidence:
        return f"Its confidence is {here}; the rules allow at most {CONFIDENCE[now.ceiling]}{held}."
    if was.confidence != now.confidence:
        because = held if now.confidence == now.ceiling else ", because people judged it anew"
        return f"Its confidence goes from {CONFIDENCE[was.confidence]} to {here}{because}."
    if now.judged != now.confidence:
        return f"Its confidence stays {here}{held}; people judged it {CONFIDENCE[now.judged]}, and must judge it anew."
    if now.ceiling == now.confidence:
        return f"Its confidence stays {here}{held}: the rules allow no more."
    moved = "still" if was.ceiling == now.ceiling else "now"
    return f"Its confidence stays {here}, because people judged it so; the rules would {moved} allow {CONFIDENCE[now.ceiling]}{held}."


def _cells(cells: Sequence[CellMove]) -> _Lines:
    for cell in cells:
        where: Line = (Said(cell.area), " by ", Said(cell.domain))
        counted = f"{formatting.count(cell.after, 'case')} with a finding ({cell.before:,} before)"
        score = ""
        if cell.best_before != cell.best_after:
            score = f"; best score {_score(cell.best_after)} ({_score(cell.best_before)} before)"
        yield 1, (*where, f": {_CELLS[cell.state]}{counted}{score}.")


_CELLS = {"filled": "it was empty and fills, ", "emptied": "it empties, ", "moved": ""}


def _score(best: int | None) -> str:
    return "none" if best is None else f"{best} of 5"


def _subjects(moves: Sequence[SubjectMove]) -> _Lines:
    kinds = {"approach": "Approach", "area": "Policy area"}
    for move in moves:
        told = [
            f"{now:,} {words} ({was:,} before)"
            for words, (was, now) in (
                ("cases", move.cases),
                ("outcomes with a finding", move.findings),
                ("fairly tested findings", move.fair),
            )
            if was != now
        ]
        yield 1, (f"{kinds[move.kind]} ", Said(move.label), f": {', '.join(told)}.")


def _disclosure(told: Impact) -> _Lines:
    refused = [problem for problem in told.refused if problem.rule in GATES]
    asked = [each for each in told.findings if each.problem.rule in GATES]
    for each in asked:
        yield 1, _finding(each)
    for record in told.records:
        for covers, answer in record.answers:
            yield 1, (Bare(record.file), " answers for counts of a few people in ", Said(covers), ": ", Said(answer))
    if refused:
        yield 1, (f"{formatting.count(len(refused), 'finding')} of the gates above; no value is repeated here.",)
    elif told.records and not asked:
        yield 1, ("Neither gate found anything in what was compared. A program knows few words: a person still looks.",)


def _wording(told: Impact) -> _Lines:
    found = [each for each in told.findings if each.problem.rule not in GATES]
    for each in sorted(found, key=lambda each: each.problem.rule not in WORDS):
        yield 1, _finding(each)
    if told.records and not found:
        yield 1, ("No advice on the records that changed.",)


def _finding(found: Finding) -> Line:
    problem = found.problem
    stood = "" if found.is_new else ". It stood before this change"
    return (Bare(f"{problem.path}:{problem.line}"), ": ", Bare(problem.what), f"{stood}. ", Bare(problem.mend))


def _pages(pages: Sequence[PageChange]) -> _Lines:
    if not pages:
        return
    count = {state: sum(each.state == state for each in pages) for state in _STATES}
    told = [f"{number:,} {_STATES[state]}" for state, number in count.items() if number]
    yield 1, (f"{formatting.capital(formatting.listed(told))}.",)
    groups: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for page in pages:
        because = page.because if len(page.because) <= _FEW else _MANY
        groups.setdefault((page.state, because), []).append(page.address.lstrip("/") or "the home page")
    # What is new first, then what tells of most of what changed, then what only counts it.
    for (state, because), addresses in sorted(
        groups.items(), key=lambda pair: (_ORDER[pair[0][0]], -len(pair[0][1]), pair[0])
    ):
        yield (
            2,
            (
                formatting.capital(_STATES[state]),
                *_because(state, because),
                f" ({len(addresses):,}): ",
                *_named(addresses),
            ),
        )
    yield 1, ("Search, data files, briefs and pictures follow.",)
    yield 1, ("Notebooks, and pages that are made of git's history or of releases, are not counted here.",)


# Pages that tell of more records than that stand under one line.
_FEW, _MANY = 2, ("*",)
_STATES = {"new": "new", "again": "made again", "gone": "gone"}
_ORDER = {state: number for number, state in enumerate(_STATES)}


def _because(state: str, because: Sequence[str]) -> Line:
    if not because:
        return (" because a count or a list on them changes",) if state == "again" else ()
    return (
        (" because they tell of several records that changed",)
        if because == _MANY
        else (" because they tell of ", *_named(because))
    )


def _named(names: Sequence[str]) -> Line:
    parts: list[str] = []
    for number, name in enumerate(names[:PAGES]):
        parts += [", "] if number else []
        parts.append(Bare(name))
    return (*parts, f" and {len(names) - PAGES:,} more" if len(names) > PAGES else "")
