"""Make the pictures of the guide from real screens: `make pictures`.

A small made-up book is built, its form is filled in with a made-up case, and a browser takes what a reader would see. The words
behind each picture are kept beside it as a digest: `tests/test_guide.py` tells when a screen says something else by now.
"""

import hashlib
import json
import re
import tempfile
from dataclasses import replace
from io import BytesIO
from pathlib import Path

from books import pages_of, tiny_book
from bs4 import BeautifulSoup
from PIL import Image
from pilotbook.pages.kinds import case, form
from pilotbook.publish import run
from pilotbook.record.editors import Contact, Editors
from pilotbook.rules.form import declaration
from playwright.sync_api import Locator, Page, Route, sync_playwright
from projects import small_project
from served import chromium, served

FOLDER = Path(__file__).parent.parent / "book" / "contribute" / "pictures"
MADE = FOLDER / "made.json"
# As wide as a phone, so that a reader on a phone can read it, and sharp.
WIDTH = 440
SCALE = 1.75
# Few colours stand on a screen of words; more of them weigh more than they show.
COLOURS = 48
CASE = "cases/madeup-town-rent-advice/"
# What the form is filled in with: the question, the label of the control, and the answer; None ticks or presses it.
ANSWERS: tuple[tuple[int, str, str | None], ...] = (
    (1, "Title", "Made-up hub messages in Madeup Town"),
    (2, "Summary", "A made-up team sent messages to parents on its list. It says that more came. We cannot say why."),
    (3, "Live", None),
    (4, "Madeup Town", None),
    (5, "Made-up hubs", None),
    (6, "Made-up families", None),
    (7, "Title", "Made-up messages for families"),
    (7, "Publisher", "Madeup Press"),
    (7, "Published", "May 2026"),
    (7, "Address", "https://www.gov.uk/made-up-messages"),
    (7, "Read in full", None),
    (7, "Press release", None),
    (8, "In your own words", "Parents did not know what the hub offered."),
    (8, "Where in the source?", "second paragraph"),
    (9, "What it was called", "Session messages"),
    (9, "In your own words", "Who is told in time can come."),
    (9, "Where in the source?", "third paragraph"),
    (9, "In your own words", "Parents on the list got a message before each session."),
    (9, "Where in the source?", "fourth paragraph"),
    (9, "In one line", "Messages before each session, for parents on the list of a hub."),
    (10, "What did not work", "Messages in English alone reached few who read other languages."),
    (10, "Where in the source?", "last paragraph"),
    (11, "Name", "Made-up family hubs team"),
    (11, "Interest declared", "We made it up"),
    (11, "Who answers for the record", "someone@made-up-mail.com"),
)
MENDED = ((7, "Published", "2026-05"), (11, "Who answers for the record", "Made-up family hubs team"))


def main() -> None:
    """Make every picture afresh, and keep what each shows."""
    with tempfile.TemporaryDirectory() as folder:
        project = small_project(Path(folder) / "small")
        run.build(project.root, project.site)
        taken = screens(project.site)
    FOLDER.mkdir(exist_ok=True)
    for old in FOLDER.glob("*.png"):
        old.unlink()
    for name, picture in taken.items():
        (FOLDER / f"{name}.png").write_bytes(packed(picture))
    told = json.dumps({"shows": shown()}, indent=2)
    MADE.write_text(f"{told}\n", encoding="utf-8")


def shown() -> dict[str, str]:
    """Give a digest of the words of each screen: the questions and labels of the form in their order, and of "Correct this page"."""
    book = replace(
        tiny_book(), editors=Editors(Contact("https://github.com/made-up/book", mailbox="editors@made-up.example"))
    )
    written = next(pages_of(form, book))
    layout = BeautifulSoup(str(written.body), "html.parser")
    asked = str(layout.find(id="form-layout").string)
    # What the gates look for changes often, and shows on no picture.
    models = declaration(book.vocabulary)["models"]
    labels = [[field["label"], field["help"]] for model in models.values() for field in model["fields"]]
    page = next(page for page in pages_of(case, book) if page.path.strip("/") == CASE.strip("/"))
    correct = BeautifulSoup(str(page.body), "html.parser").find(class_="correct")
    return {
        "form": digest(words(layout), asked, json.dumps([labels, ANSWERS, MENDED])),
        "correct": digest(words(correct)),
    }


