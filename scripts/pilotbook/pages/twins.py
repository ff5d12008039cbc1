"""The twin of a record's page in Markdown, for programs that read for people: short, and as honest as the page.

It gives each outcome with its design, each gap with its reason and whose gap it is, the level with its bounds, and how each
source was read, so that a figure cannot be taken without what fences it.
"""

from collections.abc import Iterator, Sequence

from pilotbook.exports.citations import BOOK, Citation
from pilotbook.exports.dataset import HONEST_USE
from pilotbook.judgement import gaps
from pilotbook.judgement.lesson_strength import RELATIONS, Evidence, Standing, confidence_of, searched
from pilotbook.judgement.verdict import OTHERS
from pilotbook.judgement.view import CaseView
from pilotbook.pages.summaries import CaseRow, LessonRow
from pilotbook.record import Case, Lesson, Missing, Source, formatting
from pilotbook.record.designs import DESIGNS
from pilotbook.record.fact import SEEN, TIERS, Sourced
from pilotbook.record.facts import Fact, facts
from pilotbook.record.lesson import CONFIDENCE, FACTORS, LIKELY
from pilotbook.record.outcome import Effect, Outcome
from pilotbook.record.reasons import MISSING
from pilotbook.text.markdown import from_text, to_text

NAME = "index.md"
_SIDES = {"supports": "For it", "contradicts": "Against it", "qualifies": "Only under conditions"}
Lines = Iterator[str]


def case_twin(view: CaseView, row: CaseRow, lessons: Sequence[tuple[int, str, str]], citation: Citation) -> str:
    """Give the twin of a case; lessons: (index, slug, title) of each entry whose lesson stands."""
    case = view.case
    found = facts(case)
    parts = (
        _head(citation, f"{row.places}; {row.when}; {row.stage}"),
        _section("What was tried, what happened, how sure we are", _verdict(view)),
        _section("Evidence level", _level(view)),
        *(_section(f"Outcome {each.id}: {from_text(each.label)}", _outcome(each, view)) for each in case.outcomes),
        _section("What did not work", _did_not_work(case)),
        _section("Harms", _told(found, "harms.")),
        _section("Costs, and savings that are claimed", _costs(case)),
        _section("Lessons it speaks to", _spoken(case, lessons)),
        _section("Where sources disagree, and disputes", _told(found, "disagreements.", "disputes.")),
        _section("What is not known, and whose gap it is", _gaps(case, found)),
        _section("Sources", (_source(source) for source in case.sources)),
        _foot(citation),
    )
    return _written(parts)


def lesson_twin(lesson: Lesson, row: LessonRow, entries: Sequence[Evidence], citation: Citation) -> str:
    """Give the twin of a lesson with its whole ledger."""
    parts = (
        _head(citation, row.areas),
        _section("Lesson", _bullets(lesson.statement, lesson.advice)),
        _section("How sure we are", _confidence(lesson, row.standing)),
        *(_section(_SIDES[side], _side(entries, side)) for side in RELATIONS),
        _section("Where not to use it", _bullets(lesson.limits)),
        _section("What must be in place", _bullets(*lesson.support_factors)),
        _section(
            "Would it hold elsewhere?",
            (f"- {FACTORS[each.factor]}: {LIKELY[each.likely]}. {_plain(each.note)}" for each in lesson.transfer),
        ),
        _foot(citation),
    )
    return _written(parts)


def _written(parts: Sequence[Lines]) -> str:
    return "\n".join(line for part in parts for line in part) + "\n"


def _section(title: str, lines: Lines) -> Lines:
    """Yield a heading over lines; nothing where there are none."""
    for number, line in enumerate(lines):
        if number == 0:
            yield from ("", f"## {title}", "")
        yield line


def _bullets(*texts: str) -> Lines:
    return (f"- {_plain(text)}" for text in texts)


def _plain(text: str) -> str:
    """Give a prose field as one line of Markdown."""
    return from_text(to_text(text))


def _head(citation: Citation, where: str) -> Lines:
    yield from (f"# {from_text(citation.title)}", "")
    yield f"{citation.genre} {citation.number} of {BOOK}, version of {formatting.date(citation.date)}. {from_text(where)}."
    yield from ("", f"- Permanent address: {citation.address}", "- The same as data: [record.json](record.json)")
    yield f"- Licence: {citation.licence}"


def _verdict(view: CaseView) -> Lines:
    verdict = view.verdict
    yield f"- Tried: {from_text(verdict.tried)}"
    yield f"- Direction: {formatting.finding(*view.told_direction)}. {from_text(verdict.happened)}"
    yield f"- How sure: {from_text(verdict.sure)}"
    yield f"- Summary: {from_text(view.summary)}"


def _level(view: CaseView) -> Lines:
    bounds = view.bounds
    yield f"- Level {view.level} of 5: {view.level_name}."
    reach = f"- Bounds: {bounds.low} to {bounds.high}, by what was not read. {from_text(view.verdict.reach)}"
    yield reach.rstrip()
    for each in bounds.to_settle:
        yield f"- Would settle it: {from_text(each.label)} ({', '.join(each.sources)})"
    yield from (f"- Not checked: {from_text(each)}" for each in bounds.unchecked)


