"""Everything that touches files: finding the project, reading records, writing what changed."""

import os
import stat
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

from pilotbook.links.register import PATH as LINKS
from pilotbook.publish.git import Refused, Repository
from pilotbook.rules.files import Kind, unfit, unfit_mode
from pilotbook.rules.prose import unfit_in_book
from pilotbook.text.problems import Problem

# What may lie in case_studies/ beside cases.
INNER = ("lessons", "ratings", "schema", "releases")


class NotAProject(Exception):
    """No folder from here upward holds a book."""


def find_root(start: Path | None = None) -> Path:
    """Give the nearest folder, from `start` upward, that holds `case_studies/` and `_config.yml`."""
    here = (start or Path.cwd()).resolve()
    for folder in (here, *here.parents):
        if (folder / "case_studies").is_dir() and (folder / "_config.yml").is_file():
            return folder
    raise NotAProject(f"{here} is not inside a pilotbook project (no case_studies/ and _config.yml above it)")


class Committed(Exception):
    """Git holds what only a build may make; the message says what to do."""


def refuse_committed(root: Path) -> None:
    """Raise Committed where git tracks anything where builds keep what they made, or where they publish it.

    A build takes what it finds there for its own, so a file that came with a commit would be published unseen.
    """
    # Some disks hold '_Build' for the same name.
    folders = [f":(icase){folder}" for folder in ("_build", "_site")]
    try:
        listed = Repository(root).ask("ls-files", "-z", "--", *folders)
    except (FileNotFoundError, Refused):
        # Without git, or outside it, nothing is tracked.
        return
    if tracked := [name for name in listed.split("\0") if name]:
        folder = tracked[0].partition("/")[0]
        raise Committed(
            f"git holds {tracked[0]}, but only a build may write into {folder}/.\n"
            f"Take it out with 'git rm -r --cached {folder}', delete the folder, and commit."
        )


def committed(root: Path, folder: str) -> dict[str, str]:
    """Give git's name for each file of a folder as it stands in the last commit, by its path from the root; none without git."""
    repository = Repository(root)
    if repository.unread:
        return {}
    # "100644 blob 5f2c…\tcase_studies/x.yml"
    entries = (entry.partition("\t") for entry in repository.ask("ls-tree", "-rz", "HEAD", "--", folder).split("\0"))
    return {path: told.split()[2] for told, _, path in entries if path}


def read_records(root: Path) -> tuple[dict[str, bytes], list[Problem]]:
    """Read the vocabulary, cases and lessons: {path from the root: bytes}, and what should not be there."""
    return _read_in(root, root / "case_studies", root / "case_studies" / "lessons")


def read_ratings(root: Path) -> tuple[dict[str, bytes], list[Problem]]:
    """Read the ratings by persons: {path from the root: bytes}, and what should not be there."""
    return _read_in(root, root / "case_studies" / "ratings")


def _read_in(root: Path, *folders: Path) -> tuple[dict[str, bytes], list[Problem]]:
    files: dict[str, bytes] = {}
    problems: list[Problem] = []
    for folder in folders:
        for path in sorted(folder.iterdir()) if folder.is_dir() and not folder.is_symlink() else ():
            name = path.relative_to(root).as_posix()
            # Some folders of case_studies hold no cases; any other folder there is a mistake that is told.
            inner = path.is_dir() and not path.is_symlink() and path.name in INNER
            if inner or name == LINKS or _is_for_a_moment(path):
                continue
            try:
                problem = _unfit(path, name)
                if problem:
                    problems.append(problem)
                else:
                    files[name] = path.read_bytes()
            except FileNotFoundError:
                # An editor's file for a moment, gone since the folder was listed.
                continue
    return files, problems


def read_links(root: Path) -> bytes | None:
    """Read what is known of the addresses of sources; None where nothing has been written, or it is no plain file."""
    path = root / LINKS
    return path.read_bytes() if path.is_file() and not path.is_symlink() else None


def _is_for_a_moment(path: Path) -> bool:
    """Say whether a program keeps this for itself: a name that begins with a dot, but for what somebody may take for a record."""
    # Emacs marks a file that is being edited by a link that leads nowhere.
    is_lock = path.name.startswith(".#") and path.is_symlink()
    return path.name.startswith(".") and (is_lock or not path.name.lower().endswith((".yml", ".yaml", ".md")))


