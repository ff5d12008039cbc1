"""One build from records to published site."""

import json
import subprocess
import time
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path

from pilotbook.casebook import Casebook, case_path
from pilotbook.pages.content_names import named
from pilotbook.pages.kinds import all_recipes, former
from pilotbook.pages.needs import key_of
from pilotbook.publish import (
    address,
    briefs,
    cells,
    disk,
    editions,
    history,
    manifest,
    notebook_cites,
    notebook_ids,
    notebooks,
    notices,
    offline,
    packages,
    pictures,
    policy,
    programme_picture,
    released,
    releases,
    scripts,
    search,
    search_data,
    share,
    site,
    sitemap,
    styles,
    surroundings,
    swap,
    version,
)
from pilotbook.publish import book as prose
from pilotbook.publish.code import code_digest
from pilotbook.publish.git import Repository
from pilotbook.publish.opening import FEW, open_records
from pilotbook.publish.steps import Built, Report, Steps
from pilotbook.publish.store import Store, digest_of
from pilotbook.publish.unmade import Refused as Refused
from pilotbook.publish.unmade import blamed, placed
from pilotbook.publish.work import cores, seldom_collecting

# Where a preview stands, from the root.
PREVIEW = Path("_build", "preview", "site")


class NotWhole(Exception):
    """The site was built but something is missing from it; it was not published."""


def open_casebook(root: Path | None = None, store: Store | None = None, jobs: int = 1, held: int = FEW) -> Casebook:
    """Open the casebook of the project at `root` (or around here), as it is published.

    Raises Refused where a record has a problem.
    """
    root = root or disk.find_root()
    opened = open_records(root, store or Store(None), jobs, held=held)
    if opened.problems or opened.book is None:
        raise Refused(opened.problems)
    return opened.book.published()


def with_past(book: Casebook, repository: Repository, slugs: Collection[str], store: Store) -> Casebook:
    """Give the casebook with what git tells of its past: what changed in each record, and the versions of some cases.

    slugs: the cases that are asked for; of those only the ones with a planned cycle can be stated in advance.
    """
    # Asking git for all versions of a file takes longer than making its page, and most records have no plan.
    paths = {slug: case_path(slug) for slug in slugs if book.views[slug].has_plan}
    found = history.versions(repository, paths.values(), store)
    histories = {slug: found[path] for slug, path in paths.items()}
    return replace(book, histories=histories, pasts=history.changes(repository))


def build(root: Path, out: Path, report: Report = lambda _: None, jobs: int = 0) -> Built:
    """Build and publish the site of the project at `root` into `out`, with up to `jobs` processes (0: as many as cores)."""
    swap.refuse_folder(out)
    return _built(root, out, Steps(report), jobs)


def preview(root: Path, report: Report = lambda _: None, jobs: int = 0) -> Built:
    """Build every page and list into a folder of its own, for a preview; what is published stays as it is.

    Search, briefs, pictures and the offline copy are those of the last whole build; only a record new since then gets its
    brief and picture here.
    """
    return _built(root, root / PREVIEW, Steps(report), jobs)


def _built(root: Path, out: Path, steps: Steps, jobs: int) -> Built:
    began = time.monotonic()
    disk.refuse_committed(root)
    # Programs that a build starts read the variable too, also where git tells the day.
    version.day_set()
    work = root / "_build"
    with surroundings.plain_modes(), swap.alone(work), seldom_collecting():
        started = _Build(root, out, work, steps, jobs or cores())
        try:
            return started.run(began)
        except Refused as refused:
            raise Refused([placed(problem, root) for problem in refused.problems]) from refused
        except BaseException as error:
            if isinstance(error, OSError) and error.errno in surroundings.FULL:
                started.store.let_go()
            raise
        finally:
            swap.clear_up(work)


