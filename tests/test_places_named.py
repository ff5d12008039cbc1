"""Places: none is taken for another, the line to add is told, and the list hangs together."""

from collections.abc import Callable
from typing import Any

import pytest
from books import ROOT, TINY, book_of, pages_of, real_book, words_of, written
from pilotbook.pages.kinds import place as place_page
from pilotbook.record import Case, Vocabulary
from pilotbook.record.vocabulary import Place
from pilotbook.rules import check
from pilotbook.rules.lists import labels_told_apart, places_hang_together
from pilotbook.text.problems import spelt_alike
from pilotbook.text.yamlfile import Document

BARE = Document("made-up.yml", "", {})
# Real places, most of them not in the list; the first eight were once "mended" to a place that is in it.
ELSEWHERE = (
    *("swindon", "oxfordshire", "salford", "walsall", "gloucestershire", "knowsley", "hartlepool", "barking"),
    *(
        "northamptonshire",
        "north-yorkshire",
        "west-sussex",
        "cheshire-east",
        "west-yorkshire",
        "southend-on-sea",
        "southampton",
    ),
    *(
        "newham",
        "lewisham",
        "lambeth",
        "croydon",
        "bexley",
        "haringey",
        "havering",
        "hounslow",
        "harrow",
        "bolton",
        "bury",
    ),
    *(
        "oldham",
        "rochdale",
        "stockport",
        "tameside",
        "trafford",
        "dudley",
        "solihull",
        "wolverhampton",
        "coventry",
        "derby",
    ),
    *("derbyshire", "norfolk", "kent", "surrey", "dorset", "devon", "somerset", "wiltshire", "cumbria", "lancashire"),
    *(
        "blackpool",
        "preston",
        "peterborough",
        "bedford",
        "reading",
        "slough",
        "torbay",
        "north-tyneside",
        "south-tyneside",
    ),
    *(
        "stockton-on-tees",
        "middlesbrough",
        "redcar-and-cleveland",
        "kirklees",
        "calderdale",
        "rotherham",
        "hull",
        "york",
    ),
    *(
        "lincolnshire",
        "leicestershire",
        "staffordshire",
        "shropshire",
        "warwickshire",
        "worcestershire",
        "buckinghamshire",
    ),
    *(
        "cambridgeshire",
        "greater-london",
        "manchester-airport",
        "newcastle-under-lyme",
        "west-northamptonshire",
        "hampton",
    ),
)


def test_no_place_is_taken_for_another() -> None:
    places = real_book().vocabulary.places

    elsewhere = [name for name in ELSEWHERE if name not in places]
    assert {name: near for name in elsewhere if (near := spelt_alike(name, places))} == {}
    # The list of the book grows; what is not in it must stay enough to tell.
    assert len(elsewhere) >= 50


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        *(("manchestr", "manchester"), ("manchetser", "manchester"), ("Shefield", "sheffield"), ("leedes", "leeds")),
        *(
            ("stoke-on-tretn", "stoke-on-trent"),
            ("stok-on-trent", "stoke-on-trent"),
            ("stoke on trent", "stoke-on-trent"),
        ),
        *(
            ("hertforshire", "hertfordshire"),
            ("herefordshire", None),
            ("manchaster", None),
            ("tower-hamlet", "tower-hamlets"),
            ("brighton-and-hov", "brighton-and-hove"),
        ),
        *(
            ("heeds", None),
            ("wales-and-england", None),
            ("walse", "wales"),
            ("wals", "wales"),
            ("essx", "essex"),
            ("", None),
        ),
    ],
)
def test_a_slip_of_a_letter_is_a_slip_and_another_first_letter_is_another_name(written: str, meant: str | None) -> None:
    assert spelt_alike(written, real_book().vocabulary.places) == meant


@pytest.mark.parametrize(
    ("name", "mend"),
    [
        (
            "swindon",
            "Check the spelling, or add this line under 'places:' in case_studies/vocabulary.yml: "
            "swindon: {label: Swindon, kind: …, region: …} (kind and region as under 'place_kinds' and 'regions' there)",
        ),
        (
            "Torbay and Teign",
            "Check the spelling, or add this line under 'places:' in case_studies/vocabulary.yml: "
            "torbay-and-teign: {label: Torbay and Teign, kind: …, region: …} "
            "(kind and region as under 'place_kinds' and 'regions' there)",
        ),
        (
            "herts",
            "Check the spelling (in the list: hertfordshire), or add this line under 'places:' in case_studies/vocabulary.yml: "
            "herts: {label: Herts, kind: …, region: …} (kind and region as under 'place_kinds' and 'regions' there)",
        ),
        ("Leeds", "Use 'leeds'."),
        ("County Durham", "Use 'durham'."),
        (
            "leedes",
            "Use 'leeds' if that is meant; if not, add this line under 'places:' in case_studies/vocabulary.yml: "
            "leedes: {label: Leedes, kind: …, region: …} (kind and region as under 'place_kinds' and 'regions' there)",
        ),
    ],
)
def test_the_message_holds_the_very_line_to_add(name: str, mend: str) -> None:
    path = "case_studies/leeds-100-day-challenge.yml"
    text = (ROOT / path).read_text(encoding="utf-8").replace("place: leeds", f"place: {name}", 1)
    vocabulary = (ROOT / "case_studies/vocabulary.yml").read_bytes()

    problems = check({"case_studies/vocabulary.yml": vocabulary, path: text.encode()})[1]

    assert [problem.mend for problem in problems if problem.rule == "vocabulary"] == [mend]


