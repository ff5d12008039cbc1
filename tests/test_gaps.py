"""The gap map and the page of missing results say what is known and not known, and their counts add up."""

from collections.abc import Callable

import pytest
from books import book_of, outcome, pages_of, real_book, tiny_book
from bs4 import BeautifulSoup
from pilotbook.casebook import Casebook
from pilotbook.judgement import gaps
from pilotbook.pages.kinds import gapcell, gapmap, worse
from pilotbook.record import Case
from pilotbook.views.gapmap import gap_map
from pilotbook.views.missing_results import STEPS, as_of, by_place, by_programme, coverage, funnel, is_overdue, step


def recount(book: Casebook, area: str, domain: str) -> tuple[set[str], set[str]]:
    """Count a cell a second way, from the records alone: (cases with a finding, cases that list it without one)."""
    known, listed = set(), set()
    for slug, case in book.cases.items():
        for each in case.outcomes:
            if area in case.policy_area and each.domain == domain and each.kind != "output":
                (listed if each.finding == "not_known" else known).add(slug)
    return known, listed - known


def test_every_cell_of_the_map_equals_an_independent_recount() -> None:
    for book in (tiny_book(), real_book()):
        for (area, domain), cell in gap_map(book).items():
            known, listed = recount(book, area, domain)
            assert (set(cell.known), {slug for slug, _ in cell.unknown}) == (known, listed)


def test_each_cell_that_is_known_or_sought_can_be_opened_and_says_what_it_is() -> None:
    book = real_book()
    pages = {page.path: BeautifulSoup(str(page.body), "html.parser").get_text(" ") for page in pages_of(gapcell, book)}

    for (area, domain), cell in gap_map(book).items():
        path = f"/gap-map/{area}/{domain}/"
        assert (path in pages) == cell.has_page
        if cell.is_gap:
            assert "No finding in this book." in pages[path]
            assert "The smallest useful test" in pages[path]
        elif cell.known:
            assert "No finding in this book." not in pages[path]


def test_the_map_is_a_table_whose_cells_tell_their_number_and_strength_in_words() -> None:
    book = real_book()
    (page,) = pages_of(gapmap, book)
    table = BeautifulSoup(str(page.body), "html.parser").select_one("table.gap-map")
    assert table is not None

    for (area, domain), cell in gap_map(book).items():
        shown = table.select_one(f'[data-path="casebook/gap-map/{area}/{domain}"]')
        assert shown is not None
        text = " ".join(shown.get_text(" ").split())
        if cell.known:
            assert f": {len(cell.known)} with a finding, " in text
            assert (f"scale {cell.best_sms}" if cell.best_sms else "no score") in text
        assert bool(shown.find("a")) == cell.has_page


def test_a_gap_page_goes_when_a_finding_lands() -> None:
    book = tiny_book()
    gaps = {key for key, cell in gap_map(book).items() if cell.is_gap}
    known = {key for key, cell in gap_map(book).items() if cell.known}

    assert not gaps & known


def test_the_funnels_add_up_to_all_cases() -> None:
    for book in (tiny_book(), real_book()):
        groups = by_programme(book)
        assert sum(group.cases for group in groups) == len(book.cases)
        for group in (*groups, *by_place(book), funnel(book, "all", book.cases)):
            assert sum(group.steps[name] for name in STEPS) == group.cases
            assert sum(group.results.values()) == group.steps["ended"]


def test_the_reasons_of_a_field_add_up_to_what_is_missing() -> None:
    for row in coverage(real_book()):
        assert row.given + sum(row.reasons.values()) == row.asked


def test_the_reasons_shown_are_all_that_the_records_give() -> None:
    book = real_book()
    written = sum(text.text.count("missing: ") for path, text in book.documents.items() if "/lessons/" not in path)
    shown = sum(sum(row.reasons.values()) for row in coverage(book))

    # Gaps of sources (dates, addresses) and of did_not_work are not fields of this table.
    in_sources = sum(
        hasattr(value, "missing")
        for case in book.cases.values()
        for source in case.sources
        for value in (source.published, source.url)
    )
    in_failures = sum(hasattr(case.did_not_work, "missing") for case in book.cases.values())
    assert shown <= written + in_sources + in_failures
    assert shown > 0


def test_the_book_is_true_to_the_latest_day_on_which_a_record_was_checked() -> None:
    assert as_of(tiny_book()) == max(case.reviewed_on for case in tiny_book().cases.values())


