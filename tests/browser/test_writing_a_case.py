"""Somebody who never saw the file writes a case in the browser, is told what is wrong, and is left with a file that passes."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import yaml
from audit import axe, layout
from books import tiny_book
from click.testing import CliRunner
from pilotbook.doors.cli import main
from pilotbook.pages.kinds import form
from pilotbook.record.editors import Contact
from pilotbook.record.questions import AGREED
from playwright.sync_api import ElementHandle, Page, expect
from projects import Project

pytestmark = [pytest.mark.book, pytest.mark.browser]

Visit = Callable[..., Page]
Answer = Callable[[Page, str, str | None], None]
REFUSED = "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError'); } });"
# The next control after the last one that was used whose label is `label`, in the order in which a reader comes by.
NEXT = """(label) => {
  const told = (node) => (node.labels?.[0] ?? node).textContent.replace("(optional)", "").replace(/\\s+/g, " ").trim();
  const all = [...document.querySelectorAll("#form :is(input, textarea, select, button, summary)")];
  const open = all.filter((node) => node.checkVisibility({ visibilityProperty: true }));
  // What adds an entry leads into it.
  const isInside = window.last?.matches("button");
  const from = isInside ? document.activeElement : window.last;
  const after = open.filter((node) => !from?.isConnected || (isInside && node === from) || from.compareDocumentPosition(node) & 4);
  return (window.last = after.find((node) => told(node) === label)) ?? null;
}"""
NAME = "made-up-text-messages-about-hub-sessions-in-leeds"
REACHED = "(node, isRadio) => isRadio ? document.activeElement.name === node.name : document.activeElement === node"
# A made-up pilot: the label of each control in its turn, and what is answered there; None presses, opens or chooses it.
BEGUN: list[tuple[str, str | None]] = [
    ("Title", "Made-up text messages about hub sessions in Leeds"),
    ("Summary", "A made-up team sent messages to parents on its list. In October {O1.result} came. We cannot say why."),
    ("Live", None),
    ("Place", "Leeds"),
    ("Policy area", "Family hubs and early years"),
    ("Group", "Families with young children"),
    ("Title", "Made-up messages for families"),
    ("Publisher", "Madeup Press"),
    ("Published", "May 2026"),
    ("Address", "https://www.leeds.gov.uk/made-up-messages"),
    ("Read in full", None),
    ("The programme's own report or account", None),
    ("In your own words", "Parents did not know what the hub offered."),
    ("Where in the source?", "second paragraph"),
    ("What it was called", "Session messages"),
    ("In your own words", "Who is told in time can come."),
    ("Where in the source?", "third paragraph"),
    ("In your own words", "Parents on the list got a message before each session."),
    ("Where in the source?", "fourth paragraph"),
    ("In one line", "Messages before each session, for parents on the list of a hub."),
    ("Add a way of working", None),
    ("Way of working", "Outreach and messages"),
    ("What did not work", "Messages in English alone reached few who read other languages."),
    ("Where in the source?", "last paragraph"),
    ("Name", "Made-up family hubs team"),
    ("Interest declared", "We made it up"),
    ("Who answers for the record", "jane.smith@gmail.com"),
    ("Test and learn: what was tested, seen and decided", None),
    ("Add a cycle", None),
    ("In your own words", "Do more families come after a message?"),
    ("Where in the source?", "page two"),
    ("In your own words", "If a message comes then more come, because they know."),
    ("Where in the source?", "page two"),
    ("In your own words", "One message a week, at one hub."),
    ("Where in the source?", "page two"),
    ("In your own words", "More families came than before."),
    ("Where in the source?", "page three"),
    ("Add another cycle", None),
    ("In your own words", "Does a second message help?"),
    ("Where in the source?", "page four"),
    ("In your own words", "If it comes twice then fewer forget."),
    ("Where in the source?", "page four"),
    ("In your own words", "Two messages a week, at the same hub."),
    ("Where in the source?", "page four"),
    ("Not known, and why: What was seen", None),
    ("Not yet due (a gap of the pilot)", None),
    ("What was measured", None),
    ("Add an outcome", None),
    ("Outcome", "Families at sessions"),
    ("What it is about", "Take-up and reach"),
    ("Output", None),
    ("Yes", None),
    ("Up", None),
    ("Not known, and why: Baseline", None),
    ("Not measured (a gap of the pilot)", None),
    ("Value", "1,650"),
    ("Unit", "families"),
    ("Date or period", "October 2026"),
    ("Where in the source?", "table 2"),
    ("How it was compared", "No comparison"),
    ("Counted in", "families"),
    ("In all", "2300"),
    ("Where in the source?", "table 1"),
    ("Not known, and why: Size of effect", None),
    ("Not measured (a gap of the pilot)", None),
    ("Not known", None),
]


def use(page: Page, label: str, answer: str | None) -> None:
    """Answer with a pointer."""
    control = found(page, label)
    if answer is None:
        control.click()
    elif control.evaluate("node => node.matches('select')"):
        control.select_option(label=answer)
    else:
        control.fill(answer)


def press(page: Page, label: str, answer: str | None) -> None:
    """Answer by keyboard alone: go there by Tab, and within choices by the arrows."""
    control = found(page, label)
    is_radio = control.evaluate("node => node.type === 'radio'")
    for _ in range(60):
        if control.evaluate(REACHED, is_radio):
            break
        page.keyboard.press("Tab")
    else:
        pytest.fail(f"Tab does not lead to {label}")
    if is_radio:
        page.keyboard.press("Space")
        while not control.evaluate("node => node.checked"):
            page.keyboard.press("ArrowDown")
    elif answer is None:
        page.keyboard.press("Space")
    elif control.evaluate("node => node.matches('select')"):
        page.keyboard.type(answer)
    else:
        page.keyboard.insert_text(answer)


def found(page: Page, label: str) -> ElementHandle:
    control = page.evaluate_handle(NEXT, label).as_element()
    assert control is not None, f"There is no further control '{label}'"
    return control


def agree(page: Page) -> None:
    """Tick what the issue form asks too."""
    for box in AGREED:
        page.get_by_label(box).check()


def faults(page: Page) -> list[str]:
    return page.locator("#form-faults li").all_inner_texts()


def checked(text: str, name: str, real: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Give what `pilotbook check` says of the file, set into a copy of the real records."""
    shutil.copytree(real.root / "case_studies", tmp_path / "case_studies", ignore=shutil.ignore_patterns("releases"))
    for kept in ("_config.yml", "_toc.yml"):
        shutil.copyfile(real.root / kept, tmp_path / kept)
    (tmp_path / "case_studies" / name).write_text(text, "utf-8")
    monkeypatch.chdir(tmp_path)
    return CliRunner().invoke(main, ["check", f"case_studies/{name}"], prog_name="pilotbook").output


