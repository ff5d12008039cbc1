"""One case as everything that shows it sees it: judged and put in words, from its record alone.

Page, brief, card, list, gap map, search and the rules across records ask here, so each thing is worked out in one place. What
can be kept from build to build is declared by `kept`: it is plain data, and a view that was kept answers from it without
opening the record. A record is opened only when its own page, brief or rows are made.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import Any, TypeVar, get_type_hints

from pydantic import BaseModel, TypeAdapter
from typing_extensions import TypedDict

from pilotbook.judgement import gaps
from pilotbook.judgement.baselines import Baseline, baselines
from pilotbook.judgement.bounds import Bounds
from pilotbook.judgement.completeness import Completeness, completeness, unanswered
from pilotbook.judgement.led import led_by
from pilotbook.judgement.rating import CaseRating, direction, is_given, is_main, telling
from pilotbook.judgement.tabled import Tabled, tabled
from pilotbook.judgement.turned import Turned, decisions, turned
from pilotbook.judgement.unreachable import (
    bounds_reachable,
    entry_unreachable,
    out_of_reach,
    rate_reachable,
    sure_reachable,
)
from pilotbook.judgement.verdict import (
    Verdict,
    cost_told,
    how_sure,
    level_name,
    main_cost,
    reach,
    what_happened,
    what_was_tried,
)
from pilotbook.links.known import Known
from pilotbook.record import formatting
from pilotbook.record.case import Case, Cycle
from pilotbook.record.fact import Figure, Missing, Statement
from pilotbook.record.facts import FIGURES, label_of
from pilotbook.record.formatting import plain
from pilotbook.record.outcome import Effect, Outcome, Sample
from pilotbook.record.reference import REFERENCE
from pilotbook.record.text import latest
from pilotbook.record.upkeep import Life
from pilotbook.record.walk import held_by, walk
from pilotbook.text.yamlfile import Document

Value = TypeVar("Value")
EVENTS = ("announced", "start", "end")
KEPT: dict[str, Callable[["CaseView"], Any]] = {}
# What of it hangs on whether its sources can be opened.
_ON_SOURCES = ("rating", "bounds", "sure", "measured", "baselines", "tabled", "entries", "led_by")


class kept(cached_property[Value]):  # noqa: N801 - used as a decorator, as `cached_property` is
    """A property of plain data that is worked out once and may be kept from build to build."""

    def __set_name__(self, owner: type[Any], name: str) -> None:
        super().__set_name__(owner, name)
        KEPT[name] = self.func


@dataclass(frozen=True)
class Measured:
    """An outcome in a few words: what was measured how, what was found, and its score on the Maryland scale.

    wanted: follows the label where a finding would be read the other way round.
    """

    id: str
    label: str
    wanted: str
    domain: str
    kind: str
    design: str
    finding: str
    sms: int | None
    state: str
    is_main: bool


@dataclass(frozen=True)
class Size:
    """The effect on an outcome, by its id, in words: its size and its interval, '' where we read none; its kind and unit."""

    outcome: str
    told: str
    interval: str
    type: str
    unit: str


@dataclass(frozen=True)
class Entry:
    """What a case says about a lesson: the lesson's id, the relation, the labels that it rests on, and their documents.

    documents: addresses of the sources behind those labels, without a mark within the page. unreachable: '' or, where none of
    those sources can be opened any more, a sentence that says so.
    """

    lesson: str
    relation: str
    evidence: tuple[str, ...]
    documents: tuple[str, ...]
    unreachable: str = ""


@dataclass(frozen=True)
class Gaps:
    """How often a field that asks for a fact is filled in one case, and the reasons where it is not."""

    field: str
    title: str
    given: int
    reasons: dict[str, int]


class CaseView:
    """A case as others see it. `record` opens its record; `lines` gives the line of each figure, in the order of `facts`.

    digest: names the whole record where it was read from a file; equal digests are equal records. known: what a reader should
    hear of the addresses of its sources, by their labels.
    """

    known: Mapping[str, Known] = MappingProxyType({})

    def __init__(
        self, slug: str, record: Callable[[], Case], lines: Callable[[], tuple[int, ...]] = tuple, digest: str = ""
    ) -> None:
        self.slug = slug
        self._record, self._lines = record, lines
        self.digest = digest
        # What others keep beside it: words that cost an opened record to make.
        self.told: dict[str, Any] = {}

    @property
    def case(self) -> Case:
        """Give the record."""
        return self._record()

    def with_known(self, known: Mapping[str, Known], digest: str) -> "CaseView":
        """Give the same case, named by `digest`, with what is known of its sources; what hangs on that is worked out again."""
        other = CaseView(self.slug, self._record, self._lines, digest)
        told = {name: value for name, value in self.told.items() if name not in ("rows", "parts")}
        kept = {name: value for name, value in vars(self).items() if name in KEPT and name not in _ON_SOURCES}
        vars(other).update(kept, told=told, known=known)
        return other

    @property
    def gone(self) -> dict[str, str]:
        """Give the labels of sources that nobody can open any more, with the day since when; most cases have none."""
        return out_of_reach(self.case, self.known) if self.known else {}

    @property
    def lines(self) -> tuple[int, ...]:
        """Give the line of each figure in the record's file, in the order of `facts`."""
        return self._lines()

    @kept
    def id(self) -> str:
        """Give its id."""
        return str(self.case.id)

    @kept
    def title(self) -> str:
        """Give its title."""
        return self.case.title

    @kept
    def summary(self) -> str:
        """Give its summary as plain words, its figures written out."""
        return plain(self.case.summary, self.case)

    @kept
    def unnumbered(self) -> str:
        """Give its summary as it is written, without its figures: what likeness of words is told by."""
        return REFERENCE.sub(" ", self.case.summary)

    @kept
    def stage(self) -> str:
        """Give the code of its stage."""
        return self.case.stage

    @kept
    def is_active(self) -> bool:
        """Say whether the record still stands, so that readers may be sent to it."""
        return self.case.lifecycle.state == "active"

    @kept
    def life(self) -> Life:
        """Give what became of the record: its state, the ids of what took its place, why, and since when; '' where not said."""
        return self.case.lifecycle.told

    @kept
    def corrections(self) -> tuple[tuple[str, str, str], ...]:
        """Give what was corrected in it: the day, ISO, what was wrong, and who told us, or ''."""
        return tuple((each.corrected_on, each.what, each.told_by or "") for each in self.case.corrections)

    @kept
    def formerly(self) -> tuple[str, ...]:
        """Give the names that its file had before."""
        return self.case.formerly

    @kept
    def places(self) -> tuple[tuple[str, str], ...]:
        """Give (code, role) of each place."""
        return tuple((place.place, place.role) for place in self.case.places)

    @kept
    def areas(self) -> tuple[str, ...]:
        """Give the codes of its policy areas, chief one first."""
        return self.case.policy_area

    @kept
    def groups(self) -> tuple[str, ...]:
        """Give the codes of those it is for."""
        return self.case.target_group

    @kept
    def approaches(self) -> tuple[str, ...]:
        """Give the codes of its ways of working, chief one first."""
        return self.case.approaches

    @kept
    def programme(self) -> str:
        """Give the code of its programme, or ''."""
        return self.case.programme.name if self.case.programme else ""

    @kept
    def wave(self) -> str:
        """Give the wave of its programme, as recorded, or ''."""
        return (self.case.programme.wave or "") if self.case.programme else ""

    @kept
    def dates(self) -> dict[str, tuple[str, bool]]:
        """Give, for each event with a date, the date and whether it is only planned."""
        found = {}
        for name in EVENTS:
            dated = getattr(self.case.dates, name)
            if dated and (date := dated.actual or dated.planned):
                found[name] = (date, not dated.actual)
        return found

    @kept
    def results_due(self) -> str:
        """Give the date by which results were promised, or ''."""
        return self.case.results_due or ""

    @kept
    def results_published(self) -> str:
        """Give the date on which results came out, or ''."""
        return self.case.results_published or ""

    def is_late(self, day: str) -> bool:
        """Say whether results were promised by a day before `day`, ISO, and none was found or read."""
        due = self.results_due
        return bool(due and latest(due) < day and not self.results_published and not self.has_result)

    def is_due_now(self, day: str) -> bool:
        """Say whether `day`, ISO, falls in the year, month or day for which results were promised, and none was found or read."""
        return gaps.is_due_on(self.case, day) and not self.results_published and not self.has_result

    @kept
    def reviewed_on(self) -> str:
        """Give the day on which the record was last checked."""
        return self.case.reviewed_on

    @kept
    def reported(self) -> tuple[str, str]:
        """Give the date of the oldest source that tells what came of it, and of the newest source of all; '' if not known.

        A source about the place, the budget or what was done says nothing of when results were reported.
        """
        told = {label for outcome in telling(self.case) for label in _told_by(outcome)}
        dates = {source.id: source.published for source in self.case.sources if isinstance(source.published, str)}
        return min((date for label, date in dates.items() if label in told), default=""), max(
            dates.values(), default=""
        )

    @kept
    def addresses(self) -> tuple[tuple[str, str, str, str], ...]:
        """Give of each source with an address its label, the address, that of an archived copy or '', and when it was read."""
        return tuple(
            (source.id, source.url if isinstance(source.url, str) else "", source.archive_url or "", source.accessed)
            for source in self.case.sources
            if isinstance(source.url, str) or source.archive_url
        )

    @kept
    def rating(self) -> CaseRating:
        """Give how strong its evidence is, with every step."""
        return rate_reachable(self.case, self.gone)

    @kept
    def direction(self) -> tuple[str, bool]:
        """Give its direction of effect, and whether that is only claimed."""
        return direction(self.case)

    @property
    def told_direction(self) -> tuple[str, str]:
        """Give its direction of effect as readers see it, and what stands beside it: '', or why it says more than is known."""
        finding, is_claimed = self.direction
        if finding == "not_known":
            return finding, ""
        return finding, formatting.CLAIMED if is_claimed else "" if self.level else formatting.NOT_RATED

    @kept
    def completeness(self) -> Completeness:
        """Give how complete the record is."""
        return completeness(self.case)

    @property
    def unanswered(self) -> tuple[str, ...]:
        """Give, for each question that the record leaves open, a sentence why."""
        return unanswered(self.case)

    @kept
    def tried(self) -> str:
        """Give what was tried, in one line."""
        return what_was_tried(self.case)

    @kept
    def happened(self) -> str:
        """Give its findings, counted in a sentence."""
        return what_happened(self.case)

    @kept
    def sure(self) -> str:
        """Give how far a reader may trust it, in a sentence."""
        told = how_sure(self.case, self.rating, self.bounds)
        return sure_reachable(self.case, told, self.rating) if self.gone else told

    @kept
    def bounds(self) -> Bounds:
        """Give how far its level could move with what was not read."""
        return bounds_reachable(self.case, self.rating, self.gone)

    @kept
    def result(self) -> str:
        """Give how far its results are known: a key of `gaps.STATES`."""
        return gaps.result_of(self.case)

    @kept
    def searched(self) -> str:
        """Give the day of its last search, or ''."""
        return max((search.searched_on for search in self.case.searches), default="")

    @kept
    def has_figures(self) -> bool:
        """Say whether an outcome has a published figure: a result or an effect."""
        return any(is_given(outcome.result) or is_given(outcome.effect) for outcome in self.case.outcomes)

    @kept
    def is_compared(self) -> bool:
        """Say whether a result of it stands beside a figure of the same unit, so that the two can be drawn."""
        return any(
            isinstance(outcome.result, Figure)
            and any(isinstance(other, Figure) and other.unit == outcome.result.unit for other in _others(outcome))
            for outcome in self.case.outcomes
        )

    @kept
    def measured(self) -> tuple[Measured, ...]:
        """Give its outcomes."""
        return tuple(
            Measured(
                id=outcome.id,
                label=outcome.label,
                wanted=outcome.wanted,
                domain=outcome.domain,
                kind=outcome.kind,
                design=outcome.comparison.design,
                finding=outcome.finding,
                sms=self.rating.outcomes[outcome.id].sms,
                state=gaps.state_of(outcome, self.case),
                is_main=is_main(outcome),
            )
            for outcome in self.case.outcomes
        )

    @kept
    def baselines(self) -> tuple[Baseline, ...]:
        """Give its figures from before, or without, what was tried."""
        return baselines(self.case, self.gone)

    @kept
    def tabled(self) -> tuple[Tabled, ...]:
        """Give what a table of outcomes says of each, in the order of `measured`."""
        return tabled(self.case, self.gone)

    @kept
    def turned(self) -> tuple[Turned, ...]:
        """Give where it changed course or stopped, and why."""
        return turned(self.case)

    @kept
    def decisions(self) -> tuple[str, ...]:
        """Give the code of the decision that ended each of its cycles; '' where none is in what was read."""
        return decisions(self.case)

    @kept
    def sizes(self) -> tuple[Size, ...]:
        """Give its effects in words."""
        return tuple(
            Size(
                outcome.id,
                formatting.effect(outcome.effect),
                formatting.interval(outcome.effect) or "",
                outcome.effect.type,
                outcome.effect.unit,
            )
            for outcome in self.case.outcomes
            if isinstance(outcome.effect, Effect)
        )

    @kept
    def own_cost(self) -> tuple[str, str]:
        """Give the label of the line that holds the pilot's own cost, and its sums in words; else '' and why there is none."""
        line = main_cost(self.case)
        return (line.cost.id, cost_told(line)) if line.cost and not line.after else ("", line.gap)

    @kept
    def entries(self) -> tuple[Entry, ...]:
        """Give what it says about lessons, in the order of the record."""
        gone = self.gone
        return tuple(
            Entry(
                entry.lesson,
                entry.relation,
                entry.evidence,
                _documents(self.case, entry.evidence),
                entry_unreachable(behind(self.case, entry.evidence), gone),
            )
            for entry in self.case.lessons
        )

    @kept
    def led_by(self) -> tuple[tuple[str, str, str], ...]:
        """Give label and name of each partner that led it, and the address of what it published of it last, or ''."""
        return led_by(self.case, self.gone)

    @kept
    def partners(self) -> tuple[tuple[str, str], ...]:
        """Give the label and the name of each partner."""
        return tuple((partner.id, partner.name) for partner in self.case.partners)

    @property
    def has_worse(self) -> bool:
        """Say whether an outcome of it came out worse."""
        return any(outcome.finding == "worse" for outcome in self.measured)

    @kept
    def has_harm(self) -> bool:
        """Say whether it tells of a harm: one by itself, or an outcome that counts one and came out worse."""
        outcomes = (outcome.kind == "harm" and outcome.finding == "worse" for outcome in self.case.outcomes)
        return bool(self.case.harms) or any(outcomes)

    @kept
    def has_plan(self) -> bool:
        """Say whether a cycle of it states a hypothesis, so that its history is worth asking for."""
        return any(is_given(cycle.hypothesis) for cycle in self.case.cycles)

    @kept
    def cycles(self) -> tuple[str, ...]:
        """Give the label of each of its test-learn cycles."""
        return tuple(cycle.id for cycle in self.case.cycles)

    @kept
    def has_context_figures(self) -> bool:
        """Say whether it holds figures about a place or a need."""
        return bool(self.case.context.figures)

    @kept
    def readings(self) -> tuple[tuple[str, str, str, str, str, str], ...]:
        """Give its figures of a series that say what is: (label, series, place, as of, unit, value)."""
        return tuple(
            (item.id, item.series, item.place, item.as_of, item.figure.unit, str(item.figure.value))
            for item in self.case.context.figures
            if item.series and item.place and item.as_of and item.figure.status != "target"
        )

    @kept
    def gaps(self) -> tuple[Gaps, ...]:
        """Count every fact that is given or missing, by field; sources are not asked after."""
        given: Counter[tuple[str, str]] = Counter()
        reasons: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
        for path, holder in walk(self.case):
            for key, value in _asked(holder) if path[:1] != ("sources",) else ():
                if isinstance(value, Missing):
                    reasons[key][value.missing] += 1
                else:
                    given[key] += 1
        return tuple(Gaps(*key, given[key], dict(reasons[key])) for key in sorted(given.keys() | reasons.keys()))

    @property
    def ran_in_several(self) -> bool:
        """Say whether it ran in several places, so that a finding may be of them together and of none alone."""
        return sum(role != "comparison" for _, role in self.places) > 1

    @property
    def has_result(self) -> bool:
        """Say whether it has a finding: what came of an outcome, and not only a figure or a claim."""
        return self.result == gaps.FOUND

    @property
    def verdict(self) -> Verdict:
        """Give what a hurried reader is told."""
        return Verdict(self.tried, self.happened, self.sure, self.level_name, reach(self.level, self.bounds))

    @property
    def level_name(self) -> str:
        """Give the name of its level; level 0 is one of two states."""
        return level_name(self.rating, self.bounds)

    @property
    def level(self) -> int:
        """Give the level of evidence that readers see."""
        return self.rating.shown

    def keep(self) -> bytes:
        """Give all that can be kept, as JSON."""
        return _adapter().dump_json({name: getattr(self, name) for name in KEPT})

    def restore(self, written: bytes) -> "CaseView":
        """Take what an earlier build kept; raises ValueError where it is not what this version keeps."""
        vars(self).update(_adapter().validate_json(written))
        return self


