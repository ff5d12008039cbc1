"""Write what was measured as a page of Markdown and as a chart, with the targets beside the figures."""

from collections.abc import Iterator
from itertools import pairwise

import altair as alt
import pandas as pd
import vl_convert

from bench.rows import DEAR, RUNS
from bench.targets import LABELS, TARGETS, Found, cpu

DRAWN = ("clean", "title", "summary", "unchanged", "check-cold", "check-edit")
COLOURS = ["#1d70b8", "#b5651d", "#00703c", "#6f72af", "#801650", "#3d3d3d"]


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
            *_noted(found),
            "",
            "![Processor seconds against the number of cases](build.svg)",
            "",
            *_rows(found),
            *_steps(found),
            *_growth(found),
            *_targets(found),
            *_where(found),
            *_sites(found),
            *_peers(found),
            *_before(found),
            *_how(),
        ]
    )


def _noted(found: Found) -> list[str]:
    return ["", found["note"], ""] if found.get("note") else []


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
        return _plain(row["error"]) if row["error"].startswith("Not run") else f"failed: {_plain(row['error'])}"
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


def _growth(found: Found) -> Iterator[str]:
    """Write by how much each row, and each step of a clean build, grows from one size to the next."""
    sizes = sorted(map(int, found["sizes"]))
    # Each size to the next, and the first to the last of those that are made up: where a curve would show.
    pairs = [*pairwise(sizes), *([(sizes[1], sizes[-1])] if len(sizes) > 3 else [])]
    if not pairs:
        return
    yield from ("## How it grows", "", "Times as much processor time (milliseconds for each further case).", "")
    yield f"| | {' | '.join(f'{small:,} to {large:,}' for small, large in pairs)} |"
    yield f"|---|{'---:|' * len(pairs)}"
    steps = dict.fromkeys(name for size in sizes for name in _clean_steps(found, size))
    lines = {label: [cpu(size, name)(found) for size in sizes] for name, label in LABELS.items()}
    lines |= {f"clean build: {name}": [_clean_steps(found, size).get(name) for size in sizes] for name in steps}
    for label, values in lines.items():
        cells = [_grown(dict(zip(sizes, values, strict=True)), *pair) for pair in pairs]
        if any(cells):
            yield f"| {label} | {' | '.join(cell or '–' for cell in cells)} |"
    yield ""


def _clean_steps(found: Found, size: int) -> Found:
    steps: Found = found["sizes"][str(size)]["rows"].get("clean", {}).get("timings", {}).get("steps", {})
    return steps


def _grown(values: dict[int, float | None], small: int, large: int) -> str:
    low, high = values[small], values[large]
    if not low or not high:
        return ""
    return f"{high / low:.2f} ({(high - low) / (large - small) * 1000:.1f})"


def _targets(found: Found) -> Iterator[str]:
    yield from ("## Targets", "", "| | measured | target | unit | met |", "|---|---:|---:|---|---|")
    yield from (target.row(found) for target in TARGETS)
    yield ""


def _where(found: Found) -> Iterator[str]:
    """Write what people found out about targets that are missed; `where` holds its lines, and the version that they speak of."""
    if told := found.get("where"):
        yield from (f"## Where targets are missed (version {told['version']})", "", *told["lines"], "")


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
        *_noted(peers),
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
        yield from _noted(before)


def _how() -> Iterator[str]:
    yield from (
        "## How it is measured",
        "",
        f"- Medians of {RUNS} runs; ¹ one run, where a run takes more than {DEAR:.0f} seconds of processor time.",
        "- Processor time is what the system counts for a command and for every process that it starts, orphans included.",
        "- Peak memory is the largest sum over those processes of what each holds for itself and its part of what is shared "
        "(PSS), read every fifth of a second; a peak between two readings is missed. *Search apart* leaves out the process of the "
        "search index.",
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


def chart(found: Found) -> str:
    """Draw processor seconds against cases, both by powers of ten, as SVG."""
    rows = [
        {"cases": int(size), "cpu": row["cpu"], "row": LABELS[name].replace("`", "")}
        for size, one in found["sizes"].items()
        for name in DRAWN
        if "cpu" in (row := one["rows"].get(name, {}))
    ]
    order = [LABELS[name].replace("`", "") for name in DRAWN]
    sizes = alt.Axis(values=[*map(int, found["sizes"])], format=",")
    base = alt.Chart(pd.DataFrame(rows, columns=["cases", "cpu", "row"])).encode(
        x=alt.X("cases:Q", title="Cases", scale=alt.Scale(type="log"), axis=sizes),
        y=alt.Y("cpu:Q", title="Processor seconds", scale=alt.Scale(type="log")),
        color=alt.Color("row:N", title=None, sort=order, scale=alt.Scale(range=COLOURS)),
    )
    drawn = (base.mark_line() + base.mark_point(filled=True, size=60)).properties(
        width=560, height=340, title="Processor seconds of a run against the number of cases"
    )
    return str(vl_convert.vegalite_to_svg(drawn.to_json()))
