"""The small pieces of HTML that pages share: a figure with its source, a gap with its reason, badges.

Every figure comes from a path of a record and carries it (`data-path`), so a reader can follow each number to its line.
"""

from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from pilotbook.charts.balance import balance_mark as balance_mark
from pilotbook.charts.record_chart import RecordChart
from pilotbook.charts.strip import finding_sign as finding_sign
from pilotbook.charts.strip import findings_strip as findings_strip
from pilotbook.judgement import gaps
from pilotbook.judgement.rating import NOT_YET_RATED, is_given
from pilotbook.links.known import CHANGED, MOVED, SOFT, Known
from pilotbook.record import Case, Figure, Lesson, Missing, Source, Statement, formatting
from pilotbook.record.case import ContextFigure, Cost
from pilotbook.record.fact import SEEN, TIERS, Sourced
from pilotbook.record.facts import label_of
from pilotbook.record.formatting import plain as plain
from pilotbook.record.outcome import Attrition, Effect, Sample
from pilotbook.record.reasons import MISSING
from pilotbook.record.reference import REFERENCE, target
from pilotbook.record.text import SITE_LANGUAGE
from pilotbook.text import markdown

if TYPE_CHECKING:
    from pilotbook.charts.chart import Chart


def filled(template: str, *values: object) -> Markup:
    """Give HTML with a value in each place `{}`, made safe: as Markup's `format` does, in a quarter of the time.

    Raises ValueError where there are more values than places, or fewer.
    """
    first, *rest = template.split("{}")
    return Markup(first + "".join([f"{escape(value)}{piece}" for value, piece in zip(values, rest, strict=True)]))


def cited(labels: tuple[str, ...], base: str = "") -> Markup:
    """Give the links to sources: '[S1] [S2]'. `base` is the address of the case page where the reader is elsewhere."""
    there, shown = escape(base), map(escape, labels)
    return Markup("").join(
        # A page has a hundred of these; Markup's own `format` takes five times as long.
        Markup(
            f'<a class="src" href="{there}#{label}" aria-label="[{label}] source" data-pagefind-ignore>[{label}]</a>'
        )
        for label in shown
    )


def _traced(fact: Sourced, case: Case, path: str, base: str) -> Markup:
    """Give the one small link beside a figure, to the row that says source, place, how it was read, and line.

    A figure that rests on news or reposts alone is fenced off beside it.
    """
    link = filled(
        '<a class="src" href="{}#{}" aria-label="[{}] where this figure comes from" data-pagefind-ignore>[{}]</a>',
        base,
        trace_anchor(path),
        ", ".join(fact.source),
        ", ".join(fact.source),
    )
    return (
        link + Markup(' <small class="fence" data-pagefind-ignore>news or repost only</small>')
        if is_fenced(fact, case)
        else link
    )


def is_fenced(fact: Sourced, case: Case) -> bool:
    """Say whether every source of a figure is news, comment, an aggregator or a repost (tiers 5 and 6)."""
    return all(int(source.tier) >= 5 for source in case.sources if source.id in fact.source)


def trace_anchor(path: str) -> str:
    """Give the name of a figure's row on its case page: 'outcomes/O1/n' → 'trace-outcomes-O1-n'."""
    return "trace-" + path.replace("/", "-")


def language(record: Case | Lesson) -> Markup:
    """Give the attribute that tells a browser and a screen reader in which language a record is written, if not the site's."""
    return Markup("") if record.lang == SITE_LANGUAGE else filled(' lang="{}"', record.lang)


def recorded(text: str, case: Case, path: str) -> Markup:
    """Give words of a case as they stand there, with the path that they come from."""
    return traced_words(text, case, path)


def traced_words(text: str, record: Case | Lesson, path: str) -> Markup:
    """Give words of a case or a lesson as they stand there, with the path that they come from."""
    return traced(text, record.id, path)


def traced(text: str, record: str, path: str) -> Markup:
    """Give words of the record that has an id, with the path that they come from."""
    # Put together by hand: a page has some fifty of these, and `Markup.format` takes three times as long.
    return Markup(f'<span data-path="{escape(record)}/{escape(path)}">{escape(text)}</span>')


def _value(shown: str, value: Decimal | int, case: Case, path: str) -> Markup:
    place = f"{escape(case.id)}/{escape(path)}"
    return Markup(f'<data class="fig" value="{escape(value)}" data-path="{place}">{escape(shown)}</data>')


