"""The map of places: made from recorded packages, a mark exactly where a position is known, and the list tells the rest."""

import hashlib
import json
import math
import re
from collections import Counter
from functools import cache
from itertools import combinations, pairwise

import pytest
from books import ROOT, pages_of, read, real_book, tiny_pages, words_of
from bs4 import BeautifulSoup, Tag
from hypothesis import given
from hypothesis import strategies as st
from pilotbook.charts import label_placement, outline
from pilotbook.charts.label_placement import Box, Disc
from pilotbook.charts.placemap import TARGET, Mark, locator, place_map, position
from pilotbook.pages.kinds import place
from pilotbook.pages.kinds import places as place_list
from pilotbook.publish.facts import stray_numbers

VENDORED = ROOT / "scripts/pilotbook/places"
FRAME = Box(0, 0, outline.WIDTH, outline.HEIGHT)
AREAS = ("nation", "region", "county", "combined authority", "group of boroughs")


@cache
def made() -> dict[str, BeautifulSoup]:
    pages = (*pages_of(place_list, real_book()), *pages_of(place, real_book()))
    return {page.path: read(page.body) for page in pages if page.path.startswith("/places/")}


@cache
def recount() -> Counter[str]:
    """Count the cases of each place from the records alone."""
    return Counter(where for case in real_book().cases.values() for where in {p.place for p in case.places})


@cache
def placed() -> dict[str, tuple[float, float]]:
    """Give where each place with a case has its mark, for those that have one."""
    places = real_book().vocabulary.places
    return {code: at for code in recount() if (at := position(code, places[code])) is not None}


def drawn() -> dict[str, Tag]:
    """Give the links of the map by code of place."""
    return {str(a["href"]).strip("/"): a for a in made()["/places/"].select(".place-map svg a")}


def discs() -> list[Disc]:
    return [
        Disc(float(dot["cx"]), float(dot["cy"]), float(dot["r"]))  # type: ignore[arg-type]
        for dot in made()["/places/"].select(".place-map a .target")
    ]


# What it is made from.


@pytest.mark.parametrize("name", ["outline.json", "points.json"])
def test_a_vendored_file_is_as_its_script_wrote_it(name: str) -> None:
    origin = {entry["file"]: entry for entry in json.loads((VENDORED / "origin.json").read_text(encoding="utf-8"))}
    content = (VENDORED / name).read_bytes()

    assert hashlib.sha256(content).hexdigest() == origin[name]["sha256"]
    assert all(origin[name][field] for field in ("package", "version", "licence", "integrity", "data"))
    assert len(content) < 15_000


def test_the_note_of_origin_names_what_the_script_took() -> None:
    note = (VENDORED / "README.md").read_text(encoding="utf-8")

    for entry in json.loads((VENDORED / "origin.json").read_text(encoding="utf-8")):
        assert f"{entry['package']} {entry['version']}" in note
    assert "CC BY 4.0" in note and "public domain" in note


def test_the_outline_is_that_of_england_and_wales_with_the_south_of_scotland() -> None:
    points = [point for ring in outline.outline() for point in ring]

    assert -5.9 < min(lon for lon, _ in points) < -5.6
    assert 1.7 < max(lon for lon, _ in points) < 1.8
    assert 49.9 < min(lat for _, lat in points) < 50.1
    assert max(lat for _, lat in points) == pytest.approx(56.1)


def is_inside(point: tuple[float, float], ring: tuple[tuple[float, float], ...]) -> bool:
    x, y = point
    crossed = [
        (a[1] > y) != (b[1] > y) and x < (b[0] - a[0]) * (y - a[1]) / (b[1] - a[1]) + a[0]
        for a, b in pairwise((*ring, ring[0]))
    ]
    return sum(crossed) % 2 == 1


def kilometres(one: tuple[float, float], other: tuple[float, float]) -> float:
    narrow = math.cos(math.radians(one[1]))
    return math.hypot((one[0] - other[0]) * narrow, one[1] - other[1]) * 111


