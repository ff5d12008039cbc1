"""Rating needs two: each in a file of its own, the second without the first before it; and how far they agree is counted."""

import datetime
from dataclasses import replace
from pathlib import Path

import pytest
from books import TINY, read, tiny_book, words_of
from click.testing import CliRunner
from pilotbook.casebook import Casebook
from pilotbook.doors import rating
from pilotbook.doors.cli import main
from pilotbook.doors.new_record import BadDraft
from pilotbook.judgement.agreement import Judged, Opinion, agreement, of_case, of_lesson, weighted_kappa
from pilotbook.pages.kinds import case, lesson, raters
from pilotbook.publish import run
from pilotbook.record.case import Judgement
from pilotbook.record.editors import Contact, Editors
from pilotbook.record.rated import Rated

DAY = datetime.date(2026, 12, 1)
CASE, LESSON = "madeup-town-doorstep-visits", "call-on-families"


def rated(rater: str, level: int | None = None, on: str = "2026-12-01", *, blind: str = "yes", **more: str) -> Rated:
    told = {"schema_version": "0.2.0", "record": "TLG-C-MAD1", "interest": "none", "reason": "It was made up."}
    return Rated.model_validate({**told, "rater": rater, "rated_on": on, "blind": blind, "level": level, **more})


def judged(*steps: int) -> Judged:
    return Judged(tuple(Opinion(f"Rater {number}", step, "made up") for number, step in enumerate(steps)))


# How far two agree.


def test_kappa_is_as_worked_out_by_hand() -> None:
    # Of 30, five are one step apart. Seen: 5 × ¼ ÷ 30 = 0.0417; by chance: 237.5 ÷ 900 = 0.2639; 1 − 0.0417 ÷ 0.2639.
    pairs = [(0, 0)] * 10 + [(1, 1)] * 10 + [(2, 2)] * 5 + [(0, 1)] * 5

    assert weighted_kappa(pairs) == pytest.approx(0.842105, abs=1e-6)
    # Two steps alone: 1 − 0.3 ÷ 0.5.
    assert weighted_kappa([(0, 0)] * 20 + [(0, 1)] * 5 + [(1, 0)] * 10 + [(1, 1)] * 15) == pytest.approx(0.4)


def test_a_step_that_nobody_gave_counts_as_a_step_all_the_same() -> None:
    assert weighted_kappa([(0, 0), (3, 3), (0, 3), (3, 0)]) == pytest.approx(0)
    assert weighted_kappa([(1, 1)] * 40) is None


def test_agreement_counts_records_by_raters_and_pairs_by_how_far_apart_they_are() -> None:
    found = agreement([judged(), judged(), judged(1), judged(2, 2), judged(2, 3, 0), judged(0, 3)])

    assert (found.records, found.by_none, found.by_one, found.by_two) == (6, 2, 1, 3)
    assert (found.pairs, found.exact, found.near) == (3, 1, 2)


def test_kappa_is_told_of_thirty_pairs_and_of_no_fewer() -> None:
    pairs = [judged(0, 0), judged(1, 1), judged(1, 2)] * 10

    assert agreement(pairs[:29]).kappa is None
    assert agreement(pairs).kappa == pytest.approx(2 / 3)


# What a page says of one record.


def case_with(level: int | None = None) -> str:
    record = tiny_book().cases[CASE]
    if level is None:
        return of_case(record, ()).told
    settled = Judgement(level=level, raters=("One", "Two"), conflicts="none", reason="Made up.", judged_on="2026-12-02")
    return of_case(record.model_copy(update={"rating": settled}), (rated("One", 2), rated("Two", 3))).told


def test_a_level_of_the_rules_alone_is_told_as_such() -> None:
    assert case_with() == "The rules alone give this level: no person has rated it yet."


