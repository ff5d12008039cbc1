"""What a reader sees: nothing runs off the side, focus can be seen, words stand out, and paper shows the sources."""

import re
from collections.abc import Callable

import pytest
from audit import focus
from audit.layout import overflow
from audit.views import CASE, LESSON, MADE, PROSE, WIDTHS, unfold
from contrast import contrast, luminance
from playwright.sync_api import Page, expect
from projects import Project

pytestmark = [pytest.mark.book, pytest.mark.browser]

Visit = Callable[..., Page]
COLOURED = ["", CASE, LESSON, "cases/", "cases/sheffield-family-hubs/", "gap-map/", "search/?q=families"]
COLOURED += ["explore/", "a-to-z/l/", "evidence/who-has-published-a-result/", "programme/"]
# The text of each element that holds words of its own, with its colour and what lies behind it, as the browser drew them.
WORDS_AND_GROUNDS = """() => {
  const parsed = (colour) => (colour.match(/[\\d.]+/g) || []).map(Number);
  const ground = (element) => {
    const layers = [];
    for (let at = element; at; at = at.parentElement) layers.push(parsed(getComputedStyle(at).backgroundColor));
    const solid = layers.findIndex((layer) => layer.length === 3 || layer[3] === 1);
    if (solid < 0) return [255, 255, 255];
    const over = (below, [r, g, b, alpha]) => [r, g, b].map((part, i) => part * alpha + below[i] * (1 - alpha));
    return layers.slice(0, solid).reverse().reduce(over, layers[solid].slice(0, 3));
  };
  const shown = (element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: true })
    && !element.closest("svg, .visually-hidden, .skip-link, script, noscript, option");
  return [...document.querySelectorAll("body *")]
    .filter((element) => [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim()) && shown(element))
    .map((element) => [element.textContent.trim().slice(0, 40), element.tagName + "." + element.className,
                       parsed(getComputedStyle(element).color), ground(element)]);
}"""


def test_every_kind_of_page_is_looked_at(real: Project) -> None:
    folders = {path.name for path in real.site.iterdir() if path.is_dir()} - {"_static", "_images", "pagefind", "id"}

    assert folders - {path.split("/")[0] for path in MADE + PROSE} == set()


@pytest.mark.parametrize("path", MADE + PROSE, ids=lambda path: path or "home")
def test_no_page_scrolls_sideways(visit: Visit, path: str) -> None:
    page = visit(path)
    if "?q=" in path:
        expect(page.get_by_role("main").get_by_role("status")).to_contain_text("pages for")

    assert {width: overflow(page, width) for width in WIDTHS} == dict.fromkeys(WIDTHS, 0)


def test_the_longest_case_does_not_scroll_sideways_either(visit: Visit, real: Project) -> None:
    longest = max(real.site.glob("cases/*/index.html"), key=lambda path: path.stat().st_size)

    page = visit(f"cases/{longest.parent.name}/")
    unfold(page)

    assert {width: overflow(page, width) for width in WIDTHS} == dict.fromkeys(WIDTHS, 0)


@pytest.mark.parametrize("path", MADE + PROSE, ids=lambda path: path or "home")
def test_on_a_phone_only_tables_of_counts_scroll_sideways(visit: Visit, path: str) -> None:
    page = visit(path, width=390)
    unfold(page)

    scrolling = page.locator(".table-scroll:not(:has(> table.counted))").evaluate_all(
        "(boxes) => boxes.filter((box) => box.scrollWidth > box.clientWidth).map((box) => box.getAttribute('aria-label'))"
    )
    assert scrolling == []


def test_where_there_is_room_the_facts_of_a_row_stand_beside_its_words(visit: Visit) -> None:
    def facts_begin_right_of_words(width: int) -> bool:
        row = visit("lessons/", width=width).locator(".rows > li").first
        words, facts = row.locator("p").bounding_box(), row.locator(".row-facts").bounding_box()
        assert words and facts
        return facts["x"] >= words["x"] + words["width"]

    assert (facts_begin_right_of_words(1280), facts_begin_right_of_words(390)) == (True, False)


