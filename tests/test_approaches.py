"""Approaches: what their cases found is counted worst first and never summed up, and what is drawn is what the records hold."""

import csv
import io
from collections.abc import Callable
from typing import Any

import pytest
from books import SOURCE, book_of, figure, outcome, pages_of, read, tiny_book, view_of, words_of
from pilotbook.casebook import Casebook
from pilotbook.charts.compared import Sized, compared
from pilotbook.charts.harvest import Scored, harvest
from pilotbook.judgement.tally import (
    Levels,
    by_lot_told,
    fair_told,
    levels_told,
    rest_told,
    supposed_told,
    unknown_told,
)
from pilotbook.pages.kinds import approach, approaches, area
from pilotbook.pages.subject_brief import list_brief, subject_brief, subjects
from pilotbook.publish import briefs
from pilotbook.record import Case
from pilotbook.record.outcome import Effect
from pilotbook.record.vocabulary import Group, Organisation
from pilotbook.views.approaches import approaches as approaches_of
from pilotbook.views.approaches import areas as areas_of
from pilotbook.views.approaches import untried
from pilotbook.views.leaders import leaders

MakeCase = Callable[..., Case]
BY_LOT = {"design": "rct_individual", "allocation": "drawn by lot", "group": "Made-up families without it"}
VISITS, LETTERS = "made-up-visits", "made-up-letters"


def effect(value: str, **changes: Any) -> dict[str, Any]:
    return {**figure(value, "percentage points"), "type": "difference", **changes}


def trial(name: str, finding: str, **changes: Any) -> dict[str, Any]:
    """Give an outcome of a trial, which scores 5."""
    return outcome(id=name, label=f"Made-up outcome {name}", comparison=BY_LOT, finding=finding, **changes)


@pytest.fixture
def book(make_case: MakeCase) -> Casebook:
    """Give a trial under two approaches, a case without a comparison under one, and one without a finding under it."""
    both = make_case(
        id="TLG-C-MAD1",
        title="A made-up trial",
        approaches=[VISITS, LETTERS],
        outcomes=[
            trial("O1", "better", effect=effect("4", ci_low="1", ci_high="7", ci_level="95")),
            trial("O2", "worse", effect=effect("-3", ci_low="-5", ci_high="-1", ci_level="95"), primary="no"),
            trial("O3", "no_clear_difference", primary="no"),
        ],
        partners=[{"id": "madeup-council", "name": "Madeup Council", "roles": ["lead"]}],
    )
    seen = make_case(
        id="TLG-C-MAD2",
        title="A made-up count",
        approaches=[VISITS],
        outcomes=[outcome(), outcome(id="O2", kind="output")],
    )
    coming = make_case(
        id="TLG-C-MAD3",
        title="A made-up wait",
        approaches=[VISITS],
        results_due="2027-03",
        outcomes=[outcome(finding="not_known", result={"missing": "not_yet_due"})],
    )
    return book_of({"both": both, "seen": seen, "coming": coming})


def test_a_case_stands_under_each_of_its_approaches(book: Casebook) -> None:
    found = approaches_of(book)

    assert found[VISITS].cases == ("both", "seen", "coming")
    assert found[LETTERS].cases == ("both",)


def test_findings_of_fair_comparisons_stand_apart_best_score_and_worst_finding_first(book: Casebook) -> None:
    visits = approaches_of(book)[VISITS]

    assert [(found.slug, found.outcome.id) for found in visits.fair] == [("both", "O2"), ("both", "O3"), ("both", "O1")]
    assert [(found.slug, found.outcome.id) for found in visits.rest] == [("seen", "O1")]
    assert (visits.done, dict(visits.states)) == (1, {"not_read": 1})


@pytest.mark.parametrize(
    ("sample", "is_fair"), [({"treated": "300", "comparison": "310"}, True), ({"treated": "300"}, False)]
)
def test_a_trial_of_which_too_little_was_read_is_not_told_as_fairly_tested(
    make_case: MakeCase, sample: dict[str, str], is_fair: bool
) -> None:
    size = {"of": "families", "source": ["S1"], "locator": "table 2", **sample}
    case = make_case(approaches=[VISITS], outcomes=[trial("O1", "better", n=size)])

    found = approaches_of(book_of({"made-up": case}))[VISITS]

    assert bool(found.fair) is is_fair and bool(found.rest) is not is_fair


