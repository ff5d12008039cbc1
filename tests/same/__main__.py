"""Build one commit twice in other surroundings, and once more from the other's store; compare all bytes (`make same`).

Writes what was compared to benchmarks/same.md, prints each difference, and ends with 1 where there is one.
"""

import argparse
import platform
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from books import ROOT

from same.builds import CLOCK, Surroundings, build, cloned, surroundings
from same.differ import differences

KINDS = (".html", ".js", ".csv", ".json", ".svg", ".png", ".pdf", ".xlsx", ".sqlite", ".parquet", ".zip")
# As tests/validate/ does: the program is the project's, and pyarrow another environment's.
PARQUET = ROOT / ".venv-validate"
LEND = "import sys; sys.path.append(sys.argv.pop(1)); from pilotbook.doors.cli import main; main()"


@dataclass(frozen=True)
class Pair:
    """Two sites that were compared, and how they differ."""

    what: str
    files: int
    kinds: Counter[str]
    told: tuple[str, ...]


def main() -> int:
    """Build, compare, tell."""
    parser = argparse.ArgumentParser(prog="python -m same", description=__doc__.splitlines()[0])
    parser.add_argument("--commit", default="HEAD")
    parser.add_argument("--clock", type=Path, default=CLOCK[0] if CLOCK else None, help="libfaketime.so.1")
    parser.add_argument("--out", type=Path, help="write the figures there")
    told = parser.parse_args()
    commit = named(told.commit)
    plain, odd = surroundings(told.clock)
    with tempfile.TemporaryDirectory() as folder:
        base = Path(folder)
        base.chmod(0o755)
        pairs = list(_pairs(base, commit, plain, odd))
    for pair in pairs:
        print(f"{pair.what}: {pair.files:,} files compared, {len(pair.told)} differences")
        print("".join(f"  {line}\n" for line in pair.told), end="", file=sys.stderr)
    if told.out:
        told.out.write_text(report(pairs, commit[:7], plain, odd), encoding="utf-8")
    return int(any(pair.told for pair in pairs))


def named(commit: str) -> str:
    """Give the whole name of a commit of this repository."""
    done = subprocess.run(["git", "rev-parse", commit], cwd=ROOT, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def _pairs(base: Path, commit: str, plain: Surroundings, odd: Surroundings) -> list[Pair]:
    one, other = cloned(ROOT, commit, base, plain), cloned(ROOT, commit, base, odd)
    for root, where in ((one, plain), (other, odd)):
        print(f"built in {build(root, where):.0f} s: {where}", flush=True)
        _as_parquet(root)
    third = Surroundings("from a store", odd.jobs, env=plain.env)
    stored = cloned(ROOT, commit, base, third)
    (stored / "_build").mkdir()
    shutil.copytree(other / "_build" / "store", stored / "_build" / "store", symlinks=True)
    print(f"built in {build(stored, third):.0f} s: {third}", flush=True)
    _as_parquet(stored)
    return [
        _compared("two cold builds in other surroundings", one, other),
        _compared("a cold build, and one from the store of the other, in a third folder", one, stored),
    ]


def _as_parquet(root: Path) -> None:
    """Write the tables as Parquet beside the site, where a library for it is at hand."""
    lent = sorted(PARQUET.glob("lib/python*/site-packages"))
    if lent:
        command = [sys.executable, "-c", LEND, lent[0], "export", "--parquet", "--out", "_build/parquet"]
        env = {"PATH": "/usr/bin:/bin", "PYTHONPATH": str(root / "scripts")}
        subprocess.run(command, cwd=root, env=env, check=True, stdout=subprocess.DEVNULL)


def _compared(what: str, one: Path, other: Path) -> Pair:
    places = [place for place in ("_site", "_build/parquet") if (one / place).exists()]
    files = [path for place in places for path in (one / place).resolve().rglob("*") if path.is_file()]
    kinds = Counter(path.suffix if path.suffix in KINDS else "other" for path in files)
    told = [line for place in places for line in differences(one / place, other / place)]
    return Pair(what, len(files), kinds, tuple(told))


def report(pairs: list[Pair], commit: str, plain: Surroundings, odd: Surroundings) -> str:
    """Write the figures as a page of Markdown."""
    kinds = [kind for kind in (*KINDS, "other") if pairs[0].kinds[kind]]
    rows = [
        f"| {pair.what} | {pair.files:,} | {' | '.join(f'{pair.kinds[kind]:,}' for kind in kinds)} | {len(pair.told)} |"
        for pair in pairs
    ]
    unsaid = [] if odd.clock else ["- The clock was the same in all: libfaketime is not installed here."]
    unsaid += [] if odd.user else ["- The user was the same in all: no other user may run this Python here."]
    unsaid += (
        [] if pairs[0].kinds[".parquet"] else ["- Tables as Parquet were left out: `make validate` installs pyarrow."]
    )
    lines = [line for pair in pairs for line in pair.told]
    return "\n".join(
        [
            "# The same bytes",
            "",
            "Made by `make same`. One commit of the real book is cloned and built, each time by its own code, and every file of the "
            "sites is compared: its bytes, its kind and its rights.",
            "",
            f"Version {commit}, Python {platform.python_version()}.",
            "",
            f"- The first: {plain}.",
            f"- The second: {odd}.",
            "- The third: another folder, as the first, but it begins with the store of the second.",
            "- Jupyter Book makes the pages of prose in an environment of its own, which is the same in all: neither zone nor clock "
            "reach it.",
            *unsaid,
            "- No other locale is installed here, so a tongue is its name alone." if not _locale(odd) else "",
            "",
            f"| Compared | Files | {' | '.join(kinds)} | Differences |",
            f"|---|---:|{'---:|' * len(kinds)}---:|",
            *rows,
            "",
            *(["```text", *lines, "```", ""] if lines else []),
        ]
    )


def _locale(odd: Surroundings) -> bool:
    listed = subprocess.run(["locale", "-a"], capture_output=True, text=True)
    return any(name.startswith(odd.env["LANG"][:5]) for name in listed.stdout.split())


if __name__ == "__main__":
    sys.exit(main())
