"""What came of asking an address, and what follows from it for what is known. Pure: days and answers are given."""

from dataclasses import dataclass, field, replace
from urllib.parse import urlsplit

from pilotbook.links.known import (
    ARCHIVED,
    CHANGED,
    DEAD,
    LIVE,
    MOVED,
    NOT_ASKED,
    SOFT,
    UNSURE,
    Failure,
    Known,
    is_gone_for_good,
    with_failure,
)
from pilotbook.links.words import ALIKE, CLEARLY, Words, apart

PAGE, SAYS_NOT_FOUND, FAILED, FORBIDDEN, LATER = "page", "says not found", "failed", "forbidden", "later"


@dataclass(frozen=True)
class Answer:
    """What came of asking an address.

    kind: PAGE; SAYS_NOT_FOUND (a soft 404); FAILED (`why`); FORBIDDEN (by robots.txt or our own rules: `why`); LATER (the host
    asked to be left alone for longer than we wait: nothing was learnt). final: where redirects led for good, '' where nowhere.
    """

    kind: str
    why: str = ""
    final: str = ""
    words: Words = field(default_factory=Words)


@dataclass(frozen=True)
class Use:
    """How the book uses an address: the day on which it was last read for a record, and whether each record has an archived copy."""

    read_on: str
    is_archived: bool


def judged(before: Known | None, answer: Answer, use: Use, today: str) -> Known:
    """Give what is known of an address after it was asked `today` (ISO date)."""
    known = before or Known(NOT_ASKED)
    if answer.kind == LATER:
        return known if before else Known(NOT_ASKED, why=answer.why)
    known = replace(known, checked=today, why=answer.why)
    if answer.kind == FORBIDDEN:
        return replace(known, state=NOT_ASKED)
    if answer.kind in (FAILED, SAYS_NOT_FOUND):
        return _failed(known, answer, use, today)
    return _answered(known, answer, use, today)


def _failed(known: Known, answer: Answer, use: Use, today: str) -> Known:
    failures = with_failure(known.failures, Failure(today, answer.why))
    if answer.kind == SAYS_NOT_FOUND:
        # The host answers, so the days on which the page was gone count no more.
        failures = tuple(failure for failure in failures if not failure.is_gone)
        return replace(known, state=SOFT, failures=failures)
    if is_gone_for_good(failures):
        return replace(known, state=ARCHIVED if use.is_archived else DEAD, failures=failures)
    # What was told of a page stays told while it is not known better.
    return replace(known, state=UNSURE, failures=failures)


def _answered(known: Known, answer: Answer, use: Use, today: str) -> Known:
    # Somebody has read the page again since it changed: what they saw is what the record rests on.
    changed_on = known.changed_on if use.read_on <= known.changed_on else ""
    digest = known.digest or answer.words.digest
    if answer.words.digest and known.digest and apart(answer.words.digest, known.digest) >= CLEARLY:
        digest, changed_on = answer.words.digest, today
    return replace(
        known,
        state=MOVED if answer.final else CHANGED if changed_on else LIVE,
        first_seen=known.first_seen or today,
        last_seen=today,
        final=answer.final,
        digest=digest,
        changed_on=changed_on,
        failures=(),
    )


def is_same_page(one: str, other: str) -> bool:
    """Say whether two addresses name one page: http and https, 'www.' and a '/' at the end make no other."""
    return _page(one) == _page(other)


def _page(address: str) -> tuple[str, str, str]:
    parts = urlsplit(address)
    host = (parts.hostname or "").removeprefix("www.")
    return host, parts.path.rstrip("/"), parts.query


def leads_home(asked: str, final: str) -> bool:
    """Say whether an address of some page has led to the home page of a site."""
    asked_path, final_parts = urlsplit(asked).path, urlsplit(final)
    return asked_path.strip("/") != "" and final_parts.path.strip("/") == "" and not final_parts.query


def is_like_any(words: Words, of_random: Words | None) -> bool:
    """Say whether a page is what its host answers to an address that cannot exist."""
    if of_random is None or not (words.digest and of_random.digest):
        return False
    return apart(words.digest, of_random.digest) <= ALIKE and words.title == of_random.title
