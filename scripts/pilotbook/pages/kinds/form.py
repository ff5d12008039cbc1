"""The form on which somebody writes a case in a browser: its questions, in which order and in which words.

What may stand in an answer comes from the record's own declaration (`rules/form.py`), which the page loads beside it. Here stands
only what a person is asked first, and what a question is called where the words of the manual would puzzle who never saw the file.
"""

import hashlib
import json
from dataclasses import asdict, dataclass
from typing import Any

from markupsafe import Markup

from pilotbook.casebook import Casebook
from pilotbook.pages.content_names import named
from pilotbook.pages.page import Kind, Page, Recipe, Recipes
from pilotbook.pages.render import fill
from pilotbook.record.case import STAGES
from pilotbook.record.editors import Contact
from pilotbook.record.questions import AGREED, AGREED_UNDER
from pilotbook.record.vocabulary import Vocabulary
from pilotbook.rules import form

KIND = Kind("form", is_searched=True, untraced="its numbers are limits, and how long it takes")
ADDRESS = "/contribute/form/"
TITLE = "Write a case in your browser"
ABOUT = "Eleven questions about a pilot, checked as you answer. You need no account to begin, and nothing is sent."


@dataclass(frozen=True)
class Question:
    """A question: its id on the page, its words, help to answer it, and the fields of a case that its answer fills.

    sheet: what helps on a sheet of paper, where no list and no counter of words does.
    """

    id: str
    title: str
    hint: str
    fields: tuple[str, ...]
    sheet: str = ""


