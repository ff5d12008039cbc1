"""Put one new file on a branch of its own in one commit, while what is checked out stays as it is."""

from pilotbook.publish.git import Refused, Repository

_NONE = "0" * 40


class NoBranch(Exception):
    """The branch could not be made; the message says why, and how to mend it."""


def commit_on_branch(repository: Repository, branch: str, path: str, text: str, message: str) -> str:
    """Commit a new file on a new branch that begins at the commit checked out, and give the commit's name.

    No file of the working copy and no staged change is touched, so it cannot get into anybody's way. `path` is a path from
    the root with one folder. Raises NoBranch, and then nothing has changed.
    """
    if repository.unread:
        raise NoBranch(f"There is no branch to begin at: {repository.unread}.\n    Leave out --branch.")
    folder, _, name = path.partition("/")
    ref = f"refs/heads/{branch}"
    try:
        blob = repository.ask("hash-object", "-w", "--stdin", given=text).strip()
        inner = _with(repository, f"HEAD:{folder}", f"100644 blob {blob}\t{name}")
        tree = _with(repository, "HEAD^{tree}", f"040000 tree {inner}\t{folder}")
        commit = repository.ask("commit-tree", tree, "-p", repository.head, given=message).strip()
        # With the old value told, git refuses where there is such a branch already.
        repository.ask("update-ref", ref, commit, _NONE)
    except FileNotFoundError as error:
        raise NoBranch("git is not installed.\n    Leave out --branch.") from error
    except Refused as refused:
        raise NoBranch(
            f"git did not make the branch {branch}: {refused}\n    {_mend(repository, ref, branch)}"
        ) from refused
    return commit


def _with(repository: Repository, tree: str, entry: str) -> str:
    """Give the tree that another is with one entry put in; one of the same name gives way."""
    name = entry.partition("\t")[2]
    kept = [
        each for each in repository.ask("ls-tree", "-z", tree).split("\0") if each and each.partition("\t")[2] != name
    ]
    return repository.ask("mktree", "-z", given="".join(f"{each}\0" for each in [*kept, entry])).strip()


def _mend(repository: Repository, ref: str, branch: str) -> str:
    try:
        repository.ask("rev-parse", "--verify", "--quiet", ref)
    except Refused:
        return "Mend what git says, such as 'git config user.name' and 'user.email', and run the command again."
    return f"Look at it with 'git switch {branch}', or choose another name with --slug."
