"""The steps that a build takes on the disk, as the system tells them (strace): its forks and all that it starts are heard too."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from chaos.ground import COMMAND, Ground, around
from chaos.powercut import Step

_CALLS = (
    "open,openat,creat,rename,renameat,renameat2,link,linkat,symlink,symlinkat,unlink,unlinkat,mkdir,mkdirat,rmdir,"
    "fsync,fdatasync,sync"
)
# 1203 openat(AT_FDCWD</made/up>, "a/b", O_WRONLY|O_CREAT, 0666) = 3</made/up/a/b>
_CALL = re.compile(r"(?P<call>\w+)\((?P<told>.*)\) += (?P<gave>-?\d+)")
# A path as it was given, or the folder or file that an opened number stands for.
_PART = re.compile(r'"((?:[^"\\]|\\.)*)"|(?:AT_FDCWD|\d+)<([^>]*)>')
_UNFINISHED, _RESUMED = " <unfinished ...>", re.compile(r"<\.\.\. \w+ resumed>")


def can_trace() -> bool:
    """Say whether this computer has what tells of system calls, and allows it."""
    tool = shutil.which("strace")
    return bool(tool) and subprocess.run([str(tool), "-qq", "true"], capture_output=True).returncode == 0


def steps_of(ground: Ground, told: Path) -> list[Step]:
    """Build by the command, and give each step that it and its children took on the disk, in the order of their ends."""
    command = ["strace", "-f", "-y", "-qq", "-s", "4096", "-o", str(told), "-e", f"trace={_CALLS}", *COMMAND]
    subprocess.run(command, cwd=ground.root, env=around(), check=True, capture_output=True)
    with open(told, encoding="utf-8", errors="replace") as lines:
        return list(_steps(lines))


def _steps(lines: Iterator[str]) -> Iterator[Step]:
    begun: dict[str, str] = {}
    for line in lines:
        process, _, what = line.rstrip("\n").partition(" ")
        what = what.strip()
        if what.endswith(_UNFINISHED):
            begun[process] = what.removesuffix(_UNFINISHED)
            continue
        if resumed := _RESUMED.match(what):
            what = begun.pop(process, "") + what[resumed.end() :]
        if (found := _CALL.match(what)) and int(found["gave"]) >= 0 and (step := _step(found["call"], found["told"])):
            yield step


def _step(call: str, told: str) -> Step | None:
    parts = [(_unescaped(given), opened) for given, opened in _PART.findall(told)]
    if call == "sync":
        return ("sync",)
    if call in ("fsync", "fdatasync"):
        return "fsync", parts[0][1]
    if call.startswith(("open", "creat")):
        return ("write", _paths(parts)[0]) if "O_CREAT" in told or "O_TRUNC" in told or call == "creat" else None
    if call.startswith("symlink"):
        # The target first, which is no path of a file.
        return "symlink", parts[0][0], _paths(parts[1:])[0]
    name = {"rename": "rename", "link": "link", "unlink": "remove", "rmdir": "remove", "mkdir": "mkdir"}
    return next((kind, *_paths(parts)) for begins, kind in name.items() if call.startswith(begins))


def _paths(parts: list[tuple[str, str]]) -> list[str]:
    """Give whole paths: each as it was given, in the folder that stands before it."""
    found, folder = [], ""
    for given, opened in parts:
        if opened:
            folder = opened
        else:
            found.append(os.path.normpath(os.path.join(folder, given)))
    return found


def _unescaped(path: str) -> str:
    # strace writes letters past ASCII as octal bytes.
    return path.encode("latin-1", "replace").decode("unicode_escape").encode("latin-1").decode("utf-8", "replace")