class _Build:
    """One build under its lock: where it works, and the site as it comes together."""

    def __init__(self, root: Path, out: Path, work: Path, steps: Steps, jobs: int) -> None:
        self.root, self.out, self.work, self.steps, self.jobs = root, out, work, steps, jobs
        self.store = Store(work / "store")
        self.repository = Repository(root)
        self.site = site.Site()
        self.is_preview = out == root / PREVIEW

    def run(self, began: float) -> Built:
        """Make what changed, check the whole, and publish it in one step. Where nothing changed, nothing is made to find out."""
        with self.steps.step("inputs", "Looking what has changed"):
            inputs = self._inputs()
            if built := self._again(inputs, began):
                return built
        with self.steps.step("records", "Reading and checking records"):
            book = open_casebook(self.root, self.store, self.jobs)
            book = with_past(book, self.repository, list(book.views), self.store)
            notes = notebook_ids.sound(cells.notebooks(self.root))
            stand = ((each.id, each.title, manifest.address_of(notebooks.page_of(each)[0])) for each in notes)
            book = replace(book, notebooks=tuple(stand))
            book = releases.with_changes(book, self.root, self.store)
        with self.steps.step("releases", "Looking through what releases keep"):
            kept = releases.files(self.root, self.store)
        with self.steps.step("prose", "Building prose and running notebooks"):
            frame = self._prose(book)
        with self.steps.step("pages", "Making pages"):
            made = self._pages(book, frame)
        with self.steps.step("data", "Writing the data"):
            downloads, rows = site.make_downloads(book, self.store)
            self.site.files |= downloads
        about = self.site.files[version.ABOUT]
        indexed = self._held_over(book, made) if self.is_preview else self._extras(book, made)
        # After the offline copy, which holds the living book alone.
        self.site.files |= kept
        with self.steps.step("check", "Checking every page, link and count"):
            records = [(page.path, page.record) for page in made]
            if faults := manifest.faults(book, records, self.site.pages, self.site.files, rows, indexed):
                raise NotWhole("\n".join(blamed(fault, self.root) for fault in faults))
        counts = {
            "cases": len(book.views), "lessons": len(book.lessons), "pages": len(self.site.pages), "indexed": indexed
        }  # fmt: skip
        with self.steps.step("publish", "Publishing"):
            # What was edited while this was made may stand in it, or not: the next build must look.
            if not self.is_preview and self._inputs() == inputs:
                told = {"inputs": inputs, "frame": asdict(frame)}
                last = {**told, "about": about, "files": self.site.files, "counts": counts}
                self.store.note("build", json.dumps(last).encode())
            self._tell(about, version.version_of(self.repository))
            self._publish()
            # Only a whole build has looked through all that is kept and may say what nobody uses.
            if not self.is_preview:
                self.store.sweep()
            self.store.note_stamps(is_whole=not self.is_preview)
        return self._built(counts, began)

    def _inputs(self) -> str:
        """Name all that a site is made from, but the commit itself; '' where some of it is missing."""
        found, misplaced = disk.read_records(self.root)
        try:
            # A commit that touches a record changes what its page tells of its past.
            past = history.digest(Repository(self.root))
            links = disk.read_links(self.root)
            ratings, _ = disk.read_ratings(self.root)
            told = [found, ratings, links, list(map(str, misplaced)), past, released.written(self.root), notices.text()]
            return key_of([code_digest(), prose.digest(self.root), *told])
        except FileNotFoundError:
            return ""

    def _again(self, inputs: str, began: float) -> Built | None:
        """Publish what the last build made, if it was made from the same; only what tells the commit may be another."""
        # What has these inputs was noted by this very program, so it is as it is now.
        last = self.store.noted_table("build", inputs=str)
        if not last or last["inputs"] != inputs or not self.store.has(last["about"]):
            return None
        site.Frame(**last["frame"]).note(self.store)
        self.site.files = last["files"]
        self._tell(last["about"], version.version_of(self.repository))
        # The release is looked through once more: it may have been damaged on the disk since it was published.
        release = self.work / "releases" / self._name()
        if not swap.is_sound(release, self.site.files, self.store.stands):
            if release.exists() or not all(map(self.store.has, self.site.files.values())):
                return None
            self._publish()
        else:
            swap.turn_to(release, self.out)
            self.store.made.clear()
        self.store.note_stamps(is_whole=False)
        return self._built(last["counts"], began)

    def _built(self, counts: dict[str, int], began: float) -> Built:
        self.store.close()
        if self.repository.forgets:
            self.store.told.append(f"No day and no history of a record is told, because {self.repository.forgets}")
        return Built(
            **counts,
            out=self.out,
            folder=self.out.resolve(),
            seconds=time.monotonic() - began,
            steps=self.steps.spent,
            made=self.store.made,
            notes=tuple(f"{told}." for told in dict.fromkeys([*self.store.told, *self._unreached()])),
        )

    def _unreached(self) -> list[str]:
        """Say that no page leads to the repository, where none does: whoever publishes must know, whatever was made."""
        told = address.unreached(self.root)
        return [told] if told and not self.is_preview else []

    def _extras(self, book: Casebook, made: Sequence[site.Made]) -> int:
        """Make what only a whole site has: briefs, pictures, search, offline copy; give how many pages can be found."""
        # What is added from here on is what a preview will hold over.
        before = set(self.site.files)
        with self.steps.step("extras", "Drawing briefs and pictures"):
            self._draw(book, made, {})
        with self.steps.step("search", "Indexing for search"):
            indexed = self._search(book)
        with self.steps.step("data", "Packing the data"):
            self._pack(book)
        with self.steps.step("extras", "Packing the offline copy"):
            self._tell(self.site.files[version.ABOUT], version.BARE)
            self.site.files[offline.ADDRESS] = offline.pack(self.site.files, self.store, self.jobs)
        extras = {name: digest for name, digest in self.site.files.items() if name not in before}
        self.store.note("extras", json.dumps(extras).encode())
        return indexed

    def _pack(self, book: Casebook) -> None:
        """Take in what gathers and describes the data, the records as they are written, the sitemap and robots.txt."""
        records, _ = disk.read_records(self.root)
        self.site.files |= packages.make_packages(book, self.site.files, records, self.store)
        days = {f"/cases/{slug}/": view.reviewed_on for slug, view in book.views.items()}
        days |= {f"/lessons/{slug}/": lesson.reviewed_on for slug, lesson in book.lessons.items()}
        listed = [address for address, facts in self.site.pages.items() if facts.is_listed]
        for name, text in sitemap.files(listed, days, book.base).items():
            self.site.files[name] = self.store.keep(text.encode())

    def _held_over(self, book: Casebook, made: Sequence[site.Made]) -> int:
        """Take what only a whole site has from the last one; give how many pages its search should find."""
        with self.steps.step("extras", "Taking search and briefs from the last build"):
            noted: dict[str, str] = self.store.noted_table("extras")
            had = {name: digest for name, digest in noted.items() if self.store.has(digest)}
            self._draw(book, made, had)
            held = {name: digest for name, digest in had.items() if _is_of_all(name)}
            self.site.files |= held | editions.held_over(held, self.store)
            self.site.files |= editions.of_data(self.site.files, self.store)
            self._tell(self.site.files[version.ABOUT], version.BARE)
        return sum(facts.is_searched for facts in self.site.pages.values())

    def _draw(self, book: Casebook, made: Sequence[site.Made], had: Mapping[str, str]) -> None:
        """Take in the brief and the picture of each record, and charts as PNG, from `had` what stands there."""
        self.site.files |= briefs.make_briefs(book, self.store, self.jobs, had)
        self.site.files |= pictures.make_pictures(self.site, self.store, self.jobs, had)
        posters = ((page.path, page.poster) for page in made if page.poster)
        self.site.files |= share.make_posters(posters, self.store, self.jobs, had)

    def _prose(self, book: Casebook) -> site.Frame:
        """Take in what Jupyter Book made and what notebooks show, and give what made pages are set into."""
        found = prose.pages(self.root, self.work, self.store)
        shell = found.pop(prose.SHELL).decode()
        made = notebooks.outputs(self.root, self.work, book, self.store)
        found |= notebooks.set_in(found, made)
        found |= programme_picture.set_in(found, book)
        base = address.base_address(self.root)
        found |= notebook_cites.set_in(found, notebook_cites.citations_of(self.root, book, self.store, made), base)
        self.site.files |= {name: self.store.keep(data) for name, data in found.items()}
        pages = ((manifest.address_of(name), data) for name, data in found.items() if name.endswith(".html"))
        self.site.pages |= site.facts_of_prose(pages, self.store)
        frame = site.Frame(shell, prose.article(found["index.html"].decode()), base)
        frame.note(self.store)
        return frame

    def _pages(self, book: Casebook, frame: site.Frame) -> list[site.Made]:
        """Take in every made page with what stands beside it."""
        self.site.files[notices.ADDRESS] = self.store.keep(notices.text().encode())
        told = self.steps.progress("Making pages:")
        names = book.vocabulary.numbered
        made = site.make_pages(list(all_recipes(book)), frame, self.store, self.jobs, told, names)
        # What a release had and nothing makes any more still answers.
        lost = list(former.lost(book, {*self.site.pages, *(page.path for page in made)}))
        made += site.make_pages(lost, frame, self.store, self.jobs, told, names)
        for page in made:
            self.site.files |= page.files
            self.site.pages[page.path] = page.facts
        vega = self._vega()
        drawing = named("vega.js", vega)
        for name, content in scripts.static(drawing).items():
            self.site.files[f"_static/{name}"] = self.store.keep(content)
        self.site.files[styles.ADDRESS.lstrip("/")] = self.store.keep(styles.published().encode())
        # Loaded only when a reader asks to explore a chart; from our own site, so no other host is asked.
        self.site.files[f"_static/{drawing}"] = vega
        self.site.files[".nojekyll"] = self.store.keep(b"")
        headers = policy.headers_file(book.editors.contact.forms)
        self.site.files[policy.ADDRESS] = self.store.keep(headers.encode())
        self.site.files = editions.of_pages(self.site.files, self.store)
        if not frame.base:
            self._let_climb()
        return made

    def _let_climb(self) -> None:
        """Let the page for addresses that lead nowhere find its way; what is asked for in vain must not count as lost."""
        path = manifest.file_of(share.NOT_FOUND)
        if page := self.store.file(self.site.files[path]):
            self.site.files[path] = self.store.keep(site.at_any_depth(page.read_text("utf-8")).encode())

    def _vega(self) -> str:
        # In a process of its own: its engine leaves threads behind, and a process that has threads cannot be forked.
        written = "import vl_convert; print(vl_convert.javascript_bundle('window.vegaEmbed = vegaEmbed;'), end='')"

        def bundle() -> bytes:
            around, command = prose.environment(self.work), surroundings.ending_with_us(written)
            return subprocess.run(command, capture_output=True, check=True, env=around).stdout

        return self.store.kept_files("script", {"vega.js": key_of([code_digest(), "vega.js"])}, lambda _: bundle())[
            "vega.js"
        ]

    def _search(self, book: Casebook) -> int:
        """Index the pages that search reads, and write the data beside the search page; give how many can be found."""
        pages = {
            manifest.file_of(address): self.site.files[manifest.file_of(address)]
            for address, facts in self.site.pages.items()
            if facts.is_searched
        }
        files, indexed = search.index(pages, self.store, self.work)
        data, count = search_data.make(book, files, indexed, self.store)
        self.site.files |= files | data
        self.site.files |= editions.of_data(self.site.files, self.store)
        return count

    def _tell(self, about: str, of: version.Version) -> None:
        """Say which version this is, on the page about the book (`about` is its digest) and in version.json, and nowhere else."""
        page = self.store.file(about)
        if page is None:
            raise FileNotFoundError(f"{version.ABOUT} was made and is gone")
        self.site.files[version.ABOUT] = self.store.keep(version.told_in(page.read_bytes(), of))
        self.site.files["version.json"] = self.store.keep(version.as_json(of))

    def _name(self) -> str:
        """Name a release by its content."""
        return digest_of(json.dumps(sorted(self.site.files.items())).encode())[:16]

    def _publish(self) -> None:
        name = self._name()
        release = self.work / "releases" / name
        if self.is_preview:
            folder = swap.begun(self.out.parent, self.out)
            self.store.lay(self.site.files, folder)
            swap.show(folder, self.out, name)
        elif swap.is_sound(release, self.site.files, self.store.stands):
            swap.turn_to(release, self.out)
        else:
            folder = swap.begun(self.work, self.out)
            self.store.lay(self.site.files, folder)
            if note := swap.publish(folder, self.out, name):
                self.store.told.append(note.rstrip("."))


def _is_of_all(name: str) -> bool:
    """Say whether an extra is of the whole site and of no single record."""
    is_map = name == "robots.txt" or (name.startswith("sitemap") and name.endswith(".xml"))
    return name == offline.ADDRESS or name.startswith(("pagefind/", "search/")) or is_map or packages.is_packaged(name)
