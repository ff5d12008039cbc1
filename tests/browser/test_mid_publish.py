"""A page that is open while the book is published anew: it shows one edition or the other, never a row of both, and says so."""

import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from pilotbook.publish import outcome_data, run, scripts, search_data
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Route, expect
from projects import Project, plain_prose, small_project
from served import served

pytestmark = pytest.mark.browser

VISITS, LETTERS, ADVICE = "TLG-C-MAD1", "TLG-C-MAD2", "TLG-C-MAD3"
FILES = {
    VISITS: "madeup-town-doorstep-visits",
    LETTERS: "madeup-vale-hub-letters",
    ADVICE: "madeup-town-rent-advice",
}
TOLD = "The book has been published anew, and this page does not mix the two editions."
FRAME = """<!DOCTYPE html><html lang="en-GB"><head><meta charset="utf-8"><title>%%TITLE%%</title>%%HEAD%%
<link rel="stylesheet" href="%%ROOT%%_static/pilotbook.css?v={build}">
<script src="%%ROOT%%_static/pilotbook.js?v={build}" defer></script>
<script src="%%ROOT%%_static/marks.js?v={build}" defer></script>
<script src="%%ROOT%%_static/suggest.js?v={build}" defer></script></head>
<body data-root="%%ROOT%%" data-build="{build}">
<form class="site-search" role="search" action="%%ROOT%%search/">
<input id="site-search-box" type="search" name="q" aria-label="Search the site" data-suggest></form>%%BODY%%</body></html>"""


@dataclass
class Host:
    """A host that shows one edition after another at the same address."""

    folder: Path
    address: str = ""

    def show(self, edition: str) -> None:
        link = self.folder / "next"
        link.symlink_to(edition)
        link.replace(self.folder / "site")

    def text(self, edition: str, path: str) -> str:
        return (self.folder / edition / path).read_text(encoding="utf-8")


def small_files(folder: Path) -> None:
    """Let the tables of an edition show one row at a time, so that each next row is loaded later."""
    script = folder / "_static" / "explore.js"
    text = script.read_text(encoding="utf-8")
    assert text.count("const PAGE = 50;") == 1
    script.write_text(text.replace("const PAGE = 50;", "const PAGE = 1;"), encoding="utf-8")


def of_other_scripts(folder: Path) -> None:
    """Let an edition be as one whose scripts have changed."""
    for path in [*folder.rglob("*.html"), *folder.glob("_static/*.js"), *folder.glob("search/*columns*.js")]:
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace(scripts.made_with(), "0ther5cr"), encoding="utf-8")


@pytest.fixture(scope="module")
def host(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Host]:
    """Give a host with three editions of the small book, which differ in every case, and the last in its scripts too."""
    prose, folder = plain_prose(tmp_path_factory.mktemp("prose")), tmp_path_factory.mktemp("host")
    (prose / "shell" / "index.html").write_text(FRAME.format(build=scripts.made_with()), encoding="utf-8")
    project = small_project(tmp_path_factory.mktemp("published") / "small")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(run.prose, "build", lambda *_: prose)
        patch.setattr(run.notebooks, "outputs", lambda *_: {})
        for name in ("_draw", "_pack"):
            patch.setattr(run._Build, name, lambda *_: None)
        patch.setattr(run.site, "make_downloads", lambda *_: ({}, {}))
        patch.setattr(run._Build, "_vega", lambda made: made.store.keep(b"window.vegaEmbed = async () => null;"))
        patch.setattr(run.offline, "pack", lambda _, store, __: store.keep(b"zip"))
        # Briefs are not drawn here, and pages lead to them.
        patch.setattr(run.manifest, "faults", lambda *_: [])
        for data in (search_data, outcome_data):
            patch.setattr(data, "CHUNK", 1)
        publish(project, folder / "one")
        for record in FILES.values():
            change(project, record)
        words = project.record("vocabulary")
        words.write_text(
            words.read_text(encoding="utf-8").replace("label: Made-up", "label: Changed made-up"), encoding="utf-8"
        )
        publish(project, folder / "two")
    shutil.copytree(folder / "two", folder / "three")
    of_other_scripts(folder / "three")
    (folder / "site").symlink_to("one")
    with served(folder / "site") as address:
        yield Host(folder, address)


def publish(project: Project, folder: Path) -> None:
    project.build()
    shutil.copytree(project.site.resolve(), folder)
    small_files(folder)


