"""What a notebook reads of the casebook, noted field by field, so that it runs again only where one of these changed.

While a `Recorder` is at work, each record tells it which of its fields are read; lists are noted as one, so that
`outcomes.result.value` stands for the results of all outcomes of a case. What is worked out from whole records, such as a
rating, is noted by its own value: a change that leaves the rating as it was is no change to who reads the rating.
`digest_of` works out the same in a casebook opened later. Equal digests mean that every value the notebook saw is the
same, and so is what it makes.
"""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from pilotbook.casebook import Casebook
from pilotbook.judgement.lesson_strength import Evidence
from pilotbook.judgement.view import KEPT, CaseView
from pilotbook.record.text import Record

# {field: {field: …}}; lists add no step of their own.
Fields = dict[str, Any]
Value = TypeVar("Value")
_RECORDS = ("cases", "lessons")
# Who asks a record for one of these goes through all of it: to compare, copy, print or write it.
_WHOLE = {"__dict__", "__pydantic_fields_set__", "model_fields_set"}
_ALL = "*"


@dataclass
class Reads:
    """What was read, as plain data: which fields of which records, what was worked out from them, which lists in order."""

    fields: dict[str, dict[str, Fields]] = field(default_factory=dict)
    values: dict[str, list[str]] = field(default_factory=dict)
    orders: list[str] = field(default_factory=list)


class Recorder:
    """Notes what is read through the casebooks that it hands out, while it is `at_work`. One recorder a notebook."""

    def __init__(self) -> None:
        self._fields: dict[str, dict[str, Fields]] = {}
        self._values: dict[str, set[str]] = {}
        self._orders: set[str] = set()
        # A record may stand in several places: all whose dates are left out share one empty record.
        self._places: dict[int, list[Fields]] = {}
        self._kept: list[Record] = []  # An id is a record's own only as long as the record lives.
        self._is_paused = False

    def opened(self, book: Casebook) -> Casebook:
        """Give the casebook through which a notebook reads. Histories are not open to notebooks."""
        self._place(book.vocabulary, self._of("vocabulary", ""))
        view = replace(
            book,
            views=_NotedViews(self, "views", lambda: book.views),
            lessons=_Noted(self, "lessons", lambda: book.lessons),
            documents=_Noted(self, "documents", lambda: book.documents),
            histories={},
            pasts={},
            # A release must not make notebooks run again.
            releases=(),
            glossary=_NotedTerms(self, book.glossary),  # type: ignore[arg-type]
        )
        # The order of a ledger, and what a lesson rests on, come of many records; they are noted by what they come to.
        vars(view)["ledger"] = _NotedLedger(self, "ledger", lambda: book.ledger)
        vars(view)["standings"] = _Noted(self, "standings", lambda: book.standings)
        return view

    def reads(self) -> Reads:
        """Give what has been read so far."""
        values = {kind: sorted(names) for kind, names in sorted(self._values.items())}
        return Reads(self._fields, values, sorted(self._orders))

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """Let records tell which of their fields are read."""
        setattr(Record, "__getattribute__", self._telling())  # noqa: B010 - mypy refuses to assign a method
        try:
            yield
        finally:
            delattr(Record, "__getattribute__")

    @contextmanager
    def paused(self) -> Iterator[None]:
        """Note nothing for a while: what is worked out here is noted by its value."""
        before, self._is_paused = self._is_paused, True
        try:
            yield
        finally:
            self._is_paused = before

    def note(self, kind: str, key: str, value: object) -> None:
        """Note that one thing of a kind was asked for; `value` is None where there is none."""
        if self._is_paused:
            return
        if kind in _RECORDS:
            place = self._of(kind, key)
            if isinstance(value, Record):
                self._place(value, place)
            return
        self._values.setdefault(kind, set()).add(key)

    def note_order(self, kind: str) -> None:
        """Note that a list was gone through or counted."""
        if not self._is_paused:
            self._orders.add(kind)

    def _of(self, kind: str, key: str) -> Fields:
        return self._fields.setdefault(kind, {}).setdefault(key, {})

    def _place(self, record: Record, place: Fields) -> None:
        """Take note that `record` stands at `place`: what is read of it is noted there."""
        places = self._places.setdefault(id(record), [])
        if not places:
            self._kept.append(record)
        # By identity: two places that hold equal notes so far are still two places.
        if not any(place is known for known in places):
            places.append(place)

    def _telling(self) -> Callable[[Record, str], Any]:
        places, read = self._places, object.__getattribute__

        def tell(record: Record, name: str) -> Any:
            # Called for every attribute of every record of a notebook, hundreds of thousands of times: the usual case leaves at once.
            value = read(record, name)
            if (known := places.get(id(record))) is None or self._is_paused:
                return value
            if name in type(record).__pydantic_fields__:
                for place in known:
                    self._reach(value, place.setdefault(name, {}))
            elif name in _WHOLE:
                for place in known:
                    place[_ALL] = {}
            return value

        return tell

    def _reach(self, value: object, place: Fields) -> None:
        """Take note of the records that a field holds, so that what is read of them is noted too."""
        if _is_record(value):
            self._place(value, place)  # type: ignore[arg-type]
        elif isinstance(value, tuple):
            for item in value:
                if _is_record(item):
                    self._place(item, place)
        elif isinstance(value, dict):
            for key, item in value.items():
                if _is_record(item):
                    self._place(item, place.setdefault(key, {}))


def _is_record(value: object) -> bool:
    # `isinstance` would ask the record itself, and so come back here.
    return Record in type(value).__mro__