@pytest.mark.parametrize(
    ("ratings", "told"),
    [
        ([rated("One", 2)], "Rated by one, One. A second rater is wanted."),
        (
            [rated("Two", 2, "2026-12-03"), rated("One", 2)],
            "Rated by two apart, One and Two, who agreed: Correlation. Neither had seen the other’s.",
        ),
        (
            [rated("One", 2), rated("Two", 3, "2026-12-03", blind="no")],
            "Rated by two apart, One and Two, who differed: Correlation, and Causation. Not settled yet.",
        ),
    ],
)
def test_a_case_says_who_rated_it_and_whether_they_agreed(ratings: list[Rated], told: str) -> None:
    assert of_case(tiny_book().cases[CASE], ratings).told == told


def test_two_who_differed_may_settle_it() -> None:
    assert case_with(2) == (
        "Rated by two apart, One and Two, who differed: Correlation, and Causation. Neither had seen the other’s. "
        "Settled by One and Two."
    )


def test_the_confidence_that_one_person_judged_is_the_first_rating_of_a_lesson() -> None:
    record = tiny_book().lessons[LESSON]
    assert record.confidence is not None and record.confidence.raters == ("Made-up editors",)
    same = rated("Two", confidence=record.confidence.overall, record=record.id)

    assert of_lesson(record, ()).told == "Rated by one, Made-up editors. A second rater is wanted."
    assert of_lesson(record, (same,)).pair is not None
    assert of_lesson(record, (same,)).told.startswith("Rated by two apart, Made-up editors and Two, who agreed: ")
    both = record.confidence.model_copy(update={"raters": ("One", "Two")})
    together = of_lesson(record.model_copy(update={"confidence": both}), ())
    assert together.told == "Judged together by One and Two; what each thought before is not kept."
    assert (together.raters, together.pair) == (2, None)


# From file to page.


@pytest.fixture
def root(tiny_root: Path) -> Path:
    folder = tiny_root / "case_studies" / "ratings"
    folder.mkdir()
    for rater, level in (("Raters of Vale", "2"), ("Team 7", "3")):
        text = (
            f"schema_version: 0.2.0\nrecord: TLG-C-MAD1\nrater: {rater}\ninterest: none\nrated_on: 2026-12-01\n"
            f"blind: yes\nlevel: {level}\nreason: It was made up.\n"
        )
        (folder / f"{CASE}--{rater.lower().replace(' ', '-')}.yml").write_text(text)
    return tiny_root


def test_two_files_come_to_the_page_of_the_case_and_to_the_count(root: Path) -> None:
    book = run.open_casebook(root)

    page = words_of(case.recipe(book, CASE, ()).page().body)
    assert "Rated by two apart, Raters of Vale and Team 7, who differed: Correlation, and Causation." in page
    (told,) = [recipe.page() for recipe in raters.recipes(book)]
    rows = [[cell.get_text() for cell in row.find_all(["th", "td"])] for row in read(told.body).select("tbody tr")]
    count, lessons = len(book.views), len(book.lessons)
    assert rows[0] == ["Cases", str(count), str(count - 1), "0", "1", "0 of 1", "1 of 1", "not worked out"]
    assert rows[1][0:2] == ["Lessons", str(lessons)] and rows[1][5:] == ["no pair yet", "no pair yet", "not worked out"]