def test_the_one_size_named_is_a_main_outcome_with_an_interval_whatever_it_says(make_case: MakeCase) -> None:
    ends = {"ci_low": "-1", "ci_high": "9", "ci_level": "95"}
    rows = [
        trial("O1", "better", effect=effect("9")),
        trial("O2", "better", effect=effect("8", **ends), primary="no"),
        trial("O3", "better", effect=effect("4", **ends)),
        trial("O4", "no_clear_difference", effect=effect("1", **ends)),
    ]
    found = approaches_of(book_of({"made-up": make_case(approaches=[VISITS], outcomes=rows)}))[VISITS].sized

    assert found is not None and found.outcome.id == "O4"
    assert found.size is not None and (found.size.told, found.size.interval) == (
        "+1 percentage points",
        "95% interval \N{MINUS SIGN}1 to 9",
    )


def test_sentences_count_worst_first_and_say_what_is_not_shown() -> None:
    several = ["better", "better", "worse", "no_clear_difference"]

    assert fair_told(several) == (
        "Of 4 outcomes that score 3 or more of 5 on the Maryland scale of designs, 1 came out worse, 1 showed no clear difference "
        "and 2 came out better."
    )
    assert (
        fair_told(["worse"])
        == "The one outcome that scores 3 or more of 5 on the Maryland scale of designs came out worse."
    )
    assert (
        fair_told([])
        == "No finding of these cases scores 3 or more of 5 on the Maryland scale of designs, from what we read."
    )
    assert rest_told(["better", "better"], has_fair=True) == (
        "Both other outcomes with a finding came out better. What we read of them does not show that the approach made the difference."
    )
    assert rest_told([], has_fair=True) == ""
    assert by_lot_told(["no_clear_difference", "better", "no_clear_difference"]) == (
        "Of these, 3 are of randomised trials, and their pages say why they score less: 2 showed no clear difference and 1 came out "
        "better."
    )
    assert by_lot_told([]) == ""
    assert unknown_told({"not_read": 2, "not_published": 1}) == (
        "Of the outcomes without a finding in this book, 2 were not in the part of the sources that we read and 1 has not been "
        "published."
    )


def test_levels_tell_how_far_what_was_not_read_could_move_them() -> None:
    found = Levels(((3, "Causation", 1), (1, "Account", 2), (0, "Not yet rated", 1)), higher=2, highest=4, lower=1)

    assert levels_told(found) == (
        "4 cases: 1 at level 3, 2 at level 1 and 1 not yet rated. What we did not read could raise 2 of them, at most to 4. "
        "It could lower 1."
    )
    assert levels_told(Levels(((1, "Account", 1),), 1, 3, 1)) == (
        "1 case, at level 1. What we did not read could raise it, to 3. It could also lower it."
    )
    assert levels_told(Levels(((2, "Correlation", 2),), 0, 0, 0)) == "2 cases, both at level 2."
    assert levels_told(Levels((), 0, 0, 0)) == ""


SCORED = [
    Scored("Visits", "one", "worse", 5, True),
    Scored("Visits", "one", "worse", 3, False),
    Scored("Visits", "two", "worse", 2, True),
    Scored("Letters", "one", "better", 1, False),
]


def test_a_harvest_plot_has_a_bar_an_outcome_in_the_column_of_its_finding_with_those_of_a_case_together() -> None:
    chart = harvest("made-up", "Approach", SCORED, "A title", "A sentence.")
    assert chart is not None
    page = read(chart.to_html("charts"))

    cells = page.select(".harvest-row:not(.harvest-head) .harvest-cell")
    assert [head.get_text() for head in page.select(".harvest-head strong")] == [
        "Worse",
        "No clear difference",
        "Mixed",
        "Better",
    ]
    assert [len(cell.select("rect")) for cell in cells] == [3, 0, 0, 0, 0, 0, 0, 1]
    assert [len(svg.select("rect")) for svg in cells[0].select("svg")] == [2, 1]
    assert [rect["height"] for rect in cells[0].select("rect")] == ["25", "15", "10"]
    assert [rect.get("class") for rect in cells[0].select("rect")] == [["is-filled"], ["is-filled"], None]
    assert len(cells[0].select("circle")) == 2


