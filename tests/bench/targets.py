"""The figures that the build aims at, and how each is read from what was measured."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from bench.rows import ROWS

Found = Mapping[str, Any]
LABELS = {row.name: row.label for row in ROWS}
# The steps of a build that the targets speak of, as `pilotbook build --timings` names them. Extras are made for few readers:
# briefs, shared pictures, downloads of charts as PNG and the offline copy.
PROSE, PAGES, EXTRAS, SEARCH = "prose", "pages", "extras", "search"


@dataclass(frozen=True)
class Target:
    """A figure that the build aims at. read: gives what was measured, or None where it was not."""

    what: str
    unit: str
    limit: float
    read: Callable[[Found], float | None]
    at_least: bool = False

    def row(self, found: Found) -> str:
        value = self.read(found)
        sign = "≥" if self.at_least else "≤"
        told = "not measured" if value is None else _number(value)
        met = "" if value is None else "yes" if (value >= self.limit) is self.at_least or value == self.limit else "no"
        return f"| {self.what} | {told} | {sign} {_number(self.limit)} | {self.unit} | {met} |"


def _row(found: Found, size: int, name: str) -> Found:
    row: Found = found["sizes"].get(str(size), {}).get("rows", {}).get(name, {})
    return row


def cpu(size: int, name: str, *, without: tuple[str, ...] = ()) -> Callable[[Found], float | None]:
    """Give a reader of the processor seconds of a row, less the steps `without`; None where the steps were not told."""

    def read(found: Found) -> float | None:
        row = _row(found, size, name)
        steps = row.get("timings", {}).get("steps")
        if "cpu" not in row or (without and steps is None):
            return None
        return float(row["cpu"]) - sum(steps.get(step, 0) for step in without) if without else float(row["cpu"])

    return read


def step(size: int, name: str, which: str) -> Callable[[Found], float | None]:
    """Give a reader of the processor seconds of one step of a row; None where the step was not told."""
    return lambda found: _row(found, size, name).get("timings", {}).get("steps", {}).get(which)


def slope(small: int, large: int, name: str) -> Callable[[Found], float | None]:
    """Give a reader of what each further case costs between two sizes, in milliseconds, extras and search apart."""

    def read(found: Found) -> float | None:
        low, high = (cpu(size, name, without=(EXTRAS, SEARCH))(found) for size in (small, large))
        return None if low is None or high is None else (high - low) / (large - small) * 1000

    return read


def _slopes_apart(found: Found) -> float | None:
    """Give by how many per cent the slope from 1,180 cases differs from that from 590."""
    first, second = slope(590, 5900, "clean")(found), slope(1180, 5900, "clean")(found)
    return None if first is None or second is None else abs(second / first - 1) * 100


def _a_case(size: int, name: str) -> Callable[[Found], float | None]:
    def read(found: Found) -> float | None:
        value = cpu(size, name)(found)
        return None if value is None else value / size * 1000

    return read


def _against_jupyter_book(found: Found) -> float | None:
    """Give how many times more jupyter-book takes for the pages of 500 cases than our pages step, scaled from 590."""
    rows = (row for row in found.get("peers", {}).get("rows", ()) if row.get("clean"))
    theirs = next((row["clean"]["cpu"] for row in rows if (row["name"], row["cases"]) == ("jupyter-book", 500)), None)
    ours = step(590, "clean", PAGES)(found)
    return theirs / (ours / 590 * 500) if theirs and ours else None


def _largest(name: str, divisor: float) -> Callable[[Found], float | None]:
    def read(found: Found) -> float | None:
        values = [size["site"][name] for size in found["sizes"].values() if name in size.get("site", ())]
        return max(values) / divisor if values else None

    return read


def _held(size: int) -> Callable[[Found], float | None]:
    def read(found: Found) -> float | None:
        rows = found["sizes"].get(str(size), {}).get("rows", {})
        # What holds most is a clean build: without it, the most of the others would say too little.
        held = [row["apart_mb"] for row in rows.values() if "apart_mb" in row]
        return max(held) if "apart_mb" in rows.get("clean", {}) else None

    return read


TARGETS = [
    Target("clean build, 590, extras and search apart", "CPU s", 45, cpu(590, "clean", without=(EXTRAS, SEARCH))),
    Target("of which prose and notebooks", "CPU s", 22, step(590, "clean", PROSE)),
    Target("extras, 590", "CPU s", 60, step(590, "clean", EXTRAS)),
    Target("pages of 500 cases: jupyter-book against ours", "times", 20, _against_jupyter_book, at_least=True),
    Target("each case from 590 to 5,900, clean, extras and search apart", "CPU ms", 20, slope(590, 5900, "clean")),
    Target("the same from 1,180: apart by", "%", 15, _slopes_apart),
    *(
        Target(f"{LABELS[name]}, {size:,}", "CPU s", limit, cpu(size, name))
        for name in ("unchanged", "empty-commit")
        for size, limit in ((590, 1.5), (5900, 4.0))
    ),
    Target("a summary edited, 590, search apart", "CPU s", 3, cpu(590, "summary", without=(SEARCH,))),
    Target("a summary edited, 5,900, search apart", "CPU s", 6, cpu(5900, "summary", without=(SEARCH,))),
    Target("a figure edited, 590", "CPU s", 8, cpu(590, "figure")),
    Target("search index, 590", "CPU s", 2, step(590, "clean", SEARCH)),
    Target("search index, 5,900", "CPU s", 20, step(5900, "clean", SEARCH)),
    Target("`--help`", "CPU s", 0.3, cpu(590, "help")),
    Target("`check one.yml`, 590", "CPU s", 0.6, cpu(590, "check-one")),
    Target("`check`, nothing kept, 590", "CPU ms a case", 5, _a_case(590, "check-cold")),
    Target("`check`, nothing kept, 5,900", "CPU ms a case", 5, _a_case(5900, "check-cold")),
    Target("`check` after one edit, 5,900", "CPU s", 1.5, cpu(5900, "check-edit")),
    Target("preview, saved to served, 590", "wall s", 0.5, lambda found: _row(found, 590, "preview").get("wall")),
    Target("peak memory, 5,900, search apart", "MB", 1000, _held(5900)),
    Target("heaviest case page, compressed, fonts apart", "KB", 40, _largest("heaviest_case_page_gzip_bytes", 1024)),
    Target("case page in the middle, the same", "KB", 40, _largest("median_case_page_gzip_bytes", 1024)),
    Target("fonts of a case page", "KB", 52, _largest("font_bytes", 1024)),
]


def _number(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.2f}".rstrip("0").rstrip(".")
