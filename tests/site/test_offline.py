"""The offline copy: everything is in it, links name files, and it says what it is."""

import base64
import io
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from pilotbook.publish import offline
from pilotbook.publish.offline import with_file_links
from pilotbook.publish.store import Store


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


FILES = {
    "index.html": '<a href="data/">Data</a>',
    "data/index.html": '<p class="offline-offer"><a href="pilotbook-offline.zip">ZIP</a></p>',
    "data/cases.csv": "a,b\r\n",
    "pagefind/pagefind.js": "export {}",
    "pagefind/pagefind-worker.js": "never run here",
    "_static/finder.js": "// made up",
    "cases/made-up/share.png": "no picture",
    ".nojekyll": "",
}


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "store")


@pytest.fixture
def site(store: Store) -> dict[str, str]:
    return {name: store.keep(text.encode()) for name, text in FILES.items()}


def bytes_of(store: Store, digest: str) -> bytes:
    path = store.file(digest)
    assert path is not None
    return path.read_bytes()


def test_the_copy_holds_the_site_under_one_folder_and_packs_the_index_into_scripts(
    site: dict[str, str], store: Store
) -> None:
    copy = bytes_of(store, offline.pack(site, store, jobs=1))

    with zipfile.ZipFile(io.BytesIO(copy)) as whole:
        assert whole.testzip() is None
        assert set(whole.namelist()) == {
            "pilotbook/README.txt", "pilotbook/index.html", "pilotbook/data/index.html", "pilotbook/data/cases.csv",
            "pilotbook/pagefind/pagefind.js.packed.js", "pilotbook/_static/finder.js",
        }  # fmt: skip
        assert whole.read("pilotbook/data/cases.csv") == b"a,b\r\n"
        packed = whole.read("pilotbook/pagefind/pagefind.js.packed.js").decode()
        name, content = re.fullmatch(r'finder\.unpack\("(.*)","(.*)"\)\n', packed).groups()
        assert (name, base64.b64decode(content)) == ("pagefind.js", b"export {}")


def test_the_copy_is_a_zip_that_the_tool_of_the_system_finds_sound(
    site: dict[str, str], store: Store, tmp_path: Path
) -> None:
    (tmp_path / "copy.zip").write_bytes(bytes_of(store, offline.pack(site, store, jobs=1)))

    # The library that reads here wrote the directory too; a second reader in the same tongue is `python -m zipfile`.
    told = subprocess.run(
        [sys.executable, "-m", "zipfile", "-t", str(tmp_path / "copy.zip")], capture_output=True, text=True, check=True
    )
    assert told.stdout == "Done testing\n"


def test_no_two_names_of_the_copy_differ_by_capitals_alone() -> None:
    paths = ("id/TLG-C-MAD1/index.html", "id/tlg-c-mad1/index.html", "cases/index.html")

    assert [name for path in paths for name in offline._names(path)] == ["id/TLG-C-MAD1/index.html", "cases/index.html"]


def test_the_copy_does_not_offer_itself() -> None:
    page = offline.offline_form("data/index.html", FILES["data/index.html"].encode())

    assert page == b"<p>This is the offline copy.</p>"


def test_what_did_not_change_is_taken_from_the_copy_before_and_not_read_again(
    site: dict[str, str], store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = offline.pack(site, store, jobs=1)
    reads = []
    monkeypatch.setattr(offline, "offline_form", lambda path, content: reads.append(path) or content)

    second = offline.pack({**site, "cases/new.html": store.keep(b"<p>New")}, store, jobs=1)

    assert reads == ["cases/new.html"]
    with (
        zipfile.ZipFile(io.BytesIO(bytes_of(store, first))) as one,
        zipfile.ZipFile(io.BytesIO(bytes_of(store, second))) as other,
    ):
        assert {name: other.read(name) for name in one.namelist()} == {name: one.read(name) for name in one.namelist()}
        assert other.testzip() is None
        assert set(other.namelist()) - set(one.namelist()) == {"pilotbook/cases/new.html"}


def test_a_copy_before_that_was_damaged_is_told_and_none_of_it_is_used(site: dict[str, str], tmp_path: Path) -> None:
    first = Store(tmp_path / "store")
    whole = offline.pack(site, first, jobs=1)
    first.close()
    path = first.file(whole)
    path.write_bytes(path.read_bytes().replace(b"pilotbook", b"pilotb00k"))
    second = Store(tmp_path / "store")

    assert offline.pack(site, second, jobs=1) == whole
    assert second.told == [f"a kept file was damaged and is made again ({whole[:8]})"]
    assert second.made["member"] == first.made["member"]


def test_equal_sites_make_equal_copies_and_a_copy_in_the_site_is_not_packed_again(
    site: dict[str, str], store: Store, tmp_path: Path
) -> None:
    first = offline.pack(site, store, jobs=1)
    other = Store(tmp_path / "other")
    afresh = {name: other.keep(text.encode()) for name, text in reversed(FILES.items())}

    assert offline.pack({**site, offline.ADDRESS: first}, store, jobs=1) == first
    assert offline.pack(afresh, other, jobs=1) == first


def test_only_a_file_that_changed_is_packed_again(site: dict[str, str], store: Store) -> None:
    offline.pack(site, store, jobs=1)
    before = store.made["member"]

    changed = offline.pack({**site, "index.html": store.keep(b"<p>Other")}, store, jobs=1)

    assert (before, store.made["member"]) == (5, 6)
    with zipfile.ZipFile(io.BytesIO(bytes_of(store, changed))) as whole:
        assert whole.read("pilotbook/index.html") == b"<p>Other"
