"""The past of records as their commits hold it: their versions, oldest first, and what changed on which day, newest first.

Where git cannot tell the whole past there is none: half of it would make a first day out of any day.
"""

import json
import re
from collections import defaultdict
from collections.abc import Collection, Mapping
from functools import lru_cache, partial
from pathlib import Path
from typing import NamedTuple

from pilotbook.casebook import Change
from pilotbook.judgement.stated_in_advance import Version
from pilotbook.pages.needs import key_of
from pilotbook.publish.code import code_digest
from pilotbook.publish.git import Repository
from pilotbook.publish.store import Store
from pilotbook.record import formatting
from pilotbook.text import yamlfile
from pilotbook.text.problems import Problem

# Where records stand; commits that touch nothing here are no part of any record's past.
FOLDER = "case_studies"
# 'cases: ' before what a commit changes: whoever reads the page of a case knows that it is one.
_AREA = re.compile(r"^[\w-]+: ")
# What begins a commit that `pilotbook format` made: comments and layout.
_LAYOUT = "format: "


def versions(repository: Repository, paths: Collection[str], store: Store) -> dict[str, tuple[Version, ...]]:
    """Give the versions of each file, oldest first, following renames; none where its whole past is not at hand.

    A version that cannot be read as a record is left out: it shows nothing. Git is asked once for all.
    """
    found: dict[str, list[Version]] = {path: [] for path in paths}
    if repository.forgets or not found:
        return dict.fromkeys(paths, ())
    touches = [
        each
        for each in reversed(_touches(repository.root, repository.head))
        if each.record in found and each.kind != "D"
    ]
    texts = repository.blobs([f"{each.commit}:{each.name}" for each in touches])
    for each, text in zip(touches, texts, strict=True):
        data = json.loads(store.get_or_make("version", key_of([code_digest(), text]), partial(_data, text)))
        if data is not None:
            found[each.record].append(Version(each.commit, each.day, data))
    return {path: tuple(told) for path, told in found.items()}


def _data(text: bytes) -> bytes:
    """Give what a version of a record holds, as JSON; null where it cannot be read."""
    document = yamlfile.read("a version", text)
    return json.dumps(None if isinstance(document, Problem) else document.data).encode()


def changes(repository: Repository) -> Mapping[str, tuple[Change, ...]]:
    """Give what changed in each record that stands, {path from the root: changes}, newest first; {} where git cannot tell.

    One question for all records. A record whose file is not as it was committed has no past here: what stands on its page is
    not what the last commit says.
    """
    if repository.forgets:
        return {}
    found: dict[str, list[Change]] = defaultdict(list)
    for each in _touches(repository.root, repository.head):
        found[each.record].append(Change(each.day, formatting.capital(_AREA.sub("", each.said))))
    return {path: tuple(past) for path, past in found.items() if path not in repository.edited}


def digest(repository: Repository) -> str:
    """Name all that `changes` and `versions` would tell."""
    log = "" if repository.forgets else _log(repository.root, repository.head)
    return key_of([repository.forgets, log, sorted(repository.edited)])


@lru_cache(maxsize=2)
def _log(root: Path, head: str) -> str:
    asked = ("log", "--no-merges", "--find-renames", "--name-status", "--format=%x00%cs %s%x00%H", head, "--", FOLDER)
    return Repository(root).ask(*asked)


class _Touch(NamedTuple):
    """A commit that touched a record: the record's path today, how ('M', 'A', 'D', 'R') and under which name it was touched."""

    record: str
    kind: str
    name: str
    commit: str
    day: str
    said: str


@lru_cache(maxsize=2)
def _touches(root: Path, head: str) -> tuple[_Touch, ...]:
    """Read what `_log` gives, newest first: every commit that touched a record, under each record that it touched.

    A commit of layout is no touch where it kept what is said.
    """
    found: list[_Touch] = []
    # The record that a name stands for in the commits read so far and older ones; '' where it was another file's before.
    stands_for: dict[str, str] = {}
    entries = _log(root, head).split("\0")[1:]
    for told, files in zip(entries[::2], entries[1::2], strict=True):
        # "2026-11-21 case: say only …", then the commit, an empty line, and "M", "A", "D" or "R086" with one name or two.
        day, _, said = told.partition(" ")
        commit, *touched = filter(None, files.split("\n"))
        # Such a commit says of itself that it changes no words; git is asked whether that is so.
        changed = _said_otherwise(Repository(root), commit) if said.startswith(_LAYOUT) else None
        for kind, *names in (line.split("\t") for line in touched):
            before, name = names[0], names[-1]
            if changed is not None and kind == "M" and name not in changed:
                continue
            record = stands_for.get(name, "" if kind == "D" else name)
            if record:
                found.append(_Touch(record, kind[0], name, commit, day, said))
            if kind[0] in "ADR":
                stands_for[name] = ""
            if kind[0] == "R":
                stands_for[before] = record
    return tuple(found)


def _said_otherwise(repository: Repository, commit: str) -> frozenset[str]:
    """Give the files of a commit in which a line changed that is no comment."""
    asked = ("diff-tree", "-r", "--no-commit-id", "--name-only", "-z", "-G^[^#]", commit, "--", FOLDER)
    return frozenset(repository.ask(*asked).split("\0"))
