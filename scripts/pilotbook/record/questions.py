"""The eleven questions of the smallest record, declared once: the terminal asks them, and the issue form of the host too.

A test holds `.github/ISSUE_TEMPLATE/case.yml` to them: same words, same order.
"""

from dataclasses import dataclass
from typing import Literal

from pilotbook.record.case import STAGES

# How an answer is written: on one line, as text of some lines, or chosen from a list.
Form = Literal["line", "text", "choice"]


@dataclass(frozen=True)
class Question:
    """A question in plain words.

    name: how programs call it: a field of the record, and the id of the form's box. lists: the list of vocabulary.yml from
    which it is answered. options: what else may be chosen, as people read it.
    """

    name: str
    asks: str
    help: str
    form: Form = "text"
    example: str = ""
    lists: str = ""
    options: tuple[str, ...] = ()


QUESTIONS: tuple[Question, ...] = (
    Question(
        "title",
        "What was tried and where, in at most 16 words?",
        "Without figures. It becomes the heading of the page.",
        "line",
        "Text messages about hub sessions in Leeds",
    ),
    Question(
        "summary",
        "What was tried, what was found, and how sure are we?",
        "A few short sentences, at most 75 words, and no figures: each needs a source beside it, so they come later.",
    ),
    Question("stage", "Where does it stand?", "", "choice", options=tuple(STAGES.values())),
    Question(
        "places",
        "Where did it happen?",
        "Councils or regions, with commas between them.",
        "line",
        "Leeds, Bradford",
        lists="places",
    ),
    Question(
        "policy_area",
        "Which policy area is it about?",
        "One or more, as they are called under 'Policy areas' on the site.",
        "line",
        "Family hubs and early years",
        lists="policy_areas",
    ),
    Question(
        "target_group",
        "Whom was it for?",
        "One or more groups, as the search of the site calls them.",
        "line",
        "Families with young children",
        lists="target_groups",
    ),
    Question(
        "problem",
        "What was to be put right?",
        "At most 60 words. Then, on a line of its own, which source says so and where: 'Source: S1, page 4'. S1 is the "
        "first that you name under 'What does it rest on?'. If the pilot has ended, add a line on what it was meant to "
        "change, in which field, and whether more or less is wanted: 'Meant to change: families at sessions; reach; more'.",
    ),
    Question(
        "intervention",
        "What was done, and why should it have worked?",
        "First what was done. Then a line 'Why: …', if a source says why it should have worked. Last, which source "
        "says so and where: 'Source: S1, page 4'.",
    ),
    Question(
        "did_not_work",
        "What did not work?",
        "Often the most useful answer, in at most 60 words, with a line 'Source: S1, page 4'. If no source says, write "
        "'No source says'; if it cannot be known yet, 'Too early to say'.",
    ),
    Question(
        "sources",
        "What does it rest on?",
        "One source a line, its parts with semicolons between them: title; who published it; when; its address; read in "
        "full, in part or second hand; and what it is: independent evaluation, official statistics, own report, press "
        "release, news or repost.",
        example="New messages for families; Leeds City Council; 2026-09; https://…; read in full; press release",
    ),
    Question(
        "contributors",
        "Who wrote this, and who answers for it?",
        "A team or a shared mailbox is enough, and on a second line who answers for it, if that is another. Then a line "
        "'Interest: …': if you ran or paid for the pilot, say so, as it does not count against you; if not, write none.",
    ),
)
BY_NAME = {question.name: question for question in QUESTIONS}
# What is agreed to below them, by whoever sends the form of the host.
AGREED_UNDER = "Before you send it"
AGREED: tuple[str, ...] = (
    "Nothing here is about a person who used a service, and nothing is in confidence.",
    "I may publish this, and my words may be used under CC BY 4.0.",
    "Whoever is named above wants to be named.",
)
