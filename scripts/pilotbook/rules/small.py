"""The disclosure gate: a count of a few people is refused until the file says where it is public, or who allows it."""

from collections.abc import Callable, Iterator
from functools import cache
from itertools import combinations
from typing import Annotated, Any, NamedTuple, get_args, get_origin

from pydantic import BaseModel, StringConstraints

from pilotbook.record.case import Case
from pilotbook.record.disclosure import SmallNumbers
from pilotbook.record.fact import Figure, Source, Sourced
from pilotbook.record.lesson import Lesson
from pilotbook.record.outcome import Attrition, Effect, Outcome, Sample
from pilotbook.rules.inside import parts
from pilotbook.text.counts import PEOPLE, few_people, is_people
from pilotbook.text.problems import Problem, one_of
from pilotbook.text.yamlfile import Document, Path

Found = Iterator[Problem]
# Who asks for one of these is asked to sign in, so what stands there is not public.
_BEHIND_A_DOOR = ("sharepoint.com", "onedrive.live.com", "teams.microsoft.com", "office.com", "intranet")
# What a figure counts, and where it stands, is answered for with the figure.
_OF_THE_FIGURE = frozenset({"unit", "of", "locator", "period"})
_NOT_PROSE = frozenset(
    {"publisher", "measures", "evidence", "covers", "controls", "price_year", "licence", "p", "label"}
) - {"label"}
_HIDE = "Write {missing: withheld_small_numbers} for the figure"


class _Few(NamedTuple):
    """A count that needs an answer: where it stands, the words (of prose), and what is to be said of it."""

    path: Path
    words: str
    what: str


class _Count(NamedTuple):
    """A typed count of people: its number, whom it counts, where it stands, and whether its source is public."""

    number: int
    noun: str
    path: Path
    is_public: bool


def small_numbers_answered(record: Case | Lesson, document: Document, limits: SmallNumbers | None = None) -> Found:
    """A count of 1 to 7 people, or a share of fewer than ten, is published only with an answer in the file.

    Behind a small number somebody can be known by those who know the place. So can what is worked out: 36 of 37 families,
    a total without its parts, a baseline and a result one apart, a percentage with its sample. Organisations, sites and
    councils are no people. A figure is answered by its source where that has a public address. Prose, and figures of your
    own, need an entry under `disclosure`: where the very count is already public, or which data owner allows it, when and
    why. `small_numbers` in `case_studies/vocabulary.yml` sets both limits; 7 is that of NHS hospital statistics.

    Good: `result: {missing: withheld_small_numbers, source: [S1]}`.
    Good: `disclosure: [{covers: [O1], already_published_at: https://example.org/made-up}]`.
    """
    limits = limits or SmallNumbers()
    covered = {name for answer in record.disclosure for name in answer.covers}
    seen: set[Path] = set()
    for few in (*_typed(record, limits), *_prose(record, limits)):
        names = _names(record, few.path)
        if few.path in seen or covered.intersection(names):
            continue
        seen.add(few.path)
        hide = "Leave the number out" if few.words else _HIDE
        answer = f"'disclosure: [{{covers: [{names[0]}], already_published_at: https://…}}]'"
        mend = f"{hide}, or say where this very count is public: {answer}; a data owner may allow it ('waiver')."
        if few.words:
            yield document.problem_in(few.path, few.words, few.what, mend, "small-number")
        else:
            yield document.problem(few.path, few.what, mend, "small-number")


def answers_whole(record: Case | Lesson, document: Document) -> Found:
    """An answer for small numbers names parts of this file, and says one thing: where they are public, or who allows them.

    Good: `{covers: [O1], waiver: {data_owner: Madeup Council, allowed_on: 2026-11-30, reason: …}}`.
    """
    if not record.disclosure:
        return
    known = {name for path, _ in parts(record) for name in _names(record, path)} | set(type(record).model_fields)
    for index, answer in enumerate(record.disclosure):
        place = ("disclosure", index)
        if (answer.already_published_at is None) == (answer.waiver is None):
            what = "an answer for small numbers needs 'already_published_at' or 'waiver', one of the two"
            mend = "Give the public address where they stand, or who allows them."
            yield document.problem(place, what, mend, "disclosure-answer")
        for entry, name in enumerate(answer.covers):
            if name not in known:
                mend = (
                    one_of(sorted(name for name in known if name[-1].isdigit()))
                    if len(known) > 60
                    else "Write a label such as O1, or a field such as summary."
                )
                yield document.problem(
                    (*place, "covers", entry), "'covers' names no part of this file", mend, "disclosure-answer"
                )


