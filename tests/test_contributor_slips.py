"""Slips that people make in a record: what each is told, all in one run, and a mend that mends.

The slips stand in slips/told.txt: those of a review by a new contributor, then siblings found since, each with the whole
message. A slip without a message is none: the record is read as it was meant.
"""

import json
import re
from pathlib import Path
from typing import NamedTuple

import pytest
import yaml
from books import TINY
from hypothesis import given, settings
from hypothesis import strategies as st
from pilotbook.publish import disk
from pilotbook.rules import check
from pilotbook.rules.examples import BAD, GOOD
from pilotbook.rules.manual import rule_help
from pilotbook.text import yamlfile
from pilotbook.text.problems import Problem

HERE = Path(__file__).parent
SOUND = (HERE / "slips/sound.yml").read_text(encoding="utf-8")
PATH = "case_studies/zz-slip.yml"
# The lists, and the one lesson that the record speaks to: each check reads all that it is given.
FILES = {
    path: raw
    for path, raw in disk.read_records(TINY)[0].items()
    if path.endswith(("vocabulary.yml", "call-on-families.yml"))
}


class Slip(NamedTuple):
    name: str
    old: str
    new: str
    told: str


def slips() -> list[Slip]:
    blocks = (HERE / "slips/told.txt").read_text(encoding="utf-8").strip().split("\n\n")
    found = []
    for block in blocks:
        name, old, new, *told = block.split("\n")
        found.append(Slip(name, json.loads(old[2:]), json.loads(new[2:]), "\n".join(told)))
    return found


def problems_of(text: str | bytes, path: str = PATH) -> list[Problem]:
    raw = text if isinstance(text, bytes) else text.encode()
    return check({**FILES, path: raw})[1]


def told(text: str | bytes, path: str = PATH) -> str:
    return "\n".join(str(problem).removeprefix(f"{path}:") for problem in problems_of(text, path))


def changed(*pairs: tuple[str, str]) -> str:
    text = SOUND
    for old, new in pairs:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text


def test_the_record_that_slips_are_made_in_is_sound() -> None:
    assert told(SOUND) == ""


@pytest.mark.parametrize("slip", slips(), ids=lambda slip: slip.name)
def test_a_slip_is_told_by_its_place_what_it_is_and_how_to_mend_it(slip: Slip) -> None:
    assert told(changed((slip.old, slip.new))) == slip.told


@pytest.mark.parametrize("reader", ["libyaml", "pure Python"])
def test_either_reader_tells_the_same_slips_sound_and_the_same_refused(
    reader: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if reader == "pure Python":
        monkeypatch.setattr(yamlfile, "Loader", yaml.SafeLoader)

    for slip in slips():
        # By a missing comma or bracket one reader stops sooner than the other.
        assert bool(told(changed((slip.old, slip.new)))) is bool(slip.told), slip.name


# What only bytes show.


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (SOUND.replace("\n", "\r\n").encode(), ""),
        (b"\xef\xbb\xbf" + SOUND.encode(), ""),
        (
            SOUND.encode("utf-16"),
            "1:1: the file is not UTF-8 text [encoding]\n"
            "    Save the file again with encoding UTF-8; in Notepad: File, Save as, Encoding: UTF-8.",
        ),
        (
            SOUND.encode("utf-16-le"),
            "1:1: the file is not UTF-8 text but UTF-16 [encoding]\n"
            "    Save the file again with encoding UTF-8; in Notepad: File, Save as, Encoding: UTF-8.",
        ),
        (
            changed(("A made-up case", "A – made-up case")).encode("cp1252"),
            "3:10: the file is not UTF-8 text [encoding]\n"
            "    Save the file again with encoding UTF-8; in Notepad: File, Save as, Encoding: UTF-8.",
        ),
        (
            SOUND.replace("\n", "\r").encode(),
            f"1:15: there is a hidden character, U+000D (carriage return), and {SOUND.count(chr(10)) - 1} more [text-control]\n"
            "    Delete the character and type the text around it again.",
        ),
        (b"PK\x03\x04\x14\x00\x06\x00", "1:1: this is a Word, Excel or zip file, not plain text [other-format]"),
        (b"%PDF-1.7\n%\xe2\xe3\n", "1:1: this is a PDF, not plain text [other-format]"),
        (
            b"{\\rtf1\\ansi id: x}",
            "1:1: this is rich text, as a word processor saves it, not plain text [other-format]",
        ),
        (b"\n<!DOCTYPE html>\n<html>", "1:1: this is a web page, not plain text [other-format]"),
        (b"", "1:1: the file holds no fields [yaml-shape]\n    Begin with 'id: …' and write one field a line."),
        (
            f"```yaml\n{SOUND}```\n".encode(),
            "1:1: '```' belongs to a page about records, not to a record [yaml-syntax]\n    Delete the line.\n"
            f"{SOUND.count(chr(10)) + 2}:1: '```' belongs to a page about records, not to a record [yaml-syntax]\n"
            "    Delete the line.",
        ),
    ],
    ids=["CRLF", "BOM", "UTF-16", "UTF-16 bare", "Windows", "CR", "docx", "PDF", "RTF", "HTML", "empty", "fence"],
)
def test_how_a_file_was_saved_is_told_as_what_it_is(raw: bytes, message: str) -> None:
    found = told(raw)

    assert found == message or (
        message.endswith("[other-format]") and found.startswith(f"{message}\n    Copy its words")
    )


