"""What a build may fail with, by what is to be done: both doors, the command and the preview, tell it and go on."""

import os
from concurrent.futures.process import BrokenProcessPool
from subprocess import CalledProcessError

from pilotbook.publish.book import BookFailed
from pilotbook.publish.disk import Committed
from pilotbook.publish.frozen import CannotKeep
from pilotbook.publish.objects import Damaged
from pilotbook.publish.proselist import BadSources
from pilotbook.publish.run import NotWhole
from pilotbook.publish.search import SearchFailed
from pilotbook.publish.surroundings import FULL
from pilotbook.publish.swap import Busy

# Something in the project is to be mended. Problems of records (`run.Refused`) are told apart, each at its place.
CONTENT = (BookFailed, BadSources, NotWhole, Committed, CannotKeep, Damaged)
# Something on this computer is in the way; the last two are processes of a build that somebody, or the system, ended.
ENVIRONMENT = (SearchFailed, Busy, OSError, BrokenProcessPool, CalledProcessError)


def told(error: BaseException) -> str:
    """Say what went wrong in words for whoever builds."""
    if isinstance(error, OSError) and error.errno in FULL:
        where = f": {error.filename}" if error.filename else ""
        mend = "Make room and build again; what this build had made is removed."
        return f"the disk is full ({os.strerror(error.errno)}{where})\n    {mend}"
    if isinstance(error, (BrokenProcessPool, CalledProcessError)):
        mend = "Build again, or with --jobs 1, which takes less."
        return f"a process of the build was ended from outside, or had too little memory\n    {mend}"
    return str(error) or type(error).__name__
