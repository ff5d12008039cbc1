"""Slips in a record: dates that cannot be, the same thing twice, and words that were meant to be replaced."""

import datetime
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from books import TINY, leaves, outcome, source
from pilotbook.doors import new_record
from pilotbook.record import Case, Lesson
from pilotbook.record.fact import Statement
from pilotbook.record.shapes import models_in
from pilotbook.rules import check, dates, leftovers, limits, repeats
from pilotbook.text import yamlfile
from pilotbook.text.folding import folded, same_address
from pilotbook.text.problems import Problem
from pilotbook.text.yamlfile import Document
from pydantic import BaseModel

BARE = Document("made-up.yml", "", {})
MakeCase = Callable[..., Case]
MISSING = {"missing": "not_published"}


def told(found: Iterator[Problem]) -> list[str]:
    return [problem.what for problem in found]


# Dates.


@pytest.mark.parametrize(
    ("changes", "passes"),
    [
        ({"dates": {"end": {"actual": "2026-11-21"}}}, True),
        ({"dates": {"end": {"actual": "2026-11-22"}}}, False),
        ({"dates": {"end": {"actual": "2026-11"}}}, True),
        ({"dates": {"end": {"actual": "2026-12"}}}, False),
        ({"dates": {"end": {"actual": "2026"}}}, True),
        ({"dates": {"end": {"planned": "2029"}}}, True),
        ({"results_published": "2026-12"}, False),
        ({"results_due": "2027"}, True),
        ({"sources": [source(accessed="2026-11-22")]}, True),
        ({"sources": [source(accessed="2027-11-21")]}, True),
        ({"sources": [source(accessed="2027-11-22")]}, False),
        # A later look knows of later things.
        ({"sources": [source(accessed="2026-12-05")], "dates": {"end": {"actual": "2026-12-05"}}}, True),
        ({"sources": [source(accessed="2026-12-05")], "dates": {"end": {"actual": "2026-12-06"}}}, False),
        ({"sources": [source(published="2026-11-21", accessed="2026-11-21")]}, True),
        ({"sources": [source(published="2026-11-21", accessed="2026-11-20")]}, False),
        ({"sources": [source(published="2026-11", accessed="2026-11-02")]}, True),
        ({"sources": [source(published="2026-12", accessed="2026-11-21")]}, False),
    ],
)
def test_what_has_happened_lies_before_the_last_look_and_nothing_is_read_before_it_came_out(
    make_case: MakeCase, changes: dict[str, Any], passes: bool
) -> None:
    assert bool(told(dates.dates_can_be(make_case(**changes), BARE))) is not passes


@pytest.mark.parametrize(
    ("stage", "given", "passes"),
    [
        ("announced", {"start": {"planned": "2027"}}, True),
        ("announced", {"start": {"actual": "2025"}}, False),
        ("planned", {"end": {"actual": "2025"}}, False),
        ("live", {"start": {"actual": "2025"}}, True),
        ("live", {"end": {"actual": "2025"}}, False),
        ("paused", {"end": {"actual": "2025"}}, False),
        ("ended", {"end": {"actual": "2025"}}, True),
        ("stopped_early", {"end": {"actual": "2025"}}, True),
    ],
)
def test_a_stage_agrees_with_the_dates(make_case: MakeCase, stage: str, given: dict[str, Any], passes: bool) -> None:
    assert bool(told(dates.stage_fits_dates(make_case(stage=stage, dates=given), BARE))) is not passes


@pytest.mark.parametrize(
    ("stage", "given", "is_asked"),
    [
        ("live", {"end": {"planned": "2026-11-20"}}, True),
        ("live", {"end": {"planned": "2026-11-21"}}, False),
        ("live", {"end": {"planned": "2026"}}, False),
        ("announced", {"start": {"planned": "2026-10"}}, True),
        ("announced", {"start": {"planned": "2026-11"}}, False),
        ("ended", {"end": {"planned": "2027"}}, True),
        ("ended", {"end": {"planned": "2027", "actual": "2026-05"}}, False),
        ("ended", {"end": {"planned": "2026-03"}}, False),
    ],
)
def test_a_stage_that_its_plan_has_overtaken_is_asked_about(
    make_case: MakeCase, stage: str, given: dict[str, Any], is_asked: bool
) -> None:
    assert bool(told(dates.stage_likely(make_case(stage=stage, dates=given), BARE))) is is_asked


def cycle(**changes: str) -> dict[str, Any]:
    texts = dict.fromkeys(("question", "hypothesis", "tested", "result"), MISSING)
    return {"id": "CY1", **texts, "decision": "undecided", **changes}


