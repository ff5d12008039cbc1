"""What is measured at one size of book: the rows, the state of the disk that each begins from, and what they give."""

import json
import statistics
import subprocess
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from bench.meter import Spent
from bench.preview import preview
from bench.scaled import Scaled, command, environment
from bench.weight import weight

# A row is dear, and runs once, where its first run takes more processor seconds than this; else it runs three times.
DEAR, RUNS = 20.0, 3


@dataclass(frozen=True)
class Row:
    """One thing to measure. begin: brings the project into the state that the run begins from, unmeasured."""

    name: str
    label: str
    begin: Callable[[Scaled], object]
    run: Callable[[Scaled, list[str]], Spent]
    is_build: bool = True


def _build(project: Scaled, options: list[str]) -> Spent:
    return project.build(*options)


def _checked(*paths: str) -> Callable[[Scaled, list[str]], Spent]:
    return lambda project, _: project.pilotbook("check", *paths)


def _edited_and_committed(edit: Callable[[Scaled], object]) -> Callable[[Scaled], None]:
    def begin(project: Scaled) -> None:
        edit(project)
        project.commit("Edit one case")

    return begin


def _afresh(project: Scaled) -> None:
    # What was edited for a check would else be part of the commit that is to change nothing.
    project.commit("Edits that were checked", "--allow-empty")
    project.make_clean()


def _removed(project: Scaled) -> None:
    if not project.added:
        project.add_case()
        project.commit("Add a case")
        project.build()
    project.remove_case()
    project.commit("Remove a case")


ROWS = [
    Row("help", "`--help`", lambda _: None, lambda project, _: project.pilotbook("--help"), False),
    Row("check-cold", "`check`, nothing kept", Scaled.make_clean, _checked(), False),
    Row("check-edit", "`check` after one edit", Scaled.edit_summary, _checked(), False),
    Row(
        "check-one",
        "`check one.yml`",
        lambda _: None,
        lambda project, _: project.pilotbook("check", str(project.edited.relative_to(project.root))),
        False,
    ),
    Row("clean", "clean build", _afresh, _build),
    Row("unchanged", "nothing changed", lambda _: None, _build),
    Row("empty-commit", "an empty commit", lambda project: project.commit("Nothing", "--allow-empty"), _build),
    Row("summary", "a summary edited", _edited_and_committed(Scaled.edit_summary), _build),
    Row("figure", "a figure edited", _edited_and_committed(Scaled.edit_figure), _build),
    Row("title", "a title edited", _edited_and_committed(Scaled.edit_title), _build),
    Row("new", "a new case", _edited_and_committed(Scaled.add_case), _build),
    Row("removed", "a case removed", _removed, _build),
]
NAMES = [*(row.name for row in ROWS), "preview"]


def measure(
    project: Scaled, wanted: list[str], say: Callable[[str], None], is_late: Callable[[], bool]
) -> dict[str, Any]:
    """Give what the wanted rows spent: {"rows": {name: runs}, "site": …}. What there was no time for is told as an error."""
    has_timings = "--timings" in _said(project, "build", "--help")
    rows: dict[str, Any] = {}
    for row in ROWS:
        if row.name not in wanted:
            continue
        if is_late():
            rows[row.name] = {"error": "Not run: the time for this run was over."}
            continue
        if row.is_build and row.name != "clean" and not project.site.exists():
            project.build()
        rows[row.name] = _runs(project, row, has_timings)
        say(f"{project.count:>6,} {row.name:<13}{told(rows[row.name])}")
    if "preview" in wanted and not is_late():
        rows["preview"] = preview(project)
        say(f"{project.count:>6,} {'preview':<13}{rows['preview']}")
    return {"rows": rows, "site": weight(project) if project.site.exists() else {}}


def _runs(project: Scaled, row: Row, has_timings: bool) -> dict[str, Any]:
    """Run a row once, or three times where it is cheap."""
    found: list[Spent] = []
    steps: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as folder:
        timings = Path(folder) / "timings.json"
        options = ["--timings", str(timings)] if row.is_build and has_timings else []
        while not found or (len(found) < RUNS and found[0].cpu <= DEAR):
            row.begin(project)
            spent = row.run(project, options)
            if spent.error:
                return {"error": spent.error, "runs": [asdict(spent)]}
            found.append(spent)
            steps = _timings(timings)
    return {
        "cpu": round(statistics.median(spent.cpu for spent in found), 3),
        "wall": round(statistics.median(spent.wall for spent in found), 3),
        "peak_mb": round(max(spent.peak_mb for spent in found), 1),
        "apart_mb": round(max(spent.apart_mb for spent in found), 1),
        "runs": [round(spent.cpu, 3) for spent in found],
        **({"timings": steps} if steps else {}),
    }


def told(row: Mapping[str, Any]) -> str:
    """Say what a row spent, in a line."""
    return (
        str(row["error"])
        if "error" in row
        else f"{row['cpu']:8.2f} s CPU {row['wall']:8.2f} s {row['peak_mb']:6.0f} MB"
    )


def _timings(path: Path) -> dict[str, Any]:
    """Read what the last build wrote on its steps; nothing where this version writes none."""
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}


def _said(project: Scaled, *arguments: str) -> str:
    done = subprocess.run([*command(), *arguments], cwd=project.root, env=environment(), capture_output=True, text=True)
    return done.stdout