def figure(fact: Figure, case: Case, path: str, base: str = "") -> Markup:
    """Give a figure with the link to where it comes from. `path` leads to it in the record; `base` to the case's page."""
    status = {"estimate": " (estimate)", "target": " (target)", "disputed": " (disputed)"}.get(fact.status, "")
    return _value(formatting.figure(fact), fact.value, case, path) + status + _traced(fact, case, path, base)


def share(fact: Figure, case: Case, path: str) -> Markup:
    """Give a share with the same in words for people beside it, where a simple fraction is near: '17.8% about 1 in 6'."""
    shown = figure(fact, case, path)
    told = formatting.about(fact.value) if fact.qualifier is None else None
    if told is None:
        return shown
    # A search for words that tell how many would find every page.
    return shown + filled(' <small data-path="{}/{}" data-pagefind-ignore>{}</small>', case.id, path, told)


def effect(fact: Effect, case: Case, path: str, base: str = "") -> Markup:
    """Give an effect with the link to where it comes from."""
    return _value(formatting.effect(fact), fact.value, case, path) + _traced(fact, case, path, base)


def beside(item: Figure | Effect | Sample | Attrition | Missing, case: Case, path: str) -> Markup:
    """Give what a reader must know of a figure, in small type under it: when it was true, and its note."""
    if isinstance(item, Missing):
        return Markup("")
    period = item.period if isinstance(item, Figure) else None
    told = [
        recorded(words, case, f"{path}/{name}") for name, words in (("period", period), ("note", item.note)) if words
    ]
    return filled(' <small class="note">{}</small>', Markup(". ").join(told)) if told else Markup("")


def noted(item: Figure | Missing, case: Case, path: str) -> Markup:
    """Give a figure with what a reader must know of it, or the gap."""
    return fact(item, case, path) + beside(item, case, path)


def money(cost: Cost, name: str, case: Case, *, is_noted: bool = True) -> Markup:
    """Give the planned or actual sum of a cost, in the prices of its year where that is stated, or the gap."""
    item, path = getattr(cost, name), f"costs/{cost.id}/{name}"
    shown = fact(item, case, path)
    if cost.price_year and not isinstance(item, Missing):
        year = recorded(formatting.prices(cost.price_year), case, f"costs/{cost.id}/price_year")
        shown += filled(" ({})", year)
    return shown + beside(item, case, path) if is_noted else shown


def missing(fact: Missing, case: Case, path: str, base: str = "") -> Markup:
    """Give a gap: its reason, and the note behind it, which is the record's own."""
    # A search for words that tell why something is missing would find every page.
    reason = escape(formatting.capital(MISSING[fact.missing]))
    shown = Markup(f'<span class="missing" data-pagefind-ignore>{reason}</span>')
    if fact.source:
        shown += cited(fact.source, base)
    if fact.search:
        shown += cited((fact.search,), base)
    told = [recorded(fact.note, case, f"{path}/note")] if fact.note else []
    told += [recorded(f"{words}.", case, path) for words in gaps.behind(fact, case, with_search=False)]
    if not told:
        return shown
    return shown + filled('<span class="missing-note" data-pagefind-ignore>. {}</span>', Markup(" ").join(told))


def why(fact: Missing) -> str:
    """Give the reason of a gap alone, for a verdict: the list of gaps tells the rest once."""
    return formatting.capital(MISSING[fact.missing])


def counted(item: ContextFigure, case: Case) -> Markup:
    """Give what a context figure counts, with the note below it that says how it is to be read."""
    path = f"context/figures/{item.id}"
    told = recorded(item.label, case, f"{path}/label")
    if not item.figure.note:
        return told
    note = recorded(item.figure.note, case, f"{path}/figure/note")
    return told + Markup('<br><small class="soft">{}</small>').format(note)


def fact(item: Figure | Effect | Statement | Missing, case: Case, path: str, base: str = "") -> Markup:
    """Give any fact: a figure, an effect, words or a gap."""
    if isinstance(item, Missing):
        return missing(item, case, path, base)
    if isinstance(item, Statement):
        return said(item, case, path, base)
    return effect(item, case, path, base) if isinstance(item, Effect) else figure(item, case, path, base)