def _names(record: BaseModel, path: Path) -> tuple[str, ...]:
    """Give the names by which an answer may cover what stands at `path`: the label of its entry, and its field."""
    labels: list[str] = []
    item: Any = record
    for step in path:
        item = item[step] if isinstance(step, int) else getattr(item, step, None)
        if isinstance(item, BaseModel) and (label := getattr(item, "id", None)):
            labels.append(label)
    return (*reversed(labels), *(step for step in path[:1] if isinstance(step, str)))


def _public(record: Case | Lesson) -> frozenset[str]:
    """Give the labels of the sources that anybody can open."""
    return frozenset(
        source.id
        for source in getattr(record, "sources", ())
        if any(
            isinstance(url, str) and not any(door in url.casefold() for door in _BEHIND_A_DOOR)
            for url in (source.url, source.archive_url)
        )
    )


def _typed(record: Case | Lesson, limits: SmallNumbers) -> Iterator[_Few]:
    """Yield typed figures that count a few people, or from which a few can be worked out."""
    if isinstance(record, Lesson):
        return
    public = _public(record)
    counts = [count for path, item in parts(record) for count in _counts(item, path, public)]
    for count in counts:
        if 1 <= count.number <= limits.most and not count.is_public:
            yield _Few(count.path, "", f"'{count.path[-1]}' counts a few people (1 to {limits.most})")
    yield from _between(counts, limits)
    for index, outcome in enumerate(record.outcomes):
        yield from _shares(outcome, ("outcomes", index), public, limits)


def _counts(item: BaseModel, path: Path, public: frozenset[str]) -> Iterator[_Count]:
    if not isinstance(item, Figure | Effect | Sample):
        return
    is_public = not public.isdisjoint(item.source)
    if isinstance(item, Sample):
        if not is_people(item.of):
            return
        for name in ("treated", "comparison", "analysed"):
            number = getattr(item, name)
            if number is not None:
                yield _Count(number, _noun(item.of), (*path, name), is_public)
    elif is_people(item.unit) and (isinstance(item, Figure) or item.type == "difference"):
        # "Fewer than 5" is how a small number is withheld.
        is_withheld = isinstance(item, Figure) and item.qualifier == "less_than" and item.value >= 5
        if not is_withheld and item.value == int(item.value):
            yield _Count(abs(int(item.value)), _noun(item.unit), (*path, "value"), is_public)


def _noun(unit: str) -> str:
    """Give whom a unit counts, as one word: 'young people in care' → 'people'."""
    return next((word for word in unit.casefold().split() if word in PEOPLE), "")


def _between(counts: list[_Count], limits: SmallNumbers) -> Iterator[_Few]:
    """Yield counts that leave a few people between them: 36 and 37, or a total and two parts of it."""
    what = f"lets a few people (1 to {limits.most}) be worked out: it and another figure are that far apart"
    for first, second in combinations(counts, 2):
        if _alike(first, second) and 1 <= abs(first.number - second.number) <= limits.most:
            # What is not public is named, or what stands later in the file.
            open_one = first if second.is_public else second
            yield _Few(open_one.path, "", f"'{open_one.path[-1]}' {what}")
    if all(count.is_public for count in counts):
        return
    for whole in counts:
        for first, second in combinations([each for each in counts if each.number < whole.number], 2):
            left = whole.number - first.number - second.number
            if _alike(whole, first) and _alike(whole, second, first) and 1 <= left <= limits.most:
                yield _Few(
                    second.path, "", f"'{second.path[-1]}' {what.replace('another figure', 'two other figures')}"
                )


def _alike(first: _Count, *others: _Count) -> bool:
    """Say whether counts are of the same people, and not all of them public already."""
    same = all(not each.noun or not first.noun or each.noun == first.noun for each in others)
    return same and not all(each.is_public for each in (first, *others))


def _shares(outcome: Outcome, path: Path, public: frozenset[str], limits: SmallNumbers) -> Iterator[_Few]:
    """Yield percentages from which, with their sample, a few people can be worked out."""
    sample = outcome.n
    if not isinstance(sample, Sample) or not is_people(sample.of):
        return
    treated, others = sample.treated or sample.analysed, sample.comparison
    asked: list[tuple[Path, object, int | None]] = [
        (("baseline",), outcome.baseline, treated),
        (("result",), outcome.result, treated),
        (("comparison", "baseline"), outcome.comparison.baseline, others),
        (("comparison", "result"), outcome.comparison.result, others),
    ]
    known: dict[int, list[tuple[Path, float, bool]]] = {}
    for place, figure, base in asked:
        if isinstance(figure, Figure) and figure.unit == "%" and base:
            is_open = public.isdisjoint(figure.source) or public.isdisjoint(sample.source)
            known.setdefault(base, []).append(((*path, *place, "value"), float(figure.value) / 100 * base, is_open))
    if isinstance(outcome.attrition, Attrition):
        for name, base in (("treated", treated), ("comparison", others)):
            lost = getattr(outcome.attrition, name)
            if lost is not None and base:
                is_open = public.isdisjoint(outcome.attrition.source) or public.isdisjoint(sample.source)
                known.setdefault(base, []).append(((*path, "attrition", name), float(lost) / 100 * base, is_open))
    for base, shares in known.items():
        yield from _of_base(base, shares, limits)


