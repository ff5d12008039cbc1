"""What a change does to the book, as data: records, lessons, gap map, approaches, areas, pages, and what rules find."""

from dataclasses import dataclass

from pilotbook.record.released import Difference
from pilotbook.text.problems import Problem

# What these rules find could make somebody known; all others ask for a sound record in plain words.
GATES = frozenset({"small-number", "disclosure-answer", "personal-data", "secret", "person-named"})
WORDS = frozenset({"reading-age", "causal-wording"})


@dataclass(frozen=True)
class Grade:
    """A case as it is graded: how many of the seven questions it answers, which are open, its level, bounds and direction.

    level: None where it is not yet rated.
    """

    completeness: str
    answered: int
    open: tuple[str, ...]
    level: int | None
    name: str
    low: int
    high: int
    direction: str
    caution: str


@dataclass(frozen=True)
class Part:
    """One kind of thing that a record brings, how many of it, and how many of those have a finding, where that is asked."""

    what: str
    count: int
    found: int | None = None


@dataclass(frozen=True)
class RecordChange:
    """A record that is new, changed, renamed or removed, or rated anew although its file is as it was.

    state: 'new', 'changed', 'renamed', 'removed' or 'rated'; a renamed one may have changed too. file: its path from the root, of a
    removed one where it was. differences: what changed, as a reader sees it. before, after: of a case, how it is graded. holds:
    of a new case, what it brings. answers: what it says now, and did not before, for counts of a few people: (parts, address or
    owner of the data). is_quiet: whether its words may name a person, so that none of them is repeated.
    """

    kind: str
    id: str
    title: str
    state: str
    file: str
    address: str
    differences: tuple[Difference, ...]
    before: Grade | None
    after: Grade | None
    holds: tuple[Part, ...]
    answers: tuple[tuple[str, str], ...]
    is_quiet: bool = False


@dataclass(frozen=True)
class Rests:
    """What a lesson rests on: cases and where, entries for, against and with conditions, its confidence, and the rules' ceiling."""

    cases: int
    where: str
    supporting: int
    contradicting: int
    qualifying: int
    confidence: str
    judged: str
    ceiling: str
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class LessonMove:
    """A lesson whose ledger or confidence moves. entries: (title of the case, relation, 'added' or 'taken out').

    before, after: None where it does not stand. is_partial: whether a record that could not be compared bears on it too.
    """

    id: str
    title: str
    before: Rests | None
    after: Rests | None
    entries: tuple[tuple[str, str, str], ...]
    is_partial: bool


@dataclass(frozen=True)
class CellMove:
    """A cell of the gap map whose count of cases with a finding, or best score, moves; 'filled' and 'emptied' are from or to none."""

    area: str
    domain: str
    state: str
    before: int
    after: int
    best_before: int | None
    best_after: int | None


@dataclass(frozen=True)
class SubjectMove:
    """An approach or a policy area: its cases, outcomes with a finding, and those of a fair comparison, before and after."""

    kind: str
    label: str
    cases: tuple[int, int]
    findings: tuple[int, int]
    fair: tuple[int, int]


@dataclass(frozen=True)
class PageChange:
    """A made page that is new, gone, or would be made again. because: files of the changed records that stand in what changed."""

    address: str
    kind: str
    state: str
    because: tuple[str, ...]


@dataclass(frozen=True)
class Finding:
    """What a rule finds in a record that changed. is_new: whether it did not find the same in the version before."""

    problem: Problem
    is_new: bool


@dataclass(frozen=True)
class Impact:
    """All that a change does. base: the commit that it is compared with.

    refused: what does not pass now. left_out: files that could not be compared, with why: 'now', 'before' or 'both' did not pass.
    counts: cases and lessons, before and after. layout: files of which readers see no change.
    words: of the vocabulary, (list, code, 'new', 'changed' or 'gone').
    """

    base: str
    refused: tuple[Problem, ...]
    left_out: tuple[tuple[str, str], ...]
    counts: tuple[tuple[int, int], tuple[int, int]]
    records: tuple[RecordChange, ...]
    layout: tuple[str, ...]
    words: tuple[tuple[str, str, str], ...]
    lessons: tuple[LessonMove, ...]
    cells: tuple[CellMove, ...]
    subjects: tuple[SubjectMove, ...]
    findings: tuple[Finding, ...]
    pages: tuple[PageChange, ...]


def not_compared(base: str, refused: tuple[Problem, ...], file: str) -> Impact:
    """Give what there is to tell where a file without which nothing can be compared does not pass."""
    return Impact(base, refused, ((file, "now"),), ((0, 0), (0, 0)), (), (), (), (), (), (), (), ())
