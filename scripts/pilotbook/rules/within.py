"""Rules inside one record. A docstring is the rule's help page: what is asked, why, and one good example."""

from collections.abc import Callable, Iterator

from pilotbook.record.case import Case
from pilotbook.record.formatting import in_words
from pilotbook.record.lesson import Lesson
from pilotbook.record.outcome import Effect
from pilotbook.record.reference import REFERENCE, references, stray_numbers, target
from pilotbook.record.text import earliest, latest
from pilotbook.rules import causal, dates, findings, gaps, labels, leftovers, limits, repeats, units
from pilotbook.rules.inside import texts_in
from pilotbook.text import markdown
from pilotbook.text.problems import Problem
from pilotbook.text.yamlfile import Document, Path

Found = Iterator[Problem]
# Studies print 90, 95 or 99, seldom 80; a level below half is a share (0.95), or what is left of 100 (5).
LEAST_LEVEL = 50


def dates_in_order(case: Case, document: Document) -> Found:
    """Dates run forward: start before end, as planned and as it happened, and review before the next review is due.

    A slip of a digit changes what a reader thinks was known when.
    Good: `start: {actual: 2025-01}` and `end: {actual: 2025-07}`.
    """
    start, end = case.dates.start, case.dates.end
    spans: list[tuple[Path, str | None, str | None]] = [
        (("cycles", index, "end"), cycle.start, cycle.end) for index, cycle in enumerate(case.cycles)
    ]
    if start and end:
        spans += [(("dates", "end", name), getattr(start, name), getattr(end, name)) for name in ("planned", "actual")]
    for place, began, ended in spans:
        if began and ended and earliest(began) > latest(ended):
            what = f"'end' {ended} is before 'start' {began}"
            yield document.problem(place, what, "Swap them, or correct one.", "dates-in-order")
    yield from review_in_order(case, document)


def review_in_order(record: Case | Lesson, document: Document) -> Found:
    """The next review comes after the last one. Good: reviewed on 2026-11-21, review by 2027-05-21."""
    if record.review_by <= record.reviewed_on:
        what = f"'review_by' {record.review_by} is not after 'reviewed_on' {record.reviewed_on}"
        yield document.problem(("review_by",), what, "Set a date within a year of the last review.", "dates-in-order")


def ended_with_result(case: Case, document: Document) -> Found:
    """A pilot that ended lists what it was meant to change, with a result or the reason why there is none.

    Silence after the end is the commonest gap in public evidence. Good: `result: {missing: not_read, source: [S1]}`.
    """
    if case.stage in ("ended", "stopped_early") and not case.outcomes:
        what = f"'stage' is '{case.stage}' but no outcome is listed"
        mend = "Add the outcome it was meant to change, with a reason such as 'result: {missing: not_read}' if there is none."
        yield document.problem(("stage",), what, mend, "ended-with-result")


def interval_in_order(case: Case, document: Document) -> Found:
    """An interval has both ends and a level, runs from low to high, and holds its effect.

    Good: `value: -1.2, ci_low: -19.5, ci_high: 17.1, ci_level: 95`.
    """
    for index, outcome in enumerate(case.outcomes):
        if isinstance(outcome.effect, Effect) and (fault := _interval_fault(outcome.effect)):
            name = "ci_high" if outcome.effect.ci_low is None else "ci_low"
            yield document.problem(("outcomes", index, "effect", name), *fault, "interval")


def _interval_fault(effect: Effect) -> tuple[str, str] | None:
    """Give (what, mend) for an interval that cannot be right."""
    low, high = effect.ci_low, effect.ci_high
    if low is None and high is None:
        return (
            ("the interval has a level but no ends", "Add both ends, or remove 'ci_level'.")
            if effect.ci_level
            else None
        )
    if low is None or high is None:
        return "the interval has one end only", "Add the other end, or leave both out."
    if low > high:
        return f"the interval runs down, from {low} to {high}", "Swap the two ends, or check their signs."
    if not low <= effect.value <= high:
        what = f"the effect {effect.value} lies outside its interval {low} to {high}"
        return what, "Check the three numbers, and their signs, in the source."
    if effect.ci_level is None:
        return "the interval has no level", "Add 'ci_level:', usually 95."
    if effect.ci_level < LEAST_LEVEL:
        percent = f"{(effect.ci_level * 100 if effect.ci_level < 1 else 100 - effect.ci_level):f}"
        mend = f"Write it in per cent, such as {percent.rstrip('0').rstrip('.') if '.' in percent else percent}."
        return f"an interval of {effect.ci_level}% would hold next to nothing", mend
    return None