# What the smallest record needs.
QUESTIONS = (
    Question("title", "What was tried, and where?", "", ("title",), "At most 16 words, without figures."),
    Question(
        "summary",
        "What was tried, what was found, and how sure are we?",
        "",
        ("summary",),
        "A few short sentences, at most 75 words.",
    ),
    Question("stage", "Where does it stand?", "", ("stage",), f"One of: {', '.join(STAGES.values())}."),
    Question("places", "Where did it happen?", "", ("places",), "Councils or regions."),
    Question("area", "Which policy area is it about?", "", ("policy_area",), "The chief one first."),
    Question("group", "Whom was it for?", "", ("target_group",), "The chief one first."),
    Question(
        "sources",
        "What does it rest on?",
        "Only what is published. Each answer below names the source that says so; one is enough to begin.",
        ("sources",),
        "For each: its title, who published it and when, its address, and whether you read all of it.",
    ),
    Question(
        "problem", "What was to be put right?", "", ("problem",), "And which source says so, at which place in it?"
    ),
    Question(
        "tried",
        "What was done, and why should it have worked?",
        "",
        ("intervention", "tried", "approaches"),
        "And which source says so, at which place in it?",
    ),
    Question(
        "failed",
        "What did not work?",
        "Often the most useful answer. If you do not know, say why.",
        ("did_not_work",),
    ),
    Question(
        "who",
        "Who wrote this, and who answers for it?",
        "A team or a shared mailbox is enough. If you ran or paid for the pilot, say so; it does not count against you.",
        ("contributors", "record_owner"),
    ),
)
MORE = (
    Question("dates", "When, and in which programme", "", ("dates", "programme")),
    Question("cycles", "Test and learn: what was tested, seen and decided", "", ("cycles",)),
    Question("outcomes", "What was measured", "A pilot that has ended needs at least one.", ("outcomes",)),
    Question("costs", "What it cost", "", ("costs",)),
    Question("people", "Harm, fairness and consent", "", ("harms", "equity", "ethics")),
    Question("context", "What helped and what stood in the way", "", ("context",)),
    Question("partners", "Who took part", "", ("partners",)),
    Question("lessons", "What it says about lessons of this book", "", ("lessons",)),
    Question(
        "results",
        "Registration, and when results come",
        "",
        ("registration", "results_due", "results_due_told", "results_published", "evaluation_registry"),
    ),
    Question(
        "doubt", "Searches, sources that disagree, small numbers", "", ("searches", "disagreements", "disclosure")
    ),
    Question("record", "The record itself", "", ("licence", "lang")),
)
# Of a field, or of all fields of a name: what it is called and how it is told, where the manual speaks of the file.
_WORDS = {
    "Case.title": ("Title", "No figures. It heads the page and stands in every list."),
    "Case.summary": (
        "Summary",
        "A few short sentences, without figures. A figure that you give under “What was measured” may be named by its label, "
        "such as {O1.result}.",
    ),
    "Case.stage": ("Stage", "“End not known”: it began, and nothing you read says that it ended."),
    "Case.places": ("Places", ""),
    "Case.policy_area": ("Policy areas", "The chief one first."),
    "Case.target_group": ("Groups", "The chief one first."),
    "Case.approaches": ("Ways of working", "The chief one first."),
    "Case.tried": (
        "In one line",
        "What was done, for whom, set against what. No result, and no place that the title names.",
    ),
    "Case.did_not_work": ("What did not work", ""),
    "Case.sources": ("Sources", ""),
    "Case.contributors": ("Contributors", "They are named on the page, in the data and in the citation."),
    "Case.record_owner": ("Who answers for the record", "A team or a shared mailbox. No person’s own address."),
    "Case.problem": ("Problem", ""),
    "Case.intervention": ("What was tried", ""),
    "Place.place": ("Place", ""),
    "Place.role": ("What happened there", "Where it was led, one of several sites, or the area it was compared with."),
    "Programme.name": ("Programme", ""),
    "Problem.statement": ("The problem", "What was wrong before."),
    "Statement.text": ("In your own words", "Plain and short. Do not copy sentences."),
    "Intervention.name": ("What it was called", ""),
    "Missing.missing": (
        "Why is it not known?",
        "The first three are gaps of this record, the others say something of the pilot. “Searched for, not found” needs the search; "
        "“not published” needs the source that says so and where, or the partner who told you and the day.",
    ),
    "Missing.source": ("Source of the reason", "A source that may hold it, or that says so."),
    "Missing.search": ("Search", "If you looked for it: which search, from “Searches” below."),
    "Cost.of": (
        "What the sum is of",
        "The pilot itself, the whole programme, the evaluation, or a later phase. Leave it for a saving or benefit that somebody "
        "claims: that is no cost.",
    ),
    "Cost.type": ("Kind", "What sort of money. A saving or benefit that somebody claims is shown apart from costs."),
    "Cycle.decision": (
        "What was decided?",
        "“Abandon” if it was given up, because it failed or for another reason. Leave it out where you do not know.",
    ),
    "Cycle.decision_reason": ("Why was that decided?", ""),
    "Comparison.design": (
        "How it was compared",
        "What the figure is set against. “No comparison” if nothing was: then nobody can say what the pilot changed. The glossary "
        "explains the methods.",
    ),
    "Outcome.kind": ("Kind", "An outcome is a change for people; an output is something done, such as visits made."),
    "Outcome.primary": ("Is it what the pilot was chiefly meant to change?", ""),
    "Outcome.direction_wanted": ("Wanted direction", "Which way is better: up, down, or none of the two."),
    "Figure.qualifier": ("Softened by", "If the source says “about”, “more than” or the like."),
    "Figure.status": ("Status", "Measured, unless the source calls it an estimate, a target or the like."),
    "Outcome.domain": ("What it is about", ""),
    "Outcome.finding": (
        "Finding",
        "What the published evidence shows. If somebody claims a result and gives no figure, it is “not known”, with the claim below.",
    ),
    "Outcome.n": ("How many it rests on", "The people, families or sites behind the figure."),
    "Source.seen": (
        "How it was read",
        "An excerpt is the opening, summary or abstract; second hand is through a report of it.",
    ),
    "Source.tier": ("What kind of source it is", ""),
    "Source.accessed": ("Read on", "The day you read it."),
    "Contributor.interest": ("Interest declared", "A tie to the pilot, such as “we run it”, or none."),
    "Partner.id": ("Short name", "Small letters and hyphens, such as sheffield-city-council."),
    "Search.id": ("Label", ""),
    "LedgerEntry.lesson": ("Lesson", ""),
    "LedgerEntry.evidence": ("What it rests on", ""),
    "Cycle.measures": ("Measured by", "Outcomes of this record, or words."),
    "Disclosure.covers": ("Covers", "Labels of the parts that hold the counts, such as O1, or summary."),
    "*.source": ("Which source says so?", ""),
    "*.locator": ("Where in the source?", "A page, table or part, such as table 4 or opening paragraphs."),
}
# What one entry of a list, or one group, is called.
_ONES = {
    "Case.places": "place",
    "Case.policy_area": "policy area",
    "Case.target_group": "group",
    "Case.approaches": "way of working",
    "Case.sources": "source",
    "Case.did_not_work": "thing that did not work",
    "Case.contributors": "contributor",
    "Case.cycles": "cycle",
    "Case.outcomes": "outcome",
    "Case.costs": "cost",
    "Case.harms": "harm",
    "Case.partners": "partner",
    "Case.lessons": "lesson",
    "Case.searches": "search",
    "Case.disagreements": "disagreement",
    "Case.disclosure": "answer",
    "Intervention.modifications": "change",
    "Context.moderators": "condition",
    "Context.constraints": "barrier",
    "Context.figures": "figure",
    "Comparison.controls": "thing allowed for",
    "Disagreement.versions": "version",
    "Disclosure.covers": "part",
    "Figure": "the figure",
    "Statement": "this",
    "Missing": "the reason",
    "Place": "the place",
    "Intervention": "what was done",
    "Problem": "the problem",
    "Comparison": "the comparison",
    "Effect": "the effect",
    "Sample": "the sample",
}
# Not asked for, and yet so often answered that they are not folded.
_COMMON = (
    "Figure.period", "Missing.source", "Missing.note", "Sample.treated", "Sample.comparison", "Sample.analysed", "Cycle.start",
    "Cycle.measures", "Cycle.decision",
    "Cycle.decision_reason", "Outcome.claim", "DidNotWork.why", "Disclosure.already_published_at", "Disclosure.waiver",
    "Comparison.group", "Effect.ci_low", "Effect.ci_high", "Effect.ci_level", "Cost.of", "Modification.changed_on",
)  # fmt: skip
# Lists that grow with the book: who does not find a word there may write one.
_OPEN = ("places", "programmes", "target_groups", "approaches")
_SUM = {
    "hint": "GBP, GBP thousand, GBP million or GBP billion; £1.2m is 1.2 in GBP million. A sum for one: GBP a family.",
    "offers": ["GBP", "GBP thousand", "GBP million", "GBP billion", "GBP a person", "GBP a family"],
}
# Of the field that a figure fills, or of a model: how its unit is told, and what may be taken over.
_UNITS = {
    "Cost.planned": _SUM,
    "Cost.actual": _SUM,
    "Figure": {
        "hint": "What is counted, such as % or families. Money is GBP, GBP thousand or GBP million.",
        "offers": ["%", "people", "families", "children", "percentage points", "GBP", "GBP thousand", "GBP million"],
    },
    "Effect": {
        "hint": "The difference of two shares is in percentage points; a change in per cent is in %.",
        "offers": ["percentage points", "%", "GBP"],
    },
}
# The record may lack them, and a check asks for them in most cases.
_ASKED = ("Cost.of",)
# Where in an entry the answer stands that a rule wants of the whole of it.
_AT = {"cost-of": "of", "disclosure-answer": "already_published_at"}
_PRESETS = {"Source.accessed": "today", "Contributor.role": "author"}
# How something is mended here, where the rule tells it to who writes the file.
_MENDS = {
    "small-number": "A count of a few people stands here. Leave the number out of a text; for a figure tick “Not known, and "
    "why” and choose “withheld: small numbers”. Or say under “Searches, sources that disagree, "
    "small numbers” where this very count is public.",
    "ended-with-result": "It has ended, so add the outcome that it was meant to change under “What was measured”, with “Not known, "
    "and why” where no result is given.",
}


