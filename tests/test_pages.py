"""Made pages: one stored page of each kind, every figure traced, every gap told, and whatever is written stays text."""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from books import (
    GOLDEN,
    OWN_WORK,
    TEAM,
    TINY,
    book_of,
    leaves,
    outcome,
    pages_of,
    read,
    real_book,
    replaced,
    tiny_book,
    tiny_pages,
    view_of,
    words_of,
    written,
)
from bs4 import BeautifulSoup, Tag
from hypothesis import example, given
from hypothesis import strategies as st
from pilotbook.casebook import Casebook
from pilotbook.pages import fact_html, kinds
from pilotbook.pages.kinds import all_pages, notfound
from pilotbook.pages.page import Page
from pilotbook.pages.render import link
from pilotbook.pages.summaries import case_row, when
from pilotbook.publish.site import set_into
from pilotbook.record import Case, Lesson, Missing, Vocabulary
from pilotbook.record.reasons import MISSING
from pilotbook.record.text import SLUG
from pilotbook.record.walk import walk
from pilotbook.rules.manual import rule_help
from pydantic import BaseModel, ValidationError
from pytest_regressions.file_regression import FileRegressionFixture

# The page of a kind that is stored, where it is not the first that is made: a new kind needs no line here. A made-up book in
# which every record stands has none of some kinds; these have tests of their own.
STORED = {"facet": "/directions/no-clear-difference/", "atoz": "/a-to-z/d/"}
KINDS = {
    module.KIND.name: STORED.get(module.KIND.name) or first.path
    for module in kinds.modules()
    for first in list(module.recipes(tiny_book()))[:1]
}
SHOWN_IN_PART = {"fields": 160}
SCRIPTS = {
    "/approaches/": ("approaches",),
    "/search/": ("search",),
    "/explore/": ("explore",),
    "/outcomes/": ("explore",),
    "/plan/": ("plan",),
    "/brief/": ("mybrief",),
    "/compare/": ("compare",),
    # What is declared and what is taken stand beside the page.
    "/contribute/form/": ("form", "../contribute/form/declaration", "../contribute/form/taken"),
}
MARK = re.compile(r"\.[0-9a-f]{8}\.js")
CASE = "/cases/madeup-town-doorstep-visits/"
TEMPLATES = Path(fact_html.__file__).parent.parent / "templates"
ADDRESSES = sorted(tiny_pages())


@cache
def soup(address: str) -> BeautifulSoup:
    return read(tiny_pages()[address].body)


# The stored pages.


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_is_as_it_was_read(kind: str, file_regression: FileRegressionFixture) -> None:
    body = str(tiny_pages()[KINDS[kind]].body)
    if kind in SHOWN_IN_PART:
        body = "".join(body.splitlines(keepends=True)[: SHOWN_IN_PART[kind]])

    # A picture's bytes are the converter's; what it shows stands in its sentence and table.
    body = re.sub(r"<svg role=.*?</svg>", "<svg></svg>", body, flags=re.DOTALL)
    # The mark of its content in the name of a file is tested with what is loaded later.
    body = MARK.sub(".js", body)
    file_regression.check(body, fullpath=GOLDEN / f"{kind}.html", encoding="utf-8")


def test_every_template_has_a_stored_page() -> None:
    templates = {path.name.removesuffix(".html.j2") for path in TEMPLATES.glob("*.j2")}

    # The statement is set into a page of prose (tests/test_statement.py), every made-up record stands (tests/test_gone.py), of
    # the made-up book there is no release (tests/site/test_releases.py), and its places are in no table (tests/test_like_places.py).
    assert templates - {"statement", "gone", "former", "release", "since", "changes", "likemine"} == set(KINDS)
    assert {path.stem for path in GOLDEN.glob("*.html")} == set(KINDS)


def test_a_line_of_a_template_can_be_read_without_scrolling() -> None:
    found = [
        f"{path.relative_to(TEMPLATES)}:{number}"
        for path in sorted(TEMPLATES.rglob("*.j2"))
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if len(line) >= 160
    ]

    assert found == []


def test_there_is_one_table_but_for_the_gap_map() -> None:
    written = [path.name for path in TEMPLATES.rglob("*.j2") if "<table" in path.read_text(encoding="utf-8")]

    assert sorted(written) == ["gapmap.html.j2", "table.html.j2"]


