"""What a build tells: each step as it begins, how long it took, and at the end what was made."""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

Report = Callable[[str], None]


@dataclass(frozen=True)
class Built:
    """What a build made.

    steps: CPU seconds of each step, children included. made: how many things of each kind were made and not found in the
    store. notes: what was found damaged and made again. folder: where `out` led when this was built, whatever came after.
    """

    cases: int
    lessons: int
    pages: int
    indexed: int
    out: Path
    seconds: float
    steps: dict[str, float] = field(default_factory=dict)
    made: dict[str, int] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    folder: Path = Path()


class Steps:
    """The steps of a build, as they are told, each with the CPU seconds that it took."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self.spent: dict[str, float] = {}

    @contextmanager
    def step(self, name: str, told: str) -> Iterator[None]:
        """Tell a step, and measure what is done in it."""
        self._report(told)
        before = _cpu_seconds()
        yield
        self.spent[name] = self.spent.get(name, 0) + _cpu_seconds() - before

    def progress(self, told: str) -> Callable[[int, int], None]:
        """Give what hears how many of how many are done, and tells it with the rate."""
        began = time.monotonic()

        def step(done: int, of: int) -> None:
            rate = done / max(time.monotonic() - began, 0.001)
            self._report(f"{told} {done:,} of {of:,}, {rate:,.0f} a second")

        return step


def _cpu_seconds() -> float:
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system
