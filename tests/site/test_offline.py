"""The offline copy: everything is in it, links name files, and it says what it is."""

import base64
import re
import zipfile
from pathlib import Path

import pytest
from pilotbook.publish import offline
from pilotbook.publish.offline import with_file_links


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('<a href="../cases/x/">', '<a href="../cases/x/index.html">'),
        ('<a href="../cases/x/#O1">', '<a href="../cases/x/index.html#O1">'),
        ('<a href="../search/?q=a/b">', '<a href="../search/index.html?q=a/b">'),
        ('<form action="../search/">', '<form action="../search/index.html">'),
        ('<a href="./">', '<a href="./index.html">'),
        ('<a href="..">', '<a href="../index.html">'),
        ('<meta content="0; url=../../cases/x/">', '<meta content="0; url=../../cases/x/index.html">'),
        ('<a href="https://example.org/a/">', '<a href="https://example.org/a/">'),
        ('<a href="#top">', '<a href="#top">'),
        ('<a href="../data/cases.csv">', '<a href="../data/cases.csv">'),
    ],
)
def test_a_link_to_a_folder_names_the_page_in_it(before: str, after: str) -> None:
    assert with_file_links(before) == after


@pytest.fixture
def site(tmp_path: Path) -> Path:
    for name, text in {
        "index.html": '<a href="data/">Data</a>',
        "data/index.html": '<p class="offline-offer"><a href="pilotbook-offline.zip">ZIP</a></p>',
        "data/cases.csv": "a,b\r\n",
        "pagefind/pagefind.js": "export {}",
        "pagefind/pagefind-worker.js": "never run here",
        "_static/finder.js": "// made up",
        ".nojekyll": "",
    }.items():
        (tmp_path / "site" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "site" / name).write_text(text, encoding="utf-8", newline="")
    return tmp_path / "site"


def test_the_copy_holds_the_site_under_one_folder_and_packs_the_index_into_scripts(site: Path, tmp_path: Path) -> None:
    count = offline.pack(site, tmp_path / "copy.zip")

    with zipfile.ZipFile(tmp_path / "copy.zip") as whole:
        assert whole.testzip() is None
        assert count == len(whole.namelist())
        assert set(whole.namelist()) == {
            "pilotbook/README.txt", "pilotbook/index.html", "pilotbook/data/index.html", "pilotbook/data/cases.csv",
            "pilotbook/pagefind/pagefind.js.packed.js", "pilotbook/_static/finder.js",
        }  # fmt: skip
        packed = whole.read("pilotbook/pagefind/pagefind.js.packed.js").decode()
        name, content = re.fullmatch(r'finder\.unpack\("(.*)","(.*)"\)\n', packed).groups()
        assert (name, base64.b64decode(content)) == ("pagefind.js", b"export {}")


def test_the_copy_does_not_offer_itself(site: Path) -> None:
    pages = dict(offline.files(site))

    assert pages["data/index.html"] == b"<p>This is the offline copy.</p>"


def test_equal_sites_make_equal_copies_and_a_copy_in_the_site_is_not_packed_again(site: Path, tmp_path: Path) -> None:
    offline.pack(site, tmp_path / "one.zip")
    offline.pack(site, site / offline.ADDRESS)
    offline.pack(site, tmp_path / "other.zip")

    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "other.zip").read_bytes()
