"""Publishing in one step: whoever reads at any moment reads one whole site, and what is kept is what was made."""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from pilotbook.publish import swap


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "_site"


@pytest.fixture
def release(tmp_path: Path, out: Path) -> Callable[[str, str], str | None]:
    """Give a function that publishes a site of two pages that say `words`, under the name `name`."""

    def published(name: str, words: str) -> str | None:
        folder = swap.fresh(tmp_path / "_build")
        for page in ("index.html", "cases/index.html"):
            (folder / page).parent.mkdir(exist_ok=True)
            (folder / page).write_text(words, encoding="utf-8")
        return swap.publish(folder, out, name)

    return published


def words(out: Path) -> set[str]:
    return {(out / page).read_text(encoding="utf-8") for page in ("index.html", "cases/index.html")}


def watching(out: Path, seen: list[set[str]]) -> Any:
    """Give a trace that reads the published site before every line of swap.py that runs, as a reader might."""

    def watch(frame: FrameType, event: str, argument: Any) -> Any:
        if frame.f_code.co_filename != swap.__file__:
            return None
        if event == "line":
            seen.append(words(out))
        return watch

    return watch


@pytest.mark.parametrize(("name", "new"), [("two", "new"), ("one", "old")], ids=["another", "the same"])
def test_the_site_is_there_and_whole_at_every_step_of_a_publication(
    out: Path, release: Callable[[str, str], str | None], name: str, new: str
) -> None:
    release("one", "old")
    seen: list[set[str]] = []

    sys.settrace(watching(out, seen))
    try:
        release(name, new)
    finally:
        sys.settrace(None)

    assert len(seen) > 20
    assert all(read in ({"old"}, {new}) for read in seen)
    assert words(out) == {new}


def test_a_release_that_was_damaged_on_the_disk_is_replaced_and_told_while_readers_have_a_whole_site(
    out: Path, release: Callable[[str, str], str | None]
) -> None:
    release("one", "whole")
    (out / "cases" / "index.html").write_text("gar", encoding="utf-8")
    (out / "index.html").write_text("gar", encoding="utf-8")
    seen: list[set[str]] = []

    sys.settrace(watching(out, seen))
    try:
        said = release("one", "whole")
    finally:
        sys.settrace(None)

    assert said == "The kept release one was damaged on the disk; it was made afresh."
    assert all(read in ({"gar"}, {"whole"}) for read in seen)
    assert words(out) == {"whole"}
    assert release("one", "whole") is None
    assert words(out) == {"whole"}


@pytest.mark.parametrize("harm", ["changed", "cut", "lost", "added", "linked"])
def test_every_harm_to_a_kept_release_is_seen(
    tmp_path: Path, out: Path, release: Callable[[str, str], str | None], harm: str
) -> None:
    release("one", "whole")
    page = out.resolve() / "cases" / "index.html"
    if harm == "added":
        (page.parent / "more.html").write_text("more", encoding="utf-8")
    else:
        page.unlink()
    if harm in ("changed", "cut"):
        page.write_text({"changed": "whale", "cut": "who"}[harm], encoding="utf-8")
    if harm == "linked":
        (tmp_path / "elsewhere").write_text("whole", encoding="utf-8")
        page.symlink_to(tmp_path / "elsewhere")

    assert release("one", "whole") is not None
    assert words(out) == {"whole"}
    assert not (out / "cases" / "index.html").is_symlink()


def test_a_release_that_is_the_same_is_kept_as_it_is(out: Path, release: Callable[[str, str], str | None]) -> None:
    release("one", "whole")
    before = (out / "index.html").stat().st_ino

    assert release("one", "whole") is None
    assert (out / "index.html").stat().st_ino == before


