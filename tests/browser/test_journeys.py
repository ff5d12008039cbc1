"""What readers come to do: find, open, follow to the source, filter, go back, and read without JavaScript."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

pytestmark = [pytest.mark.book, pytest.mark.browser]

WIDTHS = pytest.mark.parametrize("width", [1280, 390])
TRIAL = "Home visits and leaflets to bring families to Sure Start in Manchester"
CASE = "cases/manchester-sure-start-outreach-trial/"
LESSON = "lessons/outreach-alone/"
LESSON_TITLE = "Do not rely on visits or leaflets alone"
NOTEBOOK = "evidence/who-has-published-a-result/"
HEADER_BOX = "Search lessons, cases and evidence"

Visit = Callable[..., Page]


def status(page: Page) -> Locator:
    return page.get_by_role("main").get_by_role("status")


def menu(page: Page, width: int) -> Locator:
    """Give the main menu; on a phone it is opened first."""
    if width == 390:
        page.get_by_role("button", name="Menu", exact=True).click()
    return page.get_by_role("navigation", name="Main")


@WIDTHS
def test_a_reader_finds_a_trial_by_keyboard_and_follows_a_figure_to_its_source(visit: Visit, width: int) -> None:
    page = visit("lessons/", width=width)

    page.keyboard.press("/")
    expect(page.get_by_role("combobox", name=HEADER_BOX)).to_be_focused()
    page.keyboard.type("leaflets")
    page.keyboard.press("Enter")
    expect(status(page)).to_contain_text("“leaflets”")
    expect(page).to_have_title(re.compile("^leaflets – Search"))
    page.get_by_role("link", name=TRIAL).click()

    expect(page).to_have_url(re.compile(f"/some/where/{CASE}"))
    expect(page.get_by_role("heading", level=1, name=TRIAL)).to_be_visible()
    page.get_by_role("main").get_by_role("link", name="[S1] source", exact=True).first.click()
    expect(page).to_have_url(re.compile("#S1$"))
    expect(
        page.get_by_role("listitem").filter(has_text="Does mobilisation increase family engagement").first
    ).to_be_in_viewport()


def test_on_the_home_page_the_slash_leads_to_its_large_search_box(visit: Visit) -> None:
    page = visit()

    page.keyboard.press("/")

    expect(page.get_by_role("combobox", name="Search the book")).to_be_focused()


def test_a_slash_inside_a_search_box_is_a_slash(visit: Visit) -> None:
    page = visit("lessons/")

    page.get_by_role("combobox", name=HEADER_BOX).press_sequentially("and/or")

    expect(page.get_by_role("combobox", name=HEADER_BOX)).to_have_value("and/or")


@WIDTHS
def test_a_reader_goes_from_a_lesson_over_its_ledger_to_a_case(visit: Visit, width: int) -> None:
    page = visit(width=width)

    menu(page, width).get_by_role("link", name="Lessons").click()
    expect(page.get_by_role("heading", level=1, name="Lessons")).to_be_visible()
    page.get_by_role("main").get_by_role("link", name=LESSON_TITLE).first.click()
    supporting = page.get_by_role("region", name=re.compile(r"^Supports \(\d+\)$"))
    supporting.get_by_role("link", name=TRIAL).click()

    expect(page.get_by_role("heading", level=1, name=TRIAL)).to_be_visible()
    expect(page.get_by_role("navigation", name="Breadcrumb").get_by_role("link", name="Cases")).to_be_visible()


@WIDTHS
def test_results_are_narrowed_to_a_kind_by_keyboard_and_back_returns_the_question(visit: Visit, width: int) -> None:
    page = visit("search/?q=housing", width=width)
    expect(status(page)).to_contain_text("“housing”")
    before = status(page).inner_text()
    if width == 390:
        page.get_by_role("heading", name="Filters").click()
    cases = page.get_by_role("checkbox", name=re.compile(r"^Cases \d+$"))
    of_cases = int(re.sub(r"\D", "", cases.locator("xpath=..").inner_text()))

    page.get_by_role("checkbox", name=re.compile(r"^Lessons \d+$")).focus()
    for _ in range(4):
        if cases.evaluate("(box) => box === document.activeElement"):
            break
        page.keyboard.press("Tab")
    page.keyboard.press("Space")

    expect(cases).to_be_checked()
    expect(cases).to_be_focused()
    expect(status(page)).to_have_text(f"{of_cases} pages for “housing” with these filters")
    expect(page).to_have_url(re.compile(r"\?q=housing&kind=case$"))
    page.get_by_role("main").get_by_role("heading", level=3).get_by_role("link").first.click()
    expect(page).to_have_url(re.compile("/some/where/cases/[^/]+/"))
    page.go_back()
    expect(page.get_by_role("searchbox", name="Search for")).to_have_value("housing")
    expect(status(page)).to_have_text(f"{of_cases} pages for “housing” with these filters")
    page.go_back()
    expect(status(page)).to_have_text(before)


@WIDTHS
def test_by_keyboard_alone_a_reader_goes_from_home_over_a_lesson_and_a_case_to_the_source_of_a_figure(
    visit: Visit, width: int
) -> None:
    page = visit(width=width)

    page.keyboard.press("/")
    page.keyboard.type("outreach alone")
    page.keyboard.press("Enter")
    expect(status(page)).to_contain_text("“outreach alone”")
    tab_to(page, page.get_by_role("main").get_by_role("link", name=LESSON_TITLE, exact=True))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1, name=LESSON_TITLE)).to_be_visible()
    tab_to(page, page.get_by_role("region", name=re.compile("^Supports")).get_by_role("link", name=TRIAL))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1, name=TRIAL)).to_be_visible()
    tab_to(page, page.get_by_role("main").get_by_role("link", name=re.compile("where this figure comes from$")).first)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("#trace-"))
    page.keyboard.press("Tab")

    row = page.locator(page.url[page.url.index("#") :])
    assert row.evaluate("(row) => row.contains(document.activeElement)")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"#S\d+$"))


@WIDTHS
def test_by_keyboard_alone_a_reader_opens_a_facet_and_uses_it(visit: Visit, width: int) -> None:
    page = visit("search/?q=families", width=width)
    expect(status(page)).to_contain_text("“families”")
    design = page.get_by_role("group", name="Study design")

    if width == 390:
        tab_to(page, page.locator("summary").filter(has_text="Filters"))
        page.keyboard.press("Enter")
    tab_to(page, page.locator("summary").filter(has_text="Study design"))
    page.keyboard.press("Enter")
    tab_to(page, design.get_by_role("checkbox", name=re.compile("^Randomised trial")))
    page.keyboard.press("Space")

    expect(status(page)).to_contain_text("with these filters")
    expect(page).to_have_url(re.compile("design=randomised-trial"))


@WIDTHS
def test_by_keyboard_alone_a_reader_sorts_the_table_of_cases(visit: Visit, width: int) -> None:
    page = visit("explore/", width=width)
    expect(status(page).first).to_contain_text("cases")

    tab_to(page, page.get_by_role("button", name="Case", exact=True))
    page.keyboard.press("Enter")

    expect(status(page).first).to_contain_text("by case")
    expect(page.get_by_role("columnheader", name="Case")).to_have_attribute("aria-sort", "ascending")


def tab_to(page: Page, wanted: Locator) -> None:
    """Press Tab until the cursor stands on the element, or fail where it never comes."""
    expect(wanted).to_be_visible()
    for _ in range(200):
        page.keyboard.press("Tab")
        if wanted.evaluate("(element) => element === document.activeElement"):
            return
    pytest.fail(f"No press of Tab leads to {wanted}.")


def test_each_question_has_a_title_and_an_address_of_its_own(visit: Visit) -> None:
    page = visit("search/?q=Job+Search")
    expect(page).to_have_title("Job Search – Search – Pilotbook")
    box = page.get_by_role("searchbox", name="Search for")

    box.fill("savings $&")
    box.press("Enter")

    expect(page).to_have_title("savings $& – Search – Pilotbook")
    page.go_back()
    expect(box).to_have_value("Job Search")
    expect(page).to_have_title("Job Search – Search – Pilotbook")


def test_an_empty_search_shows_everything_lessons_first(visit: Visit) -> None:
    page = visit()

    page.get_by_role("search").first.get_by_role("button", name="Search").click()

    expect(status(page)).to_have_text(re.compile(r"^\d{3,} pages$"))
    expect(page).to_have_title("Search – Pilotbook")
    expect(page.get_by_role("region", name="Results").get_by_role("listitem").first).to_contain_text(
        "Confidence: moderate"
    )


def test_a_search_that_finds_nothing_says_so_and_offers_other_ways(visit: Visit) -> None:
    page = visit("search/?q=zzzzqqqq")

    expect(status(page)).to_have_text("Nothing found for “zzzzqqqq”. Try fewer or other words, or browse below.")
    expect(page.get_by_role("region", name="Browse instead").get_by_role("link", name="All lessons")).to_be_visible()


def test_what_a_reader_types_is_never_run(visit: Visit) -> None:
    page = visit("search/?q=%3Cimg+src%3Dx+onerror%3Dalert(1)%3E")

    # Words that no page has are left out of what is looked for, and named.
    expect(status(page)).to_contain_text("< src=x =alert(1)>")
    expect(page.locator("main img")).to_have_count(0)


def test_more_results_are_shown_on_asking_and_the_first_new_one_has_the_cursor(visit: Visit) -> None:
    page = visit("search/?q=families")
    results = page.get_by_role("main").get_by_role("heading", level=3).get_by_role("link")
    expect(results).to_have_count(10)

    page.get_by_role("button", name="Show more").press("Enter")

    expect(results).to_have_count(20)
    expect(results.nth(10)).to_be_focused()


@pytest.mark.parametrize(
    ("path", "heading", "words"),
    [
        ("", "What public-service pilots have taught, and what is not known yet", "Lessons, surest first"),
        (CASE, TRIAL, "Home visits made no significant difference to how many families came to the centres."),
        (LESSON, LESSON_TITLE, "What speaks for it, and against it"),
        (NOTEBOOK, "Who has published a result?", "What this cannot tell you"),
    ],
)
def test_without_javascript_a_page_can_be_read_and_left(visit: Visit, path: str, heading: str, words: str) -> None:
    page = visit(path, java_script_enabled=False)

    expect(page.get_by_role("heading", level=1, name=heading)).to_be_visible()
    expect(page.get_by_role("main").get_by_text(words).filter(visible=True).first).to_be_visible()
    for name in (
        "Lessons",
        "Cases",
        "Policy areas",
        "Places",
        "Evidence",
        "The programme",
        "Method",
        "Data",
        "Add a case",
    ):
        expect(page.get_by_role("navigation", name="Main").get_by_role("link", name=name, exact=True)).to_be_visible()
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Cases").click()
    expect(page.get_by_role("heading", level=1, name="Case studies")).to_be_visible()


@pytest.mark.parametrize("scripted", [True, False])
def test_on_a_phone_the_menu_opens_by_keyboard_and_escape_closes_it(visit: Visit, scripted: bool) -> None:
    page = visit("lessons/", width=390, java_script_enabled=scripted)
    button = page.get_by_role("button", name="Menu", exact=True)
    items = page.get_by_role("navigation", name="Main")

    expect(items).to_be_hidden()
    button.focus()
    page.keyboard.press("Enter")
    expect(items.get_by_role("link")).to_have_count(11)
    page.keyboard.press("Tab")
    expect(items.get_by_role("link", name="Lessons")).to_be_focused()
    page.keyboard.press("Escape")
    expect(items).to_be_hidden()
    expect(button).to_be_focused()
    button.click()
    page.get_by_role("button", name="Close the menu").click()
    expect(items).to_be_hidden()


def test_without_javascript_the_search_page_offers_ways_to_browse(visit: Visit) -> None:
    page = visit("search/?q=leaflets", java_script_enabled=False)

    expect(page.get_by_role("main")).to_contain_text("Searching by typing needs JavaScript", use_inner_text=True)
    expect(page.get_by_role("heading", name="Filters")).to_be_hidden()
    page.get_by_role("region", name="Browse instead").get_by_role("link", name="All cases").click()
    expect(page.get_by_role("heading", level=1, name="Case studies")).to_be_visible()


def test_a_permanent_address_leads_to_its_record(visit: Visit) -> None:
    page = visit("id/TLG-C-8VQ2/")

    expect(page).to_have_url(re.compile(f"/some/where/{CASE}$"))


def test_a_book_opened_from_a_folder_leads_from_page_to_page(visit: Visit, folder: Path) -> None:
    page = visit((folder / "index.html").as_uri())

    page.get_by_role("navigation", name="Main").get_by_role("link", name="Lessons").click()
    expect(page.get_by_role("heading", level=1, name="Lessons")).to_be_visible()
    page.get_by_role("main").get_by_role("link", name=LESSON_TITLE).first.click()
    expect(page.get_by_role("heading", level=1, name=LESSON_TITLE)).to_be_visible()
    page.get_by_role("region", name=re.compile("^Supports")).get_by_role("link", name=TRIAL).click()
    expect(page.get_by_role("heading", level=1, name=TRIAL)).to_be_visible()
    page.get_by_role("link", name=re.compile("^Pilotbook")).first.click()
    expect(page.get_by_role("heading", level=1, name=re.compile("^What public-service pilots"))).to_be_visible()


def test_a_search_page_opened_from_the_folder_of_a_build_narrows_but_says_that_words_need_the_offline_copy(
    visit_badly: Visit, folder: Path
) -> None:
    page = visit_badly((folder / "search" / "index.html").as_uri() + "?direction=tested-no-benefit")
    expect(status(page)).to_contain_text("pages with these filters")

    page.get_by_role("searchbox", name="Search for").fill("leaflets")

    expect(status(page)).to_contain_text("The offline copy on the data page can search words from a folder.")


@pytest.fixture
def visit_badly(browser: Browser) -> Visit:
    """Give a visit on which the browser is known to complain: it lets no page from a folder read the search index."""
    return lambda address: (page := browser.new_page(), page.goto(address))[0]


def test_the_watch_sees_what_goes_wrong_in_the_background(
    browser: Browser, address: str, watched: Callable[..., None]
) -> None:
    wrong: list[str] = []
    # The policy of a page would stop what leads elsewhere before it is asked for.
    context = browser.new_context(bypass_csp=True)
    watched(context, address, wrong)
    page = context.new_page()
    page.goto(address)

    page.evaluate("console.error('made-up error')")
    page.evaluate("setTimeout(() => { throw new Error('made-up throw') })")
    page.evaluate("fetch('no/such/page/')")
    page.evaluate("fetch('https://example.org/').catch(() => null)")
    context.close()

    told = "\n".join(wrong)
    assert "console: made-up error" in told
    assert "script: made-up throw" in told or "script: Error: made-up throw" in told
    assert f"404: {address}no/such/page/" in told
    assert "elsewhere: https://example.org/" in told


@WIDTHS
def test_a_reader_explores_a_chart_without_asking_another_host(visit: Visit, width: int) -> None:
    page = visit("missing-results/", width=width)

    page.get_by_role("button", name="Explore this chart").first.click()

    chart = page.get_by_role("group", name=re.compile("^Chart to explore"))
    expect(chart).to_be_visible()
    expect(chart.locator("svg")).to_be_visible()
