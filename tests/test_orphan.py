"""Whoever ends a build, by a request or by force, ends what it started too."""

import os
import signal
import subprocess
import sys

import pytest
from pilotbook.publish.code import PACKAGE

pytestmark = pytest.mark.skipif(os.name != "posix", reason="a pipe tells when the last process has ended")

# Each starts a process that would go on for an hour, as a build starts Jupyter Book.
ASKED = """
import subprocess, sys
from pilotbook.doors.signals import ended_by_signals
with ended_by_signals():
    subprocess.run([sys.executable, "-c", "import time; print('at work', flush=True); time.sleep(3600)"], close_fds=False)
"""
KILLED = """
import subprocess, sys
from pilotbook.publish.orphan import ends_with_us
subprocess.run([sys.executable, "-c", ends_with_us() + "import time; print('at work', flush=True); time.sleep(3600)"], close_fds=False)
"""


@pytest.mark.parametrize(
    ("program", "number", "code"),
    [(ASKED, signal.SIGTERM, 143), (ASKED, signal.SIGHUP, 129), (KILLED, signal.SIGKILL, -9)],
    ids=["asked to end", "its terminal closed", "killed"],
)
def test_what_was_started_ends_with_who_started_it(program: str, number: signal.Signals, code: int) -> None:
    # Whoever holds this pipe open has not ended.
    alive, held = os.pipe()
    started = subprocess.Popen(
        [sys.executable, "-c", program],
        stdout=subprocess.PIPE,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": str(PACKAGE.parent)},
        pass_fds=[held],
    )
    os.close(held)
    with started:
        assert started.stdout is not None
        assert started.stdout.readline() == "at work\n"

        os.kill(started.pid, number)

        # Nobody writes: this returns when the last has ended.
        assert os.read(alive, 1) == b""
        os.close(alive)
        assert started.wait() == code


def test_who_asked_for_silence_is_not_ended_by_a_terminal_that_is_closed() -> None:
    program = """
import os, signal
from pilotbook.doors.signals import ended_by_signals
signal.signal(signal.SIGHUP, signal.SIG_IGN)
with ended_by_signals():
    os.kill(os.getpid(), signal.SIGHUP)
print(signal.getsignal(signal.SIGTERM) is signal.SIG_DFL)
"""

    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        env={**os.environ, "PYTHONPATH": str(PACKAGE.parent)},
        check=True,
    )

    assert done.stdout == b"True\n"
