"""Show the built book on this computer, and build again when a file changes."""

import socket
import threading
import time
import traceback
from collections.abc import Callable
from pathlib import Path

import uvicorn
import watchfiles
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

from pilotbook.doors import failures
from pilotbook.publish import run

HOST = "127.0.0.1"
# Seconds before watching begins again after an error, so that one that stays does not fill the screen.
PAUSE = 1


class PortTaken(Exception):
    """Another program listens there; the message says what to do."""


class NothingToShow(Exception):
    """The first build failed and no earlier site stands; what went wrong has been said."""


def application(site: Path) -> Starlette:
    """Give the web application that serves the folder `site`; an unknown address gets its 404.html."""
    pages = StaticFiles(directory=site, html=True, follow_symlink=True)
    # Compressed, as any static host serves it, so that what a page weighs here is what it weighs there.
    return Starlette(routes=[Mount("/", pages)], middleware=[Middleware(GZipMiddleware, minimum_size=1000)])


def serve(root: Path, port: int, say: Callable[[str], None]) -> None:
    """Build, serve on 127.0.0.1 and watch, until interrupted. Raises PortTaken, NothingToShow."""
    _refuse_taken(port)
    out = root / "_site"
    _build(root, out, say)
    if not out.is_dir():
        raise NothingToShow("There is no site to show yet. Mend what is said above, and run it again.")
    watcher = threading.Thread(target=_watch, args=(root, out, say), daemon=True)
    watcher.start()
    say(f"The book is at http://{HOST}:{port}/ (Ctrl+C stops it).")
    uvicorn.run(application(out), host=HOST, port=port, log_level="warning")


def _refuse_taken(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            raise PortTaken(f"Port {port} is in use. Choose another: pilotbook serve --port {port + 1}") from error


def _watch(root: Path, out: Path, say: Callable[[str], None]) -> None:
    names = ("book", "case_studies", "scripts", "_config.yml", "_toc.yml")
    while True:
        try:
            for _ in watchfiles.watch(*(root / name for name in names if (root / name).exists())):
                _build(root, out, say)
            return
        except Exception:
            # This thread is alone: whatever ended it would end the preview's rebuilding without a word.
            say(f"{traceback.format_exc()}\nThe site is as it was; the preview goes on watching.")
            time.sleep(PAUSE)


def _build(root: Path, out: Path, say: Callable[[str], None]) -> None:
    """Build, and say what went wrong instead of stopping: the last good site stays up while an author mends a file."""
    try:
        built = run.build(root, out)
    except run.Refused as refused:
        say("\n".join(map(str, refused.problems)))
    except (*failures.CONTENT, *failures.ENVIRONMENT) as error:
        say(str(error))
    else:
        say(f"Built {built.pages} pages in {built.seconds:.1f} seconds.")