def words(part: BeautifulSoup) -> str:
    """Give what a reader reads of a part, with one space between words."""
    return re.sub(r"\s+", " ", part.get_text(" ")).strip()


def digest(*texts: str) -> str:
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()[:16]


def packed(picture: bytes) -> bytes:
    """Give a screen as a small PNG of few colours."""
    image = Image.open(BytesIO(picture)).convert("RGB")
    small = image.quantize(COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    out = BytesIO()
    small.save(out, "PNG", optimize=True)
    return out.getvalue()


def screens(site: Path) -> dict[str, bytes]:
    """Take each screen, as a reader in the middle of the work sees it: {name: PNG}."""
    with served(site) as address, sync_playwright() as playwright, chromium(playwright) as browser:
        context = browser.new_context(
            base_url=address,
            viewport={"width": WIDTH, "height": 900},
            device_scale_factor=SCALE,
            reduced_motion="reduce",
            color_scheme="light",
            # For the styles that a picture needs, see between().
            bypass_csp=True,
        )
        # A page does not wait for its typefaces; a picture does.
        context.route("**/_static/pilotbook.css*", with_typefaces)
        page = context.new_page()
        page.goto("contribute/form/")
        for number, label, said in ANSWERS:
            answer(page, number, label, said)
        taken = {"form-questions": between(page, question(page, 1), question(page, 2))}
        page.get_by_role("button", name="Check").click()
        page.locator("#form-summary").wait_for()
        taken["form-errors"] = between(page, page.locator("#form-summary"), page.locator("#form-summary"))
        for number, label, said in MENDED:
            question(page, number).get_by_label(label, exact=True).fill(said)
        page.get_by_role("button", name="Check").click()
        page.locator("#form-sound").wait_for()
        end = page.locator("#form-end > section")
        taken["form-end"] = between(page, end.first, end.first)
        taken["form-page"] = between(page, end.last, end.last.get_by_text("second paragraph"))
        page.goto(CASE)
        page.get_by_role("link", name="Correct this page").click()
        part = page.locator("section.correct")
        taken["correct"] = between(page, part, part)
        return taken


def with_typefaces(route: Route) -> None:
    """Give the styles so that words stand in the site's own typefaces, however late these come."""
    answered = route.fetch()
    route.fulfill(response=answered, body=re.sub(r"font-display: ?\w+", "font-display: block", answered.text()))


def question(page: Page, number: int) -> Locator:
    """Give one question of the form by its number."""
    return page.get_by_role("region", name=re.compile(rf"^{number}\. "))


def answer(page: Page, number: int, label: str, said: str | None) -> None:
    """Answer one control of a question: the first of that label that has no answer yet."""
    found = question(page, number).get_by_label(label, exact=True)
    if said is None:
        found.first.check()
    else:
        next(each for each in found.all() if not each.input_value()).fill(said)


def between(page: Page, first: Locator, last: Locator) -> bytes:
    """Take the page from the head of one part to the foot of another, and a little around them."""
    page.evaluate("document.activeElement?.blur()")
    page.evaluate("document.fonts.ready")
    # A head that stays in sight would lie over the part, and where the pointer rests something may be marked.
    page.add_style_tag(content="header { position: static !important }")
    page.mouse.move(0, 0)
    top, foot = first.bounding_box(), last.bounding_box()
    assert top is not None and foot is not None
    scrolled = page.evaluate("window.scrollY")
    above = max(top["y"] + scrolled - 12, 0)
    tall = foot["y"] + foot["height"] + scrolled + 12 - above
    return page.screenshot(full_page=True, clip={"x": 0, "y": above, "width": WIDTH, "height": tall})


if __name__ == "__main__":
    main()
