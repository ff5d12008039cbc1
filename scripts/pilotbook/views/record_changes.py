"""What changed in the words, figures, sources and entries of one record between two versions of its file.

Parsed and typed values are compared, so layout, the order of keys and white space report nothing.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from pydantic import BaseModel, ValidationError

from pilotbook.record import Case, Lesson, formatting
from pilotbook.record.case import LedgerEntry
from pilotbook.record.fact import SEEN, Source
from pilotbook.record.facts import FIGURES, Fact, facts, label_of
from pilotbook.record.migrate import moved
from pilotbook.record.released import Difference
from pilotbook.record.walk import walk
from pilotbook.text import yamlfile

MODELS: Mapping[str, type[Case | Lesson]] = {"case": Case, "lesson": Lesson}
# What lists, ledger and ratings tell of a record is told from those (views/changes.py), and its form is no news.
_ELSEWHERE = {"id", "schema_version", "title", "lifecycle", "formerly", "sources", "lessons"}
_JUDGED = "confidence/overall"
CONCLUSION, FIGURE, WORDING, SOURCES, ENTRIES = (
    "Conclusion",
    "Figures",
    "Wording",
    "Sources",
    "What it says about lessons",
)
# Longer texts are not told twice in a list of changes: who wants to compare reads both pages.
_SHORT = 120
_OLD = "It was written by an older list of fields, and cannot be compared field by field."


class _Part(NamedTuple):
    """A fact as it is compared: what it is called, what it says, what it rests on, and whether it is a number."""

    label: str
    text: str
    beside: tuple[str, ...]
    is_figure: bool


def differences(kind: str, before: bytes, after: bytes) -> tuple[Difference, ...]:
    """Give what changed between two versions of the file of a case or lesson, by the titles of the declared fields."""
    if before == after:
        return ()
    old, new = _record(kind, before), _record(kind, after)
    if old is None or new is None:
        return (Difference("Record", _OLD),)
    found = [*_facts(old, new), *_sources(old, new)]
    if isinstance(old, Case) and isinstance(new, Case):
        found += _entries(old.lessons, new.lessons)
    return tuple(found)


def _record(kind: str, raw: bytes) -> Case | Lesson | None:
    """Read a record of any version, moved to the present form; None where that cannot be done."""
    document = yamlfile.parse("record.yml", raw)
    if isinstance(document, list):
        return None
    text = moved(document).text
    if text != document.text:
        document = yamlfile.parse("record.yml", text.encode())
        if isinstance(document, list):
            return None
    try:
        # Codes are not looked up: a word that left the vocabulary since was a good one then.
        return MODELS[kind].model_validate(document.data, context={"lists": None})
    except ValidationError:
        return None


def _facts(old: Case | Lesson, new: Case | Lesson) -> Iterator[Difference]:
    before, after = _parts(old), _parts(new)
    yield from _lists(before, after)
    had, has = _named(old), _named(new)
    for prefix in [*has, *(each for each in had if each not in has)]:
        if (prefix in had) != (prefix in has):
            holder, label = has.get(prefix) or had[prefix]
            yield Difference(holder, f"{label}: {'added' if prefix in has else 'taken out'}")
    changed = had.keys() ^ has.keys()
    for path in [*after, *(each for each in before if each not in after)]:
        if _number(path) is None and not any(path.startswith(f"{prefix}/") for prefix in changed):
            yield from _difference(path, before.get(path), after.get(path))


def _difference(path: str, was: _Part | None, now: _Part | None) -> Iterator[Difference]:
    part = now or was
    if part is None or was == now or path == _JUDGED:
        return
    if was and now and was.text == now.text:
        yield Difference(SOURCES, f"{part.label}: source, place in it, or note")
        return
    kind = FIGURE if (was and was.is_figure) or (now and now.is_figure) else WORDING
    if path == "statement":
        kind = CONCLUSION
    told = [each.text if each else "" for each in (was, now)]
    if kind != FIGURE and max(map(len, told)) > _SHORT:
        added = "added" if was is None else "taken out" if now is None else ""
        yield Difference(kind, f"{part.label}: {added}" if added else part.label)
    else:
        yield Difference(kind, part.label, *(text or "nothing" for text in told))


def _parts(record: BaseModel) -> dict[str, _Part]:
    """Give each fact of a record by its path, with what stands beside its value gathered into it."""
    held: dict[str, tuple[Fact, list[str]]] = {}
    whole: tuple[str, list[str]] = ("\0", [])
    for fact in facts(record):
        if fact.path.split("/")[0] in _ELSEWHERE:
            continue
        if fact.path.startswith(f"{whole[0]}/") and fact.is_leaf:
            whole[1].append(f"{fact.path.removeprefix(whole[0])}={_plain(fact.told)}")
            continue
        beside: list[str] = []
        held[fact.path] = (fact, beside)
        if not fact.is_leaf:
            whole = (fact.path, beside)
    return {
        path: _Part(fact.label, _plain(fact.told), tuple(beside), isinstance(fact.value, FIGURES))
        for path, (fact, beside) in held.items()
    }


def _plain(text: str) -> str:
    return " ".join(text.split())


def _number(path: str) -> int | None:
    """Give where the first step of a path stands that is a number, as entries without a label of their own are called."""
    return next((at for at, step in enumerate(path.split("/")) if step.isdigit()), None)


def _lists(before: Mapping[str, _Part], after: Mapping[str, _Part]) -> Iterator[Difference]:
    """Compare lists whose entries have no labels by what the entries say: one that only moved has not changed."""
    had, has = _entries_of(before), _entries_of(after)
    for name in dict.fromkeys([*has, *had]):
        olds, news = had.get(name, []), has.get(name, [])
        gone = list((Counter(olds) - Counter(news)).elements())
        come = list((Counter(news) - Counter(olds)).elements())
        label = _list_label(name, after if name in has else before)
        both = min(len(gone), len(come))
        if both:
            yield Difference(WORDING, f"{label}: {formatting.count(both, 'entry', 'entries')} changed")
        if len(come) > both:
            yield Difference(WORDING, f"{label}: {formatting.count(len(come) - both, 'entry', 'entries')} added")
        if len(gone) > both:
            yield Difference(WORDING, f"{label}: {formatting.count(len(gone) - both, 'entry', 'entries')} taken out")


def _entries_of(parts: Mapping[str, _Part]) -> dict[str, list[tuple[str, ...]]]:
    """Give what each entry of each list says, by the path of the list."""
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for path, part in parts.items():
        at = _number(path)
        if at is not None:
            steps = path.split("/")
            name, number, rest = "/".join(steps[:at]), steps[at], "/".join(steps[at + 1 :])
            found[name][number].append("\0".join((rest, part.text, *part.beside)))
    return {name: [tuple(said) for said in entries.values()] for name, entries in found.items()}


def _list_label(name: str, parts: Mapping[str, _Part]) -> str:
    """Give what a list is called: 'What did not work 1: why' → 'What did not work'."""
    first = next(part.label for path, part in parts.items() if path.startswith(f"{name}/"))
    return re.sub(r" \d+(:.*)?$", "", first)


def _named(record: Case | Lesson) -> dict[str, tuple[str, str]]:
    """Give each entry that has a label of its own ('outcomes/O1'): the title of its list, and what it is called."""
    found = {}
    for path, model in walk(record):
        label = getattr(model, "id", None)
        if label and path and path[0] not in _ELSEWHERE:
            called = getattr(model, "label", None) or getattr(model, "name", None) or label
            found["/".join([*map(str, path[:-1]), label])] = (label_of(record, str(path[0])), str(called))
    return found


def _sources(old: Case | Lesson, new: Case | Lesson) -> Iterator[Difference]:
    had, has = (_by_document(getattr(record, "sources", ())) for record in (old, new))
    for name in dict.fromkeys([*has, *had]):
        was, now = had.get(name), has.get(name)
        if was is None or now is None:
            title = _plain((now or had[name]).title)
            yield Difference(SOURCES, f"{title}: {'added' if was is None else 'taken out'}")
            continue
        if was.seen != now.seen:
            yield Difference(SOURCES, _plain(now.title), SEEN[was.seen], SEEN[now.seen])
        fields = [label_of(now, each) for each in _differing(was, now) if each not in ("id", "seen")]
        if fields:
            yield Difference(SOURCES, f"{_plain(now.title)}: {formatting.listed(each.lower() for each in fields)}")


def _by_document(sources: Sequence[Source]) -> dict[tuple[str, int], Source]:
    """Give each source by its address, or its title where it has none, whatever its label here."""
    seen: Counter[str] = Counter()
    found = {}
    for source in sources:
        name = source.url if isinstance(source.url, str) else _plain(source.title).casefold()
        found[name, seen[name]] = source
        seen[name] += 1
    return found


def _differing(was: BaseModel, now: BaseModel) -> list[str]:
    """Give the names of the fields in which two entries differ, but for white space."""
    return [name for name in type(now).model_fields if _same(getattr(was, name)) != _same(getattr(now, name))]


def _same(value: object) -> object:
    return _plain(value) if isinstance(value, str) else value


def _entries(old: Sequence[LedgerEntry], new: Sequence[LedgerEntry]) -> Iterator[Difference]:
    had, has = _by_lesson(old), _by_lesson(new)
    for name in dict.fromkeys([*has, *had]):
        was, now = had.get(name), has.get(name)
        if was is None or now is None:
            told = "added" if was is None else "taken out"
            yield Difference(ENTRIES, f"{name[0]}: entry {told}")
        elif was.relation != now.relation:
            yield Difference(ENTRIES, name[0], was.relation, now.relation)
        elif fields := [label_of(now, each).lower() for each in _differing(was, now)]:
            yield Difference(ENTRIES, f"{name[0]}: {formatting.listed(fields)}")


def _by_lesson(entries: Sequence[LedgerEntry]) -> dict[tuple[str, int], LedgerEntry]:
    seen: Counter[str] = Counter()
    found = {}
    for entry in entries:
        found[entry.lesson, seen[entry.lesson]] = entry
        seen[entry.lesson] += 1
    return found
