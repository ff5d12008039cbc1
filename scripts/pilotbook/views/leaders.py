"""Whom to ask of a case: who led it, what they published of it, and who they are now where they ended or took another name."""

from collections.abc import Iterable
from dataclasses import dataclass

from pilotbook.casebook import Casebook
from pilotbook.judgement.view import CaseView
from pilotbook.record import Vocabulary, formatting


@dataclass(frozen=True)
class Leader:
    """Who led a case: label and name as its record has them; what became of them in words, or '', and a page that says so."""

    label: str
    name: str
    since: str
    told_by: str

    @property
    def told(self) -> str:
        """Give the name with what became of them: 'Public Health England (until October 2021; now …)'."""
        return f"{self.name} ({self.since})" if self.since else self.name


@dataclass(frozen=True)
class Led:
    """A case that somebody led: slug, id, title, and (name, address) of what its leaders published of it."""

    slug: str
    record: str
    title: str
    pages: tuple[tuple[str, str], ...]


def since(vocabulary: Vocabulary, label: str) -> tuple[str, str]:
    """Say what became of a partner, and which page says so; ('', '') where it is not known to have ended."""
    ended = vocabulary.ended_organisations.get(label)
    if ended is None:
        return "", ""
    told = [f"until {formatting.date(ended.until)}"] if ended.until else [] if ended.now else ["ended"]
    if ended.now:
        told.append(f"now {formatting.listed(ended.now)}")
    return "; ".join(told), ended.told_by[0]


def leaders(book: Casebook, view: CaseView) -> tuple[Leader, ...]:
    """Give who led a case."""
    return tuple(Leader(label, name, *since(book.vocabulary, label)) for label, name, _ in view.led_by)


def asked(book: Casebook, slugs: Iterable[str], most: int) -> list[tuple[tuple[Leader, ...], list[Led]]]:
    """Give whom to ask of at most so many cases: who led them, in the order in which they first come, with the cases of each."""
    found: dict[tuple[Leader, ...], list[Led]] = {}
    led = [view for slug in slugs if (view := book.views[slug]).led_by]
    for view in led[:most]:
        pages = tuple((name, address) for _, name, address in view.led_by if address)
        found.setdefault(leaders(book, view), []).append(Led(view.slug, view.id, view.title, pages))
    return list(found.items())