def test_the_data_of_a_harvest_plot_count_every_bar_by_score() -> None:
    chart = harvest("made-up", "Approach", SCORED, "A title", "A sentence.")
    assert chart is not None

    rows = list(csv.reader(io.StringIO(chart.csv().removeprefix("\ufeff"))))

    assert rows[0] == [
        "Approach", "Score of the design, 1 to 5", "Worse", "No clear difference", "Mixed", "Better", "Of them main outcomes", "Cases",
    ]  # fmt: skip
    assert rows[1:] == [
        ["Visits", "5", "1", "0", "0", "0", "1", "1"],
        ["Visits", "3", "1", "0", "0", "0", "0", "1"],
        ["Visits", "2", "1", "0", "0", "0", "1", "1"],
        ["Letters", "1", "0", "0", "0", "1", "0", "1"],
    ]
    # Three hollow or filled bars, a line over each row and a dot over each main outcome.
    assert chart.svg().count("<path") == 4 + 2 + 2


def sized(case: Case) -> list[Sized]:
    return [Sized(case, o, o.effect, 5) for o in case.outcomes if isinstance(o.effect, Effect)]


def test_sizes_stand_side_by_side_only_where_domain_kind_and_unit_are_the_same(make_case: MakeCase) -> None:
    domains = {"reach": "Made-up reach", "public-money": "Made-up money"}
    ratio = {**effect("1.5", ci_low="0.5", ci_high="2"), "type": "ratio", "unit": "times as likely"}
    rows = [
        trial("O1", "better", effect=effect("4", ci_low="1", ci_high="7")),
        trial("O2", "worse", effect=effect("-4")),
        trial("O3", "better", effect=effect("4"), domain="public-money"),
        trial("O4", "better", effect=ratio),
    ]
    case = make_case(outcomes=rows)

    chart = compared("made-up", sized(case), domains)
    ratios = compared("made-up", sized(make_case(outcomes=[rows[3], {**rows[3], "id": "O5"}])), domains)

    assert chart is not None and [row["outcome"] for row in chart.rows] == ["Made-up outcome O1", "Made-up outcome O2"]
    assert chart.title == "2 sizes side by side, from 1 case; none is added to another"
    # No difference stands at 0 of the axis from -4 to 7, and at 1 of one from 0 to 2.
    assert chart.panels[0].zero == 36.36  # type: ignore[union-attr]
    assert ratios is not None and ratios.panels[0].zero == 50  # type: ignore[union-attr]
    assert compared("made-up", sized(case)[:1], domains) is None


def test_what_no_case_tested_is_told_of_this_book_alone(book: Casebook) -> None:
    none = {page.path: words_of(page.body) for page in pages_of(approach, book_of({}))}["/approaches/made-up-visits/"]
    blank = untried(book, approaches_of(book)[LETTERS])

    assert "No case in this book has a finding under this approach." in none
    assert "it may stand in what we have not read" in none
    assert blank.areas == (("made-up-housing", "Made-up housing"),)
    assert blank.groups == ("Made-up tenants",)


def test_a_broader_group_is_not_told_untried_where_a_narrower_one_was_reached(make_case: MakeCase) -> None:
    def group(label: str, broader: str = "") -> Group:
        return Group.model_validate({"label": label, **({"broader": broader} if broader else {})})

    groups = {
        "everybody": group("Everybody"),
        "children": group("Children", "everybody"),
        "babies": group("Babies", "children"),
        "toddlers": group("Toddlers", "children"),
        "old": group("Old people"),
    }
    terms = tiny_book().vocabulary.model_copy(update={"target_groups": groups})

    def left(*reached: str) -> tuple[str, ...]:
        case = make_case(approaches=[VISITS]).model_copy(update={"target_group": reached})
        book = book_of({"one": case}, vocabulary=terms)
        return untried(book, approaches_of(book)[VISITS]).groups

    # Two steps up; a narrower one and a neighbour stay, and so does what is narrower than the group that was reached.
    assert left("babies") == ("Toddlers", "Old people")
    assert left("children") == ("Babies", "Toddlers", "Old people")
    assert left("old") == ("Everybody", "Children", "Babies", "Toddlers")


