"""Councils like one another: five tests with stated limits, both ways alike, and an honest no where there is none."""

import csv
import hashlib
import json
import re
import sys
from decimal import Decimal
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from books import ROOT, pages_of, read, real_book, tiny_book, words_of
from bs4 import BeautifulSoup, Tag
from pilotbook.pages import likerows
from pilotbook.pages.kinds import likemine, place, places
from pilotbook.views.councils import Council, councils, ended, taken_over, today_of
from pilotbook.views.like_places import (
    DEPRIVATION,
    RURAL,
    TIMES,
    URBAN,
    differences,
    holding,
    like,
    likeness,
    near,
    reasons,
)

HERE = ROOT / "scripts/pilotbook/places"
sys.path.insert(0, str(ROOT / "scripts"))


def council(**changes: Any) -> Council:
    """Give a made-up council of 200,000 people, 1,000 to a square kilometre, a fifth of them in the country."""
    own = {
        "code": "E00000001",
        "name": "Madeup",
        "kind": "unitary",
        "region": "Madeup Shire",
        "people": 200_000,
        "km2": 200,
        "rural": 20,
        "deprivation": Decimal("25.0"),
        "fifth": 2,
        "at": (-1.0, 53.0),
    }
    return Council(**{**own, **changes})  # type: ignore[arg-type]


HOME = council()


def other(**changes: Any) -> Council:
    return council(code="E00000002", name="Other", **changes)


@cache
def made() -> dict[str, BeautifulSoup]:
    kinds = (place, places, likemine)
    return {page.path: read(page.body) for kind in kinds for page in pages_of(kind, real_book())}


def section(code: str, name: str = "like") -> Tag:
    found = made()[f"/places/{code}/"].select_one(f"section[aria-labelledby={name}]")
    assert found is not None
    return found


# The five tests, at their limits.


@pytest.mark.parametrize(
    ("changes", "fails"),
    [
        ({}, ()),
        ({"deprivation": Decimal("30.0")}, ()),
        ({"deprivation": Decimal("30.1")}, ("deprivation",)),
        ({"deprivation": Decimal("20.0")}, ()),
        ({"deprivation": Decimal("19.9")}, ("deprivation",)),
        ({"km2": 100}, ()),
        ({"km2": 99}, ("density",)),
        ({"km2": 400}, ()),
        ({"km2": 401}, ("density",)),
        ({"people": 400_000, "km2": 400}, ()),
        ({"people": 400_001, "km2": 400}, ("people",)),
        ({"people": 100_000, "km2": 100}, ()),
        ({"people": 99_999, "km2": 100}, ("people",)),
        ({"rural": 30}, ()),
        ({"rural": 31}, ("rural",)),
        ({"rural": 10}, ()),
        ({"rural": 9}, ("rural",)),
        ({"kind": "metropolitan"}, ()),
        ({"kind": "London"}, ()),
        ({"kind": "district"}, ("services",)),
        ({"kind": "county"}, ("services",)),
    ],
)
def test_a_test_holds_up_to_its_limit_and_not_beyond(changes: dict[str, Any], fails: tuple[str, ...]) -> None:
    every = ("deprivation", "density", "people", "rural", "services")

    assert tuple(test for test in every if test not in holding(HOME, other(**changes))) == fails


@pytest.mark.parametrize(
    ("changes", "is_like"),
    [
        ({}, True),
        ({"kind": "district"}, True),
        ({"rural": 90}, True),
        ({"people": 900_000, "km2": 900}, True),
        ({"kind": "district", "rural": 90}, False),
        ({"kind": "district", "people": 900_000, "km2": 900}, False),
        ({"deprivation": Decimal("30.1")}, False),
        ({"km2": 401}, False),
    ],
)
def test_deprivation_and_density_must_hold_and_two_of_the_other_three(changes: dict[str, Any], is_like: bool) -> None:
    assert (likeness(HOME, other(**changes)) is not None) is is_like


def test_a_council_is_not_like_itself() -> None:
    assert likeness(HOME, council()) is None


def test_likeness_goes_both_ways_between_all_councils() -> None:
    for one, two in combinations(list(councils().values())[::8], 2):
        there, back = likeness(one, two), likeness(two, one)
        assert (there and there.alike) == (back and back.alike), (one.name, two.name)