@pytest.mark.parametrize("code", sorted(outline.positions() | placed()))
def test_a_position_is_on_land_or_at_the_coast(code: str) -> None:
    here = (outline.positions() | placed())[code]

    at_coast = min(kilometres(here, point) for ring in outline.outline() for point in ring) < 6
    assert at_coast or any(is_inside(here, tuple(ring)) for ring in outline.outline())


def test_positions_lie_in_the_order_of_their_regions() -> None:
    found: dict[str, list[tuple[float, float]]] = {}
    for code, at in outline.positions().items():
        found.setdefault(real_book().vocabulary.places[code].region, []).append(at)
    lons = {region: [lon for lon, _ in points] for region, points in found.items()}
    lats = {region: [lat for _, lat in points] for region, points in found.items()}

    for south, north in (
        *(("Yorkshire and the Humber", "North East"), ("East Midlands", "Yorkshire and the Humber")),
        *(("West Midlands", "North West"), ("South East", "London"), ("South West", "West Midlands")),
    ):
        assert max(lats[south]) < min(lats[north]), (south, north)
    for west, east in (
        *(("North West", "Yorkshire and the Humber"), ("West Midlands", "East Midlands")),
        *(("East Midlands", "East of England"), ("South West", "South East"), ("South West", "London")),
    ):
        assert max(lons[west]) < min(lons[east]), (west, east)


def test_a_point_never_stands_for_an_area() -> None:
    for code in outline.positions() | placed():
        assert real_book().vocabulary.places[code].kind not in AREAS, code


def test_a_place_without_a_town_of_its_name_stands_in_the_middle_of_its_council() -> None:
    assert placed()["hartlepool"] == (-1.256, 54.669)
    assert placed()["sheffield"] == outline.positions()["sheffield"]


def test_what_lies_beyond_the_outline_has_no_mark() -> None:
    assert "belfast" in recount() and "belfast" not in placed()


def test_every_place_with_a_case_is_on_the_map_or_named_beside_it() -> None:
    told = words_of(made()["/places/"].select_one(".place-map figcaption")).partition("Not drawn:")[2]
    named = {code for code in recount() if real_book().vocabulary.places[code].label in told}

    assert set(drawn()) | named == set(recount())


# The page.


def test_every_place_with_a_case_is_in_the_list_with_its_number_of_cases() -> None:
    listed = {
        str(item.a["href"]).strip("/"): int(re.findall(r"(\d+) case", item.get_text())[0])  # type: ignore[index]
        for item in made()["/places/"].select("#place-list li")
    }

    assert listed == recount()


def test_a_mark_exists_exactly_for_places_with_a_position_and_a_case() -> None:
    assert set(drawn()) == set(placed())


def test_the_number_at_a_mark_is_its_number_of_cases() -> None:
    for code, mark in drawn().items():
        label, cases = real_book().vocabulary.places[code].label, recount()[code]
        assert mark.title.get_text() == f"{label}, {cases} case{'s' if cases > 1 else ''}"
        assert mark.select_one(".mark-number").get_text() == str(cases)  # type: ignore[union-attr]


def test_a_mark_s_area_grows_with_its_cases() -> None:
    shares = {
        float(mark.select_one(".dot")["r"]) ** 2 / recount()[code]  # type: ignore[index,arg-type]
        for code, mark in drawn().items()
    }

    assert max(shares) == pytest.approx(min(shares), rel=0.01)


def test_a_place_that_is_not_drawn_is_named_in_words() -> None:
    told = words_of(made()["/places/"].select_one(".place-map figcaption"))

    for code in set(recount()) - set(placed()):
        assert real_book().vocabulary.places[code].label in told.partition("Not drawn:")[2]