class _Noted(Mapping[str, Value]):
    """A mapping of the casebook that notes what is asked of it."""

    def __init__(self, recorder: Recorder, kind: str, source: Callable[[], Mapping[str, Value]]) -> None:
        self._recorder, self._kind, self._source = recorder, kind, source

    def __getitem__(self, key: str) -> Value:
        with self._recorder.paused():
            found = self._source().get(key)
        self._recorder.note(self._kind, key, found)
        if found is None:
            raise KeyError(key)
        return found

    def __iter__(self) -> Iterator[str]:
        self._recorder.note_order(self._kind)
        with self._recorder.paused():
            keys = list(self._source())
        return iter(keys)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __repr__(self) -> str:
        return repr(dict(self))


class _NotedView(CaseView):
    """A view of a case that notes what is asked of it: its record field by field, what is worked out by its value."""

    def __init__(self, recorder: Recorder, view: CaseView) -> None:
        vars(self).update(slug=view.slug, told={}, digest=view.digest, _recorder=recorder, _view=view)

    def __getattribute__(self, name: str) -> Any:
        own: dict[str, Any] = object.__getattribute__(self, "__dict__")
        if name == "case":
            with own["_recorder"].paused():
                record = own["_view"].case
            own["_recorder"].note("cases", own["slug"], record)
            return record
        if name in KEPT:
            with own["_recorder"].paused():
                value = getattr(own["_view"], name)
            own["_recorder"].note("views", f"{own['slug']} {name}", value)
            return value
        return object.__getattribute__(self, name)


class _NotedViews(_Noted[CaseView]):
    """The views of a casebook, each of which notes what is asked of it."""

    def __getitem__(self, slug: str) -> CaseView:
        found = self._source().get(slug)
        # That there is such a case is noted too.
        self._recorder.note("cases", slug, None)
        if found is None:
            raise KeyError(slug)
        return _NotedView(self._recorder, found)


class _NotedLedger(_Noted[tuple[Evidence, ...]]):
    """The ledger of a casebook: the entries on a lesson are noted by their order, each case by what is asked of it."""

    def __getitem__(self, slug: str) -> tuple[Evidence, ...]:
        return tuple(Evidence(_NotedView(self._recorder, each.view), each.index) for each in super().__getitem__(slug))


class _NotedTerms(Sequence[Value]):
    """The terms of the glossary; who reads one has read them all."""

    def __init__(self, recorder: Recorder, terms: Sequence[Value]) -> None:
        self._recorder, self._terms = recorder, terms

    def __getitem__(self, index: Any) -> Any:
        self._recorder.note("glossary", "", None)
        return self._terms[index]

    def __len__(self) -> int:
        self._recorder.note("glossary", "", None)
        return len(self._terms)

    def __repr__(self) -> str:
        return repr(tuple(self))


Seen = dict[str, list[str]]


def digest_of(reads: Reads, book: Casebook, seen: Seen | None = None) -> str:
    """Give a name for the values, in `book`, of what was read: equal names mean that nobody who read it sees a change.

    seen: [digest of the record, name of what was read of it] by slug, from the time before. A case whose record is still the
    same is not opened again; what is worked out anew is noted there.
    """
    seen = {} if seen is None else seen
    told = [
        [[kind, list(getattr(book, kind))] for kind in reads.orders],
        [
            [kind, key, _seen(book, key, fields, seen) if kind == "cases" else _named(book, kind, key, fields)]
            for kind, records in sorted(reads.fields.items())
            for key, fields in sorted(records.items())
        ],
        [[kind, key, _worked_out(book, kind, key)] for kind, keys in sorted(reads.values.items()) for key in keys],
    ]
    return hashlib.sha256(json.dumps(told, default=repr, sort_keys=True).encode()).hexdigest()


def _seen(book: Casebook, slug: str, fields: Fields, seen: Seen) -> str:
    """Name what was read of a case."""
    # A case without a digest stands in no file (a test made it up), and is asked each time.
    digest = book.views[slug].digest if slug in book.views else ""
    known, name = seen.get(slug, ["", ""])
    if not digest or known != digest:
        name = _named(book, "cases", slug, fields)
        seen[slug] = [digest, name]
    return name


def _named(book: Casebook, kind: str, key: str, fields: Fields) -> str:
    told = json.dumps(_told(_record(book, kind, key), fields), default=repr, sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()[:32]


def _record(book: Casebook, kind: str, key: str) -> Record | None:
    return book.vocabulary if kind == "vocabulary" else getattr(book, kind).get(key)


def _told(value: Any, fields: Fields) -> Any:
    """Give the noted part of a value as plain data. What stands in another kind of record now is told by that kind."""
    if _is_record(value):
        if _ALL in fields:
            return repr(value)
        known = type(value).__pydantic_fields__
        return [
            type(value).__name__,
            {name: _told(getattr(value, name), fields[name]) for name in fields if name in known},
        ]
    if isinstance(value, tuple):
        return [_told(item, fields) for item in value]
    if isinstance(value, dict):
        return [[key, _told(item, fields.get(key, {}))] for key, item in value.items()]
    return value


def _worked_out(book: Casebook, kind: str, key: str) -> Any:
    if kind == "glossary":
        return repr(tuple(book.glossary))
    if kind == "views":
        slug, name = key.split()
        return repr(getattr(book.views[slug], name)) if slug in book.views else None
    found = getattr(book, kind).get(key)
    if kind == "ledger" and found is not None:
        return [[each.slug, each.index] for each in found]
    return found.text if kind == "documents" and found is not None else repr(found)
