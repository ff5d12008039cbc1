"""Rules on dates: what cannot have been on its day, and what is likely a slip."""

from collections.abc import Iterator

from pilotbook.record.case import STAGES, Case
from pilotbook.record.fact import Missing
from pilotbook.record.lesson import Lesson
from pilotbook.record.text import earliest, latest
from pilotbook.rules.inside import named_in
from pilotbook.text.problems import Problem
from pilotbook.text.yamlfile import Document, Path

Found = Iterator[Problem]
# What somebody who writes the record did on a day: one source may be read, or one search made, after the last whole check.
LOOKED = {"accessed", "searched_on", "said_on"}
# What has happened or come out, and so cannot be later than the last look.
HAPPENED = {"actual", "results_published", "stated_on"}
# Every field that holds a date of any length.
_DATES = frozenset[str]().union(
    ("announced", "planned", "actual", "start", "end", "changed_on", "published", "accessed", "stated_on", "as_of"),
    ("judged_on", "raised_on", "since"),
    ("results_due", "results_published", "reviewed_on", "review_by", "searched_on", "said_on"),
)
# A record is looked at each year; three are more than a slip of habit.
_YEARS_TO_REVIEW = 3


def dates_can_be(case: Case, document: Document) -> Found:
    """What has happened lies before somebody last looked, and nothing was read before it came out.

    A date in the future among things done is a slip of a digit, and the page would tell it as a fact. A source may be read
    after the last check of the whole, but not after the next is due. Good: `published: 2025-07`, `accessed: 2026-11-21`,
    `reviewed_on: 2026-11-21`.
    """
    found = list(_dates(case))
    looked = [date for _, name, date in found if name in LOOKED and date <= case.review_by]
    last = max(case.reviewed_on, *looked)
    for path, name, date in found:
        # A review that is due before the last one has its own message.
        if name in LOOKED and date > case.review_by > case.reviewed_on:
            what = f"'{name}' {date} is after 'review_by' {case.review_by}"
            mend = "Correct the date; or check the whole record, and set 'reviewed_on' and 'review_by'."
            yield document.problem((*path, name), what, mend, "dates-can-be")
        if name in HAPPENED and earliest(date) > last:
            what = f"'{name}' {date} is after {last}, when somebody last looked"
            mend = "Correct the date, or 'reviewed_on' if the record was checked since."
            if name == "actual":
                mend = "Correct the date, or write it as 'planned' if it is still to come."
            yield document.problem((*path, name), what, mend, "dates-can-be")
    for index, source in enumerate(case.sources):
        if isinstance(source.published, str) and earliest(source.published) > source.accessed:
            what = f"the source came out in {source.published}, after it was read on {source.accessed}"
            yield document.problem(
                ("sources", index, "published"), what, "Correct one of the two dates.", "dates-can-be"
            )
    if case.rating and case.rating.judged_on > case.review_by:
        what = f"it was judged on {case.rating.judged_on}, after the next review is due"
        yield document.problem(("rating", "judged_on"), what, "Correct the date, or 'review_by'.", "dates-can-be")


def _dates(record: Case | Lesson) -> Iterator[tuple[Path, str, str]]:
    """Give every date of a record: the path of what holds it, its field, and the date."""
    return (found for found in named_in(record, _DATES) if isinstance(found[-1], str))


def stage_fits_dates(case: Case, document: Document) -> Found:
    """The stage agrees with the dates: what is announced or planned has not begun, and what is live has not ended.

    Good: `stage: ended` where `end` has an `actual` date, and `planned` for a date to come.
    """
    started, ended = (each.actual if each else None for each in (case.dates.start, case.dates.end))
    stage = STAGES[case.stage]
    if case.stage in ("announced", "planned") and (started or ended):
        done, date = ("ended", ended) if ended else ("started", started)
        mend = f"Use '{'ended' if ended else 'live'}', or write the date as 'planned'."
        yield document.problem(("stage",), f"'stage' is '{case.stage}', but it {done} in {date}", mend, "stage-fits")
    if case.stage in ("live", "paused") and ended:
        mend = "Use 'ended' or 'stopped_early', or write the date as 'planned'."
        yield document.problem(("stage",), f"'stage' is '{stage}', but it ended in {ended}", mend, "stage-fits")


def stage_likely(case: Case, document: Document) -> Found:
    """A stage that its own planned dates have overtaken is looked at again.

    A pilot may run late or begin late; then leave the stage as it is, and say so under `modifications`.
    Good: `stage: ended` once the planned end has passed and the end is known.
    """
    start, end = case.dates.start, case.dates.end
    due = end.planned if end else None
    if case.stage in ("announced", "planned", "live", "paused") and due and latest(due) < case.reviewed_on:
        what = f"'stage' is '{case.stage}', and its end was planned for {due}"
        yield document.problem(
            ("stage",), what, "Did it end? Then use 'ended'; if not, say what changed.", "stage-fits"
        )
    due = start.planned if start else None
    if case.stage in ("announced", "planned") and due and latest(due) < case.reviewed_on:
        what = f"'stage' is '{case.stage}', and its start was planned for {due}"
        yield document.problem(
            ("stage",), what, "Did it start? Then use 'live'; if not, say what changed.", "stage-fits"
        )
    due = end.planned if end and not end.actual else None
    if case.stage in ("ended", "stopped_early") and due and earliest(due) > case.reviewed_on:
        what = f"'stage' is '{case.stage}', and its end is planned for {due}"
        mend = "Did it end sooner? Then give 'actual'; if not, use 'live'."
        yield document.problem(("stage",), what, mend, "stage-fits")


