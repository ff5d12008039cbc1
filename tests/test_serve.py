"""The preview: it serves what a web host would with the last words laid over, and outlives an author's mistakes."""

import asyncio
import builtins
import json
import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import aclosing
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from pilotbook.doors import builder, serve, shown, workshop
from pilotbook.doors.board import Board
from pilotbook.doors.child import Child
from pilotbook.doors.workshop import Workshop
from pilotbook.publish.at_once import AtOnce
from pilotbook.publish.book import BookFailed
from pilotbook.publish.code import PACKAGE
from pilotbook.publish.disk import Committed
from pilotbook.publish.proselist import BadSources
from pilotbook.publish.run import Built, NotWhole, Refused
from pilotbook.publish.search import SearchFailed
from pilotbook.publish.swap import Busy
from pilotbook.text.problems import Problem

PATIENCE = 20


@dataclass
class Answer:
    """What the application answers to one request."""

    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""


Ask = Callable[..., Answer]


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """Give a published site: a link to a release, as a build leaves it."""
    release(tmp_path, "one", home="<h1>Home</h1>")
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    link = tmp_path / "_site"
    link.symlink_to("releases/one")
    return link


def release(folder: Path, name: str, home: str) -> None:
    files = {
        "index.html": home,
        "404.html": "<h1>Page not found</h1>",
        "cases/visits/index.html": "<h1>Visits</h1>",
        "data/cases.csv": "id\r\n",
        "pagefind/pagefind.js": "export {}",
    }
    for path, text in files.items():
        file = folder / "releases" / name / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")


@pytest.fixture
def ask(site: Path) -> Ask:
    """Give a function that sends one request to the application: `ask("/cases/", method="HEAD")`."""
    return asking(serve.application(site))


def asking(application: Callable) -> Ask:
    def send(path: str, method: str = "GET", host: str = "127.0.0.1") -> Answer:
        # In a thread of its own: a browser test in the same process may hold this thread's event loop.
        with ThreadPoolExecutor(1) as pool:
            return pool.submit(asyncio.run, _answer(application, path, method, host)).result()

    return send


async def _answer(application: Callable, path: str, method: str, host: str) -> Answer:
    answer = Answer()
    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": method, "scheme": "http",
        "path": path, "raw_path": path.encode(), "root_path": "", "query_string": b"",
        "headers": [(b"host", host.encode())], "client": ("127.0.0.1", 1), "server": ("127.0.0.1", 80),
    }  # fmt: skip

    requests = iter([{"type": "http.request", "body": b"", "more_body": False}])

    async def receive() -> dict[str, object]:
        if request := next(requests, None):
            return request
        # The reader stays, so there is nothing more to tell.
        return await asyncio.get_running_loop().create_future()

    async def send(message: dict) -> None:
        if message["type"] == "http.response.start":
            answer.status = message["status"]
            answer.headers = {name.decode(): value.decode() for name, value in message["headers"]}
        else:
            answer.body += message.get("body", b"")

    await application(scope, receive, send)
    return answer


@pytest.mark.parametrize(("path", "body"), [("/", b"<h1>Home</h1>"), ("/cases/visits/", b"<h1>Visits</h1>")])
def test_a_page_is_served_at_its_folder(ask: Ask, path: str, body: bytes) -> None:
    answer = ask(path)

    assert (answer.status, answer.body) == (200, body)
    assert answer.headers["content-type"] == "text/html; charset=utf-8"


def test_a_page_without_its_last_slash_leads_to_the_page(ask: Ask) -> None:
    answer = ask("/cases/visits")

    assert answer.status == 307
    assert answer.headers["location"].endswith("/cases/visits/")


@pytest.mark.parametrize(
    ("path", "kind"), [("/data/cases.csv", "text/csv"), ("/pagefind/pagefind.js", "text/javascript")]
)
def test_a_file_is_served_as_what_it_is(ask: Ask, path: str, kind: str) -> None:
    answer = ask(path)

    assert answer.status == 200
    assert answer.headers["content-type"].startswith(kind)


