"""Statistics: intervals agree with published examples, and there is none, nor any pooling, where a part is missing."""

from collections.abc import Callable
from math import exp, log, sqrt
from typing import Any

import pytest
from books import MISSING, figure, outcome, real_book, tiny_book
from hypothesis import given
from hypothesis import strategies as st
from pilotbook.casebook import Casebook
from pilotbook.record import Case, Figure
from pilotbook.record.outcome import Outcome, Sample
from pilotbook.record.shelf import Shelf
from pilotbook.views import stats
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

TRIAL = {"design": "rct_individual", "allocation": "drawn by lot", "result": figure("30")}


def measured(**changes: Any) -> Outcome:
    return Outcome.model_validate(outcome(**changes), context={"lists": None})


def ends(interval: stats.Interval) -> tuple[float, float]:
    return round(interval.low, 2), round(interval.high, 2)


@pytest.mark.parametrize(
    ("successes", "n", "low", "high"),
    # Newcombe (1998), "Two-sided confidence intervals for the single proportion", table I, method 3.
    [(81, 263, 25.53, 36.62), (15, 148, 6.24, 16.05), (0, 20, 0.0, 16.11), (1, 29, 0.61, 17.18)],
)
def test_a_share_gets_the_interval_of_the_published_example(successes: int, n: int, low: float, high: float) -> None:
    found = stats.proportion_interval(successes, n)

    assert ends(found) == (low, high)
    assert (found.level, found.method, found.unit) == (95, "Wilson", "%")


def test_a_percentage_gets_the_interval_of_its_count() -> None:
    assert ends(stats.proportion_interval(25, 40, is_percent=True)) == ends(stats.proportion_interval(10, 40))


@pytest.mark.parametrize(("given_", "n"), [(3, 0), (5, 4), (-1, 4)])
def test_what_is_no_share_is_refused(given_: int, n: int) -> None:
    with pytest.raises(ValueError, match="is no share"):
        stats.proportion_interval(given_, n)


def test_a_difference_gets_the_interval_of_the_published_example() -> None:
    # Newcombe (1998), "Interval estimation for the difference between independent proportions", table II (a), method 10.
    found = stats.difference_interval((56, 70), (48, 80))

    assert round(found.value, 2) == 20.0
    assert ends(found) == (5.24, 33.39)
    assert found.unit == "percentage points"


@given(a=st.integers(0, 80), b=st.integers(0, 90))
def test_the_intervals_are_those_of_statsmodels(a: int, b: int) -> None:
    share, difference = stats.proportion_interval(a, 80), stats.difference_interval((a, 80), (b, 90))

    alone = proportion_confint(a, 80, alpha=0.05, method="wilson")
    between = confint_proportions_2indep(a, 80, b, 90, alpha=0.05, method="newcomb", compare="diff")
    assert (share.low / 100, share.high / 100) == pytest.approx(alone, abs=1e-12)
    assert (difference.low / 100, difference.high / 100) == pytest.approx(between, abs=1e-12)


def test_a_rate_gets_the_exact_poisson_interval() -> None:
    # Garwood (1936): ten events give 4.80 to 18.39.
    assert ends(stats.rate_interval(10, 1, unit="events")) == (4.80, 18.39)
    assert ends(stats.rate_interval(10, 100, unit="events a person")) == (0.05, 0.18)


@given(n=st.integers(1, 5000), share=st.floats(0, 1))
def test_an_interval_holds_its_value_and_stays_a_share(n: int, share: float) -> None:
    found = stats.proportion_interval(round(share * n), n)

    assert -1e-9 <= found.low <= found.value + 1e-9
    assert found.value - 1e-9 <= found.high <= 100 + 1e-9


@given(n=st.integers(1, 500), percent=st.integers(0, 100), times=st.integers(2, 9))
def test_fewer_people_give_a_wider_interval(n: int, percent: int, times: int) -> None:
    few = stats.proportion_interval(percent, n, is_percent=True)
    many = stats.proportion_interval(percent, n * times, is_percent=True)

    assert few.high - few.low > many.high - many.low


@given(a=st.integers(0, 80), b=st.integers(0, 90))
def test_the_interval_of_a_difference_holds_it(a: int, b: int) -> None:
    found = stats.difference_interval((a, 80), (b, 90))

    assert found.low - 1e-9 <= found.value <= found.high + 1e-9


def test_both_groups_and_their_difference_get_intervals_in_a_trial() -> None:
    found = stats.intervals(measured(comparison=TRIAL))

    assert [(one.of, one.method) for one in found] == [
        ("pilot group, 300 families", "Wilson"),
        ("comparison group, 310 families", "Wilson"),
        ("pilot group less comparison group", "Newcombe"),
    ]
    assert found[0] == stats.proportion_interval(126, 300, of="pilot group, 300 families")
    assert round(found[2].value, 1) == 12.0


