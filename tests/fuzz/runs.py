"""Trials one after the other, until there were enough or the time is up; each failure is kept with the seed that makes it again."""

import random
import time
import traceback
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from fuzz import files, forms, issues, links, prose, records

Trial = Callable[[random.Random], str]


@dataclass(frozen=True)
class Part:
    """A kind of trial: how many `make fuzz` runs, and how many seconds they may take."""

    trial: Trial
    count: int
    seconds: float


# Together no more than the 25 minutes that are left beside the books of tests/site/.
PARTS = {
    "record": Part(files.record, 12_000, 360),
    "beside": Part(files.beside, 2_000, 45),
    "release": Part(files.release, 10_000, 45),
    "book": Part(records.book, 2_500, 300),
    "older": Part(records.older, 5_000, 60),
    "issue": Part(issues.issue, 4_000, 150),
    "register": Part(links.kept, 60_000, 45),
    "address": Part(links.asked, 20_000, 90),
    "prose": Part(prose.shown, 20_000, 60),
    "link": Part(prose.address, 60_000, 30),
    "form": Part(forms.form, 20, 150),
    "odd form": Part(forms.odd, 20, 150),
}


@dataclass
class Found:
    """What came of the trials of one part: how many ended in which way, the failures by what they say, the seconds they took."""

    ended: Counter[str] = field(default_factory=Counter)
    failures: dict[str, tuple[int, int, str]] = field(default_factory=dict)
    seconds: float = 0.0

    @property
    def trials(self) -> int:
        """Count the trials."""
        return self.ended.total() + sum(count for count, _, _ in self.failures.values())


def chance_of(name: str, seed: int) -> random.Random:
    """Give the source of chance of one trial."""
    return random.Random(f"{name} {seed}")


def run(name: str, count: int, seconds: float, first: int = 0) -> Found:
    """Run trials of a part: `count` of them, or as many as begin within `seconds`."""
    found, began = Found(), time.monotonic()
    for seed in range(first, first + count):
        if time.monotonic() - began > seconds:
            break
        try:
            found.ended[PARTS[name].trial(chance_of(name, seed))] += 1
        except Exception as error:
            many, lowest, told = found.failures.get(_kind(error), (0, seed, traceback.format_exc()))
            found.failures[_kind(error)] = (many + 1, lowest, told)
    found.seconds = time.monotonic() - began
    return found


def _kind(error: Exception) -> str:
    """Give what a failure is called: its type, and the line of the project that it came from."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if "pilotbook" in Path(frame.filename).parts] or frames
    what = str(error).partition("\n")[0][:60] if isinstance(error, AssertionError) else ""
    return " ".join(filter(None, (type(error).__name__, f"{Path(own[-1].filename).name}:{own[-1].lineno}", what)))
