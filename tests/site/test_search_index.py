"""The search index and what stands beside it: facets, words and cards agree with the casebook, and equal books make equal bytes."""

import gzip
import json
import re
import subprocess
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from books import book_of, real_book, tiny_book
from madeup import CASE
from pilotbook.pages.cards import cards, first_sentences
from pilotbook.publish import search, search_data, shelved
from pilotbook.publish.search import Indexed
from pilotbook.publish.store import Store
from pilotbook.record import Case
from pilotbook.text.glossary import Glossary, Term
from pilotbook.views import facets


def indexed(book: object = None) -> list[Indexed]:
    """Give the index of a book as if Pagefind had made it, with one notebook and one guide."""
    found = [
        Indexed(f"en_{n:07x}", card.address, card.title, card.heard_of)
        for n, card in enumerate(cards(book or tiny_book()))
    ]
    prose = [("/evidence/made-up/", "A made-up notebook"), ("/method/", "A made-up method")]
    return found + [
        Indexed(f"en_fff{n}", path, title, f"{title}. Procurement is made up.") for n, (path, title) in enumerate(prose)
    ]


Files = dict[str, str]


def handed_in(files: Files, name: str) -> object:
    (file,) = [file for file in files if re.fullmatch(rf"{name}\.\w{{8}}\.js", file)]
    before, _, data = files[file].partition(",")
    assert before == f'finder.receive("{name}"'
    return json.loads(data.rstrip().removesuffix(")"))


def every_card(files: Files) -> list[dict]:
    """Give the cards of all files, in order."""
    return [card for n in range(2) for card in handed_in(files, f"cards-{n}")]


@pytest.fixture
def written() -> Files:
    return search_data.scripts(tiny_book(), indexed())[0]


def test_pages_stand_lessons_first_then_cases_then_notebooks_then_guides(written: Files) -> None:
    addresses = [card["address"] for card in every_card(written)]

    assert [address.split("/")[1] for address in addresses] == ["lessons"] * 2 + ["cases"] * 3 + ["evidence", "method"]


def test_each_page_has_one_set_of_values_in_every_facet(written: Files) -> None:
    columns = handed_in(written, "columns")

    assert columns["count"] == 7
    for facet in columns["facets"]:
        assert len(facet["of"]) == 7
        assert max(facet["of"]) < len(facet["sets"])


def test_the_columns_say_of_each_case_what_the_casebook_says(written: Files) -> None:
    columns, rows = handed_in(written, "columns"), handed_in(written, "cards-0")

    for number, row in enumerate(rows[2:5], 2):
        slug = row["address"].split("/")[2]
        told = {
            facet["key"]: {facet["values"][value][0] for value in facet["sets"][facet["of"][number]]}
            for facet in columns["facets"]
        }
        wanted = {key: set(codes) for key, codes in facets.of_case(tiny_book(), slug).items()}
        assert {key: codes for key, codes in told.items() if codes} == {
            key: codes for key, codes in wanted.items() if codes
        }


def test_the_columns_of_the_explorer_come_in_order_with_their_headings(written: Files) -> None:
    told = handed_in(written, "columns")["columns"]

    assert [(column["title"], column["isShown"]) for column in told] == [
        ("Case", True),
        ("Place", True),
        ("Region", False),
        ("Policy areas", False),
        ("When", True),
        ("Stage", True),
        ("Direction of effect", True),
        ("Strength of evidence", True),
        ("Study design", False),
        ("For whom", False),
        ("Programme", False),
        ("Figures", False),
        ("Completeness", False),
    ]


def test_a_value_comes_with_what_it_is_called_beside_a_page_and_a_flag_is_named(written: Files) -> None:
    every = {facet["key"]: facet for facet in handed_in(written, "columns")["facets"]}

    assert ["case", "Cases", "Case study"] in every["kind"]["values"]
    assert ["0", "Nothing to rate", "Nothing to rate"] in every["level"]["values"]
    assert ["3", "3: Causation", "Causation"] in every["level"]["values"]
    assert {key: facet["flags"] for key, facet in every.items() if facet["flags"]} == {
        "direction": ["tested-no-benefit"]
    }


def test_a_level_of_nought_is_shown_and_not_dropped(written: Files) -> None:
    levels = [row.get("level") for row in handed_in(written, "cards-0")[2:5]]

    assert levels == [
        tiny_book().ratings[row["address"].split("/")[2]].shown for row in handed_in(written, "cards-0")[2:5]
    ]
    assert 0 in levels


def test_a_word_of_a_title_is_counted_and_a_word_of_a_text_alone_is_known(written: Files) -> None:
    assert handed_in(written, "words-p")["procurement"] == [0, 2]
    assert handed_in(written, "words-d")["doorstep"][0] > 0


def test_each_letter_has_a_list_of_words_if_an_empty_one(written: Files) -> None:
    assert handed_in(written, "words-x") == {}
    assert len([name for name in written if name.startswith("words-")]) == 27


