"""The search index: the same pages make the same bytes, whatever order of chance Pagefind wrote them in."""

import gzip
import json
import subprocess
from pathlib import Path

import pytest
from pilotbook.publish import search, searchorder
from projects import bytes_of

# CBOR by hand: a list of n begins with 0x80 + n, a text of n bytes with 0x60 + n, a small number is itself.
CASE, LESSON = b"\x82\x64Case\x82\x01\x02", b"\x82\x66Lesson\x81\x00"
BEFORE = "en_0000000001"


def index(folder: Path, *values: bytes, filter_name: str = "en_1111111") -> Path:
    """Write an index with one filter, as Pagefind does."""
    (folder / "filter").mkdir(parents=True)
    write(folder / "filter" / f"{filter_name}.pf_filter", b"\x82\x64kind\x82" + b"".join(values))
    named = b"\x86\x651.5.2\x80\x80\x81\x82\x64kind\x6a" + filter_name.encode() + b"\x80\x82\x64line\x65title"
    write(folder / f"pagefind.{BEFORE}.pf_meta", named)
    entry = {"version": "1.5.2", "languages": {"en": {"hash": BEFORE, "page_count": 3}}}
    (folder / "pagefind-entry.json").write_text(json.dumps(entry), encoding="utf-8")
    return folder


def write(path: Path, data: bytes) -> None:
    path.write_bytes(gzip.compress(b"pagefind_dcd" + data))


def test_values_in_any_order_make_the_same_files(tmp_path: Path) -> None:
    one = index(tmp_path / "one", CASE, LESSON)
    other = index(tmp_path / "other", LESSON, CASE, filter_name="en_2222222")

    searchorder.settle(one)
    searchorder.settle(other)

    assert bytes_of(one) == bytes_of(other)


def test_each_file_is_still_found_by_the_name_that_the_other_gives(tmp_path: Path) -> None:
    folder = index(tmp_path / "index", LESSON, CASE)

    searchorder.settle(folder)

    entry = json.loads((folder / "pagefind-entry.json").read_text("utf-8"))
    meta = folder / f"pagefind.{entry['languages']['en']['hash']}.pf_meta"
    (values,) = folder.glob("filter/*.pf_filter")
    assert values.stem.encode() in gzip.decompress(meta.read_bytes())
    assert gzip.decompress(values.read_bytes()) == b"pagefind_dcd\x82\x64kind\x82" + CASE + LESSON
    assert entry["languages"]["en"]["page_count"] == 3


@pytest.mark.parametrize("pages", [b"\x18\x18", b"\x18\xff", b"\x19\x01\x00", b"\x1a\x00\x01\x00\x00"])
def test_numbers_of_every_size_are_kept(tmp_path: Path, pages: bytes) -> None:
    value = b"\x82\x64Case\x81" + pages
    folder = index(tmp_path / "index", LESSON, value)

    searchorder.settle(folder)

    (values,) = folder.glob("filter/*.pf_filter")
    assert gzip.decompress(values.read_bytes()).endswith(value + LESSON)


@pytest.mark.parametrize("data", [b"\xa0", b"\xf6", b"\x5f"])
def test_what_this_pagefind_does_not_write_is_refused(tmp_path: Path, data: bytes) -> None:
    folder = index(tmp_path / "index", LESSON, data)

    with pytest.raises(searchorder.UnknownShape, match=r"en_1111111\.pf_filter holds something else"):
        searchorder.settle(folder)


def test_a_file_of_another_program_is_refused(tmp_path: Path) -> None:
    folder = index(tmp_path / "index", LESSON, CASE)
    (folder / "filter" / "en_1111111.pf_filter").write_bytes(gzip.compress(b"something else"))

    with pytest.raises(searchorder.UnknownShape, match="does not begin as a file of Pagefind does"):
        searchorder.settle(folder)


def test_what_pagefind_says_when_it_fails_is_passed_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    failed = subprocess.CompletedProcess([], 1, stdout="Running", stderr="no room on the disk")
    monkeypatch.setattr(search.subprocess, "run", lambda *_, **__: failed)

    with pytest.raises(search.SearchFailed, match="no room on the disk"):
        search.index(tmp_path)
