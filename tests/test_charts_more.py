"""Charts of one record, of effects and of the whole book: sentence and table agree, bytes hold still, titles are text."""

import csv as reader
import io
import re
import struct
import zlib
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import pytest
from books import MISSING, figure, outcome, read, real_book, tiny_book
from pilotbook import charts
from pilotbook.casebook import Casebook
from pilotbook.charts import Chart, rendering
from pilotbook.charts.costs import cost_figures
from pilotbook.charts.cycles import cycle_dates
from pilotbook.charts.ledger import ledger_entries
from pilotbook.charts.lessons import KINDS
from pilotbook.charts.money import costs_by_answer
from pilotbook.charts.outcomes import outcome_figures
from pilotbook.record import Case, Lesson
from pilotbook.record.shelf import Shelf

VISITS = "madeup-town-doorstep-visits"
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
    """Yield every chart that a book gives, undrawn."""
    for view in book.views.values():
        yield from charts.for_case(view)
    for slug in book.lessons:
        yield from charts.for_lesson(book, slug)
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
    "outcomes-family-group-conferences",
    "outcomes-housing-first-pilots",
    "costs-troubled-families-phase-1",
    "cycles-sheffield-family-hubs",
    "ledger-case-management-admissions",
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
    rendering._png.cache_clear()

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
    image = charts_of("real")[name].png()

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
    chart = charts_of("tiny")[f"outcomes-{VISITS}"]

    files = chart.downloads()

    assert list(files) == [f"outcomes-{VISITS}.{kind}" for kind in ("csv", "svg", "png")]
    rows = list(reader.DictReader(io.StringIO(files[f"outcomes-{VISITS}.csv"].decode(), newline="")))
    assert list(rows[0]) == list(chart.labels.values())
    assert len(rows) == len(chart.frame)
    svg = read(files[f"outcomes-{VISITS}.svg"].decode())
    assert chart.title in svg.get_text()
    assert f"Source: {chart.source}" in svg.get_text()


@pytest.mark.parametrize(
    ("base", "folder"), [("../charts", "../charts/"), ("../charts/", "../charts/"), ("", ""), ("/", "/")]
)
def test_links_to_downloads_say_what_kind_and_how_large_the_data_are(base: str, folder: str) -> None:
    chart = charts_of("tiny")[f"costs-{VISITS}"]

    links = read(chart.to_html(base)).find_all("a", download=True)

    assert [link["href"] for link in links] == [f"{folder}costs-{VISITS}.{kind}" for kind in ("csv", "svg", "png")]
    told = ["Download the data for this chart (CSV, 1 KB)", "Picture (SVG)", "Picture (PNG)"]
    assert [link.get_text() for link in links] == told


def test_without_a_folder_there_are_no_links() -> None:
    assert read(charts_of("tiny")[f"costs-{VISITS}"].to_html()).find("a") is None


def test_a_case_s_charts_say_which_part_of_the_record_they_are_of() -> None:
    book = tiny_book()

    paths = [read(chart.to_html()).figure["data-path"] for chart in charts.for_case(book.views[VISITS])]

    assert paths == ["TLG-C-MAD1/outcomes", "TLG-C-MAD1/costs", "TLG-C-MAD1/cycles"]


@pytest.fixture
def book_of(make_case: Callable[..., Case], make_lesson: Callable[..., Lesson]) -> Callable[..., Casebook]:
    """Give a function that makes a book of one case, `made-up`, with some fields changed, and one lesson."""

    def book(title: str = "A made-up lesson", **changes: Any) -> Casebook:
        lessons = {"made-up-lesson": make_lesson(title=title)}
        return Casebook.of(Shelf(tiny_book().vocabulary, {"made-up": make_case(**changes)}, lessons))

    return book


def cost(**changes: Any) -> dict[str, Any]:
    line = {"id": "C1", "label": "Visitors", "phase": "whole", "type": "staff", "planned": MISSING, "actual": MISSING}
    return {**line, **changes}


def cycle(**changes: Any) -> dict[str, Any]:
    said = {"text": "Would a letter help?", "source": ["S1"], "locator": "page 1"}
    gap = dict.fromkeys(("hypothesis", "tested", "result"), MISSING)
    return {"id": "CY1", "question": said, **gap, "decision": "undecided", **changes}