@pytest.mark.parametrize("path", ["programme/", "method/", CASE, "cases/often-trial/"])
def test_no_line_begins_with_a_source(visit: Visit, path: str) -> None:
    page = visit(path, width=390)

    first_on_its_line = page.locator("article p .src").evaluate_all(
        """(links) => links.filter((link) => {
          const words = document.createRange();
          words.setStart(link.closest("p"), 0);
          words.setEndBefore(link);
          const before = [...words.getClientRects()].filter((box) => box.width > 0).pop();
          const box = link.getBoundingClientRect();
          return before && (box.top + box.bottom) / 2 > before.bottom;
        }).map((link) => link.closest("p").textContent)"""
    )
    assert first_on_its_line == []


@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize("path", ["", CASE], ids=["home", "case"])
def test_focus_can_be_seen_on_each_of_the_first_stops(visit: Visit, path: str, colours: str) -> None:
    page = visit(path, color_scheme=colours)

    assert list(focus.unseen(page, most=15)) == []


@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize("path", COLOURED, ids=lambda path: path or "home")
def test_words_stand_out_from_what_lies_behind_them(visit: Visit, path: str, colours: str) -> None:
    page = visit(path, color_scheme=colours)
    unfold(page)
    if "?q=" in path:
        expect(page.get_by_role("main").get_by_role("heading", level=3).first).to_be_visible()

    words = page.evaluate(WORDS_AND_GROUNDS)

    assert len(words) > 40
    faint = {f"{kind} “{text}”: {ratio:.2f}" for text, kind, *colour in words if (ratio := contrast(*colour)) < 4.5}
    assert faint == set()


def test_in_dark_surroundings_the_page_is_dark(visit: Visit) -> None:
    page = visit(color_scheme="dark")

    ground = page.evaluate("getComputedStyle(document.body).backgroundColor.match(/[\\d.]+/g).map(Number)")
    text = page.evaluate("getComputedStyle(document.body).color.match(/[\\d.]+/g).map(Number)")

    assert luminance(ground) < 0.03
    assert luminance(text) > 0.7


def test_on_paper_a_case_shows_its_sources_and_nothing_is_folded_away(visit: Visit) -> None:
    page = visit(CASE)

    page.emulate_media(media="print")

    expect(page.get_by_role("heading", name="Sources", exact=True)).to_be_visible()
    expect(page.get_by_role("listitem").filter(has_text=re.compile("^S1")).first).to_be_visible()
    expect(page.get_by_text("Families drawn at random to visit, leaflet or usual service").first).to_be_visible()
    expect(page.get_by_role("navigation", name="Main")).to_be_hidden()
    address = page.locator("#S1 a").first.evaluate("(link) => getComputedStyle(link, '::after').content")
    assert "https://research.manchester.ac.uk/" in address


# The width of A4 in pixels, and of what stands between its margins: upright, and on its side.
@pytest.mark.parametrize(
    ("path", "sheet", "room"),
    [
        ("gap-map/", 1123, 1047),
        ("approaches/", 1123, 1047),
        ("cases/", 794, 680),
        ("explore/", 794, 680),
        ("missing-results/", 794, 680),
    ],
)
def test_on_paper_no_table_is_wider_than_its_page(visit: Visit, path: str, sheet: int, room: int) -> None:
    page = visit(path, width=sheet)
    page.emulate_media(media="print")

    page.evaluate("(room) => { document.body.style.width = `${room}px` }", room)
    wide = page.evaluate(
        """() => [...document.querySelectorAll("main table")].filter((table) => table.offsetWidth
          && table.getBoundingClientRect().right > document.body.getBoundingClientRect().right + 1)
          .map((table) => table.closest("[aria-label]")?.getAttribute("aria-label") || table.className)"""
    )

    assert wide == []


