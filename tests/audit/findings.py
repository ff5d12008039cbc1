"""What a check found, and how findings are put together for the result."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any


@dataclass(frozen=True, order=True)
class Finding:
    """One fault: which check found it, where, by which rule, in which element and in which state of the page.

    criterion: the number of the success criterion of WCAG 2.2 that it fails; none where it offends good practice only.
    """

    check: str
    page: str
    rule: str
    element: str
    state: str = ""
    criterion: str = ""


def gathered(findings: Iterable[Finding]) -> Iterator[dict[str, Any]]:
    """Yield each fault once, in a fixed order, with all the states that show it."""

    def fault(finding: Finding) -> tuple[str, ...]:
        return finding.check, finding.page, finding.rule, finding.element, finding.criterion

    for (check, page, rule, element, criterion), same in groupby(sorted(findings, key=fault), key=fault):
        states = sorted({finding.state for finding in same} - {""})
        yield {
            "check": check, "page": page, "rule": rule, "criterion": criterion, "element": element, "states": states,
        }  # fmt: skip
