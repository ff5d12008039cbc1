"""How records are cited: what a reference manager reads from a page and its files, by readers that others wrote."""

import codecs
import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import latexcodec  # noqa: F401 - it gives Python the codec "ulatex"
import pytest
import rispy
from books import book_of, pages_of, read, tiny_book, words_of
from pilotbook.casebook import Casebook
from pilotbook.exports import citations
from pilotbook.exports.citations import Citation
from pilotbook.pages.kinds import case as case_page
from pilotbook.pages.kinds import lesson as lesson_page
from pilotbook.pages.page import Page
from pilotbook.publish.site import set_into
from pilotbook.record import Case
from pybtex.database import parse_string

MakeCase = Callable[..., Case]
BASE = "https://pilots.example.org/book/"
HOSTILE = (
    "} , @misc{x, title = {Stolen",
    "A line\nER  - \nTY  - BOOK",
    "100% of {families} & £5_000 #1 ~ ^ \\end{document}",
    "</script><script>alert(1)</script>",
    "“Curly” quotes, an é and 家庭",
    '"Straight" quotes\' and a trailing \\',
)


def cite(**changes: Any) -> Citation:
    told = {
        **{"number": "TLG-C-7KD3", "genre": "Case study", "title": "A made-up pilot", "authors": ("Made-up editors",)},
        **{"date": "2026-11-09", "address": f"{BASE}id/TLG-C-7KD3/", "abstract": "Made up.", "language": "en-GB"},
        "licence": "CC-BY-4.0",
    }
    return Citation(**{**told, **changes})


def test_the_harvard_line_names_who_when_what_which_version_and_where() -> None:
    assert cite(authors=("A made-up council", "Made-up editors")).harvard == (
        "A made-up council and Made-up editors (2026) A made-up pilot. Case study TLG-C-7KD3, version of 9 November 2026. "
        "Pilotbook. Available at: https://pilots.example.org/book/id/TLG-C-7KD3/"
    )


@pytest.mark.parametrize("title", ("A made-up pilot", *HOSTILE))
def test_bibtex_is_one_report_with_the_title_and_the_organisation_as_written(title: str) -> None:
    title = " ".join(title.split())
    (entry,) = parse_string(
        cite(title=title, authors=(title, "Department for Work and Pensions")).bibtex(), "bibtex"
    ).entries.values()

    assert (entry.type, entry.key) == ("techreport", "TLG-C-7KD3")
    assert read_by_tex(entry.fields["title"]) == unspaced(title)
    assert [read_by_tex(str(person)) for person in entry.persons["author"]] == [
        unspaced(title),
        "DepartmentforWorkandPensions",
    ]
    told = {name: entry.fields[name] for name in ("institution", "number", "year", "month", "url", "type")}
    assert told == {
        **{"institution": "Pilotbook", "number": "TLG-C-7KD3", "year": "2026", "month": "11", "type": "Case study"},
        "url": f"{BASE}id/TLG-C-7KD3/",
    }


def read_by_tex(text: str) -> str:
    """Give a text as TeX sets it, without its blanks: after a sign that is written by its name, TeX takes one for its own."""
    told = codecs.decode(text, "ulatex").replace("{", "").replace("}", "")
    for name, sign in ((r"\textbraceleft", "{"), (r"\textbraceright", "}"), (r"\textasciicircum", "^")):
        told = told.replace(name, sign)
    return unspaced(told)


