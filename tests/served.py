"""The built book served from this computer, and the browser that looks at it; it can reach no other host."""

import re
import shutil
import socket
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn
from pilotbook.doors import serve
from playwright.sync_api import Browser, Playwright
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.types import ASGIApp, Message, Receive, Scope, Send

SUB_PATH = "/some/where"
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--disable-quic", "--no-first-run", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]  # fmt: skip


@contextmanager
def served(site: Path) -> Iterator[str]:
    """Serve the folder `site` under a sub-path, to prove that links are relative, and give its address.

    What `_headers` asks of a host is sent with every file.
    """
    file = site / "_headers"
    asked = re.findall(r"^  ([\w-]+): (.*)$", file.read_text(encoding="utf-8"), re.MULTILINE) if file.is_file() else []
    app = Starlette(routes=[Mount(SUB_PATH, serve.application(site))])
    with listening(_with_headers(app, asked)) as address:
        yield f"{address.rstrip('/')}{SUB_PATH}/"


def _with_headers(app: ASGIApp, asked: Iterable[tuple[str, str]]) -> ASGIApp:
    written = [(name.lower().encode(), value.encode()) for name, value in asked]

    async def answering(scope: Scope, receive: Receive, send: Send) -> None:
        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], *written]
            await send(message)

        await app(scope, receive, sending)

    return answering


@contextmanager
def listening(app: ASGIApp) -> Iterator[str]:
    """Serve an application on this computer while the block runs, and give its address."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(64)  # Requests wait here until the server is up.
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning", ws="none", lifespan="off"))
        thread = threading.Thread(target=server.run, args=([listener],), daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}/"
        finally:
            server.should_exit = True
            thread.join()


def chromium_path() -> str | None:
    """Give the Chromium of this computer, if there is one."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return next((path for name in names if (path := shutil.which(name))), None)


def chromium(playwright: Playwright) -> Browser:
    """Start the Chromium of this computer, else the one that Playwright brought."""
    return playwright.chromium.launch(executable_path=chromium_path(), args=FLAGS)
