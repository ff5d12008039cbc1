"""What is told where two sites that should be the same are not: the file, the member, the first line or byte."""

import io
import sqlite3
import zipfile
from pathlib import Path

import pytest
import same.__main__ as door
from same.builds import Surroundings
from same.differ import differences, told


def packed(*members: tuple[str, str], day: int = 1, rights: int = 0o644) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as whole:
        for name, text in members:
            entry = zipfile.ZipInfo(name, (1980, 1, day, 0, 0, 0))
            entry.external_attr = rights << 16
            whole.writestr(entry, text)
    return out.getvalue()


def database(*rows: str, page: int = 4096) -> bytes:
    connection = sqlite3.connect(":memory:")
    connection.execute(f"PRAGMA page_size = {page}")
    connection.execute("CREATE TABLE cases (title TEXT)")
    connection.executemany("INSERT INTO cases VALUES (?)", [(row,) for row in rows])
    connection.commit()
    return connection.serialize()


def test_the_same_bytes_are_no_difference(tmp_path: Path) -> None:
    for name in ("one", "other"):
        (tmp_path / name / "cases").mkdir(parents=True)
        (tmp_path / name / "cases" / "index.html").write_bytes(b"<p>Made up</p>")

    assert list(differences(tmp_path / "one", tmp_path / "other")) == []


def test_a_file_that_is_missing_and_one_with_other_rights_are_told_by_name(tmp_path: Path) -> None:
    for name, rights in (("one", 0o644), ("other", 0o600)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.html").write_text("words")
        (tmp_path / name / "a.html").chmod(rights)
    (tmp_path / "other" / "b.html").write_text("words")

    assert list(differences(tmp_path / "one", tmp_path / "other")) == [
        "a.html: rights -rw-r--r-- and -rw-------",
        "b.html: stands only in the second",
    ]


@pytest.mark.parametrize(
    ("one", "other", "line"),
    [
        (b"a\nb 1 c\n", b"a\nb 2 c\n", "x:2:3: 'b 1 c' and 'b 2 c'"),
        (b"a\n", b"a\nb\n", "x:2:1: '' and 'b'"),
        (b"a", b"a\nb", "x:2: one has 1 lines, the other 2"),
        (b"\x89PNG\x00\x01", b"\x89PNG\x00\x02", "x: from byte 5 of 6 and 6: b'\\x01' and b'\\x02'"),
        (b"ab\xff", b"ab\xff\x00", "x: from byte 3 of 3 and 4: b'' and b'\\x00'"),
        (packed(("a.html", "1\n2")), packed(("a.html", "1\n3")), "x » a.html:2:1: '2' and '3'"),
        (packed(("a", "")), packed(("a", ""), ("b", "")), "x » b: stands only in the second"),
        (
            packed(("a", ""), ("b", "")),
            packed(("b", ""), ("a", "")),
            "x: the same members in another order",
        ),
        (
            packed(("a", ""), day=1),
            packed(("a", ""), day=2),
            "x » a: its entry is ((1980, 1, 1, 0, 0, 0), '0o644', 0, b'', b'') and ((1980, 1, 2, 0, 0, 0), '0o644', 0, b'', b'')",
        ),
        (
            database("one", "two"),
            database("one", "too"),
            "x:4:30: 'INSERT INTO \"cases\" VALUES(\\'two\\');' and 'INSERT INTO \"cases\" VALUES(\\'too\\');'",
        ),
    ],
)
def test_the_first_difference_is_told_where_it_stands(one: bytes, other: bytes, line: str) -> None:
    assert list(told("x", one, other)) == [line]


def test_a_zip_in_a_zip_and_a_workbook_are_looked_into() -> None:
    inner = [packed(("sheet.xml", f"<c>{value}</c>")) for value in (1, 2)]
    out = []
    for raw in inner:
        whole = io.BytesIO()
        with zipfile.ZipFile(whole, "w") as packing:
            packing.writestr(zipfile.ZipInfo("data.xlsx"), raw)
        out.append(whole.getvalue())

    assert list(told("copy.zip", *out)) == ["copy.zip » data.xlsx » sheet.xml:1:4: '<c>1</c>' and '<c>2</c>'"]


def test_databases_of_the_same_rows_and_other_bytes_differ_too() -> None:
    (line,) = told("x.sqlite", database("a"), database("a", page=8192))

    assert line.startswith("x.sqlite: the same lines, other bytes; from byte 16 of 8192 and 16384")


def test_three_builds_are_compared_and_a_difference_ends_it_with_1(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The builds are made up here; what is told of them is not."""

    def cloned(source: Path, commit: str, base: Path, where: Surroundings) -> Path:
        (base / where.folder).mkdir(parents=True)
        return base / where.folder

    def build(root: Path, where: Surroundings) -> float:
        release = root / "_build" / "releases" / "x"
        release.mkdir(parents=True)
        (root / "_build" / "store").mkdir(exist_ok=True)
        (root / "_site").symlink_to(release)
        (release / "index.html").write_text(f"<p>\n{'odd' if where.umask == 0o077 else 'plain'}")
        (release / "index.html").chmod(0o644)
        return 1.0

    monkeypatch.setattr(door, "named", lambda commit: "c0ffee" * 6)
    monkeypatch.setattr(door, "cloned", cloned)
    monkeypatch.setattr(door, "build", build)
    monkeypatch.setattr("sys.argv", ["same", "--out", str(tmp_path / "same.md")])

    assert door.main() == 1
    said = capsys.readouterr()
    assert "two cold builds in other surroundings: 1 files compared, 1 differences\n" in said.out
    assert "from the store of the other, in a third folder: 1 files compared, 0 differences\n" in said.out
    assert said.err == "  index.html:2:1: 'plain' and 'odd'\n"
    written = (tmp_path / "same.md").read_text(encoding="utf-8")
    assert "| two cold builds in other surroundings | 1 | 1 | 1 |\n" in written
    assert "- The second: folder `ein Büchlein, später/tief/er`, " in written and "umask 077" in written
