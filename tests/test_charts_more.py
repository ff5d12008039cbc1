"""Charts of effects and of the whole book: sentence and table agree, bytes hold still, titles are text."""

import csv as reader
import io
import re
import struct
import zlib
from collections.abc import Callable, Iterator
from functools import cache

import pytest
from books import figure, outcome, read, real_book, source, tiny_book
from pilotbook import charts
from pilotbook.casebook import Casebook
from pilotbook.charts import Chart, rendering
from pilotbook.charts.money import costs_by_answer
from pilotbook.record import Case
from pilotbook.record.shelf import Shelf
from pilotbook.text.spreadsheet import ENCODING

HOSTILE = "=1+1</script><img src=x onerror=alert(1)>"
OF_A_BOOK = (
    charts.named_barriers,
    charts.counted_costs,
    charts.shares_with_intervals,
    *(getattr(charts, name) for name in charts.__all__ if name != "Chart"),
    charts.gap_picture,
    charts.programme_timeline,
    charts.results_funnel,
)


def every_chart(book: Casebook) -> Iterator[Chart]:
    """Yield every chart across cases that a book gives, undrawn."""
    for slug in book.lessons:
        if chart := charts.findings_behind(book, slug):
            yield chart
    yield from filter(None, (charts.side_by_side(book, domain) for domain in book.vocabulary.outcome_domains))
    yield from filter(None, (draw(book) for draw in OF_A_BOOK))


@cache
def charts_of(name: str, time: str = "first") -> dict[str, Chart]:
    """Give the charts of a book by name; another `time` makes them all again."""
    return {chart.name: chart for chart in every_chart({"real": real_book, "tiny": tiny_book}[name]())}


# A few of each kind are drawn; every one has its words and its table checked.
DRAWN = [
    "findings-new-place-new-test",
    "side-by-side-reach",
    "named-barriers",
    "counted-costs",
    "shares-with-intervals",
]
each_drawn = pytest.mark.parametrize("name", DRAWN)
each_book = pytest.mark.parametrize("book", ["real", "tiny"])


def numbers(text: str) -> set[str]:
    return set(re.findall(r"\d(?:[\d,.]*\d)?", text))


@each_book
def test_every_number_in_a_sentence_or_title_stands_in_the_table(book: str) -> None:
    for chart in charts_of(book).values():
        table = numbers(read(chart.table_html()).get_text(" "))
        assert numbers(f"{chart.title} {chart.sentence}") <= table, chart.name
        assert chart.sentence.endswith(".")


@each_book
def test_no_two_charts_of_a_book_share_a_name(book: str) -> None:
    made = list(every_chart({"real": real_book, "tiny": tiny_book}[book]()))

    assert len({chart.name for chart in made}) == len(made)


@each_book
def test_every_chart_has_a_title_a_subtitle_a_source_and_rows(book: str) -> None:
    for chart in charts_of(book).values():
        assert 2 < len(chart.title.split()) <= 20, chart.title
        assert chart.subtitle and chart.source
        assert set(chart.labels) <= set(chart.frame.columns)
        assert "nan" not in f"{chart.title} {chart.sentence} {chart.table_html()}".casefold().split()


@each_drawn
def test_a_picture_is_the_same_bytes_when_it_is_drawn_afresh(name: str) -> None:
    chart = charts_of("real")[name]
    first = chart.downloads()
    rendering._svg.cache_clear()

    assert charts_of("real", "second")[name].downloads() == first


@each_drawn
def test_a_picture_has_one_name_no_more_than_four_colours_beside_grey_and_type_of_14_pixels(name: str) -> None:
    svg = read(charts_of("real")[name].svg)

    assert svg.svg is not None and svg.svg["aria-label"] == charts_of("real")[name].sentence
    assert not svg.svg.find_all(attrs={"aria-label": True})
    fills = {str(tag["fill"]).lower() for tag in svg.find_all("path", fill=True)} - {"none", "transparent", "#ffffff"}
    assert len(fills - {"#bfbfbf", "#3d3d3d"}) <= 4
    assert {str(tag["font-size"]) for tag in svg.find_all("text", attrs={"font-size": True})} <= {"14px"}