def test_a_count_of_the_people_in_the_sample_gets_the_interval_of_its_share() -> None:
    sample = {"of": "people", "analysed": "24", "source": ["S1"], "locator": "page 1"}

    (found,) = stats.intervals(measured(result=figure("19", "people"), n=sample, comparison={"design": "after_only"}))

    assert (round(found.value, 1), ends(found)) == (79.2, (59.53, 90.76))


def sample(**sizes: str) -> dict[str, Any]:
    return {"of": "families", "source": ["S1"], "locator": "table 2", **sizes}


@pytest.mark.parametrize(
    "changes",
    [
        {"n": MISSING},
        {"n": sample(comparison="310")},
        {"n": sample(analysed="610"), "comparison": {"design": "cross_section", "group": "Others"}},
        {"result": MISSING},
        {"result": figure("42", "visits")},
        {"result": figure("42.5", "families")},
        {"result": figure("420", "families")},
        {"result": figure("-7", "%")},
        {"result": figure("42", "%", qualifier="about")},
        {"result": figure("42", "%", status="estimate")},
        {"result": figure("42", "%", note="Change on the year before.")},
        {"label": "Rise in visits"},
        {"measure": "By how much visits fell."},
        {"kind": "output"},
        {"kind": "cost"},
        {"comparison": {"design": "rct_cluster", "allocation": "drawn by lot"}},
    ],
    ids=str,
)
def test_no_interval_where_a_part_is_missing_or_it_is_no_share(changes: dict[str, Any]) -> None:
    assert stats.intervals(measured(**changes)) == ()


@pytest.mark.parametrize(
    ("value", "unit", "passes"),
    [
        ("0", "%", True),
        ("100", "%", True),
        ("100.1", "%", False),
        ("0", "families", True),
        ("300", "families", True),
        ("301", "families", False),
    ],
)
def test_a_share_may_be_of_nobody_or_of_all_and_no_more(value: str, unit: str, passes: bool) -> None:
    assert bool(stats.intervals(measured(result=figure(value, unit)))) is passes


def test_an_adjusted_difference_is_not_put_in_the_place_of_a_plain_one() -> None:
    found = stats.intervals(measured(comparison={**TRIAL, "design": "matched_cross_section"}))

    assert [one.method for one in found] == ["Wilson", "Wilson"]


def test_every_interval_in_the_book_has_its_share_and_its_number() -> None:
    with_interval = [o for case in real_book().cases.values() for o in case.outcomes if stats.intervals(o)]

    assert with_interval
    for o in with_interval:
        assert isinstance(o.result, Figure) and isinstance(o.n, Sample)
        assert o.result.unit in ("%", o.n.of)


def effect(value: str, low: str | None = None, high: str | None = None, **changes: Any) -> dict[str, Any]:
    interval = {"ci_low": low, "ci_high": high, "ci_level": "95"} if low else {}
    return {**figure(value, "percentage points"), "type": "difference", **interval, **changes}


def trial(given_effect: object, **changes: Any) -> dict[str, Any]:
    return outcome(**{"comparison": TRIAL, "effect": given_effect, "measure": "Share who came.", **changes})


@pytest.fixture
def book_of(make_case: Callable[..., Case]) -> Callable[..., Casebook]:
    """Give a function that makes a book with one case for each list of outcomes."""

    def book(*cases: list[dict[str, Any]]) -> Casebook:
        made = {f"case-{n}": make_case(id=f"TLG-C-MA{n:02}", outcomes=o) for n, o in enumerate(cases, start=10)}
        return Casebook.of(Shelf(tiny_book().vocabulary, made))

    return book


