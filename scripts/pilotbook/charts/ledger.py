"""What stands for and against one lesson, by the strength of the design behind each entry."""

from functools import partial

import altair as alt
import pandas as pd

from pilotbook.casebook import Casebook
from pilotbook.charts.chart import Chart
from pilotbook.charts.chart_rows import MARK, NAMED, Picture, Row, place
from pilotbook.charts.count_bars import Columns
from pilotbook.charts.lessons import KINDS, kind_of_evidence
from pilotbook.charts.palette import BLUE, ORANGE, TEAL
from pilotbook.charts.theme import Room
from pilotbook.judgement.lesson_strength import sms_behind
from pilotbook.record import formatting

_SIDES = {"supports": "For", "qualifies": "With conditions", "contradicts": "Against"}
_COLOURS = [BLUE, TEAL, ORANGE]
_SHAPES = ["circle", "diamond", "cross"]
# How far apart dots stand where there is room for that.
_DOT = 18


def ledger_entries(book: Casebook, slug: str) -> pd.DataFrame:
    """Give one row a kind of evidence and side, with none left out: `kind`, `side`, `entries`, `cases`, `of` (all entries)."""
    rows = [
        (kind_of_evidence(sms_behind(evidence, book.ratings)), _SIDES[evidence.entry.relation], evidence.case.title)
        for evidence in book.ledger[slug]
    ]
    found = pd.DataFrame(rows, columns=["kind", "side", "case"]).groupby(["kind", "side"])["case"]
    every = pd.MultiIndex.from_product([KINDS, _SIDES.values()], names=["kind", "side"])
    frame = pd.DataFrame(
        {"entries": found.size().reindex(every, fill_value=0), "cases": found.agg("; ".join).reindex(every)}
    )
    frame = frame.reset_index().fillna({"cases": ""})
    totals = {name: frame.groupby(name)["entries"].transform("sum") for name in ("kind", "side")}
    return frame.assign(of_kind=totals["kind"], of_side=totals["side"], of=len(rows))


def ledger_chart(book: Casebook, slug: str) -> Chart | None:
    """Draw a dot for each entry for, against or with conditions, strongest design on top; None for fewer than two entries."""
    frame = ledger_entries(book, slug)
    total = int(frame["of"].iloc[0])
    if total < 2:
        return None
    side = {name: int(frame.query("side == @name")["entries"].sum()) for name in _SIDES.values()}
    kind = {name: int(frame.query("kind == @name")["entries"].sum()) for name in KINDS}
    told = formatting.listed(f"{count} on {name[0].lower()}{name[1:]}" for name, count in kind.items() if count)
    lesson = book.lessons[slug]
    return Chart(
        name=f"ledger-{slug}",
        title=f"{formatting.count(side['For'], 'entry', 'entries')} for, {side['With conditions']} with conditions, "
        f"{side['Against']} against",
        subtitle=f"Ledger entries on “{lesson.title}”, by the strongest design of the outcomes that each rests on",
        sentence=f"Of {total} entries, {side['For']} support the lesson, {side['With conditions']} set a condition and "
        f"{side['Against']} contradict it. They rest as follows: {told}.",
        source="the ledger of this lesson; designs scored on the Maryland scale",
        frame=frame,
        labels={
            "kind": "Kind of evidence",
            "side": "For or against",
            "entries": "Entries",
            "cases": "Cases",
            "of_kind": "Entries of this kind",
            "of_side": "Entries on this side",
            "of": "Entries in all",
        },
        draw=partial(_picture, frame),
        path=lesson.id,
    )


def _picture(frame: pd.DataFrame, room: Room) -> Picture:
    """Draw three columns of dots, one dot an entry, and a row for each kind of evidence."""
    sides = list(_SIDES.values())
    placed, columns = place([Row(NAMED, kind) for kind in KINDS], room), Columns(sides, room)
    step = min(_DOT, (columns.wide - _DOT) / max(int(frame["entries"].max()), 1))
    y = dict(zip(KINDS, placed.of(MARK)["y"], strict=True))
    dots = [
        {"side": one["side"], "x": columns.start(one["side"]) + step * index + _DOT / 2, "y": y[one["kind"]]}
        for one in frame.to_dict("records")
        for index in range(one["entries"])
    ]
    points = (
        alt.Chart(pd.DataFrame(dots))
        .mark_point(filled=True, size=150 * step / _DOT, opacity=1)
        .encode(
            x=columns.x("x"),
            y=placed.y,
            color=alt.Color("side:N", legend=None, scale=alt.Scale(domain=sides, range=_COLOURS)),
            shape=alt.Shape("side:N", legend=None, scale=alt.Scale(domain=sides, range=_SHAPES)),
        )
    )
    drawn: Picture = alt.layer(points, columns.heads(), *placed.words())
    return drawn.properties(width=room.width, height=placed.height)
