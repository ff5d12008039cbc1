"""The releases of a project, compared with the book as it is, and set into the site.

Nothing of a release is made again: what is served is what was kept, under another name.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, replace
from pathlib import Path

from pilotbook.casebook import Casebook
from pilotbook.pages.needs import key_of
from pilotbook.publish import disk, frozen
from pilotbook.publish.code import code_digest
from pilotbook.publish.objects import Damaged, Objects, sha256
from pilotbook.publish.released import Manifest, manifests, path_of
from pilotbook.publish.store import Store
from pilotbook.publish.unmade import Refused
from pilotbook.record.released import Changed, Difference, Stood
from pilotbook.rules.released import damaged
from pilotbook.text.problems import Problem
from pilotbook.views.changes import compare, state_of
from pilotbook.views.record_changes import differences


def with_changes(book: Casebook, root: Path, store: Store) -> Casebook:
    """Give the published book with what has changed since each of its releases, and between neighbours.

    Two versions of a file are compared once; the answer is kept. Raises Refused where a version that is kept is damaged.
    """
    if not book.releases:
        return book
    files, _ = disk.read_records(root)
    known, _ = manifests(root)
    comparing = _Comparing(root, store, files, {each.release.name: each for each in known})
    now = state_of(book, {path: sha256(raw) for path, raw in files.items()})
    before = [{record.id: record for record in release.records} for release in book.releases]
    after = [*before[1:], now]
    told = [
        replace(release, since=comparing.changes(was, now), then=comparing.changes(was, following))
        for release, was, following in zip(book.releases, before, after, strict=True)
    ]
    return replace(book, releases=tuple(told))


class _Comparing:
    """Compares states of the book, and the kept files of records where they differ."""

    def __init__(self, root: Path, store: Store, files: Mapping[str, bytes], known: Mapping[str, Manifest]) -> None:
        self._store, self._objects = store, Objects(root)
        # The same version of a file may be in several releases; any of them will do.
        self._kept = {
            manifest.release.files[path]: manifest.of[path]
            for manifest in known.values()
            for path in manifest.release.files
            if path.startswith("case_studies/")
        }
        self._present = {sha256(raw): raw for raw in files.values()}

    def changes(self, before: Mapping[str, Stood], after: Mapping[str, Stood]) -> tuple[Changed, ...]:
        """Give what changed from one state to another."""
        return compare(before, after, self._differ)

    def _differ(self, was: Stood, now: Stood) -> tuple[Difference, ...]:
        key = key_of([code_digest(), was.kind, was.digest, now.digest])

        def make() -> bytes:
            found = differences(was.kind, self._read(was.digest), self._read(now.digest))
            return json.dumps([asdict(each) for each in found]).encode()

        return tuple(Difference(**each) for each in json.loads(self._store.get_or_make("changes", key, make)))

    def _read(self, digest: str) -> bytes:
        if digest in self._present:
            return self._present[digest]
        try:
            return self._objects.get(self._kept[digest])
        except Damaged as error:
            raise Refused([damaged(error.path, error.what)]) from error


def files(root: Path, store: Store) -> dict[str, str]:
    """Give the digest of every file of every release by its path in the site; each is kept in the store, unpacked and whole.

    Raises Refused, with every problem, where something that is kept is missing, cut off or altered.
    """
    known, problems = manifests(root)
    found: dict[str, str] = {}
    for manifest in known:
        problems += _kept(root, store, manifest)
        release = manifest.release
        found |= {f"v/{release.name}/{path}": _short(digest) for path, digest in release.files.items()}
    if problems:
        raise Refused(sorted(set(problems)))
    return found


def _short(digest: str) -> str:
    """Give the name by which the store keeps bytes with this SHA-256."""
    return digest[:32]


def _kept(root: Path, store: Store, manifest: Manifest) -> list[Problem]:
    """Keep in the store what it has not; give a problem for each piece that is not whole.

    All pieces are read again where one of them has another size or time than when they were last found whole.
    """
    release, objects = manifest.release, Objects(root)
    key = key_of([manifest.digest, _looks(root, manifest)])
    is_known = store.get("release", key) is not None
    problems: list[Problem] = []
    for path, digest in release.files.items():
        if is_known and store.has(_short(digest)):
            continue
        try:
            data = frozen.filled(objects.get(manifest.of[path]), release.name, release.date)
        except Damaged as error:
            problems.append(damaged(error.path, f"{error.what}; {path} of release {release.name} is kept in it"))
            continue
        if sha256(data) != digest:
            problems.append(
                damaged(path_of(release.name), f"{path} of release {release.name} is not what its checksum says")
            )
        else:
            store.keep(data)
    if not problems and not is_known:
        store.put("release", key, b"whole")
    return problems


def _looks(root: Path, manifest: Manifest) -> list[tuple[str, int, int]]:
    """Give the size and the time of every piece of a release, which tell whether it was touched; -1 where it is not there."""
    return [(name, *_look(root / Objects.path(name))) for name in dict.fromkeys(manifest.pieces())]


def _look(path: Path) -> tuple[int, int]:
    try:
        status = path.stat()
    except OSError:
        return -1, -1
    return status.st_size, status.st_mtime_ns
