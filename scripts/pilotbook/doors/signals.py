"""A request to end is a way out like any other: what was begun is put away, and what was started ends too."""

import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

# What a system, a terminal that is closed, or another program sends; Windows knows the first alone.
_REQUESTS = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]


@contextmanager
def ended_by_signals() -> Iterator[None]:
    """Let a request to end run what stands behind `finally`, as Ctrl+C does. Python would end at once, and leave what it started."""

    def end(number: int, _: FrameType | None) -> None:
        sys.exit(128 + number)

    # Only there may signals be heard.
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    # Whoever started this may have asked for silence, as `nohup` does.
    before = {number: signal.signal(number, end) for number in _REQUESTS if signal.getsignal(number) is signal.SIG_DFL}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