def change(project: Project, record: str) -> None:
    path = project.record(record)
    text = re.sub("^title: Made-up", "title: Changed made-up", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    text = text.replace("baseline: {value: 31,", "baseline: {value: 29,")
    path.write_text(text.replace("label: ", "label: Changed "), encoding="utf-8")


@pytest.fixture
def visit(browser: Browser, host: Host) -> Iterator[Callable[[str], Page]]:
    """Give a function that opens a page of the first edition."""
    contexts: list[BrowserContext] = []

    def open_page(path: str) -> Page:
        contexts.append(browser.new_context(base_url=host.address, reduced_motion="reduce"))
        contexts[-1].set_default_timeout(10_000)
        page = contexts[-1].new_page()
        page.goto(path)
        return page

    host.show("one")
    yield open_page
    for context in contexts:
        context.close()


Visit = Callable[[str], Page]


def note(page: Page) -> Locator:
    return page.get_by_role("alert").filter(has_text=TOLD)


def offers(page: Page) -> Locator:
    return page.get_by_role("listbox", name="Suggestions").get_by_role("option")


def load_afresh(page: Page) -> None:
    page.get_by_role("button", name="Load the page afresh").click()
    expect(note(page)).to_have_count(0)


@pytest.mark.parametrize("table", ["explore/", "outcomes/"])
def test_a_table_gets_no_row_of_another_edition(visit: Visit, host: Host, table: str) -> None:
    page = visit(table)
    rows = page.locator("#explore-table tbody tr")
    expect(rows).to_have_count(1)
    before = rows.all_inner_texts()

    host.show("two")
    page.get_by_role("button", name="Show more").click()

    expect(note(page)).to_be_visible()
    expect(page.locator("#explore-status")).to_have_text("The rest could not be loaded. What is shown stays as it is.")
    assert rows.all_inner_texts() == before and "Changed" not in before[0]
    load_afresh(page)
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text("Changed")
    page.get_by_role("button", name="Show more").click()
    expect(rows).to_have_count(2)


def test_a_table_is_not_taken_away_with_rows_of_two_editions(visit: Visit, host: Host) -> None:
    page = visit("explore/")
    expect(page.locator("#explore-table tbody tr")).to_have_count(1)
    saved: list[object] = []
    page.on("download", lambda download: saved.append(download))

    host.show("two")
    page.get_by_role("button", name="Download these rows (CSV)").click()

    expect(note(page)).to_be_visible()
    assert saved == []


def held_from_before(visit: Visit, host: Host, address: str) -> Page:
    """Open a page that a browser has kept of the first edition, while the second is published."""
    page = visit("about/")
    held = host.text("one", f"{address}index.html")
    page.route(f"**/{address}", lambda route: route.fulfill(body=held, content_type="text/html"), times=1)
    host.show("two")
    page.goto(address)
    return page


def test_a_table_that_a_browser_holds_is_not_filled_by_the_data_of_another_edition(visit: Visit, host: Host) -> None:
    page = held_from_before(visit, host, "explore/")

    expect(note(page)).to_be_visible()
    expect(page.locator("#explore-status")).to_have_text("The table cannot be filtered here. It is shown whole.")
    expect(page.locator("#explore-table tbody tr")).to_have_count(3)
    assert "Changed" not in page.locator("#explore-table").inner_text()


def test_a_search_finds_in_one_edition_alone(visit: Visit, host: Host) -> None:
    page = visit("search/")
    expect(page.locator("#search-status")).to_contain_text("pages")
    box = page.locator("#search-box")

    host.show("two")
    box.fill("doorstep")

    expect(note(page)).to_be_visible()
    expect(page.locator("#search-status")).to_have_text("Search could not be loaded. Browse below instead.")
    assert "Changed" not in page.locator("#search-results").inner_text()
    load_afresh(page)
    expect(
        page.locator("#search-results").get_by_role("link", name=re.compile("^Changed made-up doorstep"))
    ).to_be_visible()


def test_suggestions_are_of_one_edition_alone(visit: Visit, host: Host) -> None:
    page = visit("cases/madeup-town-rent-advice/")
    box = page.get_by_role("combobox", name="Search the site")
    with page.expect_response("**/search/columns.js"):
        box.focus()

    host.show("two")
    box.press_sequentially("doorstep")

    expect(note(page)).to_be_visible()
    expect(offers(page)).to_have_count(0)


def test_suggestions_that_begin_after_a_publication_are_of_the_new_edition_alone(visit: Visit, host: Host) -> None:
    page = visit("cases/madeup-town-rent-advice/")

    host.show("two")
    page.get_by_role("combobox", name="Search the site").press_sequentially("doorstep")

    expect(offers(page).filter(has_text="Changed made-up doorstep")).to_be_visible()
    expect(note(page)).to_have_count(0)


def test_cases_side_by_side_are_of_one_edition(visit: Visit, host: Host) -> None:
    page = visit(f"compare/?a={VISITS}")
    heads = page.locator("#compare-table thead th a")
    expect(heads).to_have_count(1)

    host.show("two")
    box = page.get_by_role("searchbox", name="Add a case")
    box.fill(LETTERS)
    box.press("Enter")

    expect(note(page)).to_be_visible()
    expect(heads).to_have_count(1)
    assert "Changed" not in page.locator("#compare-table").inner_text()
    load_afresh(page)
    expect(heads).to_have_count(2)
    expect(heads.filter(has_text="Changed made-up")).to_have_count(2)


def test_a_brief_holds_records_of_one_edition(visit: Visit, host: Host) -> None:
    page = visit("about/")
    page.evaluate(f"localStorage.setItem('pilotbook-brief', '{LETTERS}')")
    page.goto(f"brief/?i={VISITS}")
    expect(page.locator("#brief-list h3")).to_have_count(1)

    host.show("two")
    page.get_by_role("button", name="Add these to mine").click()

    expect(note(page)).to_be_visible()
    expect(page.locator("#brief-list h3")).to_have_count(1)
    assert "Changed" not in page.locator("#brief-list").inner_text()
    load_afresh(page)
    expect(page.locator("#brief-list h3")).to_have_count(2)
    expect(page.locator("#brief-list h3").filter(has_text="Changed made-up")).to_have_count(2)


def test_figures_to_start_a_plan_from_are_of_the_edition_of_the_page(visit: Visit, host: Host) -> None:
    page = visit("plan/")

    host.show("two")
    page.get_by_label("What it should change").select_option("reach")

    expect(note(page)).to_be_visible()
    expect(page.locator("#plan-figures")).to_contain_text("The figures could not be loaded.")
    load_afresh(page)
    expect(page.locator("#plan-figures")).to_contain_text("29%")


def test_a_form_that_a_browser_holds_gets_no_lists_of_another_edition(visit: Visit, host: Host) -> None:
    page = held_from_before(visit, host, "contribute/form/")

    expect(note(page)).to_be_visible()
    expect(page.get_by_role("button", name="Check", exact=True)).to_have_count(0)


# Where the scripts have changed too


def test_a_page_takes_in_no_script_that_it_was_not_made_with(visit: Visit, host: Host) -> None:
    page = visit("cases/madeup-town-rent-advice/")

    host.show("three")
    page.get_by_role("combobox", name="Search the site").press_sequentially("doorstep")

    expect(note(page)).to_be_visible()
    expect(offers(page)).to_have_count(0)
    load_afresh(page)
    page.get_by_role("combobox", name="Search the site").press_sequentially("doorstep")
    expect(offers(page).filter(has_text="Changed made-up doorstep")).to_be_visible()


def test_scripts_take_in_no_data_that_they_were_not_made_with(visit: Visit, host: Host) -> None:
    page = visit("cases/madeup-town-rent-advice/")
    with page.expect_response("**/engine.js*"):
        page.get_by_role("combobox", name="Search the site").focus()
    page.reload()
    page.route("**/_static/*.js*", lambda route: from_edition(route, host, "two"))

    host.show("three")
    page.get_by_role("combobox", name="Search the site").press_sequentially("doorstep")

    expect(note(page)).to_be_visible()
    expect(offers(page)).to_have_count(0)


def from_edition(route: Route, host: Host, edition: str) -> None:
    """Answer with a file that a browser holds of an earlier edition."""
    name = route.request.url.partition("?")[0].rpartition("/")[2]
    route.fulfill(body=host.text(edition, f"_static/{name}"), content_type="text/javascript")


@pytest.mark.parametrize("path", ["explore/", "brief/", "contribute/form/"])
def test_a_page_that_a_browser_holds_is_left_as_it_is_by_scripts_of_another_edition(
    visit: Visit, host: Host, path: str
) -> None:
    page = visit("about/")
    held = host.text("two", f"{path}index.html")
    page.route(f"**/{path}", lambda route: route.fulfill(body=held, content_type="text/html"), times=1)

    host.show("three")
    page.goto(path)

    expect(note(page)).to_be_visible()
    load_afresh(page)


# What is no other edition


def test_a_network_that_fails_is_not_taken_for_another_edition(visit: Visit) -> None:
    page = visit("explore/")
    rows = page.locator("#explore-table tbody tr")
    expect(rows).to_have_count(1)

    page.context.set_offline(True)
    page.get_by_role("button", name="Show more").click()

    expect(page.locator("#explore-status")).to_have_text("The rest could not be loaded. What is shown stays as it is.")
    expect(note(page)).to_have_count(0)
    page.context.set_offline(False)
    page.get_by_role("button", name="Show more").click()
    expect(rows).to_have_count(2)


def test_what_did_not_change_is_loaded_over_a_publication_without_a_word(visit: Visit, host: Host) -> None:
    page = visit("gap-map/")

    host.show("two")
    with page.expect_response("**/_static/vega.*.js") as asked:
        page.get_by_role("button", name="Explore this chart").first.click()

    assert asked.value.status == 200
    expect(note(page)).to_have_count(0)


@pytest.mark.parametrize("path", ["nothing", "cases/nothing/at/all/"])
def test_the_page_for_unknown_addresses_has_styles_and_links_at_any_depth(visit: Visit, host: Host, path: str) -> None:
    page = visit(path)

    expect(page.get_by_role("heading", name="Page not found")).to_be_visible()
    expect(page.get_by_role("link", name="all lessons")).to_have_attribute(
        "href", re.compile(f"^(?:{host.address})?lessons/$")
    )
    assert page.evaluate("[...document.styleSheets].some(({ cssRules }) => cssRules.length > 100)")
    page.get_by_role("searchbox", name="Search the site").or_(
        page.get_by_role("combobox", name="Search the site")
    ).fill("x")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{host.address}search/?q=x")
    expect(page.get_by_role("heading", name="Search", exact=True)).to_be_visible()