def test_a_mark_without_room_for_its_name_is_told_in_words() -> None:
    told = words_of(made()["/places/"].select_one(".place-map figcaption"))

    bare = [code for code, mark in drawn().items() if not mark.select(".mark-name")]
    for code in bare:
        assert real_book().vocabulary.places[code].label in told.partition("no room to name")[2]
    assert len(bare) < len(drawn()) / 3


def test_every_mark_can_be_pressed_alone() -> None:
    for one, other in combinations(discs(), 2):
        assert math.dist((one.x, one.y), (other.x, other.y)) >= one.radius + other.radius
    assert all(disc.radius * 2 >= TARGET for disc in discs())


def test_no_mark_is_moved_far_from_its_place() -> None:
    for code, mark in drawn().items():
        x, y = outline.projected(placed()[code])
        dot = mark.select_one(".dot")
        assert math.dist((x, y), (float(dot["cx"]), float(dot["cy"]))) < 30, code  # type: ignore[index,arg-type]


@pytest.mark.parametrize("address", ["/places/", "/places/sheffield/"])
def test_the_picture_refers_to_nothing_outside_and_gives_no_id_twice(address: str) -> None:
    picture = made()[address].select_one("svg")
    assert picture is not None
    ids = [tag["id"] for tag in made()[address].find_all(id=True)]

    assert not picture.find(["image", "use", "style", "script", "foreignObject", "foreignobject"])
    assert "://" not in str(picture) and "url(" not in str(picture) and "data:" not in str(picture)
    assert len(ids) == len(set(ids))


def test_the_map_names_itself_and_gives_credit() -> None:
    page = made()["/places/"]
    picture = page.select_one(".place-map svg")
    assert picture is not None

    assert picture["role"] == "group"
    assert {picture["aria-labelledby"], picture["aria-describedby"]} <= {
        str(tag["id"]) for tag in picture.select("[id]")
    }
    assert "Natural Earth (public domain)" in words_of(page) and "GeoNames, CC BY 4.0" in words_of(page)


def test_no_number_on_a_place_s_page_is_without_a_record() -> None:
    assert not [path for path, page in made().items() if path != "/places/" and stray_numbers(str(page))]


def test_a_place_without_a_position_has_no_picture_of_it() -> None:
    assert made()["/places/essex/"].select_one(".place-locator svg") is None
    assert made()["/places/sheffield/"].select_one(".place-locator svg") is not None
    assert locator("essex", real_book().vocabulary.places["essex"]) == ""


def test_a_book_of_places_without_positions_has_the_list_alone() -> None:
    body = tiny_pages()["/places/"].body

    assert "<svg" not in body and "Not drawn" not in body


def test_a_name_is_text_whatever_it_holds() -> None:
    picture = place_map([Mark("sheffield", "<b>&\"'", 1, "x/", (-1.47, 53.38))]).picture

    assert "<b>" not in picture and words_of(read(picture).select_one("a title")) == "<b>&\"', 1 case"


# Finding room.

places = st.lists(st.tuples(st.floats(20, 330), st.floats(20, 400)), min_size=1, max_size=25)


@given(places)
def test_marks_moved_apart_do_not_touch(at: list[tuple[float, float]]) -> None:
    moved = label_placement.apart([Disc(x, y, 6) for x, y in at])

    for one, other in combinations(moved, 2):
        assert math.dist((one.x, one.y), (other.x, other.y)) >= 12


def test_a_mark_alone_stays_where_it_is() -> None:
    assert label_placement.apart([Disc(10, 20, 5), Disc(100, 20, 5)]) == [Disc(10, 20, 5), Disc(100, 20, 5)]


@given(places)
def test_names_meet_neither_marks_nor_one_another(at: list[tuple[float, float]]) -> None:
    marks = label_placement.apart([Disc(x, y, 8) for x, y in at])
    shown = [name for name in label_placement.names(["Madeup Town"] * len(marks), marks, 11, FRAME) if name]

    assert not any(one.box.meets(other.box) for one, other in combinations(shown, 2))
    assert not any(name.box.meets_disc(mark) for name in shown for mark in marks)
