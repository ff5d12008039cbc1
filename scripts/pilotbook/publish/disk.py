"""Everything that touches files: finding the project, reading records, writing what changed."""

import os
import stat
from pathlib import Path

from pilotbook.rules.files import unfit
from pilotbook.text.problems import Problem


class NotAProject(Exception):
    """No folder from here upward holds a book."""


def find_root(start: Path | None = None) -> Path:
    """Give the nearest folder, from `start` upward, that holds `case_studies/` and `_config.yml`."""
    here = (start or Path.cwd()).resolve()
    for folder in (here, *here.parents):
        if (folder / "case_studies").is_dir() and (folder / "_config.yml").is_file():
            return folder
    raise NotAProject(f"{here} is not inside a pilotbook project (no case_studies/ and _config.yml above it)")


def read_records(root: Path) -> tuple[dict[str, bytes], list[Problem]]:
    """Read the vocabulary, cases and lessons: {path from the root: bytes}, and what should not be there."""
    files: dict[str, bytes] = {}
    problems: list[Problem] = []
    for folder in (root / "case_studies", root / "case_studies" / "lessons"):
        for path in sorted(folder.iterdir()) if folder.is_dir() and not folder.is_symlink() else ():
            name = path.relative_to(root).as_posix()
            inner = path.is_dir() and not path.is_symlink() and path.name in ("lessons", "schema")
            if inner or path.name.startswith("."):
                continue
            problem = _unfit(path, name)
            if problem:
                problems.append(problem)
            else:
                files[name] = path.read_bytes()
    return files, problems


def read_glossary(root: Path) -> str:
    """Read the glossary page, or nothing where the project has none."""
    path = root / "book" / "method" / "glossary.md"
    return path.read_text(encoding="utf-8") if path.is_file() else ""


def _unfit(path: Path, name: str) -> Problem | None:
    """Say why a path under case_studies/ cannot be a record, without reading it."""
    status = os.lstat(path)
    return unfit(name, status.st_size, is_regular=stat.S_ISREG(status.st_mode))


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
    """Write a new file. Raises FileExistsError rather than write over one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "x", encoding="utf-8") as file:
        file.write(text)