@pytest.mark.parametrize(
    ("changes", "asks"),
    [
        ({"dates": {"announced": {"actual": "2025-02"}, "start": {"actual": "2025-02"}}}, 0),
        ({"dates": {"announced": {"actual": "2025-03"}, "start": {"actual": "2025-02"}}}, 1),
        ({"dates": {"announced": {"actual": "2025"}, "start": {"actual": "2025-02"}}}, 0),
        ({"dates": {"start": {"actual": "2025-02"}}, "results_published": "2025-01"}, 1),
        ({"dates": {"start": {"actual": "2025-02"}}, "results_due": "2025-02"}, 0),
        ({"dates": {"start": {"actual": "2025-02"}}, "cycles": [cycle(end="2025-01")]}, 1),
        ({"dates": {"end": {"actual": "2025-02"}}, "cycles": [cycle(start="2025-03")]}, 1),
        ({"dates": {"end": {"actual": "2025-02"}}, "cycles": [cycle(start="2025-02")]}, 0),
    ],
)
def test_dates_out_of_their_usual_order_are_asked_about(
    make_case: MakeCase, changes: dict[str, Any], asks: int
) -> None:
    assert len(told(dates.dates_likely(make_case(**changes), BARE))) == asks


@pytest.mark.parametrize(("review_by", "is_asked"), [("2029-12-31", False), ("2030-01-01", True)])
def test_a_review_more_than_three_years_away_is_asked_about(
    make_case: MakeCase, review_by: str, is_asked: bool
) -> None:
    assert bool(told(dates.review_likely(make_case(review_by=review_by), BARE))) is is_asked


def test_a_record_checked_long_after_its_sources_were_read_is_asked_about(make_case: MakeCase) -> None:
    old = make_case(reviewed_on="2096-11-21", review_by="2097-11-21")

    assert told(dates.review_likely(old, BARE)) == ["'reviewed_on' 2096-11-21, but no source was read after 2026-11-21"]


@pytest.mark.parametrize(
    ("date", "is_asked"),
    [
        *(("2000-01", True), ("2009-10", True), ("2010-11", True), ("2011-12", True), ("1999-12", False)),
        *(("2010-10", False), ("2010-12", False), ("2012-12", False), ("2010-11-05", False), ("2010", False)),
    ],
)
def test_a_month_that_may_be_the_second_half_of_a_year_is_asked_about(
    make_case: MakeCase, date: str, is_asked: bool
) -> None:
    for changes in (
        {"results_due": date},
        {"dates": {"start": {"planned": date}}},
        {"sources": [source(published=date)]},
    ):
        assert bool(told(dates.no_year_as_month(make_case(**changes), BARE))) is is_asked


def test_whoever_means_a_year_is_told_how_to_write_it(make_case: MakeCase) -> None:
    [problem] = dates.no_year_as_month(make_case(results_due="2010-11"), BARE)

    assert problem.mend == "If this is the year 2010 to 2011, write 2010; if the month is meant, leave it."


# Names that look alike.


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ynys M\u00f4n", "Ynys Mo\u0302n"),
        ("LEEDS", "Leeds"),
        ("Leeds  City\u00a0Council", "Leeds City Council "),
        ("Children\u2019s centres", "Children's centres"),
        ("Stoke\u2011on\u2013Trent", "Stoke-on-Trent"),
        ("\uff2c\uff25\uff25\uff24\uff33", "Leeds"),
    ],
)
def test_names_that_look_alike_are_one_name(one: str, other: str) -> None:
    assert folded(one) == folded(other)


def test_other_names_stay_apart() -> None:
    assert folded("Ynys Môn") != folded("Ynys Mon")
    assert folded("Newcastle upon Tyne") != folded("Newcastle-under-Lyme")


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("https://example.org/a", "http://www.example.org/a/", True),
        ("https://EXAMPLE.org/a", "https://example.org/a#part", True),
        ("https://example.org/a", "https://example.org/A", False),
        ("https://example.org/a?page=1", "https://example.org/a?page=2", False),
    ],
)
def test_addresses_that_lead_to_one_page_are_one_address(one: str, other: str, is_same: bool) -> None:
    assert (same_address(one) == same_address(other)) is is_same


# Twice.

