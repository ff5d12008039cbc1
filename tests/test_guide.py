"""The guide for contributors: its pictures show what the screens say, its examples are what the checker says."""

import json
import re
import shutil
from pathlib import Path

import guide_pictures
import pytest
from books import ROOT
from click.testing import CliRunner
from PIL import Image
from pilotbook.doors.cli import main
from pilotbook.exports.dataset import HONEST_USE
from pilotbook.pages.kinds import form
from pilotbook.record.reasons import WRITTEN
from pilotbook.rules import check

GUIDE = ROOT / "book" / "contribute" / "index.md"
BY_HAND = GUIDE.with_name("file.md")
FIGURE = re.compile(r"```\{figure\} (\S+)\n:alt: (.+)\n:figclass: screen\n\n(.+)\n```")
HEAVIEST = 60_000
FEWEST_WORDS = 20
WIDEST = 770
TASKS = 8
SCREENS = ("form", "case", "parts/correct", "parts/verdict")


def figures() -> list[tuple[Path, str, str]]:
    """Give each picture that the guide names, with its words for those who do not see it, and its caption."""
    return [(GUIDE.parent / path, alt, caption) for path, alt, caption in FIGURE.findall(GUIDE.read_text("utf-8"))]


def test_each_picture_is_there_and_small_and_told_in_words() -> None:
    named = figures()

    assert sorted(path.name for path, _, _ in named) == sorted(
        path.name for path in guide_pictures.FOLDER.glob("*.png")
    )
    for path, alt, caption in named:
        assert path.stat().st_size <= HEAVIEST, path.name
        with Image.open(path) as image:
            assert (image.format, image.width) == ("PNG", WIDEST)
        assert min(len(alt.split()), len(caption.split())) >= FEWEST_WORDS, path.name


def test_the_pictures_show_what_the_screens_say_by_now() -> None:
    kept = json.loads(guide_pictures.MADE.read_text("utf-8"))["shows"]
    stale = [name for name, shown in guide_pictures.shown().items() if kept.get(name) != shown]

    assert stale == [], (
        f"Screens of the guide say something else by now ({', '.join(stale)}). Run 'make pictures', and look."
    )


def test_questions_in_another_order_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    before = guide_pictures.shown()
    monkeypatch.setattr(form, "QUESTIONS", (form.QUESTIONS[1], form.QUESTIONS[0], *form.QUESTIONS[2:]))
    after = guide_pictures.shown()

    assert after["form"] != before["form"] and after["correct"] == before["correct"]


def test_what_the_guide_says_a_screen_says_stands_in_its_template() -> None:
    guide = GUIDE.read_text("utf-8")
    screens = [ROOT / "scripts/pilotbook/templates" / f"{name}.html.j2" for name in SCREENS]
    texts = (*screens, *(ROOT / ".github/ISSUE_TEMPLATE").glob("*.yml"))
    shown = " ".join(" ".join(path.read_text("utf-8") for path in texts).split())
    said = (
        "Check", "Open the new file", "Copy the file", "Download it", "The page it would become", "Say more",
        "Correct this page", "Tell the editors", "Edit the file", "About this record", "Send a case", "Ask or suggest",
    )  # fmt: skip

    assert [words for words in said if words not in guide] == []
    assert [words for words in said if words not in shown] == []


def test_each_task_of_the_table_leads_to_a_heading_of_the_guide() -> None:
    guide = GUIDE.read_text("utf-8")
    headings = {
        re.sub(r"[^a-z0-9 -]", "", head.casefold()).replace(" ", "-") for head in re.findall(r"(?m)^##+ (.+)$", guide)
    }
    table = "\n".join(line for line in guide.splitlines() if line.startswith("| "))

    led = re.findall(r"\]\(#([\w-]+)\)", table)
    assert len(led) == TASKS
    assert set(led) <= headings


def test_the_message_in_the_guide_is_what_the_checker_says_and_the_example_is_sound(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    by_hand = BY_HAND.read_text("utf-8")
    example = re.search(r"```yaml\n(id: .+?)```", by_hand, re.DOTALL)
    message = re.search(r"```text\n(case_studies/my-slug\.yml:.+?)```", by_hand, re.DOTALL)
    assert example is not None and message is not None
    # The checker knows the example of the guide, and takes neither its id nor its address for somebody's own.
    own = example[1].replace("TLG-C-4T9W", "TLG-C-4T8W").replace("https://example.org/", "https://www.leeds.gov.uk/")
    (tmp_path / "case_studies").mkdir()
    for name in ("_config.yml", "_toc.yml", "case_studies/vocabulary.yml"):
        shutil.copyfile(ROOT / name, tmp_path / name)
    monkeypatch.chdir(tmp_path)
    written = tmp_path / "case_studies" / "my-slug.yml"

    written.write_text(own.replace("that more families", "that 40 more families"), "utf-8")
    slip = CliRunner().invoke(main, ["check", "case_studies/my-slug.yml"], prog_name="pilotbook")
    written.write_text(own, "utf-8")
    mended = CliRunner().invoke(main, ["check", "case_studies/my-slug.yml"], prog_name="pilotbook")

    assert slip.output == message[1]
    assert mended.output == "1 cases and 0 lessons are sound.\n"
    assert re.search(r'"[0-9]+ cases and [0-9]+ lessons are sound\."', by_hand)


def test_the_kinds_of_sources_are_told_alike_by_the_guide_and_the_method() -> None:
    tiers = [
        re.findall(r"^\| ([1-6]) \| ([A-Z].+) \|$", page.read_text("utf-8"), re.M)
        for page in (BY_HAND, ROOT / "book" / "method" / "reading.md")
    ]

    assert tiers[0][-6:] == tiers[1] and [number for number, _ in tiers[1]] == list("123456")


def test_a_printed_source_has_no_address_and_passes_as_the_guide_writes_it(tiny_files: dict[str, bytes]) -> None:
    address = re.search(r"`(url: \{missing: .+?\})`", GUIDE.read_text("utf-8"))
    path = "case_studies/madeup-town-rent-advice.yml"
    assert address
    text = re.sub(r"url: https?://[^\s,}]+", address[1], tiny_files[path].decode(), count=1)

    assert text.count(address[1]) == 1
    assert check({**tiny_files, path: text.encode()})[1] == []


@pytest.mark.parametrize("page", ["contribute/file.md", "method/use-the-data.md"])
def test_a_page_on_gaps_names_each_reason_that_may_be_written(page: str) -> None:
    text = (ROOT / "book" / page).read_text("utf-8")

    assert [reason for reason in WRITTEN if f"`{reason}`" not in text] == []


def test_what_goes_along_with_the_data_names_each_gap_of_the_book() -> None:
    assert [code for code, reason in WRITTEN.items() if reason.whose == "book" and code not in HONEST_USE[0]] == []