def test_each_place_of_the_book_with_a_council_is_compared_and_no_other() -> None:
    measured = likerows.measured(real_book())
    places = real_book().vocabulary.places

    assert set(measured) == {code for code in real_book().views_by_place if places[code].code in councils()}
    assert [row.code for row in likerows.rows(measured["lambeth"], measured, real_book())] == [
        "brent", "southwark", "tower-hamlets",
    ]  # fmt: skip


def test_reasons_and_differences_are_told_in_words() -> None:
    alike = likeness(HOME, other(kind="metropolitan", rural=90))
    assert alike is not None
    assert reasons(HOME, alike) == ("as deprived", "as dense", "as many people", "also runs all council services")
    assert differences(HOME, alike) == ("more rural",)

    urban = likeness(council(rural=0), other(rural=URBAN - 1))
    assert urban is not None
    assert reasons(council(rural=0), urban)[-2:] == ("as urban", "also a unitary authority")


def test_those_alike_in_all_stand_first_then_the_closest_in_deprivation() -> None:
    others = [
        council(code="E1", name="A", rural=90, deprivation=Decimal("25.0")),
        council(code="E2", name="B", deprivation=Decimal("29.0")),
        council(code="E3", name="C", deprivation=Decimal("23.0")),
    ]

    assert [found.other.name for found in like(HOME, others)] == ["C", "B", "A"]


def test_the_nearest_miss_it_by_deprivation_or_density_alone() -> None:
    others = [
        council(code="E1", name="Poorer", deprivation=Decimal("35.0")),
        council(code="E2", name="Denser", km2=50),
        council(code="E5", name="Far poorer", deprivation=Decimal("35.1")),
        council(code="E6", name="Far denser", km2=49),
        council(code="E3", name="Alike"),
        council(code="E4", name="Poorer district", deprivation=Decimal("30.1"), kind="district"),
    ]

    assert [(found.other.name, differences(HOME, found)) for found in near(HOME, others)] == [
        ("Denser", ("denser",)),
        ("Poorer", ("more deprived",)),
    ]


def test_near_goes_both_ways_too() -> None:
    some = list(councils().values())[::12]

    for one, two in combinations(some, 2):
        assert bool(near(one, [two])) == bool(near(two, [one]))


# The method page says what the code does.


def test_the_method_page_names_the_limits_that_the_code_has() -> None:
    text = (ROOT / "book/method/index.md").read_text(encoding="utf-8")
    told = " ".join(text.partition("## Places like one another")[2].partition("\n## ")[0].split())

    assert (DEPRIVATION, TIMES, RURAL, URBAN) == (5, 2, 10, 10)
    for words in ("at most 5 points apart", "at most twice", "at most 10 percentage points apart", "not a score"):
        assert words in told
    scores = sorted(each.deprivation for each in councils().values() if each.is_english)
    assert (scores[79], scores[237]) == (Decimal("13.4"), Decimal("25.2"))
    assert "A quarter of the councils of England score 13.4 or less, a quarter 25.2 or more." in told


# What was carried over.


def test_the_kept_file_is_as_its_script_wrote_it() -> None:
    origin = json.loads((HERE / "councils.origin.json").read_text(encoding="utf-8"))
    kept = hashlib.sha256((HERE / "councils.csv").read_bytes()).hexdigest()

    assert [(table["table"], table["version"], table["licence"], table["kept"]) for table in origin] == [
        ("local_authorities.csv", "1.7.3", "CC BY 4.0", kept),
        ("local_authority_rural_urban.csv", "2.4.0", "CC BY 4.0", kept),
        ("local_authority_deprivation.csv", "3.4.0", "CC BY 4.0", kept),
    ]
    assert (HERE / "councils.csv").stat().st_size < 40_000


def test_a_council_has_the_figures_that_the_tables_print() -> None:
    manchester = councils()["E08000003"]

    assert (manchester.name, manchester.called, manchester.region) == (
        "Manchester",
        "metropolitan borough",
        "North West",
    )
    assert (manchester.people, manchester.km2, manchester.density) == (555_741, 116, 4_791)
    assert (manchester.rural, manchester.deprivation, manchester.fifth) == (0, Decimal("39.8"), 1)
    assert manchester.within == ("E47000001",)


def test_every_council_of_england_is_there_and_no_figure_is_a_nought_for_want_of_one() -> None:
    english = [council for council in councils().values() if council.is_english]

    assert len(english) == 317 and len(councils()) == 382
    assert all(
        each.people > 0 and each.km2 > 0 and each.deprivation > 0 and 0 <= each.rural <= 100
        for each in councils().values()
    )


