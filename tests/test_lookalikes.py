"""Files that cannot be read as they look: odd signs, two readers of YAML, open merges, and what stands beside the records."""

from pathlib import Path

import pytest
import yaml
from books import ROOT, TINY
from pilotbook.publish import disk
from pilotbook.publish.opening import open_records
from pilotbook.publish.store import Store
from pilotbook.rules.files import unfit, unfit_beside
from pilotbook.text import markdown, yamlfile
from pilotbook.text.yamlfile import Document

MERGE = "a merge was not finished: two versions stand here [merge-marks]"
POINTER = "this is a Git LFS pointer: the content itself was not fetched [git-lfs]"


def told(text: str) -> list[str]:
    """Give the messages of a file, without its name."""
    read = yamlfile.parse("a.yml", text.encode())
    return [] if isinstance(read, Document) else [str(problem).removeprefix("a.yml:") for problem in read]


# Two readers.


@pytest.mark.parametrize("reader", [yaml.SafeLoader, yamlfile.Loader])
@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("a: {b: is it so?, c: d}", "1:8"),
        ("a: {b: is it so? yes, c: d}", "1:8"),
        ("a: {url: https://a.uk/?page=1}", "1:10"),
        ("a: [so?]", "1:5"),
        ("a: {b?: c}", "1:5"),
    ],
)
def test_a_question_mark_in_braces_without_quotes_is_refused_by_each_reader(
    monkeypatch: pytest.MonkeyPatch, reader: type, text: str, place: str
) -> None:
    monkeypatch.setattr(yamlfile, "Loader", reader)

    [message] = told(text)

    assert (
        message.startswith(f"{place}: the text '")
        and "needs quotation marks inside { } and [ ] [yaml-syntax]" in message
    )


@pytest.mark.parametrize("reader", [yaml.SafeLoader, yamlfile.Loader])
@pytest.mark.parametrize(
    "text", ["a: is it so?", "a: {b: 'is it so?'}", 'a: ["so?"]', "a:\n  - so?", "a: >-\n  so? {b?}"]
)
def test_a_question_mark_elsewhere_is_read_by_each_reader(
    monkeypatch: pytest.MonkeyPatch, reader: type, text: str
) -> None:
    monkeypatch.setattr(yamlfile, "Loader", reader)

    assert told(text) == []


@pytest.mark.parametrize("reader", [yaml.SafeLoader, yamlfile.Loader])
@pytest.mark.parametrize("text", ["stage:\tlive", "stage: live\t", "a: |\t\n  text", "a:\n  -\tb"])
def test_a_tab_outside_a_text_is_refused_by_each_reader(
    monkeypatch: pytest.MonkeyPatch, reader: type, text: str
) -> None:
    monkeypatch.setattr(yamlfile, "Loader", reader)

    assert len(told(text)) == 1


@pytest.mark.parametrize("reader", [yaml.SafeLoader, yamlfile.Loader])
@pytest.mark.parametrize("text", ["a: 'x\ty'", "a: |\n  x\ty", "a: b  #\tnote"])
def test_a_tab_inside_a_text_is_read_by_each_reader(monkeypatch: pytest.MonkeyPatch, reader: type, text: str) -> None:
    monkeypatch.setattr(yamlfile, "Loader", reader)

    assert told(text) == []


# Signs that look like those of YAML.


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("stage:\u00a0live", "1:7: here is U+00A0 (no-break space) where a plain space is meant"),
        ("a:\n\u2003\u2003b: c", "2:1: here is U+2003 (em space) where a plain space is meant, and 1 more like it"),
        ("a:\n  \u00a0b: c", "2:3: here is U+00A0 (no-break space) where a plain space is meant"),
        ("a: {b:\u202fc}", "1:7: here is U+202F (narrow no-break space) where a plain space is meant"),
        ("a:\n  - b:\u3000c", "2:7: here is U+3000 (ideographic space) where a plain space is meant"),
        ("stage\uff1a live", "1:6: here is U+FF1A (fullwidth colon) where ':' is meant"),
        ("a:\n  \u2013 id: S1", "2:3: here is U+2013 (en dash) where '-' is meant"),
        ("a:\n  \u2022 id: S1", "2:3: here is U+2022 (bullet) where '-' is meant"),
    ],
)
def test_a_sign_that_only_looks_like_one_of_yaml_is_named_with_its_place(text: str, message: str) -> None:
    assert [each.split(" [")[0] for each in told(text)] == [message]


