"""Read the committed versions of records from git, oldest first."""

import subprocess
from collections.abc import Iterable
from pathlib import Path

from pilotbook.judgement.stated_in_advance import Version
from pilotbook.text import yamlfile
from pilotbook.text.problems import Problem


def versions(root: Path, paths: Iterable[str]) -> dict[str, tuple[Version, ...]]:
    """Give the versions of each file, following renames; none outside git or in a copy that has no history.

    A version that cannot be read as a record is left out: it shows nothing.
    """
    return {path: tuple(_versions(root, path)) for path in paths}


def _versions(root: Path, path: str) -> Iterable[Version]:
    # Newest first, then turned round: with --reverse, git stops following at a rename.
    told = _git(root, "log", "--follow", "--format=%x00%H %cs", "--name-only", "--", path)
    for entry in reversed(list(filter(None, told.split("\0")))):
        # "4f1c… 2026-11-21", an empty line, then the name that the file had at that commit.
        head, *names = entry.split("\n")
        commit, date = head.split()
        name = next((name for name in names if name), path)
        document = yamlfile.read(name, _git(root, "show", f"{commit}:{name}").encode())
        if not isinstance(document, Problem):
            yield Version(commit, date, document.data)


def _git(root: Path, *arguments: str) -> str:
    try:
        done = subprocess.run(["git", "-C", str(root), *arguments], capture_output=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return ""
    # A version of long ago may hold anything; what is no text is read as no record.
    return done.stdout.decode("utf-8", errors="replace")
