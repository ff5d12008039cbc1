"""What changed between two states of the book: a pure function of how each record stood in the one and in the other."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from pilotbook.casebook import Casebook
from pilotbook.judgement.lesson_strength import confidence_of
from pilotbook.judgement.rating import NOT_YET_RATED
from pilotbook.judgement.view import CaseView
from pilotbook.record import Lesson, formatting
from pilotbook.record.lesson import CONFIDENCE
from pilotbook.record.outcome import FINDINGS
from pilotbook.record.released import Changed, Difference, Stood
from pilotbook.views.record_changes import CONCLUSION

State = Mapping[str, Stood]
# Gives what changed in the file of a record between the two.
Differ = Callable[[Stood, Stood], tuple[Difference, ...]]
RELATIONS = {"supports": "supports it", "contradicts": "contradicts it", "qualifies": "qualifies it"}
SAME, OTHER = "The conclusion did not change.", "The conclusion changed."
NOT_JUDGED = "not judged"
_Ledger = Mapping[str, Counter[tuple[str, str]]]


def state_of(book: Casebook, digests: Mapping[str, str]) -> dict[str, Stood]:
    """Give how each record of a published book stands, by its id; digests: of the files, by their paths."""
    stood = [_of_case(book, view) for view in book.views.values()]
    stood += [_of_lesson(book, slug, lesson) for slug, lesson in book.lessons.items()]
    for gone in book.gone:
        kind = "case" if gone.address.startswith("/cases/") else "lesson"
        life = (gone.state, gone.by, gone.reason, gone.since)
        stood.append(Stood(gone.id, kind, gone.address.split("/")[2], gone.title, gone.since, life=life))
    return {each.id: _with_digest(each, digests) for each in sorted(stood, key=lambda each: each.id)}


def _with_digest(stood: Stood, digests: Mapping[str, str]) -> Stood:
    # What a record said that does not stand any more is not kept, so nothing is compared with it.
    digest = digests.get(stood.path, "") if stood.stands else ""
    return replace(stood, digest=digest)


def _of_case(book: Casebook, view: CaseView) -> Stood:
    judged = {
        "level": None if view.level_name == NOT_YET_RATED[0] else view.level,
        "low": view.bounds.low,
        "high": view.bounds.high,
        "direction": view.direction[0],
        "direction_is_claimed": view.direction[1],
    }
    ledger = tuple(
        (view.entries[index].lesson, view.entries[index].relation) for index, _ in book.standing_entries(view)
    )
    return Stood(view.id, "case", view.slug, view.title, view.reviewed_on, judged=judged, ledger=ledger)


def _of_lesson(book: Casebook, slug: str, lesson: Lesson) -> Stood:
    judged = {"confidence": confidence_of(lesson, book.standings[slug]) or NOT_JUDGED}
    return Stood(lesson.id, "lesson", slug, lesson.title, lesson.reviewed_on, judged=judged)


def compare(before: State, after: State, differ: Differ) -> tuple[Changed, ...]:
    """Give what changed from one state to the other: lessons first, each kind in the order of titles; nothing for what stayed."""
    ledgers = _ledgers(before), _ledgers(after)
    titles = {name: stood.title for name, stood in (*before.items(), *after.items())}
    found = []
    for name in sorted(before.keys() | after.keys()):
        was, now = before.get(name), after.get(name)
        told = tuple(_differences(was, now, ledgers, titles, differ))
        stood = now or was
        if told and stood:
            head = _head(was, now, told) if stood.kind == "lesson" else ""
            address = now.address if now else ""
            found.append(Changed(name, stood.kind, stood.title, address, head, told))
    return tuple(sorted(found, key=lambda each: (each.kind != "lesson", each.title.casefold(), each.id)))


def _head(was: Stood | None, now: Stood | None, told: tuple[Difference, ...]) -> str:
    """Say of a lesson that stands in both states whether its conclusion changed."""
    if not (was and now and was.stands and now.stands):
        return ""
    return OTHER if any(each.part == CONCLUSION for each in told) else SAME


def _differences(
    was: Stood | None,
    now: Stood | None,
    ledgers: tuple[_Ledger, _Ledger],
    titles: Mapping[str, str],
    differ: Differ,
) -> Iterator[Difference]:
    if now is None:
        yield Difference("Record", "It is in the book no more, and nothing says what became of it.")
        return
    if was is None:
        yield Difference("Record", "New in the book." if now.stands else f"New, and {_became(now)}")
        return
    if was.life != now.life:
        yield Difference("Record", "It stands again." if now.stands else formatting.capital(_became(now)))
    # Where a page was taken out of a release with its title, the id stands for that.
    if was.title != was.id and _same(was.title) != _same(now.title):
        yield Difference("Title", "Title", was.title, now.title)
    if was.slug != now.slug:
        yield Difference("Address", "Address", was.address, now.address)
    if not (was.stands and now.stands):
        return
    yield from _judged(was, now)
    if now.kind == "lesson":
        had, has = (ledger.get(now.id, Counter()) for ledger in ledgers)
        yield from _ledger(had, has, titles)
    if was.digest and now.digest and was.digest != now.digest:
        yield from differ(was, now)


def _same(text: str) -> str:
    return " ".join(text.split())


def _became(now: Stood) -> str:
    """Say what became of a record: 'merged on 3 November 2026: two records told one pilot. In its place: TLG-C-7KD3.'"""
    state, by, reason, since = now.life
    day = f" on {formatting.date(since)}" if since else ""
    why = f": {reason.rstrip('.')}" if reason else ""
    return f"{state}{day}{why}." + (f" In its place: {formatting.listed(by)}." if by else "")


def _judged(was: Stood, now: Stood) -> Iterator[Difference]:
    for part, what, told in (
        ("Rating", "Strength of evidence", _level),
        ("Rating", "With what was not read, it could stand from", _bounds),
        ("Rating", "Direction of effect", _direction),
        (CONCLUSION, "Confidence", lambda stood: CONFIDENCE.get(stood.judged.get("confidence", ""), NOT_JUDGED)),
    ):
        before, after = told(was), told(now)
        if before != after:
            yield Difference(part, what, before, after)


def _level(stood: Stood) -> str:
    level = stood.judged.get("level")
    return "not yet rated" if level is None else f"{level} of 5"


def _direction(stood: Stood) -> str:
    """Give a direction of effect, and that it is only claimed: that somebody measured it then is a change too."""
    told = FINDINGS.get(stood.judged.get("direction", ""), "")
    return f"{told} ({formatting.CLAIMED})" if stood.judged.get("direction_is_claimed") else told


def _bounds(stood: Stood) -> str:
    return f"{stood.judged['low']} to {stood.judged['high']}" if "low" in stood.judged else ""


def _ledgers(state: State) -> _Ledger:
    """Count the entries on each lesson by case and relation."""
    found: dict[str, Counter[tuple[str, str]]] = defaultdict(Counter)
    for stood in state.values():
        for lesson, relation in stood.ledger if stood.stands else ():
            found[lesson][stood.id, relation] += 1
    return found


def _ledger(
    had: Counter[tuple[str, str]], has: Counter[tuple[str, str]], titles: Mapping[str, str]
) -> Iterator[Difference]:
    """Tell entries that came, went, or moved from one side to another; and whether sides are filled that were not."""
    sides = [tuple(side for side in RELATIONS if any(relation == side for _, relation in each)) for each in (had, has)]
    if sides[0] != sides[1]:
        yield Difference(CONCLUSION, "What cases say of it", *(_sides(each) for each in sides))
    gone, come = had - has, has - had
    for case in sorted({case for case, _ in (*gone, *come)}, key=lambda each: (titles[each].casefold(), each)):
        old = [relation for of, relation in gone.elements() if of == case]
        new = [relation for of, relation in come.elements() if of == case]
        told = f"{titles[case]} ({case})"
        for before, after in zip(old, new, strict=False):
            yield Difference("Ledger", told, RELATIONS[before], RELATIONS[after])
        for after in new[len(old) :]:
            yield Difference("Ledger", f"{told}: entry added, it {RELATIONS[after]}")
        for before in old[len(new) :]:
            yield Difference("Ledger", f"{told}: entry taken out; it {_SIDES[before]} it")


_SIDES = {"supports": "supported", "contradicts": "contradicted", "qualifies": "qualified"}


def _sides(sides: tuple[str, ...]) -> str:
    return formatting.listed(_SIDES[side] for side in sides) or "no case bears on it"