def test_a_kind_of_page_is_called_as_its_module_and_its_pages_are() -> None:
    for module in kinds.modules():
        assert module.__name__ == f"{kinds.__name__}.{module.KIND.name}"
        assert {recipe.kind for recipe in module.recipes(tiny_book())} <= {module.KIND}


def test_every_record_has_its_page_and_its_permanent_address() -> None:
    shown = sorted(page.record for page in tiny_pages().values() if page.record)

    assert shown == ["TLG-C-MAD1", "TLG-C-MAD2", "TLG-C-MAD3", "TLG-L-MAD1", "TLG-L-MAD2"]
    assert {f"/id/{record}/" for record in shown} <= set(ADDRESSES)


def test_an_area_and_a_place_have_a_page_each() -> None:
    assert {"/areas/made-up-hubs/", "/areas/made-up-housing/", "/places/madeup-town/", "/places/madeup-vale/"} <= set(
        ADDRESSES
    )


# What holds of every page.


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_page_has_one_title_and_headings_in_order(address: str) -> None:
    levels = [int(heading.name[1]) for heading in soup(address).find_all(re.compile("^h[1-6]$"))]

    assert levels.count(1) == 1 and levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_page_gives_no_id_twice(address: str) -> None:
    ids = [tag["id"] for tag in soup(address).find_all(id=True)]

    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_label_leads_to_something_on_the_page(address: str) -> None:
    page = soup(address)
    ids = {str(tag["id"]) for tag in page.find_all(id=True)}

    for attribute in ("aria-labelledby", "aria-describedby", "for"):
        named = {name for tag in page.find_all(attrs={attribute: True}) for name in str(tag[attribute]).split()}
        assert named <= ids


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_table_names_itself_and_gives_its_headings_a_scope(address: str) -> None:
    for table in soup(address).find_all("table"):
        region = table.find_parent(role="region")
        assert table.caption or (region and region.get("aria-label"))
        assert all(heading.get("scope") in ("col", "row") for heading in table.find_all("th"))


def made_of(target: str) -> bool:
    """Say whether an address of the site is made from records, so that it must be among the made pages."""
    return target == "/" or target.startswith(("/cases/", "/lessons/", "/areas/", "/places/", "/id/", "/search/"))


@pytest.mark.parametrize("address", ADDRESSES)
def test_links_are_relative_and_lead_to_pages_under_any_sub_path(address: str) -> None:
    # The 404 page is shown at any address; the shell sets its base to the root.
    here = "https://example.org/a/book" + ("/" if address == "/404.html" else address)

    for anchor in soup(address).find_all("a", href=True):
        href = str(anchor["href"])
        if urlsplit(href).scheme:
            # A subject's page leads to what those who know published, and is marked as leading elsewhere.
            assert href.startswith("https://")
            assert address.startswith(("/cases/", "/privacy/")) or anchor.get("rel") == ["external"]
            continue
        assert not href.startswith("/")
        whole = urlsplit(urljoin(here, href))
        target = whole.path.removeprefix("/a/book")
        assert whole.path.startswith("/a/book/")
        if target.rpartition("/")[2] in tiny_pages()[address].beside:
            continue
        if "/charts/" in target:
            names = {name for chart in tiny_pages()[address].charts for name in chart.downloads()}
            # The build draws a PNG from the SVG.
            assert target.removeprefix(f"{address}charts/").replace(".png", ".svg") in names
        elif target.endswith("/brief.pdf"):
            assert target == f"{address}brief.pdf"
        elif made_of(target):
            assert target in tiny_pages(), href
            ids = {tag["id"] for tag in soup(target).find_all(id=True)}
            assert not whole.fragment or whole.fragment in ids, href


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_page_loads_nothing_from_another_host(address: str) -> None:
    for tag in soup(address).find_all(src=True):
        assert not urlsplit(str(tag["src"])).netloc
    assert soup(address).find(["style", "iframe", "object", "embed", "link"]) is None


def test_the_book_s_pages_are_the_same_each_time() -> None:
    again = {page.path: page.body for page in all_pages(tiny_book())}

    assert again == {path: page.body for path, page in tiny_pages().items()}


