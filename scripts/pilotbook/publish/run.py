"""One build from records to published site."""

import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from pilotbook.casebook import Casebook
from pilotbook.judgement.rating import is_given
from pilotbook.publish import book as prose
from pilotbook.publish import (
    briefs,
    disk,
    history,
    manifest,
    notebooks,
    offline,
    search,
    search_data,
    share,
    site,
    swap,
)
from pilotbook.publish.store import FolderStore
from pilotbook.publish.version import version_of
from pilotbook.publish.version import write as write_version
from pilotbook.rules import check
from pilotbook.text.glossary import explained_terms
from pilotbook.text.problems import Problem

Report = Callable[[str], None]


class Refused(Exception):
    """The records have problems; nothing was built."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(f"{len(problems)} problems")
        self.problems = problems


class NotWhole(Exception):
    """The site was built but something is missing from it; it was not published."""


@dataclass(frozen=True)
class Built:
    """What a build made."""

    cases: int
    lessons: int
    pages: int
    indexed: int
    out: Path
    seconds: float


def open_casebook(root: Path | None = None) -> Casebook:
    """Open the casebook of the project at `root` (or around here). Raises Refused where a record has a problem."""
    root = root or disk.find_root()
    files, misplaced = disk.read_records(root)
    shelf, problems = check(files, misplaced)
    if problems or shelf is None:
        raise Refused(problems)
    return replace(Casebook.of(shelf), glossary=explained_terms(disk.read_glossary(root)))


def with_histories(book: Casebook, root: Path) -> Casebook:
    """Give the casebook with the committed versions of each case that has a planned cycle: only those can be stated in advance."""
    planned = [slug for slug, case in book.cases.items() if any(is_given(cycle.hypothesis) for cycle in case.cycles)]
    found = history.versions(root, [f"case_studies/{slug}.yml" for slug in planned])
    return replace(book, histories={slug: found[f"case_studies/{slug}.yml"] for slug in planned})


def build(root: Path, out: Path, report: Report = lambda _: None) -> Built:
    """Build and publish the site of the project at `root` into `out`."""
    began = time.monotonic()
    swap.refuse_folder(out)
    report("Reading and checking records")
    casebook = with_histories(open_casebook(root), root)
    work = root / "_build"
    with swap.alone(work):
        report("Building prose and running notebooks")
        built = prose.build(root, work)
        shown = notebooks.outputs(root, work, casebook, FolderStore(work / "store"))
        folder = swap.fresh(work)
        report("Making pages")
        made = site.assemble(casebook, built, folder, work / "charts", base=share.base_address(root))
        notebooks.set_in(folder, shown)
        version = version_of(root)
        write_version(folder, version)
        report("Setting one-page briefs")
        briefs.write(casebook, folder, version, work / "briefs")
        report("Indexing for search")
        indexed = search_data.write(folder, casebook, search.index(folder))
        report("Packing the offline copy")
        offline.pack(folder, folder / offline.ADDRESS)
        report("Checking every page, link and count")
        if faults := manifest.faults(casebook, made, folder, indexed):
            raise NotWhole("\n".join(faults))
        report("Publishing")
        pages = sum(1 for _ in folder.rglob("*.html"))
        swap.publish(folder, out, _name(folder))
    return Built(len(casebook.cases), len(casebook.lessons), pages, indexed, out, time.monotonic() - began)


def _name(folder: Path) -> str:
    """Name a release by its content."""
    whole = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            whole.update(path.relative_to(folder).as_posix().encode() + path.read_bytes())
    return whole.hexdigest()[:16]
