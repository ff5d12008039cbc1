"""Beginning a record: a free id, a safe name, and a file that asks every question and passes once they are answered."""

import datetime
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pilotbook.doors import new_record
from pilotbook.doors.new_record import BadDraft, new_id
from pilotbook.rules import check

DAY = datetime.date(2026, 11, 21)
PLACE, AREA, GROUP = "madeup-vale", "made-up-hubs", "made-up-families"


def filled(text: str) -> str:
    """Answer what a new case leaves open."""
    answers = {
        "TITLE in at most 16 words": "A made-up draft",
        "What was tried. What was found. How sure we are.": "Made up for a test.",
        "What was done, for whom, set against what.": "Made-up help for made-up families.",
        "What was to be put right.": "Something made up.",
        "What it is called": "Made-up help",
        "As the source prints it": "A made-up source",
        "Who put it out": "Madeup Press",
        "Your team or mailbox": "Made-up editors",
        "name: Your team": "name: Made-up editors",
        "Say if you have a part in the pilot": "none",
        "PLACE": PLACE,
        "AREA": AREA,
        "GROUP": GROUP,
        "APPROACH": "made-up-visits",
        "url: https://": "url: https://example.org/made-up/draft",
    }
    for blank, answer in answers.items():
        assert blank in text
        text = text.replace(blank, answer)
    return text


def test_a_new_case_stands_in_its_folder_with_its_dates() -> None:
    path, text = new_record.draft("case", "madeup-draft", {}, DAY)

    assert path == "case_studies/madeup-draft.yml"
    assert "pilotbook check case_studies/madeup-draft.yml" in text
    assert "\nreviewed_on: 2026-11-21\nreview_by: 2027-11-01\n" in text
    assert re.search(r"^id: TLG-C-[0-9A-HJKMNP-TV-Z]{4}$", text, re.M)


def test_a_new_lesson_stands_in_the_folder_of_lessons() -> None:
    path, text = new_record.draft("lesson", "madeup-draft", {}, DAY)

    assert path == "case_studies/lessons/madeup-draft.yml"
    assert re.search(r"^id: TLG-L-[0-9A-HJKMNP-TV-Z]{4}$", text, re.M)


def test_a_draft_on_the_last_of_february_is_due_again_in_a_year() -> None:
    _, text = new_record.draft("case", "madeup-draft", {}, datetime.date(2028, 2, 29))

    assert "review_by: 2029-02-01\n" in text


def test_a_new_case_that_is_filled_in_passes(tiny_files: dict[str, bytes]) -> None:
    path, text = new_record.draft("case", "madeup-draft", tiny_files, DAY)

    assert check({**tiny_files, path: filled(text).encode()})[1] == []


def test_a_new_case_that_is_not_filled_in_is_told_what_to_fill(tiny_files: dict[str, bytes]) -> None:
    path, text = new_record.draft("case", "madeup-draft", tiny_files, DAY)

    problems = check({**tiny_files, path: text.encode()})[1]

    assert {problem.path for problem in problems} == {path}
    assert {problem.rule for problem in problems} == {"vocabulary", "url"}


def test_a_new_lesson_that_is_filled_in_asks_only_for_a_case(tiny_files: dict[str, bytes]) -> None:
    path, text = new_record.draft("lesson", "madeup-draft", tiny_files, DAY)
    answers = {"[AREA]": "[made-up-hubs]", "[THEME]": "[measuring]", "[AUDIENCE]": "[made-up-officials]"} | {
        "A short name": "Made-up name",
        "When …, … tends to ….": "When it is made up, it tends to hold.",
        "Begin with a verb.": "Make it up.",
        "What lies behind it.": "Nothing more.",
        "Where not to use it.": "Where things are real.",
        "Your team or mailbox": "Made-up editors",
        "Your team": "Made-up editors",
    }
    for blank, answer in answers.items():
        text = text.replace(blank, answer)

    problems = check({**tiny_files, path: text.encode()})[1]

    assert [(problem.rule, problem.what) for problem in problems] == [
        ("lesson-founded", "no case bears on this lesson")
    ]


@pytest.mark.parametrize(
    "slug", ["../etc/passwd", "Leeds", "a b", "", "x", "index", "con", "lessons", "2025", "a" * 65]
)
def test_a_name_that_cannot_be_an_address_is_refused(slug: str) -> None:
    with pytest.raises(BadDraft, match=re.escape(f"'{slug}' cannot be an address.")):
        new_record.draft("case", slug, {}, DAY)


def test_a_name_that_is_taken_is_refused() -> None:
    with pytest.raises(BadDraft) as refused:
        new_record.draft("case", "madeup-draft", {"case_studies/madeup-draft.yml": b""}, DAY)

    told = "case_studies/madeup-draft.yml is there already. Open it, or choose another name such as 'madeup-draft-2'."
    assert str(refused.value) == told


def test_a_name_that_is_taken_is_told_with_the_records_of_like_names() -> None:
    files = {f"case_studies/{slug}.yml": b"" for slug in ("leeds-hubs", "leeds-hubs-2", "leeds-hub", "london-trams")}

    with pytest.raises(BadDraft, match=r"such as 'leeds-hubs-3' \(leeds-hub and leeds-hubs-2 are there too\)\.$"):
        new_record.place("case", "leeds-hubs", files)


def test_a_name_that_a_record_had_before_is_refused() -> None:
    with pytest.raises(BadDraft) as refused:
        new_record.place("case", "leeds-hubs", {}, {"leeds-hubs": "case_studies/leeds-family-hubs.yml"})

    assert str(refused.value) == (
        "'leeds-hubs' was the name of case_studies/leeds-family-hubs.yml, and its address still leads there. "
        "Choose another name, such as 'leeds-hubs-2'."
    )


def test_an_id_that_any_file_holds_is_not_drawn_again(monkeypatch: pytest.MonkeyPatch) -> None:
    letters = iter("MAD1MAD2MAD3")
    monkeypatch.setattr(new_record.secrets, "choice", lambda _: next(letters))

    assert new_id("case", [b"id: TLG-C-MAD1\n", b"by: TLG-C-MAD2\n"]) == "TLG-C-MAD3"


@given(st.text(max_size=80))
def test_whatever_name_is_asked_for_the_file_stays_in_its_folder(slug: str) -> None:
    try:
        path, _ = new_record.draft("case", slug, {}, DAY)
    except BadDraft:
        return
    assert re.fullmatch(r"case_studies/[a-z0-9-]{3,64}\.yml", path)
