"""Where each figure comes from: its place in the record, its source and locator, how that was read, and its line.

A page shows a figure with the path of the record that it was made from (`TLG-C-7KD3/outcomes/O1/result`). Here the path
leads back to the fact and to the line of the file.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from pydantic import BaseModel

from pilotbook.record import Case, Figure, Source
from pilotbook.record.fact import Sourced
from pilotbook.record.outcome import Attrition, Effect, Sample
from pilotbook.record.walk import walk
from pilotbook.text.yamlfile import Path

_FIGURES = (Figure, Effect, Sample, Attrition)


@dataclass(frozen=True)
class Trace:
    """One figure of a case: `path` in the record, as pages carry it after the id, the fact, and the steps to it in the file."""

    path: str
    fact: Sourced
    steps: Path
    sources: tuple[Source, ...]


def traces(case: Case) -> Iterator[Trace]:
    """Yield every figure of a case in the order of its file."""
    by_label = {source.id: source for source in case.sources}
    for steps, fact in walk(case):
        if isinstance(fact, _FIGURES):
            yield Trace(named_path(case, steps), fact, steps, tuple(by_label[label] for label in fact.source))


def named_path(case: Case, steps: Path) -> str:
    """Write the steps with labels where entries have them (O1), else with numbers from 1."""
    names: list[str] = []
    here: object = case
    for step in steps:
        if isinstance(step, int):
            here = here[step]  # type: ignore[index]
            label = getattr(here, "id", None) if isinstance(here, BaseModel) else None
            names.append(str(label or step + 1))
        else:
            here = getattr(here, step)
            names.append(step)
    return "/".join(names)