@pytest.mark.parametrize(
    ("cases", "reason"),
    [
        ([[trial(MISSING)]], "no size in what we read"),
        (
            [[outcome(effect=effect("8", "2", "14"), comparison={"design": "before_after"}, baseline=figure("31"))]],
            "no study whose comparison we know to be strong enough",
        ),
        ([[trial(effect("8"))], [trial(effect("4"))]], "no interval with its level in what we read"),
        ([[trial(effect("8", "2", "14")), trial(effect("4", "2", "6"), id="O2")]], "one study only"),
        ([[trial(effect("8", "2", "14"))], [trial(effect("4"))]], "one study only"),
        (
            [[trial(effect("8", "2", "14"))], [trial(effect("4", "2", "6"), measure="Number of visits.")]],
            "different measures",
        ),
        (
            [
                [outcome(comparison=TRIAL, effect=effect("8", "2", "14"))],
                [outcome(comparison=TRIAL, effect=effect("4", "2", "6"))],
            ],
            "different measures",
        ),
        ([[trial(effect("8", "2", "14"))], [trial(effect("4", "2", "6", unit="visits"))]], "different units"),
        (
            [
                [trial(effect("8", "2", "14"))],
                [
                    trial(
                        effect("4", "2", "6"),
                        comparison={"design": "did", "why_comparable": "Alike.", "both_periods": "yes"},
                    )
                ],
            ],
            "different designs",
        ),
        (
            [[trial(effect("8", "2", "14")), trial(effect("7", "2", "12"), id="O2")], [trial(effect("4", "2", "6"))]],
            "the same people counted twice",
        ),
        (
            [[trial(effect("8", "7", "14"))], [trial(effect("4", "2", "6"))]],
            "an interval does not lie evenly about its effect",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_studies_are_not_pooled_and_the_reason_is_told(
    book_of: Callable[..., Casebook], cases: list[list[dict[str, Any]]], reason: str
) -> None:
    found = stats.pooling(book_of(*cases), "reach")

    assert found.reason == reason
    assert found.pools == ()


ADJUSTED = {"design": "matched_cross_section", "controls": ["age"], "group": "Others"}
FAIR = {"design": "did", "why_comparable": "Alike.", "both_periods": "yes"}


@pytest.mark.parametrize(
    ("comparison", "sms", "reason"),
    [(ADJUSTED, 2, "no study whose comparison we know to be strong enough"), (FAIR, 3, None)],
)
def test_studies_are_pooled_from_a_score_of_3(
    book_of: Callable[..., Casebook], comparison: dict[str, Any], sms: int, reason: str | None
) -> None:
    book = book_of(*([trial(effect(value, "2", "14"), comparison=comparison)] for value in ("8", "8.5")))

    assert {rating.best_sms for rating in book.ratings.values()} == {sms}
    assert stats.pooling(book, "reach").reason == reason


# The interval from 2 to 14 has its middle at 8, and a tenth of its width is 1.2.
@pytest.mark.parametrize(("value", "is_even"), [("6.7", False), ("6.9", True), ("9.1", True), ("9.3", False)])
def test_an_interval_may_lie_off_its_effect_by_a_tenth_of_its_width(
    book_of: Callable[..., Casebook], value: str, is_even: bool
) -> None:
    book = book_of([trial(effect("8", "2", "14"))], [trial(effect(value, "2", "14"))])

    assert stats.pooling(book, "reach").reason == (
        None if is_even else "an interval does not lie evenly about its effect"
    )


def test_like_studies_are_pooled_by_inverse_variance(book_of: Callable[..., Casebook]) -> None:
    cases = [[trial(effect("8", "2.5", "13.5"))], [trial(effect("4", "-1.5", "9.5"), measure="share WHO came")]]

    found = stats.pooling(book_of(*cases), "reach")

    assert (found.reason, found.effects, found.strong, found.with_interval) == (None, 2, 2, 2)
    (pool,) = found.pools
    assert round(pool.fixed.value, 6) == 6.0
    # Equal errors: half the width of one study, over the root of two.
    assert ends(pool.fixed) == (round(6 - 5.5 / sqrt(2), 2), round(6 + 5.5 / sqrt(2), 2))
    assert pool.i_squared == pytest.approx(100 * max(0, 1 - 1 / (8 / (5.5 / 1.959964) ** 2)), abs=0.01)


def test_studies_that_differ_give_a_wider_interval_than_one_effect_would(book_of: Callable[..., Casebook]) -> None:
    (pool,) = stats.pooling(book_of([trial(effect("9", "8", "10"))], [trial(effect("1", "0", "2"))]), "reach").pools

    assert pool.random.high - pool.random.low > 3 * (pool.fixed.high - pool.fixed.low)
    assert pool.i_squared > 90


def test_ratios_are_pooled_by_their_logarithms(book_of: Callable[..., Casebook]) -> None:
    ratio = {"type": "ratio", "unit": "times as likely"}

    (pool,) = stats.pooling(
        book_of([trial(effect("2", "1", "4", **ratio))], [trial(effect("0.5", "0.25", "1", **ratio))]), "reach"
    ).pools

    assert round(pool.fixed.value, 6) == 1.0
    assert ends(pool.fixed) == (round(exp(-log(2) / sqrt(2)), 2), round(exp(log(2) / sqrt(2)), 2))


def test_changes_in_per_cent_are_pooled_as_ratios(book_of: Callable[..., Casebook]) -> None:
    change = {"type": "percent_change", "unit": "%"}

    (pool,) = stats.pooling(
        book_of([trial(effect("100", "0", "300", **change))], [trial(effect("-50", "-75", "0", **change))]), "reach"
    ).pools

    assert round(pool.fixed.value, 6) == 0.0


def test_each_domain_of_the_book_is_pooled_or_says_why_not() -> None:
    book = real_book()

    for domain in book.vocabulary.outcome_domains:
        found = stats.pooling(book, domain)
        assert bool(found.pools) != bool(found.reason)
        assert found.effects >= found.strong >= found.with_interval >= sum(len(pool.studies) for pool in found.pools)