# All in one run.


def test_eight_ordinary_slips_of_all_kinds_are_told_in_one_run() -> None:
    broken = changed(
        ("title: A made-up case in a made-up town", "title: Made-up visits: a case"),
        ("Made-up visits were made", "Made-up visits to 41% or 58% were made"),
        ("place: madeup-town", "place: barsetshire"),
        ("start: {actual: 2024-01}", "start: May 2024"),
        ("text: Help was made up.", "text: Help, made up."),
        ("{value: 9200", "{value: £18,500"),
        ("text: It was asked whether help helps.", "text: Asked: does it help?"),
        ("unit: families\n", "unit: % of families\n"),
        ("comparison: {design: did}", "comparison: none"),
        ("title: Another made-up report", "title: Another: made up"),
    )

    assert told(broken).split("\n")[::2] == [
        "3:22: there is a second ': ' in this value [yaml-syntax]",
        "5:21: the number '41%' is typed into the text [number-traced]",
        "5:28: the number '58%' is typed into the text [number-traced]",
        "7:18: 'place': 'barsetshire' is not in the list 'places' [vocabulary]",
        "11:10: 'start' needs parts with names, not the text 'May 2024' [shape]",
        "21:22: the text breaks off at the comma before 'made up.' [empty]",
        "26:23: 'value': '£18,500' is not a number [number]",
        "29:22: the text 'Asked: does it help?' needs quotation marks inside { } and [ ] [yaml-syntax]",
        "48:13: '% of families' is another way to write a unit [unit-form]",
        "51:17: 'comparison' needs parts with names, not the text 'none' [shape]",
        "69:19: there is a second ': ' in this value [yaml-syntax]",
    ]


def test_what_is_told_behind_a_slip_stands_at_its_own_place() -> None:
    broken = changed(("{value: 9200, unit: tenants, source: [S1]", "{value: 9200, unit: %, source: [S9]"))

    assert told(broken).split("\n")[::2] == [
        "26:35: the text '%' needs quotation marks inside { } and [ ] [yaml-syntax]",
        "26:47: there is no source 'S9' [source-known]",
    ]


def test_a_value_that_is_guessed_at_is_told_once() -> None:
    # The brace is closed where the line ends; whether more belonged to it is not known.
    broken = changed(("name: Made-up help", "name: {{}: made-up help"))

    assert [problem.line for problem in problems_of(broken)] == [19]


def test_a_broken_file_gives_no_record_to_others(tiny_files: dict[str, bytes]) -> None:
    shelf, problems = check({**tiny_files, PATH: changed(("stage: ended", "stage:ended")).encode()})

    assert shelf is not None and "zz-slip" not in shelf.cases
    assert [problem.rule for problem in problems] == ["yaml-syntax"]


def test_a_broken_vocabulary_tells_all_that_is_wrong_with_it() -> None:
    path = "case_studies/vocabulary.yml"
    broken = FILES[path].decode().replace("about: Visits that nobody made", "about: Visits: none")
    broken = broken.replace("kind: made-up district", "kind: made-up distrct")

    assert [problem.rule for problem in problems_of(broken, path)] == ["yaml-syntax", "place-fits"]


