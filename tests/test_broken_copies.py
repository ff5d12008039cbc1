"""The issue's proof: the real Manchester case passes, and each broken copy of it is told its place, fault and mend.

In a copy, '‸' marks where the message must point; it is taken out before the file is checked.
"""

import re
from pathlib import Path
from typing import NamedTuple

import pytest
from pilotbook.rules import check
from pilotbook.text.problems import Problem

ROOT = Path(__file__).parent.parent
PATH = "case_studies/manchester-sure-start-outreach-trial.yml"
GOOD = (ROOT / PATH).read_text(encoding="utf-8")
VOCABULARY = (ROOT / "case_studies/vocabulary.yml").read_bytes()
LESSON = """
schema_version: 0.2.0
title: Made-up lesson {word}
statement: When a case needs a lesson, this one stands in.
advice: Read the real one.
policy_area: [family-hubs]
theme: [measuring]
audience: [policy-officials]
detail: Made up for the test.
limits: Everywhere else.
status: identified
record_owner: Made-up editors
contributors: [{{name: Made-up editors, role: author, interest: none}}]
reviewed_on: 2026-11-21
review_by: 2027-11-21
"""


class Copy(NamedTuple):
    """A broken copy: what is replaced, and the message that must follow."""

    fault: str
    old: str
    new: str
    rule: str
    what: str
    mend: str


