"""Ask every source whether it still answers, write what is known to `case_studies/links.json`, and tell what needs a person."""

import json
import sys
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

import click

from pilotbook import __version__
from pilotbook.casebook import Casebook, case_path
from pilotbook.doors.checking import ENVIRONMENT, REFUSED, named
from pilotbook.links import register, rounds
from pilotbook.links.asking import Asker
from pilotbook.links.hosts import AGENT, Hosts
from pilotbook.links.known import ARCHIVED, CHANGED, DEAD, LIVE, MOVED, SOFT, STATES, TOLD, Known, key_of
from pilotbook.links.rounds import Ask, Cited
from pilotbook.publish import disk, run
from pilotbook.publish.address import base_address, contact_of, title_of
from pilotbook.publish.proselist import prose_sources
from pilotbook.record import formatting
from pilotbook.text.problems import near_match

PROSE = "book/sources.yml"
# What a person can do about each state that is told.
_MENDS = {
    MOVED: "If the page there is the same, write that address; else find what the source became.",
    CHANGED: "Read it again. If the record still holds, write today under 'accessed'; else mend the record.",
    SOFT: "Look whether the page has moved; if not, give 'archive_url' a copy of it.",
    DEAD: "Find where it went, or give 'archive_url' a copy of it; until then what rests on it alone rates nothing.",
    ARCHIVED: "Nothing must be done: readers are sent to the archived copy.",
}


class NoSuchRecord(Exception):
    """What was named is no record of this book."""


@dataclass(frozen=True)
class Place:
    """Where an address stands: the file from the root, and the label of the source, or its key."""

    path: str
    label: str
    cited: Cited


def links(names: Sequence[str], max_age: int, jobs: int, style: str) -> None:
    """Ask the addresses of the book, or of the named records. Exits with 1 where a person is needed, 3 without a network."""
    root = disk.find_root()
    book = run.open_casebook(root)
    asker = Asker(identity(root), Hosts(time.monotonic, time.sleep))
    try:
        came = go(root, book, names, asker.ask, datetime.now(UTC).date().isoformat(), max_age=max_age, jobs=jobs)
    finally:
        asker.close()
    if came.was_all_silent:
        count = formatting.count(len(came.asked), "address", "addresses")
        click.echo(
            f"Nothing answered: {count} asked, and no host could be reached.\n"
            f"    Check that this computer has a network, and run it again; {register.PATH} is as it was.",
            err=True,
        )
        sys.exit(ENVIRONMENT)
    told = list(_told(places_of(root, book, names), came.register))
    click.echo(as_json(told, came) if style == "json" else as_text(told, came))
    if any(known.state != ARCHIVED for _, known in told):
        sys.exit(REFUSED)


def go(
    root: Path, book: Casebook, names: Sequence[str], ask: Ask, today: str, *, max_age: int = 0, jobs: int = 1
) -> rounds.Round:
    """Ask with `ask` on the day `today`, and write the register unless nothing at all answered."""
    # What other records use stays in the register when only some are asked.
    uses = rounds.uses_of(place.cited for place in places_of(root, book))
    wanted = rounds.uses_of(place.cited for place in places_of(root, book, names))
    before, faults = register.read(disk.read_links(root) or b"{}")
    if faults:
        raise run.Refused(faults)
    came = rounds.go_round(uses, rounds.due(wanted, before, today, max_age), before, ask, today, jobs)
    if not came.was_all_silent:
        disk.write_changed(root, {register.PATH: register.written(came.register)})
    return came


def identity(root: Path) -> str:
    """Give how this program names itself to those whose pages it asks for, with the way to those who run it where it is known."""
    ways = [way for way in (base_address(root), contact_of(root)) if way]
    return f"{AGENT}-links/{__version__} ({'; '.join([title_of(root), *ways])})"


