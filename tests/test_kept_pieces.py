"""Pieces of releases come with a proposal, so nothing of them is believed: no link is followed, and no name is a way out."""

import json
import os
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from pilotbook.publish.objects import Damaged, Objects, sha256
from pilotbook.publish.released import Manifest, manifests

DATA = b"a made-up table\n"
NAME = sha256(DATA)


@pytest.fixture
def piece(tmp_path: Path) -> Path:
    """Give the file of one kept piece."""
    assert Objects(tmp_path).put(DATA) == [NAME]
    return tmp_path / Objects.path(NAME)


def to_what_has_no_end(piece: Path) -> None:
    piece.unlink()
    piece.symlink_to("/dev/zero")


def to_the_environment(piece: Path) -> None:
    piece.unlink()
    piece.symlink_to("/proc/self/environ")


def to_the_right_bytes(piece: Path) -> None:
    piece.rename(piece.with_name("moved"))
    piece.symlink_to("moved")


def pipe(piece: Path) -> None:
    # Whoever reads it would wait for ever.
    piece.unlink()
    os.mkfifo(piece)


def very_large(piece: Path) -> None:
    os.truncate(piece, 1 << 30)


def cut(piece: Path) -> None:
    piece.write_bytes(piece.read_bytes()[:9])


def other(piece: Path) -> None:
    piece.write_bytes(zlib.compress(b"another table\n"))


HARMS = (to_what_has_no_end, to_the_environment, to_the_right_bytes, pipe, very_large, cut, other)


@pytest.mark.parametrize("harm", HARMS, ids=lambda harm: harm.__name__)
def test_a_piece_that_is_no_file_with_its_bytes_is_told_and_kept_afresh(
    tmp_path: Path, piece: Path, harm: Callable[[Path], None]
) -> None:
    harm(piece)
    objects = Objects(tmp_path)

    with pytest.raises(Damaged, match=r"it is damaged|it is missing"):
        objects.get([NAME])
    objects.put(DATA)

    assert objects.get([NAME]) == DATA
    assert not piece.is_symlink()
    assert [path.name for path in piece.parent.iterdir() if path.name.startswith(".")] == []


def test_no_piece_is_written_through_a_link(tmp_path: Path, piece: Path) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_bytes(b"mine")
    piece.unlink()
    piece.symlink_to(letter)

    Objects(tmp_path).put(DATA)

    assert letter.read_bytes() == b"mine"
    assert zlib.decompress(piece.read_bytes()) == DATA


@pytest.mark.parametrize("depth", [0, 1, 2])
def test_no_piece_is_written_into_a_folder_that_is_a_link(tmp_path: Path, piece: Path, depth: int) -> None:
    piece.unlink()
    folder = piece.parents[depth]
    folder.rename(tmp_path / "theirs")
    folder.symlink_to(tmp_path / "theirs")
    before = sorted((tmp_path / "theirs").rglob("*"))

    with pytest.raises(Damaged, match="it is a link, and releases are kept in folders of their own"):
        Objects(tmp_path).put(DATA)

    assert sorted((tmp_path / "theirs").rglob("*")) == before


@pytest.mark.parametrize("name", ["../../../../dev/zero", "..", NAME[:-1], NAME.upper(), f"{NAME}\n", "", 7])
def test_a_release_whose_pieces_are_named_by_no_digest_is_damaged_and_none_is_read(
    tmp_path: Path, name: object
) -> None:
    folder = tmp_path / "case_studies" / "releases"
    folder.mkdir(parents=True)
    told = {
        "release": "2026.1",
        "date": "2026-12-01",
        "commit": "0" * 40,
        "schema_version": "0.2.0",
        "records": [],
        "files": {"data/cases.csv": [NAME, name]},
        "addresses": [],
        "withdrawn": [],
    }
    (folder / "2026.1.json").write_text(json.dumps(told), encoding="utf-8")

    found, problems = manifests(tmp_path)

    assert found == []
    assert [problem.what for problem in problems] == ["the list of a release is damaged: it cannot be read"]
    told["files"] = {"data/cases.csv": [NAME]}
    assert Manifest.read(json.dumps(told).encode()).of == {"data/cases.csv": (NAME,)}
