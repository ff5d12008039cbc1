"""Two gates: counts of a few people need an answer in the file, and nothing personal or secret stands in any field."""

import copy
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from books import ROOT
from pilotbook.publish import disk
from pilotbook.record import Case, Vocabulary
from pilotbook.rules import check
from pilotbook.rules.private import people_unnamed
from pilotbook.rules.read import read_one, vocabulary_of
from pilotbook.text.counts import few_people
from pilotbook.text.private import private_in
from pilotbook.text.problems import Problem

HERE = Path(__file__).parent
LEAKS: dict[str, Any] = yaml.safe_load((HERE / "seeded_leaks.yml").read_text(encoding="utf-8").replace("~", ""))
GATES = {"small-number", "personal-data", "secret"}
SOUND = (
    (HERE / "bad" / "small-number--figure.yml")
    .read_text(encoding="utf-8")
    .replace("value: 3, unit: tenants", "value: 9200, unit: tenants")
)
# Whoever is told by telephone numbers, mail and the rest here is made up.
MADE_UP = "jane.madeup@example.org or 07700 900123"
PIECES = ("jane", "madeup@", "07700", "900123", "0123")


@cache
def tiny() -> tuple[dict[str, bytes], Vocabulary]:
    files, _ = disk.read_records(HERE / "tiny")
    vocabulary, _ = vocabulary_of(files)
    assert vocabulary
    return files, vocabulary


def problems_of(text: str, path: str = "case_studies/made-up.yml", **limits: int) -> list[Problem]:
    vocabulary = tiny()[1]
    if limits:
        few = vocabulary.small_numbers.model_copy(update=limits)
        vocabulary = vocabulary.model_copy(update={"small_numbers": few})
    return list(read_one(path, text.encode(), vocabulary).problems)


def rules_of(text: str, **limits: int) -> set[str]:
    return {problem.rule for problem in problems_of(text, **limits)}


def with_prose(words: str) -> str:
    quoted = words.replace("'", "''")
    return SOUND.replace("text: Something made up was wrong.", f"text: '{quoted}'")


def with_answer(text: str, answer: str) -> str:
    return text.replace("record_owner:", f"disclosure:\n  - {answer}\nrecord_owner:", 1)


def test_there_are_enough_seeds() -> None:
    assert len(LEAKS["few_people_in_prose"]) + len(LEAKS["few_people_in_figures"]) >= 60
    assert len(LEAKS["private"]) >= 30


def test_the_record_that_seeds_are_planted_in_is_sound() -> None:
    assert problems_of(SOUND) == []


@pytest.mark.parametrize("words", LEAKS["few_people_in_prose"])
def test_a_count_of_a_few_people_in_prose_is_refused_although_the_source_is_public(words: str) -> None:
    assert "small-number" in rules_of(with_prose(words))


@pytest.mark.parametrize(
    "planted", LEAKS["few_people_in_figures"], ids=lambda planted: " and ".join(planted.values())[:60]
)
def test_a_figure_of_a_few_people_is_refused_where_its_source_is_not_public(planted: dict[str, str]) -> None:
    own = SOUND.replace("[S1], locator: table", "[S2], locator: table")
    for sound, leak in planted.items():
        assert sound in own
        own = own.replace(sound, leak, 1)

    assert "small-number" in rules_of(own)


@pytest.mark.parametrize("words", LEAKS["private"])
def test_what_is_private_is_refused_in_prose(words: str) -> None:
    assert rules_of(with_prose(words)) & {"personal-data", "secret"}


def folded(words: str) -> Iterator[str]:
    """Give a record that holds words in a text of several lines, broken at each of their blanks in turn."""
    whole = "  statement: {text: Something made up was wrong., source: [S1], locator: page 1}\n"
    parts = words.split(" ")
    for cut in range(1, len(parts)):
        text = f"Something made up was {' '.join(parts[:cut])}\n      {' '.join(parts[cut:])}"
        yield SOUND.replace(whole, f"  statement:\n    text: >-\n      {text}\n    source: [S1]\n    locator: page 1\n")


# Blanks of other widths, and hyphens that do not break, come along with text copied from a page or a PDF.
@pytest.mark.parametrize(
    ("typed", "found"),
    [(" ", "\xa0"), (" ", "\u2009"), (" ", "\u202f"), (" ", "\u3000"), ("-", "\u2010"), ("-", "\u2011")],
)
def test_a_leak_is_seen_with_other_blanks_and_hyphens_in_it(typed: str, found: str) -> None:
    # The first line of a key is read by programs, which know one hyphen.
    private = [words for words in LEAKS["private"] if not words.startswith("-----")]
    missed = [words for words in private if not private_in(words.replace(typed, found))]
    missed += [words for words in LEAKS["few_people_in_prose"] if not few_people(words.replace(typed, found), 7, 10)]

    assert missed == [words for words in LEAKS["few_people_in_prose"] if not few_people(words, 7, 10)]