def test_every_file_and_folder_is_on_the_disk_before_the_link_turns(
    tmp_path: Path, out: Path, release: Callable[[str, str], str | None], monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []
    real_sync, real_replace = os.fsync, os.replace

    def sync(opened: int) -> None:
        nonlocal done
        inode = os.fstat(opened).st_ino
        done += [path.name for path in (tmp_path, *tmp_path.rglob("*")) if path.lstat().st_ino == inode]
        real_sync(opened)

    def replace(source: Any, target: Any) -> None:
        done.append(f"{Path(source).name} becomes {Path(target).name}")
        real_replace(source, target)

    monkeypatch.setattr(os, "fsync", sync)
    monkeypatch.setattr(os, "replace", replace)

    release("one", "whole")

    turned = done.index("._site-next becomes _site")
    assert sorted(done[:turned]) == sorted(
        ["index.html", "index.html", "cases", "next", "next becomes one", "releases", "_build", tmp_path.name]
    )
    assert done[turned + 1 :] == [tmp_path.name]


def test_a_second_build_in_the_same_folder_is_told_to_wait(tmp_path: Path) -> None:
    with swap.alone(tmp_path), pytest.raises(swap.Busy, match="another build is at work here"), swap.alone(tmp_path):
        pass

    with swap.alone(tmp_path):
        pass


def test_a_site_is_built_in_the_release_before_the_present_one_so_that_most_of_it_is_there(
    tmp_path: Path, out: Path, release: Callable[[str, str], str | None]
) -> None:
    for name in ("one", "two"):
        release(name, name)

    folder = swap.begun(tmp_path / "_build", out)

    assert folder == tmp_path / "_build" / "releases" / "next"
    assert (folder / "index.html").read_text(encoding="utf-8") == "one"
    assert words(out) == {"two"}
    assert sorted(path.name for path in folder.parent.iterdir()) == ["next", "two"]


@pytest.mark.parametrize("names", [(), ("one",)], ids=["nothing", "the present one alone"])
def test_where_no_release_can_be_spared_a_site_is_built_in_an_empty_folder(
    tmp_path: Path, out: Path, release: Callable[[str, str], str | None], names: tuple[str, ...]
) -> None:
    for name in names:
        release(name, name)
    (tmp_path / "_build" / "releases" / "next").mkdir(parents=True)
    (tmp_path / "_build" / "releases" / "next" / "half.html").write_text("half", encoding="utf-8")

    folder = swap.begun(tmp_path / "_build", out)

    assert list(folder.iterdir()) == []
    assert words(out) == set(names) if names else not out.exists()


def test_a_release_that_is_a_link_is_nobody_s_to_build_in(
    tmp_path: Path, out: Path, release: Callable[[str, str], str | None]
) -> None:
    release("one", "one")
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "_build" / "releases" / "zero").symlink_to(tmp_path / "elsewhere")

    assert list(swap.begun(tmp_path / "_build", out).iterdir()) == []
    assert (tmp_path / "_build" / "releases" / "zero").is_symlink()


@pytest.mark.parametrize("name", ["lock", "releases", "preview", "indexing", "book", "kernel"])
def test_no_build_works_behind_a_link_and_what_it_leads_to_is_left_alone(tmp_path: Path, name: str) -> None:
    (tmp_path / "theirs").write_text("mine", encoding="utf-8")
    (tmp_path / "_build").mkdir()
    (tmp_path / "_build" / name).symlink_to(tmp_path / "theirs")

    told = f"^_build/{name} is a link that no build made; take it away and build again$"
    with pytest.raises(FileExistsError, match=told), swap.alone(tmp_path / "_build"):
        pass

    assert (tmp_path / "theirs").read_text(encoding="utf-8") == "mine"


def test_a_server_can_read_what_is_published_whatever_modes_stood_there_before(
    tmp_path: Path, out: Path, release: Callable[[str, str], str | None]
) -> None:
    release("one", "one")
    folder = out.resolve()
    for closed in (folder, folder.parent, folder.parent.parent):
        closed.chmod(0o700)

    swap.turn_to(folder, out)

    assert {path.stat().st_mode & 0o7777 for path in (folder, folder.parent, folder.parent.parent)} == {0o755}


def test_a_link_in_a_kept_release_is_seen_also_where_it_leads_to_a_folder(
    tmp_path: Path, out: Path, release: Callable[[str, str], str | None]
) -> None:
    release("one", "one")
    files = {"index.html": "", "cases/index.html": ""}
    assert swap.is_sound(out.resolve(), files, lambda *_: True)

    (out.resolve() / "more").symlink_to(tmp_path)

    assert not swap.is_sound(out.resolve(), files, lambda *_: True)
