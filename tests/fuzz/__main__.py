"""Run the trials (`make fuzz`), print what came of them, and write it to benchmarks/fuzz.md.

`python -m fuzz` runs all of them; `python -m fuzz record 1234` runs the one trial of that seed and lets what it raises be seen.
"""

import argparse
import os
import platform
import subprocess
import sys
import time
from pathlib import Path

from books import ROOT

from fuzz import runs

# So many edits of a small book, and so many books of made-up and of real records.
BOOKS = 60
# In minutes, as the parts have it.
LONGEST = sum(part.seconds for part in runs.PARTS.values()) / 60
ABOUT = {
    "record": "A case, a lesson, a list of words or a rating: random bytes, or a file with bytes and lines changed in it",
    "beside": "The settings, the sources of prose, the glossary: the same",
    "release": "The list of a release, which is kept for good",
    "book": "A whole book of well formed records, each changed in many places",
    "older": "A record of an older form, moved to the present one, and brought into its layout",
    "issue": "The body of an issue of the form 'Send a case'",
    "register": "What is known of the addresses of sources (`links.json`)",
    "address": "A host that answers anything, and redirects anywhere",
    "prose": "A field of prose, as a page shows it",
    "link": "An address, as checker, link checker and page read it",
    "books": "A small book edited, each site compared with a clean build; books made at random that `check` calls sound, built",
    "form": "300 records at a time, checked and written as a browser does and as the checker does",
    "odd form": "The same, with words in them that nobody would write",
}


def main() -> int:
    """Run what was asked for; 1 where a trial failed."""
    parser = argparse.ArgumentParser(prog="python -m fuzz", description=__doc__.splitlines()[0])
    parser.add_argument("part", nargs="?", choices=sorted(runs.PARTS), help="this part alone")
    parser.add_argument("seed", nargs="?", type=int, help="this trial of the part alone")
    parser.add_argument("--count", type=int, help="so many trials of a part")
    parser.add_argument("--first", type=int, default=0, help="the seed of the first trial")
    parser.add_argument(
        "--minutes", type=float, default=LONGEST, help="for all parts but the books (default: %(default)s)"
    )
    parser.add_argument(
        "--no-books", action="store_true", help="leave out the books of tests/site/, which take ten minutes"
    )
    parser.add_argument("--out", type=Path, help="write the figures there")
    told = parser.parse_args()
    if told.seed is not None:
        print(runs.PARTS[told.part].trial(runs.chance_of(told.part, told.seed)))
        return 0
    found = {}
    for name, part in runs.PARTS.items():
        if told.part in (None, name):
            found[name] = runs.run(name, told.count or part.count, part.seconds * told.minutes / LONGEST, told.first)
            print(_line(name, found[name]), flush=True)
            for kind, (many, seed, trace) in found[name].failures.items():
                print(
                    f"\n{many} times: {kind}\nTo see it again: python -m fuzz {name} {seed}\n{trace}", file=sys.stderr
                )
    if told.part is None and not told.count and not told.no_books:
        found["books"] = books()
        print(_line("books", found["books"]), flush=True)
    if told.out:
        told.out.write_text(report(found), encoding="utf-8")
    return int(any(each.failures for each in found.values()))


def books() -> runs.Found:
    """Run the tests of tests/site/ that build books made at random, with so many of them; a failure is told by pytest itself."""
    began = time.monotonic()
    tests = ("tests/site/test_incremental.py", "tests/site/test_sound_is_built.py")
    command = [sys.executable, "-m", "pytest", "-q", *tests, "-k", "whatever_is_edited or sound"]
    done = subprocess.run(command, cwd=ROOT, env={**os.environ, "PILOTBOOK_FUZZ": str(BOOKS)})
    found = runs.Found(seconds=time.monotonic() - began)
    if done.returncode:
        found.failures["pytest"] = (1, 0, "")
    else:
        found.ended.update({"site equal to a clean build": BOOKS, "sound book built": 2 * BOOKS})
    return found


def _line(name: str, found: runs.Found) -> str:
    ended = ", ".join(f"{what} {many:,}" for what, many in sorted(found.ended.items()))
    failed = sum(many for many, _, _ in found.failures.values())
    return f"{name}: {found.trials:,} trials in {found.seconds:.0f} s, {failed:,} failed; {ended}"


def report(found: dict[str, runs.Found]) -> str:
    """Write the figures as a page of Markdown."""
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True).stdout
    rows = [
        f"| {ABOUT[name]} | {each.trials:,} | {sum(many for many, _, _ in each.failures.values()):,} "
        f"| {'; '.join(f'{what}: {many:,}' for what, many in sorted(each.ended.items()))} | {each.seconds:.0f} |"
        for name, each in found.items()
    ]
    total = sum(each.trials for each in found.values())
    return "\n".join(
        [
            "# What nobody would write",
            "",
            "Made by `make fuzz`. Each trial makes an input by chance and hands it to the project. A trial fails where anything is "
            "raised, where a problem has no place in its file, or where a message holds a hidden sign. Seeds begin at 0, and "
            "`tests/fuzz/` makes the same inputs of them everywhere; how many there were may hang on the computer, for each part "
            "has a longest time.",
            "",
            f"{total:,} trials. {os.cpu_count()} processor cores, Python {platform.python_version()}, version {commit.strip()}.",
            "",
            "| What | Trials | Failed | Ended | Seconds |",
            "|---|---:|---:|---|---:|",
            *rows,
            "",
        ]
    )


if __name__ == "__main__":
    sys.exit(main())
