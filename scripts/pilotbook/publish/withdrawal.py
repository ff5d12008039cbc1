"""Take a page out of a release where the law asks for it: a page that says why stands in its place, and checksums are re-issued."""

import codecs
import csv
import io
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from pilotbook.publish.frozen import filled, tombstone
from pilotbook.publish.objects import Damaged, Objects, sha256
from pilotbook.publish.release import BadRelease, day
from pilotbook.publish.released import Manifest, manifests, path_of
from pilotbook.publish.unmade import Refused
from pilotbook.record.released import Stood, Withdrawal
from pilotbook.rules.released import damaged
from pilotbook.text.problems import near_match

# The columns of tables that say which record a row is of.
_OWNERS = ("id", "slug", "case", "case_id", "lesson", "lesson_id", "record")


@dataclass(frozen=True)
class Withdrawn:
    """What was taken out: the page, how many of its files, and how many kept pieces.

    named_by: other kept pages and tables of the release that still name it. also: other releases that keep it.
    """

    address: str
    files: int
    pieces: int
    named_by: tuple[str, ...]
    also: tuple[str, ...] = ()


def withdraw(root: Path, name: str, page: str, because: str, on: str, has_rows: bool) -> Withdrawn:
    """Take `page` ('cases/x', or the id of its record) out of release `name`, with its record; has_rows: and its rows.

    Raises BadRelease where there is no such release or page, and Refused where what is kept is damaged.
    """
    known, problems = manifests(root)
    if problems:
        raise Refused(problems)
    of = {manifest.release.name: manifest for manifest in known}
    if name not in of:
        told = f"The releases are {', '.join(of)}." if of else "There is none yet."
        raise BadRelease(f"There is no release {name}. {told}")
    try:
        new, done = _without(of[name], Objects(root), page, because, day(on), has_rows)
    except Damaged as error:
        raise Refused([damaged(error.path, error.what)]) from error
    # The list first: pieces that it does not name are of no use to anybody, and a list without its pieces would be broken.
    (root / path_of(name)).write_bytes(new.written())
    left = [*(each for each in known if each.release.name != name), new]
    dropped = Objects(root).drop_all_but({piece for each in left for piece in each.pieces()})
    also = [each.release.name for each in left if each is not new and each.release.kept(done.address)]
    return replace(done, pieces=dropped, also=tuple(each for each in also if not _is_out(of[each], done.address)))


def _is_out(manifest: Manifest, address: str) -> bool:
    """Say whether a page was taken out of a release before."""
    return any(each.address == address for each in manifest.release.withdrawn)


def _without(
    manifest: Manifest, objects: Objects, page: str, because: str, on: str, has_rows: bool
) -> tuple[Manifest, Withdrawn]:
    release = manifest.release
    record = next((each for each in release.records if page.strip("/") in (each.id, each.address.strip("/"))), None)
    address = record.address if record else f"/{page.strip('/')}/"
    file = f"{address[1:]}index.html"
    if file not in release.files or _is_out(manifest, address):
        match = near_match(page.strip("/"), [path.removesuffix("/index.html") for path in release.files])
        raise BadRelease(
            f"Release {release.name} has no page '{page}'." + (f" Did you mean '{match}'?" if match else "")
        )
    gone = {path for path in release.files if path.startswith(address[1:]) and path != file}
    gone |= {record.path} & release.files.keys() if record else set()
    html = objects.get(manifest.of[file]).decode()
    changed = {file: tombstone(html, because, on, record.id if record else "", address).encode()}
    if has_rows and record:
        changed |= _tables(manifest, objects, record)
    of = {path: pieces for path, pieces in manifest.of.items() if path not in gone}
    of |= {path: tuple(objects.put(data)) for path, data in changed.items()}
    sums = {path: sha256(filled(data, release.name, release.date)) for path, data in changed.items()}
    withdrawal = Withdrawal(record.id if record else "", address, because, on)
    new = replace(
        release,
        records=tuple(_blank(each, has_rows) if each == record else each for each in release.records),
        files={path: sums.get(path, release.files[path]) for path in of},
        withdrawn=(*release.withdrawn, withdrawal),
    )
    named = _named_by(manifest, objects, record, {file, *changed}) if record else ()
    return replace(manifest, release=new, of=of), Withdrawn(address, len(gone) + 1, 0, named)


def _blank(record: Stood, has_rows: bool) -> Stood:
    """Give a record whose words are kept no more; where its rows go, its title goes too."""
    return replace(record, digest="", title=record.id if has_rows else record.title)


def _tables(manifest: Manifest, objects: Objects, record: Stood) -> Mapping[str, bytes]:
    """Give each kept table that tells of a record, without its rows."""
    found = {}
    for path, pieces in manifest.of.items():
        if not path.startswith("data/") or not path.endswith((".csv", "casebook.json")):
            continue
        data = objects.get(pieces)
        new = _rows_without(data, record) if path.endswith(".csv") else _book_without(data, record)
        if new != data:
            found[path] = new
    return found


def _rows_without(data: bytes, record: Stood) -> bytes:
    head, *rows = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    owners = [at for at, column in enumerate(head) if column in _OWNERS]
    kept = [row for row in rows if not {row[at] for at in owners if at < len(row)} & {record.id, record.slug}]
    if len(kept) == len(rows):
        return data
    out = io.StringIO()
    # Cells are safe for a spreadsheet as they are kept; to make them safe again would change them.
    csv.writer(out, lineterminator="\r\n").writerows([head, *kept])
    # Tables begin with a byte order mark since spreadsheets need one; one that had none gets none.
    return out.getvalue().encode("utf-8-sig" if data.startswith(codecs.BOM_UTF8) else "utf-8")


def _book_without(data: bytes, record: Stood) -> bytes:
    whole = json.loads(data)
    name = f"{record.kind}s"
    kept = [each for each in whole[name] if each["id"] != record.id]
    if len(kept) == len(whole[name]):
        return data
    return (json.dumps({**whole, name: kept}, indent=1, sort_keys=True, ensure_ascii=False) + "\n").encode()


def _named_by(manifest: Manifest, objects: Objects, record: Stood, done: Collection[str]) -> tuple[str, ...]:
    """Give the kept pages and tables that still name a record by its id or its address."""
    found = []
    for path, pieces in manifest.of.items():
        if path not in done and path.endswith((".html", ".csv", ".json")) and not path.startswith(record.address[1:]):
            data = objects.get(pieces)
            if record.id.encode() in data or f"/{record.slug}/".encode() in data:
                found.append(path)
    return tuple(found)
