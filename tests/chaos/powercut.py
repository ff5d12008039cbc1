"""What a disk holds after the power was cut, worked out for every moment of a build.

The order in which names are made, changed and removed, files written, and files and folders synced, is noted while a build
runs. It is then gone through step by step on a model, and after each step the power is cut in two ways: a disk that keeps the
order of names (as ext4, XFS and Btrfs do), and one that loses every name whose folder was not synced since. A file that was not
synced since it was written is lost in both. Readers must have the old site or the new one, whole.
"""

import copy
import os
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

Step = tuple[str, ...]
# The number of each file by its path.
Files = dict[str, int]
_noted: list[list[Step]] = []
_hooked: list[bool] = []
# A file that is opened to be written afresh. One that is only opened to be synced ('rb+') is as it was.
_WRITES = os.O_CREAT | os.O_TRUNC


@contextmanager
def noted() -> Iterator[list[Step]]:
    """Note each step on the disk that this process takes. Its forks are not heard."""
    if not _hooked:
        # A hook cannot be taken off again; it does nothing while nobody listens.
        sys.addaudithook(_hear)
        _hooked.append(True)
    steps: list[Step] = []
    real_fsync, real_sync = os.fsync, os.sync

    def fsync(opened: int) -> None:
        real_fsync(opened)
        steps.append(("fsync", os.readlink(f"/proc/self/fd/{opened}")))

    def sync() -> None:
        real_sync()
        steps.append(("sync",))

    _noted.append(steps)
    os.fsync, os.sync = fsync, sync
    try:
        yield steps
    finally:
        os.fsync, os.sync = real_fsync, real_sync
        _noted.remove(steps)


def _hear(event: str, told: tuple[Any, ...]) -> None:
    step = _step(event, told) if _noted else None
    for steps in _noted if step else ():
        steps.append(step)  # type: ignore[arg-type]


def _step(event: str, told: tuple[Any, ...]) -> Step | None:
    match event:
        case "open" if isinstance(told[0], str | bytes) and (told[2] or 0) & _WRITES:
            return "write", _path(told[0])
        case "os.rename":
            return "rename", _path(told[0], told[2]), _path(told[1], told[3])
        case "os.link":
            return "link", _path(told[0], told[2]), _path(told[1], told[3])
        case "os.symlink":
            return "symlink", os.fsdecode(told[0]), _path(told[1], told[2])
        case "os.remove" | "os.rmdir":
            return "remove", _path(told[0], told[1])
        case "os.mkdir":
            return "mkdir", _path(told[0], told[2])
    return None


def _path(path: Any, folder: int = -1) -> str:
    within = os.readlink(f"/proc/self/fd/{folder}") if folder >= 0 else os.getcwd()
    return os.path.normpath(os.path.join(within, os.fsdecode(path)))


@dataclass(eq=False)
class Node:
    """A file, a folder (with `now` and, as the disk holds it for sure, `kept`) or a link. Each has a number of its own."""

    number: int
    is_synced: bool = True
    now: dict[str, "Node"] | None = None
    kept: dict[str, "Node"] = field(default_factory=dict)
    target: str = ""


