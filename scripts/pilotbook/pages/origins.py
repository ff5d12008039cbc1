"""What a page says of its facts at its foot: where each comes from, and what stands nowhere else."""

from collections.abc import Iterable
from typing import Any

from markupsafe import Markup, escape

from pilotbook.exports.swhid import at_line
from pilotbook.judgement.view import CaseView
from pilotbook.pages import fact_html
from pilotbook.pages.placed import rest
from pilotbook.record import Case, Lesson
from pilotbook.record.fact import SEEN, Sourced
from pilotbook.record.facts import FIGURES, Fact

Row = dict[str, Any]


def figure_rows(view: CaseView, found: Iterable[Fact], archived: str = "") -> list[Row]:
    """Give a row for each figure: what it is, its sources with the place in them, how they were read, and its line.

    archived: where an archive keeps the record's file for good; the line then leads there.
    """
    figures = [fact for fact in found if isinstance(fact.value, FIGURES)]
    seen = _seen(view.case)
    return [
        {
            "cells": [fact.told, fact.label, _source(seen, fact), _line(line, archived)],
            "id": fact_html.trace_anchor(fact.path),
            "path": "",
        }
        for fact, line in zip(figures, view.lines, strict=True)
    ]


def _line(line: int, archived: str) -> int | Markup:
    """Give the number of a line, as a link to the kept file where there is one."""
    if not archived:
        return line
    where = f"line {line} of the record as Software Heritage keeps it"
    return fact_html.filled('<a href="{}" aria-label="{}">{}</a>', at_line(archived, line), where, line)


def word_rows(case: Case, found: Iterable[Fact]) -> list[Row]:
    """Give a row for each thing that is told in words and rests on sources: what it is, and the place in them."""
    told = [fact for fact in found if isinstance(fact.value, Sourced) and not isinstance(fact.value, FIGURES)]
    seen = _seen(case)
    return [{"cells": [fact.label, _source(seen, fact)], "id": "", "path": f"{case.id}/{fact.path}"} for fact in told]


def _seen(case: Case) -> dict[str, str]:
    """Say of each source, by its label, how it was read."""
    return {source.id: SEEN[source.seen] for source in case.sources}


def _source(seen: dict[str, str], fact: Fact) -> Markup:
    links = ((escape(label), escape(seen[label])) for label in fact.sources)
    told = Markup("; ").join(Markup(f'<a href="#{label}">{label}</a>, {how}') for label, how in links)
    return Markup(f"{told}: {escape(fact.locator)}")


def also(record: Case | Lesson, found: Iterable[Fact], placed: frozenset[str]) -> list[tuple[Markup, Markup]]:
    """Give (label, words) of what the page places nowhere."""
    return [
        (
            fact_html.traced_words(fact.label, record, fact.path),
            fact_html.traced_words(fact.told, record, fact.path) + fact_html.cited(fact.sources) + _noted(record, fact),
        )
        for fact in rest(found, placed)
    ]


def _noted(record: Case | Lesson, fact: Fact) -> Markup:
    more = " · ".join(part for part in (fact.locator, fact.note) if part)
    if not more:
        return Markup("")
    return Markup(' <small class="note">{}</small>').format(fact_html.traced_words(more, record, fact.path))
