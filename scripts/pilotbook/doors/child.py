"""A builder as the preview holds it: started, given orders, listened to, and ended with all that it started."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from pilotbook.publish.code import PACKAGE

Answer = dict[str, Any]


class Child:
    """A builder of its own process. `hear` gets each answer, and None once it has ended, from a thread of this one's."""

    def __init__(self, root: Path, hear: Callable[["Child", Answer | None], None]) -> None:
        before = [path] if (path := os.environ.get("PYTHONPATH")) else []
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "pilotbook.doors.builder", str(root)],
            cwd=root,
            # The package that this process runs, as it stands on the disk by now.
            env={**os.environ, "PYTHONPATH": os.pathsep.join([str(PACKAGE.parent), *before]), "PYTHONUTF8": "1"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
            # A group of its own, so that whatever it starts can be ended with it. Ctrl+C then reaches this process alone.
            start_new_session=True,
        )
        self.order: Answer | None = None
        self._since = 0.0
        self._hear = hear
        for task in (self._listen, self._clear_up):
            threading.Thread(target=task, daemon=True).start()

    def take(self, order: Answer) -> None:
        """Give it an order, which it is busy with until it has answered."""
        self.order, self._since = order, time.monotonic()
        assert self._process.stdin is not None
        # Where it has ended, the thread that listens is about to say so.
        with contextlib.suppress(OSError, ValueError):
            self._process.stdin.write(json.dumps(order) + "\n")
            self._process.stdin.flush()

    @property
    def busy_for(self) -> float:
        """Give how many seconds it has been busy with its order; 0 where it has none."""
        return time.monotonic() - self._since if self.order else 0

    def end(self) -> None:
        """End it with all that it started, whatever they are doing, and wait until it is gone."""
        if self._process.poll() is None:
            self._end_group()
        self._process.kill()
        self._process.wait()

    def _end_group(self) -> None:
        if hasattr(os, "killpg"):
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, signal.SIGKILL)

    def _listen(self) -> None:
        assert self._process.stdout is not None
        with self._process.stdout as answers:
            for line in answers:
                self._hear(self, json.loads(line))
        self._process.wait()
        assert self._process.stdin is not None
        with contextlib.suppress(OSError):
            self._process.stdin.close()
        self._hear(self, None)

    def _clear_up(self) -> None:
        """When it has ended by itself, end what it had started: a fork of it would hold its answers open for ever."""
        if hasattr(os, "waitid"):
            with contextlib.suppress(ChildProcessError):
                # Its number is not given to another process before it has been waited for.
                os.waitid(os.P_PID, self._process.pid, os.WEXITED | os.WNOWAIT)
                self._end_group()