COPIES = [
    Copy(
        "misspelt field",
        "stage: ended",
        "‸stgae: ended",
        "field",
        "'stgae' is not a field here",
        "Rename it to 'stage'.",
    ),
    Copy(
        "misspelt field of a figure",
        "analysed: 3444,",
        "‸analised: 3444,",
        "field",
        "'analised' is not a field here",
        "Rename it to 'analysed'.",
    ),
    Copy(
        "bad date",
        "published: 2011-09-27",
        "published: ‸2011-09-31",
        "date",
        "'published': '2011-09-31' is not a date",
        "Write as much as is known: 2025, 2025-07 or 2025-07-16.",
    ),
    Copy(
        "British date",
        "published: 2011-09-27",
        "published: ‸27/09/2011",
        "date",
        "'published': '27/09/2011' is not a date",
        "Write 2011-09-27.",
    ),
    Copy(
        "text for a number",
        "analysed: 3444,",
        "analysed: ‸about three thousand,",
        "number",
        "'analysed': 'about three thousand' is not a whole number",
        "Write digits only, such as 1250.",
    ),
    Copy(
        "unit in a number",
        "value: 1.8,",
        "value: ‸1.8%,",
        "number",
        "'value': '1.8%' is not a number",
        "Write 1.8 with 'unit: \"%\"'.",
    ),
    Copy(
        "number for text",
        "title: Home visits and leaflets",
        "title: ‸3444 home visits and leaflets",
        "number-traced",
        "the number '3444' is typed into the text",
        "A title holds no figure; leave it to the summary, or use words.",
    ),
    Copy(
        "list for text",
        "name: Doorstep visits and leaflets",
        "name: ‸[Doorstep visits, leaflets]",
        "shape",
        "'name' must be one value, not a list",
        "Write one text on the same line, without brackets or '- ', or on the next line after '>-'.",
    ),
    Copy(
        "text for a figure",
        "result: {missing: not_read, source: [S2], note: Attendance rates of each group.}",
        "result: ‸17%",
        "shape",
        "'result' needs parts with names, not the text '17%'",
        "Write {value: …, unit: …, source: [S1], locator: …} or {missing: not_read}.",
    ),
    Copy(
        "reason beside a value",
        "planned: {missing: not_read, source: [S2]}",
        "planned: {missing: not_read, ‸value: 12}",
        "mixed",
        "'planned' has both 'missing' and 'value'",
        "Keep one kind: {value: …, unit: …, source: [S1], locator: …} or {missing: not_read}.",
    ),
    Copy(
        "duplicate key",
        "stage: ended",
        "stage: ended\n‸stage: live",
        "yaml-duplicate",
        "'stage' stands twice, first on line 10",
        "Keep one of the two.",
    ),
    Copy(
        "alias",
        "label: Visits and leaflets",
        "label: ‸*name",
        "yaml-alias",
        "'*name' is an alias",
        "Put text that begins with '*' in quotes; if a repeat is meant, write it out again.",
    ),
    Copy(
        "anchor",
        "label: Visits and leaflets",
        "label: ‸&name Visits and leaflets",
        "yaml-alias",
        "'&name' is an anchor",
        "Put text that begins with '&' in quotes; otherwise remove the anchor.",
    ),
    Copy(
        "tag",
        "label: Visits and leaflets",
        "label: ‸!!python/object/apply:os.system [true]",
        "yaml-tag",
        "'!!python/object/apply:os.system' is a tag",
        "Put text that begins with '!' in quotes; otherwise remove the tag, the field knows its type.",
    ),
    Copy(
        "unknown place",
        "{place: manchester,",
        "{place: ‸manchestr,",
        "vocabulary",
        "'place': 'manchestr' is not in the list 'places'",
        "Use 'manchester' if that is meant; if not, add this line under 'places:' in case_studies/vocabulary.yml: "
        "manchestr: {label: Manchestr, kind: …, region: …} (kind and region as under 'place_kinds' and 'regions' there)",
    ),
    Copy(
        "unknown area",
        "policy_area: [family-hubs]",
        "policy_area: [‸family-hub]",
        "vocabulary",
        "'policy_area': 'family-hub' is not in the list 'policy_areas'",
        "Use 'family-hubs'. A new one is added in case_studies/vocabulary.yml.",
    ),
    Copy(
        "missing source",
        "source: [S4]",
        "source: [‸S9]",
        "source-known",
        "there is no source 'S9'",
        "Choose one of: S1, S2, S3, S4, S5, S6, S7.",
    ),
    Copy(
        "no source at all",
        "n: {of: families, analysed: 3444, source: [S1, S2], locator: abstract,",
        "n: ‸{of: families, analysed: 3444, locator: abstract,",
        "required",
        "'source' is missing",
        "Add 'source:'. (The sources that carry it, by their labels in `sources`.)",
    ),
    Copy(
        "tab indent",
        "  name: Doorstep visits",
        "‸\tname: Doorstep visits",
        "yaml-syntax",
        "the line is indented with a tab",
        "Indent with spaces, two for each level.",
    ),
    Copy(
        "unclosed quote",
        "publisher: SSRN",
        "publisher: ‸'SSRN",
        "yaml-syntax",
        "this quotation mark is not closed",
        "Put the whole text in quotes: 'SSRN'.",
    ),
    Copy(
        "unclosed brace",
        "programme: {name: research-trial}",
        "programme: ‸{name: research-trial",
        "yaml-syntax",
        "this '{' is not closed, or holds text that needs quotes",
        "Close it with '}'; put text with a comma, colon or bracket in quotes.",
    ),
    Copy(
        "second colon",
        "title: Home visits",
        "title: Trial‸: home visits",
        "yaml-syntax",
        "there is a second ': ' in this value",
        "Put the whole text in quotes: 'Trial: home visits and leaflets to bring families to Sure Start in Manchester'.",
    ),
    Copy(
        "empty value",
        "name: Doorstep visits and leaflets",
        "name:‸",
        "empty",
        "nothing is written here",
        "Give a value, or remove the line; a fact may have a reason instead: {missing: not_read}.",
    ),
    Copy(
        "comma in braces",
        "note: Only families not already using services took part.",
        "note: Only families, ‸new to services.",
        "empty",
        "the text breaks off at the comma before 'new to services.'",
        "Write 'Only families, new to services.', marks and all: inside { } a comma ends a text.",
    ),
    Copy(
        "wrong choice",
        "finding: no_clear_difference",
        "finding: ‸no clear difference",
        "choice",
        "'finding' is 'no clear difference'",
        "Use 'no_clear_difference'.",
    ),
    Copy(
        "neither yes nor no",
        "primary: yes",
        "primary: ‸perhaps",
        "choice",
        "'primary' is 'perhaps'",
        "Write yes or no.",
    ),
    Copy(
        "second document",
        "record_owner: Pilotbook",
        "‸---\nrecord_owner: Pilotbook",
        "yaml-document",
        "a second document begins here",
        "Remove the '---' line; put another record in a file of its own.",
    ),
    Copy(
        "unknown lesson",
        "lesson: TLG-L-7QHD",
        "lesson: ‸TLG-L-ZZZZ",
        "lesson-known",
        "there is no lesson 'TLG-L-ZZZZ'",
        "Write the id of a lesson under case_studies/lessons/, or add the lesson.",
    ),
    Copy(
        "stray number in the summary",
        "Among {O1.n.analysed} families",
        "Among ‸3,444 families",
        "number-traced",
        "the number '3,444' is typed into the text",
        "Refer to the figure by its label, such as {O1.result}, or use words.",
    ),
    Copy(
        "reference that leads nowhere",
        "Among {O1.n.analysed} families",
        "Among ‸{O2.n.analysed} families",
        "reference-known",
        "'{O2.n.analysed}' leads to no figure here",
        "Name a figure that is given in this file, such as {O1.result}, {C1.planned} or {F1}.",
    ),
    Copy(
        "interval reversed",
        "effect: {missing: not_read, source: [S2], note: The size of the difference and its interval.}",
        "effect: {value: 1, type: difference, unit: points, ci_low: ‸2, ci_high: -2, ci_level: 95, "
        "source: [S1], locator: abstract}",
        "interval",
        "the interval runs down, from 2 to -2",
        "Swap the two ends, or check their signs.",
    ),
    Copy(
        "review before reviewed",
        "review_by: 2027-11-29",
        "review_by: ‸2025-11-21",
        "dates-in-order",
        "'review_by' 2025-11-21 is not after 'reviewed_on' 2026-11-29",
        "Set a date within a year of the last review.",
    ),
    Copy(
        "hidden character",
        "Home visits made no significant",
        "Home ‸\u202evisits made no significant",
        "text-control",
        "there is a hidden character, U+202E (right-to-left override)",
        "Delete the character and type the text around it again.",
    ),
    Copy(
        "unknown partner",
        "measured_by: university-of-manchester",
        "measured_by: ‸university-of-manchestr",
        "partner-known",
        "there is no partner 'university-of-manchestr'",
        "Use 'university-of-manchester'.",
    ),
    Copy(
        "address without its beginning",
        "url: https://ssrn.com",
        "url: ‸ssrn.com",
        "url",
        "'url': 'ssrn.com/abstract=1975733' is not a web address",
        "Copy the whole address, beginning with https://.",
    ),
    Copy(
        "id of another kind",
        "id: TLG-C-8VQ2",
        "id: ‸Manchester",
        "id",
        "'id': 'Manchester' is not an id",
        "Draw one with 'pilotbook new'; it looks like TLG-C-7KD3.",
    ),
    Copy(
        "sentence cut by a sharp sign",
        "publisher: SSRN",
        "publisher: SSRN ‸#1975733",
        "yaml-comment",
        "the text stops at this '#'",
        "Put the text in quotes, or set a comment off by two spaces.",
    ),
]