def finding_shown(case: Case, document: Document) -> Found:
    """A finding of better, worse, mixed or no difference needs a published result, effect or explanation.

    A claim without figures is `not_known`, with the claim beside it.
    Good: `finding: not_known` and `claim: {finding: better, …}`.
    """
    for index, outcome in enumerate(case.outcomes):
        given = [outcome.result, outcome.effect, outcome.explanation]
        if outcome.finding != "not_known" and not any(
            item is not None and not hasattr(item, "missing") for item in given
        ):
            what = f"'finding' is '{outcome.finding}' but nothing is published to show it"
            mend = "Use 'not_known', and put what is said under 'claim'."
            yield document.problem(("outcomes", index, "finding"), what, mend, "finding-shown")


def own_words(record: Case | Lesson, document: Document) -> Found:
    """Text may hold paragraphs, lists, emphasis, code, and links to web addresses; nothing else is marked up.

    What would be dropped or changed on the page is refused, so that nothing vanishes unseen. Words between two `*` are emphasis, and
    two backticks make code; every other sign stands as typed, a backslash and `__init__.py` too.
    Good: `see [the report](https://example.org/report)`.
    """
    for place, name, text in texts_in(record):
        for what, mend in markdown.faults(text):
            yield document.problem(place, f"'{name}' {what}", mend, "text-markup")


def numbers_traced(case: Case, document: Document) -> Found:
    """A number in a summary or ledger entry is a reference to a figure of the file, never typed again; a title has none.

    So each number has one place and one source, and a sentence cannot drift from its figure. Years may be written.
    Good: `A trial of {O1.n.analysed} families found no effect.`
    """
    for name in references(case.title):
        mend = "A title holds no figure; leave it to the summary."
        yield document.problem_in(
            ("title",), f"{{{name}}}", f"'{{{name}}}' stands in the title", mend, "reference-known"
        )
    texts: list[tuple[Path, str]] = [(("summary",), case.summary)]
    yield from _typed(
        case.title, ("title",), "A title holds no figure; leave it to the summary, or use words.", document
    )
    if isinstance(case.tried, str):
        texts.append((("tried",), case.tried))
    texts += [(("lessons", index, "because"), entry.because) for index, entry in enumerate(case.lessons)]
    for path, text in texts:
        yield from _typed(text, path, "Refer to the figure by its label, such as {O1.result}, or use words.", document)
        for name in references(text):
            if target(case, name) is None:
                mend = "Name a figure that is given in this file, such as {O1.result}, {C1.planned} or {F1}."
                yield document.problem_in(
                    path, f"{{{name}}}", f"'{{{name}}}' leads to no figure here", mend, "reference-known"
                )


def _typed(text: str, path: Path, mend: str, document: Document) -> Found:
    """Give a problem for each number that was typed into the text at `path`."""
    numbers = stray_numbers(text)
    for index, number in enumerate(numbers):
        what = f"the number '{number}' is typed into the text"
        before = " ".join(each for each in numbers[:index] if each == number)
        yield document.problem_in(path, number, what, mend, "number-traced", before=before)


def units_told_once(case: Case, document: Document) -> Found:
    """A figure that a text refers to brings its unit, so the words after it do not say it again.

    Good: `in {F1} of England` where F1 is '38 areas'.
    """
    for path, _, text in texts_in(case):
        for found in REFERENCE.finditer(text):
            if (named := target(case, found[1])) is None:
                continue
            told, after = in_words(named[1]).casefold().split(), text[found.end() :].casefold().split()
            # A unit is a word or two: "families", "percentage points".
            for unit in (told[-1:], told[-2:]):
                follows = [word.strip(".,;:)") for word in after[: len(unit)]]
                if unit == follows and unit[-1].isalpha():
                    what = f"'{' '.join(unit)}' follows '{found[0]}', which says it already"
                    yield document.problem_in(path, found[0], what, "Leave the unit out.", "unit-twice")
                    break


