"""The policy in a browser: no page and nothing that a reader does asks for more than it lets through, and what is planted is stopped.

The headers of `_headers` are sent too (served.py). What every other test of this folder does is held to it as well: a violation
is an error on the console, for which `visit` fails.
"""

import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from audit.views import MADE, NOTEBOOK
from pilotbook.publish import policy
from pilotbook.publish.offline import ADDRESS
from playwright.sync_api import Browser, Page, expect
from projects import Project

pytestmark = [pytest.mark.book, pytest.mark.browser]

Visit = Callable[..., Page]
# Each kind of page with what it needs to work: data in the page, a table of scripts, a chart, a form.
WALK = [*dict.fromkeys((*MADE, NOTEBOOK, "no/such/page/"))]
LISTEN = """addEventListener("securitypolicyviolation",
  (event) => told(`${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}`))"""


@pytest.fixture
def told() -> list[str]:
    """Give what was told of the policy, a violation a line."""
    return []


@pytest.fixture
def page(browser: Browser, address: str, told: list[str]) -> Iterator[Page]:
    """Give a page on which every violation of the policy is written down."""
    context = browser.new_context(base_url=address, reduced_motion="reduce")
    context.set_default_timeout(15_000)
    context.expose_function("told", lambda line: told.append(line))
    context.add_init_script(LISTEN)
    yield context.new_page()
    context.close()


def test_no_kind_of_page_asks_for_more_than_its_policy_lets_through(
    page: Page, told: list[str], figure: Callable[[str], None]
) -> None:
    for path in WALK:
        page.goto(path, wait_until="load")
        assert page.locator('meta[http-equiv="Content-Security-Policy"]').count() == 1, path

    assert told == []
    figure(f"policy: {len(WALK)} kinds of page, 0 violations")


def test_a_chart_is_explored_by_an_interpreter_and_tells_its_marks(page: Page, told: list[str]) -> None:
    page.goto("missing-results/")
    page.get_by_role("button", name="Explore this chart").first.click()
    chart = page.get_by_role("group", name=re.compile("^Chart to explore")).first
    expect(chart.locator("svg")).to_be_visible()

    chart.locator("[aria-roledescription='bar']").first.hover()

    expect(page.locator("#vg-tooltip-element")).to_be_visible()
    assert told == []


PLANTED = """<p id="planted">Made up</p><img src="nothing.png" onerror="window.ran = 'onerror'" alt="">
<script>window.ran = "script"</script><script src="data:text/javascript,window.ran='data'"></script>
<p id="red" style="color: rgb(255, 0, 0)">Red</p><style>#planted { color: rgb(255, 0, 0) }</style>
<a id="link" href="javascript:window.ran='link'">Link</a><base href="https://example.org/">
<iframe srcdoc="<script>parent.ran = 'frame'</script>"></iframe><object data="index.html"></object>
<form id="away" action="https://example.org/"><button>Send</button></form>"""

SEND = """() => new Promise((stopped) => {
  addEventListener("securitypolicyviolation", () => stopped(), { once: true });
  document.getElementById("away").requestSubmit();
})"""


def test_what_is_planted_in_a_page_is_stopped(page: Page, address: str, told: list[str], real: Project) -> None:
    """As if all that stands before it had failed: the guard of links, the check of finished pages, and escaping."""
    written = (real.site / "index.html").read_text(encoding="utf-8").replace("</main>", f"{PLANTED}</main>", 1)
    page.route(address, lambda route: route.fulfill(body=written, content_type="text/html"))
    page.goto("")

    page.get_by_role("link", name="Link", exact=True).click()

    expect(page.locator("#planted")).not_to_have_css("color", "rgb(255, 0, 0)")
    expect(page.locator("#red")).not_to_have_css("color", "rgb(255, 0, 0)")
    assert page.evaluate("window.ran") is None
    assert page.evaluate("document.baseURI") == page.url == address
    # Last, as a browser then waits for the page that it was not let go to.
    page.evaluate(SEND)
    stopped = {line.split()[0] for line in told}
    assert stopped == {
        "script-src-attr", "script-src-elem", "style-src-attr", "style-src-elem", "base-uri", "object-src", "form-action",
    }  # fmt: skip


def test_what_is_stopped_on_any_other_journey_fails_its_test(
    browser: Browser, address: str, real: Project, watched: Callable[..., None]
) -> None:
    wrong: list[str] = []
    context = browser.new_context()
    watched(context, address, wrong)
    page = context.new_page()
    written = (real.site / "index.html").read_text(encoding="utf-8").replace("</main>", "<script>1</script></main>", 1)
    page.route(address, lambda route: route.fulfill(body=written, content_type="text/html"))

    page.goto(address)
    context.close()

    assert len(wrong) == 1 and wrong[0].startswith(
        "console: Executing inline script violates the following Content Security Policy"
    )


def test_nobody_may_frame_a_page_where_the_host_sends_our_headers(browser: Browser, address: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    sent = page.request.get(address).headers
    assert {name: sent[name.lower()] for name in policy.headers()} == policy.headers()

    page.set_content(f'<iframe src="{address}"></iframe>')

    page.frames[1].wait_for_url("chrome-error://**")
    context.close()


def test_a_page_is_found_by_its_words_from_a_folder_under_the_policy(
    browser: Browser, real: Project, told: list[str], tmp_path: Path
) -> None:
    with zipfile.ZipFile(real.site / ADDRESS) as whole:
        assert "pilotbook/_headers" not in whole.namelist()
        whole.extractall(tmp_path)
    context = browser.new_context(offline=True)
    context.expose_function("told", lambda line: told.append(line))
    context.add_init_script(LISTEN)
    page = context.new_page()
    page.goto((tmp_path / "pilotbook" / "index.html").as_uri())

    page.get_by_role("combobox", name="Search the book").fill("leaflets")
    page.keyboard.press("Enter")
    expect(page.get_by_role("main").get_by_role("status")).to_contain_text("pages for “leaflets”")
    page.get_by_role("main").get_by_role("heading", level=3).get_by_role("link").first.click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()

    assert told == []
    context.close()
