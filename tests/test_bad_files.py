"""Each rule has a bad file, with one fault, and beside it the exact message that an author sees."""

import ast
from pathlib import Path

import pytest
from pilotbook.publish import disk
from pilotbook.rules import advice, check, manual
from pilotbook.rules.manual import rule_help
from pilotbook.text import markdown
from pilotbook.text.problems import Problem

HERE = Path(__file__).parent
BAD = HERE / "bad"
PACKAGE = HERE.parent / "scripts" / "pilotbook"
FILES = sorted(BAD.glob("*.yml"))

# What only bytes, a file's name or its kind can get wrong is shown in test_hostile_input.py.
SHOWN_BY_BYTES = {"encoding", "file-size", "file-name", "file-kind", "other-format"}
# What pages and files of book/ may not be is shown in test_book_gate.py.
SHOWN_BY_PROSE = {"prose-file", "prose-form", "prose-address"}
# What a program writes, and no author, is shown in test_links_known.py.
SHOWN_BY_PROGRAM = {"links-file"}
# What asks for a release is shown in test_releases.py.
SHOWN_BY_RELEASES = {"released-id", "released-name", "release-whole"}


def problems_of(bad: Path) -> list[Problem]:
    """Check a bad file among the made-up casebook; its first line says whether it is a case, lesson, rating or vocabulary.

    A bad lesson stands in for a sound one of the same id, so that its id is not a second fault.
    """
    files, _ = disk.read_records(HERE / "tiny")
    raw = bad.read_bytes()
    if raw.startswith(b"# A made-up vocabulary"):
        path = "case_studies/vocabulary.yml"
    elif raw.startswith(b"# A made-up rating"):
        path = "case_studies/ratings/madeup-town-doorstep-visits--made-up-raters.yml"
    elif raw.startswith(b"# A made-up lesson"):
        path = "case_studies/lessons/bad.yml"
        own_id = next(line for line in raw.splitlines() if line.startswith(b"id: "))
        files = {name: sound for name, sound in files.items() if own_id not in sound.splitlines()}
    else:
        path = "case_studies/zz-bad.yml"
    shelf, problems = check({**files, path: raw})
    if problems or shelf is None:
        return problems
    return [told for name, record in shelf.records() if name == path for told in advice(record, shelf.documents[name])]


@pytest.mark.parametrize("bad", FILES, ids=lambda path: path.stem)
def test_a_bad_file_gives_one_exact_message(bad: Path) -> None:
    problems = problems_of(bad)

    assert "\n".join(map(str, problems)) + "\n" == bad.with_suffix(".txt").read_text(encoding="utf-8")
    assert len(problems) == 1
    assert problems[0].rule == bad.stem.split("--")[0]


def test_every_rule_has_a_bad_file() -> None:
    elsewhere = SHOWN_BY_BYTES | SHOWN_BY_PROGRAM | SHOWN_BY_RELEASES | SHOWN_BY_PROSE

    assert {bad.stem.split("--")[0] for bad in FILES} | elsewhere == rules_in_the_code()


def test_every_rule_in_the_tables_is_told_by_its_own_name() -> None:
    assert {name for rules in manual.FUNCTIONS for name in rules} <= rules_in_the_code()


def test_every_bad_file_has_its_message_and_every_message_its_file() -> None:
    assert {path.stem for path in BAD.glob("*.txt")} == {path.stem for path in FILES}


def test_the_manual_holds_every_rule_that_a_message_can_name_and_no_other() -> None:
    assert set(rule_help()) == rules_in_the_code()


def test_no_rule_is_declared_in_two_rooms() -> None:
    declared = [name for module in manual.DECLARED for name in module]
    functions = {name for rules in manual.FUNCTIONS for name in rules}

    assert len(declared) == len(set(declared))
    assert functions.isdisjoint(declared)


@pytest.mark.parametrize("rule", rule_help())
def test_the_help_of_a_rule_is_a_sentence_and_a_reason_with_nothing_that_cannot_be_shown(rule: str) -> None:
    for text in rule_help()[rule]:
        asked, _, why = text.partition("\n")
        assert asked.endswith(".") and len(text.split()) > 8
        assert not [*markdown.faults(asked), *markdown.faults(why)]


def test_where_a_rule_looks_at_cases_and_at_lessons_the_help_for_both_is_told() -> None:
    first_lines = {name: [text.split(":")[0].split(".")[0] for text in texts] for name, texts in rule_help().items()}

    assert first_lines["causal-wording"] == [
        "A text says that the pilot caused something only where an outcome behind it reaches a score of 3",
        "A lesson's title, statement and detail speak of cause only where an entry on it rests on an outcome with a score of 3",
    ]
    assert first_lines["dates-in-order"] == ["Dates run forward", "The next review comes after the last one"]
    assert first_lines["number-traced"] == [
        "A number in a summary or ledger entry is a reference to a figure of the file, never typed again; a title has none",
        "A lesson holds no figures",
    ]
    assert len(first_lines["text-markup"]) == 1


def rules_in_the_code() -> set[str]:
    """Collect the rule names that floors 0 to 2 and the reader of files give to problems."""
    places = [
        *(
            path
            for floor in ("text", "record", "causal", "links", "judgement", "rules")
            for path in PACKAGE.glob(f"{floor}/*.py")
        ),
        PACKAGE / "publish/disk.py",
    ]
    return {name for place in places for name in rules_in(ast.parse(place.read_text(encoding="utf-8")))}


def rules_in(tree: ast.AST) -> set[str]:
    """A rule's name is the first argument of `fault`, and the last of `problem`, `Problem`, `Refused` and `_of_two`."""
    position = {"fault": 0, "problem": -1, "problem_in": -1, "Problem": -1, "Refused": -1, "_of_two": -1}
    names = set()
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call) and node.args):
        name = getattr(call.func, "id", getattr(call.func, "attr", ""))
        if (
            name in position
            and isinstance(rule := call.args[position[name]], ast.Constant)
            and isinstance(rule.value, str)
        ):
            names.add(rule.value)
    return names