# The case page: figures, gaps, sources.


def value_at(case: Case, path: str) -> Any:
    """Give what stands at a path such as 'TLG-C-MAD1/outcomes/O1/n/analysed': entries by label, else from 1."""
    identifier, *steps = path.split("/")
    assert identifier == case.id
    here: Any = case
    for step in steps:
        if isinstance(here, tuple):
            here = next((item for item in here if getattr(item, "id", None) == step), None) or here[int(step) - 1]
        else:
            assert step in type(here).model_fields, path
            here = getattr(here, step)
    return here


def case_pages() -> Iterator[tuple[Casebook, str]]:
    yield from ((tiny_book(), slug) for slug in tiny_book().cases)
    yield from ((real_book(), slug) for slug in real_book().cases)


@cache
def real_pages() -> dict[str, BeautifulSoup]:
    return {page.path: read(page.body) for page in all_pages(real_book()) if page.path.startswith("/cases/")}


def shown(book: Casebook, slug: str) -> BeautifulSoup:
    return soup(f"/cases/{slug}/") if book is tiny_book() else real_pages()[f"/cases/{slug}/"]


every_case = pytest.mark.parametrize(("book", "slug"), list(case_pages()), ids=[slug for _, slug in case_pages()])


@every_case
def test_every_path_on_a_case_page_leads_to_a_value_of_the_record(book: Casebook, slug: str) -> None:
    traced = shown(book, slug).find_all(attrs={"data-path": True})

    assert traced
    for tag in traced:
        # What is computed from the record stands under 'computed' of the part that it is about.
        path = str(tag["data-path"]).partition("/computed")[0]
        told = tag.get_text().lower()
        is_blank = "not in the record" in told or told in (MISSING["not_read"], MISSING["not_filled"])
        assert value_at(book.cases[slug], path) is not None or is_blank, path


@every_case
def test_every_figure_is_the_number_of_the_record(book: Casebook, slug: str) -> None:
    for tag in shown(book, slug).find_all("data", class_="fig"):
        item = value_at(book.cases[slug], str(tag["data-path"]))
        assert str(getattr(item, "value", item)) == tag["value"]
        assert re.search(r"\d", tag.get_text())


@every_case
def test_every_figure_stands_before_the_link_to_its_source(book: Casebook, slug: str) -> None:
    case, page = book.cases[slug], shown(book, slug)
    ids = {tag["id"] for tag in page.find_all(id=True)}

    for tag in page.find_all("data", class_="fig"):
        path = str(tag["data-path"])
        item = value_at(case, path)
        holder = item if isinstance(item, BaseModel) else value_at(case, path.rpartition("/")[0])
        source = tag.find_next_sibling("a", class_="src")
        assert isinstance(source, Tag), path
        assert source.get_text() == f"[{', '.join(holder.source)}]"
        assert str(source["href"]).removeprefix("#") in ids


@every_case
def test_every_gap_is_told_with_its_reason_and_note(book: Casebook, slug: str) -> None:
    text = words_of(shown(book, slug))

    for path, item in walk(book.cases[slug]):
        # The half of a claimed saving that does not apply, such as a forecast of what was counted, is left out.
        is_half = path[:1] == ("costs",) and isinstance(item, Missing) and item.missing == "not_applicable"
        if isinstance(item, Missing) and path[0] != "sources" and not is_half:
            assert MISSING[item.missing].capitalize() in text, path
            assert not item.note or " ".join(item.note.split()) in text, path


def test_open_questions_list_each_gap_by_its_reason_but_not_what_does_not_apply() -> None:
    rows = [
        f"{reason.get_text()} | {' '.join(gap.get_text().split())}"
        for reason in soup(CASE).select("section[aria-labelledby=gaps] dt")
        for gap in reason.find_next_sibling("dd").select("li")  # type: ignore[union-attr]
    ]

    assert rows == [
        "Not in the part we read (a gap of this book) | How much was done[S2] "
        "The length of a visit was not made up. Place in the source: annex.",
        "Not in the part we read (a gap of this book) | Made-up savings: follow-up, named in advance",
        "Searched for, not found (a gap of this book) | Made-up savings: baseline[Q1]",
        "Not published (a gap of the pilot) | Cycle CY1: decision rule[S1] Place in the source: page 9.",
        "Not published (a gap of the pilot) | Made-up savings: result Madeup Town Council said so on 1 July 2025.",
        "Not measured (a gap of the pilot) | Made-up savings: sample size, size of effect",
        "Not measured (a gap of the pilot) | Ethics review and consent",
    ]


