"""Say in words how a rating came about: the facts, the rule that fired, and what would raise it; or what a rule asks."""

import re
import textwrap

from pilotbook.casebook import Casebook
from pilotbook.judgement.lesson_strength import confidence_of
from pilotbook.judgement.rating import LEVELS, NOT_YET_RATED, placed_elsewhere
from pilotbook.record import formatting
from pilotbook.rules.manual import rule_help
from pilotbook.text.problems import near_match

RULES_PAGE = "/contribute/rules/"


class NoRecord(Exception):
    """No record has that id or name, and no rule."""


def explain_rule(name: str) -> str | None:
    """Give the help of the rule of this name, which stands in brackets behind a message; None where there is no such rule."""
    if (texts := rule_help().get(name.strip("[]"))) is None:
        return None
    parts = [" ".join(part.split()) for text in texts for part in re.sub(r" (?=Good:)", "\n\n", text).split("\n\n")]
    wrapped = [textwrap.fill(part, 100, break_long_words=False, break_on_hyphens=False) for part in parts]
    return "\n\n".join([name.strip("[]"), *wrapped, f"All rules: {RULES_PAGE} on the site."])


def explain(book: Casebook, record: str) -> str:
    """Explain the record with this id or slug. Raises NoRecord, with a near match, where there is none."""
    slugs = {case.id: slug for slug, case in book.cases.items()} | {
        lesson.id: slug for slug, lesson in book.lessons.items()
    }
    slug = slugs.get(record, record)
    if slug in book.cases:
        return _case(book, slug)
    if slug in book.lessons:
        return _lesson(book, slug)
    match = near_match(record, [*book.cases, *book.lessons, *rule_help()])
    hint = f" Did you mean '{match}'?" if match else ""
    raise NoRecord(f"There is no record or rule '{record}'.{hint}")


def _case(book: Casebook, slug: str) -> str:
    view = book.views[slug]
    case, rating, bounds = view.case, view.rating, view.bounds
    meaning = NOT_YET_RATED[1] if view.level_name == NOT_YET_RATED[0] else LEVELS[rating.shown][1]
    meaning = view.sure if view.gone else meaning
    lines = [
        f"{case.id}  {case.title}",
        f"Strength: {rating.shown} of 5, {view.level_name}. {meaning}",
        f"Direction: {formatting.finding(*view.told_direction)}.",
    ]
    if rating.tested_no_benefit:
        lines.append("Tested: no benefit on a main outcome.")
    if rating.judged is not None:
        lines.append(f"Judged by people; the rules allow at most {rating.level}.")
    if rating.is_self_evaluated:
        lines.append("Self-evaluated: nobody outside the delivery team is known to have measured or analysed it.")
    for outcome in case.outcomes:
        scored = rating.outcomes[outcome.id]
        score = "not scoreable" if scored.sms is None else f"score {scored.sms} of 5"
        lines.append(f"\n{outcome.id}  {outcome.label}: {score}")
        lines += [f"    {step}" for step in scored.steps]
        lines += [f"    Flag: {flag}." for flag in scored.flags]
    lines += ["", *rating.steps]
    moves = f"it could stand from {bounds.low} to {bounds.high}" if bounds.low < bounds.high else "it could not move"
    lines += ["", f"With what was not read {moves}."]
    if bounds.to_settle:
        lines.append(f"To reach {bounds.high}, these would have to be found and be favourable:")
        lines += [f"    {each.label} ({', '.join(each.sources)})" for each in bounds.to_settle]
    if bounds.unchecked:
        lines.append(f"Not checked, and would lower it if unfavourable: {formatting.listed(bounds.unchecked)}.")
    if rating.to_raise:
        lines += ["", "What the next level asks for:", *[f"    {step}" for step in rating.to_raise]]
    if elsewhere := placed_elsewhere(case):
        lines += ["", *elsewhere]
    return "\n".join(lines)


def _lesson(book: Casebook, slug: str) -> str:
    lesson, standing = book.lessons[slug], book.standings[slug]
    judged = confidence_of(lesson, standing) or "not judged"
    lines = [
        f"{lesson.id}  {lesson.title}",
        f"Confidence: {judged}; the rules allow at most {standing.ceiling}.",
        f"Rests on {standing.where}: "
        f"{standing.supporting} support, {standing.contradicting} contradict, {standing.qualifying} qualify.",
        *[f"    {reason}" for reason in standing.reasons],
    ]
    for evidence in book.ledger[slug]:
        lines.append(f"    {evidence.entry.relation}: {evidence.case.title} ({evidence.case.id})")
        lines += [f"        {evidence.unreachable}"] if evidence.unreachable else []
    return "\n".join(lines)
