"""What the record of a case leaves open, each thing once: grouped by the reason, and under it by what it belongs to."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pilotbook.judgement import gaps
from pilotbook.judgement.rating import is_given
from pilotbook.record import Case, formatting
from pilotbook.record.fact import Missing
from pilotbook.record.facts import Fact, label_of
from pilotbook.record.reasons import REASONS

# Lists whose entries are called by a label, and hold several facts each.
_LISTS = ("outcomes", "costs", "cycles")
# Sections of the page that are not there where nothing of them is known, with the list of gaps in their place.
_SECTIONS = ("did-not-work", "outcomes", "costs", "lessons", "equity")


@dataclass(frozen=True)
class Gap:
    """One thing that is missing: its path in the record, what it belongs to ('' where it stands alone) and what it is.

    notes: sentences that say more of it. sources: labels of sources and searches that it names.
    """

    path: str
    subject: str
    word: str
    reason: str
    notes: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()


@dataclass(frozen=True)
class Entry:
    """What is missing of one subject, or alike of several, for one reason.

    subjects: (label, path). parts: each word with the paths that it stands for, one a subject. notes: (sentence, path).
    """

    subjects: tuple[tuple[str, str], ...]
    parts: tuple[tuple[str, tuple[str, ...]], ...]
    notes: tuple[tuple[str, str], ...]
    sources: tuple[str, ...]


Groups = list[tuple[str, list[Entry]]]


def gap_groups(case: Case, found: Iterable[Fact]) -> tuple[Groups, Groups]:
    """Give (heading, entries) of each reason for which something is open, and the same of what does not apply.

    Dates and addresses of sources are not asked after: the list of sources says them.
    """
    told = [*_told(case, found), *_absent(case)]
    grouped = [(code, [gap for gap in told if gap.reason == code]) for code in REASONS]
    shown = [(code, (gaps.heading(code), _entries(group))) for code, group in grouped if group]
    return (
        [group for code, group in shown if code != "not_applicable"],
        [group for code, group in shown if code == "not_applicable"],
    )


def without_section(case: Case, *, has_lessons: bool, has_costs: bool) -> tuple[str, ...]:
    """Give the anchors of sections that the page leaves out, so that what leads to them finds the gaps instead."""
    is_fair = is_given(case.equity) or is_given(case.ethics)
    outcomes = case.outcomes or case.disagreements or is_given(case.registration)
    there = (isinstance(case.did_not_work, tuple) or case.harms, outcomes, has_costs, has_lessons, is_fair)
    return tuple(name for name, is_there in zip(_SECTIONS, there, strict=True) if not is_there)


def _told(case: Case, found: Iterable[Fact]) -> Iterator[Gap]:
    for fact in found:
        if not isinstance(fact.value, Missing) or fact.path.startswith("sources/"):
            continue
        subject = _subject(case, fact)
        word = fact.label[len(subject) + 2 :] if subject else fact.label
        backed = [f"{words}." for words in gaps.behind(fact.value, case, with_search=False)]
        notes = tuple([fact.note] * bool(fact.note) + backed)
        named = (*fact.sources, *filter(None, [fact.value.search]))
        yield Gap(fact.path, subject, word, fact.value.missing, notes, named)


def _subject(case: Case, fact: Fact) -> str:
    """Give what a fact belongs to, where its label begins with it: the label of its outcome, cost or cycle."""
    name, *rest = fact.path.split("/")
    if name not in _LISTS or len(rest) < 2:
        return ""
    entry = next(item for item in getattr(case, name) if item.id == rest[0])
    called = formatting.capital(getattr(entry, "label", None) or f"{type(entry).__name__} {entry.id}")
    return called if fact.label.startswith(f"{called}: ") else ""


def _absent(case: Case) -> Iterator[Gap]:
    """Yield what a reader would ask of a case and its outcomes, and no field holds."""
    why = gaps.absent(case)
    for outcome in case.outcomes:
        for name in ("follow_up", "named_in_advance"):
            if not getattr(outcome, name):
                word = label_of(outcome, name)
                called = formatting.capital(outcome.label)
                yield Gap(f"outcomes/{outcome.id}/computed/{name}", called, word[:1].lower() + word[1:], why)
    if not case.outcomes:
        yield Gap("computed/outcomes", "", "Outcomes", gaps.no_outcomes(case))
    if not any(not cost.is_claim for cost in case.costs):
        yield Gap("computed/costs", "", "Costs", why)
    for cycle in case.cycles:
        if not cycle.decision and not is_given(cycle.decision_reason):
            # A decision that is not given is missing for the reason that its reason is missing for, where that is told.
            told = cycle.decision_reason
            reason = told.missing if isinstance(told, Missing) else why
            yield Gap(f"cycles/{cycle.id}/computed/decision", f"Cycle {cycle.id}", "decision", reason)


def _entries(group: list[Gap]) -> list[Entry]:
    """Put what is missing of one subject together, and subjects of which the same is missing; a note is told once."""
    # What stands alone stays alone, in its place.
    by_subject: dict[str, list[Gap]] = {}
    for gap in group:
        by_subject.setdefault(gap.subject or gap.path, []).append(gap)
    alike: dict[object, list[list[Gap]]] = {}
    for same in by_subject.values():
        key = [(gap.word, gap.notes, gap.sources) for gap in same] if same[0].subject else same[0].path
        alike.setdefault(repr(key), []).append(same)
    return [_entry(subjects) for subjects in alike.values()]


def _entry(subjects: list[list[Gap]]) -> Entry:
    """Make one entry of subjects whose gaps are alike, in the same order."""
    first = subjects[0]
    notes = {note: gap.path for gap in reversed(first) for note in reversed(gap.notes)}
    return Entry(
        tuple((same[0].subject, "/".join(same[0].path.split("/")[:2])) for same in subjects if same[0].subject),
        tuple((together[0].word, tuple(gap.path for gap in together)) for together in zip(*subjects, strict=True)),
        tuple(reversed(notes.items())),
        tuple(dict.fromkeys(label for gap in first for label in gap.sources)),
    )