def test_an_unknown_address_gets_the_page_that_says_so(ask: Ask) -> None:
    answer = ask("/cases/nowhere/")

    assert (answer.status, answer.body) == (404, b"<h1>Page not found</h1>")


@pytest.mark.parametrize("folder", ["/pagefind/", "/pagefind", "/cases/", "/data/"])
def test_no_folder_is_listed(ask: Ask, folder: str) -> None:
    answer = ask(folder)

    assert (answer.status, answer.body) == (404, b"<h1>Page not found</h1>")


@pytest.mark.parametrize(
    "path", ["/../../secret.txt", "/../secret.txt", "/cases/../../../secret.txt", "//etc/passwd", "/\0"]
)
def test_nothing_outside_the_site_is_served(ask: Ask, path: str) -> None:
    assert ask(path).status == 404


def test_a_page_can_be_read_and_not_written(ask: Ask) -> None:
    assert ask("/", method="HEAD").body == b""
    assert ask("/", method="POST").status == 405


def test_the_next_release_is_served_without_a_new_start(ask: Ask, site: Path, tmp_path: Path) -> None:
    assert ask("/").body == b"<h1>Home</h1>"
    release(tmp_path, "two", home="<h1>New</h1>")

    site.unlink()
    site.symlink_to("releases/two")

    assert ask("/").body == b"<h1>New</h1>"


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "127.0.0.1:8000", "localhost", "localhost:8000", "LocalHost:65535", "[::1]", "[::1]:8000"]
)
def test_this_computer_is_answered_by_any_of_its_names(ask: Ask, host: str) -> None:
    assert ask("/", host=host).status == 200


@pytest.mark.parametrize(
    "host",
    ["pilotbook.example", "127.0.0.1.example.org", "localhost.example", "", "localhost:", "localhost:8000@evil.example",
     "evil.example:127.0.0.1", "127.0.0.2", "[::2]:8000", "0.0.0.0", "127.0.0.1:8000\n.evil.example", "localhost:8000000"],
)  # fmt: skip
@pytest.mark.parametrize("path", ["/", "/cases/visits", "/_preview/events", "/_preview/follow.js"])
def test_a_page_from_elsewhere_that_points_its_name_here_is_refused(board: Board, host: str, path: str) -> None:
    answer = asking(shown.preview(board))(path, host=host)

    assert answer.status == 400
    assert answer.body == (
        b"The preview answers on this computer alone. Open it as http://127.0.0.1 or http://localhost, with its port.\n"
    )
    assert "location" not in answer.headers


@pytest.mark.parametrize("of", [serve.application, lambda site: shown.preview(Board(site))], ids=["host", "preview"])
@pytest.mark.parametrize("path", ["/", "/data/cases.csv"])
def test_an_answer_comes_from_one_release_though_the_link_turns_between_look_and_reading(
    site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, of: Callable[[Path], Callable], path: str
) -> None:
    release(tmp_path, "two", home="<h1>Much longer than before</h1>")
    (tmp_path / "releases" / "two" / "data" / "cases.csv").write_text("id, and much more\r\n", encoding="utf-8")
    ask, told = asking(of(site)), shown.StaticFiles.file_response

    def turning(self: shown.StaticFiles, *given: Any) -> shown.Response:
        site.unlink()
        site.symlink_to("releases/two")
        return told(self, *given)

    monkeypatch.setattr(shown.StaticFiles, "file_response", turning)

    answer = ask(path)
    assert answer.status == 200
    assert answer.body.partition(b"<script")[0] == (b"<h1>Home</h1>" if path == "/" else b"id\r\n")
    assert len(answer.body) == int(answer.headers["content-length"])


# What is laid over


@pytest.fixture
def board(site: Path) -> Board:
    return Board(site)


@pytest.fixture
def see(board: Board) -> Callable[[str], str]:
    """Give a function that gives the page at an address as the preview shows it, without its script."""
    ask = asking(shown.preview(board))
    return lambda path: re.sub("<script src=./_preview/follow.*?</script>\\n", "", ask(path).body.decode())


