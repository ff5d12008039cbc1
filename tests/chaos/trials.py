"""Trials of builds: killed, on a full disk, where nothing may be written, two at once. Each gives what it counted."""

import ctypes
import os
import random
import re
import resource
import shutil
import signal
import subprocess
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from chaos.ground import Ground, Sums, left_behind, remove, size_of, sums


@dataclass
class Told:
    """What a trial counted. broken: what must never be, in words; empty where all is well."""

    name: str
    tried: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    broken: list[str] = field(default_factory=list)
    note: str = ""

    def hold(self, is_well: bool, otherwise: str) -> None:
        """Note what is broken, unless all is well."""
        if not is_well:
            self.broken.append(otherwise)


# A summary on the line of its name, or in a block below it, up to its first word.
_SUMMARY = re.compile(r"^summary: *(?:[>|][-+]?\n +)?", re.MULTILINE)


class Toggle:
    """A word of one record that is put in and taken out, with what readers have of each state."""

    def __init__(self, ground: Ground) -> None:
        self.ground = ground
        # The shortest: one word more is no fault of it.
        records = sorted((ground.root / "case_studies").glob("*.yml"), key=lambda path: path.stat().st_size)
        self.record = next(path for path in records if _SUMMARY.search(path.read_text("utf-8")))
        text = self.record.read_text("utf-8")
        self.texts = [text, _SUMMARY.sub(r"\g<0>Indeed. ", text, count=1)]
        self.is_changed = False

    def turn(self) -> None:
        """Change the word, or change it back."""
        self.is_changed = not self.is_changed
        self.record.write_text(self.texts[self.is_changed], encoding="utf-8")

    def states(self) -> tuple[list[Sums], float]:
        """Build both states and give what is published of each, and how many seconds a build of the second took."""
        found = []
        for _ in range(2):
            began = time.monotonic()
            code, said = self.ground.build()
            took = time.monotonic() - began
            assert code == 0, said
            found.append(sums(self.ground.site))
            self.turn()
        return found, took


def kills(ground: Ground, count: int, rng: random.Random, how: signal.Signals = signal.SIGKILL) -> Told:
    """Kill a build at random moments, and look each time at what readers have, what is left running, and at the build after."""
    told = Told(f"{how.name} at a random moment of a build from a warm store")
    toggle = Toggle(ground)
    states, took = toggle.states()
    found, number = states[1], -1
    # A build that is done before it is killed counts for nothing, but tells how long one takes by now.
    while told.tried < count and number < 3 * count:
        number += 1
        if found == states[toggle.is_changed]:
            toggle.turn()
        running, began = ground.begin(stderr=subprocess.DEVNULL), time.monotonic()
        with suppress(subprocess.TimeoutExpired):
            running.wait(rng.uniform(0.05, took))
            took = min(took, time.monotonic() - began)
        told.counts["were done before, not counted"] += running.poll() is not None
        told.tried += running.poll() is None
        running.send_signal(how)
        running.wait()
        found = sums(ground.site)
        told.counts["old site"] += found == states[not toggle.is_changed]
        told.counts["new site"] += found == states[toggle.is_changed]
        told.hold(found in states, f"kill {number}: the site is neither")
        told.hold(not _still_running(running.pid), f"kill {number}: something of the build still runs")
        if how == signal.SIGTERM:
            told.hold(not left_behind(ground.work), f"kill {number}: {left_behind(ground.work)} is left")
        # The next build needs no hand-work; now and then a second kill comes before it.
        if number % 3 == 2 or told.tried == count:
            code, said = ground.build()
            found, left = sums(ground.site), left_behind(ground.work)
            told.counts["builds after"] += 1
            told.hold(code == 0, f"kill {number}: the next build ends with {code}: {said}")
            told.hold(found == states[toggle.is_changed], f"kill {number}: the next build is not whole")
            told.hold(not left, f"kill {number}: {left} is left after the next build")
    told.note = f"at moments of the {took:.1f} seconds that such a build took at the least"
    return told


def _still_running(session: int) -> list[int]:
    """Give the processes of a session that have not ended a second after it should have."""
    for _ in range(20):
        found = [number for number in map(int, filter(str.isdigit, os.listdir("/proc"))) if _is_of(number, session)]
        if not found:
            return []
        time.sleep(0.05)
    return found


def _is_of(process: int, session: int) -> bool:
    try:
        told = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    except OSError:
        return False
    return int(told[3]) == session and told[0] not in "ZX"


