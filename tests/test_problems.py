"""How a problem reads, and what is suggested."""

import pytest
from pilotbook.text.problems import Problem, choose, joined, near_match, one_of, shown


def test_a_problem_reads_as_place_fault_and_mend() -> None:
    problem = Problem("case_studies/a.yml", 12, 9, "'stage' is 'anounced'", "Use 'announced'.", "choice")

    assert str(problem) == "case_studies/a.yml:12:9: 'stage' is 'anounced' [choice]\n    Use 'announced'."


def test_advice_says_that_it_is_advice() -> None:
    problem = Problem("case_studies/a.yml", 6, 3, "'summary' is long", "Cut it.", "reading-age", is_advice=True)

    assert str(problem) == "case_studies/a.yml:6:3: advice: 'summary' is long [reading-age]\n    Cut it."


def test_a_problem_has_two_lines_even_where_its_file_is_oddly_named() -> None:
    problem = Problem("a\n::error::.yml", 1, 1, "b\x1b[31m\nc", "d\u202ee", "rule")

    assert str(problem) == "a ::error::.yml:1:1: b\\x1b[31m c [rule]\n    d\\x202ee"


def test_problems_stand_in_the_order_of_the_file() -> None:
    places = [("b", 1, 1), ("a", 10, 1), ("a", 2, 5), ("a", 2, 1)]

    ordered = sorted(Problem(path, line, column, "", "", "") for path, line, column in places)

    assert [(each.path, each.line, each.column) for each in ordered] == [
        ("a", 2, 1),
        ("a", 2, 5),
        ("a", 10, 1),
        ("b", 1, 1),
    ]


@pytest.mark.parametrize(
    ("word", "match"),
    [
        ("anounced", "announced"),
        ("Ended", "ended"),
        ("cc-by-4", "CC-BY-4.0"),
        ("zebra", None),
        ("", None),
        ("e" * 10**6, None),
    ],
)
def test_a_near_match_is_found_whatever_its_case(word: str, match: str | None) -> None:
    assert near_match(word, ["announced", "ended", "CC-BY-4.0"]) == match


def test_a_short_list_of_choices_is_told_in_full() -> None:
    assert choose("zebra", ["b", "a"]) == "Choose one of: a, b."


def test_a_long_list_of_choices_is_cut_short() -> None:
    mend = choose("zebra", [f"code-{number:02}" for number in range(50)])

    assert mend.startswith("Choose one of: code-00, code-01") and mend.endswith("code-29 … (50 in all).")


def test_what_was_written_is_shown_on_one_line_and_cut_short() -> None:
    assert shown("a\n  b") == "'a b'"
    assert shown("x" * 100, 10) == "'xxxxxxxxx…'"


def test_names_are_joined_in_words() -> None:
    assert [joined(["a"]), joined(["a", "b"]), joined(["a", "b", "c"])] == ["'a'", "'a' and 'b'", "'a', 'b' and 'c'"]


def test_choices_that_hold_the_word_are_told_before_all_others() -> None:
    codes = ["after_only", "did", "rct_cluster", "rct_individual", *(f"other_{number}" for number in range(50))]

    assert choose("RCT", codes) == "Choose one of: rct_cluster, rct_individual."
    assert choose("rct-cluster", codes) == "Use 'rct_cluster'."


def test_labels_are_told_in_their_order_and_none_is_taken_for_another() -> None:
    assert one_of(["S10", "S2", "S1", "O1"]) == "Choose one of: O1, S1, S2, S10."
