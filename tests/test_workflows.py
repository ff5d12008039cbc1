"""What the commands of the workflows do: each is run here, but those that set up, build and test all, which are compared as text."""

import os
from pathlib import Path

import pytest
from hostfiles import ROOT, Runner, steps

# These run for minutes, and other tests are about them.
AS_TEXT = ("make .venv/.site-ready", "make site", "make test")
TOLD = "<!-- what the check found -->"
PROPOSAL = {
    "GH_TOKEN": "made-up", "GH_REPO": "made-up/book", "RUN": "7", "OWNER": "somebody", "BRANCH": "a&b", "COMMIT": "c0ffee",
    "FOUND": "success", "ADDRESS": "https://host.example/run/7", "NUMBER": "3", "GITHUB_SERVER_URL": "https://host.example",
}  # fmt: skip
RECORDS = [{"filename": "case_studies/a-case.yml", "previous_filename": None}]


@pytest.fixture
def runner(tmp_path: Path) -> Runner:
    return Runner(tmp_path, env=PROPOSAL)


def telling(runner: Runner, files: list[dict[str, str | None]], told: str | None, **env: str) -> str:
    """Let the workflow write its comment on a proposal that changes `files`, and give it."""
    runner.answers = [("pulls/3/files", files), ("run download", 1 if told is None else "")]
    if told is not None:
        runner.write("kept/told.txt", told)
    done = runner.run("tell", "Write what was found", **env)
    assert done.returncode == 0, done.stderr
    return runner.read("comment.md")