def test_every_council_of_the_book_carries_the_name_and_region_of_the_table() -> None:
    for slug, one in real_book().vocabulary.places.items():
        if (found := councils().get(one.code or "")) is not None:
            assert (one.label, one.region) == (found.name, found.region), slug


def test_a_county_is_in_the_region_of_its_districts() -> None:
    # The table has these two in another.
    assert [councils()[code].region for code in ("E10000007", "E10000019")] == ["East Midlands", "East Midlands"]


def test_a_county_has_no_middle_for_the_table_has_it_wrong() -> None:
    assert {each.kind for each in councils().values() if each.at is None} == {"county"}


def test_no_group_of_councils_is_among_them() -> None:
    assert not [code for code in councils() if code.startswith(("E47", "E12", "E61"))]


# Councils that ended.


@pytest.mark.parametrize(
    ("old", "today"),
    [
        ("Cumbria County Council", ["Cumberland", "Westmorland and Furness"]),
        ("North Yorkshire County Council", ["North Yorkshire"]),
        ("Northamptonshire County Council", ["North Northamptonshire", "West Northamptonshire"]),
        ("Somerset County Council", ["Somerset"]),
        # Twice over: in 2019 part of Somerset West and Taunton, which ended in 2023.
        ("Taunton Deane", ["Somerset"]),
        ("Poole", ["Bournemouth, Christchurch and Poole"]),
    ],
)
def test_a_council_that_ended_knows_what_stands_in_its_place_today(old: str, today: list[str]) -> None:
    code = next(code for code, each in ended().items() if each.name == old)

    assert [each.name for each in today_of(code)] == today


def test_every_council_that_ended_leads_to_one_of_today() -> None:
    assert len(ended()) == 48
    assert all(today_of(code) for code in ended())


def test_a_council_knows_whose_place_it_took_and_since_when() -> None:
    assert taken_over("E06000066") == (
        "2023-04-01",
        (
            "Mendip", "Sedgemoor", "Somerset County Council", "Somerset West and Taunton", "South Somerset", "Taunton Deane",
            "West Somerset",
        ),
    )  # fmt: skip
    assert taken_over("E08000003") == ("", ())


# The pages.


def test_the_page_of_a_place_shows_its_figures_with_year_source_and_licence() -> None:
    told = words_of(section("manchester", "council"))

    assert "People 555,741 (2020)" in told
    assert "Area 116 square kilometres; 4,791 people to each" in told
    assert "Deprivation 39.8, English index of 2019 (higher is more deprived)" in told
    assert "1.7.3 of 10 July 2025" in told and "CC BY 4.0" in told and "predate the English indices of 2025" in told


def test_the_page_names_the_places_like_it_with_reasons_and_what_differs() -> None:
    rows = [[words_of(cell) for cell in row.select("th, td")] for row in section("manchester").select("tbody tr")]

    assert rows[0][:3] == [
        "Liverpool",
        "As deprived, as dense, as many people, as urban and also a metropolitan borough",
        "None of the five",
    ]
    assert [rows[4][0], rows[4][2]] == ["Birmingham", "With more people"]


def test_like_yours_is_the_same_from_both_pages() -> None:
    named = {
        code: {str(a["href"]).strip("./").split("/")[-1] for a in section(code).select("tbody th a")}
        for code in likerows.measured(real_book())
    }

    assert all(one in named[two] for one, others in named.items() for two in others)
    assert named["lambeth"] == {"southwark", "brent", "tower-hamlets"}


@pytest.mark.parametrize("code", ["hastings", "york", "hackney"])
def test_a_place_that_none_is_like_says_so(code: str) -> None:
    assert "None. No other place with a pilot in this book is as deprived and as dense" in words_of(section(code))


def test_where_none_is_like_it_the_nearest_are_named() -> None:
    assert "Nearest, alike in the other four, but less dense: " in words_of(section("hackney"))


@pytest.mark.parametrize(
    ("code", "why"),
    [
        ("greater-manchester", "A combined authority is made of several councils"),
        ("england", "A nation holds many councils"),
        ("london", "A region holds many councils"),
        ("west-london", "It is several councils together"),
        ("frome", "A town such as this is part of a council’s area"),
    ],
)
def test_a_place_without_figures_says_why_and_is_not_given_a_nought(code: str, why: str) -> None:
    assert f"Not compared. {why}" in words_of(section(code))
    assert made()[f"/places/{code}/"].select_one("section[aria-labelledby=council]") is None