def _outcome(outcome: Outcome, view: CaseView) -> Lines:
    main = "a main outcome" if outcome.primary else "not a main outcome"
    sms = view.rating.outcomes[outcome.id].sms
    comparison = outcome.comparison
    yield f"- Finding: {formatting.finding(outcome.finding)} ({main})"
    yield f"- Design: {DESIGNS[comparison.design].label}; score {sms or 'not scored'}"
    for label, value in (
        ("Before", outcome.baseline),
        ("After", outcome.result),
        ("Comparison group, before", comparison.baseline),
        ("Comparison group, after", comparison.result),
        ("Size of effect", outcome.effect),
        ("Sample", outcome.n),
    ):
        if value is not None:
            yield f"- {label}: {_value(value)}"
    if outcome.claim:
        yield f"- Claimed by {from_text(outcome.claim.by)}, without figures behind it: {_plain(outcome.claim.text)}"


def _value(value: Sourced | Missing) -> str:
    """Write a fact with its sources and the place in them, or the reason why it is missing."""
    told = Fact("", "", (), value, ("",)).told
    if isinstance(value, Missing):
        return f"missing: {_reason(value.missing)}"
    words = formatting.interval(value) if isinstance(value, Effect) else None
    return f"{from_text(told)}{f' ({words})' if words and words not in told else ''} {_from(value)}"


def _from(value: Sourced) -> str:
    return from_text(f"[{', '.join(value.source)}, {value.locator}]")


def _reason(code: str) -> str:
    return f"{MISSING[code]} ({gaps.whose(code)})"


def _did_not_work(case: Case) -> Lines:
    if isinstance(case.did_not_work, Missing):
        yield f"- Missing: {_reason(case.did_not_work.missing)}"
        return
    for each in case.did_not_work:
        why = f" Why: {_plain(each.why)}" if each.why else ""
        yield f"- {_plain(each.what)}{why} {_from(each)}"


def _costs(case: Case) -> Lines:
    for cost in case.costs:
        what = "claimed" if cost.is_claim else OTHERS.get(cost.of or "", "for the pilot")
        prices = f"; {formatting.prices(cost.price_year)}" if cost.price_year else ""
        for name, told in (("planned", "planned"), ("actual", "spent or counted afterwards")):
            # What is claimed was never spent: its sums have names of their own.
            words = cost.titles.get(name, told)
            yield f"- {from_text(cost.label)} ({what}{from_text(prices)}), {words.lower()}: {_value(getattr(cost, name))}"


def _told(found: Sequence[Fact], *patterns: str) -> Lines:
    """Yield the facts that rest on sources at some places of the record, and all of a dispute."""
    for fact in found:
        if fact.pattern.startswith(patterns):
            if isinstance(fact.value, Sourced):
                yield f"- {from_text(fact.label)}: {_value(fact.value)}"
            elif fact.is_leaf and fact.pattern.startswith("disputes."):
                yield f"- {from_text(fact.label)}: {from_text(fact.told)}"


def _spoken(case: Case, lessons: Sequence[tuple[int, str, str]]) -> Lines:
    for index, slug, title in lessons:
        entry = case.lessons[index]
        address = f"../../lessons/{slug}/{NAME}"
        yield f"- {RELATIONS[entry.relation]} [{from_text(title)}]({address}): {from_text(formatting.plain(entry.because, case))}"


def _gaps(case: Case, found: Sequence[Fact]) -> Lines:
    for fact in found:
        value = fact.value
        if isinstance(value, Missing) and value.missing != "not_applicable" and not fact.path.startswith("sources/"):
            more = ". ".join(told.rstrip(".") for told in (fact.note, *gaps.behind(value, case)) if told)
            yield f"- {from_text(fact.label)}: {_reason(value.missing)}{f'. {from_text(more)}' if more else ''}"
    if not case.outcomes:
        yield f"- Outcomes: {_reason(gaps.no_outcomes(case))}"
    if all(cost.is_claim for cost in case.costs):
        yield f"- Costs: {_reason(gaps.absent(case))}"


def _source(source: Source) -> str:
    how = f"{formatting.capital(SEEN[source.seen])}; {TIERS[source.tier]}"
    published = formatting.date(source.published) if isinstance(source.published, str) else "no date read"
    address = f" <{source.url}>" if isinstance(source.url, str) else ""
    archived = f" Archived: <{source.archive_url}>" if source.archive_url else ""
    told = f"{from_text(source.title)}. {from_text(source.publisher)}, {published}. {how}."
    return f"- {source.id}: {told}{address}{archived}"


def _confidence(lesson: Lesson, standing: Standing) -> Lines:
    judged, sure = lesson.confidence, confidence_of(lesson, standing)
    yield (
        f"- Confidence: {CONFIDENCE[sure]}. {_plain(judged.reason)}"
        if judged and sure
        else "- Confidence: not judged yet"
    )
    sides = f"{standing.supporting} for, {standing.contradicting} against, {standing.qualifying} under conditions"
    yield f"- Rests on {standing.where}: {sides}"
    yield f"- Highest score that supports it: {standing.best_sms or 'not scored'}"
    limits = "".join(f"; {from_text(reason)}" for reason in standing.reasons)
    yield f"- Confidence can be at most {CONFIDENCE.get(standing.ceiling, standing.ceiling)}{limits}"
    yield f"- {from_text(searched(lesson))}"


def _side(entries: Sequence[Evidence], side: str) -> Lines:
    for each in entries:
        if each.relation == side:
            view, because = each.view, formatting.plain(each.entry.because, each.case)
            level = f"level {view.level}, could be {view.bounds.low} to {view.bounds.high}"
            yield f"- [{from_text(view.title)}](../../cases/{each.slug}/{NAME}) ({level}): {from_text(because)}"


def _foot(citation: Citation) -> Lines:
    yield from ("", "## How to use and cite it", "")
    yield from (f"- {from_text(told)}" for told in HONEST_USE)
    yield f"- Cite: {from_text(citation.harvard)}"