@pytest.mark.parametrize(
    "text",
    [
        "a: 12\u00a0families",
        "a: b \u2013 c",
        "a: >-\n  one\u00a0\n  two",
        "a: Zeit\uff1a now",
        "a: >-\n  \u2013 said he: so",
    ],
)
def test_such_a_sign_within_a_text_is_read(text: str) -> None:
    assert told(text) == []


@pytest.mark.parametrize("mark", ["<<<<<<< HEAD", ">>>>>>> branch", "||||||| base", "<<<<<<<"])
def test_a_merge_that_was_not_finished_is_told_as_what_it_is(mark: str) -> None:
    assert told(f"a: b\n{mark}\nc: d\n") == [
        "2:1: a merge was not finished: two versions stand here [merge-marks]\n"
        "    Keep one of the two parts, and delete the lines that begin with '<<<<<<<', '=======' and '>>>>>>>'."
    ]


@pytest.mark.parametrize("text", ["a: >-\n  x <<<<<<< y", "a: '<<<<<< b'", "a: |\n  <<<<<<<< b"])
def test_other_arrows_are_text(text: str) -> None:
    assert told(text) == []


def test_an_entry_without_its_dash_is_told_once() -> None:
    assert told("a:\n  - id: S1\n    b: c\n    d: e\n    id: S2\n    b: c\n    d: e\n") == [
        "5:5: here 'id' and 2 more of its fields begin again [yaml-duplicate]\n"
        "    Begin the second entry with '- ', two columns to the left; or keep one of the two."
    ]
    assert told("a: b\na: c\n") == ["2:1: 'a' stands twice, first on line 1 [yaml-duplicate]\n    Keep one of the two."]


# What stands beside the records.


@pytest.mark.parametrize(
    ("path", "raw", "message"),
    [
        ("book/a.md", "# Café\n".encode("latin-1"), "book/a.md:1:6: the file is not UTF-8 text [encoding]"),
        ("book/a.md", "# A\n".encode("utf-16"), "book/a.md:1:1: the file is not UTF-8 text [encoding]"),
        ("book/a.md", b"# A\n\n<<<<<<< HEAD\nOne\n", "book/a.md:3:1: " + MERGE),
        ("_config.yml", b"title: A\n<<<<<<< HEAD\nb: c\n", "_config.yml:2:1: " + MERGE),
        ("_config.yml", "title: Café\n".encode("latin-1"), "_config.yml:1:11: the file is not UTF-8 text [encoding]"),
        ("_config.yml", "title: A\n".encode("utf-16"), "_config.yml:1:1: the file is not UTF-8 text [encoding]"),
        ("_config.yml", b"title: A\nhtml:\n\tb: c\n", "_config.yml:3:1: the line is indented with a tab [yaml-syntax]"),
        ("_toc.yml", b"version https://git-lfs.github.com/spec/v1\noid sha256:0\n", "_toc.yml:1:1: " + POINTER),
    ],
)
def test_settings_and_prose_that_cannot_be_used_are_told_with_file_and_line(
    path: str, raw: bytes, message: str
) -> None:
    assert [str(problem).split("\n")[0] for problem in unfit_beside({path: raw})] == [message]


def test_settings_and_prose_of_the_book_are_fit() -> None:
    files, strange = disk.read_beside(ROOT)

    assert strange == []
    assert {"_config.yml", "_toc.yml", "book/sources.yml", "book/method/glossary.md"} <= set(files)
    assert unfit_beside(files) == []


def test_a_glossary_in_another_encoding_stops_the_check_and_raises_nothing(tiny_root: Path) -> None:
    (tiny_root / "book" / "method" / "glossary.md").write_bytes("# Glossary\n\ncafé\n".encode("latin-1"))
    store = Store(tiny_root / "_build" / "store")

    opened = open_records(tiny_root, store)

    assert [(problem.path, problem.line, problem.rule) for problem in opened.problems] == [
        ("book/method/glossary.md", 3, "encoding")
    ]


# What may stand among the records.


