"""What is made depends on the code that makes it: the names of this package's code and of the libraries beside it."""

import hashlib
import os
import sys
from functools import lru_cache
from pathlib import Path

PACKAGE = Path(__file__).parents[1]
# Folders that programs leave behind.
_LEFT = frozenset({"_build", "__pycache__", ".ipynb_checkpoints"})


def digest_of_files(root: Path, paths: list[Path]) -> str:
    """Give a name for files and folders below `root`, by their addresses and what they hold."""
    whole = hashlib.sha256()
    for path in sorted(paths):
        # A folder that a notebook listed counts by its names: one more file in it is a change.
        content = str(sorted(os.listdir(path))).encode() if path.is_dir() else path.read_bytes()
        whole.update(f"{path.relative_to(root)}\0".encode() + hashlib.sha256(content).digest())
    return whole.hexdigest()


def files_of(folder: Path) -> list[Path]:
    """Give the files of a folder that somebody wrote: none that a program left there."""
    found: list[Path] = []
    for place, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if name not in _LEFT]
        paths = (Path(place, name) for name in names if not name.endswith(".pyc"))
        found += [path for path in paths if path.is_file()]
    return found


def package_digest(package: Path = PACKAGE) -> str:
    """Give a name for the code and templates of this package; its theme, which only frames what is made, stands apart."""
    theme = package / "theme"
    return digest_of_files(package, [path for path in files_of(package) if not path.is_relative_to(theme)])


def theme_digest(package: Path = PACKAGE) -> str:
    """Give a name for the theme's files."""
    return digest_of_files(package, files_of(package / "theme"))


def libraries() -> str:
    """Give a name for the libraries that this process finds, by their versions, and for Python's own."""
    # 'pandas-2.2.3.dist-info': name and version of what is installed, without importing any of it.
    found = {path.name for place in sys.path for path in Path(place).glob("*.dist-info")}
    return hashlib.sha256(f"{sys.version}\0{sorted(found)}".encode()).hexdigest()


@lru_cache(maxsize=1)
def code_digest() -> str:
    """Name all that makes what is published, but for the frame of pages: code, templates, layouts, and the libraries.

    It is worked out once a process: who changes the code begins a new one.
    """
    # Layouts of briefs and posters stand in theme/, which frames pages, yet they make what is published.
    layouts = digest_of_files(PACKAGE, sorted((PACKAGE / "theme").glob("*.typ")))
    return hashlib.sha256("\0".join((package_digest(), layouts, libraries())).encode()).hexdigest()[:32]
