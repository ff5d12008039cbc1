"""Charts in the light and in the dark: every colour that is drawn has its contrast, and none is forgotten."""

import re
from pathlib import Path

from contrast import contrast as reckoned
from contrast import parts_of
from pilotbook.charts import palette, theme
from test_charts_look import ROOMS, colours, pictures

CSS = (Path(theme.__file__).parents[1] / "theme" / "styles" / "chart.css").read_text(encoding="utf-8")
SCHEME = "@media screen and (prefers-color-scheme: dark) and (forced-colors: none)"
DARK = CSS.partition(SCHEME)[2].partition("\n}")[0]
RULES = {
    (tag, attribute, light): dark
    for selectors, dark in re.findall(r"^ *(\.chart-picture.*?) \{ (?:fill|stroke): (#\w+); \}", DARK, re.M)
    for tag, attribute, light in re.findall(r"svg (\w*)\[(fill|stroke)=\"(#\w+)\"\]", selectors)
}
LIGHT_GROUND, DARK_GROUND = "#ffffff", "#11171a"
# Pale fills have an outline, and are as clear in the dark as they are; what is written on them stays dark too.
PALE = {palette.PALE_BLUE, palette.PALEST_BLUE, palette.GREY}
STAY = {*PALE, palette.MIDNIGHT, "none", "transparent"}


def contrast(one: str, other: str) -> float:
    return reckoned(parts_of(one), parts_of(other))


def dark(colour: str, tag: str = "", attribute: str = "fill") -> str:
    return RULES.get((tag, attribute, colour)) or RULES.get(("", attribute, colour)) or colour


def test_every_colour_that_is_drawn_has_one_for_the_dark_or_stays() -> None:
    told = {light for _, _, light in RULES}
    drawn = {colour for room in ROOMS for _, picture in pictures(room) for colour in colours(picture)}

    assert drawn - STAY <= told | {"#000"}


def test_the_dark_ground_is_the_page_s() -> None:
    sheets = "".join(
        path.read_text(encoding="utf-8") for path in (Path(theme.__file__).parents[1] / "theme").rglob("*.css")
    )
    darks = re.findall(r"prefers-color-scheme: dark\)\s*\{\s*:root\s*\{[^}]*--page: (#\w+)", sheets)

    assert darks == [DARK_GROUND]
    assert ".chart-picture svg > rect:first-of-type { fill: transparent; }" in CSS


def test_marks_stand_out_from_their_ground_3_to_1_in_both_schemes() -> None:
    for colour in (*palette.CATEGORICAL, palette.DARK_GREY):
        assert contrast(colour, LIGHT_GROUND) >= 3, colour
        assert contrast(dark(colour), DARK_GROUND) >= 3, colour
        for attribute in ("fill", "stroke"):
            assert dark(colour, attribute=attribute) in (dark(colour), colour)
    for colour in PALE:
        assert contrast(palette.DARK_GREY, colour) >= 3
        assert contrast(colour, DARK_GROUND) >= 3


def test_words_stand_out_4_and_a_half_to_1_also_on_marks() -> None:
    assert contrast(palette.INK, LIGHT_GROUND) >= 4.5
    assert contrast(dark(palette.INK), DARK_GROUND) >= 4.5
    assert contrast(palette.WHITE, palette.BLUE) >= 4.5
    assert contrast(dark(palette.WHITE, "text"), dark(palette.BLUE)) >= 4.5
    assert all(contrast(palette.MIDNIGHT, colour) >= 4.5 for colour in PALE)


def test_kinds_of_one_chart_are_told_apart_in_the_dark_as_in_the_light() -> None:
    kinds = [*palette.CATEGORICAL, palette.DARK_GREY]

    assert len({dark(colour) for colour in kinds}) == len(kinds)


def test_the_dark_is_for_screens_alone_so_that_paper_stays_white() -> None:
    assert CSS.count("prefers-color-scheme: dark") == CSS.count(SCHEME) == 1
    # Paper has its rules in one place: a picture stands whole there.
    paper = (Path(theme.__file__).parents[1] / "theme" / "styles" / "print.css").read_text(encoding="utf-8")
    assert re.search(r"\.chart-picture[^{}]*\{ break-inside: avoid; \}", paper)