def problems_of(text: str, path: str = PATH) -> list[Problem]:
    """Check a copy of the case with the real vocabulary, and a made-up lesson for each that the real case names."""
    names = sorted(set(re.findall(r"TLG-L-\w{4}", GOOD)))
    lessons = {name: f"id: {name}" + LESSON.format(word=chr(97 + index)) for index, name in enumerate(names)}
    files = {f"case_studies/lessons/{name.lower()}.yml": lesson.encode() for name, lesson in lessons.items()}
    # A sound case beside it keeps the lessons founded, whatever the copy names.
    files["case_studies/the-others.yml"] = (
        GOOD.replace("TLG-C-8VQ2", "TLG-C-9999").replace("title: Home visits", "title: Other visits").encode()
    )
    return check({**files, "case_studies/vocabulary.yml": VOCABULARY, path: text.encode()})[1]


def test_the_good_copy_passes() -> None:
    assert problems_of(GOOD) == []


@pytest.mark.parametrize("copy", COPIES, ids=lambda copy: copy.fault.replace(" ", "-"))
def test_a_broken_copy_gives_one_message_with_its_place_and_mend(copy: Copy) -> None:
    assert GOOD.count(copy.old) >= 1, "the real case no longer holds the text that this copy breaks"
    marked = GOOD.replace(copy.old, copy.new, 1)
    before, broken = marked[: marked.index("‸")], marked.replace("‸", "")
    line, column = before.count("\n") + 1, len(before) - before.rfind("\n")

    problems = problems_of(broken)

    assert [str(problem) for problem in problems] == [
        f"{PATH}:{line}:{column}: {copy.what} [{copy.rule}]\n    {copy.mend}"
    ]


def test_a_misspelt_field_is_told_on_the_very_line() -> None:
    line_of_stage = next(n for n, line in enumerate(GOOD.split("\n"), 1) if line == "stage: ended")

    problem = problems_of(GOOD.replace("stage: ended", "stgae: ended"))[0]

    assert (problem.line, problem.column) == (line_of_stage, 1)


def test_a_wrong_file_name_is_told() -> None:
    problems = problems_of(GOOD, "case_studies/Manchester Trial.yml")

    assert [str(problem) for problem in problems] == [
        "case_studies/Manchester Trial.yml:1:1: 'Manchester Trial' cannot be an address [file-name]\n"
        "    Rename the file with small letters, digits and hyphens, such as 'leeds-100-days.yml'."
    ]


def test_several_mistakes_are_all_told_in_one_run_from_top_to_bottom() -> None:
    broken = (
        GOOD.replace("stage: ended", "stage: endet")
        .replace("place: manchester", "place: manchestr")
        .replace("published: 2011-09-27", "published: soon")
        .replace("reviewed_on: 2026-11-29", "reviewed: 2026-11-29")
    )

    problems = problems_of(broken)

    assert [problem.rule for problem in problems] == ["choice", "vocabulary", "date", "field"]
    assert [problem.line for problem in problems] == sorted(problem.line for problem in problems)


def test_several_blanks_and_a_broken_line_are_all_told_in_one_run() -> None:
    broken = (
        GOOD.replace("stage: ended", "stage:")
        .replace("publisher: SSRN", "publisher: ~")
        .replace("    note: A copy; use the journal record for citing.", "    note: A copy: use the journal")
    )

    assert [problem.rule for problem in problems_of(broken)] == ["empty", "yaml-syntax", "empty"]
