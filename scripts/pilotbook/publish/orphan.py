"""A process that a build starts ends with it, also where the build is killed and can end nothing any more."""

import os
import threading
import time

# How often, in seconds, such a process looks whether anybody still waits for it.
_LOOK = 0.5


def ends_with_us() -> str:
    """Give the first line of a program for another Python: that process ends soon after this one has."""
    return f"from pilotbook.publish.orphan import end_with; end_with({os.getpid()}); "


def end_with(parent: int) -> None:
    """End this process soon after `parent`, which started it, has ended."""

    def look() -> None:
        while os.getppid() == parent:
            time.sleep(_LOOK)
        os._exit(1)

    # A process that has lost its parent is told so on no system of POSIX but by its number, and on Windows not at all.
    if os.name == "posix":
        threading.Thread(target=look, daemon=True).start()