PARTNER = {"id": "madeup-council", "name": "Madeup Council", "roles": ["lead"]}
ENTRY = {"lesson": "TLG-L-MAD1", "relation": "supports", "because": "Made up.", "evidence": ["S1"]}
BARRIER = {"text": "Made-up rules.", "source": ["S1"], "locator": "page 1"}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"policy_area": ["made-up-hubs", "made-up-hubs"]}, "policy_area"),
        ({"target_group": ["made-up-families", "made-up-families"]}, "target_group"),
        ({"places": [{"place": "madeup-town"}, {"place": "madeup-town", "role": "site"}]}, "places"),
        ({"partners": [PARTNER, {**PARTNER, "id": "madeup-team", "name": "MADEUP  Council"}]}, "partners"),
        ({"partners": [{**PARTNER, "roles": ["lead", "lead"]}]}, "roles"),
        ({"lessons": [{**ENTRY, "evidence": ["S1", "S1"]}]}, "evidence"),
        ({"lessons": [ENTRY, {**ENTRY, "because": "made up."}]}, "lessons"),
        ({"context": {"constraints": [BARRIER, BARRIER]}}, "constraints"),
        ({"did_not_work": [{"what": "It.", "source": ["S1"], "locator": "page 1"}] * 2}, "did_not_work"),
        ({"harms": [{"what": "Harm.", "source": ["S1"], "locator": "page 1"}] * 2}, "harms"),
        ({"outcomes": [outcome(comparison={"design": "did", "controls": ["age", "Age"]})]}, "controls"),
        ({"contributors": [{"name": "A team", "role": "author", "interest": "none"}] * 2}, "contributors"),
    ],
    ids=lambda each: each if isinstance(each, str) else "",
)
def test_the_same_thing_twice_in_a_list_is_refused(make_case: MakeCase, changes: dict[str, Any], field: str) -> None:
    [what] = told(repeats.listed_once(make_case(**changes), BARE))

    assert f"stands twice in '{field}'" in what


def test_one_person_may_be_author_and_reviewer_and_one_lesson_may_have_two_entries(make_case: MakeCase) -> None:
    roles = [{"name": "A team", "role": role, "interest": "none"} for role in ("author", "editor")]
    entries = [ENTRY, {**ENTRY, "relation": "qualifies", "because": "Only in made-up towns."}]

    assert told(repeats.listed_once(make_case(contributors=roles, lessons=entries), BARE)) == []


def test_a_lesson_names_no_subject_twice(make_lesson: Callable[..., Lesson]) -> None:
    assert told(repeats.listed_once(make_lesson(theme=["measuring", "measuring"]), BARE)) == [
        "'measuring' stands twice in 'theme', first on line 1"
    ]


def test_one_source_told_twice_is_refused_and_two_of_one_address_are_asked_about(make_case: MakeCase) -> None:
    same = [source(), source(id="S2", title="a made-up  source", url="http://example.org/made-up/")]
    other = [source(), source(id="S2", title="Another part of it")]
    noted = [source(), source(id="S2", title="Another part of it", note="A later version of the same page.")]

    assert len(told(repeats.listed_once(make_case(sources=same), BARE))) == 1
    assert told(repeats.listed_once(make_case(sources=other), BARE)) == []
    assert len(told(repeats.told_apart(make_case(sources=other), BARE))) == 1
    assert told(repeats.told_apart(make_case(sources=noted), BARE)) == []


def test_two_outcomes_of_one_label_are_asked_about_unless_measure_or_time_differ(make_case: MakeCase) -> None:
    def asks(**changes: str) -> int:
        return len(told(repeats.told_apart(make_case(outcomes=[outcome(), outcome(id="O2", **changes)]), BARE)))

    assert asks() == 1
    assert asks(label="MADE-UP families who came") == 1
    assert asks(measure="Counted at the door.") == 0
    assert asks(follow_up="24 months") == 0


# Words that were to be replaced.


WORDS = {
    "title",
    "summary",
    "text",
    "name",
    "publisher",
    "record_owner",
    "interest",
    "statement",
    "advice",
    "detail",
    "limits",
}


@pytest.mark.parametrize("kind", ["case", "lesson"])
def test_each_text_of_a_draft_is_refused_while_it_stands(kind: str) -> None:
    document = yamlfile.parse("draft.yml", new_record.draft(kind, "madeup-draft", {})[1].encode())
    assert isinstance(document, Document)
    texts = {text for path, text in leaves(document.data) if path[-1] in WORDS and text != "none"}

    assert texts and texts <= set(leftovers.DRAFT)


def test_no_phrase_is_refused_that_is_in_no_draft() -> None:
    drafts = "".join(new_record.draft(kind, "madeup-draft", {})[1] for kind in ("case", "lesson"))

    assert [phrase for phrase in leftovers.DRAFT if phrase not in drafts] == []


