"""Work side by side over processes, its results in the order of what was asked."""

import multiprocessing
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

Item = TypeVar("Item")
Made = TypeVar("Made")

# Below this many things, starting processes costs more than it saves.
_WORTH_IT = 16
# Each process takes this many at a time: few enough that none sits idle at the end, enough that asking costs little.
_AT_ONCE = 8
# What a process that was forked works on; a fork has its own copy of it.
_TASK: list[Any] = []


def side_by_side(
    make: Callable[..., Made],
    items: Sequence[Item],
    jobs: int,
    step: Callable[[int], None] = lambda _: None,
    **same: Any,
) -> Iterator[Made]:
    """Yield `make(item, **same)` for each item, in the order of the items, worked out by up to `jobs` processes.

    Processes are forks, so that what is shared is not sent: where the system has no forks, or other threads are at work,
    all is made in this one. `step` hears how many are done. Only a window of results is held, so memory does not grow.
    """
    if jobs < 2 or len(items) < _WORTH_IT or not _can_fork():
        for number, item in enumerate(items, 1):
            yield make(item, **same)
            step(number)
        return
    _TASK.append((make, items, same))
    try:
        with multiprocessing.get_context("fork").Pool(min(jobs, len(items) // _AT_ONCE + 1)) as pool:
            for number, made in enumerate(pool.imap(_make, range(len(items)), chunksize=_AT_ONCE), 1):
                yield made
                step(number)
    finally:
        _TASK.pop()


def _make(index: int) -> Any:
    make, items, same = _TASK[-1]
    return make(items[index], **same)


def _can_fork() -> bool:
    # A fork of a process with other threads may hold their locks for ever.
    return hasattr(os, "fork") and threading.active_count() == 1


def cores() -> int:
    """Give how many processes may run side by side here."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