def test_a_hostile_title_comes_out_as_text_in_every_kind_of_chart(book_of: Callable[..., Casebook]) -> None:
    entry = {"lesson": "TLG-L-MAD9", "relation": "supports", "because": "Made up.", "evidence": ["O1"]}
    effect = {**figure("8", "percentage points"), "type": "difference", "note": HOSTILE}
    trial = {"design": "rct_individual", "allocation": "drawn by lot", "group": HOSTILE, "result": figure("30")}
    book = book_of(
        title=HOSTILE,
        outcomes=[outcome(label=HOSTILE, comparison=trial, effect=effect), outcome(id="O2", label=HOSTILE)],
        costs=[cost(label=HOSTILE, planned=figure("5", "GBP", period=HOSTILE))],
        cycles=[cycle(question={"text": HOSTILE, "source": ["S1"], "locator": "page 1"}, start="2025")],
        lessons=[entry, entry],
        sources=[
            {
                "id": "S1",
                "title": "A source",
                "publisher": HOSTILE,
                "published": "2026",
                "accessed": "2026-11-21",
                "url": "https://example.org/made-up",
                "seen": "full",
                "tier": "1",
            }
        ],
    )
    made = {chart.name: chart for chart in every_chart(book)}
    assert {
        "outcomes-made-up", "costs-made-up", "cycles-made-up", "ledger-made-up-lesson", "side-by-side-reach",
        "findings-made-up-lesson", "named-barriers", "counted-costs", "shares-with-intervals", "evidence-behind-lessons",
        "differences-in-reach", "published-results", "temporary-accommodation", "gap-map", "results-funnel",
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
    for name in ("outcomes-made-up", "costs-made-up", "cycles-made-up", "side-by-side-reach"):
        assert HOSTILE in read(made[name].to_html()).get_text(), name


def test_a_case_without_figures_or_dates_has_no_charts(book_of: Callable[..., Casebook]) -> None:
    alone = outcome(n=MISSING)

    assert charts.for_case(book_of(outcomes=[alone], costs=[cost()], cycles=[cycle()]).views["made-up"]) == ()
    assert charts.for_case(book_of().views["made-up"]) == ()


def test_figures_of_another_unit_are_not_set_beside_the_result(make_case: Callable[..., Case]) -> None:
    unlike = outcome(baseline=figure("900", "families"), n=MISSING)
    like = outcome(id="O2", baseline=figure("31"), n=MISSING)

    frame = outcome_figures(make_case(outcomes=[unlike, like]))

    assert list(frame["group"]) == ["pilot group before", "pilot group"]
    assert list(frame["value"]) == [31.0, 42.0]
    assert frame["outcomes"].iloc[0] == 1


def test_a_share_of_known_people_is_drawn_with_its_interval(make_case: Callable[..., Case]) -> None:
    frame = outcome_figures(make_case(outcomes=[outcome(comparison={"design": "after_only"})]))

    assert frame[["value", "low", "high", "who"]].to_dict("records") == [
        {"value": 42.0, "low": 36.6, "high": 47.7, "who": "300 families"}
    ]


def test_the_interval_that_was_published_is_told_beside_the_figures() -> None:
    chart = charts_of("tiny")[f"outcomes-{VISITS}"]

    assert "+8.0 percentage points (95% interval 2.5 to 13.5)" in read(chart.svg).get_text()
    groups = ["pilot group before", "pilot group", "comparison group before", "comparison group"]
    assert list(chart.frame["group"]) == groups


def test_sums_are_brought_to_pounds_and_claims_are_fenced_off(make_case: Callable[..., Case]) -> None:
    lines = [
        cost(planned=figure("1.5", "GBP million"), actual=figure("1700000", "GBP")),
        cost(id="C2", type="saving_claimed", planned=figure("2", "GBP billion", status="estimate")),
        cost(id="C3", label="For each family", actual=figure("300", "GBP")),
    ]

    frame = cost_figures(make_case(costs=lines))

    assert frame[["group", "pounds", "whole"]].to_dict("list") == {
        "group": ["planned", "actual", "claimed", "actual"],
        "pounds": [1_500_000, 1_700_000, 2_000_000_000, 300],
        "whole": [True, True, True, False],
    }
    assert frame[["costs", "both", "claims"]].iloc[0].tolist() == [2, 1, 1]


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        ([cost(planned=figure("5", "GBP"))], "£5 was planned; what was spent is not known"),
        ([cost(actual=figure("5", "GBP"))], "£5 is given as the cost; what was planned is not known"),
        (
            [cost(planned=figure("5", "GBP"), actual=figure("6", "GBP"))],
            "1 of 1 cost shown both as planned and as spent",
        ),
        (
            [cost(type="saving_claimed", planned=figure("5", "GBP"))],
            "Savings or benefits are claimed, but no cost is given",
        ),
        (
            [cost(planned=figure("5", "GBP")), cost(id="C2", label="More", actual=figure("5", "GBP"))],
            "No cost is shown both as planned and as spent",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_the_title_of_costs_says_what_can_be_checked(
    book_of: Callable[..., Casebook], lines: list[dict[str, Any]], title: str
) -> None:
    chart = charts.cost_chart(book_of(costs=lines), "made-up")

    assert chart is not None and chart.title == title


def test_bars_begin_at_zero_and_both_panels_of_costs_share_an_axis() -> None:
    panels = charts_of("real")["costs-troubled-families-phase-1"].picture.to_dict()["vconcat"]

    scales = [panel["layer"][0]["encoding"]["x"]["scale"] for panel in panels]

    assert scales == [{"domainMin": 0, "domainMax": 1.2}] * 2


def test_cycles_are_placed_by_their_dates(make_case: Callable[..., Case]) -> None:
    case = make_case(
        cycles=[cycle(start="2025-01", end="2025-03", decision="adapt"), cycle(id="CY2")],
        dates={"start": {"planned": "2024-11"}},
    )

    frame = cycle_dates(case)

    assert frame[["begin", "finish", "started", "decision"]].to_dict("records") == [
        {"begin": "2024-11-01", "finish": None, "started": "November 2024 (planned)", "decision": ""},
        {"begin": "2025-01-01", "finish": "2025-03-31", "started": "January 2025", "decision": "adapted"},
    ]
    assert frame[["cycles", "decided"]].iloc[0].tolist() == [1, 1]


def test_no_entry_of_a_ledger_is_lost() -> None:
    book = real_book()

    for slug, entries in book.ledger.items():
        frame = ledger_entries(book, slug)
        assert frame["entries"].sum() == len(entries)
        assert list(frame["kind"].unique()) == KINDS


def test_no_cost_line_is_lost() -> None:
    book = real_book()

    assert costs_by_answer(book)["lines"].sum() == sum(len(case.costs) for case in book.cases.values())


def test_one_entry_needs_no_picture(book_of: Callable[..., Casebook]) -> None:
    entry = {"lesson": "TLG-L-MAD9", "relation": "supports", "because": "Made up.", "evidence": ["S1"]}

    assert charts.for_lesson(book_of(lessons=[entry]), "made-up-lesson") == ()


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
        assert charts.ledger_chart(real_book(), "case-management-admissions").svg  # type: ignore[union-attr]

    assert rendering._svg.cache_info().misses == 1
