"""What the preview answers to a browser: the site as a web host would serve it, or with the last words laid over it."""

import hashlib
import json
import os
import stat
from collections.abc import AsyncIterator, Callable
from html import escape
from pathlib import Path

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Receive, Scope, Send

from pilotbook.doors.board import Board

HOST = "127.0.0.1"
EVENTS = "/_preview/events"
# Reloads its page when that has changed, and says how the building stands. A reload keeps the place on the page.
_SCRIPT = """<script data-page="{page}" data-seen="{seen}">(() => {{
  const bar = document.createElement("div");
  bar.setAttribute("role", "status");
  bar.hidden = true;
  bar.style = "position:fixed;bottom:0;right:0;z-index:99;padding:.3rem .8rem;background:#222;color:#fff;font:1rem sans-serif";
  document.body.append(bar);
  const say = (words) => {{ bar.textContent = words; bar.hidden = !words; }};
  const events = new EventSource("{events}?" + new URLSearchParams({{ ...document.currentScript.dataset }}));
  events.addEventListener("open", () => say(""));
  events.addEventListener("state", (event) => say(JSON.parse(event.data)));
  events.addEventListener("changed", () => location.reload());
  events.addEventListener("error", () => say("The preview has stopped."));
  addEventListener("pagehide", () => events.close());
  addEventListener("pageshow", (event) => event.persisted && location.reload());
}})();</script>
"""


def application(site: Path) -> Starlette:
    """Give the web application that serves the folder `site`; an unknown address gets its 404.html."""
    return _application(Mount("/", _Anew(lambda: StaticFiles(directory=site.resolve(), html=True, check_dir=False))))


def preview(board: Board) -> Starlette:
    """Give the web application that serves what `board` shows, and tells a page that is open when it has changed."""

    async def events(request: Request) -> Response:
        page, seen = (request.query_params.get(name, "") for name in ("page", "seen"))
        return StreamingResponse(_events(board, page, seen), media_type="text/event-stream")

    return _application(Route(EVENTS, events), Mount("/", _Anew(lambda: _Shown(board))))


def _application(*routes: BaseRoute) -> Starlette:
    middleware = [
        # A page from elsewhere may point a name of its own here; only this computer is answered.
        Middleware(TrustedHostMiddleware, allowed_hosts=[HOST, "localhost"], www_redirect=False),
        # Compressed, as any static host serves it, so that what a page weighs here is what it weighs there.
        Middleware(GZipMiddleware, minimum_size=1000),
    ]
    return Starlette(routes=routes, middleware=middleware)


class _Anew:
    """Finds the folder once for each request: while it is answered, the link may turn to the next release."""

    def __init__(self, files: Callable[[], StaticFiles]) -> None:
        self._files = files

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._files()(scope, receive, send)


class _Shown(StaticFiles):
    """The folder of a board with its pages laid over it, each with the script that follows changes."""

    def __init__(self, board: Board) -> None:
        super().__init__(directory=board.site.resolve(), html=True, check_dir=False)
        self._board = board

    async def get_response(self, path: str, scope: Scope) -> Response:
        """Give a page with the script; any other file as it is."""
        if scope["method"] in ("GET", "HEAD") and scope["path"].endswith("/"):
            laid = self._board.page(_file(path))
            if laid is not None:
                return _followed(laid, scope["path"], 200)
        response = await super().get_response(path, scope)
        if isinstance(response, FileResponse) and response.media_type == "text/html":
            return _followed(Path(response.path).read_bytes(), scope["path"], response.status_code)
        response.headers["cache-control"] = "no-cache"
        return response

    def file_response(
        self, full_path: str | os.PathLike[str], stat_result: os.stat_result, scope: Scope, status_code: int = 200
    ) -> Response:
        """Give a file; a page always whole, for what a browser holds of it may have other pages laid over by now."""
        if os.fspath(full_path).endswith(".html"):
            return FileResponse(full_path, status_code=status_code, stat_result=stat_result)
        return super().file_response(full_path, stat_result, scope, status_code)

    def now(self, address: str) -> bytes:
        """Give the HTML that stands at an address now, without the script; that of 404.html where nothing does."""
        file = _file(os.path.normpath(address.lstrip("/") or "."))
        laid = self._board.page(file)
        if laid is not None:
            return laid
        for name in (file, "404.html"):
            path, status = self.lookup_path(name)
            if status and stat.S_ISREG(status.st_mode):
                return Path(path).read_bytes()
        return b""


def _file(path: str) -> str:
    """Give the file of a page by its folder: 'cases/x' → 'cases/x/index.html'."""
    return "index.html" if path == "." else f"{path.replace(os.sep, '/')}/index.html"


def _followed(html: bytes, address: str, status: int) -> Response:
    """Give a page with the script that follows its changes. The 404 page stands at any depth, so it is told its root."""
    script = _SCRIPT.format(page=escape(address), seen=_named(html), events=EVENTS).encode()
    if status == 404:
        html = html.replace(b"<head>", b'<head><base href="/">', 1)
    before, end, after = html.rpartition(b"</body>")
    whole = before + script + end + after if end else html + script
    return HTMLResponse(whole, status_code=status, headers={"cache-control": "no-store"})


async def _events(board: Board, page: str, seen: str) -> AsyncIterator[str]:
    """Yield what the page at the address `page`, named `seen` when it was served, is to be told."""
    state = ""
    async for _ in board.news():
        if (name := _named(_Shown(board).now(page))) != seen:
            seen = name
            yield "event: changed\ndata: now\n\n"
        if board.state != state:
            state = board.state
            yield f"event: state\ndata: {json.dumps(state)}\n\n"


def _named(html: bytes) -> str:
    return hashlib.sha256(html).hexdigest()[:16]
