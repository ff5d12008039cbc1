"""The preview: it serves what a web host would, lists no folder, leaves no site, and outlives an author's mistakes."""

import asyncio
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from pilotbook.doors import serve
from pilotbook.publish.book import BookFailed
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
    application = serve.application(site)

    def send(path: str, method: str = "GET") -> Answer:
        # In a thread of its own: a browser test in the same process may hold this thread's event loop.
        with ThreadPoolExecutor(1) as pool:
            return pool.submit(asyncio.run, _answer(application, path, method)).result()

    return send


async def _answer(application: Callable, path: str, method: str) -> Answer:
    answer = Answer()
    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": method, "scheme": "http",
        "path": path, "raw_path": path.encode(), "root_path": "", "query_string": b"",
        "headers": [(b"host", b"127.0.0.1")], "client": ("127.0.0.1", 1), "server": ("127.0.0.1", 80),
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


@pytest.fixture
def quiet_server(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """Put a server in place that listens nowhere, and a watcher that sees one change; give what is set at a second build."""
    again = threading.Event()
    monkeypatch.setattr(serve.uvicorn, "run", lambda *_, **__: again.wait(PATIENCE))
    monkeypatch.setattr(serve.watchfiles, "watch", lambda *_: iter([{("changed", "a.yml")}]))
    monkeypatch.setattr(serve, "_refuse_taken", lambda _: None)
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

    monkeypatch.setattr(serve.run, "build", build)

    serve.serve(site.parent, 8000, say)

    assert sorted(said) == sorted(
        [words, "The book is at http://127.0.0.1:8000/ (Ctrl+C stops it).", "Built 5 pages in 1.5 seconds."]
    )


def test_an_error_that_nobody_foresaw_is_said_and_the_next_change_is_built(
    site: Path, quiet_server: threading.Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    builds = iter([None, ValueError("a bug"), FileNotFoundError("a file that was there"), None])

    def build(root: Path, out: Path) -> Built:
        if (outcome := next(builds)) is not None:
            raise outcome
        return Built(1, 1, 5, 2, out, 1.5)

    def say(text: str) -> None:
        said.append(text)
        if sum(words.startswith("Built") for words in said) == 2:
            quiet_server.set()

    monkeypatch.setattr(serve.run, "build", build)
    monkeypatch.setattr(serve.watchfiles, "watch", lambda *_: iter([{("changed", "a.yml")}, {("changed", "b.yml")}]))
    monkeypatch.setattr(serve, "PAUSE", 0)

    serve.serve(site.parent, 8000, say)

    assert [words.splitlines()[-1] for words in said if "a bug" in words or "a file" in words] == [
        "The site is as it was; the preview goes on watching.",
        "a file that was there",
    ]
    assert quiet_server.is_set()


def test_watching_that_breaks_off_begins_again(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    answers = iter([OSError("the folder was renamed"), None])

    def watch(*_: Path) -> Iterator[object]:
        if (outcome := next(answers)) is not None:
            raise outcome
        return iter([])

    monkeypatch.setattr(serve.watchfiles, "watch", watch)
    monkeypatch.setattr(serve, "PAUSE", 0)

    serve._watch(site.parent, site, said.append)

    assert len(said) == 1 and "OSError: the folder was renamed" in said[0]


def test_only_what_is_there_is_watched(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    watched: list[Path] = []
    (site.parent / "case_studies").mkdir()
    (site.parent / "_config.yml").touch()
    monkeypatch.setattr(serve.watchfiles, "watch", lambda *paths: watched.extend(paths) or iter([]))

    serve._watch(site.parent, site, print)

    assert watched == [site.parent / "case_studies", site.parent / "_config.yml"]
