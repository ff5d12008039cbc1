"""Set files into a folder by second names of those that are kept, and leave there what stands there already."""

import contextlib
import os
import shutil
from collections.abc import Callable, Collection, Mapping
from pathlib import Path

from pilotbook.publish.surroundings import open_to_readers


def lay(files: Mapping[str, str], address: Callable[[str], str | None], folder: Path) -> None:
    """Bring a folder to hold `files`, {path: digest}, and nothing else; `address` tells where the sound file of a digest is.

    Most of a site stays from one build to the next, and a name that stays costs a look where a new one costs a write. Raises
    FileNotFoundError where a file is gone, and ValueError where a path leads out of the folder.
    """
    folder.mkdir(parents=True, exist_ok=True)
    there, disk = _there(folder), folder.stat().st_dev
    # First, because a file may stand where a folder is to be.
    _clear(folder, there.keys() - files.keys())
    made: set[str] = set()
    for path, digest in files.items():
        if os.path.isabs(path) or ".." in path.split("/"):
            raise ValueError(f"{path} leads out of the site")
        source = address(digest)
        if source is None:
            raise FileNotFoundError(f"{path} was made and is gone")
        before, kept = there.get(path), os.stat(source)
        # The same file of the same disk: its bytes were just found to be those of the digest.
        if before == kept.st_ino and disk == kept.st_dev:
            continue
        target = folder / path
        if before is not None:
            target.unlink()
        elif (parent := path.rpartition("/")[0]) not in made:
            target.parent.mkdir(parents=True, exist_ok=True)
            made.add(parent)
        try:
            os.link(source, target)
        except OSError:  # Another disk, or a file system without second names.
            shutil.copyfile(source, target)


def _there(folder: Path) -> dict[str, int]:
    """Give the files below a folder by their paths, each with its number on the disk; what is no file or folder is removed."""
    found: dict[str, int] = {}
    rooms = [""]
    while rooms:
        room = rooms.pop()
        open_to_readers(folder / room)
        with os.scandir(folder / room) as entries:
            for entry in entries:
                path = f"{room}/{entry.name}".lstrip("/")
                if entry.is_dir(follow_symlinks=False):
                    rooms.append(path)
                elif entry.is_file(follow_symlinks=False):
                    found[path] = entry.inode()
                else:
                    os.unlink(entry.path)
    return found


def _clear(folder: Path, paths: Collection[str]) -> None:
    """Remove files below a folder, and the folders that they leave empty."""
    for path in paths:
        os.unlink(folder / path)
    rooms = {room for path in paths for room in Path(path).parents if room.parts}
    # The deepest first, so that one which held only empty ones is empty by then.
    for room in sorted(rooms, key=lambda room: -len(room.parts)):
        with contextlib.suppress(OSError):
            os.rmdir(folder / room)