def test_a_page_made_at_once_is_served_before_the_lists(board: Board, see: Callable[[str], str]) -> None:
    board.lay({"cases/visits/index.html": "<h1>New words</h1>"}, change=1)

    assert see("/cases/visits/") == "<h1>New words</h1>"
    assert see("/") == "<h1>Home</h1>"


def test_the_page_of_a_new_record_is_served_before_the_lists(board: Board, see: Callable[[str], str]) -> None:
    board.lay({"cases/new/index.html": "<h1>A new case</h1>"}, change=1)

    assert see("/cases/new/") == "<h1>A new case</h1>"


def test_a_build_that_began_before_a_change_does_not_bring_back_old_words(
    board: Board, see: Callable[[str], str], tmp_path: Path
) -> None:
    release(tmp_path, "two", home="<h1>Lists of the first change</h1>")
    board.lay({"cases/visits/index.html": "<h1>Second words</h1>"}, change=2)

    board.turn(tmp_path / "releases" / "two", change=1)

    assert see("/") == "<h1>Lists of the first change</h1>"
    assert see("/cases/visits/") == "<h1>Second words</h1>"


def test_a_build_of_the_last_change_takes_the_place_of_what_was_laid_over(
    board: Board, see: Callable[[str], str], tmp_path: Path
) -> None:
    release(tmp_path, "two", home="<h1>New lists</h1>")
    board.lay({"cases/visits/index.html": "<h1>First words</h1>"}, change=1)

    board.turn(tmp_path / "releases" / "two", change=1)

    assert see("/cases/visits/") == "<h1>Visits</h1>"


def test_every_page_follows_its_changes_and_no_other_file_is_touched(board: Board) -> None:
    ask = asking(shown.preview(board))
    board.lay({"cases/visits/index.html": "<html><body><h1>New</h1></body></html>"}, change=1)

    assert b'<script src="/_preview/follow.js" data-page="/" data-seen="' in ask("/").body
    # No script is written into a page: its policy would not run it.
    assert re.fullmatch(
        rb'<html><body><h1>New</h1><script src="/_preview/follow.js" data-page="/cases/visits/" data-seen="\w{16}"></script>\n'
        rb"</body></html>",
        ask("/cases/visits/").body,
    )
    assert b"new EventSource(" in ask("/_preview/follow.js").body
    assert ask("/data/cases.csv").body == b"id\r\n"
    assert ask("/pagefind/pagefind.js").body == b"export {}"


def test_an_address_cannot_put_code_into_the_page_that_says_it_is_unknown(board: Board) -> None:
    answer = asking(shown.preview(board))('/"><script>alert(1)</script>/')

    assert answer.status == 404
    assert b"<script>alert" not in answer.body


def test_the_page_for_unknown_addresses_works_at_any_depth(board: Board, site: Path) -> None:
    (site / "404.html").write_text(
        '<html><head><link href="./_static/a.css"><body data-root="./"><a href="./">home</a><a href="lessons/">lessons</a>'
        '<a href="https://example.org/">elsewhere</a><a href="#content">on</a>',
        encoding="utf-8",
    )

    answer = asking(shown.preview(board))("/cases/nothing/at/all/")

    assert answer.status == 404
    assert answer.body.startswith(
        b'<html><head><link href="/_static/a.css"><body data-root="/"><a href="/">home</a><a href="/lessons/">lessons</a>'
        b'<a href="https://example.org/">elsewhere</a><a href="#content">on</a>'
    )


@pytest.mark.parametrize("path", ["/../../secret.txt", "/../secret.txt/", "//etc/passwd", "/\0/"])
def test_nothing_outside_the_site_is_shown(board: Board, path: str) -> None:
    answer = asking(shown.preview(board))(path)

    assert answer.status == 404
    assert b"secret" not in answer.body.replace(path.encode(), b"")


# What an open page is told


