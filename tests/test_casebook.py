"""The casebook: every record is there, joined once, and each lesson stands on its ledger."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from books import OWN_WORK, TEAM, figure, outcome, real_book, source, tiny_book, view_of
from hypothesis import given, settings
from hypothesis import strategies as st
from pilotbook.casebook import Casebook
from pilotbook.judgement.lesson_strength import Evidence, Standing, nations, sms_behind, standing
from pilotbook.record import Case
from pilotbook.record.case import LedgerEntry
from pilotbook.record.shelf import Shelf
from pilotbook.rules import check

Entry = Callable[..., Evidence]
OWN: Mapping[str, Any] = {"outcomes": [outcome(**OWN_WORK)], "partners": [TEAM]}


@pytest.fixture(scope="module")
def entry(make_case: Callable[..., Case]) -> Entry:
    """Give a function that makes an entry of a made-up case in a ledger."""

    def make(
        slug: str, relation: str = "supports", rests_on: tuple[str, ...] = ("S1",), url: str = "", **case: Any
    ) -> Evidence:
        found = {"places": [{"place": slug}], "sources": [source(url=url or f"https://example.org/{slug}")]}
        said = {"lesson": "TLG-L-MAD1", "relation": relation, "because": "Made up.", "evidence": list(rests_on)}
        return Evidence(view_of(make_case(**{**found, "lessons": [said], **case}), slug), 0)

    return make


def standing_of(*entries: Evidence, wide: frozenset[str] = frozenset()) -> Standing:
    return standing(entries, wide)


def test_cases_and_lessons_stand_in_order_of_title() -> None:
    assert list(tiny_book().cases) == [
        "madeup-town-doorstep-visits",
        "madeup-vale-hub-letters",
        "madeup-town-rent-advice",
    ]
    assert list(tiny_book().lessons) == ["call-on-families", "count-before-claiming"]


def test_a_lesson_s_ledger_holds_each_entry_with_the_strongest_design_first() -> None:
    found = [(e.slug, e.entry.relation) for e in tiny_book().ledger["call-on-families"]]

    assert found == [("madeup-vale-hub-letters", "contradicts"), ("madeup-town-doorstep-visits", "supports")]


def test_an_entry_is_only_as_strong_as_the_outcomes_it_rests_on(entry: Entry) -> None:
    trial = outcome(comparison={"design": "rct_individual", "allocation": "drawn by lot"})
    weak = outcome(id="O2", comparison={"design": "before_after"}, baseline=figure("31"))

    on_words = entry("madeup-town", rests_on=("S1",), outcomes=[trial, weak])
    on_weak = entry("madeup-town", rests_on=("O2",), outcomes=[trial, weak])

    assert sms_behind(on_words) is None
    assert sms_behind(on_weak) == 1


def test_a_lesson_counts_cases_places_and_sides() -> None:
    found = tiny_book().standings["call-on-families"]

    assert (found.cases, found.places, found.supporting, found.contradicting, found.qualifying) == (2, 2, 1, 1, 0)
    # The trial of SMS 5 contradicts it: only what supports a lesson lends it strength.
    assert found.best_sms == 3


def test_a_place_that_was_only_compared_with_is_not_a_place_of_the_lesson() -> None:
    found = tiny_book().standings["count-before-claiming"]

    assert found.places == 1
    assert found.ceiling == "low"
    assert found.reasons == ("no case supports it: not above low",)


def test_two_places_and_no_contradiction_set_no_ceiling(entry: Entry) -> None:
    found = standing_of(entry("madeup-town"), entry("madeup-vale"))

    assert (found.ceiling, found.reasons) == ("high", ())


def test_a_contradiction_keeps_confidence_at_moderate(entry: Entry) -> None:
    found = standing_of(entry("madeup-town"), entry("madeup-vale"), entry("madeup-moor", "contradicts"))

    assert found.ceiling == "moderate"
    assert found.reasons == ("a case contradicts it: not above moderate",)


def test_a_contradiction_from_elsewhere_does_not_lift_a_lesson_of_one_place(entry: Entry) -> None:
    found = standing_of(entry("madeup-town"), entry("madeup-vale", "contradicts"))

    assert found.ceiling == "low"
    assert found.places == 2


def test_a_condition_from_elsewhere_lifts_nothing(entry: Entry) -> None:
    assert standing_of(entry("madeup-town"), entry("madeup-vale", "qualifies")).ceiling == "low"
    assert standing_of(entry("madeup-vale", "qualifies")).reasons == ("no case supports it: not above low",)


def test_cases_of_one_programme_or_of_one_document_count_once(entry: Entry) -> None:
    programme = {"programme": {"name": "made-up-programme"}}
    one = standing_of(entry("madeup-town", **programme), entry("madeup-vale", **programme))
    document = standing_of(
        entry("madeup-town", url="https://example.org/r#p4"), entry("madeup-vale", url="https://example.org/r/")
    )
    apart = standing_of(entry("madeup-town", **programme), entry("madeup-vale"), entry("madeup-moor", **programme))

    assert [(each.ceiling, each.reasons) for each in (one, document)] == [
        ("low", ("its cases are of one programme or document: not above low",))
    ] * 2
    assert (apart.ceiling, apart.reasons) == ("high", ())


def test_one_place_keeps_confidence_low_unless_it_is_a_nation(entry: Entry) -> None:
    one = entry("madeup-land")

    assert standing_of(one).ceiling == "low"
    assert standing_of(one, wide=frozenset({"madeup-land"})).ceiling == "high"


def test_a_nation_is_known_by_its_kind() -> None:
    assert "england" in nations(real_book().vocabulary)
    assert nations(tiny_book().vocabulary) == frozenset()


def test_evidence_of_delivery_teams_alone_keeps_confidence_low(entry: Entry) -> None:
    found = standing_of(entry("madeup-town", **OWN), entry("madeup-vale", **OWN))

    assert (found.self_evaluated, found.ceiling) == (2, "low")
    assert found.reasons == ("all its evidence is self-evaluated: not above low",)


def test_two_entries_of_one_case_are_one_case(entry: Entry) -> None:
    found = standing_of(entry("madeup-town", **OWN), entry("madeup-town", "qualifies", **OWN))

    assert (found.cases, found.self_evaluated, found.supporting, found.qualifying) == (1, 1, 1, 1)


def test_a_lesson_without_entries_is_not_above_low() -> None:
    found = standing_of()

    assert (found.cases, found.ceiling) == (0, "low")


@pytest.mark.parametrize(("judged", "rules"), [("very_low", []), ("low", []), ("moderate", ["confidence-ceiling"])])
def test_confidence_may_be_judged_up_to_its_ceiling_and_not_one_step_above(
    tiny_files: dict[str, bytes], judged: str, rules: list[str]
) -> None:
    path = "case_studies/lessons/call-on-families.yml"
    changed = tiny_files[path].replace(b"overall: low", f"overall: {judged}".encode())

    problems = check({**tiny_files, path: changed})[1]

    assert tiny_book().standings["call-on-families"].ceiling == "low"
    assert [problem.rule for problem in problems] == rules


@pytest.mark.parametrize(("judged", "rules"), [(2, []), (3, []), (4, ["judged-ceiling"])])
def test_a_level_may_be_judged_up_to_the_computed_one_and_not_one_step_above(
    tiny_files: dict[str, bytes], judged: int, rules: list[str]
) -> None:
    path = "case_studies/madeup-vale-hub-letters.yml"
    by_people = (
        f"rating: {{level: {judged}, raters: [A made-up judge, Another], conflicts: none,"
        " reason: Made up., judged_on: 2026-11-21}\n"
    )

    problems = check({**tiny_files, path: tiny_files[path] + by_people.encode()})[1]

    assert tiny_book().ratings["madeup-vale-hub-letters"].level == 3
    assert [problem.rule for problem in problems] == rules


def test_cases_are_found_by_place_area_and_result() -> None:
    book = tiny_book()

    assert list(book.views_by_place["madeup-vale"]) == ["madeup-town-doorstep-visits", "madeup-vale-hub-letters"]
    assert list(book.cases_on("made-up-housing")) == ["madeup-town-rent-advice"]
    assert list(book.lessons_on("made-up-housing")) == ["count-before-claiming"]
    assert [slug for slug in book.cases if book.has_result(slug)] == [
        "madeup-town-doorstep-visits",
        "madeup-vale-hub-letters",
    ]


@settings(max_examples=40)
@given(st.data())
def test_no_record_and_no_entry_is_lost_whatever_cases_there_are(data: st.DataObject) -> None:
    whole = data.draw(st.sampled_from([real_book(), tiny_book()]), label="book")
    some = set(data.draw(st.lists(st.sampled_from(sorted(whole.cases)), unique=True), label="cases"))
    cases = {slug: case for slug, case in whole.cases.items() if slug in some}

    book = Casebook.of(Shelf(whole.vocabulary, cases, whole.lessons))

    assert set(book.cases) == set(book.ratings) == set(book.directions) == some
    assert set(book.lessons) == set(book.ledger) == set(book.standings) == set(whole.lessons)
    written = sorted((slug, entry.lesson, entry.because) for slug, case in cases.items() for entry in case.lessons)
    joined = [(e.slug, e.entry.lesson, e.entry.because) for entries in book.ledger.values() for e in entries]
    assert sorted(joined) == written
    assert {book.lessons[lesson].id for lesson, entries in book.ledger.items() for _ in entries} == {
        e[1] for e in written
    }


def told(book: Casebook) -> list[tuple[str, str, LedgerEntry]]:
    """Give every entry of the ledger in order: its lesson, its case, and what the record says."""
    return [(lesson, e.slug, e.entry) for lesson, entries in book.ledger.items() for e in entries]


@given(st.randoms(use_true_random=False))
def test_the_order_of_files_changes_nothing(chance: Any) -> None:
    whole = tiny_book()
    cases = chance.sample(sorted(whole.cases.items()), len(whole.cases))

    book = Casebook.of(Shelf(whole.vocabulary, dict(cases), whole.lessons))

    assert list(book.cases) == list(whole.cases)
    assert told(book) == told(whole)
    assert len(told(book)) == 3
