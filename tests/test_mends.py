"""What a message tells an author to write: never a number, a design or a name that was not theirs."""

from pathlib import Path
from typing import Any

import pytest
from books import TINY
from pilotbook.record.text import Number, PartialDate, Whole
from pilotbook.rules import check
from pydantic import TypeAdapter, ValidationError


def mend(kind: Any, text: str) -> str:
    with pytest.raises(ValidationError) as refused:
        TypeAdapter(kind).validate_python(text)
    return str(refused.value.errors()[0]["ctx"]["mend"])


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (".8", "Write 0.8."),
        ("-.8", "Write -0.8."),
        ("1,032", "Write 1032."),
        ("1 032", "Write 1032."),
        ("1\u00a0032", "Write 1032."),
        ("1\u2009032\u2009000", "Write 1032000."),
        ("−3", "Write -3."),
        ("17%", "Write 17 with 'unit: \"%\"'."),
        ("<5", "Write {missing: withheld_small_numbers} for the whole figure: the source hides a small number, and it may be "
         "any below."),
        ("5+", "Write 5 with 'qualifier: at_least'."),
        (">5", "Write 5 with 'qualifier: more_than'."),
        ("more than 5", "Write 5 with 'qualifier: more_than'."),
        ("over 5", "Write 5 with 'qualifier: more_than'."),
        ("≥ 5", "Write 5 with 'qualifier: at_least'."),
        ("up to 5", "Write 5 with 'qualifier: up_to'."),
        ("approx 30", "Write 30 with 'qualifier: about'."),
        ("approx. 30", "Write 30 with 'qualifier: about'."),
        ("c. 30", "Write 30 with 'qualifier: about'."),
        ("~30", "Write 30 with 'qualifier: about'."),
        ("nearly 30", "Write 30 with 'qualifier: nearly'."),
        ("(30)", "Write 30, or -30 if the brackets mean a minus."),
        ("£1.2m", "Write 1.2 with 'unit: GBP million'."),
        ("£1.2 billion", "Write 1.2 with 'unit: GBP billion'."),
        ("GBP 3k", "Write 3 with 'unit: GBP thousand'."),
        ("1.2 million", "Write 1.2 with 'unit: million people', or what else is counted."),
        ("36 of 37", "Write 36; the 37 goes under 'n' or in 'note'."),
        ("36/37", "Write 36, and the 37 under 'n' or in 'note'."),
        ("10-15", "Write one number; two ends of a range are told in 'note', or as 'ci_low' and 'ci_high' of an effect."),
        ("10 to 15", "Write one number; two ends of a range are told in 'note', or as 'ci_low' and 'ci_high' of an effect."),
        ("*", "Write {missing: withheld_small_numbers} for the whole figure if the source hides a small number, or the reason "
         "that fits."),
        ("[c]", "Write {missing: withheld_small_numbers} for the whole figure if the source hides a small number, or the reason "
         "that fits."),
        ("n/a", "Write the reason for the whole figure, such as {missing: not_read}, or leave it out."),
        ("[x]", "Write the reason for the whole figure, such as {missing: not_read}, or leave it out."),
        ("-", "Write the reason for the whole figure, such as {missing: not_read}, or leave it out."),
        ("many", "Write digits only, such as 1250, 1.06 or -3."),
        ("1e9", "Write digits only, such as 1250, 1.06 or -3."),
    ],
)  # fmt: skip
def test_a_number_is_mended_without_a_loss(text: str, told: str) -> None:
    assert mend(Number, text) == told


def test_a_whole_number_is_not_rounded() -> None:
    assert mend(Whole, "12.5") == "Write digits only, such as 1250."
    assert mend(Whole, "about 12") == "Write 12 with 'qualifier: about'."


@pytest.mark.parametrize(
    ("text", "told"),
    [
        *((text, "For the year 2023 to 2024 write 2023; 'period' of a figure may hold it as it is.")
          for text in ("2023/24", "2023-24", "2023–24", "FY2023-24", "FY 2023/24", "2023/2024", "2023-2024", "academic year 2023/24")),
        ("2012-13", "For the year 2012 to 2013 write 2012; 'period' of a figure may hold it as it is."),
        ("1999/00", "For the year 1999 to 2000 write 1999; 'period' of a figure may hold it as it is."),
        ("2023-25", "Write as much as is known: 2025, 2025-07 or 2025-07-16."),
        ("May 2025", "Write 2025-05."),
        ("Sept 2025", "Write 2025-09."),
        ("16 July 2025", "Write 2025-07-16."),
        ("1st March 2025", "Write 2025-03-01."),
        ("31 June 2025", "Write as much as is known: 2025, 2025-07 or 2025-07-16."),
        ("Spring 2025", "Write 2025, or the month if the source gives it; what is said besides may stand in a 'note'."),
        # The 1st of March here and the 3rd of January elsewhere.
        ("01/03/2025", "Write 2025-03-01 if it is 1 March; 2025-01-03 if it is 3 January."),
    ],
)  # fmt: skip
def test_a_date_in_words_or_a_year_of_two_halves_is_mended(text: str, told: str) -> None:
    assert mend(PartialDate, text) == told


BASE = (
    (Path(__file__).parent / "bad" / "interval.yml")
    .read_text(encoding="utf-8")
    .replace("ci_low: 5, ci_high: 1", "ci_low: 1, ci_high: 5")
)
VOCABULARY = (TINY / "case_studies/vocabulary.yml").read_bytes()


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("comparison: {design: did}", "comparison: none", "Write {design: none}."),
        ("comparison: {design: did}", "comparison: RCT_cluster", "Write {design: rct_cluster}."),
        ("baseline: {missing: not_measured}", "baseline: not_measured", "Write {missing: not_measured}."),
        ("baseline: {missing: not_measured}", "baseline: 12",
         "Write {value: …, unit: …, source: [S1], locator: …} or {missing: not_read}."),
        ("start: {actual: 2024-01}", "start: 2024-01",
         "Write {actual: 2024-01} if it has happened, or {planned: 2024-01} if it is to come."),
        ("policy_area: [made-up-hubs]", "policy_area: made-up-hubs", "Write [made-up-hubs]."),
        ("measures: [O1]", "measures: O1, O2", "Write [O1, O2]."),
        ("source: [S1], locator: page 1", "source: S1; S2, locator: page 1", "Write [S1, S2]."),
        ("name: Made-up help", "name: [Made-up help]", "Write it on the same line, without brackets or '- ': Made-up help"),
        ("lesson: TLG-L-MAD1", "lesson: call-on-families", "Write the id at the head of that lesson's file, such as TLG-L-2M9X."),
        ("id: TLG-C-BAD1", "id: bad", "Draw one with 'pilotbook new'; it looks like TLG-C-7KD3."),
    ],
)  # fmt: skip
def test_what_was_written_is_put_into_shape_and_nothing_is_made_up(old: str, new: str, told: str) -> None:
    assert old in BASE

    problems = check(
        {"case_studies/vocabulary.yml": VOCABULARY, "case_studies/a-case.yml": BASE.replace(old, new).encode()}
    )[1]

    assert [problem.mend for problem in problems] == [told]
