"""Trials of what is kept and published: damage, readers while sites are published, and the power cut after each step."""

import sqlite3
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from pilotbook.publish import run, swap

from chaos import powercut, traced
from chaos.damage import SECRET, Damage
from chaos.ground import Ground, holds_secret, remove, sums
from chaos.trials import Told

# Reads the pages of a site over and over until it is told to end, and says how often, and what it found that no site has.
READER = """
import sys
from pathlib import Path
site, stop = Path(sys.argv[1]), Path(sys.argv[2])
pages, reads, bad = [f"{n}/index.html" for n in range(20)], 0, []
while not stop.exists():
    for page in pages:
        try:
            words = set((site / page).read_text(encoding="utf-8").split())
        except OSError as error:
            words = {repr(error), "?"}
        reads += 1
        if len(words) != 1:
            bad.append(f"{page}: {sorted(words)[:3]}")
print(reads, len(bad), *bad[:3], sep="\\n")
"""


def publications(folder: Path, count: int, readers: int = 2) -> Told:
    """Publish a small site over and over under readers: each page that they read is one of one site, whole."""
    told = Told("publications under readers")
    out, stop = folder / "_site", folder / "stop"

    def publish(number: int) -> None:
        site = swap.fresh(folder / "_build")
        for page in range(20):
            (site / f"{page}").mkdir()
            (site / f"{page}" / "index.html").write_text(f"release-{number} " * 2_000, encoding="utf-8")
        swap.publish(site, out, f"release-{number}")

    publish(0)
    command = [sys.executable, "-c", READER, str(out), str(stop)]
    reading = [subprocess.Popen(command, stdout=subprocess.PIPE, encoding="utf-8") for _ in range(readers)]
    for number in range(1, count + 1):
        publish(number)
        told.tried += 1
    stop.touch()
    for each in reading:
        reads, bad, *what = each.communicate()[0].splitlines()
        told.counts["reads"] += int(reads)
        told.counts["missing, or of two sites"] += int(bad)
        told.broken += what
    return told


def damage(
    ground: Ground, ways: Sequence[Damage], folder: Path, build: Callable[[Ground], tuple[int, list[str]]]
) -> Told:
    """Spoil a copy in each way, and build twice: as it is, and once more where nothing may be taken from the build before."""
    told = Told("what was kept, damaged")
    before = sums(ground.site)
    for number, way in enumerate(ways):
        own = ground.copy(folder / f"damaged-{number}" / "book")
        try:
            way.do(own, own.pages()[number % len(own.pages())])
        except PermissionError:
            told.counts["not tried, as only root can"] += 1
            continue
        told.tried += 1
        said = _said_of(own, way, build, told)
        told.counts["told"] += bool(said)
        told.counts["mended"] += sums(own.site) == before
        told.hold(bool(said) or not way.is_told, f"{way.name}: nothing was told")
        told.hold(sums(own.site) == before, f"{way.name}: the site is another")
        told.hold(not holds_secret(own.release()), f"{way.name}: {holds_secret(own.release())} hold the secret")
        _is_left_alone(own, way, told)
        remove(own.root.parent)
    return told


def _said_of(own: Ground, way: Damage, build: Callable[[Ground], tuple[int, list[str]]], told: Told) -> list[str]:
    """Build twice, and give all that was said. What a build refuses is taken away first."""
    said: list[str] = []
    if way.taken_away:
        code, said = build(own)
        told.hold(code == 3, f"{way.name}: exit {code}, and was to be refused")
        if (led := own.root.parent / f"away-{way.taken_away}").exists():
            (own.work / way.taken_away).unlink()
            led.rename(own.work / way.taken_away)
        else:
            remove(own.work / way.taken_away)
    for _ in range(2):
        code, more = build(own)
        said += more
        told.hold(code == 0, f"{way.name}: exit {code}: {more[-3:]}")
        with suppress(sqlite3.Error):
            table = sqlite3.connect(own.store / "things.sqlite3")
            table.execute("DELETE FROM thing WHERE key = 'build'")
            table.commit()
            table.close()
    return said


def _is_left_alone(own: Ground, way: Damage, told: Told) -> None:
    """Look whether somebody else's files are as they were."""
    theirs = own.root.parent / "secret"
    told.hold(not theirs.exists() or theirs.read_bytes() == SECRET, f"{way.name}: somebody else's file was written to")


def power_cut(
    ground: Ground, every: int = 1, change: Callable[[], None] = lambda: None, told_in: Path | None = None
) -> Told:
    """Note every step that a build takes on the disk, and cut the power after each, on a model of the disk.

    told_in: where the system is to tell the steps of the command and all its children; without it, or where it may not, those
    of a build in this process are noted by Python.
    """
    told = Told("the power cut after each step of a build")
    change()
    disk = powercut.Disk(ground.root)
    if told_in and traced.can_trace():
        told.note = "steps of all processes, as strace tells them"
        steps = traced.steps_of(ground, told_in)
    else:
        told.note = "steps of one process, as Python tells them"
        with powercut.noted() as steps:
            run.build(ground.root, ground.site, jobs=1)
    found = powercut.cut_everywhere(disk, steps, ground.site, every)
    told.tried = found.old + found.new + len(found.broken)
    told.counts.update({"steps": found.steps, "old site": found.old, "new site": found.new})
    told.broken += found.broken[:5]
    return told
