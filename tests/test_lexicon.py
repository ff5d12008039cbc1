"""The words that search reads."""

from books import real_book
from pilotbook.pages.kinds.atoz import words_of
from pilotbook.pages.paged import paged
from pilotbook.text.search_words import letter, telling_words, words_in


def test_words_are_split_at_marks_and_lose_accents_and_apostrophes() -> None:
    assert words_in("Children's cafés – before-and-after, £1.2m; Llŷn") == [
        "childrens", "cafes", "before", "and", "after", "1", "2m", "llyn",
    ]  # fmt: skip


def test_telling_words_leave_out_stop_words_and_single_letters() -> None:
    assert telling_words("What did the 3,444 families of plan B do?") == ["3", "444", "families", "plan"]


def test_the_index_of_words_has_no_entry_for_a_number() -> None:
    assert [word for word in words_of(real_book()) if word.isdigit()] == []


def test_a_word_is_kept_under_its_first_letter() -> None:
    assert [letter(word) for word in ("leaflets", "2m", "über")] == ["l", "0", "0"]


def test_the_index_of_words_leads_from_leaflets_to_the_trial() -> None:
    assert "/cases/manchester-sure-start-outreach-trial/" in [
        address for address, _ in words_of(real_book())["leaflets"]
    ]


def test_a_long_list_goes_on_over_pages_and_loses_nothing() -> None:
    parts = list(paged("/stages/ended/", list(range(250)), 100))

    assert [part.path for part in parts] == ["/stages/ended/", "/stages/ended/page-2/", "/stages/ended/page-3/"]
    assert [item for part in parts for item in part.items] == list(range(250))


def test_an_empty_list_is_one_page() -> None:
    assert [part.path for part in paged("/stages/ended/", [])] == ["/stages/ended/"]
