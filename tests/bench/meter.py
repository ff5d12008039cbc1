"""Run a command and say what it spent: processor seconds, wall seconds and memory, of itself and of all that it starts."""

import contextlib
import ctypes
import os
import re
import resource
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

EVERY = 0.2
# How long a process that a command has left behind may take to end by itself.
GRACE = 5
# The program that indexes for search: what it holds is told apart.
SEARCH = "pagefind"
_SUBREAPER = 36
_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
_FOLDER = re.compile(r"(?:file://)?(?:/[\w.+~-]+){2,}/")
_ADDRESS = re.compile(r"https?://\S+")


@dataclass(frozen=True)
class Spent:
    """What one run of a command took. error: why it failed, in one line, else empty.

    cpu: user and system seconds of the whole tree of processes. peak_mb: the largest sum over the tree of what each process
    holds for itself and its part of what is shared (PSS), sampled; 0 where the system does not tell. apart_mb: the same without
    the program that indexes for search.
    """

    cpu: float
    wall: float
    peak_mb: float
    apart_mb: float
    error: str = ""


def run(command: Sequence[str], folder: Path, env: Mapping[str, str] = os.environ, limit: float = 3600) -> Spent:
    """Run `command` in `folder` and give what it spent. A failure is told, never raised; after `limit` seconds it is ended."""
    _adopt_orphans()
    older, before, began = started(), _children_cpu(), time.perf_counter()
    with tempfile.TemporaryFile() as output:
        try:
            process = subprocess.Popen(
                command,
                cwd=folder,
                env=env,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )
        except OSError as error:
            return Spent(0, 0, 0, 0, f"It could not be started: {error.strerror}")
        with Sampler(older) as sampler:
            error = _ended(process, limit)
            wall = time.perf_counter() - began
        sweep(older)
        output.seek(0)
        said = output.read().decode("utf-8", "replace")
    error = error and f"{error} {last_line(said)}".strip()
    return Spent(_children_cpu() - before, wall, sampler.peak_kb / 1024, sampler.apart_kb / 1024, error)


def _ended(process: subprocess.Popen[bytes], limit: float) -> str:
    """Wait for the end of `process`; give how it went wrong, or nothing."""
    try:
        code = process.wait(timeout=limit)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        return f"Still running after {limit:.0f} seconds."
    return f"Exit {code}:" if code else ""


def last_line(said: str) -> str:
    """Give the last line that a command said, without colours, without folders and addresses of this machine."""
    lines = [line.strip() for line in _COLOUR.sub("", said).splitlines() if line.strip(" -=|│╰╯─")]
    return _FOLDER.sub("…/", _ADDRESS.sub("…", lines[-1]))[:200] if lines else "it said nothing"


def sweep(older: Collection[int]) -> None:
    """Wait for the processes that a command left behind, and end those that stay: their time counts, their work must not.

    older: what this process had started before; that is left alone.
    """
    # Signal 0 changes nothing: what is left behind may end by itself first.
    for sent in (0, signal.SIGKILL):
        until = time.monotonic() + GRACE
        while (left := _left(older)) and time.monotonic() < until:
            for pid in left:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, sent)
            time.sleep(0.05)


def _left(older: Collection[int]) -> list[int]:
    """Take leave of the processes that have ended, and give those that still run."""
    running = []
    for pid in started():
        if pid not in older:
            # Of the child of a child it is the child that takes leave.
            with contextlib.suppress(ChildProcessError):
                if os.waitpid(pid, os.WNOHANG)[0]:
                    continue
            running.append(pid)
    return running


def started() -> list[int]:
    """Give the processes that this one started, and that those started."""
    return descendants(os.getpid())


def _children_cpu() -> float:
    """Give the processor seconds of all children that were waited for, and of theirs."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _adopt_orphans() -> None:
    """Let processes whose parent ends become ours (Linux), so that their time is not lost to the count."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_SUBREAPER, 1, 0, 0, 0)


class Sampler:
    """Sum the memory of all that a run has started every fifth of a second, in a thread, and keep the largest sum."""

    def __init__(self, older: Collection[int]) -> None:
        self._older = older
        self.peak_kb = self.apart_kb = 0
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._sample, daemon=True)

    def _sample(self) -> None:
        while True:
            held = {pid: held_kb(pid) for pid in started() if pid not in self._older}
            self.peak_kb = max(self.peak_kb, sum(held.values()))
            self.apart_kb = max(
                self.apart_kb, sum(kb for pid, kb in held.items() if not name_of(pid).startswith(SEARCH))
            )
            if self._stop.wait(EVERY):
                return

    def __enter__(self) -> "Sampler":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()


def descendants(pid: int) -> list[int]:
    """Give the processes that `pid` started, and that those started; none where the system has no /proc."""
    children: dict[int, list[int]] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError, ValueError):
            # The name of a program may hold spaces and brackets; what follows its last bracket does not.
            parent = int((folder / "stat").read_text(errors="replace").rpartition(")")[2].split()[1])
            children.setdefault(parent, []).append(int(folder.name))
    found, rest = [], [pid]
    while rest:
        below = children.get(rest.pop(), [])
        found += below
        rest += below
    return found


def held_kb(pid: int) -> int:
    """Give the kilobytes that a process holds: its own and its part of what is shared; 0 where it has ended."""
    with contextlib.suppress(OSError, ValueError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1])
    return 0


def name_of(pid: int) -> str:
    """Give the name of a process; none where it has ended."""
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/comm").read_text(errors="replace").strip()
    return ""