def written(visit: Visit, answer: Answer, width: int, colours: str) -> str:
    """Write the made-up case, meet three errors, mend them, and give the text of the file."""
    page = visit("contribute/form/", width=width, color_scheme=colours)
    for label, said in BEGUN:
        answer(page, label, said)
    page.evaluate("window.last = null")
    answer(page, "Check", None)

    # What is wrong is told at the top, beside each question, and in the title; what is private is not said again.
    expect(page.locator("#form-summary")).to_be_focused()
    expect(page).to_have_title(re.compile("^Error: Write a case in your browser"))
    assert faults(page) == [
        "Source S1, Published: 'May 2026' is not a date. Write 2026-05.",
        "Who answers for the record: This looks like the e-mail address of a person, which must not be public. "
        "Name a team, its shared mailbox or a page instead.",
        "Outcome O1, Result, Value: '1,650' is not a number. Write 1650.",
    ]
    expect(page.get_by_text("Something here must not be public.")).to_be_visible()
    expect(page.get_by_role("button", name="Download it")).to_have_count(0)
    assert axe.violations(page) == []
    for fault, mended in (
        ("Published:", "2026-05"),
        ("Who answers", "Made-up family hubs team"),
        ("Result, Value", "1650"),
    ):
        link = page.locator("#form-faults a").filter(has_text=fault)
        link.focus()
        page.keyboard.press("Enter")
        control = page.locator(":focus")
        expect(control).to_have_attribute("aria-invalid", "true")
        expect(control).to_have_accessible_description(re.compile("Error: "))
        control.fill(mended)
    page.evaluate("window.last = null")
    answer(page, "Check", None)

    expect(page.get_by_role("heading", name="Take the file with you")).to_be_focused()
    expect(page).to_have_title(re.compile("^Write a case"))
    expect(page.locator("#form-preview").get_by_text("In October 1,650 families came.")).to_be_visible()
    assert axe.violations(page) == []
    assert [found for probe in layout.PROBES for found in layout.found(page, probe)] == []
    # The file is handed out to who has read under which licence it will stand, and says so.
    expect(page.get_by_role("button", name="Download it")).to_have_count(0)
    agree(page)
    assert axe.violations(page) == []
    with page.expect_download() as taken:
        page.get_by_role("button", name="Download it").click()
    assert taken.value.suggested_filename == f"{NAME}.yml"
    return taken.value.path().read_text("utf-8")