def test_a_combined_authority_leads_to_its_councils_and_they_to_it() -> None:
    assert {"Manchester", "Salford", "Wigan"} <= {words_of(a) for a in section("greater-manchester").select("a")}
    assert "Part of Greater Manchester, which has pilots of its own" in words_of(made()["/places/wigan/"])


def test_the_page_of_a_new_council_names_the_old_ones() -> None:
    told = words_of(made()["/places/somerset/"])

    assert "Its council began on 1 April 2023, in the place, whole or in part, of Mendip," in told


def test_a_group_that_ended_says_what_it_is_part_of() -> None:
    told = words_of(made()["/places/barrow-and-south-lakeland/"])

    assert "Until 1 April 2023; since then part of Westmorland and Furness." in told


def test_every_council_of_england_can_be_chosen_and_leads_to_places_like_it() -> None:
    page = made()[likerows.ADDRESS]
    entries = {str(item["id"]): item for item in page.select(".like-councils li")}

    assert len(entries) == 317 + 48
    # Not in the book.
    assert words_of(entries["E06000015"].h3) == "Derby"
    assert "Alike in all five: Plymouth," in words_of(entries["E06000015"])
    assert words_of(entries["E07000032"]).endswith("No place with a pilot in this book is like it.")
    # In it.
    assert entries["E08000003"].select_one("h3 a")["href"] == "../manchester/"  # type: ignore[index]


def test_a_district_is_told_of_its_county() -> None:
    entry = made()[likerows.ADDRESS].find(id="E07000066")

    assert "Basildon" in words_of(entry) and "Part of Essex, which has pilots" in words_of(entry)


def test_an_old_name_is_found_and_leads_to_the_new_ones() -> None:
    page = made()[likerows.ADDRESS]
    old = page.find(id="E10000006")

    assert (
        words_of(old)
        == "Cumbria County Council Replaced on 1 April 2023. Today: Cumberland and Westmorland and Furness."
    )
    assert isinstance(old, Tag) and [page.find(id=str(a["href"])[1:]) is not None for a in old.select("a")] == [
        True,
        True,
    ]
    main = page.select_one("main")
    assert main is not None and main.has_attr("data-pagefind-body")
    assert not old.find_parent(attrs={"data-pagefind-ignore": True})


def test_the_count_of_councils_without_a_like_place_is_that_of_the_list() -> None:
    page = made()[likerows.ADDRESS]
    told = re.search(r"Of (\d+) councils, (\d+) have no place like them", words_of(page))

    assert told is not None
    assert int(told[1]) == len(page.select("section:not([aria-labelledby=ended]) .like-councils > li"))
    assert int(told[2]) == words_of(page).count("No place with a pilot in this book is like it.")


def test_a_book_without_a_council_of_the_table_has_no_such_page() -> None:
    assert list(likemine.recipes(tiny_book())) == []
    assert not any(
        likerows.ADDRESS in str(page.body) for kind in (place, places) for page in pages_of(kind, tiny_book())
    )


# The script.


def table(path: Path, rows: list[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def test_the_script_refuses_a_table_that_is_not_the_one_it_names(tmp_path: Path) -> None:
    import vendor_councils

    table(tmp_path / "local_authorities.csv", [{"local-authority-code": "ABC"}])

    with pytest.raises(SystemExit, match=r"local_authorities.csv is [0-9a-f]{64}, not d1bb9be8"):
        vendor_councils._checked(tmp_path, vendor_councils.TABLES[0])


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"pop-2020": "0"}, "a figure that cannot be"),
        ({"urban": "0.9"}, "its shares of people do not add up"),
        ({"density": "900"}, "two tables disagree on its density"),
        ({"gss-code": "E07000001"}, "its code is not that of its kind"),
    ],
)
def test_the_script_refuses_figures_that_cannot_be(changes: dict[str, str], told: str) -> None:
    import vendor_councils

    row = {
        "nice-name": "Madeup", "gss-code": "E06000001", "end-date": "", "local-authority-type-name": "Unitary authority",
        "region": "Madeup Shire", "county-la": "", "combined-authority": "", "pop-2020": "200000", "area": "200", "lat": "53",
        "long": "-1", "highly-rural": "0.1", "rural": "0.1", "urban": "0.8", "la-deprivation-score": "25.04",
        "la-imd-pop-quintile": "2", "density": "1000", **changes,
    }  # fmt: skip

    with pytest.raises(SystemExit, match=f"Madeup: {told}"):
        list(vendor_councils._standing({"MDE": row}, {"MDE": row}, {"MDE": row}))
