"""What is missing or leads nowhere is found before a site is published: each fault is planted in a sound small site."""

import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from books import TINY
from pilotbook.casebook import Casebook
from pilotbook.exports import casebook_json
from pilotbook.exports.tables import rows_in
from pilotbook.pages.kinds import all_pages
from pilotbook.pages.page import Page
from pilotbook.publish import briefs, manifest, offline, pictures, run, site, sitemap
from pilotbook.publish.facts import Facts, facts_of
from pilotbook.publish.store import Store
from projects import plain_prose

CASE = "cases/madeup-town-rent-advice/index.html"


@dataclass
class Site:
    """A site in the making: the book, the digest of each file, what each page says of itself, and the rows of downloads.

    records: the address of each made page with the record that it shows.
    """

    book: Casebook
    store: Store
    records: list[tuple[str, str | None]]
    files: dict[str, str]
    pages: dict[str, Facts]
    rows: dict[str, int]

    def faults(self, indexed: int | None = None) -> list[str]:
        listed = self.listed() if indexed is None else indexed
        return manifest.faults(self.book, self.records, self.pages, self.files, self.rows, listed)

    def listed(self) -> int:
        return sum("data-pagefind-body" in self.text(name) for name in self.files if name.endswith(".html"))

    def text(self, name: str) -> str:
        path = self.store.file(self.files[name])
        assert path is not None
        return path.read_text("utf-8")

    def finish(self, html: str, name: str = CASE) -> None:
        """Let a page be finished with other HTML."""
        address = manifest.address_of(name)
        self.files[name] = self.store.keep(html.encode())
        self.pages[address] = facts_of(address, html, names=())

    def add(self, html: str, to: str = CASE) -> None:
        self.finish(self.text(to).replace("</main>", f"{html}</main>"), to)

    def drop(self, name: str) -> None:
        del self.files[name], self.pages[manifest.address_of(name)]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder such as Jupyter Book leaves behind."""
    folder = plain_prose(tmp_path_factory.mktemp("built"))
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


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, built: Path) -> Iterator[Site]:
    """Give the sound small site, put together as a build does; it is searched by nobody."""
    book = run.open_casebook(TINY)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(run.prose, "build", lambda *_: built)
        # The casebook alone has no contents of prose to be named by.
        patch.setattr(run.prose, "digest", lambda _: "made up")
        work = tmp_path_factory.mktemp("work")
        build = run._Build(TINY, work / "out", work, run.Steps(lambda _: None), jobs=1)
        pages = build._pages(book, build._prose(book))
    files, rows = site.make_downloads(book, build.store)
    build.site.files |= files | briefs.make_briefs(book, build.store, jobs=1)
    build.site.files |= pictures.make_pictures(build.site, build.store, jobs=1)
    build._pack(book)
    build.site.files[offline.ADDRESS] = offline.pack(build.site.files, build.store, jobs=1)
    records = [(page.path, page.record) for page in pages]
    yield Site(book, build.store, records, build.site.files, build.site.pages, rows)
    build.store.close()


@pytest.fixture
def sound(made: Site) -> Site:
    """Give the sound small site, for a test to spoil."""
    return replace(made, records=[*made.records], files={**made.files}, pages={**made.pages}, rows={**made.rows})


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def test_every_address_of_the_sitemap_is_a_page_that_search_engines_may_list(sound: Site) -> None:
    listed = [address for address, facts in sound.pages.items() if facts.is_listed]
    written = sitemap.files(listed, {}, "https://pilots.example.org/")["sitemap.xml"]

    found = re.findall(r"<loc>https://pilots\.example\.org/(.*?)</loc>", written)

    assert {"", "data/", "cases/madeup-town-rent-advice/", "lessons/call-on-families/"} <= set(found)
    assert [path for path in found if f"{path}index.html" not in sound.files] == []
    assert not [path for path in found if path.startswith(("id/", "search/", "404"))]


def test_a_sound_site_has_no_faults(sound: Site) -> None:
    assert sound.faults() == []


def test_what_nobody_asks_for_is_left_behind(sound: Site) -> None:
    unwanted = sound.store.keep(b"unwanted")

    assert [name for name, digest in sound.files.items() if digest == unwanted] == []
    assert "shell/index.html" not in sound.files


PLANTED = {
    "a link that only a server would keep in the site": (
        '<a href="../../../cases/">x</a>',
        f"{CASE} links to /../cases/, which is not there",
    ),
    "a number that nobody stands behind": (
        "<p>It fell by 12%.</p>",
        f"{CASE} shows a number that no record stands behind: “It fell by 12%.”",
    ),
    "a link to no page": (
        '<a href="../nowhere/">x</a>',
        f"{CASE} links to /cases/nowhere/, which is not there",
    ),
    "a link to a folder without a page": (
        '<a href="../../_static/">x</a>',
        f"{CASE} links to /_static/, which is not there",
    ),
    "a link from the root to no page": (
        '<a href="/nowhere/">x</a>',
        f"{CASE} links to /nowhere/, which is not there",
    ),
    "a link out of the site": (
        '<a href="../../../built/index.html">x</a>',
        f"{CASE} links to /../built/index.html, which is not there",
    ),
    "an anchor on its own page": (
        '<a href="#nowhere">x</a>',
        f"{CASE} links to #nowhere, but there is no such place on that page",
    ),
    "an anchor on another page": (
        '<a href="../madeup-vale-hub-letters/#O9">x</a>',
        f"{CASE} links to /cases/madeup-vale-hub-letters/#O9, but there is no such place on that page",
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
        f"{CASE} loads /cases/madeup-town-rent-advice/x.png, which is not there",
    ),
    "a script in the page": (
        "<script>alert(1)</script>",
        f"{CASE} holds a script that its policy does not name: “alert(1)”",
    ),
    "a script that calls itself a module": (
        '<script type="module">alert(1)</script>',
        f"{CASE} holds a script that its policy does not name: “alert(1)”",
    ),
    "code in an attribute": (
        '<img src="../../_static/mark.svg" alt="" OnError = "alert(1)">',
        f"{CASE} would run code by 'onerror' of <img>",
    ),
    "code in an attribute of a drawing": (
        "<svg><circle/onclick=alert(1)></svg>",
        f"{CASE} would run code by 'onclick' of <circle>",
    ),
    "a style of an element": (
        '<p style="color: red">x</p>',
        f"{CASE} has a style attribute on <p>: “color: red”",
    ),
    "styles in the page": (
        "<style>p { color: red }</style>",
        f"{CASE} holds styles of its own: “p {{ color: red }}”",
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
        '<script type="application/json">{"on": "onload=1"}</script>',
        "<p>Words may say onerror=x and style=red.</p>",
    ],
)
def test_a_good_link_is_no_fault(sound: Site, html: str) -> None:
    sound.add(html)

    assert sound.faults() == []


POLICY = "Content-Security-Policy"
ICON = '<link rel="icon" href="../../_static/mark.svg">'
UNSOUND = {
    "none": (f'<meta http-equiv="{POLICY}"', '<meta name="x"', f"does not begin with its {POLICY}"),
    # A policy holds from where it stands.
    "after what is loaded": (
        '<meta charset="utf-8">',
        f'<meta charset="utf-8">{ICON}',
        f"does not begin with its {POLICY}",
    ),
    "wider": ("style-src 'self'", "style-src *", f"has another style-src in its {POLICY} than “'self'”"),
    "with more": ("base-uri 'none'", "base-uri 'none'; x-src *", f"has 'x-src' in its {POLICY}, which is none of ours"),
}


@pytest.mark.parametrize(("before", "after", "fault"), UNSOUND.values(), ids=UNSOUND)
def test_a_page_without_our_policy_is_named(sound: Site, before: str, after: str, fault: str) -> None:
    sound.finish(sound.text(CASE).replace(before, after, 1))

    assert sound.faults() == [f"{CASE} {fault}"]


def test_a_page_that_is_cut_short_is_named(sound: Site) -> None:
    sound.finish(sound.text(CASE).partition("</main>")[0])

    assert f"{CASE} is cut short" in sound.faults()


def test_an_empty_page_is_named(sound: Site) -> None:
    sound.finish("", "about/index.html")

    assert sound.faults() == ["about/index.html is cut short", "about/index.html is empty"]


def test_an_empty_file_is_named_but_for_the_one_that_is_meant_to_be(sound: Site) -> None:
    sound.files["_static/finder.js"] = sound.store.keep(b"")

    assert sound.files[".nojekyll"] == sound.files["_static/finder.js"]
    assert sound.faults() == ["_static/finder.js is empty"]


def test_a_page_that_was_dropped_is_named_by_the_links_to_it(sound: Site) -> None:
    sound.drop(CASE)

    lost = "links to /cases/madeup-town-rent-advice/, which is not there"
    assert [fault for fault in sound.faults() if lost in fault]


def test_a_page_that_was_dropped_is_named_even_where_nothing_links_to_it(sound: Site) -> None:
    sound.drop("404.html")

    assert sound.faults() == ["the page /404.html was made but is not in the site"]


def test_a_record_without_a_page_is_named(sound: Site) -> None:
    sound.records = [(path, record) for path, record in sound.records if record != "TLG-C-MAD3"]

    assert sound.faults() == ["TLG-C-MAD3 has 0 pages instead of one"]


def test_a_record_with_two_pages_is_named_and_so_is_their_address(sound: Site) -> None:
    sound.records.append(("/cases/madeup-town-rent-advice/", "TLG-C-MAD3"))

    assert sound.faults() == [
        "TLG-C-MAD3 has 2 pages instead of one",
        "two pages want the address /cases/madeup-town-rent-advice/",
    ]


def test_a_page_without_a_record_is_named(sound: Site) -> None:
    sound.records.append(("/cases/nowhere/", "TLG-C-MAD8"))

    assert "TLG-C-MAD8 has a page but no record" in sound.faults()


def test_a_download_that_lost_a_row_is_named(sound: Site) -> None:
    whole = sound.store.file(sound.files["data/sources.csv"])
    assert whole is not None
    sound.rows["sources.csv"] = rows_in(io.BytesIO(b"\r\n".join(whole.read_bytes().split(b"\r\n")[:-2]) + b"\r\n"))

    assert sound.faults() == ["data/sources.csv has 4 rows instead of 5"]


def test_a_casebook_in_json_that_lost_a_record_is_named(sound: Site) -> None:
    (download,) = casebook_json.DOWNLOADS
    assert download.rows
    whole = sound.store.file(sound.files["data/casebook.json"])
    assert whole is not None
    records = whole.read_bytes().split(b"\n  },\n  {\n")
    sound.rows["casebook.json"] = download.rows(io.BytesIO(b"\n  },\n  {\n".join([records[0], *records[2:]])))

    assert sound.faults() == ["data/casebook.json has 4 rows instead of 5"]
    with pytest.raises(ValueError, match="delimiter"):
        download.rows(io.BytesIO(whole.read_bytes().replace(b'": ', b'" ', 40)))


def test_a_download_that_was_never_counted_is_named(sound: Site) -> None:
    del sound.rows["lessons.csv"]

    assert sound.faults() == ["data/lessons.csv has no rows instead of 2"]


def test_a_page_that_search_did_not_take_in_is_told(sound: Site) -> None:
    listed = sound.listed()

    assert sound.faults(indexed=listed - 1) == [
        f"{listed} pages are meant for search but {listed - 1} are in its index"
    ]


def test_text_that_looks_like_a_token_of_the_frame_stays_text(make_page: Callable[..., Page]) -> None:
    page = make_page(title="%%BODY%% & <b>", body="<main>%%ROOT%%</main>")

    html = site.set_into("<title>%%TITLE%%</title>%%BODY%%", page)

    assert html == "<title>%%BODY%% &amp; &lt;b&gt;</title><main>%%ROOT%%</main>"


@pytest.fixture
def make_page(sound: Site) -> Callable[..., Page]:
    page = next(page for page in all_pages(sound.book) if page.path == "/cases/")
    return lambda **changes: replace(page, **changes)


@pytest.mark.parametrize("path", ["../escaped.html", "cases/../../escaped.html", "{outside}/escaped.html"])
def test_no_page_is_written_outside_the_site(tmp_path: Path, path: str) -> None:
    store = Store(tmp_path / "store")
    digest = store.keep(b"x")

    with pytest.raises(ValueError, match="leads out of the site"):
        store.lay({path.format(outside=tmp_path): digest}, tmp_path / "site")

    assert not list(tmp_path.rglob("escaped.html"))
