"""Which fields the page of a record places, and the rest of it: what is declared, holds a value, and no layout has placed.

A field that is not named here is listed under "Also in the record" by its label, so a new one is shown by itself.
"""

from collections.abc import Iterable, Iterator
from functools import cache

from pilotbook.record import Case, Lesson
from pilotbook.record.facts import Fact

_GAP = ("missing", "source", "locator", "said_by", "said_on", "search", "note")
_FIGURE = ("value", "unit", "qualifier", "period", "status", *_GAP)
_EFFECT = ("value", "type", "unit", "ci_low", "ci_high", "ci_level", "p", *_GAP)
_WORDS = ("text", *_GAP)
_RECORD = frozenset(
    {
        *(
            "id",
            "schema_version",
            "title",
            "policy_area",
            "record_owner",
            "licence",
            "lang",
            "reviewed_on",
            "review_by",
        ),
        *(f"contributors.*.{name}" for name in ("name", "role", "interest")),
        *(f"lifecycle.{name}" for name in ("state", "by", "reason", "since")),
    }
)


def _of(paths: Iterable[str], names: Iterable[str]) -> Iterator[str]:
    names = tuple(names)
    return (f"{path}.{name}" for path in paths for name in names)


CASE = _RECORD | {
    *(
        "summary",
        "tried",
        "stage",
        "target_group",
        "approaches",
        "results_due",
        "results_due_told",
        "results_published",
        "intervention.name",
    ),
    *_of(("programme",), ("name", "wave")),
    *_of(("places.*",), ("place", "role", "sites")),
    *_of(("dates.announced", "dates.start", "dates.end"), ("planned", "actual")),
    *_of(("problem.size",), _FIGURE),
    *_of(("intervention.modifications.*",), ("changed_on", *_WORDS)),
    *_of(
        (
            *("problem.statement", "equity", "ethics", "registration", "outcomes.*.explanation"),
            *_of(("intervention",), ("why", "what", "who_provided", "dose")),
            *_of(("context",), ("moderators.*", "constraints.*")),
            *_of(
                ("cycles.*",),
                ("question", "hypothesis", "tested", "decision_rule", "result", "surprise", "decision_reason"),
            ),
        ),
        _WORDS,
    ),
    *_of(("context.figures.*",), ("id", "label", "series", "place", "as_of")),
    *_of(("context.figures.*.figure",), _FIGURE),
    *_of(("cycles.*",), ("id", "stated_on", "stated_in", "stated", "measures", "start", "end", "decision")),
    *_of(
        ("outcomes.*",),
        (
            *("id", "label", "domain", "kind", "primary", "named_in_advance", "direction_wanted", "measure"),
            *("follow_up", "finding", "measured_by", "analysed_by"),
        ),
    ),
    *_of(("outcomes.*.claim",), ("by", "finding", *_WORDS)),
    *_of(("outcomes.*.n",), ("of", "treated", "comparison", "analysed", *_GAP)),
    *_of(("outcomes.*.attrition",), ("treated", "comparison", "source", "locator", "note")),
    *_of(("outcomes.*.effect",), _EFFECT),
    *_of(("outcomes.*.effect.no_interval",), _GAP),
    *_of(_of(("outcomes.*", "outcomes.*.comparison"), ("baseline", "result")), _FIGURE),
    *_of(
        ("outcomes.*.comparison",),
        (
            *("design", "group", "why_comparable", "controls", "allocation", "validity_test", "points_before"),
            *("both_periods", "method"),
        ),
    ),
    *_of(("costs.*",), ("id", "label", "phase", "type", "of", "borne_by", "price_year")),
    *_of(_of(("costs.*",), ("planned", "actual")), _FIGURE),
    *_of(("tried", "did_not_work"), _GAP),
    *_of(("did_not_work.*",), ("what", "why", "response", "source", "locator", "note")),
    *_of(("harms.*",), ("what", "who", "source", "locator", "note")),
    *_of(("partners.*",), ("id", "name", "roles", "source")),
    *_of(
        ("sources.*",),
        (
            *("id", "title", "publisher", "published", "accessed", "url", "archive_url", "seen", "tier", "licence"),
            *("note", *_of(("published", "url"), _GAP)),
        ),
    ),
    *_of(("searches.*",), ("id", "searched_on", "where", "words")),
    *_of(("disagreements.*",), ("topic", "note")),
    *_of(("disagreements.*.versions.*",), {*_FIGURE, *_WORDS}),
    *_of(("lessons.*",), ("lesson", "relation", "because", "evidence")),
    *_of(("rating",), ("level", "raters", "conflicts", "reason", "judged_on")),
    *_of(("disputes.*",), ("field", "by", "text", "raised_on")),
    *_of(("corrections.*",), ("corrected_on", "what", "told_by")),
}
LESSON = _RECORD | {
    *("statement", "advice", "theme", "audience", "detail", "limits", "support_factors", "status"),
    *_of(("searches.*",), ("id", "searched_on", "where", "words")),
    *_of(("disputes.*",), ("field", "by", "text", "raised_on")),
    *_of(("corrections.*",), ("corrected_on", "what", "told_by")),
    *_of(("transfer.*",), ("factor", "likely", "note")),
    *_of(("confidence.components",), ("methodological_limitations", "coherence", "adequacy", "relevance")),
    *_of(("confidence",), ("overall", "reason", "raters")),
}
# On a brief the page of the record says the rest; these are what its one page tells, or what is no use on paper.
_ON_BRIEF = frozenset({"id", "title", "licence", "reviewed_on", "schema_version", "lang", "policy_area"})
CASE_BRIEF = _ON_BRIEF | {"summary", "tried", "stage", "target_group"}
LESSON_BRIEF = _ON_BRIEF | {"statement", "advice", "limits", "support_factors", "detail", "theme", "audience", "status"}


def rest(found: Iterable[Fact], placed: frozenset[str]) -> list[Fact]:
    """Give what no layout places: a figure, words or a gap as one where none of its parts is placed, else value by value."""
    whole = ""
    left: list[Fact] = []
    for fact in found:
        if whole and fact.path.startswith(whole):
            continue
        if fact.is_leaf:
            if fact.pattern not in placed:
                left.append(fact)
        elif not _has_placed(fact.pattern, placed):
            left.append(fact)
            whole = f"{fact.path}/"
    return left


@cache
def _has_placed(whole: str, placed: frozenset[str]) -> bool:
    """Say whether a layout places a part of what has this pattern."""
    return any(pattern.startswith(f"{whole}.") for pattern in placed)


def foot(record: Case | Lesson, found: Iterable[Fact]) -> list[Fact]:
    """Give the single values at the top of a record that its brief places nowhere."""
    placed = CASE_BRIEF if isinstance(record, Case) else LESSON_BRIEF
    return [fact for fact in found if fact.is_leaf and "." not in fact.pattern and fact.pattern not in placed]
