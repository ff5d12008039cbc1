"""Show the built book on this computer, and build again when a file changes."""

import contextlib
import socket
import sys
import threading
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import NoReturn

import uvicorn
import watchfiles

from pilotbook.doors.board import Board
from pilotbook.doors.shown import HOST, application, preview
from pilotbook.doors.workshop import Workshop
from pilotbook.publish.code import PACKAGE
from pilotbook.publish.surroundings import told_to_end
from pilotbook.publish.version import day_set

__all__ = ["application", "serve"]

FOLDERS = ("book", "case_studies")
SETTINGS = ("_config.yml", "_toc.yml")
# Seconds before watching begins again after an error, so that one that stays does not fill the screen.
PAUSE = 1


class PortTaken(Exception):
    """Another program listens there; the message says what to do."""


class NothingToShow(Exception):
    """The first build failed and no earlier site stands; what went wrong has been said."""


def serve(root: Path, port: int, say: Callable[[str], None]) -> None:
    """Build, serve on 127.0.0.1 and watch, until interrupted. Raises PortTaken, NothingToShow, BadEpoch."""
    _refuse_taken(port)
    # Told at once and not by each build.
    day_set()
    say = _whatever_comes(say)
    board = Board(root / "_site")
    workshop = Workshop(root, board, say)
    with told_to_end(_end):
        try:
            for watch in (_watch_folders, _watch_settings):
                threading.Thread(target=watch, args=(root, workshop.changed, say), daemon=True).start()
            # The first build is waited for here: without any site there is nothing to serve.
            workshop.run(until=lambda: workshop.is_first_over)
            if not board.site.is_dir():
                raise NothingToShow("There is no site to show yet. Mend what is said above, and run it again.")
            threading.Thread(target=workshop.run, daemon=True).start()
            say(f"The book is at http://{HOST}:{port}/ (Ctrl+C stops it).")
            _listen(board, port)
        finally:
            workshop.close()
            workshop.end()


def _whatever_comes(say: Callable[[str], None]) -> Callable[[str], None]:
    """Give what says words where they can be said: a terminal that is closed, or lacks a letter, ends no preview."""

    def tell(words: str) -> None:
        with contextlib.suppress(OSError, ValueError):
            try:
                say(words)
            except UnicodeEncodeError:
                say(words.encode("ascii", "backslashreplace").decode())

    return tell


def _refuse_taken(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            raise PortTaken(f"Port {port} is in use. Choose another: pilotbook serve --port {port + 1}") from error


class _Server(uvicorn.Server):
    """A server that lets those who follow a page go when it is to end; it would wait for them without end."""

    def __init__(self, board: Board, port: int) -> None:
        super().__init__(uvicorn.Config(preview(board), host=HOST, port=port, log_level="warning", lifespan="off"))
        self._board = board

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """End, by a signal."""
        self._board.close()
        super().handle_exit(sig, frame)


def _listen(board: Board, port: int) -> None:
    with contextlib.suppress(KeyboardInterrupt):
        _Server(board, port).run()


def _end(number: int) -> NoReturn:
    sys.exit(128 + number)


class _Moved(Exception):
    """A folder that was watched is not the one that stands there now."""


def _watch_folders(root: Path, changed: Callable[[set[Path]], None], say: Callable[[str], None]) -> None:
    """Tell of every change in the folders of the project and in the code that makes the book."""

    def watch() -> None:
        there = _numbers(root)
        # Each few seconds it gives what has changed, if nothing: then the folders themselves are looked at.
        for changes in watchfiles.watch(*there, PACKAGE, yield_on_timeout=True):
            if changes:
                changed({Path(path) for _, path in changes})
            if _numbers(root) != there:
                # One that was moved away and came back, as by git, is another, of which nothing would be heard.
                changed({root / name for name in FOLDERS})
                raise _Moved

    _keep_on(watch, say)


def _numbers(root: Path) -> dict[Path, int]:
    """Give the folders that are watched and are there, each with its number on the disk."""
    folders = (root / name for name in FOLDERS)
    return {folder: folder.stat().st_ino for folder in folders if folder.is_dir()}


def _watch_settings(root: Path, changed: Callable[[set[Path]], None], say: Callable[[str], None]) -> None:
    """Tell of every change of the settings, by their folder: an editor may set a new file in the place of an old one."""

    def watch() -> None:
        for changes in watchfiles.watch(
            root, recursive=False, watch_filter=lambda _, path: Path(path).name in SETTINGS
        ):
            changed({Path(path) for _, path in changes})

    _keep_on(watch, say)


def _keep_on(watch: Callable[[], None], say: Callable[[str], None]) -> None:
    while True:
        try:
            return watch()
        except _Moved:
            continue
        except Exception:
            # This thread is alone: whatever ended it would end the preview's rebuilding without a word.
            say(f"{traceback.format_exc()}\nThe site is as it was; the preview goes on watching.")
            time.sleep(PAUSE)
