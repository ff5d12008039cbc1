"""Run every trial, within 40 minutes, and write what each counted to benchmarks/chaos.md: python -m chaos."""

import argparse
import os
import random
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from pathlib import Path

from projects import REAL, copy_of_the_real_project, small_project

from chaos import harms, trials
from chaos.damage import DAMAGES
from chaos.ground import Ground, sums
from chaos.trials import Told

REPORT = REAL / "benchmarks" / "chaos.md"
LIMIT = 40 * 60
# Kilobytes that are left on the disk of a small book, which takes some three thousand when prose changed.
SIZES = (0, 20, 60, 150, 300, 600, 1_000, 2_000, 4_000, 12_000)
HEAD = """\
# What a build survives

Made by `make chaos`. Each trial does its worst to builds by the command, as people run it, in a copy of the book; after each
attempt the published site is compared, file by file, with the old one and the new one. "Broken" counts what must never be:
a site that is neither, a file that the secret of the environment reached, a traceback, a process or half a file left behind, or
damage that nobody was told of. Moments are drawn from the seed; how far a build has come by then is up to the computer.

"""


def main() -> None:
    """Run the trials that are asked for."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--seed", type=int, default=2026)
    parser.add_argument("--only", nargs="*", default=[], help="names of trials: kills, full, damage …")
    parser.add_argument("--out", type=Path, default=REPORT)
    asked = parser.parse_args()
    began, rng = time.monotonic(), random.Random(asked.seed)
    with tempfile.TemporaryDirectory(prefix="chaos-") as name:
        folder = Path(name)
        # A user who is not root must get through it.
        folder.chmod(0o755)
        done = [run for run in _trials(folder, asked.kills, rng) if not asked.only or run[0] in asked.only]
        rows = dict(_row(name, trial, began) for name, trial in done)
    # Where some trials were asked for, the rows of the others stay as they are.
    rows = {**(_rows(asked.out) if asked.only else {}), **rows}
    told = _about(asked.seed) + "".join(rows.values())
    asked.out.write_text(HEAD + told, encoding="utf-8")
    sys.exit("| **" in told)


def _rows(report: Path) -> dict[str, str]:
    """Give the rows of a report by what was tried."""
    lines = report.read_text(encoding="utf-8").splitlines(keepends=True) if report.exists() else []
    return {line.split("|")[1].strip(): line for line in lines if line.startswith("| ") and "Trial (book)" not in line}


def _trials(folder: Path, kills: int, rng: random.Random) -> list[tuple[str, Callable[[], Told]]]:
    """Give the trials by name. Books are built when first asked for; those that must not be spoilt are copied."""
    built: dict[str, Ground] = {}

    def book(name: str) -> Ground:
        if name not in built:
            make = copy_of_the_real_project if name == "real" else small_project
            built[name] = Ground(make(folder / name / "book").root)
            code, said = built[name].build()
            assert code == 0, said
            print(f"built the {name} book: {len(sums(built[name].site)):,} files", flush=True)
        return built[name]

    def cut(name: str, every: int) -> Told:
        ground = book(name).copy(folder / f"cut-{name}" / "book")
        return harms.power_cut(ground, every, trials.Toggle(ground).turn, folder / f"steps-{name}")

    return [
        ("publications", lambda: harms.publications(folder / "publications", 300)),
        ("damage", lambda: harms.damage(book("small"), DAMAGES, folder, Ground.build)),
        ("full", lambda: trials.full_disk(book("small"), SIZES, folder / "disk", rng)),
        ("read-only", lambda: trials.read_only(book("small"), folder)),
        ("terminated", lambda: trials.kills(book("small").copy(folder / "ended" / "book"), 10, rng, signal.SIGTERM)),
        ("cut", lambda: cut("small", 1)),
        ("kills", lambda: trials.kills(book("real"), kills, rng)),
        ("two", lambda: trials.two_builds(book("real"), 3)),
        ("cut-real", lambda: cut("real", 500)),
    ]


def _row(name: str, trial: Callable[[], Told], began: float) -> tuple[str, str]:
    """Run one trial, and give its name and row; one that would begin after the limit is not run, and the row says so."""
    if time.monotonic() - began > LIMIT:
        return name, f"| {name} | not run, as the time was up | | | | |\n"
    start = time.monotonic()
    try:
        told = trial()
    except Exception as error:
        # The others are still tried, and this one counts as broken.
        traceback.print_exc()
        told = Told(name, broken=[repr(error)])
    for each in told.broken:
        print(f"BROKEN {name}: {each}", flush=True)
    counts = ", ".join(f"{count:,} {what}" for what, count in sorted(told.counts.items()))
    broken = f"**{len(told.broken)}**: {'; '.join(told.broken[:3])}" if told.broken else "0"
    of = {"kills": "real", "two": "real", "cut-real": "real", "publications": "20 pages"}.get(name, "small")
    took = (time.monotonic() - start) / 60
    what = f"{told.name} ({of})"
    row = f"| {what} | {told.tried:,} | {counts or '–'} | {broken} | {took:.1f} | {told.note or '–'} |\n"
    print(row, end="", flush=True)
    return what, row


def _about(seed: int) -> str:
    python = ".".join(map(str, sys.version_info[:3]))
    return (
        f"Python {python}, {sys.platform}, seed {seed}, {os.cpu_count()} cores. "
        "Minutes are of the clock, whatever else was at work.\n\n"
        "| Trial (book) | Tried | Counted | Broken | Minutes | How |\n|---|---:|---|---:|---:|---|\n"
    )


if __name__ == "__main__":
    main()
