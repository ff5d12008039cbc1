"""Files made to break the reader: each is refused with one message, before anything is built from it."""

import os
from pathlib import Path

import pytest
import yaml
from pilotbook.publish import disk
from pilotbook.rules import check
from pilotbook.text import plaintext, yamlfile
from pilotbook.text.problems import Problem
from pilotbook.text.yamlfile import Document

ROOT = Path(__file__).parent.parent
BILLION_LAUGHS = "a: &a [lol, lol]\n" + "".join(
    f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]\n" for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)
MERGE_BOMB = "a: &a {x: y}\n" + "".join(
    f"{name}: &{name} {{<<: [{', '.join([f'*{before}'] * 9)}]}}\n"
    for before, name in zip("abcdefg", "bcdefgh", strict=True)
)


def refusal(raw: bytes) -> Problem:
    """Give the one problem that stops the reading of `raw`."""
    read_in = yamlfile.parse("f.yml", raw)
    assert isinstance(read_in, list) and len(read_in) == 1
    return read_in[0]


def data_of(raw: bytes) -> dict[str, object]:
    read_in = yamlfile.read("f.yml", raw)
    assert isinstance(read_in, Document), read_in
    return read_in.data


@pytest.fixture(params=["libyaml", "pure Python"])
def either_loader(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Read with the fast parser and with the one that stands in where libyaml is missing."""
    if request.param == "pure Python":
        monkeypatch.setattr(yamlfile, "Loader", yaml.SafeLoader)


class EventsSeen:
    """Counts the events that the reader takes from the parser."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.count = 0
        real = yaml.parse

        def counted(*args: object, **named: object) -> object:
            for event in real(*args, **named):  # type: ignore[arg-type]
                self.count += 1
                yield event

        monkeypatch.setattr(yaml, "parse", counted)


@pytest.mark.parametrize(
    ("raw", "rule", "place", "most_events"),
    [
        (b"a: !!python/object/apply:os.system ['touch canary']", "yaml-tag", (1, 4), 5),
        (b"a: !custom x", "yaml-tag", (1, 4), 5),
        (MERGE_BOMB.encode(), "yaml-alias", (1, 4), 5),
        (BILLION_LAUGHS.encode(), "yaml-alias", (1, 4), 5),
        (b"a: {<<: {b: c}}", "yaml-alias", (1, 5), 20),
        (b"[" * 100_000, "yaml-depth", (1, 13), 20),
        (b"{a: " * 50_000, "yaml-depth", (1, 49), 50),
        (b"- " * 100_000, "yaml-depth", (1, 25), 20),
        (b"? " * 100_000, "yaml-key", (1, 3), 10),
        (b"a: [" + b"x," * 100_000, "yaml-size", (1, 9_999), 5_010),
    ],
    ids=["tag", "own-tag", "merge-bomb", "billion-laughs", "merge", "brackets", "braces", "dashes", "marks", "entries"],
)
@pytest.mark.usefixtures("either_loader")
def test_a_bomb_is_refused_after_a_few_events(
    raw: bytes, rule: str, place: tuple[int, int], most_events: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = EventsSeen(monkeypatch)

    problem = refusal(raw)

    assert (problem.rule, problem.line, problem.column) == (rule, *place)
    assert seen.count <= most_events


def test_a_tag_runs_nothing(tmp_path: Path) -> None:
    canary = tmp_path / "canary"

    refusal(f"a: !!python/object/apply:os.system ['touch {canary}']".encode())

    assert not canary.exists()


@pytest.mark.parametrize("size", [256 * 1024 + 1, 1_000_000])
def test_a_large_file_is_refused_before_it_is_decoded(size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = EventsSeen(monkeypatch)

    problem = refusal(b"\xff" * size)

    assert problem.rule == "file-size"
    assert seen.count == 0


def test_a_file_of_the_largest_size_is_read() -> None:
    assert data_of(b"a: b\n" + b"#" * (plaintext.MAX_BYTES - 5)) == {"a": "b"}


@pytest.mark.parametrize(
    ("raw", "place"),
    [
        ("a: b\n".encode("utf-16"), (1, 1)),
        ("title: Café\nb: é".encode("latin-1"), (1, 11)),
        ("title: Café\nb: ".encode() + b"\xe9", (2, 4)),
        ("é: ".encode() + b"\xe9", (1, 4)),
        (b"\xef\xbb\xbfa: \xe9", (1, 4)),
        (b"a: \xed\xa0\x80", (1, 4)),
    ],
    ids=["utf-16", "latin-1", "second-line", "column-in-letters", "after-bom", "surrogate"],
)
def test_a_file_that_is_not_utf8_is_told_where(raw: bytes, place: tuple[int, int]) -> None:
    problem = refusal(raw)

    assert str(problem) == (
        f"f.yml:{place[0]}:{place[1]}: the file is not UTF-8 text [encoding]\n"
        "    Save the file again with encoding UTF-8; in Notepad: File, Save as, Encoding: UTF-8."
    )


def test_utf16_without_a_mark_is_refused() -> None:
    assert refusal("a: b\n".encode("utf-16-le")).rule == "encoding"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_more_hidden_signs_than_are_mended_do_not_move_the_lines(encoding: str) -> None:
    """The parser takes U+2029 for the end of a line, and nobody else does."""
    hidden = "\u2068\u206e\u2073\u202c\u2064\u2065\u206f\u2072\u202e\u206c\u2e70\u0a3a"

    read = yamlfile.parse("f.yml", f"{hidden}\u2029\ufffd".encode(encoding))

    assert isinstance(read, list) and {problem.line for problem in read} == {1}


@pytest.mark.usefixtures("either_loader")
def test_a_byte_order_mark_and_windows_line_ends_are_welcome() -> None:
    assert data_of(b"\xef\xbb\xbfid: x\r\ntext: >-\r\n  one\r\n  two\r\n") == {"id": "x", "text": "one two"}


def test_places_are_the_same_with_windows_line_ends() -> None:
    problem = refusal(b"\xef\xbb\xbfid: x\r\nstage:\r\n")

    assert (problem.rule, problem.line, problem.column) == ("empty", 2, 7)


@pytest.mark.parametrize(
    ("raw", "rule"),
    [
        (b"", "yaml-shape"),
        (b"\n\n", "yaml-shape"),
        (b"# only\n# comments\n", "yaml-shape"),
        (b"---\n", "yaml-shape"),
        (b"just words\n", "yaml-shape"),
        (b"- a\n- b\n", "yaml-shape"),
        (b"a: b\n---\nc: d\n", "yaml-document"),
        (b"a: b\n...\nc: d\n", "yaml-syntax"),
        (b"? [a]\n: b\n", "yaml-key"),
        (b"? {a: b}\n: c\n", "yaml-key"),
        (b'"": b\n', "yaml-key"),
        (b'"id": a\nid: b\n', "yaml-duplicate"),
        (b"a: {b: c, b: d}\n", "yaml-duplicate"),
    ],
)
@pytest.mark.usefixtures("either_loader")
def test_what_is_no_record_has_one_message(raw: bytes, rule: str) -> None:
    assert refusal(raw).rule == rule


@pytest.mark.usefixtures("either_loader")
def test_every_bare_word_stays_the_text_that_was_written() -> None:
    words = ["no", "yes", "on", "1:30", "012", "1.10", "0x1F", "2024-02-30", "1e3", "07700", "=", ".nan", "1_000"]
    raw = "".join(f"field{index}: {word}\n" for index, word in enumerate(words)).encode()

    assert list(data_of(raw).values()) == words


@pytest.mark.usefixtures("either_loader")
def test_an_equals_sign_and_odd_keys_have_places() -> None:
    read_in = yamlfile.read("f.yml", b"=: x\n1: y\nno:\n  - ~x\n")

    assert isinstance(read_in, Document)
    assert [read_in.place(("=",)), read_in.place(("1",), key=True), read_in.place(("no", 0))] == [
        (1, 4),
        (2, 1),
        (4, 5),
    ]


def composed(node: yaml.Node, path: tuple[str | int, ...] = ()) -> dict[tuple[str | int, ...], tuple[int, int]]:
    """Give the place of every value by its path, as YAML's own composer tells it."""
    places = {path: (node.start_mark.line + 1, node.start_mark.column + 1)}
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            places |= composed(value, (*path, key.value))
    elif isinstance(node, yaml.SequenceNode):
        for index, item in enumerate(node.value):
            places |= composed(item, (*path, index))
    return places


@pytest.mark.parametrize("path", sorted((ROOT / "case_studies").glob("s*.yml")), ids=lambda path: path.stem)
def test_every_part_of_a_record_is_placed_where_the_composer_of_yaml_places_it(path: Path) -> None:
    read_in = yamlfile.read(path.name, path.read_bytes())

    assert isinstance(read_in, Document)
    places = composed(yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.SafeLoader))
    assert len(places) > 50
    assert {part: read_in.place(part) for part in places} == places


HIDDEN = [
    "\x00",
    "\x07",
    "\x1b",
    "\x7f",
    "\x85",
    "\u00ad",
    "\u200b",
    "\u200e",
    "\u2028",
    "\u202e",
    "\u2066",
    "\ufeff",
    "\ue000",
    "\uffff",
]


@pytest.mark.parametrize("char", HIDDEN, ids=lambda char: f"U+{ord(char):04X}")
def test_a_hidden_character_is_named_with_its_place(char: str) -> None:
    problem = refusal(f"id: x\ntitle: ab{char}c\n".encode())

    assert (problem.rule, problem.line, problem.column) == ("text-control", 2, 10)
    assert f"U+{ord(char):04X}" in problem.what


@pytest.mark.parametrize(
    "escape", ["\\0", "\\a", "\\e", "\\N", "\\L", "\\x00", "\\u202e", "\\u200b", "\\ud800", "\\U000E0041"]
)
@pytest.mark.usefixtures("either_loader")
def test_an_escape_brings_no_hidden_character_past_the_check(escape: str) -> None:
    assert refusal(f'title: "ab{escape}c"\n'.encode()).rule in {"text-control", "yaml-syntax"}


@pytest.mark.parametrize(
    "text", ["Llŷn a'r Wyddfa", "👩\u200d👩\u200d👧 families", "مجلس", "שלום", "क्\u200dष", "naïve café", "½ – “so”"]
)
@pytest.mark.usefixtures("either_loader")
def test_the_letters_of_every_script_pass(text: str) -> None:
    assert data_of(f"title: {text}\n".encode()) == {"title": text}


def test_a_long_web_address_is_no_long_word() -> None:
    address = "https://example.org/" + "a" * 300

    assert data_of(f"url: {address}\ntext: See [it]({address}).\n".encode())["url"] == address


def test_a_message_stays_on_its_lines_whatever_is_quoted(tiny_files: dict[str, bytes]) -> None:
    name = "case_studies/madeup-town-rent-advice.yml"
    raw = tiny_files[name].replace(b"stage: announced", b'stage: "x\\n::error file=a::b"')

    problems = check({**tiny_files, name: raw})[1]

    assert [str(problem).count("\n") for problem in problems] == [1]
    assert "'x ::error file=a::b'" in problems[0].what


def test_a_broken_vocabulary_does_not_hide_the_faults_of_cases(tiny_files: dict[str, bytes]) -> None:
    name = "case_studies/madeup-town-rent-advice.yml"
    files = {
        **tiny_files,
        "case_studies/vocabulary.yml": b"places: [",
        name: tiny_files[name].replace(b"stage: announced", b"stage: soon"),
    }

    shelf, problems = check(files)

    assert shelf is None
    assert [problem.rule for problem in problems if problem.path == name] == ["choice"]
    # Of the lists, the ones that are missing are told too.
    assert {problem.rule for problem in problems if problem.path != name} == {"yaml-syntax", "required", "shape"}


def test_a_missing_vocabulary_is_told(tiny_files: dict[str, bytes]) -> None:
    files = {path: raw for path, raw in tiny_files.items() if not path.endswith("vocabulary.yml")}

    assert [problem.rule for problem in check(files)[1]] == ["vocabulary"]


def test_one_bad_case_among_many_hides_nothing_and_blames_nobody_else(tiny_files: dict[str, bytes]) -> None:
    name = "case_studies/madeup-vale-hub-letters.yml"

    shelf, problems = check({**tiny_files, name: b"[" * 1000})

    assert [(problem.path, problem.rule) for problem in problems] == [(name, "yaml-depth")]
    assert shelf and set(shelf.cases) == {"madeup-town-doorstep-visits", "madeup-town-rent-advice"}


def test_files_that_are_no_records_are_told_without_being_read(tiny_root: Path) -> None:
    folder = tiny_root / "case_studies"
    (folder / "late.yaml").write_text("id: x", encoding="utf-8")
    (folder / "link.yml").symlink_to("/dev/zero")
    (folder / "endless.yml").write_bytes(b"#" * 1_000_000)
    (folder / "sub").mkdir()
    os.mkfifo(folder / "pipe.yml")

    files, problems = disk.read_records(tiny_root)

    assert {problem.path.rsplit("/", 1)[1]: problem.rule for problem in problems} == {
        "late.yaml": "file-name",
        "link.yml": "file-kind",
        "endless.yml": "file-size",
        "sub": "file-kind",
        "pipe.yml": "file-kind",
    }
    assert len(files) == 6


def test_a_lesson_in_a_misnamed_file_is_not_also_told_to_be_unknown(tiny_root: Path) -> None:
    lesson = tiny_root / "case_studies/lessons/call-on-families.yml"
    lesson.rename(lesson.with_suffix(".yaml"))

    problems = check(*disk.read_records(tiny_root))[1]

    assert [problem.rule for problem in problems] == ["file-name"]


@pytest.mark.parametrize(
    "name", ["index", "search", "404", "con", "ab", "x" * 65, "a--b", "-a", "Foo", "café", "a b", "\u0430-b-c"]
)
def test_a_name_that_cannot_be_an_address_is_told(name: str, tiny_files: dict[str, bytes]) -> None:
    old = "case_studies/madeup-town-rent-advice.yml"
    files = {(f"case_studies/{name}.yml" if path == old else path): raw for path, raw in tiny_files.items()}

    assert [problem.rule for problem in check(files)[1]] == ["file-name"]