def test_on_paper_a_picture_is_drawn_for_a_page_and_no_code_is_printed(visit: Visit) -> None:
    page = visit("evidence/what-stood-in-the-way/", width=794)
    page.emulate_media(media="print")

    drawn = page.locator("figure.chart").first
    assert (drawn.locator(".chart-wide").is_visible(), drawn.locator(".chart-phone").is_visible()) == (True, False)
    assert page.get_by_text("Show code cell source").locator("visible=true").count() == 0


@pytest.mark.parametrize("width", WIDTHS)
def test_every_chart_is_set_in_the_type_of_the_page(visit: Visit, width: int) -> None:
    page = visit("gap-map/", width=width)

    faces = page.locator("figure.chart svg text").evaluate_all(
        "(all) => [...new Set(all.map((text) => getComputedStyle(text).fontFamily.split(',')[0]))]"
    )
    assert faces == ['"Source Sans 3"']


def test_a_phone_has_the_face_of_text_and_asks_for_it_after_the_words(visit: Visit) -> None:
    page = visit("", width=390)
    page.wait_for_load_state("networkidle")
    # A second page finds it kept.
    page.goto("lessons/")
    page.wait_for_load_state("networkidle")

    asked = page.evaluate("document.querySelectorAll('link[rel=preload][href*=source-sans]').length")
    shown = page.evaluate(
        "[...document.fonts].some((face) => face.family.includes('Source Sans') && face.status === 'loaded')"
    )
    moved = page.evaluate(
        """() => new Promise((told) => new PerformanceObserver((list) => told(list.getEntries().length))
          .observe({ type: "layout-shift", buffered: true }) || setTimeout(() => told(0), 300))"""
    )
    assert (asked, shown, moved) == (0, True, 0)


def test_in_forced_colours_marks_are_told_apart_without_their_colour(visit: Visit) -> None:
    page = visit("gap-map/", forced_colors="active")
    edges = page.evaluate(
        """() => Object.fromEntries(["map-1", "map-3", "map-5", "map-gap"].map((name) => {
          const cell = document.querySelector(`a.map-cell.${name}`);
          return [name, cell && [getComputedStyle(cell).borderTopWidth, getComputedStyle(cell).borderTopStyle].join(" ")];
        }))"""
    )
    assert {edge for edge in edges.values() if edge} <= {"1px solid", "3px solid", "5px solid", "2px dashed"}
    assert len({edge for edge in edges.values() if edge}) == len([edge for edge in edges.values() if edge])

    menu = page.locator(".site-nav a").evaluate_all(
        """(links) => links.map((link) =>
          getComputedStyle(link).borderBottomColor === getComputedStyle(document.body).backgroundColor)"""
    )
    assert all(menu)


@pytest.mark.parametrize(
    "path", ["", CASE, "gap-map/", "explore/", "approaches/", "plan/"], ids=lambda path: path or "home"
)
def test_a_page_that_runs_from_the_right_loses_nothing(visit: Visit, path: str) -> None:
    page = visit(path)

    page.evaluate("document.documentElement.dir = 'rtl'")

    assert {width: overflow(page, width) for width in WIDTHS} == dict.fromkeys(WIDTHS, 0)


def test_a_title_from_the_right_begins_at_its_own_side_and_turns_no_number(visit: Visit) -> None:
    page = visit(CASE)
    title = "\u062a\u062c\u0631\u0628\u0629 \u0641\u064a \u0644\u064a\u062f\u0632 (2026)"

    page.locator("h1").evaluate("(heading, title) => { heading.textContent = title }", title)

    assert page.locator("h1").evaluate("(heading) => getComputedStyle(heading).direction") == "rtl"
    before = page.locator("#S1 a").first.evaluate(
        """(link, title) => { link.textContent = title; const next = link.nextSibling;
          const words = document.createRange(); words.setStart(next, 0); words.setEnd(next, 1);
          return words.getBoundingClientRect().left >= link.getBoundingClientRect().right - 1; }""",
        title,
    )
    assert before


def test_the_skip_link_leads_past_the_menu(visit: Visit) -> None:
    page = visit(CASE)

    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")

    assert page.evaluate("document.activeElement.closest('main') !== null")
