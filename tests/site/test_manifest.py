"""What is missing or leads nowhere is found before a site is published: each fault is planted in a sound small site."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from pilotbook.casebook import Casebook
from pilotbook.pages.page import Page
from pilotbook.publish import briefs, manifest, offline, site
from pilotbook.publish.book import PACKAGE
from pilotbook.publish.version import version_of
from pilotbook.record.shelf import Shelf

CASE = "cases/madeup-town-rent-advice/index.html"
FRAME = """<!DOCTYPE html><html><head><title>%%TITLE%%</title>%%HEAD%%
<link rel="stylesheet" href="%%ROOT%%_static/pilotbook.css?v=1"></head>
<body data-root="%%ROOT%%">%%BODY%%</body></html>"""
PROSE = (
    '<!DOCTYPE html><html><body><article class="prose"><div><h1>Made up</h1><p>Words.</p></div></article></body></html>'
)
PROSE_PAGES = (
    "", "programme", "method", "contribute", "about", "evidence", "evidence/reaching-families", "evidence/who-has-published-a-result"
)  # fmt: skip


@dataclass
class Site:
    """A site in the making: the book, the folder and the made pages that were written to it."""

    book: Casebook
    folder: Path
    made: list[Page]

    def faults(self) -> list[str]:
        return manifest.faults(self.book, self.made, self.folder, indexed=self.listed())

    def listed(self) -> int:
        return sum("data-pagefind-body" in path.read_text("utf-8") for path in self.folder.rglob("*.html"))

    def add(self, html: str, to: str = CASE) -> None:
        path = self.folder / to
        path.write_text(path.read_text("utf-8").replace("</main>", f"{html}</main>"), encoding="utf-8")


@pytest.fixture
def built(tmp_path: Path) -> Path:
    """Give a folder such as Jupyter Book leaves behind."""
    folder = tmp_path / "built"
    for name in PROSE_PAGES:
        write(folder / name / "index.html", PROSE)
    write(folder / "shell" / "index.html", FRAME)
    for path in (PACKAGE / "theme" / "static").iterdir():
        write(folder / "_static" / path.name, "/* made up */")
    for name in (
        "_static/doctools.js",
        "_static/fonts/x.woff",
        "searchindex.js",
        "search/index.html",
        "genindex/index.html",
    ):
        write(folder / name, "unwanted")
    for name in ("reports/x.err.log", "_sources/index.md.txt", "objects.inv", ".buildinfo"):
        write(folder / name, "unwanted")
    return folder


@pytest.fixture
def sound(tmp_path: Path, built: Path, tiny_shelf: Shelf) -> Site:
    book = Casebook.of(tiny_shelf)
    folder = tmp_path / "site"
    folder.mkdir()
    made = site.assemble(book, built, folder, folder.parent / "charts")
    briefs.write(book, folder, version_of(tmp_path), tmp_path / "briefs")
    offline.pack(folder, folder / offline.ADDRESS)
    return Site(book, folder, made)


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def test_a_sound_site_has_no_faults(sound: Site) -> None:
    assert sound.faults() == []


def test_what_nobody_asks_for_is_left_behind(sound: Site) -> None:
    published = {path.relative_to(sound.folder).as_posix() for path in sound.folder.rglob("*") if path.is_file()}

    assert not [name for name in published if b"unwanted" in (sound.folder / name).read_bytes()]
    assert "shell/index.html" not in published


PLANTED = {
    "a link to no page": (
        '<a href="../nowhere/">x</a>',
        f"{CASE} links to ../nowhere/, which is not there",
    ),
    "a link to a folder without a page": (
        '<a href="../../_static/">x</a>',
        f"{CASE} links to ../../_static/, which is not there",
    ),
    "a link from the root to no page": (
        '<a href="/nowhere/">x</a>',
        f"{CASE} links to /nowhere/, which is not there",
    ),
    "a link out of the site": (
        '<a href="../../../built/index.html">x</a>',
        f"{CASE} links to ../../../built/index.html, which is not there",
    ),
    "an anchor on its own page": (
        '<a href="#nowhere">x</a>',
        f"{CASE} links to #nowhere, but there is no such place on that page",
    ),
    "an anchor on another page": (
        '<a href="../madeup-vale-hub-letters/#O9">x</a>',
        f"{CASE} links to ../madeup-vale-hub-letters/#O9, but there is no such place on that page",
    ),
    "a script of another host": (
        '<script src="https://example.org/x.js"></script>',
        f"{CASE} loads https://example.org/x.js from another host",
    ),
    "a script without a scheme": (
        '<script src="//example.org/x.js"></script>',
        f"{CASE} loads //example.org/x.js from another host",
    ),
    "a style of another host": (
        '<link rel="stylesheet" href="https://example.org/x.css">',
        f"{CASE} loads https://example.org/x.css from another host",
    ),
    "a picture of another host": (
        '<img src="http://example.org/x.png" alt="">',
        f"{CASE} loads http://example.org/x.png from another host",
    ),
    "pictures of another host, by size": (
        '<img srcset="https://example.org/x.png 2x" alt="">',
        f"{CASE} loads https://example.org/x.png from another host",
    ),
    "a picture that is not there": (
        '<img src="x.png" alt="">',
        f"{CASE} loads x.png, which is not there",
    ),
    "an id twice": (
        '<p id="twice"></p><p id="twice"></p>',
        f"{CASE} has two elements with the id 'twice'",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("html", "fault"), PLANTED.values(), ids=PLANTED)
def test_what_a_page_names_must_be_there_and_be_ours(sound: Site, html: str, fault: str) -> None:
    sound.add(html)

    assert sound.faults() == [fault]


@pytest.mark.parametrize(
    "html",
    [
        '<a href="https://example.org/">x</a>',
        '<a href="mailto:x@example.org">x</a>',
        '<a href="#outcomes">x</a>',
        '<a href="../madeup-vale-hub-letters/?from=here#O1">x</a>',
        '<a href="../../data/cases.csv">x</a>',
        '<a href="https://creativecommons.org/licenses/by/4.0/" rel="license">x</a>',
    ],
)
def test_a_good_link_is_no_fault(sound: Site, html: str) -> None:
    sound.add(html)

    assert sound.faults() == []


def test_a_page_that_is_cut_short_is_named(sound: Site) -> None:
    path = sound.folder / CASE
    path.write_text(path.read_text("utf-8").partition("</main>")[0], encoding="utf-8")

    assert f"{CASE} is cut short" in sound.faults()


def test_an_empty_page_is_named(sound: Site) -> None:
    (sound.folder / "made-up").mkdir()
    (sound.folder / "made-up" / "index.html").touch()

    assert sound.faults() == ["made-up/index.html is cut short", "made-up/index.html is empty"]


def test_a_page_that_was_dropped_is_named_by_the_links_to_it(sound: Site) -> None:
    (sound.folder / CASE).unlink()

    assert "cases/index.html links to madeup-town-rent-advice/, which is not there" in sound.faults()


def test_a_page_that_was_dropped_is_named_even_where_nothing_links_to_it(sound: Site) -> None:
    (sound.folder / "404.html").unlink()

    assert sound.faults() == ["the page /404.html was made but is not in the site"]


def test_a_record_without_a_page_is_named(sound: Site) -> None:
    sound.made = [page for page in sound.made if page.record != "TLG-C-MAD3"]

    assert sound.faults() == ["TLG-C-MAD3 has 0 pages instead of one"]


def test_a_record_with_two_pages_is_named_and_so_is_their_address(sound: Site) -> None:
    sound.made.append(next(page for page in sound.made if page.record == "TLG-C-MAD3"))

    assert sound.faults() == [
        "TLG-C-MAD3 has 2 pages instead of one",
        "two pages want the address /cases/madeup-town-rent-advice/",
    ]


def test_a_page_without_a_record_is_named(sound: Site) -> None:
    page = next(page for page in sound.made if page.record == "TLG-C-MAD3")
    sound.made.append(replace(page, path="/cases/nowhere/", record="TLG-C-MAD8"))

    assert "TLG-C-MAD8 has a page but no record" in sound.faults()


def test_a_download_that_lost_a_row_is_named(sound: Site) -> None:
    path = sound.folder / "data" / "sources.csv"
    path.write_bytes(b"\r\n".join(path.read_bytes().split(b"\r\n")[:-2]) + b"\r\n")

    assert sound.faults() == ["data/sources.csv has 4 rows instead of 5"]


def test_a_casebook_in_json_that_lost_a_record_is_named(sound: Site) -> None:
    path = sound.folder / "data" / "casebook.json"
    path.write_text('{"cases": [], "lessons": [1, 2]}', encoding="utf-8")

    assert sound.faults() == ["data/casebook.json has 0 cases instead of 3"]


def test_a_page_that_search_did_not_take_in_is_told(sound: Site) -> None:
    listed = sound.listed()

    found = manifest.faults(sound.book, sound.made, sound.folder, indexed=listed - 1)

    assert found == [f"{listed} pages are meant for search but {listed - 1} are in its index"]


def test_text_that_looks_like_a_token_of_the_frame_stays_text(make_page: Callable[..., Page]) -> None:
    page = make_page(title="%%BODY%% & <b>", body="<main>%%ROOT%%</main>")

    html = site.set_into("<title>%%TITLE%%</title>%%BODY%%", page)

    assert html == "<title>%%BODY%% &amp; &lt;b&gt;</title><main>%%ROOT%%</main>"


@pytest.fixture
def make_page(sound: Site) -> Callable[..., Page]:
    return lambda **changes: replace(sound.made[0], **changes)


def test_no_page_is_written_outside_the_site(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="leads out of the site"):
        site.write(tmp_path / "site", "/../escaped/", "x")

    assert list(tmp_path.iterdir()) == []