@each_drawn
def test_a_picture_is_no_wider_than_a_page_so_its_letters_keep_their_size(name: str) -> None:
    svg = read(charts_of("real")[name].svg).svg

    assert svg is not None and float(str(svg["width"])) <= 700


@each_drawn
def test_the_title_is_drawn_as_dark_letters_in_the_png(name: str) -> None:
    image = rendering.png(charts_of("real")[name].whole_svg())

    # Above the picture stand words alone, so what is dark there is letters.
    dark = sum(1 for point in top_points(image, lines=44) if max(point) < 100)

    assert dark > 500


def top_points(image: bytes, lines: int) -> Iterator[bytes]:
    """Yield the points (red, green, blue) of the first lines of a PNG of 8 bits a channel."""
    assert image.startswith(b"\x89PNG\r\n\x1a\n")
    width, _, depth, kind = struct.unpack(">IIBB", image[16:26])
    size = {2: 3, 6: 4}[kind]
    assert depth == 8
    data, start = b"", 8
    while start < len(image):
        length = struct.unpack(">I", image[start : start + 4])[0]
        chunk = image[start + 4 : start + 8 + length]
        assert zlib.crc32(chunk) == struct.unpack(">I", image[start + 8 + length : start + 12 + length])[0]
        data += chunk[4:] if chunk.startswith(b"IDAT") else b""
        start += 12 + length
    points, above, row = zlib.decompress(data), bytes(width * size), width * size + 1
    for line in range(lines):
        above = unfiltered(points[line * row : (line + 1) * row], above, size)
        yield from (above[at : at + 3] for at in range(0, len(above), size))


