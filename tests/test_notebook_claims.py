"""What notebook pages say of "every case" is held against the tables that they show, over the real book."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from books import outcome, real_book, tiny_book
from pilotbook import notebook
from pilotbook.casebook import Casebook
from pilotbook.charts.findings import findings_behind
from pilotbook.charts.outcomes import outcome_chart
from pilotbook.charts.reach import differences_in_reach
from pilotbook.charts.results import standing_of_results
from pilotbook.charts.shares import shares
from pilotbook.judgement.view import CaseView
from pilotbook.record import Case, Figure
from pilotbook.record.shelf import Shelf

PAGES = Path(__file__).parents[1] / "book" / "evidence"
_HOSPITAL = re.compile(r"\b(?:admissions?|hospitals?|outpatient|A&E|bed days)\b", re.I)


def _shown(table: notebook.Shown) -> set[str]:
    """Give the slugs of the cases that a table leads to."""
    return {re.search(r"cases/([^/]+)/", str(link)).group(1) for link in table.frame["Case"]}  # type: ignore[union-attr]


def _holding(book: Casebook, asked: Callable[[Case], bool]) -> set[str]:
    return {slug for slug, case in book.cases.items() if asked(case)}


def _hospital_use_is_all_there(book: Casebook) -> bool:
    """No outcome whose name speaks of hospitals stands under another kind of outcome, so the table lacks none."""
    told = _holding(book, lambda case: any(_HOSPITAL.search(o.label) for o in case.outcomes))
    return told <= _shown(notebook.outcomes_on(book, "hospital-use"))


def _reach_is_all_there(book: Casebook) -> bool:
    asked = [
        o.label
        for case in book.cases_on("family-hubs").values()
        for o in case.outcomes
        if o.domain == "reach" and o.kind != "output"
    ]
    return sorted(notebook.reach_table(book).frame["Outcome"]) == sorted(asked)


def _barriers_are_all_there(book: Casebook) -> bool:
    named = _holding(book, lambda case: bool(case.context.constraints))
    failed = _holding(book, lambda case: isinstance(case.did_not_work, tuple))
    return _shown(notebook.barriers_table(book)) == named and _shown(notebook.failures_table(book)) == failed


def _each_case_is_counted(book: Casebook) -> bool:
    return int(standing_of_results(book)["cases"].sum()) == len(book.cases)


def _outcomes_behind_are_all_there(book: Casebook) -> bool:
    lesson = "new-place-new-test"
    asked = sum(len(evidence.case.outcomes) for evidence in book.ledger[lesson])
    return len(notebook.outcomes_behind(book, lesson).frame) == asked


def _no_share_is_compared(book: Casebook) -> bool:
    drawn = set(shares(book)["outcome"])
    found = [o for case in book.cases.values() for o in case.outcomes if o.label in drawn]
    alone = ("after_only", "before_after", "none", "not_stated")
    others = [o for o in found if o.comparison.group or isinstance(o.comparison.result, Figure)]
    return all(o.comparison.design in alone for o in found) and not others


# Each sentence of a page that speaks of all there is, and what must be so for it to be true.
CLAIMS: dict[str, tuple[str, Callable[[Casebook], bool]]] = {
    "every outcome on the use of hospitals in the book": ("case-management-and-admissions", _hospital_use_is_all_there),
    "every outcome on take-up in the book's cases on family hubs": ("reaching-families", _reach_is_all_there),
    "every case whose sources, as far as we read them, name either": ("what-stood-in-the-way", _barriers_are_all_there),
    "for every case in the book": ("who-has-published-a-result", _each_case_is_counted),
    "every outcome of these cases": ("same-model-different-results", _outcomes_behind_are_all_there),
    "In none of these was anybody compared": ("how-sure-are-the-numbers", _no_share_is_compared),
}
_ALL = re.compile(
    r"\b(?:every|all) (?:case|outcome|study|studies|cost|barrier|result|effect|model)s?\b|in none of these|everything",
    re.I,
)


def _words(page: Path) -> str:
    return " ".join(page.read_text(encoding="utf-8").split())


@pytest.mark.parametrize("claim", CLAIMS)
def test_what_a_page_says_of_all_cases_is_true_of_its_table(claim: str) -> None:
    page, holds = CLAIMS[claim]

    assert claim in _words(PAGES / f"{page}.md")
    assert holds(real_book())


@pytest.mark.parametrize("page", sorted(PAGES.glob("*.md")), ids=lambda page: page.stem)
def test_no_page_speaks_of_all_there_is_without_a_check(page: Path) -> None:
    text = _words(page)
    for claim in CLAIMS:
        text = text.replace(claim, "")
    if page.stem == "index":
        # The list of pages says in short what each page says itself.
        text = re.sub(r"every case in the book, counted|every outcome on the use of hospitals in the book", "", text)

    assert _ALL.findall(text) == []


@pytest.mark.parametrize("page", sorted(PAGES.glob("*.md")), ids=lambda page: page.stem)
def test_no_page_calls_unpublished_what_was_not_read(page: Path) -> None:
    said = re.findall(r"\bnobody has\b|\bnot (?:been )?published\b|\bno \w+ (?:is|was) published\b", _words(page), re.I)

    assert said == []


# Titles that count


def _trial(**changes: object) -> dict[str, object]:
    design = {"design": "rct_individual", "allocation": "drawn by lot"}
    return outcome(comparison=design, domain="reach", finding="no_clear_difference", **changes)


@pytest.fixture
def book_on_hubs(make_case: Callable[..., Case]) -> Callable[..., Casebook]:
    """Give a function that makes a book with a case on family hubs for each list of outcomes."""

    def book(*cases: list[dict[str, object]]) -> Casebook:
        made = {
            f"case-{n}": make_case(id=f"TLG-C-MA{n}", title=f"Case {n}", policy_area=["family-hubs"], outcomes=o)
            for n, o in enumerate(cases, start=10)
        }
        return Casebook.of(Shelf(tiny_book().vocabulary, made))

    return book


def test_two_outcomes_of_one_trial_are_one_attempt(book_on_hubs: Callable[..., Casebook]) -> None:
    chart = differences_in_reach(book_on_hubs([_trial(), _trial(id="O2", label="Families who stayed")]))

    assert chart.title == "1 of 1 trial found no clear difference in take-up"
    assert chart.sentence.startswith("Of 1 trial, on 2 outcomes of take-up, 1 show no clear difference on any.")


def test_an_attempt_with_one_gain_is_not_without_a_clear_difference(book_on_hubs: Callable[..., Casebook]) -> None:
    better = {**_trial(id="O2", label="Families who stayed"), "finding": "better"}

    chart = differences_in_reach(book_on_hubs([_trial(), better], [_trial()]))

    assert chart.title == "1 of 2 trials found no clear difference in take-up"


def test_a_title_on_findings_counts_cases_and_not_models() -> None:
    chart = findings_behind(real_book(), "new-place-new-test")

    assert chart is not None
    cases = chart.frame["case"].nunique()
    differ = sum(found.nunique() > 1 for _, found in chart.frame.groupby("case")["finding"])
    assert chart.title == f"In {differ} of {cases} cases with a finding the outcomes did not all come out alike"


def _subtitle(view: CaseView) -> str:
    chart = outcome_chart(view)
    return chart.subtitle if chart else ""


def test_an_interval_that_we_worked_out_never_stands_under_as_published() -> None:
    for slug, view in real_book().views.items():
        chart = outcome_chart(view)
        if chart and any(row["low"] is not None for row in chart.rows):
            assert "as published" not in chart.subtitle, slug
            assert re.findall(r"95% interval(?! worked out here)", chart.sentence) == [], slug


def test_figures_without_an_interval_of_ours_are_as_published() -> None:
    assert _subtitle(real_book().views["pioneers-and-vanguards"]).startswith(
        "Figures as published, by outcome and group."
    )
    assert _subtitle(real_book().views["housing-first-pilots"]).startswith(
        "Figures by outcome and group; 95% intervals worked out here."
    )
