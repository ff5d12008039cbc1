"""A record in a few rows, for briefs and comparisons of one's own: the sentences of its own pages, and no other."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from books import book_of, outcome, pages_of, real_book, tiny_book, tiny_pages, words_of
from pilotbook.pages.kinds import permanent
from pilotbook.pages.summary import NAME
from pilotbook.record import Case, Lesson

MakeCase = Callable[..., Case]
MakeLesson = Callable[..., Lesson]


def told(text: str) -> tuple[str, dict[str, Any]]:
    """Give the id and the data that a script hands in."""
    assert text.startswith("records.receive(") and text.endswith(");\n")
    name, data = json.loads(f"[{text[len('records.receive(') : -len(');') - 1]}]")
    return name, data


def summaries(book: Any) -> dict[str, dict[str, Any]]:
    return dict(told(page.beside[NAME]) for page in pages_of(permanent, book) if NAME in page.beside)


def rows(data: dict[str, Any]) -> dict[str, list[str]]:
    return {key: [words for words, _, _ in lines] for key, _, lines in data["rows"]}


def test_every_record_has_its_rows_beside_its_permanent_address_and_nowhere_else() -> None:
    found = {page.path: set(page.beside) for page in pages_of(permanent, tiny_book()) if page.beside}

    assert found == {f"/id/TLG-{name}/": {NAME} for name in ("C-MAD1", "C-MAD2", "C-MAD3", "L-MAD1", "L-MAD2")}


def test_a_case_is_told_in_the_words_of_its_page() -> None:
    data = summaries(tiny_book())["TLG-C-MAD1"]
    page = words_of(tiny_pages()["/cases/madeup-town-doorstep-visits/"].body)
    found = rows(data)

    assert list(found) == [
        *("tried", "whom", "design", "people", "happened", "outcomes", "sure", "cost", "failed", "context")
    ]
    for key in ("tried", "whom", "failed"):
        assert all(words.rstrip(".") in page for words in found[key]), key
    assert found["happened"][0].split(". ", 1)[1] in page
    assert data["address"] == "cases/madeup-town-doorstep-visits/"
    assert data["cite"] in page


def test_a_lesson_is_told_in_the_words_of_its_page() -> None:
    data = summaries(tiny_book())["TLG-L-MAD1"]
    page = words_of(tiny_pages()["/lessons/call-on-families/"].body)
    found = rows(data)

    assert list(found) == ["statement", "advice", "sure", "rests", "For", "Against", "Only under conditions", "limits"]
    assert found["statement"][0] in page and found["advice"][0] in page


def test_where_nothing_was_found_read_or_measured_the_row_says_so(make_case: MakeCase) -> None:
    gap = {"missing": "not_read"}
    case = make_case(outcomes=[outcome(result=gap, effect=gap, n=gap, finding="not_known")], costs=[])

    found = rows(summaries(book_of({"one": case}))["TLG-C-MAD9"])

    assert found["people"] == ["Not in the part we read"]
    assert found["outcomes"][0].endswith(": not known. Difference: not in the part we read.")
    assert "published" not in " ".join(found["outcomes"] + found["cost"] + found["people"])


def test_an_effect_without_an_interval_says_that_we_read_none(make_case: MakeCase) -> None:
    effect = {"value": 4, "type": "difference", "unit": "percentage points", "source": ["S1"], "locator": "p. 2"}

    found = rows(summaries(book_of({"one": make_case(outcomes=[outcome(effect=effect)])}))["TLG-C-MAD9"])

    assert "(no interval in what we read)." in found["outcomes"][0]


def short(data: dict[str, Any]) -> dict[str, str]:
    return {key: lines[0][0] for key, _, lines in data["short"]}


def test_the_short_form_tells_direction_level_with_bounds_one_figure_with_source_and_one_thing_that_failed(
    make_case: MakeCase,
) -> None:
    weak, strong = (
        {"value": value, "type": "difference", "unit": "points", "source": ["S1"], "locator": "p. 2"}
        for value in (9, 2)
    )
    by_lot = {"design": "rct_individual", "allocation": "drawn by lot", "group": "others"}
    case = make_case(
        outcomes=[
            outcome(label="The larger", effect=weak),
            outcome(id="O2", label="The better tested", effect=strong, comparison=by_lot, primary="no"),
        ],
        did_not_work=[
            {"what": "Letters came late. Some never came.", "source": ["S1"], "locator": "p. 3"},
            {"what": "Staff left.", "source": ["S1"], "locator": "p. 4"},
        ],
    )
    told = short(summaries(book_of({"one": case}))["TLG-C-MAD9"])

    assert list(told) == ["verdict", "sure", "figure", "failed"]
    assert told["verdict"].startswith("Better. ")
    assert told["sure"] == "2 of 5: Correlation."
    assert told["figure"].startswith("The better tested: +2 points (no interval in what we read). From: ") and told[
        "figure"
    ].endswith(" (S1).")
    assert told["failed"] == "Letters came late. More on the page of this record."


def test_the_short_form_says_whose_gap_it_is_that_there_is_no_figure(make_case: MakeCase) -> None:
    gap = {"missing": "not_read"}
    unread = make_case(outcomes=[outcome(result=gap, effect=gap, n=gap, finding="not_known")])
    done = make_case(outcomes=[outcome(kind="output", finding="not_known")])

    told = short(summaries(book_of({"one": unread}))["TLG-C-MAD9"])
    assert told["figure"] == "None. What came of it was not in the part of the sources that we read."
    assert told["sure"] == "Not yet rated; with what we did not read it could be 0 to 1."
    # A count of what was done is no figure of what came of it.
    assert short(summaries(book_of({"one": done}))["TLG-C-MAD9"])["figure"].startswith("None. ")


def test_a_lesson_in_short_tells_what_is_against_it() -> None:
    told = short(summaries(tiny_book())["TLG-L-MAD1"])

    assert list(told) == ["statement", "sure", "advice", "Against"]
    assert told["Against"] == "Made-up letters and visits by lot in Madeup Vale."


def test_of_a_record_that_is_gone_only_what_became_of_it_is_told(make_case: MakeCase) -> None:
    life = {"state": "withdrawn", "reason": "The made-up source was taken back.", "since": "2026-11-02"}
    book = book_of({"one": make_case(title="A vanished case", lifecycle=life)}).published()

    data = summaries(book)["TLG-C-MAD9"]

    assert data == {
        "kind": "gone",
        "title": "A vanished case",
        "address": "cases/one/",
        "told": "This record was withdrawn on 2 November 2026. Why: The made-up source was taken back.",
        "by": [],
    }


@pytest.mark.parametrize("kind", ["case", "lesson"])
def test_rows_of_the_real_book_are_small_and_lead_to_places_of_its_pages(kind: str) -> None:
    found = {name: data for name, data in summaries(real_book()).items() if data["kind"] == kind}
    anchors = {anchor for data in found.values() for _, _, lines in data["rows"] for _, _, anchor in lines}
    fixed = {anchor for anchor in anchors if not anchor.startswith("O")}

    assert len(found) == len(real_book().views if kind == "case" else real_book().lessons)
    assert max(len(json.dumps(data, ensure_ascii=False).encode()) for data in found.values()) < 9_500
    expected = {
        "case": {"tried", "about", "outcomes", "rating", "costs", "did-not-work", "context"},
        "lesson": {"", "confidence", "ledger"},
    }
    assert fixed == expected[kind]
