"""The process that builds for the preview: it takes orders, one JSON line each, and answers each with one.

It stands apart from the server so that changed code is loaded by starting another, and so that no fault of a build ends the
preview. It ends with the preview: where its orders end, or where the process that started it is gone.
"""

import json
import os
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any, TextIO

from pilotbook.doors import failures
from pilotbook.publish import run
from pilotbook.publish.at_once import AtOnce
from pilotbook.publish.work import cores

# How often, in seconds, a builder at work looks whether anybody still waits for it.
LOOK = 0.5
Answer = dict[str, Any]


def answer(at_once: AtOnce, root: Path, order: Answer) -> Answer:
    """Carry out one order and say what came of it: pages, a build, problems, or why it failed. Never raises an Exception."""
    try:
        return _CARRY_OUT[order["do"]](at_once, root, order)
    except run.Refused as refused:
        return {"problems": list(map(str, refused.problems))}
    except (*failures.CONTENT, *failures.ENVIRONMENT) as error:
        return {"failed": failures.told(error)}
    except Exception:
        # Whatever it is, an author should read it, mend what was changed last, and see the next build.
        return {"failed": f"{traceback.format_exc()}\nThe site is as it was; the preview goes on watching."}


def _pages(at_once: AtOnce, root: Path, order: Answer) -> Answer:
    return {"pages": at_once.pages(set(order["names"]))}


def _settle(at_once: AtOnce, root: Path, order: Answer) -> Answer:
    at_once.settle()
    return {}


def _build(at_once: AtOnce, root: Path, order: Answer) -> Answer:
    # One core is left to the builder of single pages, for which somebody may be waiting.
    spared = max(1, cores() - 1)
    built = run.build(root, root / "_site") if order["is_whole"] else run.preview(root, jobs=spared)
    return {"pages_built": built.pages, "seconds": built.seconds, "notes": list(built.notes), "out": str(built.out)}


_CARRY_OUT: dict[str, Callable[[AtOnce, Path, Answer], Answer]] = {"pages": _pages, "settle": _settle, "build": _build}


def main() -> None:
    """Answer orders until there are no more."""
    root = Path(sys.argv[1])
    answers = _answers()
    _end_with(os.getppid())
    at_once = AtOnce(root)
    for line in sys.stdin:
        answers.write(json.dumps(answer(at_once, root, json.loads(line))) + "\n")
        answers.flush()


def _answers() -> TextIO:
    """Give where answers go, which is standard output, and let all else that is printed go beside it."""
    own = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    return own


def _end_with(parent: int) -> None:
    """End this process, and all that it has started, soon after `parent` has ended, also in the midst of a build."""

    def look(*_: object) -> None:
        if os.getppid() != parent:
            _end_group()

    def keep_looking() -> None:
        while True:
            time.sleep(LOOK)
            look()

    # A thread would keep a build from working side by side, for a process with threads is not forked.
    if hasattr(signal, "setitimer"):
        signal.signal(signal.SIGALRM, look)
        signal.setitimer(signal.ITIMER_REAL, LOOK, LOOK)
    else:
        threading.Thread(target=keep_looking, daemon=True).start()


def _end_group() -> None:
    if hasattr(os, "killpg") and os.getpgrp() == os.getpid():
        os.killpg(0, signal.SIGKILL)
    os._exit(1)


if __name__ == "__main__":
    main()