class Disk:
    """A model of the disk below `root`, as it stands when this is made; all of it is synced."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._number = 0
        # Names of one file are one node.
        self._nodes: dict[int, Node] = {}
        self.top = self._read(root)
        self._nodes = {}

    def _read(self, path: Path) -> Node:
        number = os.lstat(path).st_ino
        if path.is_symlink():
            return self._new(target=os.readlink(path))
        if path.is_dir():
            found = {each.name: self._read(each) for each in path.iterdir()}
            return self._new(now=found, kept=dict(found))
        return self._nodes.setdefault(number, self._new())

    def _new(self, **told: Any) -> Node:
        self._number += 1
        return Node(self._number, **told)

    def take(self, step: Step) -> None:
        """Take one step. What would have failed, such as to remove what is not there, changes nothing."""
        match step:
            case ("sync",):
                self._sync_all(self.top)
            case ("fsync", path):
                if node := self.at(path):
                    node.is_synced, node.kept = True, dict(node.now or {})
            case ("write", path):
                # What stands there already is written over.
                node = self.at(path) or self._put(path, self._new())
                if node:
                    node.is_synced = False
            case ("mkdir", path):
                if self.at(path) is None:
                    self._put(path, self._new(now={}))
            case ("symlink", target, path):
                self._put(path, self._new(target=target))
            case ("link", source, path):
                self._put(path, self.at(source) or self._new(is_synced=False))
            case ("rename", source, path):
                if node := self._taken(source):
                    self._put(path, node)
            case ("remove", path):
                node = self.at(path)
                if node and not node.now:
                    self._taken(path)

    def at(self, path: str, *, is_kept: bool = False) -> Node | None:
        """Give what stands at a path now, or for sure; None for nothing, and outside the root."""
        parts = self._parts(path)
        node: Node | None = self.top if parts is not None else None
        for part in parts or ():
            inside = (node.kept if is_kept else node.now) if node else None
            node = inside.get(part) if inside else None
        return node

    def published(self, site: Path, *, is_kept: bool = False, has_lost: bool = False) -> Files | None:
        """Give the files of the site that readers would have after a cut, by default without those lost; None without a site."""
        link = self.at(str(site), is_kept=is_kept)
        if link is None or not link.target:
            return None
        folder = self.at(str(site.parent / link.target), is_kept=is_kept)
        return (
            {path: node.number for path, node in _files(folder, "", is_kept) if node.is_synced or has_lost}
            if folder
            else {}
        )

    def may_reach(self, step: Step, site: Path) -> bool:
        """Say whether a step may change what readers have, if it is taken now."""
        link = self.at(str(site))
        folder = str(site.parent / link.target) if link else ""
        return step[0] in ("rename", "symlink", "sync") or any(
            each.startswith((folder, str(site))) for each in step[1:]
        )

    def _parts(self, path: str) -> list[str] | None:
        within = os.path.relpath(path, self.root)
        if within.startswith(".."):
            return None
        return [] if within == "." else within.split(os.sep)

    def _put(self, path: str, node: Node) -> Node | None:
        folder = self.at(os.path.dirname(path))
        if folder is None or folder.now is None or self._parts(path) is None:
            return None
        folder.now[os.path.basename(path)] = node
        return node

    def _taken(self, path: str) -> Node | None:
        folder = self.at(os.path.dirname(path))
        return folder.now.pop(os.path.basename(path), None) if folder and folder.now else None

    def _sync_all(self, node: Node) -> None:
        node.is_synced, node.kept = True, dict(node.now or {})
        for each in (node.now or {}).values():
            self._sync_all(each)


def _files(folder: Node, place: str, is_kept: bool) -> Iterator[tuple[str, Node]]:
    for name, node in ((folder.kept if is_kept else folder.now) or {}).items():
        if node.now is None:
            yield f"{place}{name}", node
        else:
            yield from _files(node, f"{place}{name}/", is_kept)


@dataclass(frozen=True)
class Cuts:
    """How many steps there were, and what readers had after each cut: the old site, the new one, or something else."""

    steps: int
    old: int
    new: int
    broken: tuple[str, ...]


def cut_everywhere(disk: Disk, steps: list[Step], site: Path, every: int = 1) -> Cuts:
    """Cut the power after each step, in both ways; with `every`, steps that cannot reach the site are tried that seldom."""
    before, after = disk.published(site), _after(disk, steps, site)
    had: Counter[str] = Counter()
    broken: dict[str, None] = {}
    for number, step in enumerate(steps, start=1):
        may_reach = disk.may_reach(step, site)
        disk.take(step)
        if number % every and number < len(steps) and not may_reach:
            continue
        for is_kept in (False, True):
            found = disk.published(site, is_kept=is_kept)
            had["old" if found == before else "new" if found == after else "broken"] += 1
            if found not in (before, after):
                broken[f"after step {number} ({' '.join(step)}){' names lost' if is_kept else ''}"] = None
    return Cuts(len(steps), had["old"], had["new"], tuple(broken))


def _after(disk: Disk, steps: list[Step], site: Path) -> Files | None:
    """Give what is published when all steps are taken. Equal steps give new files equal numbers."""
    whole = copy.deepcopy(disk)
    for step in steps:
        whole.take(step)
    return whole.published(site, has_lost=True)