def stated_beforehand(case: Case, document: Document) -> Found:
    """What a source states of a test before it began is in the record, and the source is older than the test.

    Readers are told that the plan came first, so that must show in dates: of `stated_on`, else of the source, against the
    `start` of the test, else its `end`. Good: `stated_in: S2` of 2019-07-03, `stated: [question]`, `start: 2019-07-05`.
    """
    published = {source.id: source.published for source in case.sources}
    for index, cycle in enumerate(case.cycles):
        at: Path = ("cycles", index)
        if bool(cycle.stated_in) != bool(cycle.stated):
            named, other = ("stated_in", "stated") if cycle.stated_in else ("stated", "stated_in")
            mend = "Name the source under 'stated_in', and what it states under 'stated'; or leave both out."
            yield document.problem((*at, named), f"'{named}' stands without '{other}'", mend, "stated-before")
        if not cycle.stated_in:
            continue
        for name in cycle.stated:
            told = getattr(cycle, "measures" if name == "measure" else name)
            if not told or isinstance(told, Missing):
                what = f"'{name}' is said to be stated in {cycle.stated_in}, and the cycle does not give it"
                yield document.problem((*at, "stated"), what, "Write it in the cycle, or take it out.", "stated-before")
        dated, begun = cycle.stated_on or published.get(cycle.stated_in), cycle.start or cycle.end
        if not isinstance(dated, str) or not begun:
            what = f"no date shows that {cycle.stated_in} is older than the test"
            mend = "Give 'stated_on' and the 'start' of the test; or leave 'stated_in' out."
            yield document.problem((*at, "stated_in"), what, mend, "stated-before")
        elif latest(dated) > earliest(begun):
            what = f"{cycle.stated_in} is of {dated}, and the test began in {begun}"
            mend = "Name a source that is older than the test, or leave 'stated_in' and 'stated' out."
            yield document.problem((*at, "stated_in"), what, mend, "stated-before")


def dates_likely(case: Case, document: Document) -> Found:
    """Dates follow one another as they mostly do: announced, begun, tested, ended, results out.

    What is asked may be right: some pilots are told of after they began. Good: `announced` before `start`.
    """
    dates = {
        name: (each.actual if (each := getattr(case.dates, name)) else None) for name in ("announced", "start", "end")
    }
    begun, ended = dates["start"], dates["end"]
    pairs: list[tuple[Path, str, str | None, str, str | None]] = [
        (("results_published",), "results came out in", case.results_published, "it started in", begun),
        (("results_due",), "results were due in", case.results_due, "it started in", begun),
    ]
    for index, cycle in enumerate(case.cycles):
        place: Path = ("cycles", index)
        pairs += [
            ((*place, "end"), "the test ended in", cycle.end, "the pilot started in", begun),
            ((*place, "start"), "the pilot ended in", ended, "the test began in", cycle.start),
        ]
    pairs.append((("dates", "announced", "actual"), "it started in", begun, "it was announced in", dates["announced"]))
    for place, first, early, then, late in pairs:
        if early and late and latest(early) < earliest(late):
            what = f"{first} {early}, but {then} {late}"
            yield document.problem(place, what, "Check the two dates; if both are right, leave them.", "dates-likely")


def review_likely(record: Case | Lesson, document: Document) -> Found:
    """The next review is no more than three years after the last one.

    A record that nobody looks at for longer tells old things as new. Good: `review_by` within a year.
    """
    if int(record.review_by[:4]) - int(record.reviewed_on[:4]) > _YEARS_TO_REVIEW:
        what = f"'review_by' {record.review_by} is more than {_YEARS_TO_REVIEW} years after 'reviewed_on' {record.reviewed_on}"
        yield document.problem(("review_by",), what, "Set a date within a year of the last review.", "dates-likely")
    if isinstance(record, Case):
        last = max(source.accessed for source in record.sources)
        if int(record.reviewed_on[:4]) - int(last[:4]) > _YEARS_TO_REVIEW:
            what = f"'reviewed_on' {record.reviewed_on}, but no source was read after {last}"
            mend = "Correct the date, or read the sources again and give the day under 'accessed'."
            yield document.problem(("reviewed_on",), what, mend, "dates-likely")


def no_year_as_month(record: Case | Lesson, document: Document) -> Found:
    """A financial or academic year is written by its first year, not as a month.

    `2010-11` is November 2010. Who means the year 2010 to 2011 writes `2010`, and its name may stand in a note or a
    `period`, which is free text. Good: `published: 2010`.
    """
    for path, name, date in _dates(record):
        year = int(date[:4])
        if len(date) == 7 and int(date[5:]) == (year + 1) % 100:
            what = f"'{name}' {date} is read as a month"
            mend = f"If this is the year {year} to {year + 1}, write {year}; if the month is meant, leave it."
            yield document.problem((*path, name), what, mend, "year-or-month")
