"""Make a release: freeze the book as it is built from a commit, beside the records, for good."""

import datetime
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from pilotbook.publish import disk, run, version
from pilotbook.publish.facts import facts_of
from pilotbook.publish.frozen import LEFT_OUT, CannotKeep, Place, filled, frozen, number_of, with_kept_address
from pilotbook.publish.git import Repository
from pilotbook.publish.manifest import address_of, file_of
from pilotbook.publish.objects import Objects, sha256
from pilotbook.publish.released import NAME, Manifest, in_order, manifests, path_of
from pilotbook.publish.steps import Report
from pilotbook.publish.store import Store
from pilotbook.publish.unmade import Refused
from pilotbook.record.migrate import VERSION
from pilotbook.record.released import Release, Stood
from pilotbook.record.shelf import VOCABULARY
from pilotbook.views.changes import state_of

_PAGES = ("cases/", "lessons/", "evidence/")
_TABLES = (".csv", ".json")
_CITED = (".bib", ".ris", ".json")


class BadRelease(Exception):
    """A release cannot be made or changed like this; the message says what to do."""


@dataclass(frozen=True)
class Kept:
    """What a release came to: how many files it has, and packed bytes: new ones, and those shared with earlier releases."""

    name: str
    date: str
    files: int
    records: int
    added: int
    shared: int


def make(root: Path, name: str, on: str, report: Report = lambda _: None) -> Kept:
    """Build the site of a clean checkout and keep it as release `name` of the day `on` (ISO; '' for the day of the commit).

    Raises BadRelease where this cannot be a release, and Refused where a record has a problem.
    """
    known, problems = manifests(root)
    if problems:
        raise Refused(problems)
    _refuse_name(name, [each.release for each in known])
    repository = Repository(root)
    _refuse_dirty(repository)
    of = version.version_of(repository)
    date = day(on) if on else of.date
    if known and date < known[-1].release.date:
        last = known[-1].release
        raise BadRelease(f"{date} is before {last.date}, the day of release {last.name}. Give a later day with --on.")
    built = run.build(root, root / "_site", report)
    report("Freezing the release")
    return _freeze(root, built.folder, name, date, of.commit)


def _freeze(root: Path, built: Path, name: str, date: str, commit: str) -> Kept:
    """Keep what the built site and the records hold, and write the list of it last: without it, nothing was released."""
    store = Store(root / "_build" / "store")
    book = run.open_casebook(root, store)
    store.close()
    sources, _ = disk.read_records(root)
    records = state_of(book, {path: sha256(raw) for path, raw in sources.items()}).values()
    # Somebody's preview may have published another site by now.
    site = _site_files(built)
    objects = Objects(root)
    pieces: dict[str, tuple[str, ...]] = {}
    sums: dict[str, str] = {}
    # One at a time: all pages together are as large as the site.
    for path, data in chain(_frozen(site, records, book.base), _records(sources, records)):
        pieces[path] = tuple(objects.put(data))
        sums[path] = sha256(filled(data, name, date))
    release = Release(
        name=name,
        date=date,
        commit=commit,
        records=tuple(records),
        files={path: sums[path] for path in sorted(sums)},
        addresses=tuple(sorted(address_of(path) for path in site if path.endswith("index.html"))),
    )
    manifest = Manifest(release, VERSION, pieces).written()
    disk.create(root / path_of(name), manifest.decode())
    return Kept(name, date, len(sums), len(records), objects.added + len(manifest), objects.shared)


def day(on: str) -> str:
    """Give a day as ISO. Raises BadRelease where it is none."""
    try:
        return datetime.date.fromisoformat(on).isoformat()
    except ValueError:
        raise BadRelease(f"'{on}' is not a day. Write year, month and day, such as 2026-12-01.") from None


def _refuse_name(name: str, known: Collection[Release]) -> None:
    if not NAME.fullmatch(name):
        raise BadRelease(f"'{name}' cannot name a release. Write the year, a dot and a number, such as 2026.1.")
    names = [release.name for release in known]
    if name in names:
        raise BadRelease(f"There is a release {name} already, and a release is never made again. Take the next number.")
    if names and in_order(name) < in_order(names[-1]):
        raise BadRelease(f"Release {name} would come before {names[-1]}, which is there already. Take a later name.")


def _refuse_dirty(repository: Repository) -> None:
    """Raise BadRelease where what stands here is not what a commit holds: a release names its commit."""
    if repository.unread:
        raise BadRelease(
            f"A release names the commit it is made from, and {repository.unread}. Commit the book with git first."
        )
    if edited := sorted(repository.edited):
        more = f", and {len(edited) - 1} more" if len(edited) > 1 else ""
        raise BadRelease(
            f"{edited[0]} differs from the last commit{more}. Commit your changes, or put them away, and try again."
        )


def _site_files(site: Path) -> dict[str, Path]:
    """Give the files of a built site by their paths, but for those of earlier releases."""
    found = {path.relative_to(site).as_posix(): path for path in site.rglob("*") if path.is_file()}
    return {path: found[path] for path in sorted(found) if not path.startswith("v/")}


def _records(sources: Mapping[str, bytes], records: Iterable[Stood]) -> Iterator[tuple[str, bytes]]:
    """Yield (path, bytes) of the files of the records that stand, and of the vocabulary."""
    paths = [VOCABULARY, *(record.path for record in records if record.stands)]
    yield from ((path, sources[path]) for path in paths)


def _frozen(site: Mapping[str, Path], records: Iterable[Stood], base: str) -> Iterator[tuple[str, bytes]]:
    """Yield (path, bytes) of each file of the site that a release keeps, as it is kept."""
    standing = {record.address: record.id for record in records if record.stands}
    chosen = {path for path in site if _is_chosen(path, standing)}
    numbers: dict[str, str] = {}
    for path in [path for path in chosen if path.endswith(".html")]:
        html = site[path].read_text(encoding="utf-8")
        numbers[address_of(path)] = number_of(html)
        # Pictures of prose stand in a folder of their own.
        chosen |= {file_of(each) for each in facts_of(address_of(path), html).loads} & site.keys()
    for path in sorted(chosen):
        # What stands below a page speaks of that page: 'cases/x/charts/y.json' of '/cases/x/'.
        folder = f"/{path.rpartition('/')[0].removesuffix('/charts')}/"
        place = Place(folder, standing.get(folder, ""), base, numbers.get(folder, ""))
        data = site[path].read_bytes()
        if path.endswith(".html"):
            yield path, frozen(_unmarked(path, data.decode()), place, chosen).encode()
        elif folder in numbers and path.endswith(_CITED):
            yield path, with_kept_address(_unmarked(path, data.decode()), place).encode()
        else:
            yield path, data


def _unmarked(path: str, text: str) -> str:
    if "\x1f" in text:
        raise CannotKeep(f"{path} holds a sign that no text has (U+001F)")
    return text


def _is_chosen(path: str, standing: Mapping[str, str]) -> bool:
    """Say whether a release keeps a file of the site: tables, styles, notebooks, and what stands with the page of a record."""
    if path.endswith(LEFT_OUT):
        return False
    if path.startswith("data/"):
        return path.count("/") == 1 and path.endswith(_TABLES)
    if path.startswith("_static/"):
        return True
    folder, _, rest = path.partition("/")
    is_of_record = f"/{folder}/{rest.partition('/')[0]}/" in standing
    return path.startswith(_PAGES) and (folder == "evidence" or is_of_record)