def test_a_summary_writes_out_its_figures_with_their_sources() -> None:
    lead = soup(CASE).select_one("p.lead")

    assert lead is not None
    assert " ".join(lead.get_text().split()) == (
        "In this made-up case, visitors called on families who did not use a hub. After the visits 42%[S1] of families "
        "came, and the gain over a like town was +8.0 percentage points[S1]. The visits cost £123,450.50[S1], and the "
        "need was put at 9,200 families[S2]."
    )


def test_a_description_is_plain_words() -> None:
    assert tiny_pages()["/cases/madeup-vale-hub-letters/"].description == (
        "In this made-up trial, 2,400 families were drawn by lot to a visit or to nothing. As many came with a visit as "
        "without. The design is strong and the case is made up."
    )


def test_a_direction_beside_a_level_that_is_not_rated_says_so_wherever_it_stands(
    make_case: Callable[..., Case],
) -> None:
    unread = {"design": "not_stated"}
    by_lot = {"design": "rct_individual", "allocation": "drawn by lot", "group": "made-up others"}
    rated, unrated, unknown = (
        view_of(make_case(outcomes=[outcome(comparison=how, finding=finding)]))
        for how, finding in ((by_lot, "better"), (unread, "better"), (unread, "not_known"))
    )

    assert [(view.level > 0, view.told_direction) for view in (rated, unrated, unknown)] == [
        (True, ("better", "")), (False, ("better", "not rated")), (False, ("not_known", "")),
    ]  # fmt: skip
    assert "Better (not rated)" in fact_html.direction(*unrated.told_direction)


def test_a_direction_that_is_only_claimed_is_told_so_in_the_same_words_everywhere() -> None:
    script = (TEMPLATES.parent / "theme" / "static" / "narrow.js").read_text(encoding="utf-8")

    assert "Better (claimed)" in fact_html.direction("better", "claimed")
    assert "`${label} (${caution})`" in script


def test_a_well_tested_failure_carries_its_flag() -> None:
    flags = [tag.get_text() for tag in soup("/cases/madeup-vale-hub-letters/").select(".verdict .flag")]

    assert flags == ["Tested: no benefit on a main outcome"]


def test_a_claimed_saving_is_kept_apart_from_costs(make_case: Callable[..., Case]) -> None:
    money = {"value": "900", "unit": "GBP", "source": ["S1"], "locator": "page 1"}
    saving = {
        "id": "C1",
        "label": "A made-up saving",
        "phase": "whole",
        "type": "saving_claimed",
        "planned": money,
        "actual": {"missing": "not_measured"},
    }
    page = read(page_of(make_case(costs=[saving])).body)

    costs = page.select_one("section[aria-labelledby=costs]")
    assert costs is not None and costs.h3 is not None
    assert [words_of(line) for line in costs.select("h3 ~ ul li")] == ["A made-up saving: forecast £900[S1]"]
    assert costs.select("h2 + ul") == []
    gaps = page.select_one("section[aria-labelledby=gaps]")
    assert gaps is not None and "A made-up saving: sum claimed" in words_of(gaps) and "Costs" in words_of(gaps)


def test_a_self_evaluated_case_is_marked(make_case: Callable[..., Case]) -> None:
    page = read(page_of(make_case(outcomes=[outcome(**OWN_WORK)], partners=[TEAM])).body)

    assert [flag.get_text() for flag in page.select(".verdict .flag")] == ["Self-evaluated"]


def page_of(case: Case) -> Page:
    """Give the page of a case that stands alone in a casebook."""
    book = book_of({"made-up": case})
    return next(page for page in all_pages(book) if page.path == "/cases/made-up/")


# The other kinds of page.


