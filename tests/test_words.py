"""Numbers, dates and lists as people write them."""

from decimal import Decimal
from math import gcd

import pytest
from books import figure
from hypothesis import given
from hypothesis import strategies as st
from pilotbook.record import Figure, formatting
from pilotbook.record.outcome import Effect

decimals = st.decimals(-(10**9), 10**9, places=2, allow_nan=False)


@pytest.mark.parametrize(
    ("value", "told"),
    [("1250", "1,250"), ("1.06", "1.06"), ("8.0", "8.0"), ("-3", "−3"), ("-1234567.5", "−1,234,567.5"), ("0", "0")],
)
def test_a_number_keeps_its_decimals_and_gets_marks_and_a_true_minus(value: str, told: str) -> None:
    assert formatting.number(Decimal(value)) == told


def test_a_count_is_a_number_too() -> None:
    assert formatting.number(12345) == "12,345"


@pytest.mark.parametrize(
    ("value", "unit", "told"),
    [
        ("17.8", "%", "17.8%"),
        ("12.7", "GBP million", "£12.7 million"),
        ("900000", "GBP", "£900,000"),
        ("-900", "GBP", "−£900"),
        ("-0", "GBP", "−£0"),
        ("449", "households", "449 households"),
        ("1.2", "percentage points", "1.2 percentage points"),
    ],
)
def test_an_amount_is_written_with_its_unit(value: str, unit: str, told: str) -> None:
    assert formatting.amount(Decimal(value), unit) == told


@pytest.mark.parametrize(
    ("qualifier", "told"),
    [
        ("about", "about 5,000 families"),
        ("more_than", "more than 5,000 families"),
        ("less_than", "less than 5,000 families"),
        ("up_to", "up to 5,000 families"),
        ("at_least", "at least 5,000 families"),
        ("nearly", "nearly 5,000 families"),
    ],
)
def test_a_figure_is_softened_as_its_source_softens_it(qualifier: str, told: str) -> None:
    fact = Figure.model_validate(figure("5000", "families", qualifier=qualifier))

    assert formatting.figure(fact) == told


@pytest.mark.parametrize(
    ("percent", "told"),
    [
        ("50", "about 1 in 2"),
        ("17.8", "about 1 in 6"),
        ("36.2", "about 3 in 8"),
        ("66", "about 2 in 3"),
        ("70", "about 7 in 10"),
        ("90", "about 9 in 10"),
        ("9.8", "about 1 in 10"),
        ("4.7", "about 1 in 21"),
        ("1.7", "about 1 in 59"),
        ("92", "about 11 in 12"),
        ("98.5", "about 66 in 67"),
        ("47", None),
        # Off by 1.5 points, and by a little more.
        ("48.5", "about 1 in 2"),
        ("48.49", None),
        ("51.5", "about 1 in 2"),
        ("51.51", None),
        ("1", None),
        ("99", None),
        ("0", None),
        ("-30", None),
        ("120", None),
    ],
)
def test_a_share_is_told_as_so_many_in_so_many(percent: str, told: str | None) -> None:
    assert formatting.about(Decimal(percent)) == told


@given(st.decimals(0, 100, places=2))
def test_words_for_a_share_are_never_off_by_more_than_is_said(percent: Decimal) -> None:
    if told := formatting.about(percent):
        part, whole = map(int, told.removeprefix("about ").split(" in "))
        assert abs(100 * part / whole - float(percent)) <= 1.5 + 1e-9
        assert 0 < part < whole and gcd(part, whole) == 1


@given(st.decimals(Decimal("1.01"), Decimal("9.99"), places=2))
def test_a_small_share_always_has_words_and_so_has_all_but_it(percent: Decimal) -> None:
    one, whole = str(formatting.about(percent)).removeprefix("about ").split(" in ")

    assert one == "1"
    assert formatting.about(100 - percent) == f"about {int(whole) - 1} in {whole}"


def effect(value: str, kind: str = "difference", unit: str = "percentage points", **interval: str) -> Effect:
    return Effect.model_validate({**figure(value, unit), "type": kind, **interval})


def test_a_difference_carries_its_sign() -> None:
    assert formatting.effect(effect("1.8")) == "+1.8 percentage points"
    assert formatting.effect(effect("-1.8")) == "−1.8 percentage points"
    assert formatting.effect(effect("0")) == "0 percentage points"
    assert formatting.effect(effect("12", "percent_change", "%")) == "+12%"


def test_a_ratio_or_score_carries_no_plus() -> None:
    assert formatting.effect(effect("1.06", "ratio", "times as likely")) == "1.06 times as likely"
    assert formatting.effect(effect("3", "score", "months")) == "3 months"


def test_an_interval_is_told_with_its_level() -> None:
    assert (
        formatting.interval(effect("-1.2", ci_low="-19.5", ci_high="17.1", ci_level="95"))
        == "95% interval −19.5 to 17.1"
    )
    assert formatting.interval(effect("1", ci_low="0.5", ci_high="2")) == "interval 0.5 to 2"
    assert formatting.interval(effect("1")) is None


@pytest.mark.parametrize(
    ("partial", "told"), [("2025", "2025"), ("2025-07", "July 2025"), ("2025-07-06", "6 July 2025")]
)
def test_a_date_is_told_as_far_as_it_is_known(partial: str, told: str) -> None:
    assert formatting.date(partial) == told


def test_items_are_joined_as_in_a_sentence() -> None:
    assert formatting.listed([]) == ""
    assert formatting.listed(["a"]) == "a"
    assert formatting.listed(["a", "b"]) == "a and b"
    assert formatting.listed(iter(["a", "b", "c"])) == "a, b and c"


def test_a_name_inside_keeps_its_capital() -> None:
    assert formatting.capital("town in Wales") == "Town in Wales"
    assert formatting.capital("") == ""


def test_a_count_agrees_with_its_noun() -> None:
    assert formatting.count(0, "case") == "0 cases"
    assert formatting.count(1, "case") == "1 case"
    assert formatting.count(1234, "case") == "1,234 cases"
    assert formatting.count(2, "policy", "policies") == "2 policies"


@given(decimals)
def test_a_number_reads_back_as_the_number_it_was(value: Decimal) -> None:
    assert Decimal(formatting.number(value).replace(",", "").replace("−", "-")) == value


@given(decimals, st.sampled_from(["%", "GBP", "GBP million", "families"]))
def test_an_amount_holds_all_digits_of_its_number(value: Decimal, unit: str) -> None:
    told = formatting.amount(value, unit)

    assert formatting.number(abs(value)) in told
    assert ("−" in told) == value.is_signed()
