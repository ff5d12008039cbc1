"""What others measured before, or without, what they tried: the figures from which a team that plans a test may start.

Result and effect of a pilot are no baseline: they are what came of it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pilotbook.judgement.unreachable import Gone, not_answered, rests_on_gone
from pilotbook.record import formatting
from pilotbook.record.case import Case
from pilotbook.record.designs import DESIGNS
from pilotbook.record.fact import Figure
from pilotbook.record.outcome import Outcome, Sample

# Where they stand in an outcome, and what each is of.
_WHERE = {
    "baseline": "pilot group, before",
    "comparison/baseline": "comparison group, before",
    "comparison/result": "comparison group, after",
}
_STATUS = {"public": "", "estimate": " (estimate)", "disputed": " (disputed)"}
_SEEN = {"full": "", "excerpt": "read as an excerpt", "second_hand": "read second hand"}
# "Admissions rose by 6.4%", "change in use", "an increase": no share of anything.
_CHANGE = re.compile(
    r"\b(?:ris(?:e|es|en|ing)|rose|f[ae]ll\w*|chang\w+|gr[eo]w\w*|\w*creas\w+|drop\w*|reduc\w+)\b", re.I
)


@dataclass(frozen=True)
class Baseline:
    """A figure to start from.

    path: in its record, 'outcomes/O1/baseline'. of: whose figure it is, and when. told: with its unit. share: the number
    alone, where it is a measured share of people or things, else ''. sample: how many it may rest on, as recorded, or ''.
    sources: their labels. read: how its source was read, where not in full, and
    whether it can still be opened.
    """

    path: str
    outcome: str
    domain: str
    of: str
    told: str
    share: str
    period: str
    design: str
    sample: str
    sources: tuple[str, ...]
    publisher: str
    read: str


def is_share(outcome: Outcome, figure: Figure) -> bool:
    """Say whether a figure of an outcome is a share of people or things, and not a rise, a fall or another change."""
    told = " ".join((outcome.label, outcome.measure or "", figure.note or ""))
    # The label may say it too: "Fall in waits" with a result of 12%.
    return figure.unit == "%" and 0 <= figure.value <= 100 and not _CHANGE.search(told)


def baselines(case: Case, gone: Gone) -> tuple[Baseline, ...]:
    """Give every figure of a case that tells how things are before, or without, what was tried; targets are left out.

    gone: sources that nobody can open any more, with the day since when.
    """
    return tuple(found for outcome in case.outcomes for found in _of(outcome, case, gone))


def _of(outcome: Outcome, case: Case, gone: Gone) -> Iterator[Baseline]:
    figures = (outcome.baseline, outcome.comparison.baseline, outcome.comparison.result)
    for where, figure in zip(_WHERE, figures, strict=True):
        if isinstance(figure, Figure) and figure.status in _STATUS:
            yield Baseline(
                path=f"outcomes/{outcome.id}/{where}",
                outcome=outcome.label,
                domain=outcome.domain,
                of=_WHERE[where],
                told=formatting.figure(figure) + _STATUS[figure.status],
                share=str(figure.value) if _can_be_started_from(outcome, figure) else "",
                period=figure.period or "",
                design=DESIGNS[outcome.comparison.design].label,
                sample=_sample(outcome, where),
                sources=figure.source,
                **how_read(figure.source, case, gone),
            )


def _can_be_started_from(outcome: Outcome, figure: Figure) -> bool:
    # At 0% and 100% no smaller or larger share can be looked for from both sides.
    # Nor can "less than 1%" be started from.
    is_exact = figure.status == "public" and figure.qualifier in (None, "about", "nearly")
    return is_exact and outcome.kind != "cost" and is_share(outcome, figure) and 0 < figure.value < 100


def _sample(outcome: Outcome, where: str) -> str:
    """Give how many were in the group, or in all where the record does not tell the groups apart."""
    if not isinstance(outcome.n, Sample):
        return ""
    number = outcome.n.treated if where == "baseline" else outcome.n.comparison
    if number is not None:
        return f"{formatting.number(number)} {outcome.n.of}"
    return f"{formatting.number(outcome.n.total)} {outcome.n.of} in all" if outcome.n.total else ""


def how_read(labels: tuple[str, ...], case: Case, gone: Gone) -> dict[str, str]:
    """Give who published what stands behind a figure, and how that was read."""
    sources = [source for source in case.sources if source.id in labels]
    read = dict.fromkeys(filter(None, (_SEEN[source.seen] for source in sources)))
    # Tiers 5 and 6 are news, comment and reposts.
    fenced = ["news or repost only"] if all(int(source.tier) >= 5 for source in sources) else []
    lost = [not_answered(labels, gone)] if rests_on_gone(labels, gone) else []
    publishers = dict.fromkeys(source.publisher for source in sources)
    return {"publisher": formatting.listed(publishers), "read": "; ".join([*read, *fenced, *lost])}
