"""What the accessibility statement may say: the last audit, read from benchmarks/audit.json, and never more than it found."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pilotbook.record import formatting

ADDRESS = "benchmarks/audit.json"
PARTS = ("status", "faults", "tested", "dates")


@dataclass(frozen=True)
class Failure:
    """A success criterion that the audit found broken, by which rules and on which pages."""

    criterion: str
    rules: tuple[str, ...]
    pages: tuple[str, ...]


@dataclass(frozen=True)
class Audit:
    """The last audit. version: what was tested, with its commit; advice: faults against good practice, not against WCAG."""

    tested_on: str
    version: str
    had_changes: bool
    checks: tuple[Mapping[str, Any], ...]
    not_run: tuple[Mapping[str, str], ...]
    failures: tuple[Failure, ...]
    advice: int
    scores: tuple[Mapping[str, Any], ...]

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> "Audit":
        """Read what the audit wrote. Raises KeyError where a part is missing."""
        found = [fault for fault in data["violations"] if fault["check"] != "lighthouse"]
        return cls(
            tested_on=data["tested_on"],
            version=data["version"],
            had_changes=data["with_changes_not_committed"],
            checks=tuple(data["checks"]),
            not_run=tuple(data["not_run"]),
            failures=_failures(found),
            advice=sum(1 for fault in found if not fault["criterion"]),
            scores=tuple(data["lighthouse"]),
        )

    @property
    def day(self) -> str:
        """Give the day of the audit in words."""
        return formatting.date(self.tested_on)


def _failures(found: list[Mapping[str, Any]]) -> tuple[Failure, ...]:
    criteria = sorted(
        {fault["criterion"] for fault in found} - {""}, key=lambda each: [int(n) for n in each.split(".")]
    )
    return tuple(
        Failure(
            criterion,
            tuple(sorted({fault["rule"] for fault in found if fault["criterion"] == criterion})),
            tuple(sorted({fault["page"] for fault in found if fault["criterion"] == criterion})),
        )
        for criterion in criteria
    )
