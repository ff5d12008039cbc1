"""The name of what a thing is made from: equal values have one name, and unequal ones never share it."""

from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pilotbook.pages.needs import key_of
from pilotbook.record import Lesson
from pilotbook.record.vocabulary import Area

scalars = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text(st.characters(codec="utf-8"), max_size=6)
    | st.binary(max_size=6)
    | st.decimals(allow_nan=False, allow_infinity=False)
)
values = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.lists(inner, max_size=3).map(tuple)
        | st.dictionaries(st.text(max_size=3), inner, max_size=3)
    ),
    max_leaves=8,
)


def told(value: Any) -> Any:
    """Tell a value with its kinds, so that True and 1, or 1 and 1.0, are told apart; a list and a tuple are alike."""
    if isinstance(value, list | tuple):
        return ("list", tuple(map(told, value)))
    if isinstance(value, dict):
        return ("dict", tuple((told(name), told(item)) for name, item in value.items()))
    return (type(value).__name__, str(value))


@given(values, values)
@example("ab", ["a", "b"])
@example(["ab", "c"], ["a", "bc"])
@example({"a": {"b": "c"}}, {"a": {}, "b": "c"})
@example([[], "x"], [["x"]])
@example("str1:a", ["a"])
@example(b"a", "a")
@example(-0.0, 0.0)
@example(Decimal("1.0"), Decimal("1.00"))
def test_two_values_share_a_name_just_where_they_are_alike(one: Any, other: Any) -> None:
    assert (key_of(one) == key_of(other)) == (told(one) == told(other))


@given(values, st.data())
def test_one_more_layer_or_one_more_item_is_another_name(value: Any, data: st.DataObject) -> None:
    several = [value, [value], [value, None], [[value]], {"": value}, [value, value], [None, value]]

    names = [key_of(each) for each in several]
    alike = {(a, b) for a, b in combinations(range(len(several)), 2) if told(several[a]) == told(several[b])}
    assert {(a, b) for a, b in combinations(range(len(several)), 2) if names[a] == names[b]} == alike


def test_what_python_takes_for_equal_is_told_apart() -> None:
    several = [
        True,
        1,
        1.0,
        "1",
        Decimal(1),
        b"1",
        [1],
        (1, None),
        {"1": 1},
        None,
        "",
        [],
        {},
        "None",
        "True",
        False,
        0,
    ]

    assert len({key_of(value) for value in several}) == len(several)


def test_the_order_of_a_dictionary_counts() -> None:
    # A page shows a dictionary in its order: needs in another order make another page.
    assert key_of({"a": 1, "b": 2}) != key_of({"b": 2, "a": 1})


def test_a_list_and_a_tuple_of_the_same_are_one() -> None:
    assert key_of(["a", ("b",)]) == key_of(("a", ["b"]))


def test_a_name_is_the_same_in_every_process_and_place() -> None:
    assert key_of(["a", 1, None, {"b": Decimal("1.5")}]) == "a171c1f076ddfd8f5b759a3d50e25319"


@dataclass(frozen=True)
class Pair:
    one: Any
    other: Any


@dataclass(frozen=True)
class Couple:
    one: Any
    other: Any


@dataclass(frozen=True)
class Named:
    digest: str


def test_a_dataclass_is_told_by_its_kind_and_every_field() -> None:
    several = [Pair(1, 2), Pair(2, 1), Pair(1, None), Couple(1, 2), Pair(Pair(1, 2), 1), [1, 2]]

    assert len({key_of(value) for value in several}) == len(several)
    assert key_of(Pair([1], 2)) == key_of(Pair((1,), 2))


def test_what_has_a_digest_is_named_by_it_and_by_its_kind() -> None:
    assert key_of(Named("x")) == key_of(Named("x"))
    assert len({key_of(Named("x")), key_of(Named("y")), key_of("x"), key_of(["x"])}) == 4


def test_an_empty_digest_names_nothing() -> None:
    # A view that was read from no file has none: two of them must not be taken for one.
    assert key_of(Named("")) != key_of(Pair("", ""))


def test_a_record_is_told_by_all_its_words(make_lesson: Any) -> None:
    one, other = make_lesson(), make_lesson(limits="Where things are not.")

    assert isinstance(one, Lesson)
    assert key_of(one) == key_of(make_lesson()) != key_of(other)
    assert key_of(Area(label="Hubs")) != key_of(Area(label="Hubs", about="x"))


# Named by type: the names of some values hold an address, and tests that run side by side must have the same names.
@pytest.mark.parametrize(
    "value",
    [len, lambda: 1, object(), Pair, {1, 2}, frozenset(), iter([1]), range(3), 1j, Ellipsis],
    ids=lambda value: type(value).__name__,
)
def test_what_is_no_plain_data_is_refused(value: object) -> None:
    for holder in (value, [value], {"x": value}, Pair(1, value)):
        with pytest.raises(TypeError, match="is no plain data: nothing can be named by it"):
            key_of(holder)
