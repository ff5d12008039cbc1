"""Publish in one step: `_site` is a link, and one rename points it at the new folder: old or new, never half."""

import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from pilotbook.publish.surroundings import open_to_readers

# The present release, and the one before for readers in mid-page and for a way back.
KEPT = 2
_MANY = 2_000


class Busy(Exception):
    """Another build is at work in this folder."""


@contextmanager
def alone(work: Path) -> Iterator[None]:
    """Hold the build lock of `work`. The lock of a process that died is gone with it."""
    work.mkdir(parents=True, exist_ok=True)
    _refuse_links(work)
    try:
        # Not to be had at once means that somebody is building now, and whoever waited would build the same again.
        lock = FileLock(work / "lock").acquire(timeout=0)
    except Timeout as error:
        raise Busy("another build is at work here; wait for it to end") from error
    with lock:
        yield


def _refuse_links(work: Path) -> None:
    """Raise FileExistsError where a build would work behind a link: old releases are removed, and a lock's file is emptied."""
    for name in ("lock", "releases", "preview", "indexing", "book", "kernel"):
        if (work / name).is_symlink():
            raise FileExistsError(f"{work.name}/{name} is a link that no build made; take it away and build again")


def clear_up(work: Path) -> None:
    """Remove what a build that failed had half made. After one that did not there is nothing."""
    for name in ("releases/next", "preview/releases/next", "indexing", "book", "kernel"):
        shutil.rmtree(work / name, ignore_errors=True)


def fresh(work: Path) -> Path:
    """Give an empty folder to build a site in; what an earlier, broken run left is removed."""
    folder = work / "releases" / "next"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def begun(work: Path, out: Path) -> Path:
    """Give a folder to build a site in: the release before the present one, as most of it will stay, else an empty one.

    Taking a folder of thousands of folders away and making it again takes seconds. Readers are led to the present release,
    which is left as it is.
    """
    releases = work / "releases"
    present = os.path.realpath(out)
    others = [path for path in releases.iterdir() if os.path.realpath(path) != present] if releases.is_dir() else []
    known = [path for path in others if path.name != "next" and path.is_dir() and not path.is_symlink()]
    if not known or not out.exists():
        return fresh(work)
    folder = releases / "next"
    shutil.rmtree(folder, ignore_errors=True)
    os.replace(min(known, key=lambda path: path.stat().st_mtime), folder)
    # Releases are swept by age, and this will be the youngest.
    os.utime(folder)
    return folder


def show(site: Path, out: Path, name: str) -> None:
    """Point `out` at the finished folder `site`, kept as `name`, for a preview: a power cut may spoil it, and nobody minds."""
    final = site.parent / name
    if final.exists():
        shutil.rmtree(site)
    else:
        os.replace(site, final)
    _point(out, final)
    _sweep(site.parent, final)


def publish(site: Path, out: Path, name: str) -> str | None:
    """Make the finished folder `site` the published one: keep it as release `name`, and point `out` at it.

    The name is made from the content, so a release of that name should be the same; one that is not has been damaged on
    the disk. It is replaced, and what is given back says so.
    """
    releases = site.parent
    final = releases / name
    if final.exists() and _same(site, final):
        shutil.rmtree(site)
        _point(out, final)
        _sweep(releases, final)
        return None
    damaged = final if final.exists() else None
    if damaged:
        # Readers may be in the damaged folder now, so the whole one stands beside it until the link has turned.
        final = releases / f"{name}-mended"
        shutil.rmtree(final, ignore_errors=True)
    _sync(site)
    os.replace(site, final)
    # Up to the folder of the project: the first release of all stands in folders that are as new as itself.
    for folder in (releases, releases.parent, releases.parent.parent):
        _sync_folder(folder)
    _point(out, final)
    if damaged:
        shutil.rmtree(damaged)
    _sweep(releases, final)
    return f"The kept release {name} was damaged on the disk; it was made afresh." if damaged else None


def turn_to(release: Path, out: Path) -> None:
    """Make a release that is there already the published one."""
    _point(out, release)
    _sweep(release.parent, release)


def is_sound(folder: Path, files: Mapping[str, str], stands: Callable[[Path, str], bool]) -> bool:
    """Say whether a folder holds these files, {path: digest}, and no others; `stands` says whether one has the bytes of a digest."""
    found = set()
    for place, folders, names in os.walk(folder):
        open_to_readers(Path(place))
        # A link to a folder is listed among folders, and is none.
        links = [name for name in folders if os.path.islink(os.path.join(place, name))]
        found |= {os.path.relpath(os.path.join(place, name), folder).replace(os.sep, "/") for name in [*names, *links]}
    # Names first: that a file is missing is found without reading any.
    return found == set(files) and all(stands(folder / path, digest) for path, digest in files.items())


def refuse_folder(out: Path) -> None:
    """Raise FileExistsError where `out` is not a link made by a build: what somebody put there is never removed."""
    if out.exists() and not out.is_symlink():
        raise FileExistsError(f"{out.name} is not a link made by a build; move it away and build again")


def _same(one: Path, other: Path) -> bool:
    """Say whether two folders hold the same files with the same bytes; a link is never the same."""
    ours, theirs = ({path.relative_to(root): path for path in root.rglob("*")} for root in (one, other))
    return ours.keys() == theirs.keys() and all(_equal(path, theirs[name]) for name, path in ours.items())


def _equal(one: Path, other: Path) -> bool:
    if one.is_symlink() or other.is_symlink() or one.is_dir() != other.is_dir():
        return False
    return one.is_dir() or one.read_bytes() == other.read_bytes()


def _sync(site: Path) -> None:
    """Have the disk hold every file of a site before anything points at it, so that a power cut leaves no empty pages."""
    folders: list[Path] = []
    files: list[Path] = []
    for place, _, names in os.walk(site):
        folders.append(Path(place))
        files += [folders[-1] / name for name in names]
        # To wait for each of very many files costs more than to wait once for all that this computer has to write.
        if len(files) > _MANY and hasattr(os, "sync"):
            os.sync()
            return
    # The disk takes many at once: a thousand files one after another take ten times as long.
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(_sync_file, files))
    for folder in folders:
        _sync_folder(folder)


def _sync_file(path: Path) -> None:
    with open(path, "rb+") as file:
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    # Windows opens no folder, and keeps its names safe by itself.
    if os.name == "nt":
        return
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def _point(out: Path, target: Path) -> None:
    refuse_folder(out)
    # The folders above it are ours too, and a server must get through them.
    for folder in (target, target.parent, target.parent.parent):
        open_to_readers(folder)
    # A first preview of what a whole build just published has no folder of its own yet.
    out.parent.mkdir(parents=True, exist_ok=True)
    link = out.parent / f".{out.name}-next"
    link.unlink(missing_ok=True)
    link.symlink_to(os.path.relpath(target, out.parent), target_is_directory=True)
    # A rename is the one step that no reader can see the middle of.
    os.replace(link, out)
    _sync_folder(out.parent)


def _sweep(releases: Path, current: Path) -> None:
    """Remove all but the current release and the one before, so that a reader in mid-page is not cut off."""
    others = sorted((path for path in releases.iterdir() if path != current), key=lambda path: path.stat().st_mtime)
    for path in others[: max(0, len(others) - KEPT + 1)]:
        shutil.rmtree(path, ignore_errors=True)