def told(board: Board, page: str, seen: str, *happenings: Callable[[], None]) -> list[str]:
    """Give what a page is told at once, and after each happening, until the board is closed."""

    async def listen() -> list[str]:
        found: list[str] = []
        waiting = iter([*happenings, board.close])
        async with aclosing(shown._events(board, page, seen)) as events:

            async def each() -> None:
                async for event in events:
                    found.append(event)

            task = asyncio.create_task(each())
            for happen in waiting:
                # All that is ready runs before the next thing happens.
                for _ in range(5):
                    await asyncio.sleep(0)
                happen()
            await task
        return found

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, listen()).result()


CHANGED = "event: changed\ndata: now\n\n"


def state(words: str) -> str:
    return f"event: state\ndata: {json.dumps(words)}\n\n"


def seen(board: Board, path: str) -> str:
    return re.search(rb'data-seen="(\w+)"', asking(shown.preview(board))(path).body).group(1).decode()


def test_an_open_page_is_told_when_it_has_changed_and_when_something_is_built(board: Board) -> None:
    def lay() -> None:
        board.lay({"cases/visits/index.html": "<h1>New words</h1>"}, change=1)

    heard = told(
        board,
        "/cases/visits/",
        seen(board, "/cases/visits/"),
        lambda: board.say("building…"),
        lay,
        lambda: board.say(""),
    )

    assert heard == [state("building…"), CHANGED, state("")]


def test_an_open_page_is_not_told_of_others(board: Board) -> None:
    def lay() -> None:
        board.lay({"cases/visits/index.html": "<h1>New words</h1>"}, change=1)

    assert told(board, "/", seen(board, "/"), lay) == []


def test_a_page_that_changed_before_it_was_followed_is_told_so(board: Board) -> None:
    before = seen(board, "/cases/visits/")
    board.lay({"cases/visits/index.html": "<h1>New words</h1>"}, change=1)

    assert told(board, "/cases/visits/", before) == [CHANGED]


def test_who_waits_at_the_address_of_a_page_to_come_is_told_when_it_is_there(board: Board) -> None:
    def lay() -> None:
        board.lay({"cases/new/index.html": "<h1>New</h1>"}, change=1)

    assert told(board, "/cases/new/", seen(board, "/cases/new/"), lay) == [CHANGED]


PROBLEM = Problem("case_studies/a.yml", 1, 2, "made up", "Mend it.", "rule")
MISTAKES = [
    (Refused([PROBLEM]), "case_studies/a.yml:1:2: made up [rule]\n    Mend it."),
    (BookFailed("a bad cell"), "a bad cell"),
    (BadSources("a bad source"), "a bad source"),
    (NotWhole("a dead link"), "a dead link"),
    (SearchFailed("no index"), "no index"),
    (Busy("another build"), "another build"),
    (Committed("git holds what a build made"), "git holds what a build made"),
    (OSError("no room on the disk"), "no room on the disk"),
]  # fmt: skip
UNFORESEEN = [
    ValueError("a bug"),
    FileNotFoundError("a file that was there"),
    MemoryError("no more"),
    KeyError("a name"),
]
RECORD = "case_studies/visits.yml"


def every_exception() -> Iterator[Exception]:
    """Yield one of each class of exception that Python has and that a build could raise."""
    for kind in [kind for kind in vars(builtins).values() if isinstance(kind, type) and issubclass(kind, Exception)]:
        if issubclass(kind, UnicodeDecodeError):
            yield kind("utf-8", b"\xff", 0, 1, "made up")
        elif issubclass(kind, UnicodeEncodeError):
            yield kind("ascii", "é", 0, 1, "made up")
        elif issubclass(kind, UnicodeTranslateError):
            yield kind("é", 0, 1, "made up")
        elif issubclass(kind, ExceptionGroup):
            yield kind("made up", [ValueError("within")])
        else:
            yield kind("made up")


class Inside:
    """A builder in the process of the test, which has answered each order before it is asked what came of it."""

    def __init__(self, root: Path, hear: workshop.Hear) -> None:
        self.order: dict[str, Any] | None = None
        self.busy_for = 0.0
        self.orders: list[dict[str, Any]] = []
        self.is_ended = False
        self._root, self._hear, self._at_once = root, hear, AtOnce(root)
        BEGUN.append(self)

    def take(self, order: dict[str, Any]) -> None:
        self.order = order
        self.orders.append(order)
        self._hear(self, builder.answer(self._at_once, self._root, order))

    def die(self) -> None:
        self._hear(self, None)

    def end(self) -> None:
        self.is_ended = True