@pytest.mark.parametrize(
    ("answer", "width", "colours"), [(use, 1280, "light"), (press, 390, "dark")], ids=["pointer", "keyboard"]
)
def test_a_made_up_pilot_is_written_in_the_browser_and_its_file_passes_unchanged(
    visit: Visit,
    real: Project,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    answer: Answer,
    width: int,
    colours: str,
) -> None:
    text = written(visit, answer, width, colours)

    record = yaml.load(text, yaml.BaseLoader)
    assert [len(record[name]) for name in ("cycles", "outcomes", "sources")] == [2, 1, 1]
    assert record["outcomes"][0]["n"] == {"source": ["S1"], "locator": "table 1", "of": "families", "analysed": "2300"}
    assert checked(text, f"{NAME}.yml", real, tmp_path, monkeypatch).endswith(" are sound.\n")


def test_what_is_removed_can_be_put_back_and_the_focus_stays_where_the_work_is(visit: Visit) -> None:
    page = visit("contribute/form/", width=390)
    sources = page.get_by_role("region", name="7. What does it rest on?")
    expect(sources.get_by_role("button", name="Remove")).to_have_count(0)

    sources.get_by_role("button", name="Add another source").press("Enter")
    second = sources.get_by_role("group", name="Source S2")
    expect(second.get_by_label("Title")).to_be_focused()
    second.get_by_label("Title").fill("A made-up report")
    # Each answer may rest on it from now on, and rests on the first until somebody says otherwise.
    problem = page.get_by_role("region", name="8. What was to be put right?").get_by_role("group", name="The problem")
    expect(problem.get_by_label("S1: not named yet")).to_be_checked()
    expect(problem.get_by_label("S2: A made-up report")).not_to_be_checked()
    second.get_by_role("button", name="Remove source S2").press("Enter")
    undo = sources.get_by_role("button", name="Put it back")
    expect(undo).to_be_focused()
    expect(page.get_by_role("status").filter(has_text="Source S2 is removed.")).to_have_count(1)
    expect(problem.get_by_label("S2: A made-up report")).to_have_count(0)
    assert axe.violations(page) == []

    undo.press("Enter")
    expect(second.get_by_label("Title")).to_be_focused()
    expect(second.get_by_label("Title")).to_have_value("A made-up report")
    # A label that was given once is not given again: others may name it.
    second.get_by_role("button", name="Remove source S2").click()
    sources.get_by_role("button", name="Add another source").click()
    expect(sources.get_by_role("group", name="Source S3")).to_be_visible()