def places_of(root: Path, book: Casebook, names: Sequence[str] = ()) -> list[Place]:
    """Give every place where an address stands, of the named records or of all with those of prose. Raises NoSuchRecord."""
    slugs = [_slug(root, book, name) for name in names] or list(book.views)
    places = [
        Place(case_path(slug), label, Cited(url, archive, read_on))
        for slug in slugs
        if slug != PROSE
        for label, url, archive, read_on in book.views[slug].addresses
    ]
    has_prose = (root / PROSE).is_file() and (not names or PROSE in slugs)
    return sorted([*places, *(_of_prose(root) if has_prose else ())], key=lambda place: (place.path, place.label))


def _of_prose(root: Path) -> Iterator[Place]:
    for key, source in prose_sources(root / PROSE).items():
        url = source.url if isinstance(source.url, str) else ""
        if url or source.archive_url:
            yield Place(PROSE, key, Cited(url, source.archive_url or "", source.accessed))


def _slug(root: Path, book: Casebook, name: str) -> str:
    """Give the slug of the case that an id, a short name or a path means."""
    path = named(root, Path(name))
    if path == PROSE:
        return PROSE
    by_name = {case_path(slug): slug for slug in book.views} | {view.id: slug for slug, view in book.views.items()}
    slug = by_name.get(path) or by_name.get(name) or name
    if slug in book.views:
        return slug
    if slug in book.lessons or path.startswith("case_studies/lessons/") or name in book.lesson_slugs:
        raise NoSuchRecord(f"'{name}' is a lesson, and lessons have no sources of their own. Name one of its cases.")
    match = near_match(name, [*book.views, *by_name])
    mend = f"Did you mean '{match}'?" if match else "Name it by its id, its short name or its file."
    raise NoSuchRecord(f"There is no case '{name}'. {mend}")


# --- what is told -----------------------------------------------------------------------------------------------------

Told = Sequence[tuple[Place, Known]]


def _told(places: Iterable[Place], found: Mapping[str, Known]) -> Iterator[tuple[Place, Known]]:
    """Yield what a person should look at, the gravest first."""
    order = [DEAD, SOFT, MOVED, CHANGED, ARCHIVED]
    chosen = ((place, found.get(key_of(place.cited.address))) for place in places)
    yield from sorted(
        ((place, known) for place, known in chosen if known is not None and known.state in TOLD),
        key=lambda pair: (order.index(pair[1].state), pair[0].path, pair[0].label),
    )


def as_text(told: Told, came: rounds.Round) -> str:
    """Tell what a person should look at, two lines each, and count the rest."""
    lines = []
    for place, known in told:
        since = f" since {known.since}" if known.since else ""
        to = f", now {known.final}" if known.final else ""
        why = f" ({known.why})" if known.why else ""
        lines.append(f"{place.path}: {place.label} is {known.state}{since}{why}: {place.cited.address}{to}")
        lines.append(f"    {_MENDS[known.state]}")
    return "\n".join([*lines, *([""] if lines else []), summary(came)])


def summary(came: rounds.Round) -> str:
    """Count the addresses by state: '12 of 700 addresses asked: 650 live, 3 moved, 47 unsure.'"""
    states = [known.state for known in came.register.values()]
    counted = [f"{states.count(state)} {state}" for state in (LIVE, *(each for each in STATES if each != LIVE))]
    shown = ", ".join(each for each in counted if not each.startswith("0 "))
    count = formatting.count(len(came.register), "address", "addresses")
    return f"{len(came.asked)} of {count} asked: {shown or 'nothing is known'}. {register.PATH} tells each."


def as_json(told: Told, came: rounds.Round) -> str:
    """Tell the same as data: what a person should look at, and what was asked."""
    rows = [
        {"path": place.path, "source": place.label, "address": place.cited.address, **asdict(known)}
        | {"since": known.since, "mend": _MENDS[known.state]}
        for place, known in told
    ]
    return json.dumps({"told": rows, "asked": list(came.asked), "summary": summary(came)}, indent=1, ensure_ascii=False)
