"""What the preview shows at this moment: a folder, the pages laid over it, and how the building stands."""

import asyncio
import threading
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class _Laid:
    """A page that was made at once, and after which change."""

    html: bytes
    change: int


class Board:
    """Written by the thread that has things built, read by the server. Changes are numbered in the order they were seen."""

    def __init__(self, site: Path) -> None:
        self.site = site
        self.state = ""
        self.is_closed = False
        self._laid: Mapping[str, _Laid] = {}
        self._lock = threading.Lock()
        self._readers: set[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = set()

    def page(self, file: str) -> bytes | None:
        """Give the HTML that is laid over a file of the folder, if any is."""
        laid = self._laid.get(file)
        return laid.html if laid else None

    def lay(self, pages: Mapping[str, str], change: int) -> None:
        """Show pages, {file: HTML}, made after `change`."""
        self._laid = {**self._laid, **{file: _Laid(html.encode(), change) for file, html in pages.items()}}
        self._tell()

    def turn(self, site: Path, change: int) -> None:
        """Show another folder, built after `change`: pages laid later stay over it."""
        self.site = site
        self._laid = {file: laid for file, laid in self._laid.items() if laid.change > change}
        self._tell()

    def say(self, state: str) -> None:
        """Tell readers how the building stands: 'building…', or nothing."""
        if state != self.state:
            self.state = state
            self._tell()

    def close(self) -> None:
        """Let every reader go."""
        self.is_closed = True
        self._tell()

    async def news(self) -> AsyncIterator[None]:
        """Yield at once, and whenever something has changed, until the board is closed."""
        reader = asyncio.get_running_loop(), asyncio.Event()
        with self._lock:
            self._readers.add(reader)
        try:
            while not self.is_closed:
                reader[1].clear()
                yield
                await reader[1].wait()
        finally:
            with self._lock:
                self._readers.discard(reader)

    def _tell(self) -> None:
        with self._lock:
            for loop, event in self._readers:
                # A loop that has been closed has no reader any more.
                if not loop.is_closed():
                    loop.call_soon_threadsafe(event.set)
