"""A whole made-up entry of some kinds, as it is written: the manual shows it, and editors offer it to be filled in."""

import json
from collections.abc import Mapping
from typing import Any

from pilotbook.text import yamlfile
from pilotbook.text.problems import Problem

# By the name of the model. Together they make up a record that passes the checker (tests/test_editor_help.py).
SAMPLES: Mapping[str, str] = {
    "Cycle": """\
id: CY1
question:
  text: Do more families come after a text message than after a letter?
  source: [S1]
  locator: page 3
hypothesis:
  text: If parents get a message the day before, then more will come, because many forget. We will know by counting.
  source: [S1]
  locator: page 3
stated_on: 2026-03
tested:
  text: Half of the parents on the list got a message, half a letter.
  source: [S1]
  locator: page 4
measures: [O1]
decision_rule: {missing: not_published, source: [S1], locator: page 4}
start: 2026-05
end: 2026-07
result:
  text: About as many families came in both halves.
  source: [S1]
  locator: table 2
surprise:
  text: Some parents wrote back to ask for another day.
  source: [S1]
  locator: page 8
decision: adapt
decision_reason:
  text: Messages were kept, and now ask which day suits.
  source: [S1]
  locator: page 9
""",
    "Cost": """\
id: C1
label: Messages, and the time of two officers
phase: delivery
type: purchased
of: pilot
borne_by: madeup-council
planned: {value: 20000, unit: GBP, period: 2026-27, status: estimate, source: [S1], locator: page 6}
actual: {missing: not_read, source: [S1], locator: annex}
price_year: 2026-27
""",
    "Outcome": """\
id: O1
label: Families at sessions
domain: reach
kind: outcome
primary: yes
named_in_advance: yes
direction_wanted: up
measure: Families on the list who came at least once.
follow_up: 2 months
baseline: {value: 118, unit: families, period: May 2026, source: [S1], locator: table 2}
result: {value: 121, unit: families, period: July 2026, source: [S1], locator: table 2}
comparison: {design: before_after}
n: {of: families, analysed: 640, source: [S1], locator: table 1}
effect: {missing: not_measured, source: [S1], locator: table 2}
finding: no_clear_difference
""",
    "Source": """\
id: S1
title: Messages for families, what we learned
publisher: Madeup Council
published: 2026-09
accessed: 2026-11-21
url: https://example.org/messages
seen: excerpt
tier: 3
""",
    "Figure": "{value: 165, unit: families, period: October 2026, source: [S1], locator: table 2}\n",
    "Statement": "{text: Officials sat in the hubs for a week., source: [S1], locator: page 4}\n",
    "Missing": "{missing: not_read, source: [S1], locator: annex}\n",
}


def sample(name: str) -> Any:
    """Give the sample of a model as data."""
    # A file is a set of fields, so one that is written in braces stands under a name of its own.
    document = yamlfile.read(name, f"sample:\n{_indented(SAMPLES[name])}".encode())
    if isinstance(document, Problem):
        raise ValueError(str(document))
    return document.data["sample"]


def _indented(text: str) -> str:
    return "".join(f"  {line}\n" for line in text.splitlines())


# What whoever fills in a rating puts words of their own for.
RATING_WORDS = {
    "rater": "YOUR NAME, TEAM OR ROLE",
    "interest": "YOUR TIE TO THE PILOT, or none",
    "reason": "WHY NOT ONE HIGHER, AND WHY NOT ONE LOWER, in at most 80 words",
}
_GIVEN = {
    "level": "level: LEVEL      # of a case: 0 to 5, by the tables of the method page\n",
    "confidence": "confidence: WORD  # of a lesson: high, moderate, low or very_low\n",
}


def rating_form(record: str = "ID", rater: str = "", day: str = "DAY", about: str = "", given: str = "") -> str:
    """Give the file of a rating, to be filled in. It shows no level, and nothing that anybody else gave the record.

    about: lines on what is to be read, each a comment. given: 'level' of a case or 'confidence' of a lesson; '' for both.
    """
    both = "# Of 'level' and 'confidence' keep the one that fits.\n"
    return (
        "# yaml-language-server: $schema=../schema/rating.schema.json\n"
        f"{about}"
        "schema_version: 0.2.0\n"
        f"record: {record}  # the id at the head of the record's file\n"
        f"rater: {json.dumps(rater or RATING_WORDS['rater'], ensure_ascii=False)}\n"
        f"interest: {RATING_WORDS['interest']}\n"
        f"rated_on: {day}  # such as 2026-12-01\n"
        "blind: ANSWER     # yes or no: had you seen neither its level nor what somebody else gave it?\n"
        f"{_GIVEN[given] if given else both + ''.join(_GIVEN.values())}"
        f"reason: {RATING_WORDS['reason']}\n"
    )