def test_a_fact_stays_with_the_source_that_it_named_when_that_is_removed(visit: Visit) -> None:
    page = visit("contribute/form/")
    sources = page.get_by_role("region", name="7. What does it rest on?")
    problem = page.get_by_role("region", name="8. What was to be put right?").get_by_role("group", name="The problem")
    sources.get_by_label("Title").fill("Made-up report one")
    sources.get_by_role("button", name="Add another source").click()
    sources.get_by_label("Title").last.fill("Made-up report two")
    problem.get_by_label("In your own words").fill("Made-up problem.")
    problem.get_by_label("Where in the source?").fill("page 4 of report one")
    sources.get_by_role("button", name="Remove source S1").click()

    def stays() -> None:
        expect(problem.get_by_label("S1: removed")).to_be_checked()
        expect(problem.get_by_label("S2: Made-up report two")).not_to_be_checked()
        page.get_by_role("button", name="Check").click()
        told = [fault for fault in faults(page) if "which was removed" in fault]
        assert told == ["The problem, Which source says so?: Names S1, which was removed. Choose one of: S2."]

    stays()
    page.reload()
    stays()
    page.get_by_role("button", name="Delete the draft").click()
    page.get_by_role("button", name="Put it back").click()
    stays()
    # Nor does a source that is added now take the place of the removed one.
    sources.get_by_role("button", name="Add another source").click()
    expect(sources.get_by_role("group", name="Source S3")).to_be_visible()
    # What was not answered yet rests on the one that is left.
    expect(
        page.get_by_role("group", name="What did not work").get_by_label("S2: Made-up report two").first
    ).to_be_checked()


def test_a_draft_stays_in_this_browser_and_its_writer_deletes_it(visit: Visit) -> None:
    page = visit("contribute/form/?area=into-work")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url + (request.post_data or "")))
    # Who came from a gap of the map has said which area it is.
    expect(page.get_by_label("Policy area", exact=True)).to_have_value("into-work")
    page.get_by_label("Title").first.fill("Made-up draft")
    page.get_by_label("Not known, and why: What did not work").check()
    page.get_by_label("Not yet due").check()
    expect(page.get_by_text("Kept in this browser as you type, and nowhere else.")).to_be_visible()

    page.reload()
    expect(page.get_by_label("Title").first).to_have_value("Made-up draft")
    expect(page.get_by_label("Address of its page")).to_have_value("made-up-draft")
    expect(page.get_by_label("Not yet due")).to_be_checked()
    expect(page.get_by_text("Your draft is open again.")).to_be_visible()
    page.get_by_role("button", name="Delete the draft").click()
    expect(page.get_by_label("Title").first).to_have_value("")
    expect(page.get_by_role("button", name="Put it back")).to_be_focused()
    assert page.evaluate("localStorage.getItem('pilotbook-case-draft')") is None
    page.get_by_role("button", name="Put it back").click()
    expect(page.get_by_label("Title").first).to_have_value("Made-up draft")
    assert [url for url in asked if "Made" in url or "made-up-draft" in url] == []


def test_a_fact_takes_over_source_and_place_of_the_one_above(visit: Visit) -> None:
    page = visit("contribute/form/", width=390)
    sources = page.get_by_role("region", name="7. What does it rest on?")
    same = page.get_by_role("button", name="Same as above")
    sources.get_by_label("Title").fill("Made-up report one")
    sources.get_by_role("button", name="Add another source").click()
    sources.get_by_label("Title").last.fill("Made-up report two")
    expect(same).to_have_count(0)
    problem = page.get_by_role("group", name="The problem")
    problem.get_by_label("S1: Made-up report one").uncheck()
    problem.get_by_label("S2: Made-up report two").check()
    problem.get_by_label("Where in the source?").fill("made-up page 4")

    tried = page.get_by_role("group", name="What was done or planned", exact=True)
    offered = tried.get_by_role("button", name="Same as above: S2, made-up page 4")
    offered.press("Enter")
    place = tried.get_by_label("Where in the source?")
    expect(place).to_be_focused()
    expect(place).to_have_value("made-up page 4")
    expect(tried.get_by_label("S2: Made-up report two")).to_be_checked()
    expect(tried.get_by_label("S1: Made-up report one")).not_to_be_checked()
    expect(offered).to_have_count(0)
    # The next one is offered what stands nearest above it.
    place.fill("made-up page 5")
    expect(page.get_by_role("button", name="Same as above: S2, made-up page 5")).not_to_have_count(0)
    # What is put away says nothing to those below.
    page.get_by_label("Not known, and why: What was done or planned").check()
    expect(page.get_by_role("button", name="Same as above: S2, made-up page 5")).to_have_count(0)


