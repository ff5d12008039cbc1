"""What is looked at: one page of every kind, and the states that a first look does not show."""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from books import real_book
from pilotbook.pages import kinds
from playwright.sync_api import Browser, Page, expect

ROOT = Path(__file__).parents[2]
CASE = "cases/manchester-sure-start-outreach-trial/"
LESSON = "lessons/outreach-alone/"
NOTEBOOK = "evidence/who-has-published-a-result/"
SEARCH = "search/?q=families"
# A brief and a comparison are pages of what their address names.
BRIEF = "brief/?i=TLG-C-B6B1,TLG-C-8VQ2,TLG-L-0KSV"
COMPARE = "compare/?a=TLG-C-B6B1&b=TLG-C-8VQ2"
# The pages of a kind that are looked at, where it is not the first that is made: a new kind is looked at without a line here.
CHOSEN = {
    "case": (CASE,),
    "lesson": (LESSON,),
    "place": ("places/sheffield/",),
    "gapcell": ("gap-map/into-work/reach/",),
    "search": (SEARCH,),
    "mybrief": ("brief/", BRIEF),
    "compare": ("compare/", COMPARE),
    "atoz": ("a-to-z/", "a-to-z/l/"),
    "facet": (
        "directions/tested-no-benefit/",
        "levels/3/",
        "stages/ended/",
        "designs/randomised-trial/",
    ),
    "approach": ("approaches/case-management/", "approaches/test-and-learn-teams/"),
    # These lead elsewhere at once, or stand at no address of their own.
    "permanent": (),
    "notfound": (),
}
# Every page of prose, notebooks among them.
PROSE = sorted(
    path.relative_to(ROOT / "book").with_suffix("").as_posix().removesuffix("/index") + "/"
    for path in (ROOT / "book").rglob("*.md")
    if path not in (ROOT / "book" / "shell.md", ROOT / "book" / "index.md") and "_build" not in path.parts
)


def _made() -> Iterator[str]:
    """Yield one page of each kind that is made from records, or several."""
    for module in kinds.modules():
        # A book in which every record stands has no page of one that is gone.
        for first in list(module.recipes(real_book()))[:1]:
            yield from CHOSEN.get(module.KIND.name, (first.path.removeprefix("/"),))


MADE = list(_made())
PROSE_KINDS = [NOTEBOOK, "evidence/", "programme/", "method/glossary/", "accessibility/"]
KINDS = MADE + PROSE_KINDS
COLOURS = ("light", "dark", "forced colours")
WIDTHS = (320, 390, 820, 1280)


def version_of(site: Path) -> tuple[str, str]:
    """Give the version of a built site, such as '0.1.0 (ddf1cd9)', and its date."""
    told = json.loads((site / "version.json").read_text("utf-8"))
    return (f"{told['version']} ({told['commit'][:7]})" if told["commit"] else told["version"]), told["date"]


def open_page(browser: Browser, address: str, path: str, width: int = 1280, colours: str = "light") -> Page:
    """Open a page of the book in a context of its own; close it with `page.context.close()`."""
    context = browser.new_context(
        base_url=address, viewport={"width": width, "height": 900}, reduced_motion="reduce", bypass_csp=True
    )
    context.set_default_timeout(15_000)
    page = context.new_page()
    colour(page, colours)
    page.goto(path)
    settle(page)
    return page


def settle(page: Page) -> None:
    """Wait until the scripts of a page have put in what they put in at first."""
    if re.search("/(search|explore)/", page.url):
        expect(page.get_by_role("main").get_by_role("status").first).not_to_be_empty()
    elif "?" in page.url:  # A brief and a comparison fetch the records that they are made of.
        page.wait_for_load_state("networkidle")


def colour(page: Page, colours: str) -> None:
    """Show an open page in other colours."""
    forced = colours == "forced colours"
    page.emulate_media(
        color_scheme="dark" if colours == "dark" else "light", forced_colors="active" if forced else "none"
    )


def unfold(page: Page, *, is_open: bool = True) -> None:
    """Open everything that is folded away, or close it again."""
    page.evaluate("(open) => document.querySelectorAll('details').forEach((each) => { each.open = open })", is_open)


def folds(page: Page) -> bool:
    """Say whether anything on the page can be folded away."""
    return page.locator("details").count() > 0


@dataclass(frozen=True)
class State:
    """A page after a reader has done something on it."""

    name: str
    path: str
    reach: Callable[[Page], None]


def states() -> Iterator[State]:
    """Yield each state that is not there at first: suggestions, results, nothing found, columns, a chart to explore."""
    yield State("suggestions open", "lessons/", _suggest_in_header)
    yield State("suggestions under the large box", "", _suggest_on_home)
    yield State("filters and results", "search/?q=families&stage=ended", unfold)
    yield State("nothing found", "search/?q=leaflets&stage=planned&level=3", _nothing_found)
    yield State("a word spelt wrong", "search/?q=leafelts", unfold)
    yield State("columns and filters open", "explore/?direction=tested-no-benefit&sort=title", unfold)
    yield State("a chart to explore", "missing-results/", _explore_chart)


def _suggest_in_header(page: Page) -> None:
    page.keyboard.press("/")
    page.keyboard.type("famil")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("ArrowDown")


def _suggest_on_home(page: Page) -> None:
    page.get_by_role("combobox", name="Search the book").fill("leafl")
    expect(page.get_by_role("option").first).to_be_visible()


def _nothing_found(page: Page) -> None:
    expect(page.get_by_role("main").get_by_role("status").first).to_contain_text("Nothing found")
    unfold(page)


def _explore_chart(page: Page) -> None:
    page.get_by_role("button", name="Explore this chart").first.click()
    expect(page.get_by_role("group", name=re.compile("^Chart to explore")).locator("svg").first).to_be_visible()
