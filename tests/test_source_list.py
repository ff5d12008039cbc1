"""The sources of a case for reference managers, read back by readers that others wrote."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import rispy
from books import book_of, pages_of, read, source
from pilotbook.exports.source_list import doi_of, files
from pilotbook.pages.kinds import case as case_page
from pilotbook.record import Case
from pybtex.database import parse_string
from test_citations import HOSTILE, read_by_tex, unspaced

MakeCase = Callable[..., Case]
NOTE = "Source S1 of TLG-C-MAD9, read as an excerpt on 21 November 2026."


def bibtex(case: Case) -> list[Any]:
    return list(parse_string(files(case)["sources.bib"], "bibtex").entries.values())


def ris(case: Case) -> list[dict[str, Any]]:
    return list(rispy.loads(files(case)["sources.ris"]))


def csl(case: Case) -> list[dict[str, Any]]:
    return list(json.loads(files(case)["sources.json"]))


def test_a_page_is_filed_under_its_publisher_with_the_days_that_are_known(make_case: MakeCase) -> None:
    case = make_case(sources=[source(published="2025-07", archive_url="https://web.archive.org/1")])

    (entry,), (row,), (item,) = bibtex(case), ris(case), csl(case)

    assert entry.key == row["id"] == item["id"] == "TLG-C-MAD9-S1"
    assert str(entry.persons["author"][0]) == "{Madeup Press}"
    assert {name: entry.fields[name] for name in ("title", "year", "month", "date", "url", "urldate", "archiveurl", "note")} == {
        "title": "{A made-up source}",
        "year": "2025",
        "month": "7",
        "date": "2025-07",
        "url": "https://example.org/made-up",
        "urldate": "2026-11-21",
        "archiveurl": "https://web.archive.org/1",
        "note": NOTE,
    }  # fmt: skip
    assert (row["type_of_reference"], row["authors"], row["year"], row["urls"]) == (
        "ELEC",
        ["Madeup Press,"],
        "2025",
        ["https://example.org/made-up"],
    )
    assert item == {
        "id": "TLG-C-MAD9-S1",
        "type": "webpage",
        "title": "A made-up source",
        "author": [{"literal": "Madeup Press"}],
        "publisher": "Madeup Press",
        "issued": {"date-parts": [[2025, 7]]},
        "accessed": {"date-parts": [[2026, 11, 21]]},
        "URL": "https://example.org/made-up",
        "archive_location": "https://web.archive.org/1",
        "note": NOTE,
    }


def test_a_work_with_a_doi_names_it_and_makes_no_author_up(make_case: MakeCase) -> None:
    case = make_case(sources=[source(url="https://doi.org/10.1016/S0140-6736(11)61179-3", publisher="The Lancet")])

    (entry,), (row,), (item,) = bibtex(case), ris(case), csl(case)

    assert (entry.fields["doi"], row["doi"], item["DOI"]) == ("10.1016/S0140-6736(11)61179-3",) * 3
    assert "author" not in entry.persons and "authors" not in row and "author" not in item
    assert entry.fields["publisher"] == row["publisher"] == item["publisher"] == "The Lancet"


def test_what_is_not_known_is_left_out(make_case: MakeCase) -> None:
    gap = {"missing": "not_found", "note": "Not printed."}
    case = make_case(sources=[source(published=gap, url=gap)])

    (entry,), (row,), (item,) = bibtex(case), ris(case), csl(case)

    assert {"year", "date", "url", "doi"}.isdisjoint(entry.fields)
    assert row["type_of_reference"] == "GEN" and {"year", "urls"}.isdisjoint(row)
    assert item["type"] == "document" and {"issued", "URL"}.isdisjoint(item)


@pytest.mark.parametrize("title", HOSTILE)
def test_a_hostile_title_stays_one_entry_with_its_words(title: str, make_case: MakeCase) -> None:
    title = " ".join(title.split())
    case = make_case(sources=[source(title=title, publisher=title[:200], note=title[:200]), source(id="S2")])

    first, _ = bibtex(case)
    assert read_by_tex(first.fields["title"]) == unspaced(title)
    assert [row["title"] for row in ris(case)] == [title, "A made-up source"]
    assert [item["title"] for item in csl(case)] == [title, "A made-up source"]


@pytest.mark.parametrize(
    ("url", "doi"),
    [
        ("https://doi.org/10.1136/bmjopen-2023-081378", "10.1136/bmjopen-2023-081378"),
        ("https://dx.doi.org/10.1000/a%2Fb", "10.1000/a/b"),
        ("https://trials.example.com/articles/10.1186/s13063-021-05757-w/tables/3", "10.1186/s13063-021-05757-w"),
        ("https://www.example.com/doi/pdf/10.1177/0022.pdf", "10.1177/0022"),
        ("https://www.bmj.example/content/10.1136/bmj.c1234.full.pdf", "10.1136/bmj.c1234"),
        ("https://preprints.example.org/10.31234/osf.io/zbaw3_v2", "10.31234/osf.io/zbaw3_v2"),
        ("https://preprints.example.org/10.31234/osf.io", ""),
        ("https://lookup.example.org/?doi=10.1016%2Fj.healthpol.2022.03.009", ""),
        ("https://council.example.org/minutes/10.00/agenda", ""),
        ("https://www.example.com/articles/10.1186/", ""),
        ("https://doi.org/", ""),
        ("https://doi.org/abc", ""),
    ],
)
def test_a_doi_is_taken_only_where_the_path_holds_it_whole(url: str, doi: str) -> None:
    assert doi_of(url) == doi


def links_of(html: object) -> Iterator[str]:
    return (str(link["href"]) for link in read(html).select("#traces a[download^=TLG]"))


def test_the_page_offers_what_stands_beside_it(make_case: MakeCase) -> None:
    (page,) = pages_of(case_page, book_of({"made-up": make_case()}))

    assert list(links_of(page.body)) == ["sources.bib", "sources.ris", "sources.json"]
    assert {name: page.beside[name] for name in links_of(page.body)} == files(make_case())