def full_disk(ground: Ground, sizes: Sequence[int], folder: Path, rng: random.Random) -> Told:
    """Build on a disk with so many kilobytes left: a small file system of its own where that is allowed, else a largest file."""
    told = Told("a full disk")
    has_disk = _mount(folder, 1)
    told.note = (
        "a file system in memory with so much room" if has_disk else "a limit on the size of each file (RLIMIT_FSIZE)"
    )
    whole = None
    for room in sizes:
        if has_disk:
            subprocess.run(["umount", folder], check=True)
            _mount(folder, size_of(ground.root) // 1024 + room + 512)
        own = ground.copy(folder / f"of-{room}")
        before, took = sums(own.site), size_of(own.work)
        # Prose, a notebook and many pages are to be made.
        (own.root / "book" / "about.md").write_text(
            "# About nothing\n\nMade up anew.\n\n```{version}\n```\n", encoding="utf-8"
        )
        Toggle(own).turn()
        if has_disk:
            _fill(folder, room)
            code, said = own.build()
        else:
            limit = room * 1024
            code, said = own.build(
                preexec_fn=lambda limit=limit: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
            )
        told.tried += 1
        told.counts[f"exit {code}"] += 1
        if code == 0:
            whole = whole or sums(own.site)
            told.hold(sums(own.site) == whole, f"{room} KB: a site that is not whole was published")
        else:
            told.hold(code == 3, f"{room} KB: exit {code}: {said[:2]}")
            told.hold(sums(own.site) == before, f"{room} KB: the site changed")
            told.hold(not left_behind(own.work), f"{room} KB: {left_behind(own.work)} is left")
            told.counts["KB more than before, at most"] = max(
                told.counts["KB more than before, at most"], (size_of(own.work) - took) // 1024
            )
            told.hold("Traceback" not in " ".join(said), f"{room} KB: a traceback")
        remove(folder / "filling") if has_disk else None
        remove(own.root)
    if has_disk:
        subprocess.run(["umount", folder], check=True)
    return told


def _mount(folder: Path, kilobytes: int) -> bool:
    folder.mkdir(parents=True, exist_ok=True)
    command = ["mount", "-t", "tmpfs", "-o", f"size={kilobytes}k", "tmpfs", str(folder)]
    with suppress(FileNotFoundError):
        return subprocess.run(command, capture_output=True).returncode == 0
    return False


def _fill(folder: Path, left: int) -> None:
    """Fill a disk until only so many kilobytes are left."""
    free = shutil.disk_usage(folder).free - left * 1024
    with open(folder / "filling", "wb") as file, suppress(OSError):
        file.write(bytes(max(free, 0)))


def read_only(ground: Ground, folder: Path) -> Told:
    """Build where nothing may be written: in a project, in what builds keep, in releases; root is asked as anybody is."""
    told = Told("folders that may only be read")
    for name in (".", "_build", "_build/releases", "_build/store", "_build/store/files"):
        own = ground.copy(folder / f"read-only-{told.tried}")
        before = sums(own.site)
        Toggle(own).turn()
        (own.root / name).chmod(0o555)
        code, said = own.build(preexec_fn=_as_anybody)
        told.tried += 1
        told.counts[f"exit {code}"] += 1
        told.hold(code in (0, 3), f"{name}: exit {code}: {said[-2:]}")
        told.hold(code == 0 or sums(own.site) == before, f"{name}: the site changed")
        told.hold("Traceback" not in " ".join(said), f"{name}: a traceback: {said[-1:]}")
        (own.root / name).chmod(0o755)
        remove(own.root)
    return told


def _as_anybody() -> None:
    """Take from root the rights to write and read whatever the modes say (CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH)."""
    if os.getuid() == 0:
        for right in (1, 2):
            ctypes.CDLL(None).prctl(24, right, 0, 0, 0)


def two_builds(ground: Ground, count: int) -> Told:
    """Start two builds at once: one is told to wait, and the other is whole."""
    told = Told("two builds at once")
    toggle = Toggle(ground)
    states, _ = toggle.states()
    for number in range(count):
        toggle.turn()
        both = [ground.begin() for _ in range(2)]
        said = [each.communicate()[1] for each in both]
        codes = sorted(each.returncode for each in both)
        told.tried += 1
        told.counts[f"exits {codes}"] += 1
        told.hold(codes in ([0, 3], [0, 0]), f"pair {number}: exits {codes}: {said}")
        told.hold(sums(ground.site) == states[toggle.is_changed], f"pair {number}: the site is not whole")
        told.hold(
            3 not in codes or any("another build is at work here" in each for each in said), f"pair {number}: {said}"
        )
    return told
