"""Rules on what is missing: each reason says whose gap it is, and has behind it what that reason needs."""

import re
from collections.abc import Callable, Iterator

from pilotbook.record.case import Case
from pilotbook.record.fact import Missing
from pilotbook.record.outcome import Outcome
from pilotbook.rules.inside import parts
from pilotbook.text.problems import Problem, choose
from pilotbook.text.yamlfile import Document, Path

Found = Iterator[Problem]
# "not known why", "was not in the part that we could read", "is not stated": words for a gap where a reason is asked.
_NO_REASON = re.compile(
    r"\bnot (?:in the (?:part|text)|known|stated|told|said|given|clear|seen|published)\b|\bunknown\b", re.I
)


def gaps_backed(case: Case, document: Document) -> Found:
    """Each reason why a fact is missing has behind it what it needs.

    `not_published` says something of the pilot, so a source or a partner must say it: `source` with `locator`, or `said_by`
    with `said_on`. `not_found` names its search. `not_read` says that the source is there: one of the record's sources was not read
    in full. What we have not read is never told as what nobody has said.
    Good: `result: {missing: not_read, source: [S2]}`, `{missing: not_found, search: Q1}`,
    `{missing: not_published, source: [S1], locator: p. 4}`.
    """
    for path, gap in _gaps(case):
        if fault := _fault(gap, case, is_of_source=path[:1] == ("sources",)):
            yield document.problem((*path, "missing"), *fault, "gap-backed")


def _fault(gap: Missing, case: Case, *, is_of_source: bool) -> tuple[str, str] | None:
    reason = gap.missing
    if reason == "not_found" and not gap.search:
        return "'not_found' names no search", "Add 'search: Q1', with Q1 under 'searches': searched_on, where, words."
    if reason != "not_found" and gap.search:
        return f"'{reason}' has a search, which belongs to 'not_found'", "Remove 'search', or use not_found."
    if gap.said_by and not gap.said_on:
        return "'said_by' has no date", "Add 'said_on:' with the day on which the partner said so."
    if reason == "not_published" and not is_of_source and not (gap.said_by or (gap.source and gap.locator)):
        what = "'not_published' names nobody who says so"
        return what, (
            "Add 'source:' and 'locator:' of the place that says so, or 'said_by:' and 'said_on:'. If you only have not seen it, "
            "use not_read (a source may hold it) or not_found (you searched)."
        )
    return _not_unread(gap, case, is_of_source=is_of_source) if reason == "not_read" else None


def _not_unread(gap: Missing, case: Case, *, is_of_source: bool) -> tuple[str, str] | None:
    """Give what is wrong where everything that could hold a fact 'not read' was read in full."""
    seen = {source.id: source.seen for source in case.sources}
    whole = [label for label in gap.source if seen.get(label) == "full"]
    if whole:
        return (
            f"'not_read' names {whole[0]}, which was read in full",
            "Name a source that was not, or use another reason.",
        )
    if not is_of_source and all(each == "full" for each in seen.values()):
        what = "'not_read' stands here, but every source was read in full"
        return what, "Use not_found with a search, or a reason of the pilot's: not_published, not_measured …"
    return None


def searches_known(case: Case, document: Document) -> Found:
    """A gap that was searched for names a search of the same file. Good: `search: Q1` where `searches` has `id: Q1`."""
    known = {search.id for search in case.searches}
    for path, gap in _gaps(case):
        if gap.search and gap.search not in known:
            mend = (
                choose(gap.search, known)
                if known
                else "Add it under 'searches': {id: Q1, searched_on: …, where: …, words: …}."
            )
            yield document.problem((*path, "search"), f"there is no search '{gap.search}'", mend, "search-known")


def comparison_reasoned(case: Case, document: Document) -> Found:
    """A reason why groups are comparable is a reason, not a note that there is none.

    It decides whether a design may reach SMS 3. Where the source gives none, or it was not read, the field is left out.
    Good: `why_comparable: Areas were matched on deprivation and past attendance.`
    """
    for index, outcome in enumerate(case.outcomes):
        if _is_no_reason(outcome):
            mend = "Leave the field out, and say under 'method' or 'note' what is known."
            place: Path = ("outcomes", index, "comparison", "why_comparable")
            yield document.problem(
                place, "'why_comparable' says that the reason is not known", mend, "comparison-reasoned"
            )


def _is_no_reason(outcome: Outcome) -> bool:
    return bool(_NO_REASON.search(outcome.comparison.why_comparable or ""))


def costs_owned(case: Case, document: Document) -> Found:
    """A cost with a sum says what the sum is of, so that a programme's budget is never told as the cost of one pilot.

    Good: `of: pilot`; else `programme`, `evaluation` or `later_phase`. A claimed saving needs none.
    """
    for index, cost in enumerate(case.costs):
        has_sum = any(not isinstance(item, Missing) for item in (cost.planned, cost.actual))
        place: Path = ("costs", index)
        if has_sum and not cost.is_claim and cost.of is None:
            mend = "Add 'of:' pilot, programme, evaluation or later_phase."
            yield document.problem(place, f"'{cost.id}' does not say what the sum is of", mend, "cost-of")
        if cost.is_claim and cost.of is not None:
            yield document.problem((*place, "of"), f"'{cost.id}' is a claim, and no cost", "Remove 'of'.", "cost-of")


def _gaps(case: Case) -> Iterator[tuple[Path, Missing]]:
    return ((path, item) for path, item in parts(case) if isinstance(item, Missing))


CASE_RULES: dict[str, Callable[[Case, Document], Found]] = {
    "gap-backed": gaps_backed,
    "search-known": searches_known,
    "comparison-reasoned": comparison_reasoned,
    "cost-of": costs_owned,
}
