"""Write what was measured as a page of Markdown and as a chart, with the targets beside the figures."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import altair as alt
import pandas as pd
import vl_convert

from bench.rows import DEAR, RUNS
from bench.rows import ROWS as MEASURED

Found = Mapping[str, Any]
LABELS = {row.name: row.label for row in MEASURED}
EDITS = ("summary", "figure", "title", "new", "removed")
# What the extras of a build are: made for few readers, and apart in the timings.
EXTRAS = ("extras",)
SEARCH = "search"
DRAWN = ("clean", "title", "summary", "unchanged", "check-cold", "check-edit")
COLOURS = ["#1d70b8", "#b5651d", "#00703c", "#6f72af", "#801650", "#3d3d3d"]


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


def step(size: int, name: str, *steps: str) -> Callable[[Found], float | None]:
    """Give a reader of the processor seconds of some steps of a row."""

    def read(found: Found) -> float | None:
        told = _row(found, size, name).get("timings", {}).get("steps")
        return None if told is None else sum(told.get(each, 0) for each in steps)

    return read


def slope(small: int, large: int, name: str) -> Callable[[Found], float | None]:
    """Give a reader of what each further case costs between two sizes, in milliseconds of processor time, search included."""

    def read(found: Found) -> float | None:
        low, high = cpu(small, name)(found), cpu(large, name)(found)
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
    ours = step(590, "clean", "pages")(found)
    return theirs / (ours / 590 * 500) if theirs and ours else None


def _largest(name: str, divisor: float) -> Callable[[Found], float | None]:
    def read(found: Found) -> float | None:
        values = [size["site"][name] for size in found["sizes"].values() if size.get("site")]
        return max(values) / divisor if values else None

    return read


def _held(size: int) -> Callable[[Found], float | None]:
    def read(found: Found) -> float | None:
        rows = found["sizes"].get(str(size), {}).get("rows", {}).values()
        return max((row["peak_mb"] for row in rows if "peak_mb" in row), default=None)

    return read


TARGETS = [
    Target("clean build, 590, extras and search apart", "CPU s", 45, cpu(590, "clean", without=(*EXTRAS, SEARCH))),
    Target("of which prose and notebooks", "CPU s", 22, step(590, "clean", "prose")),
    Target("extras, 590", "CPU s", 60, step(590, "clean", *EXTRAS)),
    Target("pages of 500 cases: jupyter-book against ours", "times", 20, _against_jupyter_book, at_least=True),
    Target("each case from 590 to 5,900, clean", "CPU ms", 20, slope(590, 5900, "clean")),
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
    Target("peak memory, 5,900, search included", "MB", 1000, _held(5900)),
    Target("heaviest case page, compressed, fonts apart", "KB", 40, _largest("heaviest_case_page_gzip_bytes", 1024)),
    Target("its fonts", "KB", 52, _largest("font_bytes", 1024)),
]


def markdown(found: Found) -> str:
    """Write the whole report."""
    return "\n".join(
        [
            "# How the build grows",
            "",
            "Made by `make bench`. The real records are copied under new ids, names, words and dates that say they are made up "
            "(`tests/bench/multiply.py`); the same seed makes the same records. Figures are seconds of processor time, user and "
            "system, of all processes of a run, unless said otherwise.",
            "",
            f"{found['cores']} processor cores, Python {found['python']}, version {found['version']}, seed {found['seed']}.",
            "",
            "![Processor seconds against the number of cases](build.svg)",
            "",
            *_rows(found),
            *_steps(found),
            *_targets(found),
            *_sites(found),
            *_peers(found),
            *_before(found),
            *_how(),
        ]
    )


def _rows(found: Found) -> Iterator[str]:
    sizes = list(found["sizes"])
    yield from ("## What a run takes", "", "CPU s (wall s; peak MB).", "")
    yield f"| | {' | '.join(f'{int(size):,} cases' for size in sizes)} |"
    yield f"|---|{'---:|' * len(sizes)}"
    for name in [*LABELS, "preview"]:
        cells = [_cell(found["sizes"][size]["rows"].get(name)) for size in sizes]
        if any(cells):
            yield f"| {LABELS.get(name, 'preview, saved to served')} | {' | '.join(cell or '–' for cell in cells)} |"
    yield ""


def _cell(row: Found | None) -> str:
    if not row:
        return ""
    if "error" in row:
        return f"failed: {_plain(row['error'])}"
    if "cpu" not in row:
        return f"({row['wall']:.2f} s wall)"
    mark = "" if len(row["runs"]) > 1 else " ¹"
    return f"{row['cpu']:.2f} ({row['wall']:.1f}; {row['peak_mb']:.0f}){mark}"


def _plain(text: str) -> str:
    return text.replace("|", "/").replace("`", "'")


def _steps(found: Found) -> Iterator[str]:
    told = {
        (size, name): row["timings"]
        for size, one in found["sizes"].items()
        for name, row in one["rows"].items()
        if row.get("timings")
    }
    yield from ("## By step", "")
    if not told:
        yield from ("This version does not tell what its steps take, so what the targets want apart is not known.", "")
        return
    names = list(dict.fromkeys(step for timings in told.values() for step in timings.get("steps", ())))
    kinds = list(dict.fromkeys(kind for timings in told.values() for kind in timings.get("made", ())))
    yield f"| | cases | {' | '.join([*(f'{name}, s' for name in names), *(f'{kind} made' for kind in kinds)])} |"
    yield f"|---|{'---:|' * (1 + len(names) + len(kinds))}"
    for (size, name), timings in told.items():
        steps = [f"{timings['steps'][each]:.2f}" if each in timings["steps"] else "–" for each in names]
        made = [f"{timings['made'][each]:,}" if each in timings.get("made", {}) else "–" for each in kinds]
        yield f"| {LABELS[name]} | {int(size):,} | {' | '.join([*steps, *made])} |"
    yield ""


def _targets(found: Found) -> Iterator[str]:
    yield from ("## Targets", "", "| | measured | target | unit | met |", "|---|---:|---:|---|---|")
    yield from (target.row(found) for target in TARGETS)
    yield ""


def _sites(found: Found) -> Iterator[str]:
    yield from (
        "## What is built",
        "",
        "| cases | pages | files | MB | heaviest case page, KB compressed | its fonts, KB |",
    )
    yield "|---:|---:|---:|---:|---:|---:|"
    for size, one in found["sizes"].items():
        if site := one.get("site"):
            yield (
                f"| {int(size):,} | {site['pages']:,} | {site['files']:,} | {site['bytes'] / 1e6:.1f} "
                f"| {site['heaviest_case_page_gzip_bytes'] / 1024:.1f} | {site['font_bytes'] / 1024:.1f} |"
            )
    yield ""


def _peers(found: Found) -> Iterator[str]:
    yield from ("## Other builders", "")
    peers = found.get("peers", {})
    if not peers.get("rows"):
        yield from ("Not measured. `make bench BENCH='--peers all'` installs them and measures them.", "")
        return
    yield from (
        "Fed the text of our finished case pages as Markdown, without charts: so they make less than we do. Each at its own "
        "defaults; Hugo and Eleventy with a page of ten lines for a look. Ours make lists, charts, downloads and search too.",
        "",
        f"Measured with the pages of version {peers['version']}.",
        "",
        "| builder | cases | clean, CPU s (wall s; peak MB) | one edit | CPU ms a case, clean |",
        "|---|---:|---:|---:|---:|",
    )
    for row in peers["rows"]:
        name, cases = row.get("package", row["name"]), f"{row['cases']:,}" if "cases" in row else ""
        if "error" in row:
            yield f"| {name} | {cases} | failed: {_plain(row['error'])} | | |"
            continue
        clean, edit = (
            f"{row[part]['cpu']:.2f} ({row[part]['wall']:.1f}; {row[part]['peak_mb']:.0f})"
            for part in ("clean", "edit")
        )
        yield f"| {name} | {cases} | {clean} | {edit} | {row['clean']['cpu'] / row['cases'] * 1000:.1f} |"
    yield ""


def _before(found: Found) -> Iterator[str]:
    if before := found.get("before"):
        yield from (
            f"## Before: version {before['version']}",
            "",
            "The same rows of an earlier version, CPU s (wall s; peak MB).",
            "",
        )
        yield from list(_rows(before))[4:]


def _how() -> Iterator[str]:
    yield from (
        "## How it is measured",
        "",
        f"- Medians of {RUNS} runs; ¹ one run, where a run takes more than {DEAR:.0f} seconds of processor time.",
        "- Processor time is what the system counts for a command and for every process that it starts, orphans included.",
        "- Peak memory is the largest sum over those processes of what each holds for itself and its part of what is shared "
        "(PSS), read every fifth of a second; a peak between two readings is missed.",
        "- *Clean* begins with nothing that an earlier build or check left. Every edit is committed before the build that is "
        "measured, as an editor's would be, so its row holds what a commit alone costs; *an empty commit* shows that by itself. "
        "`check` after one edit comes before any build.",
        "- All edits go to one case, the one with most results or its first copy. The new case speaks to lessons that are there.",
        "- *Preview* is from saving a summary until the page served on this computer has the new words; a browser's painting is "
        "not in it.",
        "- Pictures of the ledgers of lessons show counts alone, so copies have like pictures: a build that keeps pictures by "
        "what they show draws fewer of these than a real book of that size would ask for.",
        "- Copies share places, subjects and partners: pages of places grow longer, but are no more.",
        "",
    )


def _number(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.2f}".rstrip("0").rstrip(".")


def chart(found: Found) -> str:
    """Draw processor seconds against cases, both by powers of ten, as SVG."""
    rows = [
        {"cases": int(size), "cpu": row["cpu"], "row": LABELS[name].replace("`", "")}
        for size, one in found["sizes"].items()
        for name in DRAWN
        if "cpu" in (row := one["rows"].get(name, {}))
    ]
    base = alt.Chart(pd.DataFrame(rows, columns=["cases", "cpu", "row"])).encode(
        x=alt.X(
            "cases:Q",
            title="Cases",
            scale=alt.Scale(type="log"),
            axis=alt.Axis(values=[*map(int, found["sizes"])], format=","),
        ),
        y=alt.Y("cpu:Q", title="Processor seconds", scale=alt.Scale(type="log")),
        color=alt.Color(
            "row:N", title=None, sort=[LABELS[name].replace("`", "") for name in DRAWN], scale=alt.Scale(range=COLOURS)
        ),
    )
    drawn = (base.mark_line() + base.mark_point(filled=True, size=60)).properties(
        width=560, height=340, title="Processor seconds of a run against the number of cases"
    )
    return str(vl_convert.vegalite_to_svg(drawn.to_json()))