# The list itself.


def vocabulary(**places: dict[str, str]) -> Vocabulary:
    """Give the made-up vocabulary with some places changed or added."""
    data = written(TINY / "case_studies/vocabulary.yml")
    own = {
        code.replace("_", "-"): {**data["places"].get(code.replace("_", "-"), {}), **place}
        for code, place in places.items()
    }
    return Vocabulary.model_validate({**data, "places": {**data["places"], **own}})


NEW = {"label": "Madeup Hill", "kind": "made-up town", "region": "Madeup Shire"}


@pytest.mark.parametrize(
    ("place", "told"),
    [
        ({}, []),
        ({"region": "madeup shire"}, ["'region' is 'madeup shire'"]),
        ({"kind": "citty"}, ["'kind' is 'citty'"]),
        ({"code": "E08000003"}, []),
        ({"successor": "madeup-town"}, ["it has a successor, but no day on which it ended"]),
        ({"until": "2023-04-01", "successor": "madeup-town"}, []),
        (
            {"until": "2023-04-01", "successor": "madeup-hill"},
            ["the successor 'madeup-hill' is not another place of this list"],
        ),
        (
            {"until": "2023-04-01", "successor": "elsewhere"},
            ["the successor 'elsewhere' is not another place of this list"],
        ),
        ({"since": "2023-04-01", "until": "2023-04-01"}, []),
        ({"since": "2023-04-02", "until": "2023-04-01"}, ["'until' 2023-04-01 is before 'since' 2023-04-02"]),
    ],
)
def test_a_place_hangs_together(place: dict[str, str], told: list[str]) -> None:
    found = places_hang_together(vocabulary(madeup_hill={**NEW, **place}), BARE)

    assert [problem.what for problem in found] == told


def test_a_code_is_one_places() -> None:
    lists = vocabulary(madeup_town={"code": "E08000003"}, madeup_hill={**NEW, "code": "E08000003"})

    assert [problem.what for problem in places_hang_together(lists, BARE)] == [
        "the code E08000003 is also that of 'madeup-town'"
    ]


@pytest.mark.parametrize(
    ("label", "is_told"),
    [("Madeup Town", True), ("MADEUP  town", True), ("Madeup\u00a0Town", True), ("Madeup Town, Shire", False)],
)
def test_no_two_places_have_one_label(label: str, is_told: bool) -> None:
    found = list(labels_told_apart(vocabulary(madeup_hill={**NEW, "label": label}), BARE))

    assert bool(found) is is_told


def test_places_of_one_name_in_two_lists_are_no_fault() -> None:
    assert list(labels_told_apart(real_book().vocabulary, BARE)) == []


@pytest.mark.parametrize("code", ["E0800003", "e08000003", "E080000031", "Q08000003", "E08 00003"])
def test_a_code_of_official_statistics_is_a_letter_and_eight_digits(code: str) -> None:
    with pytest.raises(ValueError, match="is not a code of official statistics"):
        Place.model_validate({**NEW, "code": code})


def test_every_council_of_the_book_has_its_code() -> None:
    without = {code for code, place in real_book().vocabulary.places.items() if place.code is None}

    assert without == {
        *("england", "wales", "scotland", "great-britain", "united-kingdom"),
        *("west-london", "barrow-and-south-lakeland", "frome"),
    }


def test_the_page_of_a_place_shows_its_code_and_what_became_of_it(make_case: Callable[..., Case]) -> None:
    def page(**place: Any) -> str:
        book = book_of({"made-up": make_case(lessons=[])}, vocabulary=vocabulary(madeup_town=place))
        return words_of(next(pages_of(place_page, book)).body)

    assert "Code in official statistics: E08000003" in page(code="E08000003")
    assert "Until 1 April 2023; since then part of Madeup Vale." in page(until="2023-04-01", successor="madeup-vale")
    assert "Until 1 April 2023." in page(until="2023-04-01")
    assert "official statistics" not in page() and "Until" not in page()
