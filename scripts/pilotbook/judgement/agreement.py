"""How far people who rated a record apart from each other agree; each record by itself, and all together.

A level that the rules work out from a record is nobody's rating: it is told apart, and counted as no rater.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pilotbook.judgement.rating import LEVELS
from pilotbook.record import Case, Lesson, formatting
from pilotbook.record.lesson import CONFIDENCE
from pilotbook.record.rated import Rated

# Our own threshold: of fewer pairs a kappa says little, and its interval is wider than what it is read for.
ENOUGH = 30
_CONFIDENCE = tuple(reversed(CONFIDENCE))
_LEVELS = tuple(name for name, _ in LEVELS.values())


@dataclass(frozen=True)
class Opinion:
    """What one person gave: step counts from the lowest, 0; told names it in words; on is the day, or ''."""

    rater: str
    step: int
    told: str
    on: str = ""
    is_blind: bool = False


@dataclass(frozen=True)
class Judged:
    """Who rated a record. opinions: of each person apart, first to last. together: those who settled it, or judged it as one."""

    opinions: tuple[Opinion, ...]
    together: tuple[str, ...] = ()

    @property
    def pair(self) -> tuple[int, int] | None:
        """Give the steps that the first two gave; None where fewer than two rated it apart."""
        return (self.opinions[0].step, self.opinions[1].step) if len(self.opinions) > 1 else None

    @property
    def raters(self) -> int:
        """Count those who rated it, apart or together."""
        return max(len(self.opinions), len(self.together))

    @property
    def told(self) -> str:
        """Say who rated it, in one sentence or two without a number."""
        if self.pair is None:
            return self._alone()
        first, second = self.opinions[:2]
        blind = " Neither had seen the other’s." if first.is_blind and second.is_blind else ""
        by = f"Rated by two apart, {first.rater} and {second.rater}"
        if first.step == second.step:
            return f"{by}, who agreed: {first.told}.{blind}"
        settled = f"Settled by {formatting.listed(self.together)}." if self.together else "Not settled yet."
        return f"{by}, who differed: {first.told}, and {second.told}.{blind} {settled}"

    def _alone(self) -> str:
        if len(self.together) > 1:
            return f"Judged together by {formatting.listed(self.together)}; what each thought before is not kept."
        if self.opinions:
            return f"Rated by one, {self.opinions[0].rater}. A second rater is wanted."
        return "The rules alone give this level: no person has rated it yet."


def of_case(case: Case, ratings: Iterable[Rated]) -> Judged:
    """Give who rated a case."""
    return Judged(_opinions(ratings), case.rating.raters if case.rating else ())


def of_lesson(lesson: Lesson, ratings: Iterable[Rated]) -> Judged:
    """Give who rated a lesson: where one person judged its confidence, that is the first rating."""
    given, apart = lesson.confidence, _opinions(ratings)
    if given is None or len(given.raters) > 1 or given.raters[0] in {each.rater for each in apart}:
        return Judged(apart, given.raters if given and len(given.raters) > 1 else ())
    step = _CONFIDENCE.index(given.overall)
    return Judged((Opinion(given.raters[0], step, CONFIDENCE[given.overall]), *apart))


def _opinions(ratings: Iterable[Rated]) -> tuple[Opinion, ...]:
    return tuple(_opinion(each) for each in sorted(ratings, key=lambda each: (each.rated_on, each.rater)))


def _opinion(rated: Rated) -> Opinion:
    if rated.confidence is not None:
        step, told = _CONFIDENCE.index(rated.confidence), CONFIDENCE[rated.confidence]
    else:
        step = rated.level or 0
        told = _LEVELS[step]
    return Opinion(rated.rater, step, told, rated.rated_on, rated.blind == "yes")


@dataclass(frozen=True)
class Agreement:
    """How many records nobody, one and two or more rated, and of how many pairs the two agreed.

    pairs: records that two rated apart; exact, near: those in which they gave the same, and at most one step apart. kappa: with
    quadratic weights, or None where fewer than ENOUGH were rated by two, or all got the same.
    """

    records: int
    by_none: int
    by_one: int
    by_two: int
    pairs: int
    exact: int
    near: int
    kappa: float | None


def agreement(judged: Sequence[Judged]) -> Agreement:
    """Count how far raters agree over records of one kind."""
    pairs = [each.pair for each in judged if each.pair]
    counts = [min(each.raters, 2) for each in judged]
    by_none, by_one, by_two = (counts.count(number) for number in range(3))
    return Agreement(
        len(judged),
        by_none,
        by_one,
        by_two,
        len(pairs),
        sum(one == other for one, other in pairs),
        sum(abs(one - other) <= 1 for one, other in pairs),
        weighted_kappa(pairs) if len(pairs) >= ENOUGH else None,
    )


def weighted_kappa(pairs: Sequence[tuple[int, int]]) -> float | None:
    """Give Cohen's kappa with quadratic weights, as statsmodels works it out; None where all got the same."""
    steps = sorted({step for pair in pairs for step in pair})
    if len(steps) < 2:
        return None
    # Imported here: it takes longer than a check, and no book has asked for it yet.
    from statsmodels.stats.inter_rater import cohens_kappa

    lowest, size = steps[0], steps[-1] - steps[0] + 1
    table = [[0] * size for _ in range(size)]
    for one, other in pairs:
        table[one - lowest][other - lowest] += 1
    return float(cohens_kappa(table, wt="quadratic", return_results=False))
