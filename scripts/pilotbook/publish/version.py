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
# The variable by which a build without git is told its day: https://reproducible-builds.org/specs/source-date-epoch/
_EPOCH = "SOURCE_DATE_EPOCH"


class BadEpoch(Exception):
    """The variable by which builders set a day holds none; the message says how to mend it."""


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
    """Give the version of what is checked out. Without a commit the day is that of SOURCE_DATE_EPOCH, or none.

    Raises BadEpoch where that holds no day.
    """
    if not repository.unread:
        day = repository.ask("show", "--no-patch", "--format=%cs", "HEAD").strip()
        return Version(repository.head, day, bool(repository.edited))
    return Version("", day_set())


def day_set() -> str:
    """Give the day, ISO, that SOURCE_DATE_EPOCH sets, or ''. Raises BadEpoch where it is set to no day."""
    told = os.environ.get(_EPOCH, "")
    try:
        return datetime.datetime.fromtimestamp(int(told), datetime.UTC).date().isoformat() if told else ""
    except (ValueError, OverflowError, OSError) as error:
        raise BadEpoch(
            f"{_EPOCH} is '{told[:40]}', which tells no day. Set it to seconds since 1970, such as 1772323200, or unset it."
        ) from error
