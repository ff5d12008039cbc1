"""What the preview answers to a browser: the site as a web host would serve it, or with the last words laid over it."""

import hashlib
import json
import os
import re
import stat
from collections.abc import AsyncIterator, Callable
from html import escape
from pathlib import Path

from starlette.applications import Starlette
from starlette.datastructures import Headers
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Receive, Scope, Send

from pilotbook.doors.board import Board

HOST = "127.0.0.1"
EVENTS = "/_preview/events"
_OWN_NAME = re.compile(r"(?:localhost|127\.0\.0\.1|\[::1\])(?::\d{1,5})?", re.ASCII | re.IGNORECASE)
_FOREIGN = PlainTextResponse(
    "The preview answers on this computer alone. Open it as http://127.0.0.1 or http://localhost, with its port.\n", 400
)
FOLLOW = "/_preview/follow.js"
# Reloads its page when that has changed, and says how the building stands. A reload keeps the place on the page. It stands apart
# from the page, whose policy runs no script that is written into it.
_SCRIPT = """"use strict";
(() => {
  const bar = document.createElement("div");
  bar.setAttribute("role", "status");
  bar.hidden = true;
  bar.style = "position:fixed;bottom:0;right:0;z-index:99;padding:.3rem .8rem;background:#222;color:#fff;font:1rem sans-serif";
  document.body.append(bar);
  const say = (words) => { bar.textContent = words; bar.hidden = !words; };
  const { page, seen } = document.currentScript.dataset;
  const events = new EventSource("/_preview/events?" + new URLSearchParams({ page, seen }));
  events.addEventListener("open", () => say(""));
  events.addEventListener("state", (event) => say(JSON.parse(event.data)));
  events.addEventListener("changed", () => location.reload());
  events.addEventListener("error", () => say("The preview has stopped."));
  addEventListener("pagehide", () => events.close());
  addEventListener("pageshow", (event) => event.persisted && location.reload());
})();
"""
# What the 404 page leads to and loads, as it is written at the root.
_RELATIVE = re.compile(rb'(\s(?:href|src|action|data-root)=")(?:\./)?(?![a-z][a-z0-9+.-]*:|[/#])', re.IGNORECASE)
_TAG = '<script src="{follow}" data-page="{page}" data-seen="{seen}"></script>\n'


def application(site: Path) -> Starlette:
    """Give the web application that serves the folder `site`; an unknown address gets its 404.html."""
    return _application(Mount("/", _Anew(lambda: StaticFiles(directory=site.resolve(), html=True, check_dir=False))))


def preview(board: Board) -> Starlette:
    """Give the web application that serves what `board` shows, and tells a page that is open when it has changed."""

    async def events(request: Request) -> Response:
        page, seen = (request.query_params.get(name, "") for name in ("page", "seen"))
        return StreamingResponse(_events(board, page, seen), media_type="text/event-stream")

    async def follow(_: Request) -> Response:
        return Response(_SCRIPT, media_type="text/javascript", headers={"cache-control": "no-cache"})

    return _application(Route(EVENTS, events), Route(FOLLOW, follow), Mount("/", _Anew(lambda: _Shown(board))))


def _application(*routes: BaseRoute) -> Starlette:
    middleware = [
        Middleware(_OwnNames),
        # Compressed, as any static host serves it, so that what a page weighs here is what it weighs there.
        Middleware(GZipMiddleware, minimum_size=1000),
    ]
    return Starlette(routes=routes, middleware=middleware)


class _OwnNames:
    """Answers to the names of this computer alone: a page from elsewhere may point a name of its own here, and read what it gets."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        answer = (
            self._app
            if scope["type"] != "http" or _OWN_NAME.fullmatch(Headers(scope=scope).get("host", ""))
            else _FOREIGN
        )
        await answer(scope, receive, send)


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
    """Give a page with the script that follows its changes. The 404 page stands at any depth, so its addresses begin at the root."""
    script = _TAG.format(page=escape(address), seen=_named(html), follow=FOLLOW).encode()
    if status == 404:
        html = _RELATIVE.sub(rb"\1/", html)
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
