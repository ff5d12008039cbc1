"""Publish in one step: `_site` is a link, and one rename points it at the new folder: old or new, never half."""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

KEPT = 2


class Busy(Exception):
    """Another build is at work in this folder."""


@contextmanager
def alone(work: Path) -> Iterator[None]:
    """Hold the build lock of `work`. The lock of a process that died is gone with it."""
    work.mkdir(parents=True, exist_ok=True)
    with open(work / "lock", "w", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Busy("another build is at work here; wait for it to end") from error
        yield


def fresh(work: Path) -> Path:
    """Give an empty folder to build a site in; what an earlier, broken run left is removed."""
    folder = work / "releases" / "next"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def publish(site: Path, out: Path, name: str) -> None:
    """Make the finished folder `site` the published one: keep it as release `name`, and point `out` at it."""
    releases = site.parent
    final = releases / name
    if final.exists():  # The name is made from the content: what is there is the same.
        shutil.rmtree(site)
    else:
        os.replace(site, final)
    _point(out, final)
    _sweep(releases, final)


def refuse_folder(out: Path) -> None:
    """Raise FileExistsError where `out` is not a link made by a build: what somebody put there is never removed."""
    if out.exists() and not out.is_symlink():
        raise FileExistsError(f"{out.name} is not a link made by a build; move it away and build again")


def _point(out: Path, target: Path) -> None:
    refuse_folder(out)
    link = out.parent / f".{out.name}-next"
    link.unlink(missing_ok=True)
    link.symlink_to(os.path.relpath(target, out.parent), target_is_directory=True)
    os.replace(link, out)


def _sweep(releases: Path, current: Path) -> None:
    """Remove all but the current release and the one before, so that a reader in mid-page is not cut off."""
    others = sorted((path for path in releases.iterdir() if path != current), key=lambda path: path.stat().st_mtime)
    for path in others[: max(0, len(others) - KEPT + 1)]:
        shutil.rmtree(path, ignore_errors=True)
