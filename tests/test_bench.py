"""The bench that measures how the build grows: what a run spent, what is read from it, and what is written."""

import re
import sys
from pathlib import Path
from typing import Any

from bench import meter, report, targets
from bench.build_at_scale import version
from bench.scaled import command

BUSY = "sum(range(20_000_000))"


def run(code: str, limit: float = 60) -> meter.Spent:
    return meter.run([sys.executable, "-c", code], Path.cwd(), limit=limit)


def a_row(cpu: float, **steps: float) -> dict[str, Any]:
    row = {"cpu": cpu, "wall": cpu, "peak_mb": 100.0, "apart_mb": 90.0, "runs": [cpu]}
    return {**row, "timings": {"steps": steps, "made": {"pages": 3}}} if steps else row


def findings(**rows: dict[str, Any]) -> dict[str, Any]:
    sizes = {"590": {"rows": rows, "site": {}}}
    return {"version": "abc1234", "cores": 2, "python": "3.11.7", "seed": 1, "sizes": sizes, "peers": {}}


def line_of(text: str, begins: str) -> str:
    return next(line for line in text.splitlines() if line.startswith(f"| {begins}"))


def test_work_of_a_process_left_behind_is_counted() -> None:
    alone = run(BUSY).cpu
    left = run(f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', '{BUSY}'])").cpu
    assert left > 0.5 * alone


def test_memory_is_the_sum_over_processes() -> None:
    holds = "import time; held = bytearray(60_000_000); time.sleep(0.7)"
    both = f"import subprocess, sys; held = bytearray(60_000_000); subprocess.run([sys.executable, '-c', '{holds}'])"
    assert run(both).peak_mb > 110


def test_a_failed_run_is_told_by_its_last_line_without_folders() -> None:
    assert run("print('one'); raise SystemExit('no /usr/lib/python/thing.py')").error == "Exit 1: no …/thing.py"


def test_a_run_that_takes_too_long_is_ended() -> None:
    assert run("import time; time.sleep(60)", limit=0.5).error.startswith("Still running after")


def test_the_command_is_that_of_the_package() -> None:
    assert meter.run([*command(), "--version"], Path.cwd()).error == ""
    assert re.match(r"[0-9a-f]{7,}|unknown", version())


def test_targets_are_read_with_and_without_steps() -> None:
    told = report.markdown(findings(clean=a_row(100.0, prose=20.0, pages=10.0, extras=50.0, search=5.0)))
    assert (
        line_of(told, "clean build, 590, extras")
        == "| clean build, 590, extras and search apart | 45 | ≤ 45 | CPU s | yes |"
    )
    assert line_of(told, "extras, 590") == "| extras, 590 | 50 | ≤ 60 | CPU s | yes |"
    untold = report.markdown(findings(clean=a_row(100.0)))
    assert "| not measured | ≤ 45 |" in line_of(untold, "clean build, 590, extras")


def test_slope_is_what_each_further_case_costs() -> None:
    found = findings(clean=a_row(50.0, pages=20.0, extras=25.0, search=5.0))
    large = a_row(156.2, pages=73.1, extras=73.1, search=10.0)
    found["sizes"]["5900"] = {"rows": {"clean": large}, "site": {}}
    assert "| clean build | 3.12 (20.0) |" in report.markdown(found)
    # Extras and search, which have targets of their own, are no part of it.
    assert round(targets.slope(590, 5900, "clean")(found) or 0, 1) == 10.0


def test_a_row_that_failed_says_so() -> None:
    told = report.markdown(findings(clean={"error": "Exit 1: no | such thing"}))
    assert line_of(told, "clean build |") == "| clean build | failed: Exit 1: no / such thing |"


def test_the_chart_is_the_same_each_time() -> None:
    found = findings(clean=a_row(50.0), unchanged=a_row(2.0))
    assert report.chart(found) == report.chart(found)
