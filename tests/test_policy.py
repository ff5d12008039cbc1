"""The policy of the pages, written out, and what hosts are asked to send."""

import re
from pathlib import Path

import pytest
from pilotbook.pages.kinds import search
from pilotbook.publish import policy, scripts
from projects import FRAME

RUNBOOK = Path(__file__).parents[1] / "book" / "contribute" / "runbook.md"
# Of the script in each head, and of the one on the search page. Where a release holds a page with the old one when it changes,
# the old one goes to policy.FORMER: the headers of a host reach those pages too.
HEAD = "'sha256-3AJFeaL/vGflW6vr4SO8Em7myIu2wYfdg+xO3bLGVhs='"
SEARCH = "'sha256-h6CVBu88LFdDnWo6+ohdQyWm8rO9DCtr7xMU7B3TQhk='"
WRITTEN = (
    f"default-src 'none'; script-src 'self' 'wasm-unsafe-eval' {HEAD} {SEARCH}; style-src 'self'; img-src 'self'; "
    "font-src 'self'; connect-src 'self'; worker-src 'none'; form-action 'self'; base-uri 'none'"
)


def test_the_policy_lets_nothing_run_or_load_but_files_of_the_site_and_two_scripts_by_their_digest() -> None:
    assert policy.meta() == f'<meta http-equiv="Content-Security-Policy" content="{WRITTEN}">'


def test_forms_may_lead_to_the_repository_and_nowhere_else() -> None:
    told = policy.directives("https://git.example.org/made-up/book/issues/new")

    assert told["form-action"] == "'self' https://git.example.org"
    # Where no repository is known, the address of its forms is no whole address.
    assert policy.directives("/issues/new")["form-action"] == "'self'"


@pytest.mark.parametrize("script", [scripts.ahead(), search.AHEAD], ids=["head", "search"])
def test_a_script_that_stands_in_pages_passes_through_all_that_rewrites_them(script: str) -> None:
    """Links to folders are rewritten in the offline copy, and tags in a release, which are found by their text."""
    assert "<" not in script and "%%" not in script
    assert not re.search(r'(?:href|action|src)="', script)


def test_the_script_of_each_head_is_no_file() -> None:
    assert "ahead.js" not in scripts.static()
    assert "//" not in scripts.ahead()


def test_in_the_offline_copy_files_are_ours_and_pagefind_may_come_out_of_a_script() -> None:
    told = re.findall(r'content="([^"]*)"', policy.offline(FRAME))

    assert told[0] == (
        f"default-src 'none'; script-src 'self' file: blob: 'wasm-unsafe-eval' {HEAD} {SEARCH}; style-src 'self' file:; "
        "img-src 'self' file:; font-src 'self' file:; connect-src 'self' file:; worker-src 'none'; form-action 'self' file:; "
        "base-uri 'none'"
    )


def test_words_that_look_like_a_policy_stay_as_they_are() -> None:
    page = FRAME.replace("%%BODY%%", f"<p>script-src 'self'</p>{policy.meta()}")

    assert policy.offline(page).count("script-src 'self' file: blob:") == 1
    assert policy.offline(page).endswith(page.partition("<body")[2])


def test_a_host_that_can_send_headers_is_told_the_policy_and_what_a_page_cannot_say_of_itself() -> None:
    assert policy.headers_file() == (
        "/*\n"
        f"  Content-Security-Policy: {WRITTEN}; frame-ancestors 'none'\n"
        "  Cross-Origin-Opener-Policy: same-origin\n"
        "  Permissions-Policy: camera=(), geolocation=(), microphone=(), payment=(), usb=()\n"
        "  Referrer-Policy: same-origin\n"
        "  X-Content-Type-Options: nosniff\n"
        "  X-Frame-Options: DENY\n"
    )


def test_the_runbook_has_the_lines_for_hosts_that_take_them_in_their_settings() -> None:
    lines = dict(re.findall(r'^add_header ([\w-]+) "(.*)" always;$', RUNBOOK.read_text(encoding="utf-8"), re.MULTILINE))

    wanted = policy.headers()
    # Its digests change with the scripts, so it is taken from the file that the build writes.
    assert lines.pop("Content-Security-Policy") == "…"
    assert lines == {name: value for name, value in wanted.items() if name != "Content-Security-Policy"}
