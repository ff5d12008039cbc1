"""A project that a trial may spoil, built by the command as people run it, and what its readers have."""

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pilotbook.publish.code import PACKAGE
from pilotbook.publish.store import digest_of

COMMAND = [sys.executable, "-c", "from pilotbook.doors.cli import main; main()", "build", "--quiet"]
CANARY = b"CANARY-ENV-9b21"
Sums = dict[str, str]


def around(**more: str) -> dict[str, str]:
    """Give the environment of a build: this package, and a secret that nobody may see."""
    return {**os.environ, "PYTHONPATH": str(PACKAGE.parent), "GITHUB_TOKEN": CANARY.decode(), **more}


@dataclass(frozen=True)
class Ground:
    """A project at `root` whose site is published in `_site`."""

    root: Path

    @property
    def site(self) -> Path:
        return self.root / "_site"

    @property
    def work(self) -> Path:
        return self.root / "_build"

    @property
    def store(self) -> Path:
        return self.work / "store"

    def begin(self, *options: str, stderr: int = subprocess.PIPE, **more: object) -> "subprocess.Popen[str]":
        """Start a build in a session of its own, so that whatever it leaves running can be found."""
        return subprocess.Popen(
            [*COMMAND, *options],
            cwd=self.root,
            env=around(),
            stdout=subprocess.DEVNULL,
            stderr=stderr,
            encoding="utf-8",
            start_new_session=True,
            **more,  # type: ignore[call-overload]
        )

    def build(self, *options: str, **more: object) -> tuple[int, list[str]]:
        """Build, and give the exit code and what was said on standard error, without what is said of a project outside git."""
        running = self.begin(*options, **more)
        said = running.communicate()[1]
        return running.returncode, [line for line in said.splitlines() if line and "no git repository" not in line]

    def copy(self, root: Path) -> "Ground":
        """Copy it with all that was built; second names of files stay second names."""
        root.parent.mkdir(parents=True, exist_ok=True)
        subprocess.run(["cp", "-a", str(self.root), str(root)], check=True)
        return Ground(root)

    def kept(self, page: str) -> Path:
        """Give the file in the store that holds what is published under a path."""
        name = digest_of((self.site / page).read_bytes())
        return self.store / "files" / name[:2] / name

    def release(self) -> Path:
        """Give the folder that readers are led to."""
        return self.site.resolve()

    def pages(self) -> Sequence[str]:
        """Give the pages that are made from records, in a fixed order."""
        found = sorted(path.relative_to(self.site).as_posix() for path in self.site.glob("*/**/index.html"))
        # Those of prose are other bytes once what notebooks show is set in; the page about the book names its version.
        apart = ("about/", "evidence/", "method/", "programme/", "contribute/", "v/")
        return [each for each in found if not each.startswith(apart)]


def sums(site: Path) -> Sums:
    """Give the SHA-256 of each file of a site by its path, and the target of each link, which a site has none of."""
    found: Sums = {}
    for place, folders, names in os.walk(site.resolve()):
        for name in [*names, *(each for each in folders if os.path.islink(os.path.join(place, each)))]:
            path = os.path.join(place, name)
            told = os.readlink(path) if os.path.islink(path) else hashlib.sha256(Path(path).read_bytes()).hexdigest()
            found[os.path.relpath(path, site.resolve())] = told
    return found


def holds_secret(folder: Path) -> list[str]:
    """Give the files below a folder that hold the secret of the environment."""
    found = (path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    return sorted(path.name for path in found if CANARY in path.read_bytes())


def left_behind(work: Path) -> list[str]:
    """Give what of a build that ended early lies in its folder: nothing of it should."""
    wanted = ("releases/next", "preview/releases/next", "indexing", "book", "kernel")
    parts = [path.relative_to(work).as_posix() for path in (work / "store").glob("files/**/.*")]
    return [name for name in wanted if os.path.lexists(work / name)] + sorted(parts)


def size_of(folder: Path) -> int:
    """Give the bytes that a folder takes on the disk; second names of a file count once."""
    told = {(status.st_dev, status.st_ino): status.st_blocks for path in folder.rglob("*") if (status := path.lstat())}
    return 512 * sum(told.values())


def remove(path: Path) -> None:
    """Remove whatever stands at a path."""
    if path.is_symlink() or not path.is_dir():
        path.unlink(missing_ok=True)
    else:
        shutil.rmtree(path)
