"""The table of outcomes: one row each, whose numbers, hands and gaps are those of its record, on the page and in its data."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from books import MISSING, OWN_WORK, TEAM, book_of, figure, outcome, pages_of, read, view_of, words_of
from pilotbook.casebook import Casebook
from pilotbook.judgement.tabled import Tabled
from pilotbook.pages.kinds import outcomes
from pilotbook.publish import outcome_data
from pilotbook.record import Case
from pilotbook.views.outcomes import codes_of, facets, listed

MakeCase = Callable[..., Case]
BY_LOT = {"design": "rct_individual", "allocation": "drawn by lot", "group": "Made-up families without it"}
EFFECT = {**figure("-3.5", "percentage points"), "type": "difference"}
EVALUATOR = {"id": "madeup-university", "name": "Madeup University", "roles": ["evaluator"]}


@pytest.fixture
def book(make_case: MakeCase) -> Casebook:
    """Give a trial with a cost, and a case of which little is told."""
    trial = make_case(
        id="TLG-C-MAD1",
        title="A made-up trial",
        approaches=["made-up-visits"],
        partners=[EVALUATOR],
        outcomes=[
            outcome(
                comparison=BY_LOT, effect={**EFFECT, "ci_low": "-6", "ci_high": "-1", "ci_level": "95"}, finding="worse"
            ),
            outcome(id="O2", comparison=BY_LOT, effect={**EFFECT, "value": "2"}, finding="better", primary="no"),
        ],
        costs=[
            {
                **{"id": "C1", "label": "Made-up grant", "phase": "whole", "type": "grant", "of": "pilot"},
                **{"planned": MISSING, "actual": figure("9000", "GBP")},
            }
        ],
    )
    little = make_case(
        id="TLG-C-MAD2",
        title="A made-up account",
        outcomes=[
            outcome(result=MISSING, n=MISSING, finding="not_known", named_in_advance=None),
            outcome(id="O2", baseline=figure("30"), finding="better"),
        ],
    )
    return book_of({"trial": trial, "little": little})


def told(case: Case) -> Tabled:
    (row,) = view_of(case).tabled
    return row


def data(book: Casebook, name: str) -> Any:
    (text,) = [text for file, text in outcome_data.scripts(book).items() if file.startswith(f"{name}.")]
    return json.loads(text.removeprefix(f'finder.receive("{name}",').removesuffix(")\n"))


def test_every_outcome_is_a_row_the_best_score_first_and_then_the_worst_finding(book: Casebook) -> None:
    assert [(row.slug, row.outcome.id) for row in listed(book)] == [
        ("trial", "O1"),
        ("trial", "O2"),
        ("little", "O2"),
        ("little", "O1"),
    ]


def test_a_row_says_its_size_with_the_interval_how_many_against_whom_and_its_source(book: Casebook) -> None:
    (page,) = pages_of(outcomes, book)
    row = read(page.body).select("#explore-table tbody tr")[0]

    assert [words_of(cell) for cell in row.find_all(["th", "td"])] == [
        "Made-up families who came",
        "A made-up trial",
        "Families: 300 in the pilot, 310 comparedAgainst: Made-up families without it",
        "Difference −3.5 percentage points; 95% interval −6 to −1",
        "WorseRandomised trial (people, families or visitors); scores 5 of 5",
        "S1: Madeup PressRead as an excerpt",
    ]
    assert row.select_one("th a")["href"] == "../cases/trial/#O1"  # type: ignore[index]
    assert row.select("td a")[-1]["href"] == "../cases/trial/#trace-outcomes-O1-effect"


def test_a_row_without_a_size_says_its_figures_and_one_without_any_says_whose_gap_it_is(book: Casebook) -> None:
    (page,) = pages_of(outcomes, book)
    _, _, figures, nothing = [words_of(row) for row in read(page.body).select("#explore-table tbody tr")]

    assert "Before 30%; after 42%BetterNo comparison" in figures
    assert "How many: not in the part we read" in nothing and "No finding: not in the part we read" in nothing
    assert "Not in the part we read" in nothing


def test_facets_of_a_row_are_told_by_code(book: Casebook) -> None:
    first, _, _, last = listed(book)
    keys = {facet.key for facet in facets(book)}

    assert codes_of(first) == {
        "finding": ("worse",),
        "size": ("interval",),
        "hands": ("others",),
        "advance": ("yes",),
        "cost": ("yes",),
        "area": ("made-up-hubs",),
        "approach": ("made-up-visits",),
        "design": ("randomised-trial",),
        "score": ("5",),
        "domain": ("reach",),
        "group": ("made-up-families",),
        "kind": ("outcome",),
        "main": ("yes",),
    }
    found = codes_of(last)
    assert {key: found[key] for key in ("finding", "size", "advance", "cost", "score")} == {
        "finding": ("not-read",),
        "size": ("none",),
        "advance": ("unknown",),
        "cost": ("no",),
        "score": ("unscored",),
    }
    assert keys == found.keys()


@pytest.mark.parametrize(
    ("partners", "hands", "wanted"),
    [
        ([TEAM], OWN_WORK, "team"),
        ([TEAM, EVALUATOR], {**OWN_WORK, "analysed_by": "madeup-university"}, "both"),
        ([TEAM, EVALUATOR], {}, "others"),
        ([TEAM, {**TEAM, "id": "own-evaluator", "roles": ["delivery", "evaluator"]}], {}, "team"),
        ([TEAM], {}, "unnamed"),
    ],
)
def test_who_measured_is_told_apart_by_who_led_or_ran_it(
    make_case: MakeCase, partners: list[Any], hands: dict[str, str], wanted: str
) -> None:
    assert told(make_case(partners=partners, outcomes=[outcome(**hands)])).hands == wanted


def test_an_interval_is_one_only_with_both_its_ends(make_case: MakeCase) -> None:
    half = {**EFFECT, "ci_low": "-6"}

    assert told(make_case(outcomes=[outcome(effect=half)])).kind == "size"
    assert told(make_case(outcomes=[outcome()])).kind == "figure"
    assert told(make_case(outcomes=[outcome(result=MISSING, baseline=figure("30"))])).kind == "none"


def test_the_data_behind_the_table_say_what_the_page_says(book: Casebook) -> None:
    columns, cards = data(book, "outcomes-columns"), data(book, "outcomes-cards-0")
    finding = next(facet for facet in columns["facets"] if facet["key"] == "finding")

    assert columns["count"] == 4 and [column["key"] for column in columns["columns"]][:2] == ["title", "case"]
    assert finding["values"] == [
        ["worse", "Worse"],
        ["better", "Better"],
        ["not-read", "No finding: not in the part we read"],
    ]
    assert [finding["sets"][number] for number in finding["of"]] == [[0], [1], [1], [2]]
    assert cards[0]["numbers"] == "Difference −3.5 percentage points; 95% interval −6 to −1"
    assert cards[3] == {
        "address": "/cases/little/#O1",
        "title": "Made-up families who came",
        "case": "A made-up account",
        "record": "TLG-C-MAD2",
        "sample": "How many: not in the part we read",
        "numbers": "Not in the part we read",
        "design": "No comparison",
    }
    assert data(book, "outcomes-orders")["case"] == [2, 3, 0, 1]


def test_a_book_of_many_outcomes_goes_on_over_further_pages_and_each_stands_once(make_case: MakeCase) -> None:
    many = [outcome(id=f"O{n}", label=f"Made-up outcome {n}") for n in range(1, 91)]
    book = book_of({f"case-{n}": make_case(id=f"TLG-C-MAD{n}", title=f"Case {n}", outcomes=many) for n in range(3)})
    made = list(pages_of(outcomes, book))
    rows = [row["href"] for page in made for row in read(page.body).select("#explore-table tbody th a")]

    assert [page.path for page in made] == ["/outcomes/", "/outcomes/page-2/"]
    assert len(rows) == len({href.rpartition("/cases/")[2] for href in rows}) == 270
    assert "270 outcomes of 3 cases; 270 have a finding." in words_of(made[0].body)