def said(item: Statement, case: Case, path: str, base: str = "") -> Markup:
    """Give words that a source supports, with the link at the end of the last paragraph."""
    html = markdown.to_html(item.text)
    link = cited(item.source, base)
    body = html[: -len("</p>")] + link + Markup("</p>") if html.endswith("</p>") else html + link
    body += note(item, case, path)
    return filled('<div class="said" dir="auto" data-path="{}/{}">{}</div>', case.id, path, Markup(body))


def note(item: Sourced, case: Case, path: str) -> Markup:
    """Give the note of words, in small type under them, or nothing."""
    if not item.note:
        return Markup("")
    return filled('<small class="note">{}</small>', recorded(item.note, case, f"{path}/note"))


def with_figures(text: str, case: Case, base: str = "") -> Markup:
    """Give prose with each `{O1.result}` replaced by the figure that it means, traced to its place."""
    html = markdown.to_inline_html(text)
    return Markup(REFERENCE.sub(lambda match: str(_referred(case, match.group(1), base)), html))


def _referred(case: Case, reference: str, base: str) -> Markup:
    found = target(case, reference)
    if found is None:  # The rules refuse this; a page made in spite of them shows what was written.
        return escape("{" + reference + "}")
    path, item = found
    if isinstance(item, Figure):
        return figure(item, case, path, base)
    if isinstance(item, Effect):
        return effect(item, case, path, base)
    holder, name = item
    return _value(formatting.in_words(item), getattr(holder, name), case, path) + _traced(
        holder, case, path.rpartition("/")[0], base
    )


def sample(item: Sample | Missing, case: Case, path: str, base: str = "") -> Markup:
    """Give a sample: '843 and 844 people', '3,444 families', or why it is missing."""
    if isinstance(item, Missing):
        return missing(item, case, path, base)
    parts = []
    for name, label in formatting.SAMPLE_GROUPS:
        value = getattr(item, name)
        if value is not None:
            parts.append(_value(formatting.number(value), value, case, f"{path}/{name}") + f" {label}")
    told = Markup(", ").join(parts)
    return filled("{}, {}{}", recorded(item.of, case, f"{path}/of"), told, _traced(item, case, path, base))


def attrition(item: Attrition, case: Case, path: str) -> Markup:
    """Give the share of each group that was lost before the last measurement."""
    shown = _value(f"{formatting.number(item.treated)}% of the pilot group", item.treated, case, f"{path}/treated")
    if item.comparison is not None:
        told = f"{formatting.number(item.comparison)}% of the comparison group"
        shown += ", " + _value(told, item.comparison, case, f"{path}/comparison")
    return shown + _traced(item, case, path, "")


def chart(item: "Chart | RecordChart") -> Markup:
    """Give a chart with links to its downloads, which the build puts into `charts/` below the page."""
    path = item.path if isinstance(item, RecordChart) else f"chart/{item.name}"
    spec = "" if isinstance(item, RecordChart) else _to_explore(item)
    return filled('<div data-path="{}" data-pagefind-ignore>{}{}</div>', path, item.to_html("charts"), spec)


def _to_explore(item: "Chart") -> Markup:
    """Give what a reader's browser draws a chart across cases from, when asked to."""
    return filled(
        '<script type="application/json" class="chart-spec" data-chart="{}">{}</script>', item.title, Markup(item.spec)
    )


@lru_cache(maxsize=100)
def direction(finding: str, caution: str = "") -> Markup:
    """Give the badge for a direction of effect: sign, word and colour say the same; a dashed edge goes with what stands beside."""
    claimed = " is-claimed" if caution else ""
    label = formatting.capital(formatting.finding(finding, caution))
    return filled('<span class="direction direction-{}{}">{}</span>', finding, claimed, label)


@lru_cache(maxsize=20_000)
def level(number: int, name: str, record: str) -> Markup:
    """Give the badge for a level of evidence, computed from the record with this id: five pips, the number and its name.

    A case that is not yet rated has open pips, since what was not read may fill them; one with nothing to rate has none.
    """
    if not number and name != NOT_YET_RATED[0]:
        return filled('<span class="evidence-level"><span data-path="{}/computed/level">{}</span></span>', record, name)
    pips = Markup("").join(Markup('<i class="is-on"></i>') if n <= number else Markup("<i></i>") for n in range(1, 6))
    return filled(
        '<span class="evidence-level"><span class="pips" aria-hidden="true">{}</span>'
        '<span data-path="{}/computed/level">{}</span></span>',
        pips,
        record,
        f"{number} of 5: {name}" if number else name,
    )


