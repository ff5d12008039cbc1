"""A saving or benefit that somebody claims is no cost, and a direction that is only claimed no finding, in whichever room it is told.

Books are made up in which nothing but a claim could be taken for a cost or a finding. Every page and download is walked, and
what each may say stands here in full: a room that begins to tell a claim is found by its sum, or by its badge.
"""

import csv
import io
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from typing import Any

from books import book_of, figure, outcome, pages_of, read, words_of
from bs4 import Tag
from madeup import CASE
from pilotbook import charts, notebook
from pilotbook.casebook import Casebook
from pilotbook.charts.results import standing_of_case
from pilotbook.doors.explain import explain
from pilotbook.exports import downloads
from pilotbook.exports.download import whole
from pilotbook.judgement.completeness import unanswered
from pilotbook.pages.brief import case_brief
from pilotbook.pages.cards import cards
from pilotbook.pages.kinds import all_pages
from pilotbook.pages.kinds import case as case_page
from pilotbook.pages.page import Page
from pilotbook.pages.poster_words import case_poster
from pilotbook.pages.subject_brief import Subject, subject_brief, subjects
from pilotbook.pages.summaries import case_row
from pilotbook.publish import outcome_data
from pilotbook.record import Case
from pilotbook.rules.gaps import costs_owned
from pilotbook.text.yamlfile import Document
from pilotbook.views import outcomes
from pilotbook.views.approaches import approaches
from pilotbook.views.changes import state_of
from pilotbook.views.gapmap import gap_map
from pilotbook.views.missing_results import funnel
from pilotbook.views.related_records import case_facets

CASE_PAGE, VISITS = "/cases/made-up/", "made-up-visits"
TOLD_SUM = re.compile(r"987,?654|876,?543")
UNREAD, UNPUBLISHED, UNMEASURED = ({"missing": why} for why in ("not_read", "not_published", "not_measured"))
BY_LOT = {"design": "rct_individual", "allocation": "drawn by lot", "group": "Made-up others"}
EFFECT = {**figure("8", "percentage points"), "type": "difference", "ci_low": "2", "ci_high": "14", "ci_level": "95"}
# The reasons that these two give are none why the cost is missing: of that, nothing was read.
SAVING = {
    "id": "C1",
    "label": "Made-up savings",
    "phase": "whole",
    "type": "saving_claimed",
    "planned": UNPUBLISHED,
    "actual": figure("987654", "GBP"),
}
BENEFIT = {
    "id": "C2",
    "label": "Made-up worth",
    "phase": "whole",
    "type": "benefit_claimed",
    "planned": figure("876543", "GBP"),
    "actual": UNMEASURED,
}
CLAIM = {"text": "It worked.", "by": "A made-up council", "finding": "better", "source": ["S1"], "locator": "page 1"}
CLAIMED = outcome(finding="not_known", result=UNREAD, effect=UNREAD, n=UNREAD, claim=CLAIM)
WORSE = outcome(id="O2", label="Made-up debts", domain="public-money", primary="no", finding="worse")


def made(name: str = "TLG-C-MAD9", **changes: Any) -> Case:
    return Case.model_validate({**CASE, "id": name, "approaches": [VISITS], **changes}, context={"lists": None})


@cache
def money() -> Casebook:
    """Give a book of one trial, sound but for its cost, of which claims alone are told."""
    trial = outcome(comparison=BY_LOT, effect=EFFECT)
    return book_of({"made-up": made(costs=[SAVING, BENEFIT], outcomes=[trial])})


@cache
def hopes() -> Casebook:
    """Give a book of a case with a claim alone, and of one whose main outcome is claimed and whose other came out worse."""
    said = {"title": "Said to work", "outcomes": [CLAIMED], "stage": "ended"}
    both = {"title": "Said to work, and measured", "outcomes": [CLAIMED, WORSE], "stage": "ended"}
    return book_of({"said": made("TLG-C-MAD1", **said), "both": made("TLG-C-MAD2", **both)})


@cache
def pages(of: str) -> dict[str, Page]:
    return {page.path: page for page in all_pages({"money": money, "hopes": hopes}[of]())}


def subject(book: Casebook) -> Subject:
    return next(each for address, each in subjects(book) if address == f"/approaches/{VISITS}/")


def texts(book: Casebook) -> Iterator[tuple[str, str]]:
    """Yield every line that is told beside a page, in a download, in a brief or on a screen, and where."""
    view = book.views["made-up"]
    row = case_row(book, "made-up")
    said = {f"{page.path}{name}": text for page in pages("money").values() for name, text in page.beside.items()}
    said |= {f"{page.path}: its description": f"{page.description}\n{page.head}" for page in pages("money").values()}
    said |= {download.name: whole(download, book)[0] for download in downloads()}
    said |= {f"brief of {address}": repr(subject_brief(each)) for address, each in subjects(book)}
    said |= {"brief": repr(case_brief(view, row, ())), "poster": repr(case_poster(row))}
    said |= {"explain": explain(book, "made-up"), "costs table": notebook.costs_table(book)._repr_html_()}
    for name, text in said.items():
        yield from ((name, line.strip()) for line in text.split("\n"))