def _told_by(outcome: Outcome) -> Iterator[str]:
    """Yield the sources of what came of an outcome: its figures, what they mean, or what is claimed."""
    for fact in (outcome.result, outcome.effect, outcome.explanation, outcome.claim):
        if fact is not None and not isinstance(fact, Missing):
            yield from fact.source


def states_of(views: Iterable[CaseView]) -> Counter[str]:
    """Count cases by how far their results are known (keys of `gaps.STATES`)."""
    return Counter(view.result for view in views)


def not_found(views: Iterable[CaseView]) -> str:
    """Say of cases without a finding why they have none, with the day of the last search; '' where each has one."""
    chosen = list(views)
    return gaps.of_cases(states_of(chosen), max((view.searched for view in chosen), default=""))


def behind(case: Case, labels: tuple[str, ...]) -> tuple[str, ...]:
    """Give the sources that stand behind labels: sources by themselves, outcomes and cycles by their facts."""
    found = {label for label in labels if label.startswith("S")}
    named: tuple[Outcome | Cycle, ...] = (*case.outcomes, *case.cycles)
    for item in named:
        if item.id in labels:
            found |= {label for _, part in walk(item) for label in getattr(part, "source", ())}
    return tuple(source.id for source in case.sources if source.id in found)


def _documents(case: Case, labels: tuple[str, ...]) -> tuple[str, ...]:
    """Give the addresses of the sources that stand behind labels."""
    sources = behind(case, labels)
    found = (source.url for source in case.sources if source.id in sources and isinstance(source.url, str))
    return tuple(sorted({url.partition("#")[0].rstrip("/") for url in found}))