def lesson_without_numbers(lesson: Lesson, document: Document) -> Found:
    """A lesson holds no figures: they stay in the cases, where each has its source. Years may be written.

    Good: 'When outreach relies on leaflets or visits alone, attendance tends not to rise.'
    """
    for name in ("title", "statement", "advice", "detail", "limits"):
        text = getattr(lesson, name)
        yield from _typed(text, (name,), "Leave the figure in the case, and say here what it means.", document)
        for reference in references(getattr(lesson, name)):
            what = f"'{{{reference}}}' leads to no figure: a lesson holds none"
            yield document.problem_in(
                (name,), f"{{{reference}}}", what, "Remove it, and say in words what it means.", "reference-known"
            )


def limits_told(lesson: Lesson, document: Document) -> Found:
    """A lesson's limits are not its statement again.

    Good: `statement` says when it holds, `limits` says when it does not.
    """
    if lesson.limits.strip() == lesson.statement.strip():
        yield document.problem(("limits",), "'limits' repeats the statement", "Say where it does not hold.", "limits")


def raters_independent(case: Case, document: Document) -> Found:
    """Those who judge the evidence are two different raters, and none of them led or delivered the pilot.

    Good: `raters: [Reviewer A, Reviewer B]`, neither of them a partner with the role lead or delivery.
    """
    if case.rating is None:
        return
    doers = {word.casefold() for p in case.partners if {"lead", "delivery"} & set(p.roles) for word in (p.id, p.name)}
    seen: set[str] = set()
    for index, rater in enumerate(case.rating.raters):
        place = ("rating", "raters", index)
        if rater.casefold() in doers:
            what = f"'{rater}' led or delivered the pilot"
            yield document.problem(place, what, "Name somebody who had no part in it.", "rater")
        if rater.casefold() in seen:
            yield document.problem(place, f"'{rater}' is named twice", "Name a second rater.", "rater")
        seen.add(rater.casefold())


# The help of a rule that several functions here look after.
HELP = {
    "reference-known": "A reference such as `{O1.result}` leads to a figure of the same file; titles and lessons hold none.\n\n"
    "The page sets the figure in its place, with a link to its source. Good: `{O1.result}` where `O1` has a result.",
}
CASE_RULES: dict[str, Callable[[Case, Document], Found]] = {
    "label": labels.labels_unique,
    "source-known": labels.sources_known,
    "source-used": labels.sources_used,
    "partner-known": labels.partners_known,
    "evidence-known": labels.evidence_known,
    "measure-known": labels.measures_known,
    "dates-in-order": dates_in_order,
    "ended-with-result": ended_with_result,
    "interval": interval_in_order,
    "finding-shown": finding_shown,
    "number-traced": numbers_traced,
    "unit-twice": units_told_once,
    "causal-wording": causal.causes_shown,
    "text-markup": own_words,
    "rater": raters_independent,
    **gaps.CASE_RULES,
    "unit-form": units.units_in_one_form,
    "unit-of-effect": units.effects_in_their_unit,
    "value-likely": units.sums_that_can_be,
    "finding-fits": findings.findings_point_their_way,
    "p-value": findings.p_values_in_form,
    "dates-can-be": dates.dates_can_be,
    "stated-before": dates.stated_beforehand,
    "stage-fits": dates.stage_fits_dates,
    "listed-twice": repeats.listed_once,
    "draft-words": leftovers.own_words_written,
    "word-limit": limits.declared_limits_held,
}
LESSON_RULES: dict[str, Callable[[Lesson, Document], Found]] = {
    "dates-in-order": review_in_order,
    "text-markup": own_words,
    "number-traced": lesson_without_numbers,
    "limits": limits_told,
    "listed-twice": repeats.listed_once,
    "draft-words": leftovers.own_words_written,
}
