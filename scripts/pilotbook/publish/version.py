"""What this build is: the commit, its date and the version. Never the clock, so that equal commits make equal bytes.

A site says so on the page about the book and in version.json alone, so that a commit changes no page that it did not touch.
"""

import datetime
import json
import os
from dataclasses import dataclass

from pilotbook import __version__
from pilotbook.exports.citations import BOOK
from pilotbook.publish.git import Repository
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
    """The commit a site is built from and its day, ISO; '' where they are not known. edited: whether files differ from it."""

    commit: str
    date: str
    edited: bool = False

    @property
    def label(self) -> str:
        """Give the version with the commit: '0.1.0 (ddf1cd9)'."""
        changed = " and changes that are not committed" if self.edited else ""
        return f"{__version__} ({self.commit[:7]}{changed})" if self.commit else __version__


# What the offline copy says of itself: it holds the words of a commit, whichever carried them last.
BARE = Version("", "")


def told_in(about: bytes, version: Version) -> bytes:
    """Fill the place for the version on the page about the book."""
    day = f' of <time datetime="{version.date}">{formatting.date(version.date)}</time>' if version.date else ""
    words = f"This is version {version.label}{day}."
    return about.replace(MARK.encode(), words.encode())


def as_json(version: Version) -> bytes:
    """Give version.json."""
    told = {"version": __version__, "commit": version.commit, "date": version.date, "edited": version.edited}
    told = {name: value for name, value in told.items() if value}
    return (json.dumps(told, indent=1) + "\n").encode()


def version_of(repository: Repository) -> Version:
    """Give the version of what is checked out. Without a commit the day is that of SOURCE_DATE_EPOCH, or none."""
    if not repository.unread:
        day = repository.ask("show", "--no-patch", "--format=%cs", "HEAD").strip()
        return Version(repository.head, day, bool(repository.edited))
    try:
        day = datetime.datetime.fromtimestamp(int(os.environ["SOURCE_DATE_EPOCH"]), datetime.UTC).date().isoformat()
    except (KeyError, ValueError, OverflowError, OSError):
        # Not set, or no day that a calendar has: none is told.
        day = ""
    return Version("", day)