def test_a_ring_of_broader_groups_comes_to_an_end() -> None:
    ring = {"first": Group(label="A group", broader="second"), "second": Group(label="Another", broader="first")}
    terms = tiny_book().vocabulary.model_copy(update={"target_groups": ring})

    assert (terms.broader_than("first"), terms.broader_than("elsewhere")) == (("second", "first"), ())


def test_a_model_counts_among_no_findings_and_is_told_apart(make_case: MakeCase) -> None:
    case = make_case(
        approaches=[VISITS],
        outcomes=[
            outcome(),
            outcome(id="O2", kind="cost", finding="mixed", primary="no", comparison={"design": "modelled"}),
        ],
    )
    held = approaches_of(book_of({"one": case}))[VISITS]

    assert ([found.outcome.id for found in held.findings], held.supposed) == (["O1"], 1)
    assert (
        supposed_told(1)
        == "1 result is of a model, or of what people say would have happened, and is not counted as found."
    )
    assert supposed_told(0) == ""


def led(make_case: MakeCase, **changes: Any) -> Casebook:
    """Give the book of a case that a council and a body which ended led; the council published two of its sources."""
    source = {"publisher": "Madeup Council", "published": "2020", "url": "https://example.org/old"}
    case = make_case(
        approaches=[VISITS],
        partners=[
            {"id": "madeup-council", "name": "Madeup Council", "roles": ["lead"]},
            {"id": "madeup-board", "name": "Madeup Board", "roles": ["lead", "funder"]},
            {"id": "madeup-others", "name": "Madeup Others", "roles": ["evaluator"]},
        ],
        sources=[
            {**SOURCE, "id": "S1", **source},
            {**SOURCE, "id": "S2", **source, "published": "2021", "url": "https://example.org/new"},
            {**SOURCE, "id": "S3", **source, "published": "2022", "url": "https://www.slideshare.net/copy"},
            {**SOURCE, "id": "S4", **source, "published": "2023", "publisher": "Madeup Council, carried by others"},
        ],
    )
    ended = {"label": "Madeup Board", "until": "2019-10-01", "told_by": ("https://example.org/end",), **changes}
    organisations = {"madeup-board": Organisation.model_validate(ended)}
    return book_of(
        {"one": case}, vocabulary=tiny_book().vocabulary.model_copy(update={"ended_organisations": organisations})
    )


def test_whom_to_ask_leads_to_what_a_leader_published_itself_and_to_who_took_over(make_case: MakeCase) -> None:
    book = led(make_case, now=("Madeup Office", "Madeup Agency"))
    page = {page.path: page for page in pages_of(approach, book)}["/approaches/made-up-visits/"]
    asked = read(page.body).select_one('[aria-labelledby="ask"] dl')

    assert asked is not None
    told = words_of(asked.select_one("dt"))
    assert told == "Madeup Council and Madeup Board (until 1 October 2019; now Madeup Office and Madeup Agency)"
    assert [link["href"] for link in asked.select('a[rel="external"]')] == [
        "https://example.org/end",
        "https://example.org/new",
    ]


def test_a_body_that_nobody_took_over_is_told_to_have_ended(make_case: MakeCase) -> None:
    def told(**changes: Any) -> list[str]:
        book = led(make_case, **changes)
        return [one.told for one in leaders(book, book.views["one"])]

    assert told() == ["Madeup Council", "Madeup Board (until 1 October 2019)"]
    assert told(until=None) == ["Madeup Council", "Madeup Board (ended)"]
    assert told(until=None, now=("Madeup Office",)) == ["Madeup Council", "Madeup Board (now Madeup Office)"]


def test_the_page_of_an_approach_tells_worst_first_names_its_cases_and_leads_to_its_brief(book: Casebook) -> None:
    page = {page.path: page for page in pages_of(approach, book)}["/approaches/made-up-visits/"]
    body = read(page.body)

    verdict = body.select_one("dl.verdict")
    assert "1 came out worse, 1 showed no clear difference and 1 came out better" in words_of(verdict)
    assert "A made-up trial: Worse Made-up outcome O2; No clear difference Made-up outcome O3" in words_of(verdict)
    assert body.select_one('a[href="brief.pdf"]') is not None
    tested = [words_of(row) for row in body.select("#tests ~ details")[0].select("tbody tr")]
    assert [row.split("A made-up trial")[0] for row in tested] == [
        "Made-up outcome O2", "Made-up outcome O3", "Made-up outcome O1",
    ]  # fmt: skip
    assert "95% interval \N{MINUS SIGN}5 to \N{MINUS SIGN}1" in tested[0]