def test_a_draft_with_codes_alone_filled_in_is_told_each_phrase_that_is_left(tiny_files: dict[str, bytes]) -> None:
    path, text = new_record.draft("case", "madeup-draft", tiny_files, datetime.date(2026, 11, 21))
    for blank, answer in (
        ("PLACE", "madeup-vale"),
        ("AREA", "made-up-hubs"),
        ("GROUP", "made-up-families"),
        ("APPROACH", "made-up-visits"),
        ("16 words", "words"),
    ):
        text = text.replace(blank, answer)
    text = text.replace("url: https://", "url: https://example.org/made-up/draft")

    problems = check({**tiny_files, path: text.encode()})[1]

    assert [problem.rule for problem in problems] == ["draft-words"] * 9


@pytest.mark.parametrize(
    ("text", "passes"),
    [
        *(
            ("TBC", False),
            ("tbc", False),
            ("To be confirmed.", False),
            ("Table 4, TBC", False),
            ("TODO: look up", False),
        ),
        *(("Lorem ipsum dolor", False), ("???", False), ("…", False), ("[insert name here]", False), ("xxx", False)),
        *(("The sites were to be confirmed in May.", True), ("a tbc clinic", True), ("Table 4", True), ("What?", True)),
        *(("XXL hubs", True), ("TBC-free", True)),
    ],
)
def test_marks_for_what_is_to_come_are_refused(make_case: MakeCase, text: str, passes: bool) -> None:
    statement = {"text": "Something made up.", "source": ["S1"], "locator": text}

    found = told(leftovers.own_words_written(make_case(problem={"statement": statement}), BARE))

    assert bool(found) is not passes


@pytest.mark.parametrize(
    ("url", "passes"),
    [
        *(("https://example.org/report", False), ("https://www.example.com/", False), ("https://a.example/x", False)),
        *(("https://source.invalid/x", False), ("https://a.test/x", False), ("https://printer.local/x", False)),
        *(
            ("https://example.org/made-up", True),
            ("https://exampleorg.uk/", True),
            ("https://www.gov.uk/example.org", True),
        ),
    ],
)
def test_an_address_kept_for_examples_is_refused(make_case: MakeCase, url: str, passes: bool) -> None:
    found = told(leftovers.own_words_written(make_case(sources=[source(url=url)]), BARE))

    assert bool(found) is not passes


def test_the_id_of_the_guides_example_is_that_of_the_guide_and_is_refused(make_case: MakeCase) -> None:
    guide = (TINY.parent.parent / "book/contribute/file.md").read_text(encoding="utf-8")

    assert f"id: {leftovers.GUIDE_ID}\n" in guide
    assert told(leftovers.own_words_written(make_case(id="TLG-C-4T9W"), BARE)) == [
        "'TLG-C-4T9W' is the id of the guide's example"
    ]


# Limits.


@pytest.mark.parametrize(("words", "passes"), [(60, True), (61, False)])
def test_a_problem_is_told_in_sixty_words(make_case: MakeCase, words: int, passes: bool) -> None:
    statement = {"text": "word " * words, "source": ["S1"], "locator": "page 1"}

    assert bool(told(limits.declared_limits_held(make_case(problem={"statement": statement}), BARE))) is not passes


def every_model(model: type[BaseModel]) -> set[type[BaseModel]]:
    inside = {each for field in model.model_fields.values() for each in models_in(field.annotation)}
    return {model}.union(*(every_model(each) for each in inside))


def test_every_field_that_says_at_most_so_many_words_is_held_to_it() -> None:
    models = every_model(Case) | every_model(Lesson)
    fields = {(model.__name__, name): field for model in models for name, field in model.model_fields.items()}
    declared = {key: field for key, field in fields.items() if limits.DECLARED.search(field.description or "")}

    by_the_rule = {key for key, field in declared.items() if Statement in models_in(field.annotation)}
    assert by_the_rule == {("Problem", "statement"), ("Cycle", "result")}
    # A text has its limit in its declaration, where test_edges.py tries it.
    assert set(declared) - by_the_rule == {
        *(("Case", "title"), ("Case", "summary"), ("Case", "tried"), ("LedgerEntry", "because")),
        *(("Lesson", "title"), ("Lesson", "statement"), ("Lesson", "detail")),
    }


@pytest.mark.parametrize(("words", "passes"), [(80, True), (81, False)])
def test_what_was_seen_in_a_cycle_is_told_in_eighty_words(make_case: MakeCase, words: int, passes: bool) -> None:
    seen = {"text": "word " * words, "source": ["S1"], "locator": "page 1"}
    case = make_case(cycles=[{**cycle(), "result": seen}])

    assert bool(told(limits.declared_limits_held(case, BARE))) is not passes
