"""Each rule has a bad file, with one fault, and beside it the exact message that an author sees."""

import ast
from pathlib import Path

import pytest
from pilotbook.publish import disk
from pilotbook.rules import RULES, advice, check
from pilotbook.text.problems import Problem

HERE = Path(__file__).parent
BAD = HERE / "bad"
PACKAGE = HERE.parent / "scripts" / "pilotbook"
FILES = sorted(BAD.glob("*.yml"))

# What only bytes, a file's name or its kind can get wrong is shown in test_hostile_input.py and test_disk.py.
SHOWN_BY_BYTES = {"encoding", "file-size", "file-name", "file-kind"}


def problems_of(bad: Path) -> list[Problem]:
    """Check a bad file among the made-up casebook; its first line says whether it is a case, lesson or vocabulary.

    A bad lesson stands in for a sound one of the same id, so that its id is not a second fault.
    """
    files, _ = disk.read_records(HERE / "tiny")
    raw = bad.read_bytes()
    if raw.startswith(b"# A made-up vocabulary"):
        path = "case_studies/vocabulary.yml"
    elif raw.startswith(b"# A made-up lesson"):
        path = "case_studies/lessons/bad.yml"
        own_id = next(line for line in raw.splitlines() if line.startswith(b"id: "))
        files = {name: sound for name, sound in files.items() if own_id not in sound.splitlines()}
    else:
        path = "case_studies/zz-bad.yml"
    shelf, problems = check({**files, path: raw})
    return problems or (advice(shelf) if shelf else [])


@pytest.mark.parametrize("bad", FILES, ids=lambda path: path.stem)
def test_a_bad_file_gives_one_exact_message(bad: Path) -> None:
    problems = problems_of(bad)

    assert "\n".join(map(str, problems)) + "\n" == bad.with_suffix(".txt").read_text(encoding="utf-8")
    assert len(problems) == 1
    assert problems[0].rule == bad.stem.split("--")[0]


def test_every_rule_has_a_bad_file() -> None:
    shown = {bad.stem.split("--")[0] for bad in FILES} | SHOWN_BY_BYTES

    assert shown == rules_in_the_code()


def test_every_rule_in_the_tables_is_told_by_its_own_name() -> None:
    assert set(RULES) <= rules_in_the_code()


def test_every_bad_file_has_its_message_and_every_message_its_file() -> None:
    assert {path.stem for path in BAD.glob("*.txt")} == {path.stem for path in FILES}


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_a_rule_has_a_help_page(rule: object) -> None:
    assert rule.__doc__ and rule.__doc__.strip().split("\n")[0].endswith((".", "`."))


def rules_in_the_code() -> set[str]:
    """Collect the rule names that floors 0 to 2 and the reader of files give to problems."""
    places = [
        *(
            path
            for floor in ("text", "record", "causal", "judgement", "rules")
            for path in PACKAGE.glob(f"{floor}/*.py")
        ),
        PACKAGE / "publish/disk.py",
    ]
    return {name for place in places for name in rules_in(ast.parse(place.read_text(encoding="utf-8")))}


def rules_in(tree: ast.AST) -> set[str]:
    """A rule's name is the first argument of `fault`, and the last of `problem`, `Problem` and `Refused`."""
    position = {"fault": 0, "problem": -1, "problem_in": -1, "Problem": -1, "Refused": -1}
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
