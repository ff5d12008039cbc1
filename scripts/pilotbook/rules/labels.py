"""Rules on labels: what a record points to by `S1`, `O1` or a partner's short name stands in the same file."""

from collections.abc import Iterator, Mapping
from typing import Any

from pilotbook.record.case import Case
from pilotbook.rules.inside import named_in
from pilotbook.text.problems import Problem, one_of, spelt_alike
from pilotbook.text.yamlfile import Document, Path

Found = Iterator[Problem]
_LABELLED = ("sources", "outcomes", "cycles", "costs", "partners", "searches")
_SOURCE = frozenset({"source"})
_OF_PARTNERS = frozenset({"measured_by", "analysed_by", "borne_by", "said_by"})
# What a cycle may measure that is no outcome.
_NO_OUTCOME = "qualitative"
# Which lists of the file a label may stand in, by the name of the field that holds it: for those that their kind does not tell.
POINTS_TO: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(sorted(_OF_PARTNERS), ("partners",)),
    "measures": ("outcomes", _NO_OUTCOME),
    "evidence": ("outcomes", "cycles", "sources"),
}
# The rule by which a label leads somewhere, by the list that it leads to; of fields with several lists by their names.
KNOWN = {
    **{"sources": "source-known", "partners": "partner-known", "searches": "search-known"},
    **{"measures": "measure-known", "evidence": "evidence-known"},
}


def labels_unique(case: Case, document: Document) -> Found:
    """Each source, outcome, cycle, cost, partner and context figure has its own label.

    Facts point to sources by label, so two with one label would make a figure's source doubtful.
    Good: `id: S1`, then `id: S2`.
    """
    groups: dict[Path, tuple[Any, ...]] = {(name,): getattr(case, name) for name in _LABELLED}
    for place, items in {**groups, ("context", "figures"): case.context.figures}.items():
        first: dict[str, int] = {}
        for index, item in enumerate(items):
            path = (*place, index, "id")
            if item.id in first:
                line = document.place((*place, first[item.id], "id"))[0]
                mend = "Use another short name." if place == ("partners",) else "Give it the next free number."
                yield document.problem(
                    path, f"the label '{item.id}' is used twice, first on line {line}", mend, "label"
                )
            first.setdefault(item.id, index)


def sources_known(case: Case, document: Document) -> Found:
    """Each fact names sources that stand under `sources`.

    A figure without a source is not published. Good: `source: [S1]` where `sources` has `id: S1`.
    """
    known = {source.id for source in case.sources}
    for path, _, labels in named_in(case, _SOURCE):
        for index, label in enumerate(labels):
            if label not in known:
                place = (*path, "source", index)
                mend = one_of(known) if known else "Add the source under 'sources'."
                yield document.problem(place, f"there is no source '{label}'", mend, "source-known")
    for index, cycle in enumerate(case.cycles):
        if cycle.stated_in and cycle.stated_in not in known:
            what = f"there is no source '{cycle.stated_in}'"
            yield document.problem(("cycles", index, "stated_in"), what, one_of(known), "source-known")


def sources_used(case: Case, document: Document) -> Found:
    """Each source under `sources` is used by a fact or a ledger entry.

    A list of unused sources makes a record look better founded than it is. Good: cite it, or remove it.
    """
    used = {label for _, _, labels in named_in(case, _SOURCE) for label in labels}
    used |= {cycle.stated_in for cycle in case.cycles if cycle.stated_in}
    used |= {label for entry in case.lessons for label in entry.evidence}
    # A source that seems unused may be the one that a wrong label means, which has its message already.
    if not used <= _labels(case):
        return
    for index, source in enumerate(case.sources):
        if source.id not in used:
            mend = "Name it in the fact that it carries, or remove it."
            yield document.problem(
                ("sources", index, "id"), f"no fact uses the source '{source.id}'", mend, "source-used"
            )


def partners_known(case: Case, document: Document) -> Found:
    """Whoever measured, analysed, paid or told us stands under `partners`.

    Independence of the evaluator is worked out from partners' roles. Good: `analysed_by: ipsos` with a partner `ipsos`.
    """
    known = {partner.id for partner in case.partners}
    for path, name, label in named_in(case, _OF_PARTNERS):
        if label and label not in known:
            mend = "Add the organisation under 'partners'."
            # Another organisation of a like name is another organisation.
            if near := spelt_alike(label, known):
                mend = f"Use '{near}'."
            elif known:
                mend = f"{one_of(known)} Or add the organisation under 'partners'."
            yield document.problem((*path, name), f"there is no partner '{label}'", mend, "partner-known")


def _labels(case: Case) -> set[str]:
    return {item.id for name in POINTS_TO["evidence"] for item in getattr(case, name)}


def evidence_known(case: Case, document: Document) -> Found:
    """Each ledger entry rests on an outcome, cycle or source of the same file.

    A lesson must lead to what supports it. Good: `evidence: [O1, S2]`.
    """
    known = _labels(case)
    for index, entry in enumerate(case.lessons):
        for number, label in enumerate(entry.evidence):
            if label not in known:
                place = ("lessons", index, "evidence", number)
                yield document.problem(place, f"nothing here is labelled '{label}'", one_of(known), "evidence-known")


def measures_known(case: Case, document: Document) -> Found:
    """Each measure of a cycle is an outcome of the same file, or 'qualitative'.

    Good: `measures: [O1, qualitative]`.
    """
    known = {outcome.id for outcome in case.outcomes} | {_NO_OUTCOME}
    for index, cycle in enumerate(case.cycles):
        for number, label in enumerate(cycle.measures):
            if label not in known:
                place = ("cycles", index, "measures", number)
                yield document.problem(place, f"there is no outcome '{label}'", one_of(known), "measure-known")