@pytest.mark.parametrize("address", ["jane.doe@gmail.com", "jane.\u200bdoe@gmail.com"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1252"])
def test_a_mend_of_a_broken_file_repeats_nothing_private(address: str, encoding: str) -> None:
    broken = changed(("title: A made-up case", f"title: Ask {address}: a case"), ("stage: ended", f"stage: {address}"))
    if encoding == "cp1252":
        address = address.replace("\u200b", "")
        broken = broken.replace("\u200b", "").replace("A made-up report", "A made-up – report")

    found = told(broken.encode(encoding))

    assert "this looks like" in found and "jane" not in found and "gmail" not in found


# No mend is wrong.

UNITS = ["", "%", " families", " months", "m", " million", "k", "+", "p"]
NUMBERS = st.builds(
    "{}{}{}{}".format,
    st.sampled_from(["", "about ", "c. ", "over ", "<", "≤", "> ", "less than ", "nearly ", "~", "+", "("]),
    st.sampled_from(["", "£", "-£", "-", "$", "−"]),
    st.sampled_from(
        ["3", "1.2", ".8", "1,032", "12,5", "1 032", "18,500", "½", "ten", "\uff11\uff12", "1_000", "7.", "3/4", "1-4"]
    ),
    st.sampled_from(UNITS),
)
DATES = st.builds(
    "{}{}{}".format,
    st.sampled_from(["2024", "1 March 2024", "13", "03", "March", "Q1 ", "20240102", "31"]),
    st.sampled_from(["", "-", "/", " ", "–", "."]),
    st.sampled_from(["25", "1", "2024", "02/2024", "12-31", "13", "T10:00"]),
)
PLACES = {
    "value": ("value: 170", "value: {}"),
    "figure": ("{value: 9200", "{value: {}"),
    "effect": ("effect: {value: 3", "effect: {value: {}"),
    "analysed": ("analysed: 900", "analysed: {}"),
}
# "Write 3 with 'unit: %' and 'qualifier: about'."
WRITE = re.compile(r"Write (?P<value>-?[0-9][0-9.]*?)(?=[,.;]? |\.$)(?: if .*| with (?P<parts>'.*'))?")


def mended(text: str, problem: Problem) -> str | None:
    """Write what a mend offers, at its place; None where it leaves the choice to the author."""
    lines = text.split("\n")
    line, begins = lines[problem.line - 1], problem.column - 1
    rest = line[begins:]
    old = re.match(r".*?(?=, (?:unit|type|source)\b|\}|$)", rest)
    assert old is not None
    if offer := re.match(r"Write ((?:[0-9]{4}-)[0-9-]+)", problem.mend):
        new = offer[1]
    elif offer := re.match(r"Put the whole text in quotes: (.*)\.$|Write ((['\"]).*\3), marks", problem.mend):
        new = offer[1] or offer[2]
    elif offer := WRITE.match(problem.mend):
        new = offer["value"]
    else:
        return None
    lines[problem.line - 1] = line[:begins] + new + rest[old.end() :]
    return "\n".join(lines)


def assert_mends(text: str) -> None:
    for problem in problems_of(text):
        if (better := mended(text, problem)) is not None:
            again = [each for each in problems_of(better) if (each.line, each.column) == (problem.line, problem.column)]
            # A share above all of it, or a small number, is what the author wrote; the mend is of its form.
            assert [each for each in again if each.rule in (problem.rule, "yaml-syntax")] == [], (text, problem)


@settings(max_examples=120)
@given(st.sampled_from(sorted(PLACES)), NUMBERS)
def test_a_number_written_as_its_mend_says_is_not_refused_again(place: str, number: str) -> None:
    old, new = PLACES[place]

    assert_mends(changed((old, new.replace("{}", number))))


@settings(max_examples=80)
@given(DATES)
def test_a_date_written_as_its_mend_says_is_not_refused_again(date: str) -> None:
    assert_mends(changed(("published: 2025-06", f"published: {date}")))


TEXTS = st.lists(
    st.sampled_from(["Made", "up", ": ", "'", '"', "?", ", ", " #", "{", "}", "[", "]", "%", " "]), max_size=8
)


@settings(max_examples=120)
@given(TEXTS.map("".join))
def test_a_text_quoted_as_its_mend_says_is_not_refused_again(words: str) -> None:
    for problem in problems_of(changed(("name: Made-up help", f"name: {words}"))):
        if offer := re.match(r"Put the whole text in quotes: (.*)\.$", problem.mend):
            better = changed(("name: Made-up help", f"name: {offer[1]}"))
            assert [each.rule for each in problems_of(better) if each.rule.startswith("yaml-")] == [], words


UNITS_OFFERED = re.compile(r"'unit: ([^']*)'")


@pytest.mark.parametrize("slip", [slip for slip in slips() if "'unit: " in slip.told], ids=lambda slip: slip.name)
def test_a_unit_that_a_mend_offers_is_a_unit_of_this_book(slip: Slip) -> None:
    if offer := UNITS_OFFERED.search(slip.told):
        better = changed(("value: 170", "value: 30"), ("unit: families\n", f"unit: {offer[1]}\n"))
        assert told(better) == ""


# Help.


@pytest.mark.parametrize("rule", rule_help())
def test_the_help_of_a_rule_has_a_bad_and_a_good_example(rule: str) -> None:
    text = " ".join(rule_help()[rule])

    assert "Bad: " in text and "Good: " in text


def test_no_example_is_kept_for_a_rule_that_is_gone() -> None:
    assert BAD.keys() | GOOD.keys() <= rule_help().keys()


@pytest.mark.parametrize(
    "rule", ["yaml-alias", "yaml-comment", "yaml-key", "yaml-lookalike", "yaml-syntax", "yaml-tag"]
)
def test_a_bad_example_is_refused_by_its_rule_and_the_good_one_beside_it_is_not(rule: str) -> None:
    text = " ".join(rule_help()[rule])
    bad, good = (re.search(rf"{kind}: `([^`]*)`", text) for kind in ("Bad", "Good"))
    assert bad is not None

    found = yamlfile.parse("a.yml", f"{bad[1]}\n".encode())
    assert isinstance(found, list) and found[0].rule == rule
    if good is not None:
        assert isinstance(yamlfile.parse("a.yml", f"{good[1]}\n".encode()), yamlfile.Document)