class Slow(Inside):
    """A builder that has been at work for long and says nothing."""

    def take(self, order: dict[str, Any]) -> None:
        self.order, self.busy_for = order, 10_000.0
        self.orders.append(order)


BEGUN: list[Inside] = []


@dataclass
class Shop:
    """A workshop whose builders run in the test; `build` and `pages` hold what comes of each next order."""

    root: Path
    board: Board
    said: list[str] = field(default_factory=list)
    build: list[Exception | None] = field(default_factory=list)
    pages: list[Exception | dict[str, str]] = field(default_factory=list)
    begin: type[Inside] = Inside

    def __post_init__(self) -> None:
        self.workshop = Workshop(self.root, self.board, self.said.append, lambda *given: self.begin(*given))

    def change(self, *names: str) -> None:
        self.workshop.changed({self.root / name for name in names})

    def work(self) -> None:
        """Let everything be done that waits to be done: what is begun in one turn has answered by the next."""
        for _ in range(4):
            self.workshop.close()
            self.workshop.run()

    @property
    def orders(self) -> list[str]:
        return [order["do"] for each in BEGUN for order in each.orders if order["do"] != "settle"]


def outcome(of: list[Any], usual: Any) -> Any:
    came = of.pop(0) if of else usual
    if isinstance(came, Exception):
        raise came
    return came


@pytest.fixture
def shop(site: Path, board: Board, monkeypatch: pytest.MonkeyPatch) -> Shop:
    """Give a workshop that has had its first build."""
    made = Shop(site.parent, board)
    BEGUN.clear()

    def build(root: Path, *_: Any, **__: Any) -> Built:
        outcome(made.build, None)
        return Built(1, 1, 5, 2, root / "_site", 1.5)

    monkeypatch.setattr(builder.run, "build", build)
    monkeypatch.setattr(builder.run, "preview", build)
    monkeypatch.setattr(AtOnce, "pages", lambda *_: outcome(made.pages, {}))
    monkeypatch.setattr(AtOnce, "settle", lambda _: None)
    made.work()
    assert made.said == ["Built 5 pages in 1.5 seconds."]
    made.said.clear()
    for each in BEGUN:
        each.orders.clear()
    return made


def test_the_page_of_a_changed_record_is_made_before_the_lists(shop: Shop, see: Callable[[str], str]) -> None:
    shop.pages = [{"cases/visits/index.html": "<h1>New words</h1>"}]
    shop.build = [BookFailed("the lists are not there yet")]

    shop.change(RECORD)
    shop.work()

    assert sorted(shop.orders) == ["build", "pages"]
    assert see("/cases/visits/") == "<h1>New words</h1>"


def test_what_is_no_record_has_everything_built_and_no_page_alone(shop: Shop) -> None:
    shop.change("book/about.md")
    shop.work()

    assert shop.orders == ["build"]


def test_only_the_first_build_is_of_the_whole_site(shop: Shop) -> None:
    shop.change(RECORD)
    shop.work()

    assert [order["is_whole"] for each in BEGUN for order in each.orders if order["do"] == "build"] == [False]


def test_changes_that_come_together_are_built_together(shop: Shop) -> None:
    shop.change(RECORD)
    shop.change(RECORD)
    shop.change("case_studies/lessons/knock.yml", "case_studies/.visits.yml.swp")
    shop.work()

    assert sorted(shop.orders)[0] == "build" and shop.orders.count("build") <= 2
    assert {name for each in BEGUN for order in each.orders for name in order.get("names", ())} == {
        RECORD,
        "case_studies/lessons/knock.yml",
    }