@pytest.mark.parametrize(
    "around", ["•@", "→@", "«@»", "🙂@🙂", "\uff1a@", "(@)", "“@”", "—@—", "*@*", "„@“", "·@", "=@", "@。"]
)
def test_a_leak_is_seen_whatever_signs_stand_around_it(around: str) -> None:
    missed = [words for words in LEAKS["private"] if not private_in(around.replace("@", words))]
    missed += [words for words in LEAKS["few_people_in_prose"] if not few_people(around.replace("@", words), 7, 10)]

    assert missed == [words for words in LEAKS["few_people_in_prose"] if not few_people(words, 7, 10)]


@pytest.mark.parametrize("words", LEAKS["private"])
def test_what_is_private_is_refused_where_it_goes_on_in_the_next_line(words: str) -> None:
    assert [text for text in folded(words) if not rules_of(text) & {"personal-data", "secret"}] == []


def test_what_goes_on_in_the_next_line_is_told_where_it_begins_and_never_repeated() -> None:
    (text,) = list(folded("07700 900123"))

    told = [problem for problem in problems_of(text) if problem.rule == "personal-data"]

    line = next(number for number, each in enumerate(text.split("\n"), start=1) if "07700" in each)
    assert [(problem.line, problem.column) for problem in told] == [(line, 29)]
    assert not any(piece in str(told) for piece in ("07700", "900123"))


@pytest.mark.parametrize("words", LEAKS["sound"])
def test_what_is_no_leak_passes_both_gates(words: str) -> None:
    assert not rules_of(with_prose(words)) & GATES


@pytest.mark.parametrize("words", ["３ mothers came back", "٣ mothers came back", "৩ mothers came back"])  # noqa: RUF001
def test_a_few_people_are_seen_in_the_digits_of_any_script(words: str) -> None:
    assert "small-number" in rules_of(with_prose(words))


@pytest.mark.parametrize(
    "words",
    [
        "A tenant, Jane Madeup, came.",
        "(Jane Madeup, a tenant) came.",
        "“Mrs Madeup, a tenant” came.",
        "•Jane Madeup, a tenant",
    ],
)
def test_a_name_is_asked_about_whatever_sign_stands_before_it(words: str) -> None:
    read = read_one("case_studies/made-up.yml", with_prose(words).encode(), tiny()[1])
    assert isinstance(read.record, Case) and read.document

    assert [each.rule for each in people_unnamed(read.record, read.document)] == ["person-named"]


def test_seven_people_are_few_and_eight_are_not() -> None:
    assert "small-number" in rules_of(with_prose("There were seven tenants."))
    assert "small-number" not in rules_of(with_prose("There were eight tenants."))


def test_how_many_are_few_is_set_in_the_vocabulary() -> None:
    assert "small-number" not in rules_of(with_prose("There were seven tenants."), most=6)
    assert "small-number" in rules_of(with_prose("There were eleven tenants."), most=11)


FIGURE = SOUND.replace("value: 9200, unit: tenants, source: [S2]", "value: 3, unit: tenants, source: [S1]")


def test_a_figure_is_answered_by_the_public_address_of_its_source() -> None:
    assert rules_of(FIGURE) == {"source-used"}


def test_an_address_behind_a_sign_in_is_not_public() -> None:
    behind = FIGURE.replace("https://example.org/made-up", "https://madeup.sharepoint.com/made-up")

    assert "small-number" in rules_of(behind)


@pytest.mark.parametrize(
    "answer",
    [
        "{covers: [F1], already_published_at: https://example.org/made-up}",
        "{covers: [context], already_published_at: https://example.org/made-up}",
        "{covers: [F1], waiver: {data_owner: Madeup Council, allowed_on: 2026-11-20, reason: Nobody is made known.}}",
    ],
)
def test_an_answer_in_the_file_lets_a_count_pass(answer: str) -> None:
    own = FIGURE.replace("value: 3, unit: tenants, source: [S1]", "value: 3, unit: tenants, source: [S2]")

    assert rules_of(own) == {"small-number"}
    assert problems_of(with_answer(own, answer)) == []


def test_an_answer_covers_no_other_part() -> None:
    answer = "{covers: [F1], already_published_at: https://example.org/made-up}"

    assert rules_of(with_answer(with_prose("Two tenants left."), answer)) == {"small-number"}


