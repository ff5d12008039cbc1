"""What a build runs in: no secret reaches it or what it starts, and nothing that it starts outlives it."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from pilotbook.publish import surroundings, work
from pilotbook.publish.code import PACKAGE

CANARY = "CANARY-ENV-9b21"
SECRETS = {
    **dict.fromkeys(("GITHUB_TOKEN", "GH_TOKEN", "ACTIONS_RUNTIME_TOKEN", "AWS_SECRET_ACCESS_KEY", "MADE_UP"), CANARY),
    "GIT_CONFIG_COUNT": "1",
    "GIT_CONFIG_KEY_0": "http.extraheader",
    "GIT_CONFIG_VALUE_0": CANARY,
    "PIP_INDEX_URL": f"https://made-up:{CANARY}@example.org/",
    "HTTPS_PROXY": f"http://made-up:{CANARY}@example.org/",
}
# A process tells what it and a child of it were started with, as the system knows it.
TELLS = """
import json, os, subprocess
from pathlib import Path
from pilotbook.publish.surroundings import begin_again
begin_again()
child = subprocess.run(["cat", "/proc/self/environ"], capture_output=True).stdout
print(json.dumps({"own": Path("/proc/self/environ").read_text(), "child": child.decode(), "seen": dict(os.environ)}))
"""
needs_proc = pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="the system tells no environment")
needs_linux = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="only Linux ends a process with its parent"
)


def told(**around: str) -> dict[str, str]:
    around = {**os.environ, "PYTHONPATH": str(PACKAGE.parent), **around}
    return dict(json.loads(subprocess.run([sys.executable, "-c", TELLS], env=around, capture_output=True).stdout))


@needs_proc
def test_no_secret_stays_in_a_process_that_publishes_or_reaches_its_children() -> None:
    found = told(**SECRETS)

    assert CANARY not in json.dumps(found)


@needs_proc
def test_what_a_build_goes_by_stays() -> None:
    kept = {"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "SOURCE_DATE_EPOCH": "1", "PYTHONHASHSEED": "7", "CI": "true"}

    assert kept.items() <= told(**kept)["seen"].items()


def test_a_process_that_was_begun_again_goes_on_although_the_system_gives_it_more(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in list(os.environ):
        monkeypatch.delenv(name)
    monkeypatch.setenv("PILOTBOOK_BEGUN_AGAIN", "yes")
    monkeypatch.setenv("MADE_UP", CANARY)
    monkeypatch.setattr(os, "execve", lambda *_: pytest.fail("it would begin for ever"))

    surroundings.begin_again()

    assert dict(os.environ) == {"PILOTBOOK_BEGUN_AGAIN": "yes", "PYTHONUTF8": "1"}


COMMANDS = {
    "build": True,
    "serve": True,
    "release": True,
    "export": True,
    "impact": True,
    "check": False,
    "links": False,
}


@pytest.mark.parametrize(("command", "begins_again"), COMMANDS.items())
def test_what_publishes_begins_in_a_clean_environment(
    command: str, begins_again: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pilotbook.doors import cli

    begun: list[bool] = []
    monkeypatch.setattr(sys, "argv", ["pilotbook", command, "--help"])
    monkeypatch.setattr(surroundings, "begin_again", lambda: begun.append(True))

    with pytest.raises(SystemExit):
        cli.main()

    assert bool(begun) is begins_again


# One that waits for ever, as a fork of a build or as a program of its own, and says who it is.
WAITS = "import os, time\nprint(os.getpid(), flush=True)\ntime.sleep(1000)"
STARTS = {
    "a program": f"""
import subprocess
from pilotbook.publish.surroundings import ending_with_us
subprocess.run(ending_with_us({WAITS!r}))
""",
    "a fork": f"""
from pilotbook.publish import work
def waits(_):
    exec({WAITS!r})
list(work.side_by_side(waits, [1], 2, least=1))
""",
}


@needs_linux
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM], ids=["killed", "told to end"])
@pytest.mark.parametrize("starts", STARTS.values(), ids=STARTS)
def test_nothing_that_a_build_started_outlives_it(starts: str, how: signal.Signals) -> None:
    around = {**os.environ, "PYTHONPATH": str(PACKAGE.parent)}
    parent = subprocess.Popen([sys.executable, "-c", starts], env=around, stdout=subprocess.PIPE, encoding="utf-8")
    assert parent.stdout is not None
    child = int(parent.stdout.readline())

    parent.send_signal(how)
    parent.wait()

    # The other end of the pipe is closed when the child has ended, and by nothing else.
    try:
        assert parent.communicate(timeout=60)[0] == ""
    except subprocess.TimeoutExpired:
        os.kill(child, signal.SIGKILL)
        raise


@needs_linux
def test_a_process_whose_parent_has_ended_already_ends_at_once() -> None:
    code = "from pilotbook.publish.surroundings import end_with\nend_with(1)\nprint('still here')"
    around = {**os.environ, "PYTHONPATH": str(PACKAGE.parent)}
    done = subprocess.run([sys.executable, "-c", code], env=around, capture_output=True)

    assert (done.returncode, done.stdout) == (1, b"")


@pytest.mark.parametrize(
    "said",
    [
        "OSError: [Errno 28] No space left on device: '/made/up'",
        "Kann nicht schreiben: [Errno 28]",
        "Error: No space left on device (os error 28)",
        "OSError: [Errno 122] Disk quota exceeded",
    ],
)
def test_a_child_that_found_no_room_is_told_as_a_full_disk(said: str) -> None:
    with pytest.raises(OSError) as raised:
        surroundings.raise_if_full(f"made up\n{said}\n")

    assert raised.value.errno in surroundings.FULL


def test_any_other_failure_of_a_child_is_its_own() -> None:
    surroundings.raise_if_full("book/about.md:8: WARNING: 28 places left on the device")


def test_a_fork_does_what_it_is_told_to_and_not_what_its_parent_would(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work, "end_with", lambda parent: None)
    before = signal.signal(signal.SIGTERM, lambda *_: None)
    try:
        work._begun(os.getpid())
        assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL
    finally:
        signal.signal(signal.SIGTERM, before)


# Systems that know ASCII alone, or the letters of Western Europe.
SYSTEMS = {
    "C": {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    "POSIX": {"LC_ALL": "POSIX", "PYTHONUTF8": "0"},
}


@pytest.mark.parametrize("around", SYSTEMS.values(), ids=SYSTEMS)
def test_messages_are_written_in_utf_8_whatever_letters_the_system_knows(
    tiny_root: Path, around: dict[str, str]
) -> None:
    record = tiny_root / "case_studies" / "madeup-town-rent-advice.yml"
    record.write_text(record.read_text("utf-8").replace("stage: announced", "stage: “été” 日"), encoding="utf-8")
    command = [sys.executable, "-c", "from pilotbook.doors.cli import main; main()", "check"]

    done = subprocess.run(
        command,
        cwd=tiny_root,
        env={**os.environ, "PYTHONPATH": str(PACKAGE.parent), **around},
        capture_output=True,
    )

    assert done.returncode == 1
    assert "'stage' is '“été” 日' [choice]" in done.stdout.decode("utf-8")
    assert b"Traceback" not in done.stderr
