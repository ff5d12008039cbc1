"""What the command says when it is used well, and when it is used wrongly: exit 0, 1, 2 or 3, and never a traceback."""

import json
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from pilotbook.doors.cli import main
from pilotbook.publish import offline, opening
from pilotbook.publish.offline import Member

CASE = "case_studies/madeup-town-rent-advice.yml"
USED_WRONGLY = 2

Run = Callable[..., Result]


@pytest.fixture
def run(tiny_root: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Give a function that runs the command inside the made-up casebook: `run("check", "--format", "github")`."""
    monkeypatch.chdir(tiny_root)
    return invoke


def invoke(*arguments: str) -> Result:
    result = CliRunner().invoke(main, arguments, prog_name="pilotbook")
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def told(result: Result) -> tuple[int, str, str]:
    return result.exit_code, result.stdout, result.stderr


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


# Used wrongly


def test_a_day_set_that_is_none_is_told_with_its_mend(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "abc")

    assert told(run("build", "--quiet")) == (
        USED_WRONGLY,
        "",
        "SOURCE_DATE_EPOCH is 'abc', which tells no day. Set it to seconds since 1970, such as 1772323200, or unset it.\n",
    )


@pytest.mark.parametrize(
    "arguments",
    [
        ["check"],
        ["build"],
        ["serve"],
        ["schema"],
        ["new", "case", "a-case"],
        ["explain", "a-case"],
        ["links"],
        ["impact", "main"],
    ],
    ids=lambda arguments: arguments[0],
)
def test_outside_a_project_every_command_says_so(
    arguments: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    result = invoke(*arguments)

    message = f"{tmp_path} is not inside a pilotbook project (no case_studies/ and _config.yml above it)\n"
    assert told(result) == (2, "", message)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["build", "--fast"], "No such option '--fast'"),
        (["check", "--format", "xml"], "Invalid value for '--format': 'xml' is not one of 'text', 'github'"),
        (["publish"], "No such command 'publish'"),
        (["new", "story", "a-story"], "Invalid value for '{case|lesson}': 'story' is not one of 'case', 'lesson'"),
        (["new", "case"], "Missing argument 'SLUG'"),
        (["explain"], "Missing argument 'RECORD|RULE'"),
        (["serve", "--port", "70000"], "Invalid value for '--port': 70000 is not in the range 1<=x<=65535"),
        (["serve", "--port", "http"], "Invalid value for '--port': 'http' is not a valid integer range"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_a_slip_in_the_command_is_told_with_its_use(run: Run, arguments: list[str], message: str) -> None:
    result = run(*arguments)

    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("Usage: pilotbook ")
    assert f"Error: {message}" in result.stderr


@pytest.mark.parametrize("command", ["", "check", "build", "serve", "schema", "new", "explain", "impact"])
def test_every_command_has_a_help_page(run: Run, command: str) -> None:
    result = run(*command.split(), "-h")

    assert result.exit_code == 0
    assert result.stdout.startswith("Usage: pilotbook ")


def test_the_version_is_told(run: Run) -> None:
    assert re.fullmatch(r"pilotbook, version \d+\.\d+\.\d+\n", run("--version").stdout)


# check


def imported(statement: str) -> set[str]:
    """Give the modules that stand in a fresh process after `statement`."""
    code = f"import sys; {statement}; print(*sys.modules)"
    return set(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split())


def test_help_needs_no_more_than_how_each_command_is_called() -> None:
    ours = {name for name in imported("import pilotbook.doors.cli") if name.startswith("pilotbook.")}

    assert ours == {"pilotbook.doors", "pilotbook.doors.cli"}


def test_a_check_imports_nothing_that_only_a_build_needs() -> None:
    loaded = imported("import pilotbook.doors.checking")

    assert "pilotbook.rules" in loaded
    heavy = {"pandas", "altair", "sphinx", "uvicorn", "rich", "typst", "selectolax", "IPython", "pilotbook.publish.run"}
    assert not heavy & loaded


def test_a_record_that_was_found_sound_is_not_read_again(
    run: Run, monkeypatch: pytest.MonkeyPatch, tiny_root: Path
) -> None:
    first = run("check")
    monkeypatch.setattr(opening, "read_one", lambda *_: pytest.fail("a record was read again"))

    assert run("check").output == first.output


def test_a_sound_casebook_is_told_in_one_line(run: Run) -> None:
    assert told(run("check")) == (0, "3 cases and 2 lessons are sound.\n", "")


def test_a_project_is_found_from_any_folder_inside_it(
    run: Run, tiny_root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tiny_root / "case_studies" / "lessons")

    assert run("check").exit_code == 0


def test_every_problem_of_every_file_is_told_in_one_run(run: Run, tiny_root: Path) -> None:
    change(tiny_root / CASE, "stage: announced", "stage: anounced\nprograme: x")
    change(tiny_root / "case_studies" / "lessons" / "call-on-families.yml", "status: identified", "status: identfied")

    result = run("check")

    assert told(result) == (
        1,
        "case_studies/lessons/call-on-families.yml:21:9: 'status' is 'identfied' [choice]\n    Use 'identified'.\n"
        f"{CASE}:7:8: 'stage' is 'anounced' [choice]\n    Use 'announced'.\n"
        f"{CASE}:8:1: 'programe' is not a field here [field]\n    Rename it to 'programme'.\n",
        "\n3 problems in 2 files. Nothing was published.\n",
    )


def test_with_a_path_only_its_problems_are_told(run: Run, tiny_root: Path) -> None:
    change(tiny_root / CASE, "stage: announced", "stage: anounced")
    other = "case_studies/madeup-vale-hub-letters.yml"
    change(tiny_root / other, "stage: ended", "stage: endedd")

    result = run("check", f"./{other}")

    assert told(result) == (
        1,
        f"{other}:9:8: 'stage' is 'endedd' [choice]\n    Use 'ended'.\n",
        "\n1 problem in 1 file. Nothing was published.\n",
    )


def test_a_path_that_is_no_record_is_refused(run: Run) -> None:
    result = run("check", "case_studies/nowhere.yml")

    assert (result.exit_code, result.stdout) == (USED_WRONGLY, "")
    assert "Error: case_studies/nowhere.yml is not a record." in result.stderr
    assert "Records are case_studies/*.yml and case_studies/lessons/*.yml." in result.stderr


def test_a_file_that_should_not_be_there_can_be_asked_after(run: Run, tiny_root: Path) -> None:
    (tiny_root / "case_studies" / "notes.txt").write_text("mine", encoding="utf-8")

    result = run("check", "case_studies/notes.txt")

    assert result.exit_code == 1
    assert result.stdout.startswith("case_studies/notes.txt:1:1: 'notes.txt' is not a record [file-name]\n")


def test_github_is_told_where_each_problem_is(run: Run, tiny_root: Path) -> None:
    change(tiny_root / CASE, "stage: announced", "stage: anounced")

    result = run("check", "--format", "github")

    assert result.stdout == f"::error file={CASE},line=7,col=8,title=choice::'stage' is 'anounced'. Use 'announced'.\n"


def test_what_a_contributor_wrote_cannot_give_github_a_command(run: Run, tiny_root: Path) -> None:
    change(tiny_root / CASE, "stage: announced", 'stage: "50%0A\\n::error::x"')
    (tiny_root / "case_studies" / "a,line=9::x\n::error::y.yml").write_text("[]", encoding="utf-8")

    lines = run("check", "--format", "github").stdout.splitlines()

    assert [line for line in lines if not line.startswith("::error file=case_studies/")] == []
    assert [line[: line.index(",line=")] for line in lines] == [
        *["::error file=case_studies/a%2Cline=9%3A%3Ax%0A%3A%3Aerror%3A%3Ay.yml"] * (len(lines) - 1),
        f"::error file={CASE}",
    ]
    assert "title=choice::'stage' is '50%250A ::error::x'." in lines[-1]


LESSON = "case_studies/lessons/call-on-families.yml"
HARD_ADVICE = ("advice: Call on made-up families", "advice: Operationalise made-up accountability mechanisms")


@pytest.mark.parametrize(
    ("style", "begins"),
    [
        ("text", f"{LESSON}:6:9: advice: 'advice' reads at age "),
        (
            "github",
            f"::notice file={LESSON},line=6,col=9,title=reading-age::'advice' reads",
        ),
    ],
)
def test_advice_is_told_beside_its_line_and_stops_nothing(run: Run, tiny_root: Path, style: str, begins: str) -> None:
    change(tiny_root / LESSON, *HARD_ADVICE)

    code, said, errors = told(run("check", "--format", style))

    assert said.startswith(begins)
    assert (code, errors) == (0, "")


def test_data_tells_advice_from_problems(run: Run, tiny_root: Path) -> None:
    change(tiny_root / LESSON, *HARD_ADVICE)
    change(tiny_root / CASE, "stage: announced", "stage: anounced")

    result = run("check", "--format", "json")

    assert result.exit_code == 1
    assert [(found["rule"], found["is_advice"]) for found in json.loads(result.stdout)["problems"]] == [
        ("reading-age", True),
        ("choice", False),
    ]


def test_advice_is_not_counted_among_problems(run: Run, tiny_root: Path) -> None:
    change(tiny_root / LESSON, *HARD_ADVICE)
    change(tiny_root / CASE, "stage: announced", "stage: anounced")

    assert run("check").stderr == "\n1 problem in 1 file. Nothing was published.\n"


# build


def test_a_bad_record_stops_a_build_before_it_begins(run: Run, tiny_root: Path) -> None:
    change(tiny_root / CASE, "stage: announced", "stage: anounced")
    before = sorted(tiny_root.rglob("*"))

    result = run("build", "--quiet")

    # What was read is kept for the next time; of a site there is nothing.
    made = set(tiny_root.rglob("*")).difference(before)
    assert {path.relative_to(tiny_root).parts[:2] for path in made} <= {
        ("_build",),
        ("_build", "lock"),
        ("_build", "store"),
    }

    assert told(result) == (
        1,
        f"{CASE}:7:8: 'stage' is 'anounced' [choice]\n    Use 'announced'.\n",
        "\n1 problem in 1 file. Nothing was published.\n",
    )
    assert sorted(set(tiny_root.rglob("*")) - made) == before


def test_a_project_without_prose_is_told_and_not_built(run: Run, tiny_root: Path) -> None:
    result = run("build", "--quiet")

    assert result.exit_code == 3
    assert "_toc.yml" in result.stderr
    assert not (tiny_root / "_site").exists()


# serve


@pytest.fixture
def taken() -> Iterator[int]:
    """Give a port on which something listens."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


def test_a_taken_port_is_told_before_anything_is_built(run: Run, tiny_root: Path, taken: int) -> None:
    result = run("serve", "--port", str(taken))

    assert (result.exit_code, result.stdout) == (3, "")
    assert result.stderr.startswith(f"Port {taken} is in use. Choose another: pilotbook serve --port {taken + 1}\n")
    assert not (tiny_root / "_build").exists()


def test_a_preview_without_any_site_to_show_stops(run: Run, tiny_root: Path, free: int) -> None:
    change(tiny_root / CASE, "stage: announced", "stage: anounced")

    result = run("serve", "--port", str(free))

    assert told(result) == (
        1,
        f"{CASE}:7:8: 'stage' is 'anounced' [choice]\n    Use 'announced'.\n",
        "There is no site to show yet. Mend what is said above, and run it again.\n",
    )


@pytest.fixture
def free() -> int:
    """Give a port on which nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def copied(root: Path) -> None:
    """Copy a case, its id and title with it, under a name that comes first."""
    folder = root / "case_studies"
    shutil.copyfile(folder / "madeup-town-rent-advice.yml", folder / "a-copy.yml")


@pytest.mark.parametrize("name", ["a-copy", "madeup-town-rent-advice"])
def test_a_check_of_one_file_tells_what_it_has_in_common_with_another(run: Run, tiny_root: Path, name: str) -> None:
    copied(tiny_root)

    result = run("check", f"case_studies/{name}.yml")

    assert result.exit_code == 1
    assert (
        "case_studies/madeup-town-rent-advice.yml:2:5: the id 'TLG-C-MAD3' belongs to case_studies/a-copy.yml"
        in result.stdout
    )


def test_a_check_of_one_file_does_not_call_the_others_sound(run: Run, tiny_root: Path) -> None:
    copied(tiny_root)

    assert told(run("check", "case_studies/madeup-vale-hub-letters.yml")) == (
        0,
        "case_studies/madeup-vale-hub-letters.yml: no problem. In 1 other file: 2 problems; run 'pilotbook check'.\n",
        "",
    )


# schema


def test_schemas_are_written_once_and_then_fresh(run: Run, tiny_root: Path) -> None:
    names = "case.schema.json, lesson.schema.json, rating.schema.json, vocabulary.schema.json"

    assert told(run("schema", "--check")) == (1, f"Not fresh: {names}. Run 'pilotbook schema'.\n", "")
    assert told(run("schema")) == (0, f"Wrote {names}.\n", "")
    assert told(run("schema", "--check")) == (0, "The schemas are fresh.\n", "")
    assert told(run("schema")) == (0, "The schemas are fresh.\n", "")
    written = tiny_root / "case_studies" / "schema" / "case.schema.json"
    assert json.loads(written.read_text(encoding="utf-8"))["type"] == "object"


def test_a_check_makes_the_schemas_so_that_a_new_place_is_offered_at_once(run: Run, tiny_root: Path) -> None:
    new = "  madeup-hill: {label: Madeup Hill, kind: made-up town, region: Madeup Shire}\n"
    vocabulary = tiny_root / "case_studies" / "vocabulary.yml"
    change(vocabulary, "\nplaces:\n", f"\nplaces:\n{new}")

    assert run("check").exit_code == 0

    made = (tiny_root / "case_studies" / "schema" / "case.schema.json").read_text(encoding="utf-8")
    assert '"madeup-hill"' in made and '"madeup-town"' in made


def test_schemas_are_not_made_from_bad_records(run: Run, tiny_root: Path) -> None:
    shutil.rmtree(tiny_root / "case_studies" / "schema", ignore_errors=True)
    change(tiny_root / "case_studies" / "vocabulary.yml", "policy_areas:", "policy_arreas:")

    result = run("schema")

    assert result.exit_code == 1
    assert "case_studies/vocabulary.yml:2:1: 'policy_arreas' is not a field" in result.stdout
    assert not (tiny_root / "case_studies" / "schema").exists()


# new


@pytest.mark.parametrize(("kind", "folder", "letter"), [("case", "", "C"), ("lesson", "lessons/", "L")])
def test_a_new_record_has_an_id_of_its_own_and_says_what_to_do_next(
    run: Run, tiny_root: Path, kind: str, folder: str, letter: str
) -> None:
    path = f"case_studies/{folder}leeds-100-days.yml"

    result = run("new", kind, "leeds-100-days", *(["--blank"] if kind == "case" else []))

    assert told(result) == (0, f"{path} is ready to fill in. Then run 'pilotbook check {path}'.\n", "")
    text = (tiny_root / path).read_text(encoding="utf-8")
    assert re.search(rf"^id: TLG-{letter}-[0-9A-HJKMNP-TV-Z]{{4}}$", text, re.MULTILINE)
    # What is still to be filled in is told, each by its line, and nothing else of the casebook is.
    answers = run("check")
    assert answers.exit_code == 1
    assert {line.partition(":")[0] for line in answers.stdout.splitlines() if not line.startswith(" ")} == {path}


@pytest.mark.parametrize(
    ("slug", "mend"),
    [
        ("Leeds", "Use small letters, digits and hyphens, such as 'leeds'."),
        ("leeds 100", "Use small letters, digits and hyphens, such as 'leeds-100'."),
        ("../leeds", "Use small letters, digits and hyphens, such as 'leeds'."),
        ("leeds/100", "Use small letters, digits and hyphens, such as 'leeds-100'."),
        ("-leeds", "Use small letters, digits and hyphens, such as 'leeds'."),
        ("leéds", "Use small letters, digits and hyphens, such as 'le-ds'."),
        (".", "Use small letters, digits and hyphens, such as 'leeds-100-days'."),
        ("", "Use small letters, digits and hyphens, such as 'leeds-100-days'."),
        ("con", "The site or a computer keeps that word for itself; use two or more, such as 'con-pilot'."),
        ("index", "The site or a computer keeps that word for itself; use two or more, such as 'index-pilot'."),
    ],
)
def test_a_name_that_cannot_be_an_address_is_refused(run: Run, tiny_root: Path, slug: str, mend: str) -> None:
    before = sorted(tiny_root.rglob("*"))

    result = run("new", "case", "--", slug)

    assert told(result) == (2, "", f"'{slug}' cannot be an address. {mend}\n")
    assert sorted(tiny_root.rglob("*")) == before


def test_a_taken_name_is_refused_and_the_record_kept(run: Run, tiny_root: Path) -> None:
    before = (tiny_root / CASE).read_bytes()

    result = run("new", "case", "madeup-town-rent-advice")

    mend = "Open it, or choose another name such as 'madeup-town-rent-advice-2'."
    assert told(result) == (2, "", f"{CASE} is there already. {mend}\n")
    assert (tiny_root / CASE).read_bytes() == before


# explain


@pytest.mark.parametrize("record", ["madeup-vale-hub-letters", "TLG-C-MAD2"])
def test_a_case_is_explained_by_its_name_or_its_id(run: Run, record: str) -> None:
    result = run("explain", record)

    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.startswith("TLG-C-MAD2  Made-up letters and visits by lot in Madeup Vale\nStrength: ")
    assert "\nDirection: no clear difference.\n" in result.stdout


def test_a_lesson_is_explained_with_what_speaks_for_and_against_it(run: Run) -> None:
    result = run("explain", "TLG-L-MAD1")

    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.startswith("TLG-L-MAD1  Call on made-up families\nConfidence: low;")
    assert "contradicts: Made-up letters and visits by lot in Madeup Vale (TLG-C-MAD2)" in result.stdout


@pytest.mark.parametrize(
    ("record", "message"),
    [
        (
            "madeup-town-rent-advise",
            "There is no record or rule 'madeup-town-rent-advise'. Did you mean 'madeup-town-rent-advice'?\n",
        ),
        ("zzz", "There is no record or rule 'zzz'.\n"),
    ],
)
def test_a_record_that_does_not_exist_is_told_with_the_nearest_name(run: Run, record: str, message: str) -> None:
    assert told(run("explain", record)) == (2, "", message)


def test_nothing_is_explained_from_bad_records(run: Run, tiny_root: Path) -> None:
    change(tiny_root / CASE, "stage: announced", "stage: anounced")

    result = run("explain", "madeup-vale-hub-letters")

    assert result.exit_code == 1
    assert result.stdout.startswith(f"{CASE}:7:8: 'stage' is 'anounced' [choice]\n")


# Export


def test_export_asks_what_to_export(run: Run) -> None:
    code, _, said = told(run("export"))

    assert code == USED_WRONGLY
    assert "Say what to export, one form at a time: --offline, --parquet or --archives." in said


def test_export_before_a_build_says_what_to_run_first(run: Run) -> None:
    code, _, said = told(run("export", "--offline"))

    assert code == USED_WRONGLY
    assert "There is no site to export yet. Run 'pilotbook build' first." in said


def test_export_writes_the_copy_and_says_how_to_open_it(run: Run, tiny_root: Path) -> None:
    (tiny_root / "_site" / "data").mkdir(parents=True)
    (tiny_root / "_site" / "index.html").write_text("made up", encoding="utf-8")
    files = [("README.txt", Member.of(b"made up")), ("index.html", Member.of(b"made up"))]
    with open(tiny_root / "_site" / offline.ADDRESS, "wb") as out:
        offline.zipped(files, out)

    code, said, _ = told(run("export", "--offline", "--out", "copy.zip"))

    assert code == 0
    assert said == "Wrote copy.zip: 2 files, 0.0 MB. Unpack it and open pilotbook/index.html.\n"
    assert (tiny_root / "copy.zip").is_file()


@pytest.mark.parametrize("harm", ["garbled", "gone", "altered inside"])
def test_a_damaged_offline_copy_is_not_handed_on(run: Run, tiny_root: Path, harm: str) -> None:
    copy = tiny_root / "_site" / offline.ADDRESS
    copy.parent.mkdir(parents=True)
    (tiny_root / "_site" / "index.html").touch()
    with open(copy, "wb") as out:
        offline.zipped([("README.txt", Member.of(b"made up"))], out)
    whole = copy.read_bytes()
    if harm == "gone":
        copy.unlink()
    else:
        at = whole.index(b"README.txt") + len("README.txt") + 3
        copy.write_bytes(b"no zip" if harm == "garbled" else whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])

    code, _, said = told(run("export", "--offline", "--out", "copy.zip"))

    assert code == USED_WRONGLY
    assert "The offline copy of the built site is missing or damaged. Run 'pilotbook build' again." in said
    assert not (tiny_root / "copy.zip").exists()