def unfiltered(line: bytes, above: bytes, size: int) -> bytes:
    kind, out = line[0], bytearray(line[1:])
    for at, value in enumerate(out):
        left = out[at - size] if at >= size else 0
        corner = above[at - size] if at >= size else 0
        up = above[at]
        near = min((left, up, corner), key=lambda one: abs(left + up - corner - one))
        out[at] = (value + (0, left, up, (left + up) // 2, near)[kind]) % 256
    return bytes(out)


@each_drawn
def test_a_chart_runs_nothing_and_loads_nothing(name: str) -> None:
    html = str(charts_of("real")[name].to_html("downloads"))

    assert read(html).find(["script", "img", "image", "iframe", "object", "link", "foreignobject"]) is None
    assert not re.search(r"url\((?!#)|@import|\son\w+=", html)


def test_the_downloads_are_named_for_the_chart_and_hold_what_the_page_shows() -> None:
    chart = charts_of("tiny")["published-results"]

    files = chart.downloads()

    assert list(files) == [f"published-results.{kind}" for kind in ("csv", "svg", "json")]
    rows = list(reader.DictReader(io.StringIO(files["published-results.csv"].decode(ENCODING), newline="")))
    assert list(rows[0]) == list(chart.labels.values())
    assert len(rows) == len(chart.frame)
    words = " ".join(read(files["published-results.svg"].decode()).stripped_strings)
    assert words.startswith(f"{chart.title} {chart.subtitle} Source: {chart.source}.")


def test_a_picture_that_stands_alone_is_that_of_the_page_below_its_words() -> None:
    drawn = '<svg class="marks" width="300" height="100" viewBox="0 0 300 100"><rect width="300"/></svg>'

    whole = rendering.titled(drawn, "Fewer & “safer” <homes>", ("Homes by year", "Source: this book."))

    assert whole.startswith('<svg class="marks" width="650" height="184" viewBox="0 0 650 184"><rect width="650"')
    assert whole.endswith('<g transform="translate(0,84)"><rect width="300"/></g></svg>')
    assert [tag.text for tag in read(whole).find_all("text")] == [
        "Fewer & “safer” <homes>",
        "Homes by year",
        "Source: this book.",
    ]
    with pytest.raises(ValueError, match="begins with its size"):
        rendering.titled("<svg></svg>", "Title", ())


@pytest.mark.parametrize(
    ("base", "folder"), [("../charts", "../charts/"), ("../charts/", "../charts/"), ("", ""), ("/", "/")]
)
def test_links_to_downloads_say_what_kind_and_how_large_the_data_are(base: str, folder: str) -> None:
    chart = charts_of("tiny")["counted-costs"]

    links = read(chart.to_html(base)).find_all("a", download=True)

    assert [link["href"] for link in links] == [f"{folder}counted-costs.{kind}" for kind in ("csv", "svg", "png")]
    told = ["Download the data for this chart (CSV, 1 KB)", "Picture (SVG)", "Picture (PNG)"]
    assert [link.get_text() for link in links] == told


def test_without_a_folder_there_are_no_links() -> None:
    assert read(charts_of("tiny")["counted-costs"].to_html()).find("a") is None


def test_a_hostile_title_comes_out_as_text_in_every_kind_of_chart(book_of_one: Callable[..., Casebook]) -> None:
    entry = {"lesson": "TLG-L-MAD9", "relation": "supports", "because": "Made up.", "evidence": ["O1"]}
    effect = {**figure("8", "percentage points"), "type": "difference", "note": HOSTILE}
    trial = {"design": "rct_individual", "allocation": "drawn by lot", "group": HOSTILE, "result": figure("30")}
    book = book_of_one(
        title=HOSTILE,
        outcomes=[outcome(label=HOSTILE, comparison=trial, effect=effect), outcome(id="O2", label=HOSTILE)],
        lessons=[entry, entry],
        sources=[source(publisher=HOSTILE)],
    )
    made = {chart.name: chart for chart in every_chart(book)}
    assert {
        "side-by-side-reach", "findings-made-up-lesson", "named-barriers", "counted-costs", "shares-with-intervals",
        "evidence-behind-lessons", "differences-in-reach", "published-results", "temporary-accommodation", "gap-map", "results-funnel",
    } == set(made)  # fmt: skip

    for chart in made.values():
        page = read(chart.to_html("charts"))
        assert page.find(["script", "img"]) is None
        assert not page.find_all(onerror=True)
        for name, content in chart.downloads().items():
            if name.endswith("csv"):
                cells = [cell for row in reader.reader(io.StringIO(content.decode(), newline="")) for cell in row]
                assert not [cell for cell in cells if cell.startswith(("=", "@"))]
            elif name.endswith("svg"):
                assert read(content.decode()).find(["script", "img", "image", "foreignobject"]) is None
    assert HOSTILE in read(made["side-by-side-reach"].to_html()).get_text()


def test_no_cost_line_is_lost() -> None:
    book = real_book()

    assert costs_by_answer(book)["lines"].sum() == sum(len(case.costs) for case in book.cases.values())


def test_effects_of_another_unit_stand_on_an_axis_of_their_own() -> None:
    chart = charts_of("real")["side-by-side-hospital-use"]

    panels = chart.picture.to_dict()["vconcat"]

    assert len(panels) == chart.frame["axis"].nunique() > 1
    assert "not pooled" in chart.title


def test_pooled_effects_stand_below_their_studies(make_case: Callable[..., Case]) -> None:
    trial = {"design": "rct_individual", "allocation": "drawn by lot"}

    def case(value: str, low: str, high: str, name: str) -> Case:
        effect = {
            **figure(value, "percentage points"),
            "type": "difference",
            "ci_low": low,
            "ci_high": high,
            "ci_level": "95",
        }
        return make_case(id=name, outcomes=[outcome(comparison=trial, effect=effect, measure="Share who came.")])

    cases = {"one": case("8", "2.5", "13.5", "TLG-C-MA01"), "two": case("4", "-1.5", "9.5", "TLG-C-MA02")}

    chart = charts.side_by_side(Casebook.of(Shelf(tiny_book().vocabulary, cases)), "reach")

    assert chart is not None
    assert chart.title == "2 effects side by side, pooled only where the same thing was measured"
    assert list(chart.frame["value"]) == [8.0, 4.0, 6.0]
    assert chart.frame["outcome"].iloc[2] == "Taken together: 2 studies"


def test_equal_pictures_are_drawn_once() -> None:
    rendering._svg.cache_clear()

    for _ in range(3):
        assert charts.results_funnel(real_book()).svg

    assert rendering._svg.cache_info().misses == 1