def unspaced(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("title", ("A made-up pilot", *HOSTILE))
def test_ris_is_one_report_whatever_a_title_holds(title: str) -> None:
    (entry,) = rispy.loads(cite(title=" ".join(title.split())).ris())

    assert entry["type_of_reference"] == "RPRT"
    assert entry["title"] == " ".join(title.split())
    # The comma keeps a reference manager from taking the last word for a family name.
    assert entry["authors"] == ["Made-up editors,"]
    assert (entry["year"], entry["date"], entry["language"]) == ("2026", "2026/11/09", "en-GB")
    assert entry["urls"] == [f"{BASE}id/TLG-C-7KD3/"]
    assert entry["publisher"] == "Pilotbook"


@pytest.mark.parametrize("title", ("A made-up pilot", *HOSTILE))
def test_csl_json_is_a_report_with_its_number_and_day(title: str) -> None:
    (entry,) = json.loads(cite(title=title).csl_json())

    assert (entry["type"], entry["number"], entry["title"]) == ("report", "TLG-C-7KD3", title)
    assert entry["issued"] == {"date-parts": [[2026, 11, 9]]}
    assert entry["author"] == [{"literal": "Made-up editors"}]


def test_a_record_without_an_author_is_cited_by_who_answers_for_it(make_case: MakeCase) -> None:
    reviewer = [{"name": "A made-up reviewer", "role": "reviewer", "interest": "none"}]
    view = book_of({"made-up": make_case(contributors=reviewer, record_owner="Made-up team")}).views["made-up"]

    assert citations.of_case(view, "").authors == ("Made-up team",)
    assert citations.of_case(view, "").address == "/id/TLG-C-MAD9/"


def page_of(make_case: MakeCase, base: str = BASE, **changes: Any) -> Page:
    book = book_of({"made-up": make_case(lessons=[], **changes)})
    return next(pages_of(case_page, with_base(book, base)))


def with_base(book: Casebook, base: str) -> Casebook:
    return replace(book, base=base)


def test_a_page_tells_reference_managers_a_report_with_institution_number_date_language_and_abstract(
    make_case: MakeCase,
) -> None:
    head = read(str(page_of(make_case).head))
    told = {tag["name"]: tag["content"] for tag in head.select("meta[name]")}

    assert {name: value for name, value in told.items() if name.startswith("citation_")} == {
        "citation_title": "A made-up case",
        "citation_author": "Made-up editors,",
        "citation_publication_date": "2026/11/21",
        "citation_technical_report_institution": "Pilotbook",
        "citation_technical_report_number": "TLG-C-MAD9",
        "citation_language": "en-GB",
        "citation_abstract": "Made up for a test.",
        "citation_public_url": f"{BASE}id/TLG-C-MAD9/",
    }
    assert head.select_one('[property="article:modified_time"]')["content"] == "2026-11-21"  # type: ignore[index]
    assert told["DC.rights"] == "https://creativecommons.org/licenses/by/4.0/"


@pytest.mark.parametrize(
    ("base", "canonical", "cited_as"),
    [
        (BASE, [f"{BASE}cases/made-up/"], f"{BASE}id/TLG-C-MAD9/"),
        # Without the address of the site there is nothing true to say but where to go from here.
        ("", [], "../../id/TLG-C-MAD9/"),
    ],
)
def test_a_page_names_its_own_address_and_the_one_to_cite(
    make_case: MakeCase, base: str, canonical: list[str], cited_as: str
) -> None:
    head = read(set_into("%%HEAD%%", page_of(make_case, base), base=base))

    assert [link["href"] for link in head.select("link[rel=canonical]")] == canonical
    assert [link["href"] for link in head.select("link[rel=cite-as]")] == [cited_as]
    assert [tag["content"] for tag in head.select('[property="og:url"]')] == canonical


def test_each_file_that_describes_a_page_stands_beside_it(make_case: MakeCase) -> None:
    page = page_of(make_case)
    linked = {link["href"] for link in read(str(page.head)).find_all("link", rel="describedby")}

    assert linked == {"cite.bib", "cite.ris", "cite.json"} <= set(page.beside)
    offered = {str(a["href"]) for a in read(str(page.body)).select("a[download]")}
    # The brief is drawn when the whole site is; what is for programs is named in the head.
    assert offered - {"brief.pdf"} == set(page.beside) - {"record.json", "index.md"}


def test_one_block_of_data_tells_the_report_and_where_it_stands(make_case: MakeCase) -> None:
    hostile = "A case </script><script>alert(1)</script>"
    (block,) = read(str(page_of(make_case, title=hostile).head)).find_all("script")
    report, crumbs = json.loads(block.string)["@graph"]

    assert block["type"] == "application/ld+json"
    assert (report["@type"], report["name"], report["reportNumber"]) == ("Report", hostile, "TLG-C-MAD9")
    assert [one["item"] for one in crumbs["itemListElement"]] == [f"{BASE}cases/", f"{BASE}cases/made-up/"]


def test_a_lesson_is_cited_like_a_case() -> None:
    page = next(pages_of(lesson_page, with_base(tiny_book(), BASE)))

    assert "Lesson TLG-L-" in words_of(page.body)
    assert set(page.beside) == {"cite.bib", "cite.ris", "cite.json", "record.json", "index.md"}
