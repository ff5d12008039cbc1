"""Builds of one commit in surroundings of their own: folder, user, umask, zone, tongue, seed, clock, processes, and a store."""

import os
import pwd
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

COMMAND = "from pilotbook.doors.cli import main; main()"
NOBODY = "nobody"
CLOCK = sorted(Path("/usr/lib").glob("*/faketime/libfaketime.so.1"))


@dataclass(frozen=True)
class Surroundings:
    """Where and how a build runs. user: '' for one's own. clock: libfaketime, which puts the clock a year on, or None."""

    folder: str
    jobs: int
    umask: int = 0o022
    user: str = ""
    clock: Path | None = None
    env: dict[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        """Tell them in a line."""
        told = [f"folder `{self.folder}`", f"user {self.user}" if self.user else "", f"umask {self.umask:03o}"]
        told += [f"{name} {value}" for name, value in sorted(self.env.items())]
        told += ["the clock a year on" if self.clock else "", f"`--jobs {self.jobs}`"]
        return ", ".join(filter(None, told))


def surroundings(clock: Path | None) -> tuple[Surroundings, Surroundings]:
    """Give the two: as a runner has it, and as nobody has it."""
    plain = {"LANG": "C.UTF-8", "PYTHONHASHSEED": "0", "TZ": "UTC"}
    odd = {
        "LANG": "tr_TR.UTF-8",
        "LC_ALL": "tr_TR.UTF-8",
        "PYTHONHASHSEED": "3",
        "TZ": "Pacific/Kiritimati",
        "COLUMNS": "40",
    }
    return (
        Surroundings("book", 1, env=plain),
        Surroundings("ein Büchlein, später/tief/er", 4, 0o077, NOBODY if _may_be_nobody() else "", clock, odd),
    )


def _may_be_nobody() -> bool:
    """Say whether programs can be started here as the user 'nobody', with the Python of this process."""
    try:
        pwd.getpwnam(NOBODY)
        done = subprocess.run(
            [sys.executable, "-c", "import pandas"], user=NOBODY, env={}, cwd="/", capture_output=True
        )
    except (KeyError, OSError):
        return False
    return done.returncode == 0


def cloned(source: Path, commit: str, base: Path, where: Surroundings) -> Path:
    """Clone a commit into the folder of `where`, below `base`, for its user alone to write to."""
    root = base / where.folder
    root.parent.mkdir(parents=True, exist_ok=True)
    git = ["git", "-c", "advice.detachedHead=false"]
    subprocess.run([*git, "clone", "--quiet", "--no-hardlinks", str(source), str(root)], check=True)
    subprocess.run([*git, "-C", str(root), "checkout", "--quiet", commit], check=True)
    return root


def build(root: Path, where: Surroundings) -> float:
    """Build the clone at `root`, with the code that it holds, and give the seconds. Raises CalledProcessError."""
    _own(root, where.user)
    env = {"PATH": os.environ["PATH"], "PYTHONPATH": str(root / "scripts"), **where.env}
    if where.clock:
        env |= {"LD_PRELOAD": str(where.clock), "FAKETIME": "+365d"}
    began = time.monotonic()
    subprocess.run(
        [sys.executable, "-c", COMMAND, "build", "--quiet", "--jobs", str(where.jobs)],
        cwd=root,
        env=env,
        umask=where.umask,
        user=where.user or None,
        check=True,
        stdout=subprocess.DEVNULL,
    )
    return time.monotonic() - began


def _own(root: Path, user: str) -> None:
    """Give all below `root` to a user: git reads no repository of somebody else."""
    if user:
        for path in (root, *root.rglob("*")):
            shutil.chown(path, user) if not path.is_symlink() else os.lchown(path, pwd.getpwnam(user).pw_uid, -1)
