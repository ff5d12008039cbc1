"""`pilotbook from-issue`: what the form made becomes a record and a branch, and whatever stands in it stays text."""

import datetime
import shutil
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from elevenanswers import ANSWERS, answered, body
from hypothesis import given, settings
from hypothesis import strategies as st
from pilotbook.doors.beginning import Desk
from pilotbook.doors.cli import main
from pilotbook.doors.from_issue import Private, Proposal, proposed
from pilotbook.doors.new_record import BadDraft
from pilotbook.publish import disk
from pilotbook.text.issue_form import NotAForm, cleaned, filled

SLUG = "made-up-letters-before-visits-in-madeup-vale"
PATH = f"case_studies/{SLUG}.yml"
TINY, _ = disk.read_records(Path(__file__).parent / "tiny")
DESK = Desk(TINY, datetime.date(2026, 11, 21))
Run = Callable[..., Result]


def became(text: str, slug: str = "") -> Proposal:
    return proposed(text.encode(), DESK, 12, slug)


@pytest.fixture
def run(tiny_root: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Give a function that runs the command in the made-up casebook with the text of an issue."""
    monkeypatch.chdir(tiny_root)

    def invoke(text: str, *arguments: str) -> Result:
        result = CliRunner().invoke(main, ["from-issue", "-", *arguments], prog_name="pilotbook", input=text)
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result

    return invoke


def git(root: Path, *arguments: str) -> str:
    done = subprocess.run(["git", "-C", root, *arguments], capture_output=True, check=True)
    return done.stdout.decode().strip()


@pytest.fixture(scope="module")
def committed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the git folder of the made-up casebook as a repository of its own, with one commit."""
    root = Path(shutil.copytree(Path(__file__).parent / "tiny", tmp_path_factory.mktemp("repository") / "tiny"))
    git(root, "init", "-q", "-b", "main")
    git(root, "config", "user.name", "Made-up editor")
    git(root, "config", "user.email", "editors@example.org")
    git(root, "add", ".")
    git(root, "commit", "-q", "-m", "Made up")
    return root / ".git"


@pytest.fixture
def repository(tiny_root: Path, committed: Path) -> Path:
    """Give the made-up casebook as a repository that the test may write to."""
    shutil.copytree(committed, tiny_root / ".git")
    git(tiny_root, "update-index", "-q", "--refresh")
    return tiny_root


# What becomes of it


def test_the_body_of_an_issue_becomes_a_record_that_passes(run: Run, tiny_root: Path) -> None:
    result = run(body(), "--number", "12")

    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == f"{PATH} is written.\n\nThe record is sound. Go on with: pilotbook check {PATH}\n"
    text = (tiny_root / PATH).read_text(encoding="utf-8")
    assert text.startswith("# yaml-language-server: $schema=schema/case.schema.json\n# Made from issue 12.\nid: TLG-C-")
    assert CliRunner().invoke(main, ["check"]).output == "4 cases and 2 lessons are sound.\n"


def test_line_ends_of_the_host_and_a_file_are_read_alike(run: Run, tiny_root: Path) -> None:
    issue = tiny_root / "issue.md"
    issue.write_bytes(b"\xef\xbb\xbf" + body().replace("\n", "\r\n").encode())

    result = CliRunner().invoke(main, ["from-issue", str(issue), "--slug", "madeup-letters"])

    assert result.exit_code == 0, result.output
    assert (tiny_root / "case_studies/madeup-letters.yml").is_file()


def test_what_is_not_told_is_listed_for_the_editor_in_the_file_and_in_the_terminal() -> None:
    proposal = became(body(answered(sources="A made-up report", contributors="Made-up team", problem="Few knew.")))

    assert proposal.problems == ()
    assert proposal.to_do == (
        "What was to be put right? The place in the source is not told. Write the page, table or paragraph.",
        "What did not work? It names S2, and there is no such source. Name one of: S1.",
        "What does it rest on? Of S1 is not told: who published it, when it came out, its address, how much of it was "
        "read, what kind it is. Open S1 and fill it in.",
        "Who wrote this, and who answers for it? Whether they had a part in the pilot is not told. Ask them; write it, "
        "or 'none'.",
    )
    assert all(f"# - {each}\n" in proposal.text for each in proposal.to_do)


def test_an_answer_that_the_checker_refuses_is_written_and_told(run: Run, tiny_root: Path) -> None:
    result = run(body(answered(summary="The share rose by 40%.")), "--number", "12")

    assert result.exit_code == 1
    assert (tiny_root / PATH).is_file()
    assert f"\n{PATH}:6:28: the number '40%' is typed into the text [number-traced]\n" in result.stdout
    assert result.stderr == f"\nMend these in the file, and run 'pilotbook check {PATH}'.\n"


def test_a_place_that_is_in_no_list_is_told_with_the_line_to_add() -> None:
    proposal = became(body(answered(places="Madeup Hill")))

    line = "madeup-hill: {label: Madeup Hill, kind: …, region: …} (kind and region as under 'place_kinds' and 'regions' there)"
    assert [problem.mend.endswith(line) for problem in proposal.problems] == [True]
    assert "\nplaces: [{place: madeup-hill}]\n" in proposal.text


def test_what_is_behind_a_place_that_is_in_no_list_is_told_in_the_same_run() -> None:
    proposal = became(body(answered(places="Madeup Hill", summary="The share rose by 40%.")))

    assert proposal.to_do[1] == (
        "What was tried, what was found, and how sure are we? The number '40%' is typed into the text. Leave the number out "
        "here, or say it in words; it is added to the file later, beside its source."
    )


def test_a_question_without_an_answer_is_told_and_the_rest_is_kept() -> None:
    proposal = became(body(answered(summary="", policy_area="")))

    assert [problem.what for problem in proposal.problems] == ["'policy_area' is missing", "'summary' is missing"]
    assert "What was tried, what was found, and how sure are we? This is not answered. Answer it; half a sentence " in (
        " ".join(proposal.to_do)
    )


def test_a_box_that_is_not_ticked_is_told_first_thing() -> None:
    assert became(body(ticks="X x")).to_do == (
        "The box 'I may publish this, and my words may be used under CC BY 4.0.' is not ticked. Ask the sender, and "
        "publish nothing before.",
    )


def test_a_title_that_is_taken_is_told(tiny_files: dict[str, bytes]) -> None:
    title = "Made-up doorstep visits to bring families to hubs in Madeup Town"

    assert [problem.rule for problem in became(body(answered(title=title))).problems] == ["title-unique"]


def test_a_name_that_is_taken_is_told_and_the_file_kept(run: Run, tiny_root: Path) -> None:
    before = (tiny_root / "case_studies/madeup-town-rent-advice.yml").read_bytes()

    result = run(body(), "--slug", "madeup-town-rent-advice")

    assert result.exit_code == 2
    assert "is there already" in result.stderr
    assert (tiny_root / "case_studies/madeup-town-rent-advice.yml").read_bytes() == before


def test_no_name_can_be_made_of_a_title_without_letters() -> None:
    with pytest.raises(BadDraft, match=r"^No name can be made of the title '!!!'\.\n    A name for its page .* --slug"):
        became(body(answered(title="!!!")))


# A branch


def test_a_branch_gets_one_commit_that_names_the_issue_and_no_file_of_the_editor_is_touched(
    run: Run, repository: Path
) -> None:
    (repository / "case_studies/half-done.txt").write_text("an editor's own")
    (repository / "_config.yml").write_text("changed: yes\n")
    git(repository, "add", "_config.yml")
    before, status = git(repository, "rev-parse", "HEAD"), git(repository, "status", "--porcelain")

    result = run(body(), "--number", "12", "--branch")

    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == (
        f"{PATH} is on the branch case/{SLUG}, in one commit. Your own files are as they were.\n\n"
        f"The record is sound. Go on with: git switch case/{SLUG}\n"
    )
    assert git(repository, "log", "--format=%B", f"main..case/{SLUG}") == (
        f"case: add {SLUG}\n\nFrom issue #12, by 'pilotbook from-issue'."
    )
    assert git(repository, "diff", "--name-status", "main", f"case/{SLUG}") == f"A\t{PATH}"
    assert (git(repository, "rev-parse", "HEAD"), git(repository, "status", "--porcelain")) == (before, status)
    assert git(repository, "fsck", "--strict") == ""


def test_a_branch_that_is_there_is_not_moved(run: Run, repository: Path) -> None:
    git(repository, "branch", f"case/{SLUG}")

    result = run(body(), "--number", "12", "--branch")

    assert result.exit_code == 3
    assert f"Look at it with 'git switch case/{SLUG}', or choose another name with --slug." in result.stderr
    assert git(repository, "rev-parse", f"case/{SLUG}") == git(repository, "rev-parse", "main")


def test_a_record_that_does_not_pass_is_not_committed(run: Run, repository: Path) -> None:
    result = run(body(answered(summary="The share rose by 40%.")), "--number", "12", "--branch")

    assert result.exit_code == 1
    assert "Then commit it on a branch: git switch -c case/" in result.stderr
    assert git(repository, "branch", "--format=%(refname:short)") == "main"
    assert (repository / PATH).is_file()


def test_a_branch_asks_for_the_number_of_the_issue_and_for_a_repository(run: Run, tiny_root: Path) -> None:
    assert "give its number too: --number 12" in run(body(), "--branch").stderr

    result = run(body(), "--branch", "--number", "12")

    assert result.exit_code == 3
    assert "this folder is no git repository of its own" in result.stderr
    assert not (tiny_root / PATH).exists()


# What must not get in


@pytest.mark.parametrize(
    ("name", "answer", "kind"),
    [
        ("contributors", "Jane Smith, jane.smith@example.org", "the e-mail address of a person"),
        ("summary", "Ring 07700 900123.", "a telephone number"),
        ("did_not_work", "<!-- 07700 900123 --> Nothing.", "a telephone number"),
        ("did_not_work", "jane.smi\u200bth@exam\u00adple.org", "the e-mail address of a person"),
        ("title", "Jane, born 3 May 1990, of Madeup Vale", "a date of birth"),
        ("sources", "A report; https://example.org/a?token=a1B2c3D4e5F6g7H8", "a password or a key"),
    ],
)
@pytest.mark.parametrize("way", [[], ["--branch", "--number", "12"]], ids=["file", "branch"])
def test_where_something_is_private_nothing_is_written_and_it_is_not_repeated(
    way: list[str], name: str, answer: str, kind: str, run: Run, repository: Path
) -> None:
    before = sorted(repository.rglob("*"))

    result = run(body(answered(**{name: answer})), *way)

    assert result.exit_code == 1
    assert f" of the issue: this looks like {kind}, which must not be public.\n" in result.stderr
    assert "'Take out what must not be public' in the runbook" in result.stderr
    assert result.stderr.endswith("\n\nNothing was written.\n") and result.stdout == ""
    assert not any(part in result.output for part in ("jane", "Jane", "07700", "900123", "1990", "a1B2", "c3D4"))
    assert sorted(repository.rglob("*")) == before


def test_somebody_whom_a_service_was_for_is_told_and_not_named_again() -> None:
    proposal = became(body(answered(summary="A mother, Susan Madeup, read a letter.")))

    assert proposal.to_do == (
        "'summary' seems to name a person whom the service was for. Say who they were instead of the name, such as "
        "'a mother of two'.",
    )


def test_a_count_of_a_few_people_is_told_and_not_repeated(run: Run, tiny_root: Path) -> None:
    result = run(body(answered(summary="Only 3 families came.")))

    assert result.exit_code == 1
    assert "[small-number]" in result.stdout
    assert "3 families" not in result.output and "'3'" not in result.output


HOSTILE = {
    "YAML in an answer": {"title": "a: {b: [c, *d, &e !f]}", "summary": "```yaml\n---\nid: TLG-C-MAD1\n...\n```\n- x"},
    "another record's fields": {"problem": "text\n\nid: TLG-C-MAD1\nstage: ended\nlifecycle: {state: withdrawn}"},
    "a path for a title": {"title": "../../../etc/passwd of C:\\Windows\\con.yml and ~root/$(reboot)"},
    "commands": {"title": "$(touch hurt) `touch hurt`; touch hurt | sh && touch hurt", "places": "-rf; --output=hurt"},
    "templates": {"summary": "{{ 7 * 7 }} {% include '/etc/passwd' %} ${{ secrets.TOKEN }} {O1.__class__.__mro__}"},
    "HTML": {"summary": "<script>alert(1)</script><img src=x onerror=alert(1)>", "title": "<!-- half a comment"},
    "turned words": {"title": "Letters \u202etxet desrever\u202c in Madeup Vale", "summary": "nul\0l \x1b[2J \u200b"},
    "blanks that are none": {"title": "Letters\u00a0in\u3000Madeup\u2028Vale", "stage": "\u00a0live\u00a0"},
    "addresses that are none": {"sources": "A; B; 2026; javascript:alert(1); read in full; news\nfile:///etc/passwd"},
    "a closing sentence": {"title": "Fixes #1, closes #2 @made-up/everyone in Madeup Vale"},
    "a label that is none": {"sources": "S0: A\nS100: B\nS1: C\nS1: D", "problem": "Few.\nSource: S99, S00, S1"},
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_body_is_text_and_no_more(name: str, run: Run, repository: Path) -> None:
    before = set(repository.rglob("*"))

    result = run(body(answered(**HOSTILE[name])), "--number", "12", "--branch")

    assert result.exit_code in (0, 1, 2), result.output
    assert "Traceback" not in result.output
    new = {path for path in set(repository.rglob("*")) - before if ".git" not in path.parts}
    assert all(path.parent == repository / "case_studies" and path.suffix == ".yml" for path in new)
    assert len(new) <= 1
    for path in new:
        checked = CliRunner().invoke(main, ["check", path.relative_to(repository).as_posix()])
        assert "yaml-" not in checked.output and "text-control" not in checked.output, checked.output
    branches = git(repository, "branch", "--format=%(refname:short)").split()
    assert branches == ["main"] or not new
    for branch in {*branches} - {"main"}:
        assert git(repository, "diff", "--name-only", "main", branch).startswith("case_studies/")
        message = git(repository, "log", "-1", "--format=%B", branch)
        assert message.split("\n") == [f"case: add {branch[5:]}", "", "From issue #12, by 'pilotbook from-issue'."]


def test_an_id_or_a_life_in_an_answer_is_not_the_record_s_own() -> None:
    text = became(body(answered(**HOSTILE["another record's fields"]))).text

    assert text.count("\nid: ") == 1 and "\nid: TLG-C-MAD1" not in text
    assert "\nlifecycle:" not in text and "\nstage: live\n" in text


def test_what_a_reader_of_the_issue_would_not_see_is_taken_out_and_told() -> None:
    proposal = became(body(answered(title="Letters \u202ein\u202c Madeup Vale<!-- publish at once -->")))

    assert proposal.to_do == (
        "A comment was taken out, which the host does not show. Look at the issue's own text for it.",
        "U+202E (right-to-left override) was taken out, once. Read the words again that it stood in.",
        "U+202C (pop directional formatting) was taken out, once. Read the words again that it stood in.",
    )
    assert "\ntitle: Letters in Madeup Vale\n" in proposal.text


def test_a_heading_of_the_form_within_an_answer_is_refused() -> None:
    fake = "Good.\n\n### What did not work?\n\nNothing at all"

    with pytest.raises(NotAForm, match=r"^The question 'What did not work\?' stands there twice as a heading"):
        became(body(answered(summary=fake)))


def test_another_heading_within_an_answer_is_text() -> None:
    proposal = became(body(answered(did_not_work="### Summary\n\nLittle.\n\nSource: S1, page 2")))

    assert [(problem.rule, problem.what) for problem in proposal.problems] == [
        ("text-markup", "'what' has a heading, which is shown as typed")
    ]


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        (b"", "No question of the form 'Send a case' stands there as a heading."),
        (b"Hello. Please add my pilot.", "No question of the form 'Send a case' stands there as a heading."),
        (b"### Before you send it\n\n- [X] yes", "No question of the form 'Send a case' stands there as a heading."),
        (b"\xff\xfe### ", "The form is not UTF-8 text."),
        (b"a" * (256 * 1024 + 1), "The form is larger than 256 KiB."),
    ],
    ids=["nothing", "another text", "boxes alone", "bytes", "huge"],
)
def test_what_is_no_answered_form_is_refused(raw: bytes, told: str) -> None:
    with pytest.raises(NotAForm) as refused:
        proposed(raw, DESK)

    assert str(refused.value).startswith(f"{told}\n    ")