def test_a_message_on_a_small_count_does_not_repeat_it() -> None:
    (problem,) = problems_of(with_prose("Three made-up mothers left."))

    assert "three" not in str(problem).casefold() and "mothers" not in str(problem)


def scalars(data: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    if isinstance(data, dict):
        for name, inner in data.items():
            yield from scalars(inner, (*path, name))
    elif isinstance(data, list):
        for index, inner in enumerate(data):
            yield from scalars(inner, (*path, index))
    else:
        yield path


def planted(data: Any, path: tuple[str | int, ...], value: str) -> str:
    data = copy.deepcopy(data)
    item = data
    for step in path[:-1]:
        item = item[step]
    item[path[-1]] = value
    return yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=1_000)


@pytest.mark.parametrize("name", ["madeup-town-doorstep-visits.yml", "lessons/call-on-families.yml"])
def test_in_whatever_field_something_private_stands_it_is_refused_and_no_message_repeats_it(name: str) -> None:
    path = f"case_studies/{name}"
    data = yaml.load(tiny()[0][path], Loader=yaml.BaseLoader)
    places = list(scalars(data))

    for place in places:
        problems = problems_of(planted(data, place, MADE_UP), path)
        assert "personal-data" in {problem.rule for problem in problems}, place
        assert not [each for each in problems for piece in PIECES if piece in str(each).casefold()], place
    assert len(places) > (100 if "lessons" not in name else 15)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("target_group:", "# Ring 07700 900123 first.\ntarget_group:"),
        ("title: A made-up case", "07700 900123: x\ntitle: A made-up case"),
        ("title: A made-up case", "title: 'A made-up case: jane.madeup@example.org, 07700 900123"),
        ("text: Help was made up.", 'text: "Ask jane.madeup\\x40example.org about it."'),
        ("value: 9200", "value: 07700 900123"),
        ("start: {actual: 2024-01}", "start: {actual: born 12 March 1987}"),
        ("places: [{place: madeup-town}]", "places: [{place: jane.madeup@example.org}]"),
        ("because: More made-up families came.", "because: Ring 07700900123 if more came."),
    ],
)
def test_what_is_private_is_found_in_comments_names_escapes_and_files_that_cannot_be_read(old: str, new: str) -> None:
    assert old in SOUND
    problems = problems_of(SOUND.replace(old, new, 1))

    assert "personal-data" in {problem.rule for problem in problems}
    for piece in (*PIECES, "07700900123", "1987", "march"):
        assert not [each for each in problems if piece in str(each).casefold()]


def test_a_rule_across_files_never_quotes_what_is_private() -> None:
    leak = SOUND.replace("title: A made-up case with one fault", "title: Ring 07700 900123")
    files = {**tiny()[0], "case_studies/zz-one.yml": leak.encode(), "case_studies/zz-two.yml": leak.encode()}
    _, problems = check(files)

    assert {problem.rule for problem in problems} == {"personal-data", "number-traced"}
    assert not [each for each in problems for piece in PIECES if piece in str(each)]


def test_what_is_private_in_the_vocabulary_is_refused() -> None:
    path = "case_studies/vocabulary.yml"
    raw = tiny()[0][path] + b"# Ring 07700 900123.\n"
    _, problems = vocabulary_of({**tiny()[0], path: raw})

    assert [problem.rule for problem in problems] == ["personal-data"]


def test_other_faults_are_told_beside_what_is_private() -> None:
    leak = SOUND.replace("stage: ended", "stage: endd").replace("Made-up editors", "jane.madeup@example.org", 1)

    assert rules_of(leak) == {"choice", "personal-data"}


def test_the_real_book_passes_both_gates_with_answers_in_the_file() -> None:
    files, _ = disk.read_records(ROOT)
    vocabulary, problems = vocabulary_of(files)
    read = [read_one(path, raw, vocabulary) for path, raw in files.items() if "vocabulary" not in path]
    found = [problem for one in read for problem in one.problems if problem.rule in GATES]

    assert problems == [] and found == []
    # What was already published is answered for part by part: no record waves everything through.
    answers = [answer for one in read for answer in getattr(one.record, "disclosure", ())]
    assert answers and all(answer.already_published_at and len(answer.covers) <= 8 for answer in answers)


def test_what_the_gates_ask_others_is_loaded_only_when_something_may_be_found() -> None:
    ask = (
        "import sys; from test_gates import *; assert problems_of(SOUND) == []; "
        "sys.exit(len({'phonenumbers', 'stdnum', 'detect_secrets'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", ask], cwd=HERE, check=False, capture_output=True, text=True)

    assert (done.returncode, done.stderr) == (0, "")