def test_results_promised_for_a_day_that_is_past_are_overdue(make_case) -> None:  # type: ignore[no-untyped-def]
    late = make_case(results_due="2026-10", reviewed_on="2026-11-21", review_by="2027-01-01")
    due_this_month = make_case(results_due="2026-11", reviewed_on="2026-11-21", review_by="2027-01-01")
    told = make_case(
        results_due="2026-10", results_published="2026-10-30", reviewed_on="2026-11-21", review_by="2027-01-01"
    )
    book = book_of({"late": late, "due": due_this_month, "told": told})

    assert [slug for slug in book.cases if is_overdue(book, slug)] == ["late"]


@pytest.mark.parametrize(
    ("due", "late"),
    [
        ("2026-11-20", True),
        ("2026-11-21", False),
        ("2026-11-22", False),
        ("2026-10", True),
        ("2026-11", False),
        ("2025", True),
        ("2026", False),
    ],
)
def test_results_are_overdue_from_the_day_after_the_last_on_which_they_were_due(
    make_case: Callable[..., Case], due: str, late: bool
) -> None:
    book = book_of({"made-up": make_case(results_due=due, reviewed_on="2026-11-21")})

    assert as_of(book) == "2026-11-21"
    assert is_overdue(book, "made-up") is late


def test_a_paused_pilot_counts_as_running_and_one_stopped_early_as_ended(make_case) -> None:  # type: ignore[no-untyped-def]
    assert step(make_case(stage="paused")) == "live"
    assert step(make_case(stage="stopped_early")) == "ended"


def test_a_finding_away_from_its_record_says_where_less_is_wanted(make_case: Callable[..., Case]) -> None:
    fewer = {"label": "Made-up second births", "direction_wanted": "down"}
    case = make_case(
        outcomes=[
            outcome(id="O1", **fewer, finding="better"),
            outcome(id="O2", **fewer, finding="worse"),
            outcome(id="O3", **fewer, finding="no_clear_difference"),
            outcome(id="O4", label="Made-up first jobs", direction_wanted="up", finding="worse"),
        ]
    )
    book = book_of({"made-up": case})
    (cell,) = [page for page in pages_of(gapcell, book) if "with a finding." in page.description]
    (worst,) = pages_of(worse, book)

    rows = [
        item.get_text(" ", strip=True) for item in BeautifulSoup(str(cell.body), "html.parser").select("ul.plain li")
    ]
    assert [" (less is wanted here)" in row for row in rows] == [True, True, False, False]
    labels = [
        row.select("th, td")[1].get_text() for row in BeautifulSoup(str(worst.body), "html.parser").select("tbody tr")
    ]
    assert labels == ["Made-up second births (less is wanted here)", "Made-up first jobs"]


UNMEASURED = {"finding": "not_known", "result": {"missing": "not_measured"}, "effect": {"missing": "not_measured"}}
UNREAD = {"finding": "not_known", "result": {"missing": "not_read"}, "effect": {"missing": "not_read"}}
SAID = {"by": "Made-up team", "finding": "better", "text": "It helped.", "source": ["S1"], "locator": "page 1"}


@pytest.mark.parametrize(
    ("changes", "known"),
    [
        # A source says that what it was for was not measured: that goes before a claim on something else.
        ([UNMEASURED, {**UNREAD, "primary": False, "claim": SAID}], "not_measured"),
        ([UNREAD, {**UNREAD, "primary": False, "claim": SAID}], "claim"),
        ([{**UNMEASURED, "claim": SAID}], "claim"),
        ([UNMEASURED, {"primary": False}], "found"),
        ([UNMEASURED, UNREAD], "not_read"),
        ([{**UNMEASURED, "result": {"missing": "not_applicable"}}], "not_measured"),
    ],
    ids=str,
)
def test_what_is_known_of_a_case_is_what_is_known_of_its_main_outcomes_where_a_source_says_that(
    make_case: Callable[..., Case], changes: list[dict[str, object]], known: str
) -> None:
    outcomes = [outcome(id=f"O{number}", **each) for number, each in enumerate(changes, 1)]

    assert gaps.result_of(make_case(stage="ended", outcomes=outcomes)) == known


@pytest.mark.parametrize(
    ("stage", "known"), [("announced", "not_begun"), ("planned", "not_begun"), ("live", "not_read")]
)
def test_a_pilot_that_is_not_told_to_have_begun_is_told_so_whatever_it_lists(
    make_case: Callable[..., Case], stage: str, known: str
) -> None:
    assert gaps.result_of(make_case(stage=stage, outcomes=[outcome(**UNREAD)])) == known
