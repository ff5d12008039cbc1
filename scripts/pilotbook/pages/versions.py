"""What the page of a record says of its versions: whether it has changed since the last release, and where that one is kept."""

from dataclasses import dataclass

from markupsafe import Markup

from pilotbook.casebook import Casebook
from pilotbook.pages.render import link


@dataclass(frozen=True)
class Versions:
    """The last release, as the page of one record speaks of it.

    changed: the address of the line that tells what has changed since; '' where nothing has. kept: the address of the page as it
    was kept; '' where it was not.
    """

    release: str
    changed: str
    kept: str

    def links(self, here: str) -> Markup:
        """Give the links of the head of the page at `here` to its other versions (RFC 5829)."""
        told = [("version-history", "/changes/"), *([("predecessor-version", self.kept)] if self.kept else [])]
        return Markup("").join(
            Markup('<link rel="{}" href="{}">').format(name, link(here, target)) for name, target in told
        )


def versions_of(book: Casebook, record: str, here: str) -> Versions | None:
    """Give what there is to say of the record with an id, whose page is at `here`; None where there is no release."""
    if not book.releases:
        return None
    last = book.releases[-1]
    changed = book.shared("changed since", lambda: {each.id for each in last.since})
    told = f"{last.address}since/#{record}" if record in changed else ""
    return Versions(last.name, told, last.kept(here))


def version_links(versions: Versions | None, here: str) -> Markup:
    """Give the links of the head, or nothing where there is no release."""
    return versions.links(here) if versions else Markup("")
