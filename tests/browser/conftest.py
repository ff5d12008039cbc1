"""A real browser on the real book, served from this computer under a sub-path; it may reach no other host."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Page, sync_playwright
from projects import Project, built_once, copy_of_the_real_project
from served import chromium, served

Visit = Callable[..., Page]


@pytest.fixture(scope="session")
def real(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Give the real book, built. Read it only."""
    return built_once(tmp_path_factory, "real", copy_of_the_real_project)


@pytest.fixture(scope="session")
def address(real: Project) -> Iterator[str]:
    """Give the address where the real book is served."""
    with served(real.site) as address:
        yield address


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Give Chromium: the one of this computer, else the one that Playwright brought."""
    with sync_playwright() as playwright:
        try:
            started = chromium(playwright)
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