def test_a_record_with_problems_keeps_its_page_and_the_page_says_so(shop: Shop, see: Callable[[str], str]) -> None:
    shop.pages = [Refused([PROBLEM, PROBLEM])]

    shop.change(RECORD)
    shop.work()

    assert shop.said == ["\n".join(["case_studies/a.yml:1:2: made up [rule]\n    Mend it."] * 2)]
    assert shop.orders == ["pages"]
    assert shop.board.state == "not built: 2 problems"
    assert see("/cases/visits/") == "<h1>Visits</h1>"


def test_a_mended_record_is_built_and_the_page_says_nothing_more(shop: Shop, see: Callable[[str], str]) -> None:
    shop.pages = [Refused([PROBLEM]), {"cases/visits/index.html": "<h1>Mended</h1>"}]
    shop.build = [None]
    shop.change(RECORD)
    shop.work()
    assert shop.board.state == "not built: 1 problem"

    shop.change(RECORD)
    shop.work()

    assert shop.board.state == ""
    assert shop.said[-1] == "Built 5 pages in 1.5 seconds."


@pytest.mark.parametrize("mistake", UNFORESEEN, ids=lambda value: type(value).__name__)
@pytest.mark.parametrize("at", ["pages", "build"])
def test_an_error_that_nobody_foresaw_is_said_and_the_next_change_is_built(
    shop: Shop, mistake: Exception, at: str
) -> None:
    setattr(shop, at, [mistake])

    shop.change(RECORD)
    shop.work()
    assert str(mistake) in shop.said[0]
    assert shop.board.state == "not built: see the terminal"

    shop.change(RECORD)
    shop.work()
    assert (shop.said[-1], shop.board.state) == ("Built 5 pages in 1.5 seconds.", "")


@pytest.mark.parametrize("at", ["pages", "build"])
def test_no_class_of_exception_ends_the_watching(shop: Shop, at: str) -> None:
    every = list(every_exception())
    assert len(every) > 50

    for mistake in every:
        setattr(shop, at, [mistake])
        shop.change(RECORD)
        shop.work()
        assert shop.board.state == "not built: see the terminal", repr(mistake)

        shop.change(RECORD)
        shop.work()
        assert (shop.said[-1], shop.board.state) == ("Built 5 pages in 1.5 seconds.", ""), repr(mistake)


def test_changed_code_is_loaded_by_other_builders_and_then_built(shop: Shop) -> None:
    before = list(BEGUN)

    shop.workshop.changed({PACKAGE / "templates" / "case.html.j2"})
    shop.work()

    assert [each.is_ended for each in before] == [True, True]
    assert not any(each.orders for each in before)
    assert shop.orders == ["build"]
    assert shop.said == ["The code has changed: builders begin anew.", "Built 5 pages in 1.5 seconds."]


def test_a_builder_that_ends_unasked_is_told_and_another_begins_at_the_next_change(shop: Shop) -> None:
    before = list(BEGUN)
    for each in before:
        each.die()
    shop.work()
    assert shop.said == ["The builder has ended unasked. Another begins at the next change."] * 2

    shop.change(RECORD)
    shop.work()

    assert shop.said[-1] == "Built 5 pages in 1.5 seconds."
    assert not any(each.orders for each in before)


def test_a_builder_that_hangs_is_told_ended_and_another_begins_at_the_next_change(shop: Shop) -> None:
    for each in list(BEGUN):
        each.die()
    shop.work()
    shop.said.clear()
    shop.begin = Slow
    shop.change("book/about.md")
    shop.work()
    hanging = next(each for each in BEGUN if isinstance(each, Slow) and each.order)
    shop.begin = Inside

    shop.change("book/about.md")
    shop.work()

    assert hanging.is_ended
    assert shop.said == [
        "The builder did not answer for 10000 seconds. Another begins at the next change.",
        "Built 5 pages in 1.5 seconds.",
    ]


