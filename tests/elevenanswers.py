"""Eleven made-up answers in plain words, that make a sound record of the made-up casebook; and the issue that holds them."""

from collections.abc import Mapping

from pilotbook.record.questions import AGREED, AGREED_UNDER, QUESTIONS

ANSWERS = {
    "title": "Made-up letters before visits in Madeup Vale",
    "summary": "A made-up team sent letters before its visits. Nobody counted who came.\nSo we cannot say what came of it.",
    "stage": "live",
    "places": "Madeup Vale",
    "policy_area": "Made-up hubs",
    "target_group": "Made-up families",
    "problem": "Few families knew of the made-up hub.\nSource: S1, page 2",
    "intervention": "Each family got a letter.\nWhy: A letter was expected to be read by the whole family.\nSource: S1, page 3",
    "did_not_work": "Letters in one language were not read by all.\nSource: S2, second paragraph",
    "sources": (
        "A made-up report; Madeup Council; 2026-03; https://example.org/made-up/report; read in full; own report\n"
        "Made-up letters go out; Madeup Press; 16 July 2026; https://example.org/made-up/news; read in part; news"
    ),
    "contributors": "Made-up letters team\nMade-up council, policy team\nInterest: we ran it",
}


def answered(**changes: str) -> dict[str, str]:
    """Give the answers with some changed."""
    return {**ANSWERS, **changes}


def body(answers: Mapping[str, str] = ANSWERS, ticks: str = "XXX") -> str:
    """Give the text of an issue as the host makes it of the form."""
    parts = [f"### {question.asks}\n\n{answers.get(question.name) or '_No response_'}" for question in QUESTIONS]
    boxes = "\n".join(f"- [{tick}] {box}" for tick, box in zip(ticks, AGREED, strict=True))
    return "\n\n".join([*parts, f"### {AGREED_UNDER}\n\n{boxes}"]) + "\n"
