"""Work side by side: the order holds, an error comes with its place, memory is bounded, and no fork waits without end."""

import os
import signal
import sys
import threading
import traceback
from collections.abc import Iterator
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

import pytest
from pilotbook.publish import work
from pilotbook.publish.work import side_by_side

ITEMS = list(range(100))
JOBS = 2


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Let this process count as one that may be forked, whatever other tests have drawn in it."""
    monkeypatch.setattr(work, "_THREADS", tmp_path)


def with_process(item: int, plus: int = 0) -> tuple[int, int]:
    return item + plus, os.getpid()


def test_results_come_in_the_order_of_what_was_asked() -> None:
    found = list(side_by_side(with_process, ITEMS, JOBS, plus=1_000))

    assert [number for number, _ in found] == list(range(1_000, 1_100))
    assert os.getpid() not in {process for _, process in found}


@pytest.mark.parametrize("count", [0, 1, 15, 16, 17, 24, 25])
def test_none_is_lost_whatever_the_number(count: int) -> None:
    assert [number for number, _ in side_by_side(with_process, range(count), JOBS)] == list(range(count))


def test_a_thread_that_ends_while_it_is_asked_for_its_name_stops_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "tasks" / "3708").mkdir(parents=True)
    monkeypatch.setattr(work, "_THREADS", tmp_path / "tasks")

    assert work._can_fork()


def test_few_things_are_made_in_this_process() -> None:
    assert list(side_by_side(with_process, ITEMS[:15], JOBS)) == [(number, os.getpid()) for number in range(15)]


def test_with_one_job_all_is_made_in_this_process() -> None:
    assert list(side_by_side(with_process, ITEMS, 1)) == [(number, os.getpid()) for number in ITEMS]


def test_without_forks_all_is_made_in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(work.os, "fork")

    assert {process for _, process in side_by_side(with_process, ITEMS, JOBS)} == {os.getpid()}


def test_beside_another_thread_all_is_made_in_this_process() -> None:
    over = threading.Event()
    other = threading.Thread(target=over.wait)
    other.start()

    found = list(side_by_side(with_process, ITEMS, JOBS))

    over.set()
    other.join()
    assert found == [(number, os.getpid()) for number in ITEMS]


@pytest.mark.parametrize(
    "threads", [["python", "tokio-runtime-w"], ["python", "V8 DefaultWorke"], ["python"] * 9], ids=["net", "V8", "many"]
)
def test_a_process_in_which_an_engine_has_drawn_is_not_forked(
    threads: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A fork of it waited for the engine's threads without end: found by a build after a build in one process.
    monkeypatch.setattr(work, "cores", lambda: 2)
    for number, name in enumerate(threads):
        (tmp_path / str(number)).mkdir()
        (tmp_path / str(number) / "comm").write_text(f"{name}\n", encoding="utf-8")

    assert {process for _, process in side_by_side(with_process, ITEMS, JOBS)} == {os.getpid()}


def test_where_the_system_tells_no_threads_nothing_is_forked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work, "_THREADS", Path("/nowhere"))

    assert {process for _, process in side_by_side(with_process, ITEMS, JOBS)} == {os.getpid()}


def fails_at_70(item: int) -> int:
    if item == 70:
        raise ValueError("made-up fault at 70")
    return item


@pytest.mark.parametrize("jobs", [1, JOBS])
def test_an_error_comes_in_its_turn_and_names_the_line_that_raised_it(jobs: int) -> None:
    found = []

    with pytest.raises(ValueError, match="made-up fault at 70") as raised:
        found += list_until_error(side_by_side(fails_at_70, ITEMS, jobs), found)

    told = "".join(traceback.format_exception(raised.value))
    assert "in fails_at_70" in told and Path(__file__).name in told
    # A portion is given whole: what stands before the fault in the same one is lost with it.
    assert found == list(range(70 if jobs == 1 else 64))


def list_until_error(numbers: Iterator[int], found: list[int]) -> list[int]:
    for number in numbers:
        found.append(number)
    return []


def test_after_an_error_the_next_work_is_done() -> None:
    with pytest.raises(ValueError, match="made-up fault"):
        list(side_by_side(fails_at_70, ITEMS, JOBS))

    assert [number for number, _ in side_by_side(with_process, ITEMS, JOBS)] == ITEMS


def ends_at_50(item: int) -> int:
    if item == 50:
        os.kill(os.getpid(), signal.SIGKILL)
    return item


def test_a_process_that_is_ended_from_outside_ends_the_work_and_not_the_patience() -> None:
    with pytest.raises(BrokenProcessPool):
        list(side_by_side(ends_at_50, ITEMS, JOBS))


def test_no_more_than_a_window_is_made_ahead_of_what_is_read(tmp_path: Path) -> None:
    made = side_by_side(marks, list(range(1_000)), JOBS, folder=tmp_path)
    ahead = []

    for number, _ in enumerate(made, 1):
        ahead.append(len(list(tmp_path.iterdir())) - number)

    # Two processes, three portions of eight each, of which the first is being read.
    assert max(ahead) <= 2 * 3 * 8
    assert number == len(list(tmp_path.iterdir())) == 1_000


def marks(item: int, folder: Path) -> int:
    (folder / str(item)).touch()
    return item


def test_work_that_is_given_up_half_way_is_ended(tmp_path: Path) -> None:
    made = side_by_side(marks, list(range(1_000)), JOBS, folder=tmp_path)
    assert [next(made), next(made)] == [0, 1]

    made.close()  # type: ignore[attr-defined]

    assert len(list(tmp_path.iterdir())) <= 8 + 2 * 3 * 8
    assert work._TASK == [] and threading.active_count() == 1


def test_each_step_is_heard_once_and_in_order() -> None:
    heard: list[int] = []

    list(side_by_side(with_process, ITEMS, JOBS, heard.append))

    assert heard == list(range(1, 101))


def nested(item: int) -> list[int]:
    return [number for number, _ in side_by_side(with_process, range(item, item + 16), 1)]


def test_work_inside_work_is_its_own() -> None:
    assert list(side_by_side(nested, ITEMS[:20], JOBS)) == [list(range(n, n + 16)) for n in range(20)]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells its threads")
def test_a_process_that_has_drawn_tells_so(monkeypatch: pytest.MonkeyPatch) -> None:
    import vl_convert

    monkeypatch.setattr(work, "_THREADS", Path("/proc/self/task"))
    vl_convert.vega_to_svg({"$schema": "https://vega.github.io/schema/vega/v5.json", "width": 9, "height": 9})

    assert not work._can_fork()
