"""`pilotbook new case`: eleven questions, by options, by a pipe or in a terminal, and a file that passes at once or none."""

import datetime
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from elevenanswers import ANSWERS, answered
from pilotbook.doors import asking
from pilotbook.doors.asking import Session
from pilotbook.doors.beginning import Desk
from pilotbook.doors.cli import main
from pilotbook.publish import disk
from pilotbook.record.questions import QUESTIONS

PATH = "case_studies/madeup-letters.yml"
Run = Callable[..., Result]
Ask = Callable[..., tuple[dict[str, str], str]]


@pytest.fixture
def run(tiny_root: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Give a function that runs the command in the made-up casebook, with words on its standard input."""
    monkeypatch.chdir(tiny_root)

    def invoke(*arguments: str, typed: str = "") -> Result:
        result = CliRunner().invoke(main, arguments, prog_name="pilotbook", input=typed)
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result

    return invoke


def options(**changes: str) -> list[str]:
    """Give the answers as options, one for each line."""
    pairs = [(name, line) for name, text in answered(**changes).items() for line in text.split("\n")]
    return [part for name, line in pairs for part in (f"--{name.replace('_', '-')}", line)]


def piped(**changes: str) -> str:
    return "\n\n".join(answered(**changes)[question.name] for question in QUESTIONS)


def files_of(root: Path) -> list[Path]:
    return sorted(path for path in (root / "case_studies").rglob("*") if "schema" not in path.parts)


@pytest.mark.parametrize("way", ["options", "pipe", "both"])
def test_answers_by_options_and_by_a_pipe_make_a_record_that_passes(way: str, run: Run, tiny_root: Path) -> None:
    given = {"options": options(), "pipe": [], "both": options()[:2]}[way]
    typed = {"options": "", "pipe": piped(), "both": piped().partition("\n\n")[2]}[way]

    result = run("new", "case", "madeup-letters", *given, typed=typed)

    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == (
        f"{PATH} is written.\nIt is sound. Look at it with 'pilotbook serve'; later run 'pilotbook check {PATH}'.\n"
    )
    assert re.search(r"^id: TLG-C-[0-9A-HJKMNP-TV-Z]{4}$", (tiny_root / PATH).read_text(encoding="utf-8"), re.M)
    checked = run("check")
    assert (checked.exit_code, checked.stdout) == (0, "4 cases and 2 lessons are sound.\n")


def test_no_option_is_missing_and_its_help_is_the_question(run: Run) -> None:
    help_page = " ".join(run("new", "-h").stdout.split())

    assert all(f"--{question.name.replace('_', '-')} TEXT" in help_page for question in QUESTIONS)
    assert all(question.asks in help_page for question in QUESTIONS)


def test_all_that_is_wrong_with_the_answers_is_told_at_once_and_nothing_is_written(run: Run, tiny_root: Path) -> None:
    before = files_of(tiny_root)
    typed = piped(
        title="A made-up title of far too many words that goes on and on until nobody reads it at all",
        summary="The share rose by 40%.",
        places="Madeup Valle",
        stage="running",
    )

    result = run("new", "case", "madeup-letters", typed=typed)

    assert result.exit_code == 1
    assert result.stderr == (
        "What was tried and where, in at most 16 words?\n"
        "  'title': the text has 19 words; the limit is 16\n"
        "    Cut it to 16 words.\n"
        "What was tried, what was found, and how sure are we?\n"
        "  the number '40%' is typed into the text\n"
        "    Leave the number out here, or say it in words; it is added to the file later, beside its source.\n"
        "Where does it stand?\n"
        "  'running' is none of its choices.\n"
        "    Choose one of: announced, end not known, ended, live, paused, planned, stopped early.\n"
        "Where did it happen?\n"
        "  'Madeup Valle' is not in the list of places.\n"
        "    Did you mean Madeup Vale? If not, add this line under 'places:' in case_studies/vocabulary.yml: "
        "madeup-valle: {label: Madeup Valle, kind: …, region: …} (kind and region as under 'place_kinds' and 'regions' there)\n"
        "\nNothing was written.\n"
    )
    assert files_of(tiny_root) == before


@pytest.mark.parametrize("typed", ["", "one\n\ntwo", piped() + "\n\nmore"])
def test_too_few_or_too_many_answers_are_refused_with_the_questions(typed: str, run: Run, tiny_root: Path) -> None:
    result = run("new", "case", "madeup-letters", typed=typed)

    count = len(typed.split("\n\n")) if typed else 0
    assert result.exit_code == 2
    told = {0: "0 answers", 2: "2 answers", 12: "12 answers"}[count]
    assert result.stderr.startswith(f"On standard input there is {told}, and 11 are asked for:\n  1. What was tried")
    assert "--blank" in result.stderr
    assert not (tiny_root / PATH).exists()


def test_a_taken_title_is_told_with_the_record_that_has_it(run: Run, tiny_root: Path) -> None:
    taken = re.search(
        r"^title: (.*)$", (tiny_root / "case_studies/madeup-town-rent-advice.yml").read_text("utf-8"), re.M
    )
    assert taken
    result = run("new", "case", "madeup-letters", *options(title=taken[1].upper()))

    assert result.exit_code == 1
    assert result.stderr == (
        "What was tried and where, in at most 16 words?\n"
        "  the title is also that of case_studies/madeup-town-rent-advice.yml\n"
        "    Say what sets this one apart.\n"
        "\nNothing was written.\n"
    )


@pytest.mark.parametrize(
    ("name", "answer", "kind"),
    [
        ("contributors", "Jane Smith, jane.smith@example.org\nInterest: none", "the e-mail address of a person"),
        ("summary", "Ring 07700 900123.", "a telephone number"),
        ("problem", "The key is ghp_" + "a1B2" * 9, "a password or a key"),
    ],
)
def test_what_is_private_is_refused_and_not_repeated(
    name: str, answer: str, kind: str, run: Run, tiny_root: Path
) -> None:
    result = run("new", "case", "madeup-letters", *options(**{name: answer}))

    assert result.exit_code == 1
    assert f"This looks like {kind}, which must not be public." in result.stderr
    assert not any(part in result.output for part in ("jane", "Jane", "07700", "900123", "ghp_"))
    assert not (tiny_root / PATH).exists()


def test_a_count_of_a_few_people_is_refused_and_not_repeated(run: Run) -> None:
    result = run("new", "case", "madeup-letters", *options(summary="Only 3 families came."))

    assert result.exit_code == 1
    assert "'summary' counts a few people (1 to 7)" in result.stderr
    assert "3 families" not in result.output and "'3'" not in result.output


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["case", "madeup-letters", "--blank"], "With --blank nothing is asked: leave out the answers."),
        (["lesson", "madeup-letters"], "Only a case is begun by answers: leave them out, and fill in the file."),
    ],
)
def test_answers_do_not_go_with_a_file_to_fill_in(arguments: list[str], told: str, run: Run, tiny_root: Path) -> None:
    before = files_of(tiny_root)

    result = run("new", *arguments, "--title", "Made up")

    assert (result.exit_code, result.stderr.splitlines()[-1]) == (2, f"Error: {told}")
    assert files_of(tiny_root) == before


def test_all_that_is_wrong_with_options_is_told_at_once(run: Run) -> None:
    result = run("new", "case", "madeup-letters", "--stage", "running", "--places", "Madeup Hill")

    assert result.exit_code == 1
    assert "'running' is none of its choices." in result.stderr
    assert "'Madeup Hill' is not in the list of places." in result.stderr


def test_a_name_that_a_case_had_before_is_refused(run: Run, tiny_root: Path) -> None:
    path = tiny_root / "case_studies/madeup-town-rent-advice.yml"
    path.write_text(path.read_text("utf-8") + "formerly: [madeup-letters]\n", encoding="utf-8")

    result = run("new", "case", "madeup-letters", *options())

    assert result.exit_code == 2
    assert result.stderr.startswith("'madeup-letters' was the name of case_studies/madeup-town-rent-advice.yml")


def test_a_file_that_came_meanwhile_is_not_written_over(tmp_path: Path) -> None:
    (tmp_path / "a.yml").write_text("kept")

    with pytest.raises(FileExistsError):
        disk.create(tmp_path / "a.yml", "new")

    assert (tmp_path / "a.yml").read_text() == "kept"


def test_a_file_that_cannot_be_written_whole_is_not_left_in_part(tmp_path: Path) -> None:
    with pytest.raises(UnicodeEncodeError):
        disk.create(tmp_path / "a.yml", "words \udcff")

    assert list(tmp_path.iterdir()) == []


# In a terminal


@pytest.fixture
def ask(tiny_files: dict[str, bytes]) -> Ask:
    """Give a function that answers the questions by typing lines, and gives the answers and what was said."""

    def type_in(*lines: str, **given: str) -> tuple[dict[str, str], str]:
        typed, said = iter(lines), list[str]()

        def read(prompt: str) -> str:
            try:
                return next(typed)
            except StopIteration:
                raise EOFError from None

        answers = Session(Desk(tiny_files, datetime.date(2026, 11, 21)), read, said.append).answers(given)
        assert list(typed) == []
        return dict(answers), "\n".join(said)

    return type_in


def but(*names: str) -> dict[str, str]:
    return {name: text for name, text in ANSWERS.items() if name not in names}


def test_the_questions_are_asked_in_order_with_what_may_be_chosen(ask: Ask) -> None:
    lines = [line for question in QUESTIONS for line in (
        *ANSWERS[question.name].split("\n"), *([""] if question.form == "text" else []))]  # fmt: skip

    answers, said = ask(*lines)

    assert re.findall(r"^[0-9]+ of 11\. (.*)$", said, re.M) == [each.asks for each in QUESTIONS]
    assert {name: text for name, text in answers.items() if name != "sources"} == but("sources")
    assert "     1 announced\n     2 planned\n     3 live\n" in said
    assert "     1 Made-up hubs\n" in said and "     2 Made-up tenants\n" in said


def test_a_choice_may_be_made_by_its_number(ask: Ask) -> None:
    answers, _ = ask("3", "2, 1", **but("stage", "target_group"))

    assert (answers["stage"], answers["target_group"]) == ("live", "Made-up tenants; Made-up families")


def test_an_answer_that_will_not_do_is_asked_for_again(ask: Ask) -> None:
    answers, said = ask("The rate was 40%", "", "Nobody knows.", "", **but("summary"))

    assert answers["summary"] == "Nobody knows."
    assert "   the number '40%' is typed into the text\n    Leave the number out here" in said


def test_what_an_answer_lacks_is_asked_for_and_may_stay_open(ask: Ask) -> None:
    answers, said = ask(
        *("ended",),
        *("Few knew of the hub.", "", "families", "families; reach; more", "S1, page 2"),
        *("A letter.", "", "", ""),
        *("Made-up team", "", "none"),
        **but("stage", "problem", "intervention", "contributors"),
    )

    assert answers["problem"] == "Few knew of the hub.\nMeant to change: families; reach; more\nSource: S1, page 2"
    assert answers["intervention"] == "A letter."
    assert answers["contributors"] == "Made-up team\nInterest: none"
    assert "'Meant to change' does not tell in which field." in said


def test_the_place_in_a_source_is_asked_for_where_it_was_named_without_one(ask: Ask) -> None:
    answers, _ = ask("Few knew of the hub.", "", "S1", "page 2", **but("problem"))

    assert answers["problem"] == "Few knew of the hub.\nSource: S1, page 2"


def test_the_parts_of_a_source_are_asked_for_one_by_one(ask: Ask) -> None:
    answers, said = ask(
        *("A report", "", "Madeup Council", "last year", "2025", "https://example.org/made-up/a", "", "own report"),
        **but("sources"),
    )

    assert answers["sources"] == (
        "title: A report; publisher: Madeup Council; published: 2025; url: https://example.org/made-up/a; kind: 3"
    )
    assert "S1, A report. Who published it?" in said
    assert "That was not understood" in said


def test_a_person_s_address_typed_into_a_part_of_a_source_is_refused(ask: Ask) -> None:
    answers, said = ask(
        *("A report; 2025; https://example.org/made-up/a; read in full; own report", ""),
        *("jane.smith@example.org", "Madeup Council"),
        **but("sources"),
    )

    assert "publisher: Madeup Council" in answers["sources"]
    assert "This looks like the e-mail address of a person" in said and "jane" not in said + answers["sources"]


def test_signs_that_nobody_sees_are_told(ask: Ask) -> None:
    _, said = ask("Letters\x1b[A in Madeup Vale", "Letters in Madeup Vale", **but("title"))

    assert "There is a hidden character, U+001B (escape)." in said


def test_a_place_that_is_added_to_the_list_meanwhile_is_taken(tiny_files: dict[str, bytes]) -> None:
    path = "case_studies/vocabulary.yml"
    added = b"places:\n  madeup-hill: {label: Madeup Hill, kind: made-up town, region: Madeup Shire}\n"
    later = {**tiny_files, path: tiny_files[path].replace(b"places:\n", added)}
    day = datetime.date(2026, 11, 21)
    typed: Iterator[str] = iter(["Madeup Hill"])

    session = Session(Desk(tiny_files, day), lambda _: next(typed), lambda _: None, lambda: Desk(later, day))

    assert session.answers(but("places"))["places"] == "Madeup Hill"


def test_a_place_that_was_added_while_it_asked_is_known_when_the_file_is_written(
    run: Run, tiny_root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tiny_root / "case_studies/vocabulary.yml"

    def answers(*_: object) -> dict[str, str]:
        line = "places:\n  madeup-hill: {label: Madeup Hill, kind: made-up town, region: Madeup Shire}\n"
        path.write_text(path.read_text("utf-8").replace("places:\n", line), encoding="utf-8")
        return answered(places="Madeup Hill")

    monkeypatch.setattr(asking, "_answers", answers)
    result = run("new", "case", "madeup-letters")

    assert (result.exit_code, result.stderr) == (0, "")
    assert "in the list" not in result.stdout
    assert "places: [{place: madeup-hill}]" in (tiny_root / PATH).read_text("utf-8")


PTY = """
import os, pty, select, signal, sys
root, *typed = sys.argv[1:]
child, terminal = pty.fork()
if not child:
    os.chdir(root)
    # Who starts the tests in the background has them ignore Ctrl-C; a terminal of one's own does not.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    from pilotbook.doors.cli import main
    main(["new", "case", "madeup-letters"])
seen = b""
for line in typed:
    while not seen.endswith(b"> "):
        seen += os.read(terminal, 4096)
    os.write(terminal, line.encode() if line == "\\x03" else f"{line}\\n".encode())
    seen = b""
try:
    for _ in range(60):
        # A signal that comes between the prompt and the reading is not seen by it, so Ctrl-C is pressed until it is.
        if select.select([terminal], [], [], 1)[0]:
            seen += os.read(terminal, 4096)
        else:
            os.write(terminal, b"\x03")
    os.kill(child, signal.SIGKILL)
except OSError:
    pass
print(seen.decode(), os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""


@pytest.mark.skipif(os.name == "nt", reason="Windows has no pseudo-terminals of this kind")
def test_ctrl_c_in_a_terminal_leaves_nothing_behind(tiny_root: Path) -> None:
    before = sorted(tiny_root.rglob("*"))

    done = subprocess.run([sys.executable, "-c", PTY, tiny_root, ANSWERS["title"], "\x03"], capture_output=True)

    told = done.stdout.decode()
    assert "Stopped. Nothing was written." in told and told.split()[-1] == "130", told + done.stderr.decode()
    assert "Traceback" not in told
    assert sorted(tiny_root.rglob("*")) == before