@pytest.mark.parametrize(
    ("name", "mend"),
    [
        ("a-case.yaml", "Rename it to 'a-case.yml', or move it elsewhere."),
        ("a-case.yml.txt", "Rename it to 'a-case.yml', or move it elsewhere."),
        ("a-case.YML", "Rename it to 'a-case.yml', or move it elsewhere."),
        ("a-case.txt", "Rename it to 'a-case.yml', or move it elsewhere."),
        ("notes", "Rename it to 'notes.yml', or move it elsewhere."),
    ],
)
def test_a_file_with_another_end_is_told_its_right_name(name: str, mend: str) -> None:
    problem = unfit(f"case_studies/{name}", 100)

    assert problem is not None and problem.mend == mend


def test_a_folder_is_called_a_folder_and_a_link_a_link(tmp_path: Path) -> None:
    (tmp_path / "case_studies" / "drafts").mkdir(parents=True)
    (tmp_path / "case_studies" / "a-link.yml").symlink_to(TINY / "_config.yml")

    _, problems = disk.read_records(tmp_path)

    assert sorted(problem.what for problem in problems) == [
        "this is a folder, not a file",
        "this is a link, not a file",
    ]


def test_a_file_that_is_gone_again_when_it_is_read_is_passed_over(
    tiny_root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = Path.read_bytes

    def gone(path: Path) -> bytes:
        if path.stem == "madeup-vale-hub-letters":
            raise FileNotFoundError(path)
        return whole(path)

    monkeypatch.setattr(Path, "read_bytes", gone)
    files, problems = disk.read_records(tiny_root)

    assert problems == []
    assert "case_studies/madeup-vale-hub-letters.yml" not in files and len(files) == 5


# Markdown that would be shown as typed.


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("| a | b |\n|---|---|\n| 1 | 2 |", "has a table, which is shown as typed"),
        ("a | b\n--- | ---\n1 | 2", "has a table, which is shown as typed"),
        ("# Heading", "has a heading, which is shown as typed"),
        ("First.\n\n### Then\n\nLast.", "has a heading, which is shown as typed"),
        ("> quoted", "has a quotation by '>', which is shown as typed"),
        ("```\ncode\n```", "has a block of code, which is shown as typed"),
        ("One.\n\n---\n\nTwo.", "has a line across, which is shown as typed"),
        ("- [ ] to do", "has a box to tick, which is shown as typed"),
        ("It is ~~gone~~ here.", "has text struck through, which is shown as typed"),
        ("As said.[^1]", "has a footnote, which is shown as typed"),
        ("It is <b>bold</b>.", "has HTML, '<b>', which is shown as typed"),
        ("One<br>two", "has HTML, '<br>', which is shown as typed"),
        ("One<br/>two", "has HTML, '<br/>', which is shown as typed"),
        ("<script>alert(1)</script>", "has HTML, '<script>', which is shown as typed"),
        ('See <a href="x">here</a>', "has HTML, '<a href=\"x\">', which is shown as typed"),
        ("a <!-- note -->", "has HTML, '<!--', which is shown as typed"),
        ("- 3 points", "has '- 3', which is shown as an entry of a list"),
        ("It fell by\n- 12% in all", "has '- 12', which is shown as an entry of a list"),
        ("+ £3 million", "has '+ £3', which is shown as an entry of a list"),
    ],
)
def test_markup_that_the_page_would_not_show_as_meant_is_refused(text: str, what: str) -> None:
    assert [told for told, _ in markdown.faults(text)] == [what]


@pytest.mark.parametrize(
    "text",
    [
        *(
            "-3 points",
            "−3 points",
            "\u2212 3 points",
            "- three points\n- four points",
            "* 3 points",
            "Hub #2 opened",
            "#2 of 5",
        ),
        *(
            "fewer than <5",
            "<name> of the hub",
            "a < b > c",
            "this | that",
            "5 > 3",
            "one -- two",
            "it's ~5 miles",
            "[S1]",
        ),
        *("1. One\n2. Two", "**bold** and *so*", "see [it](https://example.org/a)", "<https://example.org/a>"),
    ],
)
def test_what_looks_a_little_like_markup_is_text(text: str) -> None:
    assert list(markdown.faults(text)) == []
