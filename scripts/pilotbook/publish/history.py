"""The past of records as their commits hold it: their versions, oldest first, and what changed on which day, newest first.

Where git cannot tell the whole past there is none: half of it would make a first day out of any day.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from functools import lru_cache
from pathlib import Path

from pilotbook.casebook import Change
from pilotbook.judgement.stated_in_advance import Version
from pilotbook.pages.needs import key_of
from pilotbook.publish.git import Repository
from pilotbook.record import formatting
from pilotbook.text import yamlfile
from pilotbook.text.problems import Problem

# Where records stand; commits that touch nothing here are no part of any record's past.
FOLDER = "case_studies"
# 'cases: ' before what a commit changes: whoever reads the page of a case knows that it is one.
_AREA = re.compile(r"^[\w-]+: ")
# What begins a commit that `pilotbook format` made: comments and layout.
_LAYOUT = "format: "


def versions(repository: Repository, paths: Iterable[str]) -> dict[str, tuple[Version, ...]]:
    """Give the versions of each file, following renames; none where its whole past is not at hand.

    A version that cannot be read as a record is left out: it shows nothing.
    """
    return {path: () if repository.forgets else tuple(_versions(repository, path)) for path in paths}


def _versions(repository: Repository, path: str) -> Iterator[Version]:
    # Newest first, then turned round: with --reverse, git stops following at a rename.
    told = repository.ask("log", "--follow", "--format=%x00%H %cs", "--name-only", "--", path)
    for entry in reversed(list(filter(None, told.split("\0")))):
        # "4f1c… 2026-11-21", an empty line, then the name that the file had at that commit.
        head, *names = entry.split("\n")
        commit, date = head.split()
        name = next((name for name in names if name), path)
        document = yamlfile.read(name, repository.ask("show", f"{commit}:{name}").encode())
        if not isinstance(document, Problem):
            yield Version(commit, date, document.data)


def changes(repository: Repository) -> Mapping[str, tuple[Change, ...]]:
    """Give what changed in each record that stands, {path from the root: changes}, newest first; {} where git cannot tell.

    One question for all records. A record whose file is not as it was committed has no past here: what stands on its page is
    not what the last commit says.
    """
    if repository.forgets:
        return {}
    told = _read(_log(repository.root, repository.head), lambda commit: _said_otherwise(repository, commit))
    return {path: past for path, past in told.items() if path not in repository.edited}


def digest(repository: Repository) -> str:
    """Name all that `changes` and `versions` would tell."""
    log = "" if repository.forgets else _log(repository.root, repository.head)
    return key_of([repository.forgets, log, sorted(repository.edited)])


@lru_cache(maxsize=2)
def _log(root: Path, head: str) -> str:
    asked = ("log", "--no-merges", "--find-renames", "--name-status", "--format=%x00%cs %s%x00%H", head, "--", FOLDER)
    return Repository(root).ask(*asked)


def _said_otherwise(repository: Repository, commit: str) -> frozenset[str]:
    """Give the files of a commit in which a line changed that is no comment."""
    asked = ("diff-tree", "-r", "--no-commit-id", "--name-only", "-z", "-G^[^#]", commit, "--", FOLDER)
    return frozenset(repository.ask(*asked).split("\0"))


def _read(log: str, said_otherwise: Callable[[str], Set[str]]) -> Mapping[str, tuple[Change, ...]]:
    """Read what `_log` gives, newest first: {path today: changes}. A commit of layout is no change where it kept what is said."""
    found: dict[str, list[Change]] = defaultdict(list)
    # The record that a name stands for in the commits read so far and older ones; '' where it was another file's before.
    stands_for: dict[str, str] = {}
    entries = log.split("\0")[1:]
    for told, files in zip(entries[::2], entries[1::2], strict=True):
        # "2026-11-21 case: say only …", then the commit, an empty line, and "M", "A", "D" or "R086" with one name or two.
        day, _, words = told.partition(" ")
        commit, *touched = filter(None, files.split("\n"))
        # Such a commit says of itself that it changes no words; git is asked whether that is so.
        changed = said_otherwise(commit) if words.startswith(_LAYOUT) else None
        for kind, *names in (line.split("\t") for line in touched):
            before, name = names[0], names[-1]
            if changed is not None and kind == "M" and name not in changed:
                continue
            record = stands_for.get(name, "" if kind == "D" else name)
            if record:
                found[record].append(Change(day, formatting.capital(_AREA.sub("", words))))
            if kind[0] in "ADR":
                stands_for[name] = ""
            if kind[0] == "R":
                stands_for[before] = record
    return {path: tuple(past) for path, past in found.items()}