def test_nothing_that_a_builder_does_ends_the_watching(shop: Shop) -> None:
    class Broken(Inside):
        def take(self, order: dict[str, Any]) -> None:
            raise RuntimeError("no process can be started")

    for each in list(BEGUN):
        each.die()
    shop.work()
    shop.begin = Broken
    shop.change(RECORD)
    shop.work()
    assert "no process can be started" in shop.said[-1]

    for each in list(BEGUN):
        each.die()
    shop.begin = Inside
    shop.change(RECORD)
    shop.work()

    assert shop.said[-1] == "Built 5 pages in 1.5 seconds."


# The whole of it


@pytest.fixture
def quiet_server(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """Put a server in place that listens nowhere, and a watcher that sees one change; give what is set at a second build."""
    again = threading.Event()
    monkeypatch.setattr(serve, "_listen", lambda *_: again.wait(PATIENCE))
    monkeypatch.setattr(
        serve.watchfiles, "watch", lambda *_, recursive=True, **__: iter([{("changed", "a.yml")}] if recursive else [])
    )
    monkeypatch.setattr(serve, "_refuse_taken", lambda _: None)
    monkeypatch.setattr(serve, "Workshop", partial(Workshop, begin=Inside))
    monkeypatch.setattr(AtOnce, "settle", lambda _: None)
    yield again


@pytest.mark.parametrize(("mistake", "words"), MISTAKES, ids=lambda value: type(value).__name__)
def test_a_mistake_while_writing_is_said_and_the_preview_goes_on(
    site: Path, quiet_server: threading.Event, monkeypatch: pytest.MonkeyPatch, mistake: Exception, words: str
) -> None:
    said: list[str] = []
    builds = iter([mistake, None])

    def build(root: Path, out: Path) -> Built:
        if (outcome := next(builds)) is not None:
            raise outcome
        return Built(1, 1, 5, 2, out, 1.5)

    def say(text: str) -> None:
        said.append(text)
        if text.startswith("Built"):
            quiet_server.set()

    monkeypatch.setattr(builder.run, "build", build)

    serve.serve(site.parent, 8000, say)

    assert sorted(said) == sorted(
        [words, "The book is at http://127.0.0.1:8000/ (Ctrl+C stops it).", "Built 5 pages in 1.5 seconds."]
    )


def test_watching_that_breaks_off_begins_again(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    answers = iter([OSError("the folder was renamed"), None])

    def watch(*_: Path, **__: Any) -> Iterator[object]:
        if (outcome := next(answers)) is not None:
            raise outcome
        return iter([])

    monkeypatch.setattr(serve.watchfiles, "watch", watch)
    monkeypatch.setattr(serve, "PAUSE", 0)

    serve._watch_folders(site.parent, print, said.append)

    assert len(said) == 1 and "OSError: the folder was renamed" in said[0]


def test_a_folder_that_was_moved_away_and_came_back_is_watched_again(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    records, away = site.parent / "case_studies", site.parent / "away"
    records.mkdir()
    told: list[set[Path]] = []
    watched: list[list[Path]] = []

    def watch(*paths: Path, **_: Any) -> Iterator[set[object]]:
        watched.append(list(paths))
        yield set()
        if len(watched) == 1:
            records.rename(away)
            yield {("deleted", str(records))}
        elif len(watched) == 2:
            records.mkdir()
            # Nobody tells of a folder that is not watched.
            yield set()

    monkeypatch.setattr(serve.watchfiles, "watch", watch)

    serve._watch_folders(site.parent, told.append, print)

    assert watched == [[records, PACKAGE], [PACKAGE], [records, PACKAGE]]
    both = {site.parent / "book", records}
    assert told == [{records}, both, both]


@pytest.mark.parametrize("why", [BrokenPipeError("closed"), ValueError("I/O operation on closed file")])
def test_a_terminal_that_was_closed_ends_no_preview(why: Exception) -> None:
    def say(_: str) -> None:
        raise why

    serve._whatever_comes(say)("words")


def test_a_terminal_that_lacks_a_letter_gets_its_number() -> None:
    said: list[str] = []

    def say(words: str) -> None:
        said.append(words.encode("ascii").decode())

    serve._whatever_comes(say)("made-up 日")

    assert said == ["made-up \\u65e5"]


def test_only_what_is_there_is_watched_and_the_code_that_runs(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    watched: list[Path] = []
    (site.parent / "case_studies").mkdir()
    monkeypatch.setattr(serve.watchfiles, "watch", lambda *paths, **_: watched.extend(paths) or iter([]))

    serve._watch_folders(site.parent, print, print)

    assert watched == [site.parent / "case_studies", PACKAGE]


def test_only_the_settings_are_watched_in_the_folder_of_the_project(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[bool] = []

    def watch(folder: Path, recursive: bool, watch_filter: Callable[..., bool]) -> Iterator[object]:
        seen.extend(
            [recursive, *(watch_filter(None, str(folder / name)) for name in ("_toc.yml", "_config.yml", "_site"))]
        )
        return iter([{("added", str(folder / "_toc.yml"))}])

    told: list[set[Path]] = []
    monkeypatch.setattr(serve.watchfiles, "watch", watch)

    serve._watch_settings(site.parent, told.append, print)

    assert seen == [False, True, True, False]
    assert told == [{site.parent / "_toc.yml"}]


# Builders of their own process


@dataclass
class Heard:
    """What a builder says, waited for as it comes."""

    answers: list[dict[str, Any] | None] = field(default_factory=list)
    more: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))

    def __call__(self, _: Child, answer: dict[str, Any] | None) -> None:
        self.answers.append(answer)
        self.more.release()

    def next(self) -> dict[str, Any] | None:
        assert self.more.acquire(timeout=60)
        return self.answers[-1]


def test_a_builder_answers_orders_until_it_is_ended(tiny_root: Path) -> None:
    heard = Heard()
    child = Child(tiny_root, heard)

    child.take({"do": "pages", "names": [], "change": 1})
    assert heard.next() == {"pages": {}}
    child.take({"do": "what nobody can", "change": 2})
    assert "KeyError" in (heard.next() or {})["failed"]
    child.end()
    assert heard.next() is None


def test_a_builder_tells_the_problems_of_records(tiny_root: Path) -> None:
    (tiny_root / "case_studies" / "broken.yml").write_text("id: [", encoding="utf-8")
    heard = Heard()
    child = Child(tiny_root, heard)

    child.take({"do": "pages", "names": ["case_studies/broken.yml"], "change": 1})

    assert (heard.next() or {})["problems"][0].startswith("case_studies/broken.yml:1:")
    child.end()


def test_a_builder_that_is_killed_is_heard_of(tiny_root: Path) -> None:
    heard = Heard()
    child = Child(tiny_root, heard)

    os.kill(child._process.pid, signal.SIGKILL)

    assert heard.next() is None


PARENT = """
import sys
from pathlib import Path
from pilotbook.doors.child import Child
heard = []
child = Child(Path(sys.argv[1]), lambda _, answer: print("answered", flush=True))
child.take({"do": "pages", "names": [], "change": 1})
sys.stdin.readline()
child.take({"do": "build", "is_whole": True, "change": 2})
print("at work", flush=True)
sys.stdin.readline()
"""


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="a pipe with a name makes a build wait without end")
@pytest.mark.parametrize("is_at_work", [False, True], ids=["idle", "at work"])
def test_a_builder_ends_with_a_preview_that_is_killed(tiny_root: Path, is_at_work: bool) -> None:
    # Whoever holds this pipe open has not ended: the preview, its builder, and what that has started.
    alive, held = os.pipe()
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT, str(tiny_root)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": str(PACKAGE.parent)},
        pass_fds=[held],
    )
    os.close(held)
    assert parent.stdout and parent.stdin
    assert parent.stdout.readline() == "answered\n"
    if is_at_work:
        (tiny_root / "_config.yml").unlink()
        os.mkfifo(tiny_root / "_config.yml")
        parent.stdin.write("\n")
        parent.stdin.flush()
        assert parent.stdout.readline() == "at work\n"

    parent.kill()

    # Nobody writes: this returns when the last has ended.
    assert os.read(alive, 1) == b""
    os.close(alive)
    parent.wait()
    parent.stdin.close()
    parent.stdout.close()
