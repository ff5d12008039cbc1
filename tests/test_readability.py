"""How hard a text is: the formula, what it passes over, and which sentence is the hard one."""

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pilotbook.text.readability import hardest_sentence, reading_age
from pilotbook.text.sentences import sentences

EASY = "The cat sat on the mat and then it ran to the door."
HARD = "Interdepartmental accountability arrangements necessitate considerable organisational reconfiguration."
SCRIPTS = Path(__file__).parent.parent / "scripts"


def test_the_age_is_the_american_grade_and_five_years() -> None:
    # Six words of one syllable: 0.39 * 6 + 11.8 * 1 - 15.59 + 5.
    assert reading_age("The cat sat on the mat.") == pytest.approx(3.55)


def test_long_sentences_of_long_words_are_harder() -> None:
    assert reading_age(EASY) < 8 < 20 < reading_age(HARD)


@pytest.mark.parametrize(
    "marked",
    [
        "The **cat** sat on the *mat*.",
        "The [cat](https://example.org/a.very.long.address) sat on the mat.",
        "The {O1.comparison.result} sat on the mat.",
        "The cat\n   sat on the mat",
        "- The cat sat on the mat",
    ],
)
def test_marks_links_and_figures_do_not_make_a_text_harder(marked: str) -> None:
    assert reading_age(marked) == reading_age("The cat sat on the mat.")


def test_a_number_with_a_point_is_not_the_end_of_a_sentence() -> None:
    assert reading_age("In all 1.5 cats sat on the mat.") == reading_age("In all ten cats sat on the mat.")


def test_the_hardest_sentence_is_given_as_it_was_written() -> None:
    assert hardest_sentence(f"{EASY} We saw {{O1.result}} in *one* town\n and {HARD[0].lower()}{HARD[1:]} {EASY}") == (
        f"We saw {{O1.result}} in *one* town and {HARD[0].lower()}{HARD[1:]}"
    )


def test_a_very_short_sentence_is_the_hardest_only_where_all_are_short() -> None:
    assert hardest_sentence(f"Considerable reconfiguration. {EASY}") == EASY
    assert hardest_sentence("It ran. Considerable reconfiguration.") == "Considerable reconfiguration."


def test_a_sentence_of_eight_words_is_judged_and_one_of_seven_is_not() -> None:
    seven = "Considerable reconfiguration of administrative organisational arrangements followed."
    eight = seven.replace("followed", "followed subsequently")

    assert (len(seven.split()), len(eight.split())) == (7, 8)
    assert hardest_sentence(f"{seven} {EASY}") == EASY
    assert hardest_sentence(f"{eight} {EASY}") == eight


def test_list_entries_and_paragraphs_are_sentences() -> None:
    text = "Two things, e.g. these:\n\n- one by Dr. Made Up\n- two\n\nIt ended. Then {O1} came."

    assert list(sentences(text)) == [
        "Two things, e.g. these:",
        "- one by Dr. Made Up",
        "- two",
        "It ended.",
        "Then {O1} came.",
    ]


@given(st.text())
def test_every_text_whatever_has_an_age_and_a_hardest_sentence(text: str) -> None:
    assert isinstance(reading_age(text), float)
    assert hardest_sentence(text) in " ".join(text.split())


def test_the_word_list_is_not_loaded_before_it_is_needed_and_never_fetched() -> None:
    code = (
        "import socket, sys; import pilotbook.text.readability as r; assert 'textstat' not in sys.modules\n"
        "def refuse(*_, **__): raise SystemExit('went to the network')\n"
        "socket.socket.connect = socket.getaddrinfo = refuse\n"
        f"print(r.reading_age({EASY!r}) < 8)"
    )

    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, encoding="utf-8", env={"PYTHONPATH": str(SCRIPTS)}
    )

    assert (done.stdout, done.stderr) == ("True\n", "")
