"""Measure how the build, the checks and the preview grow with the number of cases, beside other builders (`make bench`).

Writes benchmarks/build.md, build.svg and build.json. `python -m bench.build_at_scale --help`, with tests/ on PYTHONPATH.
"""

import argparse
import json
import os
import platform
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any

from bench import multiply, peers, report, rows
from bench.scaled import Scaled

SIZES = (590, 1180, 5900)


def options() -> argparse.Namespace:
    """Read the options."""
    real = len(multiply.records(multiply.ROOT / "case_studies"))
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    sizes, names = (real, *SIZES), ",".join(rows.NAMES)
    parser.add_argument("--sizes", default=",".join(map(str, sizes)), help="numbers of cases (default: %(default)s)")
    parser.add_argument("--rows", default=names, help="what to measure (default: %(default)s)")
    parser.add_argument(
        "--peers",
        choices=("none", "quick", "all"),
        default="none",
        help="measure other builders too: all of them take about ten minutes more (default: %(default)s)",
    )
    parser.add_argument("--out", type=Path, default=multiply.ROOT / "benchmarks", help="folder of what is written")
    parser.add_argument("--seed", type=int, default=multiply.SEED)
    parser.add_argument("--minutes", type=float, default=60, help="begin no further row after so many minutes")
    parser.add_argument("--limit", type=float, default=1800, help="seconds after which one run is ended")
    parser.add_argument(
        "--note", default="", help="what a reader should know of this run, such as other work beside it"
    )
    parser.add_argument("--before", action="store_true", help="keep what is found as the version to compare with")
    chosen = parser.parse_args()
    chosen.sizes = [int(size) for size in chosen.sizes.split(",")]
    chosen.rows = chosen.rows.split(",")
    if unknown := set(chosen.rows) - set(rows.NAMES):
        parser.error(f"no such row: {', '.join(sorted(unknown))}")
    if chosen.sizes and min(chosen.sizes) < real:
        parser.error(f"there are {real} real cases; ask for as many or more")
    return chosen


def version() -> str:
    """Give the last commit that changed what is measured, and whether files differ from it."""
    parts = ("--", "scripts", "book", "case_studies", "_config.yml", "_toc.yml", "requirements.txt")
    told = [
        subprocess.run(["git", *command, *parts], cwd=multiply.ROOT, capture_output=True, text=True).stdout.strip()
        for command in (["log", "-1", "--format=%h"], ["status", "--porcelain"])
    ]
    return f"{told[0] or 'unknown'}{' with changes' if told[1] else ''}"


def main() -> None:
    """Measure every size that is asked for, then the peers, and write what was found after each size."""
    chosen = options()
    end = time.monotonic() + chosen.minutes * 60
    old = _read(chosen.out / "build.json")
    about = {"version": version(), "cores": os.cpu_count(), "python": platform.python_version(), "seed": chosen.seed}
    about |= {"note": chosen.note} if chosen.note else {}
    found: dict[str, Any] = {**about, "sizes": {}, "peers": old.get("peers", {})}
    with tempfile.TemporaryDirectory(prefix="bench-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        for size in chosen.sizes:
            project = Scaled.make(folder / str(size), size, chosen.seed, chosen.limit)
            found["sizes"][str(size)] = rows.measure(project, chosen.rows, _say, lambda: time.monotonic() > end)
            write(chosen, old, found)
            # The finished pages of the first book that is large enough are what the peers get.
            if chosen.peers != "none" and size >= peers.MOST and project.site.exists():
                _measure_peers(chosen, project, folder / "peers", found)
                write(chosen, old, found)
                chosen.peers = "none"
            project.remove()
    if chosen.peers != "none":
        _say(f"No size was large enough for the peers: they need {peers.MOST} built cases.")
    print(report.markdown(found))


def _measure_peers(chosen: argparse.Namespace, project: Scaled, folder: Path, found: dict[str, Any]) -> None:
    measured = list(peers.measure(project, folder, chosen.peers, _say))
    about = {name: found[name] for name in ("version", "note") if name in found}
    found["peers"] = {**about, "rows": measured}


def write(chosen: argparse.Namespace, old: dict[str, Any], found: dict[str, Any]) -> None:
    """Write report, chart and data; the version to compare with and what was said of it stay beside what was found."""
    if chosen.before:
        found = dict(found)
        peers_found = found.pop("peers")
        whole = {**old, "before": found, "peers": peers_found}
    else:
        whole = {**found, **{name: old[name] for name in ("before", "where") if name in old}}
    chosen.out.mkdir(parents=True, exist_ok=True)
    (chosen.out / "build.json").write_text(json.dumps(whole, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    if "sizes" in whole:
        (chosen.out / "build.md").write_text(report.markdown(whole), encoding="utf-8")
        (chosen.out / "build.svg").write_text(report.chart(whole), encoding="utf-8")


def _read(path: Path) -> dict[str, Any]:
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}


def _say(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    main()
