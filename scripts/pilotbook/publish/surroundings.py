"""What a build runs in: no secrets around it, plain modes for what it writes, and no process that outlives it."""

import ctypes
import errno
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NoReturn

# What a build, git or Python needs to run, to find its parts, and to speak to who started it. Nothing that could be a secret.
_NAMES = {
    *("PATH", "HOME", "USER", "LOGNAME", "SHELL", "PWD", "LANG", "LANGUAGE", "TZ", "TZDIR", "VIRTUAL_ENV", "SOURCE_DATE_EPOCH"),
    *("TMPDIR", "TEMP", "TMP", "TERM", "COLORTERM", "COLUMNS", "LINES", "NO_COLOR", "FORCE_COLOR", "CI", "GITHUB_ACTIONS"),
    *("LD_LIBRARY_PATH", "LD_PRELOAD", "DYLD_LIBRARY_PATH", "__CF_USER_TEXT_ENCODING"),
    *("SYSTEMROOT", "SYSTEMDRIVE", "WINDIR", "COMSPEC", "PATHEXT", "APPDATA", "LOCALAPPDATA", "USERPROFILE", "PROGRAMDATA"),
    *("GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM", "GIT_CONFIG_NOSYSTEM", "OMP_NUM_THREADS", "RAYON_NUM_THREADS"),
}  # fmt: skip
_FAMILIES = ("LC_", "PYTHON", "XDG_", "FAKETIME")
# Set in a process that was begun again, so that it is begun again once.
_MARK = "PILOTBOOK_BEGUN_AGAIN"
FILE_MODE, FOLDER_MODE = 0o644, 0o755
# A disk or a quota that is full.
FULL = (errno.ENOSPC, errno.EDQUOT)


def clean(around: Mapping[str, str]) -> dict[str, str]:
    """Give what may be known of an environment by what publishes: the names listed here, and no token, key or password."""
    return {name: value for name, value in around.items() if name.upper() in _NAMES or name.startswith(_FAMILIES)}


def begin_again() -> None:
    """Begin this program again in a clean environment, unless it runs in one.

    Forgetting a variable is not enough: what a process was started with stays readable in it (/proc/self/environ).
    """
    around = {**clean(os.environ), "PYTHONUTF8": "1", _MARK: "yes"}
    if around == dict(os.environ):
        return
    # On Windows a program that begins another ends at once, and whoever waits for it is told too soon.
    if os.name == "nt" or os.environ.get(_MARK):
        os.environ.clear()
        os.environ.update(around)
    else:
        os.execve(sys.executable, [sys.executable, *sys.orig_argv[1:]], around)


@contextmanager
def told_to_end(end: Callable[[int], NoReturn]) -> Iterator[None]:
    """Let a request to end (SIGTERM) call `end` with its number, which raises: so what is begun is cleared up, as by Ctrl+C."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, lambda number, _: end(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


@contextmanager
def plain_modes() -> Iterator[None]:
    """Let files that are made be readable by all (0644, folders 0755), whatever the habits of who builds: a server reads them."""
    before = os.umask(0o022)
    try:
        yield
    finally:
        os.umask(before)


def open_to_readers(path: Path, mode: int = FOLDER_MODE) -> None:
    """Give a folder or file of ours the mode that a server needs; what cannot be changed stays as it is."""
    if os.name == "nt":
        return
    with suppress(OSError):
        if os.lstat(path).st_mode & 0o777 != mode:
            os.chmod(path, mode)


def end_with(parent: int) -> None:
    """Ask the system to end this process when `parent`, which started it, has ended, however that came about (Linux alone)."""
    if not sys.platform.startswith("linux"):
        return
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(1, signal.SIGKILL, 0, 0, 0)
    # It may have ended before this was asked.
    if os.getppid() != parent:
        os._exit(1)


def ending_with_us(code: str) -> list[str]:
    """Give the command that runs Python code in a process which ends when this one does."""
    ours = f"from pilotbook.publish.surroundings import end_with; end_with({os.getpid()})"
    return [sys.executable, "-c", f"{ours}\n{code}"]


def raise_if_full(said: str) -> None:
    """Raise OSError where a process that failed said that the disk is full: nothing in the project is to be mended."""
    for code in FULL:
        if any(sign in said for sign in (os.strerror(code), f"[Errno {code}]", f"(os error {code})")):
            raise OSError(code, os.strerror(code))
