"""Short forms of `make chaos`: what is kept is damaged in many ways at once, the disk is full, the power is cut, readers read on."""

import errno
import os
import re
import signal
from collections.abc import Callable
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any

import pytest
from chaos import harms, powercut, trials
from chaos.damage import DAMAGES, Damage, secret
from chaos.ground import CANARY, Ground, holds_secret, left_behind, sums
from click.testing import CliRunner, Result
from pilotbook.doors.cli import main
from pilotbook.publish import laying, run, surroundings
from pilotbook.publish.store import Store
from projects import small_project

pytestmark = [pytest.mark.book, pytest.mark.usefixtures("prose_at_hand")]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Ground:
    project = small_project(tmp_path_factory.mktemp("chaos") / "book")
    project.build()
    return Ground(project.root)


@pytest.fixture
def own(built: Ground, tmp_path: Path) -> Ground:
    return built.copy(tmp_path / "own" / "book")


def build(ground: Ground, monkeypatch: pytest.MonkeyPatch, *options: str) -> Result:
    """Run `pilotbook build`. A traceback is a failure of the test."""
    monkeypatch.chdir(ground.root)
    result = CliRunner().invoke(main, ["build", "--quiet", *options], prog_name="pilotbook")
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


# Those that spoil one kept file, one page or one row each: all of them at once, each another page.
APART = [
    way
    for way in DAMAGES
    if re.match("(a|an|other|nothing|two) ", way.name) and not re.search("folder of|more in|table|log of", way.name)
]


