"""What this build is: the commit, its date and the version. Never the clock, so that equal commits make equal bytes."""

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

from pilotbook import __version__
from pilotbook.record import formatting

# The name of the book, as the header and shared pictures show it.
NAME = "Pilotbook"
# The variable by which a build tells the Sphinx extension these facts.
SITE = "PILOTBOOK_SITE"


@dataclass(frozen=True)
class Version:
    """The commit a site is built from."""

    commit: str
    date: str
    epoch: int

    @property
    def site(self) -> dict[str, str]:
        """Give what the footer shows."""
        label = f"{__version__} ({self.commit[:7]})" if self.commit else __version__
        return {"name": NAME, "version": label, "date": self.date, "date_words": formatting.date(self.date)}


def version_of(root: Path) -> Version:
    """Give the version of the checkout at `root`; outside git, that of SOURCE_DATE_EPOCH or of no date at all."""
    told = _git(root, "show", "-s", "--format=%H %ct %cs", "HEAD").split()
    if len(told) == 3:
        return Version(told[0], told[2], int(os.environ.get("SOURCE_DATE_EPOCH", told[1])))
    return Version("", "2000-01-01", int(os.environ.get("SOURCE_DATE_EPOCH", "946684800")))


def _git(root: Path, *arguments: str) -> str:
    try:
        done = subprocess.run(["git", "-C", str(root), *arguments], capture_output=True, encoding="utf-8", check=True)
    except (OSError, subprocess.CalledProcessError):
        return ""
    return done.stdout.strip()
