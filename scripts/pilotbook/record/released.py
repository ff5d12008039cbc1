"""A release: the book as it stood on a day, as its manifest tells it, and what has changed since."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pilotbook.record.upkeep import Life

ACTIVE: Life = ("active", (), "", "")
# Where the record of a kind has its page, and its file.
FOLDERS = {"case": "cases", "lesson": "lessons"}
_FILES = {"case": "case_studies", "lesson": "case_studies/lessons"}


@dataclass(frozen=True)
class Stood:
    """A record as it stood at a time: what lists, ratings and the ledger made of it.

    kind: 'case' or 'lesson'. version: the day of its last review, ISO. digest: SHA-256 of its file, or '' where that is not kept.
    life: what became of it. judged: what was worked out of it: of a case its level, the bounds of that (low, high), direction and
    result; of a lesson its confidence. ledger: of a case, (lesson, relation) of each entry whose lesson stood.
    """

    id: str
    kind: str
    slug: str
    title: str
    version: str
    digest: str = ""
    life: Life = ACTIVE
    judged: Mapping[str, Any] = field(default_factory=dict)
    ledger: tuple[tuple[str, str], ...] = ()

    @property
    def stands(self) -> bool:
        """Say whether it was part of lists, counts and ledger then."""
        return self.life[0] == "active"

    @property
    def address(self) -> str:
        """Give the address of its page from the root."""
        return f"/{FOLDERS[self.kind]}/{self.slug}/"

    @property
    def path(self) -> str:
        """Give the path of its file from the root of the project."""
        return f"{_FILES[self.kind]}/{self.slug}.yml"


@dataclass(frozen=True)
class Difference:
    """One thing that changed in a record: of which part, what, and what it was and is, where that can be told shortly."""

    part: str
    what: str
    before: str = ""
    after: str = ""


@dataclass(frozen=True)
class Changed:
    """What changed in one record between two states of the book.

    address: where it is read now; '' where it has no page. head: of a lesson, whether its conclusion changed; else ''.
    """

    id: str
    kind: str
    title: str
    address: str
    head: str
    differences: tuple[Difference, ...]


@dataclass(frozen=True)
class Withdrawal:
    """A page that was taken out of a release: the record that it showed ('' where none), its address, why, and when (ISO)."""

    id: str
    address: str
    because: str
    on: str


@dataclass(frozen=True)
class Release:
    """A release, as the living book speaks of it.

    name: '2026.1'. date: ISO. files: SHA-256 of each of its files by its path below the release. addresses: every page that
    the book had then. since: what has changed from then to now. then: what had changed at the next release.
    """

    name: str
    date: str
    commit: str
    records: tuple[Stood, ...]
    files: Mapping[str, str] = field(default_factory=dict)
    addresses: tuple[str, ...] = ()
    withdrawn: tuple[Withdrawal, ...] = ()
    since: tuple[Changed, ...] = ()
    then: tuple[Changed, ...] = ()

    @property
    def address(self) -> str:
        """Give the address of its page from the root."""
        return f"/v/{self.name}/"

    def kept(self, address: str) -> str:
        """Give the address of a page of the book within this release, or '' where it is not kept there."""
        return f"{self.address}{address[1:]}" if f"{address[1:]}index.html" in self.files else ""
