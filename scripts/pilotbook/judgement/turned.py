"""Where a pilot changed course or stopped, and why, as its record tells it."""

from collections.abc import Iterator
from dataclasses import dataclass

from pilotbook.judgement import gaps
from pilotbook.record import formatting
from pilotbook.record.case import STAGES, Case, Cycle, Modification
from pilotbook.record.fact import Missing, Statement
from pilotbook.record.reasons import MISSING

# The kinds in the order in which they are told: how far each went.
STOPPED, DROPPED, CHANGED, PLAN = "stopped", "dropped", "changed", "plan"
_ENDED = ("stopped_early", "paused")
_DECIDED = {"abandon": DROPPED, "adapt": CHANGED}


@dataclass(frozen=True)
class Why:
    """Words of a record on why: where they stand in it, and the labels of their sources."""

    words: str
    path: str
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Turned:
    """A change of course.

    kind: the whole case stopped or paused; what was tested was dropped, or changed; or the plan changed while it ran. what: what it
    was about, in words of the record at `path`, '' where the reasons say it all. on: when, as exact as known, or ''. why: what the
    record says of it; gap: why there is nothing, '' where there is.
    """

    kind: str
    what: str
    path: str
    on: str
    why: tuple[Why, ...]
    gap: str


def turned(case: Case) -> tuple[Turned, ...]:
    """Give where a case stopped or changed course, in the order of its record; what is told of a stop is not told again."""
    plans = [_plan(case, number) for number in range(1, len(case.intervention.modifications) + 1)]
    cycles = [_cycle(case, cycle) for cycle in case.cycles if cycle.decision in _DECIDED]
    if case.stage not in _ENDED:
        return (*cycles, *plans)
    why = tuple(each for one in (*plans, *cycles) if one.kind in (PLAN, DROPPED) for each in one.why)
    gap = "" if why else formatting.capital(MISSING[gaps.absent(case)])
    ended = Turned(STOPPED, formatting.capital(STAGES[case.stage]), "stage", _end(case), why, gap)
    return (ended, *(each for each in cycles if each.kind == CHANGED))


def decisions(case: Case) -> tuple[str, ...]:
    """Give the decision that ended each turn of test and learn; '' where none is in what was read."""
    return tuple(cycle.decision or "" for cycle in case.cycles)


def _end(case: Case) -> str:
    end = case.dates.end
    return (end.actual or "") if end else ""


def _plan(case: Case, number: int) -> Turned:
    change = case.intervention.modifications[number - 1]
    path = f"intervention/modifications/{number}"
    return Turned(PLAN, "", path, change.changed_on or "", (_why(case, change, f"{path}/text"),), "")


def _why(case: Case, told: Statement | Modification, path: str) -> Why:
    return Why(formatting.plain(told.text, case), path, told.source)


def _cycle(case: Case, cycle: Cycle) -> Turned:
    path, reason = f"cycles/{cycle.id}", cycle.decision_reason
    why = (_why(case, reason, f"{path}/decision_reason"),) if isinstance(reason, Statement) else ()
    name, what = next(_asked(cycle), ("tested", ""))
    return Turned(
        kind=_DECIDED[str(cycle.decision)],
        what=formatting.plain(what, case),
        path=f"{path}/{name}",
        on=cycle.end or "",
        why=why,
        gap="" if why else formatting.capital(MISSING[str(gaps.reason_of(reason, case))]),
    )


def _asked(cycle: Cycle) -> Iterator[tuple[str, str]]:
    """Yield what was tested, else what was asked or thought."""
    for name in ("tested", "question", "hypothesis"):
        told = getattr(cycle, name)
        if not isinstance(told, Missing):
            yield name, told.text