def test_a_record_is_found_by_the_end_of_its_id_and_a_page_without_one_by_its_name(written: Files) -> None:
    assert handed_in(written, "ids") == {"L-MAD1": 0, "L-MAD2": 1, "C-MAD1": 2, "C-MAD2": 3, "C-MAD3": 4}
    assert handed_in(written, "columns")["names"] == {"made notebook": 5, "made method": 6}


def test_a_term_of_statistics_leads_to_the_page_that_explains_it() -> None:
    book = replace(tiny_book(), glossary=Glossary([Term(("Difference-in-differences",), "A method that compares.")]))

    files, _ = search_data.scripts(book, [*indexed(), Indexed("en_aaaaaaa", "/method/glossary/", "Glossary", "Terms.")])

    assert handed_in(files, "columns")["terms"] == {"difference differences": 7}
    assert handed_in(search_data.scripts(book, indexed())[0], "columns")["terms"] == {}


def test_an_abbreviation_comes_with_its_words(written: Files) -> None:
    assert handed_in(written, "columns")["abbreviations"] == {"muh": ["made-up hubs"]}


def test_a_notebook_is_found_by_its_id() -> None:
    book = replace(tiny_book(), notebooks=(("TLG-N-MAD5", "A made-up notebook", "/evidence/made-up/"),))

    files, _ = search_data.scripts(book, indexed())

    assert handed_in(files, "ids")["N-MAD5"] == 5


def test_an_approach_goes_by_its_other_names_and_a_manual_is_no_guide() -> None:
    pages = [
        ("/approaches/outreach-and-messages/", "Outreach"),
        ("/contribute/", "Add"),
        ("/contribute/fields/", "Fields"),
        ("/worse/", "What got worse"),
    ]

    found = search_data.findable(real_book(), [Indexed(f"zz_{n}", *page, "Made up.") for n, page in enumerate(pages)])

    assert [(card.title, *card.facets["kind"]) for card in found] == [
        ("Outreach", "approach"),
        ("Add", "guide"),
        ("What got worse", "list"),
        ("Fields", "manual"),
    ]
    assert all(
        name in found[0].heard_of for name in real_book().vocabulary.approaches["outreach-and-messages"].elsewhere
    )