# A third of what the host lets in, in the shapes that patterns find hardest.
LONG = {
    "blanks": " " * 20_000 + "x",
    "dashes": "-" * 20_000 + "x",
    "brackets": "(S1" * 6_000,
    "lines": "a\n" * 10_000,
    "commas": "a, and " * 3_000,
    "links": "[a](https://a.b/" * 1_300,
    "addresses": "https://" * 2_600,
    "comments": "<!--" * 5_000,
    "hidden": "".join(map(chr, range(0xE000, 0xE000 + 6_000))) * 3,
    "labels": "S1, " * 5_000,
    "boxes": "- [x] " * 3_000,
    "sentences": "a. " * 6_000,
    "joined": "a and b & " * 2_000,
}


@pytest.mark.parametrize("shape", LONG)
def test_a_long_answer_takes_no_long_time(shape: str) -> None:
    began = time.process_time()

    for name in ("title", "places", "problem", "sources", "contributors"):
        try:
            became(body(answered(**{name: LONG[shape]})), "madeup-letters")
        except (NotAForm, Private):
            continue

    # A pattern that goes back and forth takes minutes.
    assert time.process_time() - began < 5


@settings(max_examples=30)
@given(st.text(max_size=300), st.sampled_from(sorted(ANSWERS)))
def test_whatever_an_answer_holds_it_is_refused_or_read_back_as_a_record(text: str, name: str) -> None:
    try:
        proposal = became(body(answered(**{name: text})), "madeup-letters")
    except (NotAForm, Private):
        return
    assert not {problem.rule for problem in proposal.problems} & {"text-control", "encoding", "shape", "field", "empty"}
    assert not any(problem.rule.startswith("yaml-") for problem in proposal.problems), proposal.text


@pytest.mark.parametrize(
    "words",
    ["नि\u200dx came", "x\u0085\u200d came", "क\u200b\u200d\u200b came", "\u2060\ufe0f came"],
    ids=["beside a letter", "behind what is taken out", "between", "at the beginning"],
)
def test_a_joiner_that_joins_nothing_is_taken_out_and_told(words: str) -> None:
    proposal = became(body(answered(did_not_work=f"{words}\nSource: S1, page 2")))

    assert [problem.rule for problem in proposal.problems] == []
    assert any("was taken out" in each for each in proposal.to_do)
    assert not any(sign in proposal.text for sign in "\u200d\u200b\u0085\u2060\ufe0f")


@given(st.text(max_size=200))
def test_whatever_is_read_as_a_form_is_one_or_is_refused(text: str) -> None:
    bare, _ = cleaned(text)
    try:
        form = filled(f"### A?\n{text}", ["A?", "B?"], "C", ["d"])
    except NotAForm:
        assert "### " in text
        return
    assert form.answers.keys() <= {"A?", "B?"}
    assert cleaned(bare)[0] == bare or "<!--" in bare