def _of_base(base: int, shares: list[tuple[Path, float, bool]], limits: SmallNumbers) -> Iterator[_Few]:
    def is_few(number: float) -> bool:
        return 0.5 <= number < limits.most + 0.5

    for place, part, is_open in shares:
        name = place[-2] if place[-1] == "value" else place[-1]
        if is_open and base < limits.base:
            yield _Few(place, "", f"'{name}' is a share of fewer than {limits.base} people")
        elif is_open and (is_few(part) or is_few(base - part)):
            yield _Few(place, "", f"'{name}' and 'n' let a few people (1 to {limits.most}) be worked out")
    for (_, first, one_open), (place, second, is_open) in combinations(shares, 2):
        if (one_open or is_open) and is_few(abs(first - second)):
            what = f"two shares of one 'n' let a few people (1 to {limits.most}) be worked out"
            yield _Few(place, "", what)


def _prose(record: Case | Lesson, limits: SmallNumbers) -> Iterator[_Few]:
    """Yield texts that count a few people: prose has no source that is known to hold the very count."""
    public = _public(record)
    of_people = _parts_about_people(record)
    for path, item in parts(record):
        if path[:1] == ("disclosure",):
            continue
        about = _whose(path) in of_people
        is_answered = (isinstance(item, Sourced) and not public.isdisjoint(item.source)) or (
            isinstance(item, Source) and item.id in public
        )
        for name in texts_of(type(item)):
            if is_answered and (name in _OF_THE_FIGURE or (name == "title" and isinstance(item, Source))):
                continue
            value: Any = getattr(item, name)
            for end, text in _each(name, value):
                for few in few_people(text, limits.most, limits.base, about_people=about):
                    how = "lets a few people be worked out" if few.is_derived else "counts a few people"
                    yield _Few((*path, *end), few.words, f"'{name}' {how} (1 to {limits.most})")


def _each(name: str, value: Any) -> Iterator[tuple[Path, str]]:
    if isinstance(value, str):
        yield (name,), value
    elif isinstance(value, tuple):
        yield from (((name, index), entry) for index, entry in enumerate(value) if isinstance(entry, str))


def _parts_about_people(record: BaseModel) -> set[Path]:
    """Give the entries whose figures count people: there "36 of 37" needs no noun. () is the record itself."""
    about = {
        _whose(path)
        for path, item in parts(record)
        if (isinstance(item, Sample) and is_people(item.of)) or (isinstance(item, Figure) and is_people(item.unit))
    }
    return about | ({()} if about else set())


def _whose(path: Path) -> Path:
    """Give the entry that says whom a text in it counts: an outcome, a cost or a figure, or else the record."""
    if path[:1] in (("outcomes",), ("costs",)):
        return path[:2]
    return path[:3] if path[:2] == ("context", "figures") else ()


@cache
def texts_of(model: type[BaseModel]) -> tuple[str, ...]:
    """Give the fields of a model that hold words of the author's own, by their declaration: Short and Prose."""
    return tuple(
        name
        for name, field in model.model_fields.items()
        if name not in _NOT_PROSE
        and any(isinstance(mark, StringConstraints) for mark in (*field.metadata, *_marks(field.annotation)))
    )


def _marks(annotation: Any) -> Iterator[Any]:
    if get_origin(annotation) is Annotated:
        yield from get_args(annotation)[1:]
    for part in get_args(annotation):
        if not (isinstance(part, type) and issubclass(part, BaseModel)):
            yield from _marks(part)


# For a form: addresses behind a door, and fields whose words are answered for or are no prose.
LISTS = {"doors": _BEHIND_A_DOOR, "ofFigure": sorted(_OF_THE_FIGURE), "notProse": sorted(_NOT_PROSE)}
RULES: dict[str, Callable[..., Found]] = {"small-number": small_numbers_answered, "disclosure-answer": answers_whole}