def _asked(holder: BaseModel) -> Iterator[tuple[tuple[str, str], object]]:
    """Yield the fields of a record that ask for a fact and are filled or told missing: ((name, title), value)."""
    for name in held_by(type(holder)).models:
        value = getattr(holder, name)
        # What did not work is a list, and what was tried is a line, or the reason why there is none.
        if isinstance(value, Missing | Figure | Statement | Effect | Sample) or (
            name in ("did_not_work", "tried") and value
        ):
            # The sums of a claim are no costs, and are not counted among them.
            of = " (claim)" if getattr(holder, "is_claim", False) else ""
            yield (f"{type(holder).__name__}.{name}{of}", label_of(holder, name)), value


def _others(outcome: Outcome) -> tuple[object, ...]:
    return outcome.baseline, outcome.comparison.baseline, outcome.comparison.result


def figure_lines(case: Case, document: Document) -> tuple[int, ...]:
    """Give the line of each figure of a case in its file, in the order of `facts`."""
    return tuple(document.place(path)[0] for path, item in walk(case) if isinstance(item, FIGURES))


_ADAPTERS: dict[None, TypeAdapter[Mapping[str, Any]]] = {}


def _adapter() -> TypeAdapter[Mapping[str, Any]]:
    """Give what reads and writes a kept view. Made when first asked for: most commands never do."""
    if None not in _ADAPTERS:
        types = {name: get_type_hints(function)["return"] for name, function in KEPT.items()}
        _ADAPTERS[None] = TypeAdapter(TypedDict("Kept", types))  # type: ignore[operator]
    return _ADAPTERS[None]
