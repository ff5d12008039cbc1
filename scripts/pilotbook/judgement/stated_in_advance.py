"""Whether a hypothesis was stated before its result was known, as far as the record's own history can show.

The history of a record is a list of its versions, oldest first, as commits hold them. Being first in this history proves
little about the pilot itself, so a cycle whose result was there when it first appeared counts as not known.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from pilotbook.record import formatting
from pilotbook.record.case import Case, Cycle
from pilotbook.record.text import earliest

Stated = Literal["in_advance", "afterwards", "unknown"]
BADGES = {
    "in_advance": "Stated in advance",
    "afterwards": "Stated afterwards",
    "unknown": "Not known if stated in advance",
}
# What has to be committed before the result.
_PLAN = ("hypothesis", "measures", "decision_rule")


@dataclass(frozen=True)
class Version:
    """One committed version of a record: the commit, its date, and its data as the file has it."""

    commit: str
    date: str
    data: Mapping[str, Any]


@dataclass(frozen=True)
class Plan:
    """What the history shows of one cycle.

    changed_after: (field, before, after, commit) for each part of the plan that was edited once the result was known.
    """

    stated: Stated
    why: str
    changed_after: tuple[tuple[str, str, str, str], ...] = ()


# Of a record in which no cycle has a plan, no history need be asked.
NO_PLAN = Plan("unknown", "No complete plan (hypothesis, measures and decision rule) is in the record.")


def plan_of(cycle: str, versions: Sequence[Version]) -> Plan:
    """Say whether the plan of a cycle was committed before its result, from the versions of its record, oldest first."""
    if not versions:
        return Plan("unknown", "No commit of this record can be read here.")
    seen = [(version, found) for version in versions if (found := _cycle(version.data, cycle)) is not None]
    planned = next((index for index, (_, data) in enumerate(seen) if _has_plan(data)), None)
    known = next((index for index, (_, data) in enumerate(seen) if _is_given(data.get("result"))), None)
    if planned is None:
        return Plan(
            "unknown",
            "No committed version of the record has a complete plan (hypothesis, measures and decision rule).",
        )
    recorded = seen[planned][0].date
    if since := _begun(seen[-1][1], recorded):
        after = "; what was seen is not in this record" if known is None else ""
        return Plan("unknown", f"The plan was recorded on {formatting.date(recorded)}, after the test {since}{after}.")
    if known is None:
        return Plan("in_advance", f"The plan was recorded on {formatting.date(recorded)}; no result is recorded yet.")
    if known == 0:
        return Plan("unknown", "The result was there when the cycle was first recorded.", _edits(seen, known))
    if planned < known:
        told = f"The plan was recorded on {formatting.date(recorded)}, the result on {formatting.date(seen[known][0].date)}."
        return Plan("in_advance", told, _edits(seen, known))
    told = f"The result was recorded on {formatting.date(seen[known][0].date)}, before or with the plan."
    return Plan("afterwards", told, _edits(seen, known))


def stated_before(cycle: Cycle, case: Case) -> str:
    """Say what a source that is older than a test states of it: 'S2, dated 3 July 2019, states the question.'; '' if none.

    It rests on the date of a source; `plan_of` rests on the history of the record.
    """
    source = next((source for source in case.sources if source.id == cycle.stated_in), None)
    if source is None:
        return ""
    dated = cycle.stated_on or (source.published if isinstance(source.published, str) else "")
    of = formatting.listed(f"the {name.replace('_', ' ')}" for name in cycle.stated)
    return f"{source.id}, of {formatting.date(dated)}, states {of}."


def _cycle(data: Mapping[str, Any], label: str) -> Mapping[str, Any] | None:
    cycles = data.get("cycles")
    for cycle in cycles if isinstance(cycles, list) else ():
        if isinstance(cycle, dict) and cycle.get("id") == label:
            return cycle
    return None


def _begun(cycle: Mapping[str, Any], day: str) -> str:
    """Say how far a test was by a day, 'ended' or 'began', or ''. Who wrote of it by then may have known what it showed."""
    for name, told in (("end", "ended"), ("start", "began")):
        if isinstance(date := cycle.get(name), str) and earliest(date) < day:
            return told
    return ""


def _has_plan(cycle: Mapping[str, Any]) -> bool:
    return all(_is_given(cycle.get(name)) for name in _PLAN)


def _is_given(value: Any) -> bool:
    return bool(value) and not (isinstance(value, dict) and "missing" in value)


def _edits(seen: Sequence[tuple[Version, Mapping[str, Any]]], known: int) -> tuple[tuple[str, str, str, str], ...]:
    """Give each change to the plan in a version after the one that first held the result."""
    found = []
    for (_, before), (version, after) in zip(seen[known:], seen[known + 1 :], strict=False):
        for name in _PLAN:
            old, new = _words(before.get(name)), _words(after.get(name))
            if old != new:
                found.append((name, old, new, version.commit))
    return tuple(found)


def _words(value: Any) -> str:
    if isinstance(value, dict):
        return str(value.get("text") or value.get("missing") or "")
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value or "")