def recipes(book: Casebook) -> Recipes:
    """Yield the page."""
    taken = {
        "ids": " ".join(sorted(view.id.removeprefix("TLG-C-") for view in book.views.values())),
        "slugs": " ".join(sorted(book.views)),
        "lessons": [[lesson.id, lesson.title] for lesson in book.lessons.values()],
    }
    yield Recipe(
        KIND,
        ADDRESS,
        _page,
        {"contact": book.editors.contact, "vocabulary": book.vocabulary, "taken": taken},
    )


def _page(here: str, contact: Contact, vocabulary: Vocabulary, taken: dict[str, Any]) -> Page:
    layout = {
        "questions": [asdict(question) for question in QUESTIONS],
        "more": [asdict(question) for question in MORE],
        "words": _WORDS,
        "ones": _ONES,
        "common": _COMMON,
        "presets": _PRESETS,
        "units": _UNITS,
        "asked": _ASKED,
        "at": _AT,
        "open": _OPEN,
        "mends": _MENDS,
        "send": contact.file("case_studies", "new") if contact.repository else "",
    }
    loaded = {
        "declaration": form.script(vocabulary), "taken": f"globalThis.formTaken = {_as_script(taken)};\n"
    }  # fmt: skip
    # A page that was loaded before the book was published anew asks for those of before, and never gets others.
    beside = {named(f"{name}.js", hashlib.sha256(text.encode()).hexdigest()): text for name, text in loaded.items()}
    body = fill(
        "form",
        here,
        loaded=list(beside),
        title=TITLE,
        about=ABOUT,
        contact=contact,
        questions=QUESTIONS,
        more=MORE,
        agreed=AGREED,
        agreed_under=AGREED_UNDER,
        layout=_as_script(layout),
    )
    return Page(here, TITLE, ABOUT, body, KIND, beside=beside)


def _as_script(data: Any) -> Markup:
    """Write data so that they may stand inside a script element: nothing there can end it."""
    told = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return Markup(told.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e"))