def _ended(text: str) -> str:
    """End a note with a full stop, so that the next one begins a sentence."""
    return text if text[-1:] in ".!?" else f"{text}."


def _of_address(known: Known | None, path: str) -> Markup:
    """Say what is known of an address where a reader should hear of it: that it has moved, changed, or answers no more."""
    if known is None:
        return Markup("")
    since = formatting.date(known.since) if known.since else ""
    told = {
        MOVED: Markup('It has moved to <a href="{}" rel="external">{}</a>.').format(known.final, known.final),
        CHANGED: f"The page has clearly changed; that was seen on {since}.",
        SOFT: f"Since {since} this address leads to a page that says it was not found, or to the home page.",
    }
    words = told.get(known.state, f"This address has not answered since {since}.")
    return Markup(" ") + unreachable(words, path)


def unreachable(told: str, path: str) -> Markup:
    """Give the mark on what has moved, or rests on nothing that can be opened any more; nothing where `told` is ''.

    path: leads to what is marked in its record; '' on a page of prose.
    """
    if not told:
        return Markup("")
    at = filled(' data-path="{}"', path) if path else Markup("")
    return filled('<strong class="link-note"{}>{}</strong>', at, told)


def _source_head(source: Source, case: Case | None, known: Known | None) -> Markup:
    """Say what a source is and where: title, publisher, date, a copy that is kept, and what is known of its address."""
    title = (
        filled('<a href="{}" rel="external" dir="auto">{}</a>', source.url, source.title)
        if is_given(source.url)
        else filled("<bdi>{}</bdi>", source.title)
    )
    published = formatting.date(source.published) if isinstance(source.published, str) else "date not shown"
    archived = filled(' <a href="{}">Archived copy</a>.', source.archive_url) if source.archive_url else ""
    noted = _of_address(known, f"{case.id}/sources/{source.id}/computed/link" if case else "")
    return filled("{}. {}, {}.{}{}", title, source.publisher, published, archived, noted)


def _source_more(source: Source, case: Case | None) -> str:
    """Say what else is to be known of a source: its licence, why it has no date or address, and its note."""
    more = [f"{label_of(source, 'licence')}: {source.licence.rstrip('.')}."] if source.licence else []
    blanks = [fact for fact in (source.published, source.url) if isinstance(fact, Missing)]
    backed = [f"{words}." for fact in blanks for words in (gaps.behind(fact, case) if case else [])]
    more += [_ended(told) for told in (*(fact.note for fact in blanks), *backed, source.note) if told]
    return " ".join(more)


def source_entry(
    source: Source, label: str, anchor: str, case: Case | None = None, known: Known | None = None
) -> Markup:
    """Give one entry of a list of sources (of `case`): what it is, where it is, its kind and how it was read.

    known: what a reader should hear of its address, if anything.
    """
    return filled(
        '<li id="{}"><span class="source-label">{}</span><div><p>{}</p>'
        '<p class="small soft" data-pagefind-ignore>{}: {} on {}. {}</p></div></li>',
        anchor, label, _source_head(source, case, known),
        formatting.capital(TIERS[source.tier]), SEEN[source.seen], formatting.date(source.accessed), _source_more(source, case),
    )  # fmt: skip


def source_line(source: Source, case: Case, known: Known | None) -> Markup:
    """Give one line of the sources of a case: what it is, where, and how it was read; `source_about` says the rest."""
    return filled(
        '<li id="{}"><span class="source-label">{}</span><p>{} <span class="soft" data-pagefind-ignore>{}.</span></p></li>',
        source.id, source.id, _source_head(source, case, known), formatting.capital(SEEN[source.seen]),
    )  # fmt: skip


def source_about(source: Source, case: Case) -> Markup:
    """Give what the line of a source leaves out: what kind it is, when it was read, and what else is to be known of it."""
    return filled(
        '<li data-path="{}/sources/{}">{}: {}; read on {}. {}</li>',
        case.id, source.id, source.id,
        formatting.capital(TIERS[source.tier]), formatting.date(source.accessed), _source_more(source, case),
    )  # fmt: skip
