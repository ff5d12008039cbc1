"""What git tells of the project: asked so that nobody's settings or variables change the answer, and silent where it cannot know.

A site must not say what it cannot know: a copy with only the newest commits knows no first day of a record, a folder inside
another repository has not that one's commit, and git refuses to read what belongs to somebody else.
"""

import os
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

_NO_GIT = "git is not installed"
_NONE = "this folder is no git repository of its own"
_EMPTY = "the repository holds no commit yet"
# Variables by which a hook or a script points git to another repository or another set of settings.
_POINTS = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_COMMON_DIR", "GIT_NAMESPACE", "GIT_OBJECT_DIRECTORY")
_ELSEWHERE = (*_POINTS, "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_CEILING_DIRECTORIES", "GIT_PREFIX", "GIT_TRACE")


# What a site is made from: a note that lies beside it makes it no other site, nor do the schemas that a build makes itself.
_MADE_FROM = ("case_studies", "book", "scripts", "_config.yml", "_toc.yml", ":(exclude)case_studies/schema")


class Refused(Exception):
    """Git did not answer; the message holds its own words, in one line."""


@dataclass(frozen=True)
class Repository:
    """The repository at a folder. Where it cannot be read, `unread` says why and it answers nothing."""

    root: Path

    @cached_property
    def unread(self) -> str:
        """Say why there is no commit to tell: 'git is not installed'; '' where there is one."""
        try:
            top = self.ask("rev-parse", "--show-toplevel").strip()
        except FileNotFoundError:
            return _NO_GIT
        except Refused as refused:
            told = str(refused)
            return f"git refuses to read this folder ({told})" if "dubious ownership" in told else _NONE
        if not os.path.samefile(top, self.root):
            return _NONE
        return "" if self.head else _EMPTY

    @cached_property
    def head(self) -> str:
        """Give the commit that is checked out, or ''."""
        try:
            return self.ask("rev-parse", "--verify", "--quiet", "HEAD").strip()
        except (Refused, FileNotFoundError):
            return ""

    @cached_property
    def forgets(self) -> str:
        """Say why the past of a file cannot be told: no repository to read, or one with its newest commits only; '' if it can."""
        if self.unread:
            return self.unread
        is_shallow = self.ask("rev-parse", "--is-shallow-repository").strip() == "true"
        return "this copy holds only the newest commits ('git fetch --unshallow' brings the rest)" if is_shallow else ""

    @cached_property
    def edited(self) -> frozenset[str]:
        """Give the paths of what a site is made from that differ from the commit, or are in none; empty without a repository."""
        if self.unread:
            return frozenset()
        told = self.ask("status", "--porcelain", "-z", "--no-renames", "--untracked-files=all", "--", *_MADE_FROM)
        return frozenset(entry[3:] for entry in told.split("\0") if entry)

    def ask(self, *arguments: str, given: str = "") -> str:
        """Give what a git command prints. Raises Refused with git's own words, and FileNotFoundError where there is no git.

        given: what it reads from its standard input.
        """
        # What was committed long ago may hold anything.
        return self._run(arguments, given.encode()).decode("utf-8", errors="replace")

    def blobs(self, names: Sequence[str]) -> list[bytes]:
        """Give the bytes of each object as git keeps them: no filter of a work tree is run, and nothing is checked out.

        Raises Refused where one is missing.
        """
        told = self._run(("cat-file", "--batch"), given="".join(f"{name}\n" for name in names).encode())
        found, at = [], 0
        for _ in names:
            # "5f2c… blob 1203", its bytes, and a line end.
            head, _, _ = told[at : at + 200].partition(b"\n")
            if head.split()[1:2] != [b"blob"]:
                raise Refused(f"it gives no file for {head.decode('utf-8', errors='replace')}")
            start, size = at + len(head) + 1, int(head.split()[2])
            found.append(told[start : start + size])
            at = start + size + 1
        return found

    def _run(self, arguments: Sequence[str], given: bytes = b"") -> bytes:
        # Settings of a person may add a signature to each commit, escape letters in names, or start a watcher.
        plain = ("-c", "log.showSignature=false", "-c", "core.quotePath=false", "-c", "core.fsmonitor=false")
        around = {name: value for name, value in os.environ.items() if name not in _ELSEWHERE} | {"LC_ALL": "C"}
        command = ["git", "-C", str(self.root), *plain, *arguments]
        done = subprocess.run(command, capture_output=True, env=around, input=given)
        if done.returncode:
            raise Refused(" ".join(done.stderr.decode("utf-8", errors="replace").split())[:200])
        return done.stdout