def test_every_command_is_run_here_or_compared_as_text() -> None:
    here = Path(__file__).read_text(encoding="utf-8")
    commands = [(of, step["name"], step["run"]) for of, _, step in steps() if "run" in step]

    assert [(of, name) for of, name, run in commands if run not in AS_TEXT and f'"{of}", "{name}"' not in here] == []
    targets = (ROOT / "Makefile").read_text(encoding="utf-8").replace("$(VENV)", ".venv")
    assert all(f"\n{command.removeprefix('make ')}:" in targets for command in AS_TEXT)
    assert "make test" in (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()


def test_a_fault_of_a_record_stands_beside_its_line_and_is_kept_for_the_comment(runner: Runner) -> None:
    runner.stub(
        ".venv/bin/pilotbook", '#!/bin/sh\n[ "$3" = github ] && echo "::error::x" || echo "a.yml:1:1: x"\nexit 1\n'
    )

    beside = runner.run("check", "Check every record, beside its lines")
    kept = runner.run("check", "Keep what is told")

    assert (beside.returncode, beside.stdout) == (1, "::error::x\n")
    assert (kept.returncode, runner.read("told.txt")) == (0, "a.yml:1:1: x\n")


def test_a_check_that_broke_is_no_finding(runner: Runner) -> None:
    runner.stub(".venv/bin/pilotbook", "#!/bin/sh\nexit 3\n")

    assert runner.run("check", "Keep what is told").returncode == 1


def test_a_proposal_from_a_fork_goes_its_whole_way(runner: Runner) -> None:
    """From a record with a fault, through what runs it with no rights, to the comment by what runs nothing of it."""
    fault = "case_studies/a-case.yml:3:9: 'stage' is 'anounced' [choice]\n    Use 'announced'.\n"
    runner.stub(".venv/bin/pilotbook", f'#!/bin/sh\nprintf "%s" "{fault}"\nexit 1\n')
    assert runner.run("check", "Check every record, beside its lines").returncode == 1
    assert runner.run("check", "Keep what is told").returncode == 0
    # What the first workflow left behind is all that the second one takes from it.
    runner.write("kept/told.txt", runner.read("told.txt"))
    (runner.root / "told.txt").unlink()
    runner.stub(".venv/bin/pilotbook", "#!/bin/sh\necho called >> called\n")
    runner.answers = [
        ("pulls -f state=open", [{"number": 3, "head": {"sha": "c0ffee"}}]),
        ("pulls/3/files", RECORDS),
        ("run download 7 --name told", ""),
        ("--paginate repos/made-up/book/issues/3/comments", []),
        ("--method POST repos/made-up/book/issues/3/comments", ""),
    ]

    assert runner.run("tell", "Find the proposal").returncode == 0
    for name in ("Write what was found", "Write or renew the comment"):
        assert runner.run("tell", name, FOUND="failure", NUMBER=runner.outputs["number"]).returncode == 0

    assert runner.read("comment.md").endswith(f"\n\n    {fault.splitlines()[0]}\n        Use 'announced'.\n")
    assert [asked for asked in runner.asked if "POST" in asked or "PATCH" in asked] == [runner.asked[-1]]
    assert runner.read("called") == ""


@pytest.mark.parametrize(("commit", "number"), [("c0ffee", "3"), ("f00d", "")])
def test_a_proposal_is_found_by_its_branch_and_its_commit(runner: Runner, commit: str, number: str) -> None:
    runner.answers = [
        ("repos/made-up/book/pulls", [{"number": 2, "head": {"sha": "a"}}, {"number": 3, "head": {"sha": commit}}])
    ]

    done = runner.run("tell", "Find the proposal")

    assert (done.returncode, runner.outputs) == (0, {"number": number})
    assert "head=somebody:a&b" in runner.asked[0]


def test_a_comment_tells_what_was_found_and_where_the_pages_are(runner: Runner) -> None:
    told = telling(runner, RECORDS, "59 cases and 22 lessons are sound.\n")

    assert told.startswith(f"{TOLD}\n**The check passed.**")
    assert "take `pilotbook-offline.zip` from [the run](https://host.example/run/7#artifacts)" in told
    assert told.endswith("\n\n    59 cases and 22 lessons are sound.\n")


def test_a_comment_on_a_check_that_found_something_says_so(runner: Runner) -> None:
    assert "**The check found something.**" in telling(runner, RECORDS, "a.yml:1:1: x\n", FOUND="failure")


@pytest.mark.parametrize(
    "files",
    [
        [*RECORDS, {"filename": "scripts/pilotbook/casebook.py"}],
        [{"filename": "case_studies/taken.yml", "previous_filename": ".github/workflows/tell.yml"}],
        [{"filename": "case_studies.py"}],
    ],
)
def test_pages_of_a_proposal_that_changes_code_are_not_offered(
    runner: Runner, files: list[dict[str, str | None]]
) -> None:
    told = telling(runner, files, "sound\n")

    assert "changes more than records" in told and "pilotbook-offline.zip" not in told


def test_words_of_a_proposal_stay_plain_text_whatever_they_are(runner: Runner) -> None:
    told = telling(runner, RECORDS, "a\r# big\n```\n<b>@team</b>\n\n[x](https://evil.example)\x1b[31m\x00\n- [ ] é\n")

    quoted = told.partition("You must be signed in.\n\n")[2]
    assert quoted.splitlines() == [
        "    a# big",
        "    ```",
        "    <b>@team</b>",
        "    ",
        "    [x](https://evil.example)[31m",
        "    - [ ] é",
    ]


def test_a_comment_is_no_longer_than_the_host_takes(runner: Runner) -> None:
    assert len(telling(runner, RECORDS, "é" * 40_000)) < 65_000


def test_what_was_not_left_or_is_no_file_is_not_quoted(runner: Runner) -> None:
    assert "could not be read: see [the run]" in telling(runner, RECORDS, None)
    secret = runner.write("secret.txt", "made-up secret")
    runner.write("kept/told.txt", "").unlink()
    os.symlink(secret, runner.root / "kept" / "told.txt")
    runner.answers = [("pulls/3/files", RECORDS), ("run download", "")]

    assert runner.run("tell", "Write what was found").returncode == 0
    assert "made-up secret" not in runner.read("comment.md")


@pytest.mark.parametrize(
    ("comments", "asked"),
    [
        ([], ["--method", "POST", "repos/made-up/book/issues/3/comments"]),
        (
            [{"id": 5, "user": {"login": "somebody"}, "body": TOLD}],
            ["--method", "POST", "repos/made-up/book/issues/3/comments"],
        ),
        (
            [{"id": 6, "user": {"login": "github-actions[bot]"}, "body": f"{TOLD}\nold"}],
            ["--method", "PATCH", "repos/made-up/book/issues/comments/6"],
        ),
    ],
)
def test_its_own_comment_is_renewed_and_nobody_elses(runner: Runner, comments: list[object], asked: list[str]) -> None:
    runner.answers = [("--paginate repos/made-up/book/issues/3/comments", comments), ("--method", "")]

    assert runner.run("tell", "Write or renew the comment").returncode == 0
    assert runner.asked[-1] == ["api", *asked, "-F", "body=@comment.md", "--silent"]


@pytest.mark.parametrize(
    ("change", "code"), [(None, 0), (("index.html", "other"), 1), (("new/index.html", "new"), 1), (("a b.html", ""), 1)]
)
def test_a_site_that_tests_changed_is_not_handed_over(
    runner: Runner, change: tuple[str, str] | None, code: int
) -> None:
    for name in ("index.html", "a b.html"):
        runner.write(f"_build/site/{name}", "words")
    (runner.root / "_site").symlink_to("_build/site")

    assert runner.run("publish", "Note what was built").returncode == 0
    if change:
        runner.write(f"_build/site/{change[0]}", change[1])

    assert runner.run("publish", "What is handed over is what was tested").returncode == code


@pytest.mark.parametrize(("tag", "code"), [("2026.1", 0), ("2026.2", 1)])
def test_only_a_tag_of_a_kept_release_makes_one(runner: Runner, tag: str, code: int) -> None:
    runner.write("case_studies/releases/2026.1.json", "{}")

    done = runner.run("release", "The tag names a release that the repository keeps", TAG=tag)

    assert done.returncode == code
    assert (f"::error::There is no release {tag}." in done.stdout) == bool(code)


def test_a_release_is_a_draft_of_the_tag_that_was_pushed(runner: Runner) -> None:
    runner.answers = [("release create", "")]

    assert runner.run("release", "Make the draft", TAG="2026.1").returncode == 0
    assert runner.asked[0][:5] == ["release", "create", "2026.1", "files/pilotbook-offline.zip", "--draft"]
    assert "--verify-tag" in runner.asked[0]


def test_links_go_on_from_the_last_run_or_from_what_the_repository_holds(runner: Runner) -> None:
    runner.write("case_studies/links.json", "here")
    runner.answers = [("run list", [])]
    assert runner.run("links", "Go on from what the last run knew").returncode == 0
    assert runner.read("case_studies/links.json") == "here"

    runner.write("kept/links.json", "there")
    runner.answers = [("run list", [{"databaseId": 9}]), ("run download 9", "")]
    assert runner.run("links", "Go on from what the last run knew").returncode == 0
    assert runner.read("case_studies/links.json") == "there"


@pytest.mark.parametrize(("code", "ended"), [(0, 0), (1, 0), (2, 1), (3, 1)])
def test_sources_that_need_a_look_end_no_run_and_a_run_that_learnt_nothing_does(
    runner: Runner, code: int, ended: int
) -> None:
    runner.stub(".venv/bin/pilotbook", f"#!/bin/sh\necho told\nexit {code}\n")

    assert runner.run("links", "Ask every source").returncode == ended
    assert runner.outputs == {"code": str(code)} and runner.read("told.txt") == "told\n"


@pytest.mark.parametrize(
    ("code", "issues", "asked"),
    [
        ("1", [], ["issue", "create", "--title", "Sources that need a look", "--body-file", "issue.md"]),
        ("1", [{"number": 4, "title": "Sources that need a look"}], ["issue", "edit", "4", "--body-file", "issue.md"]),
        ("0", [{"number": 4, "title": "Sources that need a look"}], ["issue", "close", "4", "--comment"]),
        ("0", [], ["issue", "list"]),
    ],
)
def test_links_keep_one_issue(runner: Runner, code: str, issues: list[object], asked: list[str]) -> None:
    runner.write("told.txt", "a.yml: dead\n")
    runner.answers = [("issue list", issues), ("issue", "")]

    done = runner.run("links", "Open, update or close the issue", CODE=code, TITLE="Sources that need a look")

    assert done.returncode == 0, done.stderr
    assert runner.asked[-1][: len(asked)] == asked