def test_a_lesson_shows_each_side_of_its_ledger() -> None:
    page = soup("/lessons/call-on-families/")
    sides = {
        side.h3.get_text(): [entry.strong.get_text() for entry in side.find_all("li")]  # type: ignore[union-attr]
        for side in page.select(".ledger-side")
    }

    assert sides == {
        "Supports (1)": ["Made-up doorstep visits to bring families to hubs in Madeup Town"],
        "Contradicts (1)": ["Made-up letters and visits by lot in Madeup Vale"],
        "Holds only under conditions (0)": [],
    }


def test_a_lesson_of_one_place_says_so() -> None:
    flags = [flag.get_text() for flag in soup("/lessons/count-before-claiming/").select(".verdict .flag")]

    assert flags == [
        "No case supports it.",
        "It rests on what sources say in words, and on no measured outcome.",
    ]


def test_an_area_without_a_meaning_prints_none(make_case: Callable[..., Case]) -> None:
    lists = tiny_book().vocabulary.model_dump(exclude_none=True)
    del lists["policy_areas"]["made-up-hubs"]["about"]
    book = book_of({"made-up": make_case()}, vocabulary=Vocabulary.model_validate(lists))

    page = next(page for page in all_pages(book) if page.path == "/areas/made-up-hubs/")

    assert page.description == "Lessons and cases on made-up hubs."
    assert "None." not in words_of(page.body).replace("None: nobody", "")[:200]


def test_a_figure_stands_on_the_page_of_the_place_where_it_was_counted(make_case: Callable[..., Case]) -> None:
    def counted(label: str, number: str, **place: str) -> dict[str, Any]:
        figure = {"value": number, "unit": "families", "source": ["S1"], "locator": "page 1"}
        return {"id": label, "label": f"Families, {label}", "figure": figure, **place}

    figures = [counted("F1", "10", place="madeup-vale"), counted("F2", "20")]
    case = make_case(places=[{"place": "madeup-town"}, {"place": "madeup-vale"}], context={"figures": figures})
    book = book_of({"made-up": case})
    made = {page.path: words_of(page.body) for page in all_pages(book)}

    assert "Families, F1" in made["/places/madeup-vale/"]
    assert "Families, F1" not in made["/places/madeup-town/"]
    assert "Families, F2" not in made["/places/madeup-town/"] + made["/places/madeup-vale/"]


def test_every_field_of_the_manual_has_its_help() -> None:
    rows = soup("/contribute/fields/").select("section table tbody tr")

    assert len(rows) > 150
    for row in rows:
        name, _, _, helped = (cell.get_text() for cell in row.find_all(["th", "td"]))
        title, _, rest = helped.partition(". ")
        assert title != name and rest, name


def test_the_rule_manual_explains_every_rule_and_shows_its_marks_as_marks() -> None:
    sections = soup("/contribute/rules/").select("main > section")

    assert [str(section.h2["id"]) for section in sections if section.h2] == list(rule_help())
    for section in sections:
        assert section.strong and section.strong.get_text().endswith(".")
        assert not re.search(r"[`*]{1,2}\w|\]\(", re.sub(r"<code>.*?</code>", "", str(section)))


@pytest.mark.parametrize("path", ["/contribute/fields/", "/contribute/rules/"])
def test_the_contents_of_a_manual_lead_to_each_of_its_parts(path: str) -> None:
    page = soup(path)
    headings = {str(heading["id"]): heading.get_text() for heading in page.select("main > section > h2")}

    assert {str(link["href"])[1:]: link.get_text() for link in page.select(".contents a")} == headings
    assert not [text for text in headings.values() if text.endswith(".")]


@pytest.mark.parametrize(
    ("dates", "told"),
    [
        ({"start": {"actual": "2012-04"}, "end": {"actual": "2015"}}, "2012–2015"),
        ({"start": {"actual": "2012-04"}, "end": {"actual": "2012-09"}}, "2012"),
        # An end that was only planned is no end.
        ({"start": {"actual": "2012-04"}, "end": {"planned": "2013-09"}}, "from 2012, planned to end 2013"),
        ({"end": {"planned": "2013-09"}}, "planned to end 2013"),
        ({"start": {"planned": "2024"}}, "planned from 2024"),
        ({"end": {"actual": "2020"}}, "to 2020"),
        ({"announced": {"actual": "2025-07-16"}}, "announced 2025"),
    ],
)
def test_the_years_of_a_case_are_told_as_far_as_they_are_known(
    make_case: Callable[..., Case], dates: dict[str, Any], told: str
) -> None:
    assert when(view_of(make_case(dates=dates))) == told