def test_the_list_has_a_row_an_approach_and_names_the_nine_items_of_swim(book: Casebook) -> None:
    (page,) = pages_of(approaches, book)
    body = read(page.body)

    links = body.select("#approaches tbody th a")
    assert [(link.get_text(), link["data-fair"], link["data-cases"]) for link in links] == [
        ("Made-up visits", "3", "3"),
        ("Made-up letters", "3", "1"),
    ]
    assert "1 of 3 cases try several approaches and stand under each" in words_of(body)
    # Drawn under both approaches, and counted once.
    assert "Of 3 outcomes that score 3 or more" in page.charts[0].sentence  # type: ignore[attr-defined]
    assert len(body.select("section[aria-labelledby=method] tbody tr")) == 9


def test_the_page_of_a_subject_has_the_same_verdict(book: Casebook) -> None:
    held = areas_of(book)["made-up-hubs"]
    page = {page.path: page for page in pages_of(area, book)}["/areas/made-up-hubs/"]

    assert fair_told([found.outcome.finding for found in held.fair]) in words_of(
        read(page.body).select_one("dl.verdict")
    )


def test_a_brief_tells_what_was_tried_what_failed_what_is_coming_and_whom_to_ask(book: Casebook) -> None:
    subject = dict(subjects(book))["/approaches/made-up-visits/"]
    brief = subject_brief(subject)
    told = {section.title: section for section in brief.sections}

    assert brief.address == "/approaches/made-up-visits/"
    assert told["What was tried, and what it cost"].table[1] == (
        "A made-up trial (Madeup Town, reported 2026)", "Better", "3 of 5: Causation", "",
    )  # fmt: skip
    assert [item.text for item in told["Where a fair test found worse, or no clear difference"].items] == [
        "A made-up trial: Made-up outcome O2: worse",
        "A made-up trial: Made-up outcome O3: no clear difference",
    ]
    assert [item.text for item in told["What is coming, and what runs now"].items] == [
        "A made-up wait (Madeup Town, no start or end in what we read, live). Results due March 2027."
    ]
    assert [item.text for item in told["Whom to ask"].items] == ["Madeup Council: A made-up trial"]


def test_each_approach_and_subject_and_the_list_has_a_brief_that_can_be_set(book: Casebook) -> None:
    addresses = [address for address, _ in subjects(book)]
    brief = list_brief(tuple(approaches_of(book).values()), "2026-11-21")

    assert addresses == [
        "/approaches/made-up-visits/",
        "/approaches/made-up-letters/",
        "/areas/made-up-hubs/",
        "/areas/made-up-housing/",
    ]
    assert brief.sections[0].table[1][:3] == (
        "Made-up visits", "1 worse; 1 no clear difference; 1 better", "1 better",
    )  # fmt: skip
    assert briefs.set_page(brief, "2026-11-21").startswith(b"%PDF")


def test_a_view_keeps_what_lists_need_so_that_no_record_is_opened_for_them(make_case: MakeCase) -> None:
    money = figure("9", "GBP million")
    cost = {
        "id": "C1",
        "label": "Made-up visits",
        "phase": "whole",
        "type": "grant",
        "of": "pilot",
        "planned": money,
        "actual": money,
    }
    paid, unpaid = view_of(make_case(costs=[cost])), view_of(make_case())

    assert paid.own_cost == ("C1", "£9 million planned and £9 million spent: Made-up visits.")
    assert unpaid.own_cost == ("", "Not in the part we read.")


def test_an_approach_of_the_made_up_book_has_its_page_and_no_second_one() -> None:
    paths = [page.path for page in pages_of(approach, tiny_book())]

    assert paths == ["/approaches/made-up-visits/", "/approaches/made-up-letters/"]