def test_thirty_ways_of_damage_are_each_told_and_none_is_published(
    own: Ground, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_TOKEN", CANARY.decode())
    before, pages = sums(own.site), own.pages()[::2]
    assert len(APART) >= 27 and len(pages) >= len(APART)
    # What a page of the release is spoilt by is looked up by its bytes, so those come first.
    names = [own.kept(page).name[:8] for page in pages]
    ways = sorted(zip(APART, pages, names, strict=False), key=lambda each: not each[0].name.startswith("a page"))
    done = [(way, name) for way, page, name in ways if _was_done(way, own, page)]

    said = build(own, monkeypatch)

    assert said.exit_code == 0
    assert sums(own.site) == before
    assert holds_secret(own.release()) == []
    assert CANARY in secret(own).read_bytes()
    spoilt = [(way.name, name) for way, name in done if way.is_told and not way.name.startswith(("a page", "a row"))]
    assert [
        way for way, name in spoilt if f"a kept file was damaged and is made again ({name})" not in said.stderr
    ] == []
    assert "Note: a kept page was damaged and is made again.\n" in said.stderr
    assert "was damaged on the disk; it was made afresh.\n" in said.stderr
    assert build(own, monkeypatch).stderr.count("damaged") == 0


def _was_done(way: Damage, ground: Ground, page: str) -> bool:
    try:
        way.do(ground, page)
    except PermissionError:  # A device, or a file of another owner, is made by root alone.
        return False
    return True


@pytest.mark.parametrize("way", [way for way in DAMAGES if way.taken_away], ids=lambda way: way.name)
def test_no_build_works_behind_a_link_and_all_is_well_once_it_is_taken_away(
    own: Ground, tmp_path: Path, way: Damage
) -> None:
    def built(ground: Ground) -> tuple[int, list[str]]:
        try:
            return 0, [each for each in run.build(ground.root, ground.site).notes if "no git" not in each]
        except FileExistsError as error:
            return 3, [str(error)]

    told = harms.damage(own, [way], tmp_path, built)

    assert (told.tried, told.broken) == (1, [])


@pytest.mark.parametrize("noted", [b"[]", b'{"made": "up", "inputs": {}}', b"no JSON"])
def test_notes_of_another_version_are_passed_over_and_the_site_is_the_same(own: Ground, noted: bytes) -> None:
    before, store = sums(own.site), Store(own.store)
    names = store.keys("last")
    for name in names:
        store.note(name, noted)
    store.close()

    built = run.build(own.root, own.site)

    assert names >= {"build", "stamps", "extras", "frame", "prose"}
    assert sums(own.site) == before
    assert [note for note in built.notes if "no git" not in note] == []
    assert run.preview(own.root).pages == built.pages


def test_readers_have_the_old_site_or_the_new_one_whenever_the_power_is_cut(own: Ground) -> None:
    told = harms.power_cut(own, change=trials.Toggle(own).turn)

    assert told.broken == []
    assert told.counts["steps"] > 300
    assert told.counts["old site"] > 300 and told.counts["new site"] > 0


def test_so_they_have_nothing_or_the_first_site(own: Ground) -> None:
    own.site.unlink()
    (own.work / "releases").rename(own.root.parent / "away")

    told = harms.power_cut(own)

    assert told.broken == []
    assert told.counts["old site"] > 100 and told.counts["new site"] > 0


def test_a_cut_before_a_file_is_synced_is_seen_by_the_model(own: Ground, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run.swap, "_sync_file", lambda path: None)

    assert harms.power_cut(own, change=trials.Toggle(own).turn).broken != []


def test_a_cut_before_a_folder_is_synced_is_seen_by_the_model(own: Ground, monkeypatch: pytest.MonkeyPatch) -> None:
    own.site.unlink()
    (own.work / "releases").rename(own.root.parent / "away")
    monkeypatch.setattr(run.swap, "_sync_folder", lambda path: None)

    broken = harms.power_cut(own).broken

    # Where names are kept in order all is well, and where they are lost nothing is.
    assert broken == [] or all(each.endswith("names lost") for each in broken)


def test_a_model_of_a_disk_loses_what_was_never_synced(tmp_path: Path) -> None:
    (tmp_path / "old").mkdir()
    (tmp_path / "old" / "index.html").touch()
    (tmp_path / "_site").symlink_to("old")
    disk, new = powercut.Disk(tmp_path), str(tmp_path / "new")
    steps = [
        ("mkdir", new),
        ("write", f"{new}/index.html"),
        ("symlink", "new", f"{tmp_path}/.next"),
        ("rename", f"{tmp_path}/.next", f"{tmp_path}/_site"),
        ("fsync", f"{new}/index.html"),
        ("fsync", new),
        ("fsync", str(tmp_path)),
    ]

    cuts = powercut.cut_everywhere(disk, steps, tmp_path / "_site")

    # The link turns in step 4; the file it leads to is safe after step 5, and the names after step 7.
    assert cuts.broken == (f"after step 4 (rename {tmp_path}/.next {tmp_path}/_site)",)
    assert (cuts.old, cuts.new) == (9, 4)


@pytest.mark.parametrize(("code", "after"), [(errno.ENOSPC, 0), (errno.ENOSPC, 40), (errno.EDQUOT, 1)])
def test_a_full_disk_is_told_in_two_lines_with_exit_3_and_nothing_is_left_behind(
    own: Ground, monkeypatch: pytest.MonkeyPatch, code: int, after: int
) -> None:
    before, kept = sums(own.site), {path.name for path in own.store.glob("files/*/*")}
    trials.Toggle(own).turn()
    done: list[object] = []

    def link(source: Path, target: Path, real: Any = os.link) -> None:
        done.append(target)
        if len(done) > after:
            raise OSError(code, os.strerror(code), str(target))
        real(source, target)

    with monkeypatch.context() as patch:
        patch.setattr(laying.os, "link", link)
        # Without second names files are copied, and there is no room for that either.
        patch.setattr(laying.shutil, "copyfile", link)
        result = build(own, monkeypatch)

    assert result.exit_code == 3
    told = result.stderr.splitlines()
    assert told[0].startswith(f"the disk is full ({os.strerror(code)}: ")
    assert told[1:] == [
        "    Make room and build again; what this build had made is removed.",
        "",
        "The published site is as it was.",
    ]
    assert sums(own.site) == before
    assert left_behind(own.work) == []
    assert {path.name for path in own.store.glob("files/*/*")} == kept


def test_a_child_that_finds_no_room_is_a_full_disk_too_and_no_fault_of_the_book(
    own: Ground, monkeypatch: pytest.MonkeyPatch
) -> None:
    (own.root / "book" / "about.md").write_text("# About\n", encoding="utf-8")

    def refuse(*_: object) -> Path:
        surroundings.raise_if_full("OSError: [Errno 28] No space left on device: 'conf.py'")
        raise AssertionError

    monkeypatch.setattr(run.prose, "build", refuse)
    result = build(own, monkeypatch)

    assert (result.exit_code, result.stderr.splitlines()[0]) == (3, "the disk is full (No space left on device)")


def test_a_build_that_is_told_to_end_clears_up_and_says_so(own: Ground, monkeypatch: pytest.MonkeyPatch) -> None:
    before = sums(own.site)
    trials.Toggle(own).turn()
    lay: Callable[..., None] = run.Store.lay

    def told_to_end(*arguments: Any) -> None:
        lay(*arguments)
        os.kill(os.getpid(), signal.SIGTERM)

    handler = signal.getsignal(signal.SIGTERM)
    with monkeypatch.context() as patch:
        patch.setattr(run.Store, "lay", told_to_end)
        result = build(own, monkeypatch)

    assert (result.exit_code, result.stderr) == (
        3,
        "told to end, and ended\n\nReaders have the last site that was whole.\n",
    )
    assert sums(own.site) == before
    assert left_behind(own.work) == []
    assert signal.getsignal(signal.SIGTERM) is handler


def test_a_process_of_a_build_that_is_ended_from_outside_is_told_without_a_traceback(
    own: Ground, monkeypatch: pytest.MonkeyPatch
) -> None:
    def ended(*_: object, **__: object) -> None:
        raise BrokenProcessPool("made up")

    monkeypatch.setattr(run.site, "make_pages", ended)
    trials.Toggle(own).turn()
    result = build(own, monkeypatch)

    assert result.exit_code == 3
    assert result.stderr.splitlines()[:2] == [
        "a process of the build was ended from outside, or had too little memory",
        "    Build again, or with --jobs 1, which takes less.",
    ]


def test_readers_of_twenty_publications_find_every_page_whole(tmp_path: Path) -> None:
    told = harms.publications(tmp_path, 20, readers=1)

    assert (told.tried, told.broken, told.counts["missing, or of two sites"]) == (20, [], 0)
    assert told.counts["reads"] > 0