@pytest.mark.parametrize(
    ("count", "told"),
    [(1, "Madeup 0"), (3, "Madeup 0, Madeup 1 and Madeup 2"), (4, "Madeup 0, Madeup 1 and 2 more places")],
)
def test_three_places_are_named_and_more_are_counted(make_case: Callable[..., Case], count: int, told: str) -> None:
    lists = tiny_book().vocabulary.model_dump(exclude_none=True)
    for n in range(count):
        lists["places"][f"madeup-{n}x"] = {"label": f"Madeup {n}", "kind": "town", "region": "Madeup Shire"}
    case = make_case(places=[{"place": f"madeup-{n}x"} for n in range(count)])

    row = case_row(book_of({"made-up": case}, vocabulary=Vocabulary.model_validate(lists)), "made-up")

    assert row.places == told


# Links.

slugs = st.from_regex(r"\A[a-z0-9]{1,4}(-[a-z0-9]{1,4})?\Z")
folders = st.lists(slugs, max_size=4).map(lambda steps: "/" + "".join(f"{step}/" for step in steps))
files = st.tuples(folders, slugs).map(lambda pair: f"{pair[0]}{pair[1]}.html")
paths = st.one_of(folders, files)


@given(paths, paths, st.sampled_from(["", "#O1"]))
@example("/404.html", "/404.html", "")
@example("/404.html", "/", "")
@example("/", "/", "")
@example("/a/", "/a/", "#O1")
def test_a_link_leads_to_its_page_under_any_sub_path(here: str, target: str, anchor: str) -> None:
    made = link(here, target + anchor)

    assert not made.startswith("/") and not urlsplit(made).scheme
    for root in ("https://example.org", "https://example.org/some/book"):
        assert urljoin(root + here, made) == root + target + anchor


# Hostile text.

HOSTILE = "<script>alert(1)</script> {{7*7}} {% raw %} %%BODY%% {O9.result} ]]> <img src=x onerror=alert(2)> שלום"
CODES = {
    "place",
    "policy_area",
    "target_group",
    "approaches",
    "domain",
    "series",
    "theme",
    "audience",
    "evidence",
    "measures",
}


def is_code(path: tuple[str | int, ...]) -> bool:
    names = [step for step in path if isinstance(step, str)]
    return names[-1] in CODES or names[-2:] == ["programme", "name"]


def hostile(model: type[BaseModel], data: dict[str, Any]) -> tuple[dict[str, Any], dict[int, str]]:
    """Put hostile text, with a number to know it by, into every field that takes free text; tell which is which."""
    changes: dict[tuple[str | int, ...], str] = {}
    where: dict[int, str] = {}
    for path, text in leaves(data):
        marked = f"{HOSTILE} mark{len(where)}."
        try:
            model.model_validate(replaced(data, {path: marked}), context={"lists": None})
        except ValidationError:
            continue
        if text and not is_code(path):
            where[len(where)] = ".".join(str(step) for step in path if isinstance(step, str))
            changes[path] = marked
    return replaced(data, changes), where


@cache
def hostile_book() -> tuple[Casebook, dict[str, dict[int, str]]]:
    """Give the made-up casebook with hostile text everywhere, and what each number stands for, by record."""
    where: dict[str, dict[int, str]] = {}

    def made(model: type[BaseModel], path: str) -> Any:
        data, where[path] = hostile(model, written(TINY / "case_studies" / path))
        return model.model_validate(data, context={"lists": None})

    cases = {slug: made(Case, f"{slug}.yml") for slug in tiny_book().cases}
    lessons = {slug: made(Lesson, f"lessons/{slug}.yml") for slug in tiny_book().lessons}
    return book_of(cases, lessons, made(Vocabulary, "vocabulary.yml")), where


@cache
def hostile_pages() -> dict[str, Page]:
    return {page.path: page for page in all_pages(hostile_book()[0])}


