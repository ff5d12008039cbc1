"""What is known of the address of a source: its state, and the days on which it answered or did not."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

LIVE, MOVED, CHANGED, SOFT = "live", "moved", "changed", "soft 404"
DEAD, ARCHIVED, UNSURE, NOT_ASKED = "dead", "archived only", "unsure", "not asked"
# Each state with what it says, as the command tells it.
STATES = {
    LIVE: "it answers with the page",
    MOVED: "it leads for good to another page",
    CHANGED: "it answers, and the words of the page are clearly others than when it was first seen",
    SOFT: "it answers, with a page that says it was not found, or with the home page",
    DEAD: "it has not answered on three days or more, over two weeks or more",
    ARCHIVED: "it is dead, and an archived copy is recorded",
    UNSURE: "it did not answer, which may be for now or for this program alone",
    NOT_ASKED: "it was not asked, because the site or our own rules forbid it",
}
# What a reader or an editor should hear of.
TOLD = (MOVED, CHANGED, SOFT, DEAD, ARCHIVED)
# The failures that say that a page is gone; no other ever makes an address dead.
GONE = ("404", "410", "no such host")
DEAD_DAYS, DEAD_SPAN = 3, 14


@dataclass(frozen=True, order=True)
class Failure:
    """A day on which an address did not answer as it should, and why: '404', 'no such host', 'redirect loop'."""

    on: str
    why: str

    @property
    def is_gone(self) -> bool:
        """Say whether it says that the page is gone."""
        return self.why in GONE


@dataclass(frozen=True)
class Known:
    """What is known of one address. Days are ISO dates, '' where there is none.

    state: a key of STATES. first_seen, last_seen: the first and last day on which it answered. checked: the last day on which it
    was asked. why: what the last asking ended with, where that was not the page. final: where it leads for good. digest: names
    the words of its page (see `words.sketch`). changed_on: when they were first seen to be others. failures: days since it last
    answered, not all of them.
    """

    state: str
    first_seen: str = ""
    last_seen: str = ""
    checked: str = ""
    why: str = ""
    final: str = ""
    digest: str = ""
    changed_on: str = ""
    failures: tuple[Failure, ...] = field(default=())

    @property
    def is_dead(self) -> bool:
        """Say whether the address itself answers no more, whatever copy there is of the page."""
        return self.state in (DEAD, ARCHIVED)

    @property
    def since(self) -> str:
        """Give the first day since which it has been in its present state, '' where it answers as it should."""
        if self.is_dead:
            return next((failure.on for failure in self.failures if failure.is_gone), self.checked)
        if self.state == CHANGED:
            return self.changed_on
        return self.failures[0].on if self.failures else ""


def worth_telling(register: Mapping[str, Known], url: str, read_on: str) -> Known | None:
    """Give what a reader who was sent to `url` should hear of it, or None; read_on: when the writer last read the page (ISO)."""
    known = register.get(key_of(url))
    if known is None or known.state not in TOLD:
        return None
    # Who read the page after it changed has seen what it says now.
    return None if known.state == CHANGED and known.changed_on < read_on else known


def is_gone_for_good(failures: tuple[Failure, ...]) -> bool:
    """Say whether failures make an address dead: gone on three days or more, the last two weeks or more after the first."""
    days = sorted({failure.on for failure in failures if failure.is_gone})
    if len(days) < DEAD_DAYS:
        return False
    return (date.fromisoformat(days[-1]) - date.fromisoformat(days[0])).days >= DEAD_SPAN


def with_failure(failures: tuple[Failure, ...], new: Failure) -> tuple[Failure, ...]:
    """Add a failure; of one day the last is kept, and of many days those that tell: when it began, and how it stands."""
    held = sorted([*(failure for failure in failures if failure.on != new.on), new])
    gone = [failure for failure in held if failure.is_gone]
    others = [failure for failure in held if not failure.is_gone]
    return tuple(sorted({*gone[:1], *gone[-(DEAD_DAYS - 1) :], *others[-2:]}))


def key_of(address: str) -> str:
    """Give an address as it is asked and kept: what follows '#' never leaves the reader's computer."""
    return address.partition("#")[0]
