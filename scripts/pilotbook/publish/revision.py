"""The records as a commit holds them, read from git's objects: nothing is checked out, and nothing of it is run."""

from collections.abc import Mapping

from pilotbook.exports.swhid import git_name
from pilotbook.links.register import PATH as LINKS
from pilotbook.publish.git import Refused, Repository
from pilotbook.record.shelf import LESSONS
from pilotbook.rules.files import unfit

_FOLDER = "case_studies/"
# How git calls an ordinary file; a link, another repository or a folder holds no record.
_FILES = ("100644", "100755")


class NoRevision(Exception):
    """There is nothing to compare with; the message says why and what to do."""


class Unread(Exception):
    """Git could not give what a commit holds; the message says why."""


def merge_base(repository: Repository, revision: str) -> str:
    """Give the commit from which the work tree and a revision went apart, as a pull request is looked at.

    Raises NoRevision where git cannot tell it.
    """
    if repository.unread:
        raise NoRevision(f"There is nothing to compare with: {repository.unread}.")
    try:
        # A name that begins with a hyphen would be an order to git; no commit has such a name.
        named = "" if revision.startswith("-") else revision
        commit = repository.ask("rev-parse", "--verify", "--quiet", f"{named}^{{commit}}").strip()
    except Refused:
        raise NoRevision(
            f"'{revision}' names no commit here.{_brings(repository)}\n"
            "Name a branch, a tag or a commit, such as 'main' or 'HEAD~1'; 'git branch --all' lists the branches."
        ) from None
    try:
        return repository.ask("merge-base", commit, repository.head).strip()
    except Refused:
        raise NoRevision(
            f"'{revision}' and what is checked out have no commit in common.{_brings(repository)}\n"
            "Name a revision that this work began from."
        ) from None


def _brings(repository: Repository) -> str:
    return f" Perhaps because {repository.forgets}." if repository.forgets else ""


def records_at(repository: Repository, commit: str, present: Mapping[str, bytes]) -> dict[str, bytes]:
    """Give vocabulary, cases, lessons and what is known of links as a commit holds them: {path from the root: bytes}.

    present: the files of the work tree; what has the same name in git is not read a second time. What could be no record is
    left out. Raises Unread where git cannot give them.
    """
    try:
        told = repository.ask("ls-tree", "-rlz", "--full-tree", commit, "--", _FOLDER)
        objects = dict(filter(None, map(_record, told.split("\0"))))
        new = {path: name for path, name in objects.items() if path not in present or git_name(present[path]) != name}
        read = dict(zip(new, repository.blobs(list(new.values())), strict=True)) if new else {}
    except Refused as refused:
        raise Unread(
            f"git cannot read the records of {commit[:10]}: {refused}.\nTry 'git fsck', or a fresh clone."
        ) from refused
    return {path: read[path] if path in read else present[path] for path in objects}


def _record(entry: str) -> tuple[str, str] | None:
    """Give path and object of a record from a line of git's: '100644 blob 5f2c… 1203<tab>case_studies/x.yml'; None for others."""
    head, _, path = entry.partition("\t")
    if not path or len(head.split()) != 4:
        return None
    mode, _, name, size = head.split()
    # Of an object that is lost no size is told; to read it will say so.
    folder, _, file = path.rpartition("/")
    is_here = f"{folder}/" in (_FOLDER, LESSONS) and not file.startswith(".")
    if mode not in _FILES or not is_here or (path != LINKS and unfit(path, int(size) if size.isdigit() else 0)):
        return None
    return path, name
