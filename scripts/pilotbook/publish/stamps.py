"""What the disk tells of a file whose bytes were read and found sound, so that they need not be read again at each build.

Whoever writes to a file, or gives it another owner or mode, changes when it was last changed (`ctime`), which the system alone
sets: a stamp that is still the same proves bytes that are the same, as it does for git. Only what the disk spoils by itself
leaves it as it was. On Windows that time tells when a file was made, and on a memory stick (FAT) whoever sets the time of the
content sets it too, so there every file is read. What a stamp does not tell: a program that mapped a file into its memory to
write to it may go on after the stamp was taken, until the system writes that part back (within half a minute; in a tmpfs never).
No editor does so.
"""

import json
import os
import stat
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

# Number on the disk, size, the nanoseconds at which bytes and anything else were last changed, and the mode.
Stamp = tuple[int, int, int, int, int]
# The clock of a file system ticks: what is changed twice within one tick has one stamp. Linux ticks every 1 to 10 ms.
TICK = 50_000_000
# A day of 2001, and how long one is, in nanoseconds.
_LONG_AGO, _DAY = 1_000_000_000_000_000_000, 86_400_000_000_000


def is_ours(status: os.stat_result) -> bool:
    """Say whether a file or folder belongs to who runs this."""
    # Windows has no owner's number.
    return not hasattr(os, "getuid") or status.st_uid == os.getuid()


def stamp_of(path: str | Path) -> Stamp | None:
    """Give the stamp of an ordinary file of ours; None for anything else, and where a stamp would prove nothing."""
    if os.name == "nt":
        return None
    try:
        status = os.lstat(path)
    except OSError:
        return None
    if not (stat.S_ISREG(status.st_mode) and is_ours(status)):
        return None
    return status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns, stat.S_IMODE(status.st_mode)


def can_prove(folder: Path) -> bool:
    """Say whether the disk of a folder sets the time of a change by itself, as a trial shows."""
    trial = folder / f".trial-{os.getpid()}"
    try:
        trial.touch()
        os.utime(trial, ns=(_LONG_AGO, _LONG_AGO))
        return os.lstat(trial).st_ctime_ns > _LONG_AGO + _DAY
    except OSError:
        return False
    finally:
        with suppress(OSError):
            trial.unlink(missing_ok=True)


class Stamps:
    """The stamps of sound files, by the digest of their bytes; `noted` are those that the last build told."""

    def __init__(self, noted: Mapping[str, list[int]]) -> None:
        # What was noted is JSON, which has lists.
        self._noted = noted
        self._seen: dict[str, tuple[str | Path, Stamp]] = {}
        self.is_new = False

    def prove(self, stamp: Stamp | None, name: str) -> bool:
        """Say whether the file with this stamp was found to have the bytes of the digest `name`, and nobody touched it since."""
        return stamp is not None and list(stamp) == self._noted.get(name)

    def see(self, path: str | Path, name: str, stamp: Stamp | None) -> None:
        """Remember that a file has the bytes of the digest `name`; its stamp was taken before they were read."""
        if stamp is not None:
            self._seen[name] = path, stamp
            self.is_new = self.is_new or not self.prove(stamp, name)

    def told(self, *, is_whole: bool) -> bytes:
        """Give the stamps that the next build may go by: of all that this one saw, and unless it was whole of all others as noted.

        A second name in a release, given or taken away, changes the last of the four and nothing else. A build does that itself,
        so it alone may be another than before the bytes were read. What was changed just now is read once more next time.
        """
        now = time.time_ns()
        found = {} if is_whole else dict(self._noted)
        for name, (path, before) in self._seen.items():
            stamp = stamp_of(path)
            if stamp and stamp[:3] == before[:3] and now - stamp[3] > TICK:
                found[name] = list(stamp)
            else:
                found.pop(name, None)
        return json.dumps(found).encode()