def test_cells_are_parted_in_what_is_indexed_and_nowhere_else(tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    page = "<html><body data-pagefind-body><h1>One</h1><dl><dt>Who did it</dt><dd>The council.</dd></dl></body></html>"
    digest = store.keep(page.encode())

    _, found = search.index({"one/index.html": digest}, store, tmp_path)

    assert "Who did it · The council. ·" in found[0].text
    assert store.file(digest).read_text() == page


def test_a_form_is_read_where_a_page_is_for_it_and_what_it_offers_to_choose_is_not(tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    form = "<form{}><h2>How many people?</h2><label>The share today</label><select><option>Leaflets</option></select></form>"
    page = "<html><body data-pagefind-body><h1>Plan</h1><p>Say it first.</p>{}</body></html>"
    pages = {
        f"{name}/index.html": store.keep(page.format(form.format(mark)).encode())
        for name, mark in (("for-it", " data-form-is-content"), ("beside", ""))
    }

    _, found = search.index(pages, store, tmp_path)

    texts = {one.address: one.text for one in found}
    assert "How many people?" in texts["/for-it/"] and "The share today" in texts["/for-it/"]
    assert "How many" not in texts["/beside/"] and "share" not in texts["/beside/"]
    assert all("Leaflets" not in text for text in texts.values())


def test_a_heading_that_stands_on_very_many_pages_is_not_indexed(tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    page = "<html><body data-pagefind-body><h1>Page {}</h1>{}<p>Staff left.</p></body></html>"
    heads = ["<h2 id='a'>What did not work</h2>"] * 13 + ["<h2>What came of it</h2>"] * 12
    pages = {f"{n}/index.html": store.keep(page.format(n, head).encode()) for n, head in enumerate(heads)}

    _, found = search.index(pages, store, tmp_path)

    assert [page.text for page in found if "What did not work" in page.text] == []
    assert len([page for page in found if "What came of it" in page.text]) == 12
    assert all("Staff left." in page.text for page in found)


def test_a_word_of_very_many_pages_is_answered_from_a_list_of_its_own(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(search_data, "COMMON", 3)
    files, _ = search_data.scripts(tiny_book(), indexed())

    titles = [card["title"] for card in every_card(files)]
    assert handed_in(files, "common-made") == list(range(len(titles)))
    assert handed_in(files, "columns")["common"] == 3


def test_a_number_is_listed_only_where_too_many_pages_have_it_to_look_it_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pages = [Indexed(f"en_{n}", f"/{n}/", "Hubs", "In 2019 and 2m more" + " and 2020" * (n > 0)) for n in range(4)]
    monkeypatch.setattr(search_data, "COMMON", 3)
    files, _ = search_data.scripts(tiny_book(), pages)

    assert handed_in(files, "words-0") == {"2019": [0, 4], "2m": [0, 4]}


def test_results_go_by_the_beginning_of_their_name_and_twins_by_the_whole_of_it() -> None:
    ids, twins = search_data._short(["en_abcde1", "en_fghij22", "en_abcde9"])

    assert ids == "abcdefghijabcde"
    assert twins == {"abcde1": 0, "abcde9": 2}


def test_a_withdrawn_record_keeps_its_page_but_is_not_found() -> None:
    gone = {"state": "withdrawn", "reason": "Made up.", "since": "2026-11-21"}
    cases = {"gone": {"lifecycle": gone}, "here": {"id": "TLG-C-MAD8"}}
    book = book_of({slug: Case.model_validate({**CASE, **changes}) for slug, changes in cases.items()})

    found = search_data.findable(
        book, [Indexed("en_1", "/cases/gone/", "x", "x"), Indexed("en_2", "/cases/here/", "x", "x")]
    )

    assert [card.address for card in found] == ["/cases/here/"]


@pytest.mark.parametrize("title", ["</script><script>alert(1)</script>", "\u2028 \u2029", '"); alert(1); ("', "\\"])
def test_a_hostile_title_stays_text_in_the_data(title: str) -> None:
    told = shelved.script("cards-0", [{"title": title}])

    assert told.isascii() and told.count("\n") == 1
    assert json.loads(told.removeprefix('finder.receive("cards-0",').rstrip().removesuffix(")")) == [{"title": title}]


def test_equal_books_make_equal_files() -> None:
    one, count = search_data.scripts(tiny_book(), indexed())
    other, _ = search_data.scripts(tiny_book(), list(reversed(indexed())))

    assert one == other
    assert "columns.js" in one and len(one) > 5
    assert count == 7


def test_the_counts_of_a_facet_add_up_to_the_cases_that_have_it() -> None:
    book = real_book()
    recount = Counter(code for slug in book.cases for code in set(facets.of_case(book, slug)["area"]))

    assert {code: len(slugs) for code, slugs in facets.cases_by_value(book, "area").items()} == dict(recount)


def test_every_value_of_a_case_or_lesson_is_a_declared_one() -> None:
    book = real_book()
    known = {facet.key: set(facet.values) for facet in facets.facets(book)}
    told = [facets.of_case(book, slug) for slug in book.cases] + [facets.of_lesson(book, slug) for slug in book.lessons]

    assert [
        (key, code) for values in told for key, codes in values.items() for code in codes if code not in known[key]
    ] == []


def test_a_line_is_whole_sentences() -> None:
    assert first_sentences("One. Two. " + "X" * 300 + ".") == "One. Two."
    assert first_sentences("Only one, and it is all there is.") == "Only one, and it is all there is."


@pytest.mark.parametrize("first", ["Visits in St. Mary's began.", "Help, e.g. Rent advice, was given.", "Did it help?"])
def test_a_line_is_cut_between_sentences_and_not_after_an_abbreviation(first: str) -> None:
    assert first_sentences(f"{first} {'X' * 250}.") == first
    assert first_sentences(f"{first} It was made up. {'X' * 250}.") == f"{first} It was made up."


def test_what_pagefind_says_when_it_fails_is_passed_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    failed = subprocess.CompletedProcess([], 1, stdout="Running", stderr="no room on the disk")
    monkeypatch.setattr(search.subprocess, "run", lambda *_, **__: failed)

    with pytest.raises(search.SearchFailed, match="no room on the disk"):
        search.index({}, Store(tmp_path / "store"), tmp_path)


def test_a_file_of_another_pagefind_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def run(command: list[str], **_: object) -> subprocess.CompletedProcess[str]:
        folder = tmp_path / "indexing" / "pagefind" / "fragment"
        folder.mkdir(parents=True)
        (folder / "en_1.pf_fragment").write_bytes(gzip.compress(b"something else"))
        return subprocess.CompletedProcess(command, 0)

    monkeypatch.setattr(search.subprocess, "run", run)

    with pytest.raises(search.SearchFailed, match="is not as Pagefind 1 writes it"):
        search.index({}, Store(tmp_path / "store"), tmp_path)


PAGE = "<html><body><main data-pagefind-body><h1>{title}</h1><p>Leaflets came.</p></main></body></html>"


def test_an_index_is_made_once_for_a_set_of_pages_and_made_again_where_a_file_of_it_is_gone(tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    pages = {f"{name}/index.html": store.keep(PAGE.format(title=name).encode()) for name in ("one", "two")}

    first = search.index(pages, store, tmp_path)
    again = search.index(pages, Store(tmp_path / "store"), tmp_path) if store.flush() is None else first

    assert again == first
    assert [(page.address, page.title) for page in first[1]] == [("/one/", "one"), ("/two/", "two")]
    assert all(name.startswith("pagefind/") for name in first[0]) and "pagefind/pagefind.js" in first[0]
    assert not (tmp_path / "indexing").exists()
    later = Store(tmp_path / "store")
    later._place(first[0]["pagefind/pagefind.js"]).unlink()
    assert search.index(pages, later, tmp_path) == first
    assert later.made == {"search index": 1}