def test_hostile_text_stands_in_every_kind_of_text_field() -> None:
    where = set(hostile_book()[1]["madeup-town-doorstep-visits.yml"].values())

    assert len(where) > 60
    assert {
        "title",
        "summary",
        "problem.statement.text",
        "problem.statement.locator",
        "outcomes.label",
        "outcomes.effect.unit",
        "outcomes.effect.p",
        "outcomes.n.of",
        "outcomes.claim.by",
        "sources.title",
        "sources.publisher",
        "did_not_work.what",
        "partners.name",
        "record_owner",
    } <= where


# The index of words has the letters of its words, and hostile text has others than the tiny book.
@pytest.mark.parametrize("address", [*(path for path in ADDRESSES if not path.startswith("/a-to-z/")), "/a-to-z/o/"])
def test_hostile_text_comes_out_as_text_on_every_page(address: str) -> None:
    page = read(hostile_pages()[address].body)
    for data in page.find_all("script", type="application/json"):
        # A chart's data for exploring: text that no browser runs, and that cannot end its own element.
        assert "<" not in data.get_text()
        assert json.loads(data.get_text())
        data.decompose()

    scripts = page.find_all("script")
    loaded = [MARK.sub(".js", urljoin(address, str(script.get("src")))) for script in scripts]
    assert loaded == [urljoin("/_static/", f"{name}.js") for name in SCRIPTS.get(address, ())]
    assert page.find(["img", "iframe", "style"]) is None
    assert not [tag for tag in page.find_all() for attribute in tag.attrs if attribute.startswith("on")]
    # A picture wraps its words to lines; that they are text is tested with the charts.
    for picture in page.find_all("svg"):
        picture.decompose()
    text = words_of(page)
    assert len(re.findall(r"mark\d+\.", text)) == text.lower().count(HOSTILE.lower())


@pytest.mark.parametrize("address", [*(path for path in ADDRESSES if not path.startswith("/a-to-z/")), "/a-to-z/o/"])
def test_hostile_text_stays_text_in_the_shell(address: str) -> None:
    page = hostile_pages()[address]

    whole = set_into("<html><head><title>%%TITLE%%</title>%%HEAD%%</head><body>%%BODY%%</body></html>", page, "intro")

    assert whole.count("<body>") == 1
    read_in = read(whole)
    assert read_in.title is not None and read_in.title.get_text() == page.title
    description = read_in.find("meta", attrs={"name": "description"})
    assert isinstance(description, Tag) and description["content"] == page.description
    assert read_in.find("img") is None


def test_each_text_of_a_case_is_shown_as_written() -> None:
    slug = "madeup-town-doorstep-visits"
    text = words_of(hostile_pages()[f"/cases/{slug}/"].body)
    told = {int(n) for n in re.findall(r"mark(\d+)\.", text)}

    hidden = {name for n, name in hostile_book()[1][f"{slug}.yml"].items() if n not in told}

    assert hidden == set()


@pytest.mark.parametrize(
    "text", ["{O9.result}", "{O1}", "{O1.model_fields}", "{O1.result.value.real}", "{O1.comparison.design}"]
)
def test_a_reference_that_leads_nowhere_is_shown_as_written(text: str) -> None:
    case = tiny_book().cases["madeup-town-doorstep-visits"]

    assert str(fact_html.with_figures(f"So {text}.", case)) == f"So {text}."
    assert fact_html.plain(f"So {text}.", case) == f"So {text}."


def test_an_address_of_a_page_is_made_of_short_names() -> None:
    for address in ADDRESSES:
        for step in address.strip("/").split("/"):
            assert not step or SLUG.fullmatch(step) or re.fullmatch(r"TLG-[CL]-[0-9A-Z]{4}|404\.html", step)


def test_the_page_for_addresses_that_lead_nowhere_works_at_any_depth_where_the_site_s_address_is_known() -> None:
    base = "https://pilots.example.org/book/"
    (page,) = pages_of(notfound, replace(tiny_book(), base=base))
    html = set_into('<link rel="stylesheet" href="%%ROOT%%_static/pilotbook.css">%%BODY%%', page, base=base)

    shown = BeautifulSoup(html, "html.parser")
    led = {urljoin(f"{base}cases/nowhere/at-all/", str(found["href"])) for found in shown.find_all(href=True)}
    assert led == {f"{base}{path}" for path in ("_static/pilotbook.css", "", "search/", "lessons/", "cases/")}
