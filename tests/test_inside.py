"""What rules are given of a record: everything in it, though what a field can hold is told by its declaration alone."""

from collections.abc import Iterator
from typing import Any

import pytest
from books import real_book, tiny_book
from pilotbook.casebook import Casebook
from pilotbook.rules.inside import lists_in, named_in, parts, texts_in
from pydantic import BaseModel

Found = tuple[tuple[Any, ...], Any]


def values(item: object, path: tuple[Any, ...] = ()) -> Iterator[Found]:
    """Yield every value of a record with its path, whatever its declaration says."""
    yield path, item
    if isinstance(item, BaseModel):
        for name in type(item).model_fields:
            yield from values(getattr(item, name), (*path, name))
    elif isinstance(item, tuple):
        for index, entry in enumerate(item):
            yield from values(entry, (*path, index))


@pytest.mark.parametrize("book", [tiny_book, real_book])
def test_every_part_list_and_text_of_a_record_is_found(book: Any) -> None:
    opened: Casebook = book()
    for record in (*(view.case for view in opened.views.values()), *opened.lessons.values()):
        held = list(values(record))

        assert list(parts(record)) == [(path, item) for path, item in held if isinstance(item, BaseModel)]
        assert [((*path, name), entries) for path, name, entries in lists_in(record)] == [
            (path, item) for path, item in sorted_by_holder(held) if isinstance(item, tuple)
        ]
        assert [(path, text) for path, _, text in texts_in(record)] == [
            (path, item) for path, item in sorted_by_holder(held) if isinstance(item, str)
        ]
        assert [((*path, name), value) for path, name, value in named_in(record, frozenset({"source", "url"}))] == [
            (path, item) for path, item in sorted_by_holder(held) if path[-1:] in (("source",), ("url",))
        ]


def sorted_by_holder(held: list[Found]) -> list[Found]:
    """Give values in the order of what holds them: all of one part before those of the parts inside it."""
    models = {path: n for n, path in enumerate(path for path, item in held if isinstance(item, BaseModel))}

    def holder(path: tuple[Any, ...]) -> tuple[Any, ...]:
        return next(path[:end] for end in range(len(path) - 1, -1, -1) if path[:end] in models)

    return sorted((each for each in held if each[0]), key=lambda each: models[holder(each[0])])
