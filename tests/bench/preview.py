"""Measure the preview: the wall seconds from saving a file until the page that is served has the new words."""

import socket
import statistics
import subprocess
import time
import urllib.error
import urllib.request
from typing import Any

from bench import meter
from bench.scaled import Scaled, command, environment

# How often a file is saved; once only, where the new words took longer than SLOW.
RUNS, SLOW = 5, 20.0
LIMIT, FIRST_BUILD_LIMIT = 120.0, 3600.0


def preview(project: Scaled) -> dict[str, Any]:
    """Give the wall seconds from saving a summary until the page with its new words is served, under `pilotbook serve`.

    The page is asked for every 20 milliseconds. What a browser takes to paint it is not in the figure.
    """
    older, port = meter.started(), _free_port()
    page = f"http://127.0.0.1:{port}/cases/{project.edited.stem}/"
    server = subprocess.Popen(
        [*command(), "serve", "--port", str(port)],
        cwd=project.root,
        env=environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        if _until_served(page, "", FIRST_BUILD_LIMIT, server) is None:
            return {"error": "The preview did not come up."}
        found = []
        for _ in range(RUNS):
            # Time for the watcher to be ready again.
            time.sleep(1)
            word = project.edit_summary()
            took = _until_served(page, word, LIMIT, server)
            if took is None:
                return {"error": f"The new words were not served within {LIMIT:.0f} seconds."}
            found.append(round(took, 3))
            if took > SLOW:
                break
        return {"wall": statistics.median(found), "runs": found}
    finally:
        server.terminate()
        try:
            server.wait(timeout=10)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()
        meter.sweep(older)


def _until_served(address: str, word: str, limit: float, server: subprocess.Popen[bytes]) -> float | None:
    """Give the seconds until the page at `address` holds `word`; None after `limit`, or where the server has ended."""
    began = time.perf_counter()
    while (took := time.perf_counter() - began) < limit and server.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=limit) as answer:
                if word in answer.read().decode("utf-8"):
                    return time.perf_counter() - began
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            pass
        time.sleep(0.02 if word or took > 1 else 0.2)
    return None


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
