"""What the commands of the workflows do: each is run here, but those that set up, build and test all, which are compared as text."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pilotbook
import pytest
from books import OUTCOME
from hostfiles import ROOT, Runner, steps
from madeup import CASE
from pilotbook.text.told import UNSAFE, Bare, Said, Section, as_markdown, is_safe

# These run for minutes, and other tests are about them.
AS_TEXT = ("make .venv/.site-ready", "make site", "make test", "make weaknesses")
TOLD = "<!-- what the check found -->"
PROPOSAL = {
    "GH_TOKEN": "made-up", "GH_REPO": "made-up/book", "RUN": "7", "OWNER": "somebody", "BRANCH": "a&b", "COMMIT": "c0ffee",
    "FOUND": "success", "ADDRESS": "https://host.example/run/7", "NUMBER": "3", "GITHUB_SERVER_URL": "https://host.example",
}  # fmt: skip
RECORDS = [{"filename": "case_studies/a-case.yml", "previous_filename": None}]


@pytest.fixture
def runner(tmp_path: Path) -> Runner:
    return Runner(tmp_path, env=PROPOSAL)


def telling(
    runner: Runner, files: list[dict[str, str | None]], told: str | None, impact: str | None = None, **env: str
) -> str:
    """Let the workflow write its comment on a proposal that changes `files`, and give it; told, impact: what the check left."""
    runner.answers = [("pulls/3/files", files), ("run download", 1 if told is impact is None else "")]
    for name, text in (("told.txt", told), ("impact.md", impact)):
        if text is not None:
            runner.write(f"kept/{name}", text)
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


@pytest.mark.parametrize("step", ["Keep what is told", "Keep what the proposal changes"])
def test_a_check_that_broke_is_no_finding(runner: Runner, step: str) -> None:
    runner.stub(".venv/bin/pilotbook", "#!/bin/sh\nexit 3\n")

    assert runner.run("check", step).returncode == 1


def test_a_proposal_from_a_fork_goes_its_whole_way(runner: Runner) -> None:
    """From a commit in a fork, through what runs it with no rights, to the comment by what runs nothing of it.

    The program is the real one, and so is each command; the repositories are made up, and so is what the host answers.
    """
    proposed = proposal_from_a_fork(runner)
    runner.env = {**PROPOSAL, "COMMIT": proposed, "BRANCH": "my-case", "OWNER": "council"}
    runner.stub(".venv/bin/pilotbook", PROGRAM)
    assert runner.run("check", "Check every record, beside its lines").returncode == 1
    for done in (runner.run("check", "Keep what is told"), runner.run("check", "Keep what the proposal changes")):
        assert done.returncode == 0, done.stderr
    # What the first workflow left behind is all that the second one takes from it.
    for name in ("told.txt", "impact.md"):
        runner.write(f"kept/{name}", runner.read(name))
        (runner.root / name).unlink()
    runner.stub(".venv/bin/pilotbook", "#!/bin/sh\necho called >> called\n")
    runner.answers = [
        ("pulls -f state=open", [{"number": 3, "head": {"sha": proposed}}]),
        ("pulls/3/files", RECORDS),
        ("run download 7 --name told", ""),
        ("--paginate repos/made-up/book/issues/3/comments", []),
        ("--method POST repos/made-up/book/issues/3/comments", ""),
    ]

    assert runner.run("tell", "Find the proposal").returncode == 0
    for name in ("Write what was found", "Write or renew the comment"):
        done = runner.run("tell", name, FOUND="failure", NUMBER=runner.outputs["number"])
        assert done.returncode == 0, done.stderr

    comment = runner.read("comment.md")
    assert "**The check found something.**" in comment
    assert (
        "- Your case `A made-up case @council` (TLG-C-MAD8) is new. It brings 1 outcome (1 with a finding) and 1 source."
        in comment
    )
    assert "now rests on 2 cases in 2 places (1 case in 1 place before)." in comment
    fault = "- `case_studies/madeup-vale-hub-letters.yml:9:8`: `'stage' is 'ende'` (`choice`). `Use 'ended'.`\n"
    assert fault in comment
    # What the book itself did meanwhile is not told as the fork's.
    assert "only layout, comments" not in comment
    # Words of the fork stand between backticks, where nobody is called.
    assert "@" not in re.sub("`[^`]+`", "", comment)
    assert [asked for asked in runner.asked if "POST" in asked or "PATCH" in asked] == [runner.asked[-1]]
    assert runner.read("called") == ""


# The command as a folder without an installed program has it.
PROGRAM = f"""\
#!{sys.executable}
import sys
sys.path.insert(0, {str(Path(pilotbook.__file__).parents[1])!r})
from pilotbook.doors.cli import main
main(prog_name="pilotbook")
"""


def proposal_from_a_fork(runner: Runner) -> str:
    """Check out in the runner's folder what the host checks out of a fork's proposal; give the commit that was proposed.

    The fork adds a case and spoils another; meanwhile the book itself went on.
    """
    book, fork = runner.root / "made-up" / "book", runner.root / "made-up" / "fork"
    shutil.copytree(ROOT / "tests" / "tiny", book)
    git(book, "init", "--quiet", "--initial-branch=main")
    commit(book, "a made-up book")
    git(book.parent, "clone", "--quiet", str(book), str(fork))
    git(fork, "checkout", "--quiet", "-b", "my-case")
    cases = fork / "case_studies"
    new = json.dumps(
        {
            **CASE,
            "id": "TLG-C-MAD8",
            "title": "A made-up case @council",
            "places": [{"place": "madeup-vale"}],
            "outcomes": [OUTCOME],
            "lessons": [{"lesson": "TLG-L-MAD1", "relation": "supports", "because": "More came.", "evidence": ["O1"]}],
        }
    )
    (cases / "my-case.yml").write_text(new, encoding="utf-8")
    spoiled = cases / "madeup-vale-hub-letters.yml"
    commit(fork, "case: add one")
    spoiled.write_text(spoiled.read_text(encoding="utf-8").replace("stage: ended", "stage: ende"), encoding="utf-8")
    commit(fork, "case: spoil one")
    lesson = book / "case_studies" / "lessons" / "count-before-claiming.yml"
    lesson.write_text(lesson.read_text(encoding="utf-8") + "# The book went on.\n", encoding="utf-8")
    commit(book, "lesson: go on")
    # refs/pull/3/merge, as the host makes it, and a clone of it with the whole history.
    git(book, "checkout", "--quiet", "--detach")
    git(book, "fetch", "--quiet", str(fork), "my-case")
    git(book, "merge", "--quiet", "--no-ff", "--message", "Merge", "FETCH_HEAD")
    git(book.parent, "clone", "--quiet", "--no-checkout", str(book), str(runner.root / "taken"))
    shutil.move(runner.root / "taken" / ".git", runner.root / ".git")
    git(runner.root, "checkout", "--quiet", "--force", git(book, "rev-parse", "HEAD"))
    return git(fork, "rev-parse", "HEAD")


def git(folder: Path, *arguments: str) -> str:
    """Run git by no settings of this machine's."""
    who = {f"GIT_{role}_{what}": "made@up.example" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    around = {**who, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull, "PATH": os.environ["PATH"]}
    done = subprocess.run(["git", "-C", str(folder), *arguments], env=around, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def commit(folder: Path, words: str) -> None:
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", words)


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


def test_what_a_proposal_changes_is_shown_as_the_program_wrote_it(runner: Runner) -> None:
    hostile = "@team #1 GH-1 www.evil.example https://evil.example <img src=x> ![x](y) `x` a|b $x$ [ ] closes #1"
    impact = as_markdown(
        [Section("Records", ((1, ("Your case ", Said(hostile), " is new, ", Bare(hostile))),))], 60_000, ""
    )

    told = telling(runner, RECORDS, "sound\n", impact)

    assert is_safe(impact) and told.endswith(f"\n\n{impact}") and "sound" not in told


HOSTILE = [
    "@team", "closes #1", "GH-1", "www.evil.example", "https://evil.example", "<img src=x>", "![x](y)", "[x](y)", "``", "``@x``",
    "`a`@b`", "```\nx\n```", "$x$", "&#64;team", "\\`@team`", "~~~", "`a\nb`", "x\n:--\n`@team|x`", "- `a` `b` _x_", "a\tb",
    "made-up/book#1", "é", "# big",
]  # fmt: skip


@pytest.mark.parametrize(("written", "more"), [*((each, 0) for each in HOSTILE), ("@team", 20_000)])
def test_what_a_proposal_changes_is_not_shown_where_it_is_of_another_form(
    runner: Runner, written: str, more: int
) -> None:
    """Its own code may have written it: it is held to the form, whatever it says of itself, and however long it is."""
    told = telling(runner, RECORDS, "sound\n", f"### Records\n\n{written}\n" + "- `x`\n" * more)

    assert not is_safe(f"{written}\n")
    assert "What it changes could not be read. What the checker says of all records:" in told
    assert told.count("\n") < 20 and told.endswith("\n\n    sound\n")


def test_the_form_is_that_of_the_program() -> None:
    (step,) = (step for of, _, step in steps() if (of, step.get("name")) == ("tell", "Write what was found"))

    assert f'grep -Eq "{UNSAFE}" outside.txt' in step["run"]


def test_words_of_a_proposal_stay_plain_text_whatever_they_are(runner: Runner) -> None:
    told = telling(runner, RECORDS, "a\r# big\n```\n<b>@team</b>\n\n[x](https://evil.example)\x1b[31m\x00\n- [ ] é\n")

    quoted = told.partition("What the checker says of all records:\n\n")[2]
    assert quoted.splitlines() == [
        "    a# big",
        "    ```",
        "    <b>@team</b>",
        "    ",
        "    [x](https://evil.example)[31m",
        "    - [ ] é",
    ]


@pytest.mark.parametrize(
    ("impact", "least"),
    [(None, 30_000), ("- `" + "é" * 59_000 + "`\n", 59_000), ("- `" + "é" * 61_500 + "`\n", 30_000)],
)
def test_a_comment_is_no_longer_than_the_host_takes(runner: Runner, impact: str | None, least: int) -> None:
    # Whatever the cut falls on, it falls between letters.
    told = telling(runner, RECORDS, "a" + "é\n" * 40_000, impact)

    assert least < len(told) < 65_000


def test_what_was_not_left_or_is_no_file_is_not_quoted(runner: Runner) -> None:
    assert "could not be read: see [the run]" in telling(runner, RECORDS, None)
    secret = runner.write("secret.txt", "made-up secret")
    for name in ("told.txt", "impact.md"):
        runner.write(f"kept/{name}", "").unlink()
        os.symlink(secret, runner.root / "kept" / name)
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
    files = ["files/pilotbook-offline.zip", "files/pilotbook.cdx.json"]
    assert runner.asked[0][:6] == ["release", "create", "2026.1", *files, "--draft"]
    assert "--verify-tag" in runner.asked[0]
    assert runner.asked[0][-1].endswith("gh attestation verify FILE --repo made-up/book")


def test_what_is_released_is_the_book_and_the_list_of_what_it_was_made_with(runner: Runner) -> None:
    runner.stub(".venv/bin/pilotbook", '#!/bin/sh\necho "$2" > "$4"\n')

    assert runner.run("release", "Gather what is released").returncode == 0
    assert runner.read("release/pilotbook-offline.zip") == "--offline\n"
    assert runner.read("release/pilotbook.cdx.json") == "--sbom\n"


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
