"""The programme's own pilots over time, as plain rows: what is on record for each, and when."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from pilotbook.charts.counted import PLANNED, Row
from pilotbook.charts.panels import Group, Mark, dated, panel
from pilotbook.charts.record_chart import RecordChart
from pilotbook.charts.wording import NO_DATE
from pilotbook.record import formatting

_LABELS = {
    "pilot": "Pilot",
    "event": "What",
    "date": "When",
    "stage": "Stage",
    "result": "Finding in this book",
    "pilots": "Records, in all",
    "dated": "Of them with a date, in all",
    "with_result": "Of them with a finding in this book, in all",
}
_HOPED = {*PLANNED.values(), "Results due"}


def programme_phases(rows: Sequence[Row], label: str, day: str) -> RecordChart | None:
    """Draw what has a date of each pilot of the programme `label`, as the records stood on `day`; None where nothing has.

    rows: of `counted.pilots`. A month or a year is as long as it is, since no day of it is known.
    """
    order = sorted(rows, key=lambda row: (row["spans"][0][2] if row["spans"] else "9", row["pilot"]))
    told = [row for row in order if row["spans"]]
    if not told:
        return None
    total, found = len(rows), sum(row["result"] == "yes" for row in rows)
    counts = {"pilots": total, "dated": len(told), "with_result": found}
    groups = [Group(row["pilot"], tuple(map(_mark, row["spans"]))) for row in told]
    return RecordChart(
        name="programme-phases",
        section="phases",
        title=f"What has a date, for {len(told)} of the {formatting.count(total, 'record')} on {label}",
        subtitle=f"As of {formatting.date(day)}. Fainter: planned or due. A bar is a month or a year of which we know no day",
        sentence=f"{'; '.join(map(_told, told))}. {found} of {total} hold a finding in this book. "
        "What is not drawn was not found or read.",
        source="case records of this book",
        path="casebook/programme-phases",
        rows=tuple({**row, **counts} for one in order for row in _rows(one)),
        labels=_LABELS,
        panels=(panel("", dated(groups), groups),),
    )


def _told(row: Row) -> str:
    """Tell the dates of a pilot in words: 'Made-up visits: announced December 2024, start planned January 2025'."""
    return f"{row['pilot']}: {', '.join(f'{kind[0].lower()}{kind[1:]} {words}' for kind, words, _, _ in row['spans'])}"


def _rows(row: Row) -> Iterator[dict[str, Any]]:
    same = {name: row[name] for name in ("pilot", "stage", "result")}
    for kind, words, _, _ in row["spans"]:
        yield {**same, "event": kind, "date": words}
    if not row["spans"]:
        yield {**same, "event": "Any event", "date": NO_DATE}


def _mark(span: tuple[str, str, str, str]) -> Mark:
    kind, words, first, last = span
    begin, finish = (date.fromisoformat(each).toordinal() for each in (first, last))
    return Mark(
        kind,
        words,
        "planned" if kind in _HOPED else "time",
        begin,
        finish,
        shape="point" if begin == finish else "span",
    )