def test_who_comes_back_finds_what_was_checked(visit: Visit) -> None:
    page = visit("contribute/form/")
    page.get_by_label("Title").first.fill("Made-up draft")
    page.get_by_role("button", name="Check").click()
    told = faults(page)

    page.goto("contribute/")
    page.go_back()
    expect(page.get_by_role("heading", name=re.compile("^There are [0-9]+ things to mend$"))).to_be_visible()
    assert faults(page) == told
    expect(page.get_by_role("heading", name="Take the file with you")).to_be_visible()
    # What was changed after the check was not checked.
    page.get_by_label("Title").first.fill("Made-up draft two")
    page.reload()
    expect(page.get_by_role("heading", name="Take the file with you")).to_have_count(0)


def test_where_the_browser_keeps_nothing_the_form_says_so_and_works(visit: Visit) -> None:
    page = visit()
    page.add_init_script(REFUSED)
    page.goto("contribute/form/")

    page.get_by_label("Title").first.fill("Made-up draft")
    expect(
        page.get_by_text("This browser keeps no drafts: copy or download the file before you leave the page.")
    ).to_be_visible()
    page.get_by_role("button", name="Check").click()
    expect(page.locator("#form-summary")).to_be_focused()
    expect(page.get_by_role("heading", name=re.compile("There are [0-9]+ things to mend"))).to_be_visible()


def test_where_the_repository_is_known_the_file_goes_along_while_it_is_short(visit: Visit, real: Project) -> None:
    page, known = visit(), with_repository(real.site)
    page.route("**/contribute/form/", lambda route: route.fulfill(body=known, content_type="text/html"))
    page.goto("contribute/form/")
    page.get_by_label("Title").first.fill("Made-up draft & more")
    page.get_by_role("button", name="Check").click()

    agree(page)
    opened = page.get_by_role("link", name="Open the new file in a new tab")
    address = urlsplit(opened.get_attribute("href") or "")
    sent = parse_qs(address.query)
    assert address._replace(query="").geturl() == "https://github.com/made-up/book/new/main/case_studies"
    assert sent["filename"] == ["made-up-draft-more.yml"]
    assert yaml.safe_load(sent["value"][0])["title"] == "Made-up draft & more"
    page.get_by_label("Summary").fill("made-up words " * 600)
    expect(page.get_by_text("You have changed something since.")).to_be_visible()
    page.get_by_role("button", name="Check").click()
    expect(page.get_by_text("The text is too long to go with the link.")).to_be_visible()
    expect(opened).to_have_attribute("href", f"{address._replace(query='').geturl()}?filename=made-up-draft-more.yml")


def with_repository(site: Path) -> str:
    """Give the page as it is where the settings name a repository."""
    recipe = next(form.recipes(tiny_book()))
    made = recipe.make(
        recipe.path, **{**recipe.needs, "contact": Contact(repository="https://github.com/made-up/book")}
    )
    served = (site / "contribute/form/index.html").read_text("utf-8")
    # What the page loads is named by its content, and the made-up book has other records.
    loaded = dict(re.findall(r"((?:declaration|taken)\.)(\w+)\.js", served))
    body = re.sub(r"((?:declaration|taken)\.)\w+\.js", lambda found: f"{found[1]}{loaded[found[1]]}.js", str(made.body))
    return re.sub(r"<main.*</main>", lambda _: body, served, flags=re.DOTALL)


