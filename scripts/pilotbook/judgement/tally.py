"""What many cases found together, counted in sentences: never added up to one verdict, and no more than was read."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pilotbook.judgement import gaps
from pilotbook.judgement.verdict import found_words
from pilotbook.judgement.view import CaseView
from pilotbook.record import formatting

# From this score on, groups that are alike are compared; below it a difference may have any cause.
FAIR = 3
SCORED = f"{FAIR} or more of 5 on the Maryland scale of designs"


@dataclass(frozen=True)
class Levels:
    """Cases by level, highest first, as (level, its name, how many); how many what was not read may raise, and lower."""

    counts: tuple[tuple[int, str, int], ...]
    higher: int
    highest: int
    lower: int


def levels(views: Iterable[CaseView]) -> Levels:
    """Count cases by level, and how far what was not read could move them."""
    chosen = list(views)
    found = Counter((view.level, view.level_name) for view in chosen)
    raised = [view.bounds.high for view in chosen if view.bounds.high > view.level]
    return Levels(
        counts=tuple((level, name, found[level, name]) for level, name in sorted(found, reverse=True)),
        higher=len(raised),
        highest=max(raised, default=0),
        lower=sum(view.bounds.low < view.level for view in chosen),
    )


def levels_told(found: Levels) -> str:
    """Write levels in words: '2 cases: 1 at level 3 and 1 not yet rated. What we did not read could raise 1 of them, to 4.'"""
    total = sum(count for _, _, count in found.counts)
    if not total:
        return ""
    is_one = total == 1
    named = [(f"at level {level}" if level else name.lower(), count) for level, name, count in found.counts]
    if len(named) == 1:
        every = "" if is_one else "both " if total == 2 else "all "
        told = [f"{formatting.count(total, 'case')}, {every}{named[0][0]}."]
    else:
        told = [
            f"{formatting.count(total, 'case')}: {formatting.listed(f'{count:,} {name}' for name, count in named)}."
        ]
    if found.higher:
        which = "it" if is_one else f"{found.higher:,} of them"
        most = "" if found.higher == 1 else " at most"
        told.append(f"What we did not read could raise {which},{most} to {found.highest}.")
    if found.lower:
        told.append("It could also lower it." if is_one else f"It could lower {found.lower:,}.")
    return " ".join(told)


def fair_told(findings: Sequence[str]) -> str:
    """Say how outcomes that were fairly compared came out, worst first."""
    if not findings:
        return f"No finding of these cases scores {SCORED}, from what we read."
    return _counted(findings, f"outcome that scores {SCORED}", f"outcomes that score {SCORED}")


def rest_told(findings: Sequence[str], *, has_fair: bool) -> str:
    """Say how the other outcomes came out, and what that does not show; '' where there are none."""
    if not findings:
        return ""
    other = "other " if has_fair else ""
    told = _counted(findings, f"{other}outcome with a finding", f"{other}outcomes with a finding")
    return f"{told} What we read of {'it' if len(findings) == 1 else 'them'} does not show that the approach made the difference."


def by_lot_told(findings: Sequence[str]) -> str:
    """Say how those of the other outcomes came out that were tested by lot, and score less; '' without any."""
    if not findings:
        return ""
    told = formatting.listed(found_words(findings))
    if len(findings) == 1:
        return f"Of these, 1 is of a randomised trial, and its page says why it scores less: {told}."
    return f"Of these, {len(findings):,} are of randomised trials, and their pages say why they score less: {told}."


def _counted(findings: Sequence[str], one: str, several: str) -> str:
    words, total = found_words(findings), len(findings)
    if len(words) == 1:
        told = words[0].split(" ", 1)[1]
        whole = f"The one {one}" if total == 1 else f"{'Both' if total == 2 else f'All {total:,}'} {several}"
        return f"{whole} {told}."
    return f"Of {total:,} {several}, {formatting.listed(words)}."


def supposed_told(count: int) -> str:
    """Say how many outcomes were worked out or asked after, and seen in nobody; '' without any. They are no findings."""
    if not count:
        return ""
    told = "1 result is of a model" if count == 1 else f"{count:,} results are of models"
    return (
        f"{told}, or of what people say would have happened, and {'is' if count == 1 else 'are'} not counted as found."
    )


def unknown_told(states: Mapping[str, int]) -> str:
    """Say why outcomes have no finding; '' where each has one."""
    told = gaps.of_outcomes(Counter(states), known=False)
    return f"Of the outcomes without a finding in this book, {formatting.listed(told)}." if told else ""