def test_a_rating_is_checked_and_what_is_private_in_it_is_refused(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(root)
    path = f"case_studies/ratings/{CASE}--team-7.yml"
    assert CliRunner().invoke(main, ["check", path]).exit_code == 0
    text = (root / path).read_text()
    (root / path).write_text(text.replace("It was made up.", "Ask jane.doe@gmail.com about it."))

    told = CliRunner().invoke(main, ["check", path])

    assert told.exit_code == 1 and "[personal-data]" in told.output and "jane" not in told.output


def test_a_page_says_who_rated_in_which_way_where_nobody_did() -> None:
    page = words_of(case.recipe(tiny_book(), CASE, ()).page().body)
    about = words_of(lesson.recipe(tiny_book(), LESSON, ()).page().body)

    assert "The rules alone give this level: no person has rated it yet." in page
    assert "Rated by one, Made-up editors. A second rater is wanted." in about


def test_the_form_leads_to_the_repository_where_one_is_named() -> None:
    contact = Contact(repository="https://example.org/made-up/book")
    (with_one,) = [r.page() for r in raters.recipes(replace(tiny_book(), editors=Editors(contact)))]
    (without,) = [r.page() for r in raters.recipes(tiny_book())]

    form = read(with_one.body).select_one("form")
    assert form and form["action"] == "https://example.org/made-up/book/new/main/case_studies/ratings"
    assert [field["name"] for field in form.select("input, textarea")] == ["filename", "value"]
    assert read(without.body).select_one("form") is None and "level: LEVEL" in words_of(without.body)


# The second does not see the first.


def changed(book: Casebook, overall: str) -> Casebook:
    record = book.lessons[LESSON]
    assert record.confidence
    other = record.confidence.model_copy(update={"overall": overall, "reason": f"They said {overall}."})
    return replace(book, lessons={**book.lessons, LESSON: record.model_copy(update={"confidence": other})})


def test_a_form_is_the_same_whatever_the_first_rater_gave() -> None:
    book = tiny_book()
    high, low = (rating.begun(changed(book, overall), LESSON, "Two", DAY) for overall in ("high", "very_low"))

    assert high == low
    assert "They said" not in high[1] and "TLG-L-" in high[1]
    _, text = rating.begun(book, CASE, "Two", DAY)
    assert book.views[CASE].level_name not in text and str(book.views[CASE].bounds.high) not in text.split("level:")[1]


def test_a_form_names_the_file_after_record_and_rater_and_the_sources_to_open() -> None:
    path, text = rating.begun(tiny_book(), "TLG-C-MAD1", "Evaluators, Vale: “Team” 7", DAY)

    assert path == f"case_studies/ratings/{CASE}--evaluators-vale-team-7.yml"
    assert "# Sources, to be opened:\n#   S1 Evaluation of the made-up doorstep visits: https://" in text
    assert "record: TLG-C-MAD1  #" in text and "\nrated_on: 2026-12-01  #" in text and "confidence:" not in text


def test_a_form_that_was_filled_in_passes_and_one_that_was_not_says_where(
    tiny_root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tiny_root)
    begun = CliRunner().invoke(main, ["rate", CASE, "--by", "Raters of Vale"])
    path = f"case_studies/ratings/{CASE}--raters-of-vale.yml"
    empty = CliRunner().invoke(main, ["check", path])
    again = CliRunner().invoke(main, ["rate", CASE, "--by", "Raters of Vale"])
    text = (tiny_root / path).read_text()
    answers = {
        "level: LEVEL": "level: 2",
        "blind: ANSWER": "blind: no",
        "YOUR TIE TO THE PILOT, or none": "none",
        "WHY NOT ONE HIGHER, AND WHY NOT ONE LOWER": "Made up",
    }
    filled = text
    for blank, answer in answers.items():
        filled = filled.replace(blank, answer)
    (tiny_root / path).write_text(filled)

    assert (begun.exit_code, begun.output.splitlines()[0].split(". ")[0]) == (0, f"{path} is ready to fill in")
    assert empty.exit_code == 1 and "'LEVEL' is not a whole number" in empty.output
    assert "'blind' is 'ANSWER'" in empty.output
    assert (again.exit_code, "is there already" in again.output) == (2, True)
    assert CliRunner().invoke(main, ["check", path]).exit_code == 0


def test_a_rating_of_nothing_or_by_nobody_is_answered(tiny_root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tiny_root)

    told = CliRunner().invoke(main, ["rate", "call-on-familes", "--by", "Two"])

    assert (told.exit_code, told.output) == (
        2,
        "There is no record 'call-on-familes'. Did you mean 'call-on-families'?\n",
    )
    with pytest.raises(BadDraft, match="Say who rates"):
        rating.begun(tiny_book(), CASE, "…", DAY)


def test_the_made_up_book_has_no_rating_by_a_person() -> None:
    assert tiny_book().rated == {} and not (TINY / "case_studies" / "ratings").exists()
