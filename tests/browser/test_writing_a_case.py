"""Somebody who never saw the file writes a case in the browser: asked, told what is wrong, shown its page, and left with a file that passes."""

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from audit import axe, layout
from click.testing import CliRunner
from pilotbook.doors.cli import main
from pilotbook.pages.kinds import form
from playwright.sync_api import ElementHandle, Page, expect
from projects import Project

pytestmark = [pytest.mark.book, pytest.mark.browser]

Visit = Callable[..., Page]
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
    else:
        page.keyboard.type(answer)


def found(page: Page, label: str) -> ElementHandle:
    control = page.evaluate_handle(NEXT, label).as_element()
    assert control is not None, f"There is no further control '{label}'"
    return control


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


def written(visit: Visit, answer: Callable[[Page, str, str | None], None], width: int, colours: str) -> str:
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
        "Source 1 (S1), Published: 'May 2026' is not a date. Write 2026-05.",
        "Who answers for the record: This looks like the e-mail address of a person, which must not be public. "
        "Name a team, its shared mailbox or a page instead.",
        "Outcome 1 (O1), Result, Value: '1,650' is not a number. Write 1650.",
    ]
    assert axe.violations(page) == []
    for fault, mended in (("Published:", "2026-05"), ("Who answers", "Made-up family hubs team"), ("Result, Value", "1650")):
        link = page.locator("#form-faults a").filter(has_text=fault)
        link.focus()
        page.keyboard.press("Enter")
        control = page.locator(":focus")
        expect(control).to_have_attribute("aria-invalid", "true")
        expect(control).to_have_accessible_description(re.compile("Error: "))
        control.fill(mended)
    page.evaluate("window.last = null")
    answer(page, "Check", None)

    expect(page.get_by_role("heading", name="Send it")).to_be_focused()
    expect(page).to_have_title(re.compile("^Write a case"))
    expect(page.locator("#form-preview").get_by_text("In October 1,650 families came.")).to_be_visible()
    assert axe.violations(page) == []
    assert [found for probe in layout.PROBES for found in layout.found(page, probe)] == []
    with page.expect_download() as taken:
        page.get_by_role("button", name="Download it").click()
    assert taken.value.suggested_filename == f"{NAME}.yml"
    return taken.value.path().read_text("utf-8")