def read_beside(root: Path) -> tuple[dict[str, bytes], list[Problem]]:
    """Read the settings, and all of `book/`: {path from the root: bytes}, and what should not be there. No link is followed."""
    files: dict[str, bytes] = {}
    problems: list[Problem] = []
    for path in (root / "_config.yml", root / "_toc.yml", *_in_book(root / "book")):
        name = path.relative_to(root).as_posix()
        # As above: what an editor keeps for a moment may be gone by now.
        with suppress(FileNotFoundError):
            status = os.lstat(path)
            is_link, is_file = stat.S_ISLNK(status.st_mode), stat.S_ISREG(status.st_mode)
            if problem := unfit_in_book(name, status.st_size, is_link, is_file):
                problems.append(problem)
            else:
                files[name] = path.read_bytes()
    return files, problems


def _in_book(folder: Path) -> Iterator[Path]:
    """Yield all that lies in a folder and below it but folders: links too, of which none is followed."""
    if folder.is_symlink() or not folder.is_dir():
        yield folder
        return
    for path in sorted(folder.iterdir()):
        if path.is_dir() and path.name in ("_build", "__pycache__", ".ipynb_checkpoints"):
            continue
        if not _is_for_a_moment(path) and path.name != "Thumbs.db":
            yield from _in_book(path)


def unfit_modes(root: Path) -> list[Problem]:
    """Say which files of records and prose git holds as a program, as a link or as another repository; none without git."""
    repository = Repository(root)
    try:
        # "100644 5f2c… 0\tcase_studies/x.yml"; thousands of pieces that releases keep are not gone through.
        folders = ("case_studies", "book", ":(exclude)case_studies/releases")
        entries = [entry.partition("\t") for entry in repository.ask("ls-files", "-sz", "--", *folders).split("\0")]
    except (FileNotFoundError, Refused):
        return []
    # A link that stands here as one is told without git; where disks know no links, git writes a file in its place.
    odd = [(told.split()[0], path) for told, _, path in entries if path and not told.startswith("100644")]
    return [unfit_mode(path, mode) for mode, path in odd if not (root / path).is_symlink()]


def read_glossary(root: Path) -> str:
    """Read the glossary page, or nothing where the project has none; letters that cannot be read are told elsewhere."""
    path = root / "book" / "method" / "glossary.md"
    is_there = path.is_file() and not path.is_symlink()
    return path.read_text(encoding="utf-8", errors="replace") if is_there else ""


def _unfit(path: Path, name: str) -> Problem | None:
    """Say why a path under case_studies/ cannot be a record, without reading it."""
    # Asked of the link itself: what it leads to may be outside the project, or without an end.
    status = os.lstat(path)
    kinds: tuple[tuple[Callable[[int], bool], Kind], ...] = (
        (stat.S_ISREG, "file"),
        (stat.S_ISLNK, "link"),
        (stat.S_ISDIR, "folder"),
    )
    kind: Kind = next((told for is_kind, told in kinds if is_kind(status.st_mode)), "device")
    return unfit(name, status.st_size, kind)


def write_changed(folder: Path, files: dict[str, str], *, dry: bool = False) -> list[str]:
    """Write the files whose bytes would change, and give their names; with `dry`, only say which they are."""
    changed = [name for name, text in files.items() if _differs(folder / name, text)]
    if not dry:
        folder.mkdir(parents=True, exist_ok=True)
        for name in changed:
            (folder / name).write_bytes(files[name].encode("utf-8"))
    return changed


def _differs(path: Path, text: str) -> bool:
    return not path.is_file() or path.read_bytes() != text.encode("utf-8")


def create(path: Path, text: str) -> None:
    """Write a new file whole. Raises FileExistsError rather than write over one; what stops it leaves no part behind."""
    path.parent.mkdir(parents=True, exist_ok=True)
    # With plain line ends on every system, as the checker and git keep them.
    with open(path, "x", encoding="utf-8", newline="\n") as file:
        try:
            file.write(text)
            file.flush()
        except BaseException:
            file.close()
            path.unlink()
            raise