def told_in(body: object) -> list[str]:
    """Give the words of the smallest parts of a page that tell a sum: a row, an item, a paragraph."""
    parts = read(body).find_all(["li", "tr", "dd", "p", "text", "title", "desc", "figcaption"])
    tell = [part for part in parts if TOLD_SUM.search(part.get_text())]
    return [" ".join(part.get_text(" ").split()) for part in tell if not any(part in each.parents for each in tell)]


def test_a_claimed_sum_stands_where_it_is_called_claimed_and_nowhere_else() -> None:
    found = {page.path: words for page in pages("money").values() if (words := told_in(page.body))}

    assert found == {
        CASE_PAGE: [
            "Claimed – Made-up savings: £987,654 claimed; Made-up worth: £876,543 forecast.",
            "Made-up savings claimed 987,654 £987,654 yes 0 0 2",
            "Made-up worth claimed 876,543 £876,543 yes 0 0 2",
            "Made-up savings : claimed £987,654 [S1]",
            "Made-up worth : forecast £876,543 [S1]",
            "£987,654 Made-up savings: sum claimed S1 , read as an excerpt: table 3 1",
            "£876,543 Made-up worth: sum forecast S1 , read as an excerpt: table 3 1",
        ]
    }
    costs = read(pages("money")[CASE_PAGE].body).select_one("section[aria-labelledby=costs]")
    assert isinstance(costs, Tag) and costs.select("h2 + ul") == []


def test_no_text_beside_a_page_no_download_and_no_brief_calls_a_claimed_sum_a_cost() -> None:
    found = defaultdict(list)
    for name, line in texts(money()):
        if TOLD_SUM.search(line):
            found[name].append(line)

    # The data say of which kind each line is; what a program reads as words says it in words.
    as_data = ['"value": "987654"', '"value": "876543"']
    rows = found.pop("costs.csv")
    assert found == {
        f"{CASE_PAGE}record.json": as_data,
        "casebook.json": as_data,
        f"{CASE_PAGE}index.md": [
            "- Made-up savings (claimed), sum claimed: £987,654 \\[S1, table 3\\]",
            "- Made-up worth (claimed), sum forecast: £876,543 \\[S1, table 3\\]",
        ],
    }
    assert [row[5] for row in csv.reader(rows)] == ["saving_claimed", "benefit_claimed"]


def test_notebooks_list_claims_among_claims_alone() -> None:
    assert notebook.costs_table(money()).caption == "0 costs with a sum"
    assert notebook.claims_table(money()).caption == "2 sums of savings and benefits claimed"
    drawn = charts.counted_costs(money())
    assert drawn.title == "No cost in this book has both a planned and a spent sum in what we read"
    assert drawn.sentence.startswith("Of 0 lines of cost, in what we read,")
    assert "Of 2 lines on claimed savings and benefits, 1 are forecasts alone, and 1 give a sum told" in drawn.sentence


def test_a_cost_is_told_among_no_claims() -> None:
    spent = {**SAVING, "type": "grant", "of": "pilot", "actual": figure("12", "GBP", status="estimate")}
    book = book_of({"made-up": made(costs=[spent])})
    page = next(page for page in pages_of(case_page, book) if page.path == CASE_PAGE)

    assert notebook.claims_table(book).caption == "0 sums of savings and benefits claimed"
    assert "Of these sums, 0 are estimates" in charts.counted_costs(book).sentence
    assert "claim" not in words_of(read(page.body).select_one("section[aria-labelledby=costs]")).lower()
    assert "(for the pilot), spent or counted afterwards: £12" in page.beside["index.md"]


def test_a_cost_is_asked_whose_it_is_and_a_claim_is_not() -> None:
    lines = [SAVING, BENEFIT, {**SAVING, "id": "C3", "type": "grant"}]
    found = costs_owned(made(costs=lines), Document("made-up.yml", "id: made-up\n", {}))

    assert [problem.what for problem in found] == ["'C3' does not say what the sum is of"]


