"""Records opened to be checked: each file is read once, and of its record no more is worked out than the rules ask for."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from pilotbook.publish import opening
from pilotbook.publish.opening import open_records
from pilotbook.publish.store import Store
from pilotbook.text.problems import Problem


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    one = Store(tmp_path / "store")
    yield one
    one.close()


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Give the paths of the files that are read, as they are read."""
    paths: list[str] = []
    sound = opening.read_one
    monkeypatch.setattr(opening, "read_one", lambda path, *more: paths.append(path) or sound(path, *more))
    return paths


def kinds_in(store: Store) -> dict[str, int]:
    store.flush()
    with sqlite3.connect(store.folder / "things.sqlite3") as table:
        found = dict(table.execute("SELECT kind, count(*) FROM thing GROUP BY kind"))
    # The one note says that settings and prose were sound.
    assert found.pop("last") == 1
    return found


def test_a_check_keeps_what_a_check_needs_and_leaves_the_rest_to_a_build(tiny_root: Path, store: Store) -> None:
    opened = open_records(tiny_root, store, to_check=True)

    assert opened.problems == []
    assert kinds_in(store) == {"checked": 5}


def test_the_next_check_reads_no_file_and_opens_no_record(
    tiny_root: Path, store: Store, read: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    open_records(tiny_root, store, to_check=True)
    assert len(read) == 5

    def opened(*_: object) -> None:
        raise AssertionError("the rules across records ask a case for more than `ACROSS` holds")

    monkeypatch.setattr(opening.Shelves, "_open", opened)
    again = open_records(tiny_root, store, to_check=True)

    assert (again.problems, len(read)) == ([], 5)


def test_after_an_edit_one_file_is_read(tiny_root: Path, store: Store, read: list[str]) -> None:
    open_records(tiny_root, store, to_check=True)
    path = "case_studies/madeup-town-doorstep-visits.yml"
    (tiny_root / path).write_text((tiny_root / path).read_text("utf-8") + "# A remark.\n", encoding="utf-8")
    read.clear()

    open_records(tiny_root, store, to_check=True)

    assert read == [path]


def test_a_build_and_a_check_open_the_same_records_whichever_comes_first(tiny_root: Path, store: Store) -> None:
    checked = open_records(tiny_root, store, to_check=True).book
    built = open_records(tiny_root, store).book

    assert checked is not None and built is not None
    assert {slug: view.case for slug, view in checked.views.items()} == dict(built.cases)
    for name in opening.KEPT:
        assert {s: getattr(v, name) for s, v in checked.views.items()} == {
            s: getattr(v, name) for s, v in built.views.items()
        }
    assert dict(checked.lessons) == dict(built.lessons)
    assert kinds_in(store) == {"checked": 5, "view": 5, "record": 3, "parts": 31}


def test_advice_is_told_again_from_what_was_kept(tiny_root: Path, store: Store) -> None:
    path = tiny_root / "case_studies" / "lessons" / "call-on-families.yml"
    hard = "advice: Operationalise made-up accountability mechanisms"
    path.write_text(path.read_text("utf-8").replace("advice: Call on made-up families", hard), encoding="utf-8")

    def told() -> list[Problem]:
        return open_records(tiny_root, store, to_check=True).problems

    first = told()

    assert [problem.rule for problem in first] == ["reading-age"] and all(problem.is_advice for problem in first)
    assert told() == first
    assert open_records(tiny_root, store).problems == []


def test_a_notebook_opens_each_record_of_the_largest_book_that_is_measured_once() -> None:
    # `make bench` goes to 10,000 cases. One record fewer than there are, and each pass over all opens all of them again.
    assert opening.MANY > 10_000
