"""What this build is: the commit, its date and the version. Never the clock, so that equal commits make equal bytes.

A site says so on the page about the book and in version.json alone, so that a commit changes no page that it did not touch.
"""

import json
import subprocess
from dataclasses import dataclass
from pathlib import Path

from pilotbook import __version__
from pilotbook.exports.citations import BOOK
from pilotbook.record import formatting

# As the header, shared pictures and citations show it.
NAME = BOOK
# The variable by which a build tells the Sphinx extension these facts.
SITE = "PILOTBOOK_SITE"
# What stands in the page about the book until the site is put together; prose cannot write it, for HTML in it is off.
MARK = "<!-- which version this is -->"
ABOUT = "about/index.html"


@dataclass(frozen=True)
class Version:
    """The commit a site is built from."""

    commit: str
    date: str

    @property
    def label(self) -> str:
        """Give the version with the commit: '0.1.0 (ddf1cd9)'."""
        return f"{__version__} ({self.commit[:7]})" if self.commit else __version__


# What the offline copy says of itself: it holds the words of a commit, whichever carried them last.
BARE = Version("", "")


def told_in(about: bytes, version: Version) -> bytes:
    """Fill the place for the version on the page about the book."""
    day = f' of <time datetime="{version.date}">{formatting.date(version.date)}</time>' if version.date else ""
    words = f"This is version {version.label}{day}."
    return about.replace(MARK.encode(), words.encode())


def as_json(version: Version) -> bytes:
    """Give version.json."""
    told = {"version": __version__, "commit": version.commit, "date": version.date}
    told = {name: value for name, value in told.items() if value}
    return (json.dumps(told, indent=1) + "\n").encode()


def version_of(root: Path) -> Version:
    """Give the version of the checkout at `root`; outside git there is no commit, and one day for all."""
    told = _git(root, "show", "-s", "--format=%H %cs", "HEAD").split()
    if len(told) == 2:
        return Version(told[0], told[1])
    # Any day will do, as long as two builds of the same folder agree on it.
    return Version("", "2000-01-01")


def _git(root: Path, *arguments: str) -> str:
    try:
        done = subprocess.run(["git", "-C", str(root), *arguments], capture_output=True, encoding="utf-8", check=True)
    except (OSError, subprocess.CalledProcessError):
        return ""
    return done.stdout.strip()
