"""Work side by side over processes, its results in the order of what was asked."""

import gc
import multiprocessing
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, TypeVar

from pilotbook.publish.surroundings import end_with

Item = TypeVar("Item")
Made = TypeVar("Made")

# Below this many things, starting processes costs more than it saves.
WORTH_IT = 16
# Each process takes this many at a time: few enough that none sits idle at the end, enough that asking costs little.
_AT_ONCE = 8
# So many such portions for each process are asked for ahead of the one that is read.
_AHEAD = 3
# After so many new objects; Python's own number is 700.
_SELDOM = 70_000
# What a process that was forked works on; a fork has its own copy of it.
_TASK: list[Any] = []
_THREADS = Path("/proc/self/task")


def side_by_side(
    make: Callable[..., Made],
    items: Sequence[Item],
    jobs: int,
    step: Callable[[int], None] = lambda _: None,
    least: int = WORTH_IT,
    **same: Any,
) -> Iterator[Made]:
    """Yield `make(item, **same)` for each item, in the order of the items, worked out by up to `jobs` processes.

    Processes are forks, so that what is shared is not sent: where the system has no forks, where other threads are at work, or
    where there are fewer items than `least`, all is made in this one. `step` hears how many are done. Only a window of results
    is held, so memory does not grow. Raises what `make` raises, and BrokenProcessPool where a process is ended from outside.
    """
    if jobs < 2 or len(items) < least or not _can_fork():
        for number, item in enumerate(items, 1):
            yield make(item, **same)
            step(number)
        return
    _TASK.append((make, items, same))
    # What there is by now is looked through by no process: to look through it would also give each a copy of its own.
    gc.freeze()
    processes = min(jobs, len(items))
    portion = min(_AT_ONCE, -(-len(items) // processes))
    pool = ProcessPoolExecutor(processes, multiprocessing.get_context("fork"), _begun, (os.getpid(),))
    try:
        for number, made in enumerate(_in_order(pool, len(items), portion, processes * _AHEAD), 1):
            yield made
            step(number)
    finally:
        pool.shutdown(cancel_futures=True)
        gc.unfreeze()
        _TASK.pop()


def _in_order(pool: ProcessPoolExecutor, count: int, portion: int, window: int) -> Iterator[Any]:
    """Yield what the pool makes; no more than `window` portions are asked for before the first of them is read."""
    asked: deque[Future[list[Any]]] = deque()
    for start in range(0, count, portion):
        asked.append(pool.submit(_make, start, min(start + portion, count)))
        if len(asked) == window:
            yield from asked.popleft().result()
    while asked:
        yield from asked.popleft().result()


def _begun(parent: int) -> None:
    """Begin a process of the pool: it ends when told to, and with the build, which may be killed while it waits for work."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    end_with(parent)


def _make(start: int, end: int) -> list[Any]:
    make, items, same = _TASK[-1]
    return [make(item, **same) for item in items[start:end]]


def _can_fork() -> bool:
    """Say whether this process may be forked: no other thread is at work, whose locks a fork would hold for ever.

    The engines that draw charts and set briefs leave threads behind that Python does not know of. A fork of such a process
    waits for them without end, so the system is asked; where it does not tell, nothing is forked. Those of numpy know of
    forks.
    """
    if not hasattr(os, "fork") or threading.active_count() > 1 or not _THREADS.is_dir():
        return False
    names: list[str] = []
    for thread in _THREADS.iterdir():
        # One may end between being listed and being asked for its name.
        with suppress(FileNotFoundError, ProcessLookupError):
            names.append((thread / "comm").read_text(encoding="utf-8"))
    of_numpy = cores() - 1 if "numpy" in sys.modules else 0
    return len(names) <= 1 + of_numpy and not any(name.startswith(("tokio", "V8")) for name in names)


@contextmanager
def seldom_collecting() -> Iterator[None]:
    """Look for rings of objects that nobody holds a hundredth as often as Python does by itself.

    A build makes few such rings and holds millions of objects until its end; to look through them took a tenth of its time.
    """
    before = gc.get_threshold()
    gc.set_threshold(_SELDOM, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


def cores() -> int:
    """Give how many processes may run side by side here."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
