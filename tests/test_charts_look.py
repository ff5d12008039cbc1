"""How every chart of the book looks: the guidance of the Analysis Function, held for each, on a page and on a phone."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import altair as alt
import pytest
from afcharts.af_colours import get_af_colours
from books import read
from bs4.element import Tag
from pilotbook.charts import Chart, palette, rendering, sheet, theme
from test_charts_more import charts_of, numbers

NEUTRAL = {
    palette.INK,
    palette.WHITE,
    palette.GRID,
    palette.LINE,
    palette.GREY,
    palette.DARK_GREY,
    "#000",
    "none",
    "transparent",
}
# Words by which a sentence says something; a name alone has none of them, and no number.
TELLING = re.compile(r"\d|\b(?:is|are|was|has|have|none|no|can|say|rest|found|count|recorded)\b", re.I)
ROOMS = {"page": theme.PAGE, "phone": theme.PHONE}
each_room = pytest.mark.parametrize("room", ROOMS)


def every_chart() -> list[Chart]:
    return list(charts_of("real").values())


@cache
def drawn(name: str, room: str) -> Tag:
    """Give a chart's picture for a room, read as SVG."""
    chart = charts_of("real")[name]
    found = read(chart.svg if room == "page" else chart.phone_svg).svg
    assert found is not None
    return found


def pictures(room: str) -> Iterator[tuple[Chart, Tag]]:
    for chart in every_chart():
        yield chart, drawn(chart.name, room)


def specs(room: str) -> Iterator[tuple[Chart, dict[str, Any]]]:
    for chart in every_chart():
        yield chart, chart.draw(ROOMS[room]).to_dict(validate=False)


def units(spec: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield every part of a specification that draws marks, with its rows."""
    if "mark" in spec:
        yield spec
    for part in (*spec.get("layer", ()), *spec.get("vconcat", ())):
        yield from units(part)


def colours(picture: Tag) -> set[str]:
    return {str(tag[name]) for name in ("fill", "stroke") for tag in picture.find_all(attrs={name: True})}


def test_the_palette_is_the_analysis_function_s() -> None:
    assert list(palette.CATEGORICAL) == get_af_colours("categorical")[:4]
    assert list(palette.SEQUENTIAL) == get_af_colours("sequential")
    assert get_af_colours("focus") == [palette.BLUE, palette.GREY]
    assert palette.DARK_GREY in get_af_colours("categorical")


def test_any_chart_of_altair_s_gets_the_look_of_the_book() -> None:
    bare = alt.Chart(alt.Data(values=[])).mark_bar()

    assert alt.theme.active == theme.NAME
    assert bare.to_dict()["config"] == theme.look()["config"]


def test_another_theme_does_not_change_a_picture() -> None:
    chart = charts_of("real")["counted-costs"]

    with alt.theme.enable("dark"):
        assert rendering.svg(chart.draw(theme.PAGE)) == rendering.svg(chart.picture)


def test_every_title_states_a_finding_in_lines_of_64_letters() -> None:
    for chart in every_chart():
        lines = [text.words for text in sheet.heading(chart.title, ()).texts]

        assert TELLING.search(chart.title), chart.title
        assert len(lines) <= 2 and max(map(len, lines)) <= 64, chart.title
        assert chart.subtitle and chart.subtitle != chart.title, chart.name


def test_every_number_of_a_sentence_stands_in_the_table() -> None:
    for chart in every_chart():
        assert numbers(f"{chart.title} {chart.sentence}") <= numbers(read(chart.table_html()).get_text(" ")), chart.name


@each_room
def test_no_type_is_smaller_than_14_pixels(room: str) -> None:
    for chart, picture in pictures(room):
        sizes = {str(tag.get("font-size")) for tag in picture.find_all("text")}

        assert sizes <= {"14px"}, chart.name


@each_room
def test_pictures_are_no_wider_than_their_room_so_letters_keep_their_size(room: str) -> None:
    # A phone of 390 pixels shows 332 of them: 14 pixels of 352 are 13 there.
    most = {"page": 690, "phone": 352}[room]
    for chart, picture in pictures(room):
        assert float(str(picture["width"])) <= most, chart.name


@each_room
def test_colours_are_the_palette_s_and_at_most_four_tell_kinds_apart(room: str) -> None:
    known = {*palette.CATEGORICAL, *palette.SEQUENTIAL}
    for chart, picture in pictures(room):
        used = colours(picture)

        assert used <= known | NEUTRAL, (chart.name, used - known - NEUTRAL)
        assert len((used & known) - {palette.MIDNIGHT}) <= 4, chart.name


@each_room
def test_bars_begin_at_zero(room: str) -> None:
    for chart, spec in specs(room):
        for unit in units(spec):
            x = unit["encoding"].get("x", {})
            if unit["mark"]["type"] != "bar" or x.get("type") != "quantitative":
                continue
            if "x2" in unit["encoding"]:
                rows = [row for row in spec["datasets"][unit["data"]["name"]] if row["count"]]
                assert len({round((row["end"] - row["x"]) / row["count"], 6) for row in rows}) <= 1, chart.name
            else:
                assert x["scale"].get("zero") or x["scale"]["domainMin"] == 0, chart.name


@each_room
def test_no_picture_has_two_scales_on_one_axis(room: str) -> None:
    for chart, spec in specs(room):
        assert "resolve" not in str(spec), chart.name


@each_room
def test_colour_is_never_the_only_sign(room: str) -> None:
    for chart, spec in specs(room):
        for unit in units(spec):
            field = unit["encoding"].get("color", {}).get("field")
            if field is None or unit["encoding"].get("shape", {}).get("field") == field:
                continue
            told = " ".join(drawn(chart.name, room).stripped_strings)
            kinds = {row[field] for row in spec["datasets"][unit["data"]["name"]]}
            assert len(kinds) == 1 or all(kind in told for kind in kinds), (chart.name, kinds)


def test_no_picture_cuts_a_name_short() -> None:
    for room in ROOMS:
        assert not [chart.name for chart, picture in pictures(room) if "…" in picture.get_text()]


def test_ids_of_the_two_pictures_do_not_meet() -> None:
    for chart in every_chart():
        ids = [tag["id"] for tag in read(chart.to_html()).find_all(id=True)]
        assert len(ids) == len(set(ids)), chart.name
