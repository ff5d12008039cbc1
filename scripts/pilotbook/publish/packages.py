"""Make what gathers and describes the finished files of /data/, and lay the records themselves beside them.

Each is made from finished files and kept by their digests: where no table changed, the workbook, the database and the
descriptors are found and not made.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path

from pilotbook.casebook import Casebook, case_path, lesson_path
from pilotbook.exports import downloads, packages
from pilotbook.exports.crate import RECORDS
from pilotbook.exports.dataset import version_of
from pilotbook.exports.package import File, Gathered, Package
from pilotbook.pages.needs import key_of
from pilotbook.publish.code import code_digest
from pilotbook.publish.store import Store
from pilotbook.record.shelf import VOCABULARY

FOLDER = "data/"


def make_packages(
    book: Casebook, site: Mapping[str, str], records: Mapping[str, bytes], store: Store
) -> dict[str, str]:
    """Give the digest of each packaged file and each record by its path in the site.

    site: the digest of each file by its path, with every download. records: the bytes of each file of case_studies/.
    """
    made = {f"{FOLDER}{path}": store.keep(records[path]) for path in _published(book)}
    known = {download.path for download in downloads()}
    files = {
        path.removeprefix(FOLDER): digest for path, digest in site.items() if path in known and path.startswith(FOLDER)
    }
    for package in packages():
        # Only the last describes the records, which are as many as the book has.
        of = {**files, **_below(made)} if package.of == "all" else files
        files[package.name] = made[f"{FOLDER}{package.name}"] = _made(package, book, of, store)
    return made


def _published(book: Casebook) -> Iterator[str]:
    """Yield the path of each record that stands, and of the vocabulary: what is gone keeps its address and not its words."""
    yield VOCABULARY
    yield from (case_path(slug) for slug in book.views)
    yield from (lesson_path(slug) for slug in book.lessons)


def _below(made: Mapping[str, str]) -> dict[str, str]:
    """Give those files by their path from /data/."""
    return {path.removeprefix(FOLDER): digest for path, digest in made.items()}


def _made(package: Package, book: Casebook, files: Mapping[str, str], store: Store) -> str:
    wanted = {name: digest for name, digest in files.items() if package.of != "tables" or name.endswith(".csv")}
    told = [version_of(book), book.base, sorted(_dangling(book)), book.vocabulary]
    # A record's title stands in its file, whose digest is in the name already.
    key = key_of([code_digest(), package.name, wanted, told])
    kept = store.get("package", key)
    if kept is not None and store.has(kept.decode()):
        return kept.decode()
    gathered = gathered_from(book, {name: _file(name, digest, store) for name, digest in wanted.items()})
    digest = store.keep_written(lambda out: package.make(gathered, out))
    store.put("package", key, digest.encode())
    return digest


def gathered_from(book: Casebook, files: Mapping[str, File]) -> Gathered:
    """Give what packages are made from: finished files of /data/ by their names, and what the book says of itself."""
    lists = {name: {code: term.label for code, term in terms.items()} for name, terms in book.vocabulary.lists.items()}
    return Gathered(
        version=version_of(book),
        base=book.base,
        files=files,
        about={
            **{each.name: each.about for each in downloads()},
            **{each.name: each.about for each in packages()},
        },
        records=_records(book),
        lists=lists,
        dangling=_dangling(book),
    )


def _records(book: Casebook) -> dict[str, tuple[str, str]]:
    """Give the title and the id of each record by the path of its file."""
    cases = {case_path(slug): (view.title, view.id) for slug, view in book.views.items()}
    lessons = {lesson_path(slug): (lesson.title, lesson.id) for slug, lesson in book.lessons.items()}
    return {VOCABULARY: ("The lists that codes are chosen from", ""), **cases, **lessons}


def _dangling(book: Casebook) -> frozenset[str]:
    """Give the tables that name a lesson which does not stand."""
    known = book.lesson_slugs
    lost = any(entry.lesson not in known for view in book.views.values() for entry in view.entries)
    return frozenset({"ledger"} if lost else ())


def _file(name: str, digest: str, store: Store) -> File:
    path = store.file(digest)
    if path is None:
        raise FileNotFoundError(f"{FOLDER}{name} was made and is gone")
    return on_disk(path)


def on_disk(path: Path) -> File:
    """Give a finished file of the disk as packages read it."""
    return File(path.stat().st_size, lambda: path.open("rb"))


def is_packaged(path: str) -> bool:
    """Say whether a file of the site is made here."""
    return path.startswith(f"{FOLDER}{RECORDS}") or path in {f"{FOLDER}{package.name}" for package in packages()}