def test_beside_a_claim_what_it_cost_stays_open_in_every_room() -> None:
    book, case, view = money(), money().cases["made-up"], money().views["made-up"]
    unread = "What it cost was not in the part of the sources that we read."
    row, told = case_row(book, "made-up"), dict(case_brief(view, case_row(book, "made-up"), ()).verdict)
    page, twin = read(pages("money")[CASE_PAGE].body), pages("money")[CASE_PAGE].beside["index.md"]
    script = next(page.beside["summary.js"] for page in pages("money").values() if "summary.js" in page.beside)
    drawn = charts.cost_chart(view)

    assert "what it cost" in view.completeness.open and unread in unanswered(case)
    assert told["What it cost"] == "Not in the part we read." and view.own_cost == ("", "Not in the part we read.")
    assert '["cost","What it cost",[["Not in the part we read.","costs","costs"]]]' in script
    assert unread in repr(case_brief(view, row, ()).sections)
    assert [each.label for each in view.bounds.to_settle if each.path == "costs"] == ["what it cost"]
    assert "    what it cost (S1)" in explain(book, "made-up").split("\n")
    assert "For level 4: its actual cost is reported." in view.rating.to_raise
    assert "Costs" in [words_of(gap) for gap in page.select("section[aria-labelledby=gaps] li")]
    assert "- Costs: not in the part we read (a gap of this book)" in twin.split("\n")
    assert drawn is not None
    assert drawn.title == "Savings or benefits are claimed and forecast; what it cost: not in the part we read"
    assert subject(book).held.cost is None
    assert ("Where no cost stands: 1 not in the part we read.", "", "", "") in subject_brief(subject(book)).sections[
        1
    ].table
    assert [outcomes.codes_of(each)["cost"] for each in outcomes.listed(book)] == [("no",)]
    assert {gap.field for gap in view.gaps if gap.field.startswith("Cost")} == {
        "Cost.planned (claim)",
        "Cost.actual (claim)",
    }


def test_every_badge_of_a_direction_that_is_only_claimed_says_so() -> None:
    badges = {
        (path, words_of(badge))
        for path, page in pages("hopes").items()
        for badge in read(page.body).select(".direction")
    }

    # What came out worse is a finding, and the only one of this book.
    assert {words for _, words in badges} == {"Better (claimed)", "Worse", "Not known"}
    assert len({path for path, words in badges if words == "Better (claimed)"}) > 10


def test_beside_a_claim_what_happened_stays_open_in_every_room() -> None:
    book, view = hopes(), hopes().views["said"]
    row = case_row(book, "said")
    told = "Better (claimed). The one outcome is claimed, and we read no result."

    assert (view.direction, view.has_result, view.result) == (("better", True), False, "claim")
    assert "what happened" in view.completeness.open
    assert "What happened is claimed, and we read no result." in unanswered(book.cases["said"])
    assert dict(case_brief(view, row, ()).verdict)["What happened"] == told
    assert case_poster(row).verdict[0] == "Direction of effect: better (claimed)"
    assert "Direction: better (claimed)." in explain(book, "said").split("\n")
    assert f"- Direction: {told.replace('Better', 'better')}" in pages("hopes")["/cases/said/"].beside[
        "index.md"
    ].split("\n")
    assert (standing_of_case(book, "said"), standing_of_case(book, "both")) == ("A claim only", "A finding")
    assert funnel(book, "All", book.cases).finding == 1
    assert state_of(book, {})["TLG-C-MAD1"].judged["direction_is_claimed"] is True


def test_each_list_each_script_and_each_table_says_that_a_direction_is_claimed() -> None:
    book = hopes()
    scripts = [page.beside["summary.js"] for page in pages("hopes").values() if "summary.js" in page.beside]
    data = {each.name: whole(each, book)[0] for each in downloads() if each.name in ("casebook.json", "cases.csv")}
    listed = read(notebook.cases_table(book, "made-up-hubs")._repr_html_())

    assert [card.caution for card in cards(book)] == ["claimed", "claimed"]
    assert [row[1] for row in subject_brief(subject(book)).sections[1].table[1:3]] == ["Better (claimed)"] * 2
    assert ['["verdict","What came of it",[["Better (claimed). ' in script for script in scripts] == [True, True]
    assert [words_of(badge) for badge in listed.select(".direction")] == ["Better (claimed)"] * 2
    assert data["casebook.json"].count('"direction_is_claimed": true') == 2
    rows = csv.DictReader(io.StringIO(data["cases.csv"].lstrip("\ufeff")))
    assert [(row["direction"], row["direction_is_claimed"]) for row in rows] == [("better", "True")] * 2


def test_rooms_that_count_findings_count_no_claim() -> None:
    book = hopes()
    visits, cells = approaches(book)[VISITS], gap_map(book)
    shared = [facet.told for view in book.views.values() for facet in case_facets(book, view)]

    assert (cells["made-up-hubs", "reach"].known, cells["made-up-hubs", "public-money"].known) == ((), ("both",))
    assert [words for words in shared if words.startswith("also measured")] == ["also measured made-up money"]
    assert [(each.slug, each.outcome.id) for each in visits.findings] == [("both", "O2")]
    assert dict(visits.states) == {"claim": 2}
    assert [(row.case, row.outcome.id) for row in outcomes.listed(book) if row.is_found] == [
        ("Said to work, and measured", "O2")
    ]
    assert '"direction":"better"' not in "".join(outcome_data.scripts(book).values())


def test_a_case_whose_direction_is_claimed_did_not_come_out_that_way_on_the_page_of_its_approach() -> None:
    page = read(pages("hopes")[f"/approaches/{VISITS}/"].body)
    differed = page.select_one("section[aria-labelledby=differed]")

    assert isinstance(differed, Tag)
    assert [words_of(each) for each in differed.select("h3, summary")] == []
