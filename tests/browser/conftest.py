"""A real browser on the real book, served from this computer under a sub-path; it may reach no other host."""

import shutil
import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import uvicorn
from pilotbook import serve
from playwright.sync_api import Browser, BrowserContext, Error, Page, sync_playwright
from projects import Project, built_once, copy_of_the_real_project
from starlette.applications import Starlette
from starlette.routing import Mount

SUB_PATH = "/some/where"
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--disable-quic", "--no-first-run", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]  # fmt: skip

Visit = Callable[..., Page]


@pytest.fixture(scope="session")
def real(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Give the real book, built. Read it only."""
    return built_once(tmp_path_factory, "real", copy_of_the_real_project)


@pytest.fixture(scope="session")
def address(real: Project) -> Iterator[str]:
    """Give the address where the real book is served, under a sub-path to prove that links are relative."""
    under = Starlette(routes=[Mount(SUB_PATH, serve.application(real.site))])
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(64)  # Requests wait here until the server is up.
        server = uvicorn.Server(uvicorn.Config(under, log_level="warning", ws="none", lifespan="off"))
        thread = threading.Thread(target=server.run, args=([listener],), daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}{SUB_PATH}/"
        server.should_exit = True
        thread.join()


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Give Chromium: the one of this computer, else the one that Playwright brought."""
    names = ("chromium", "chromium-browser", "google-chrome")
    found = next((path for name in names if (path := shutil.which(name))), None)
    with sync_playwright() as playwright:
        try:
            started = playwright.chromium.launch(executable_path=found, args=FLAGS)
        except Error as error:
            pytest.fail(f"There is no browser to test with. Run 'make browser' once. ({error.message.splitlines()[0]})")
        yield started
        started.close()


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Visit]:
    """Give a function that opens a page of the book: `visit("cases/", width=390, color_scheme="dark")`.

    At the end the test fails for anything that went wrong in the background on any page it opened.
    """
    opened: list[BrowserContext] = []
    wrong: list[str] = []

    def open_page(path: str = "", width: int = 1280, height: int = 900, **options: object) -> Page:
        context = browser.new_context(
            base_url=address, viewport={"width": width, "height": height}, reduced_motion="reduce", **options
        )
        context.set_default_timeout(15_000)
        opened.append(context)
        watch(context, address, wrong)
        page = context.new_page()
        page.goto(path)
        return page

    yield open_page
    for context in opened:
        context.close()
    assert wrong == []


def watch(context: BrowserContext, address: str, wrong: list[str]) -> None:
    """Write down each error on the console, error of a script, failed answer, and request to another host."""
    host = address.split("/some/")[0]
    context.on("console", lambda message: wrong.append(f"console: {message.text}") if message.type == "error" else None)
    context.on("weberror", lambda error: wrong.append(f"script: {error.error}"))
    context.on(
        "response", lambda answer: wrong.append(f"{answer.status}: {answer.url}") if answer.status >= 400 else None
    )
    context.on(
        "request",
        lambda request: (
            None
            if request.url.startswith((f"{host}/", "data:", "blob:", "file:", "about:"))
            else wrong.append(f"elsewhere: {request.url}")
        ),
    )


@pytest.fixture
def watched() -> Callable[[BrowserContext, str, list[str]], None]:
    """Give the watcher itself, for the test that it sees what it should."""
    return watch


@pytest.fixture
def folder(real: Project) -> Path:
    """Give the folder of the published site on disk."""
    return real.site.resolve()
