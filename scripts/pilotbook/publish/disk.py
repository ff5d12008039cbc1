"""Everything that touches files: finding the project, reading records, writing what changed."""

import os
import stat
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from pilotbook.links.register import PATH as LINKS
from pilotbook.publish.git import Refused, Repository
from pilotbook.rules.files import Kind, unfit
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
            if inner or path.name.startswith(".") or name == LINKS:
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


def read_beside(root: Path) -> dict[str, bytes]:
    """Read the settings and the prose that stand beside the records: {path from the root: bytes}."""
    settings = [root / name for name in ("_config.yml", "_toc.yml", "book/sources.yml")]
    prose = [path for path in (root / "book").rglob("*.md") if "_build" not in path.parts]
    files: dict[str, bytes] = {}
    for path in (*settings, *prose):
        # As above: what an editor keeps for a moment may be gone by now.
        with suppress(FileNotFoundError):
            files[path.relative_to(root).as_posix()] = path.read_bytes()
    return files


def read_glossary(root: Path) -> str:
    """Read the glossary page, or nothing where the project has none; letters that cannot be read are told elsewhere."""
    path = root / "book" / "method" / "glossary.md"
    return path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""


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