def test_after_a_check_a_field_is_judged_again_when_it_is_left(visit: Visit) -> None:
    page = visit("contribute/form/", width=390, height=700)
    title = page.get_by_label("Title").first
    title.fill("Made-up draft")
    title.press("Tab")
    assert page.locator(".is-wrong").count() == 0

    page.get_by_role("button", name="Check").click()
    heading = page.get_by_role("heading", name=re.compile("^There are [0-9]+ things to mend$"))
    before = len(faults(page))
    # On a phone the list is longer than the screen, and begins at its top.
    expect(heading).to_be_in_viewport(ratio=1)
    assert 0 <= page.locator("#form-summary").bounding_box()["y"] < 100

    summary = page.get_by_label("Summary")
    expect(summary).to_have_attribute("aria-invalid", "true")
    summary.fill("Made-up words.")
    summary.press("Tab")
    expect(summary).not_to_have_attribute("aria-invalid", "true")
    assert len(faults(page)) == before - 1
    # What is wrong anew is told where it was written, and nothing else.
    published = page.get_by_label("Published", exact=True)
    published.fill("May 2026")
    published.press("Tab")
    expect(published).to_have_accessible_description(re.compile("'May 2026' is not a date. Write 2026-05."))
    assert len(faults(page)) == before - 1
    summary.fill("")
    page.get_by_role("button", name="Check").click()
    expect(page.locator("#form-summary")).to_be_focused()
    assert len(faults(page)) > before - 2


def test_a_cost_is_told_all_that_it_lacks_at_once_and_where(visit: Visit) -> None:
    page = visit("contribute/form/")
    page.get_by_text("What it cost", exact=True).click()
    page.get_by_role("button", name="Add a cost").click()
    cost = page.get_by_role("group", name="Cost C1")
    cost.get_by_label("What it paid for").fill("Made-up grant")
    cost.get_by_role("group", name="Kind").get_by_role("radio").first.check()
    actual = cost.get_by_role("group", name="Actual cost")
    actual.get_by_label("Value").fill("1.2m")
    expect(actual.get_by_label("Unit")).to_have_accessible_description(re.compile("^GBP, GBP thousand, GBP million or"))
    offered = actual.locator("datalist").first.locator("option")
    assert offered.evaluate_all("all => all.slice(0, 3).map(each => each.value)") == [
        "GBP",
        "GBP thousand",
        "GBP million",
    ]
    actual.get_by_label("Where in the source?").fill("made-up page 1")
    # The sum says of what it is, and nobody is told that it need not.
    expect(cost.get_by_text("What the sum is of", exact=True)).to_be_visible()

    page.get_by_role("button", name="Check").click()
    told = [fault.removeprefix("Cost C1, ") for fault in faults(page) if fault.startswith("Cost")]
    assert told == [
        "Phase: not answered yet.",
        "What the sum is of: 'C1' does not say what the sum is of. "
        "Choose it: the pilot, the programme, the evaluation, or a later phase.",
        "Planned cost, Value: not answered yet: answer it, or tick “Not known, and why”.",
        "Actual cost, Value: '1.2m' is not a number. Write 1.2 with the unit 'GBP million'.",
        "Actual cost, Unit: not answered yet.",
    ]
    page.locator("#form-faults a").filter(has_text="What the sum is of").click()
    expect(cost.get_by_label("What the sum is of")).to_be_focused()
    cost.get_by_label("Not known, and why: Planned cost").check()
    page.get_by_role("button", name="Check").click()
    assert [fault for fault in faults(page) if "Planned" in fault] == [
        "Cost C1, Planned cost, Why is it not known?: Choose why it is not known."
    ]


def test_a_council_that_the_book_does_not_know_yet_may_be_written(visit: Visit) -> None:
    page = visit("contribute/form/")

    page.get_by_label("Place", exact=True).select_option(label="Another, not in this list")
    page.get_by_role("textbox", name="What is it called?").fill("Swindon")
    page.get_by_role("button", name="Check").click()
    expect(page.get_by_text("A word of yours is not in the lists of this book yet.")).to_be_visible()
    assert [fault for fault in faults(page) if fault.startswith("Place")] == []
    assert yaml.safe_load(page.locator("#form-yaml").text_content() or "")["places"] == [{"place": "swindon"}]
    page.reload()
    expect(page.get_by_role("textbox", name="What is it called?")).to_have_value("swindon")


def test_without_javascript_the_questions_are_a_sheet_to_print(visit: Visit) -> None:
    page = visit("contribute/form/", java_script_enabled=False)

    expect(page.get_by_role("heading", name=re.compile(r"^[0-9]+\. "))).to_have_count(11)
    expect(page.get_by_text("The form itself needs JavaScript.")).to_be_visible()
    expect(page.get_by_role("button", name="Check")).to_have_count(0)
