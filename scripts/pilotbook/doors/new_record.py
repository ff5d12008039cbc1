"""Begin a record: draw an id that no record has, and write a file with every question to answer."""

import datetime
import difflib
import re
import secrets
from collections.abc import Iterable, Mapping

from pilotbook.record import formatting
from pilotbook.record.text import is_reserved, is_slug
from pilotbook.text.answered import slugged

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LETTERS = {"case": "C", "lesson": "L"}

_CASE = """\
# yaml-language-server: $schema=schema/case.schema.json
# Answer each line, or say why there is no answer: {{missing: not_read}}.
# Our gap: not_read (a source may hold it, the part you read does not), not_found (with search: Q1, told under 'searches'),
# not_filled (nobody has looked yet).
# The pilot's: not_published (with source and locator, or said_by and said_on), not_measured, withheld_small_numbers, not_yet_due,
# not_applicable.
# What each field means: contribute/fields on the site. Check with: pilotbook check {path}
id: {id}
schema_version: 0.2.0
title: TITLE in at most 16 words
summary: >-
  What was tried. What was found. How sure we are.
tried: What was done, for whom, set against what.
stage: announced            # announced, planned, live, paused, stopped_early, ended, end_not_known
places: [{{place: PLACE, role: lead}}]
policy_area: [AREA]
target_group: [GROUP]
approaches: [APPROACH]
dates:
  announced: {{actual: {year}}}
problem:
  statement: {{text: What was to be put right., source: [S1], locator: opening paragraphs}}
intervention:
  name: What it is called
  why: {{missing: not_read}}
  what: {{missing: not_read}}
outcomes: []
did_not_work: {{missing: not_yet_due}}
sources:
  - id: S1
    title: As the source prints it
    publisher: Who put it out
    published: {year}
    accessed: {today}
    url: https://
    seen: excerpt           # full, excerpt, second_hand
    tier: 4                 # 1 independent evaluation … 6 aggregator; see method/reading
record_owner: Your team or mailbox
contributors: [{{name: Your team, role: author, interest: Say if you have a part in the pilot}}]
reviewed_on: {today}
review_by: {next_year}
"""

_LESSON = """\
# yaml-language-server: $schema=../schema/lesson.schema.json
# A lesson holds no figures: they stay in the cases. Check with: pilotbook check {path}
id: {id}
schema_version: 0.2.0
title: A short name
statement: When …, … tends to ….
advice: Begin with a verb.
policy_area: [AREA]
theme: [THEME]
audience: [AUDIENCE]
detail: What lies behind it.
limits: Where not to use it.
status: identified
record_owner: Your team or mailbox
contributors: [{{name: Your team, role: author, interest: none}}]
reviewed_on: {today}
review_by: {next_year}
"""


class BadDraft(Exception):
    """The name cannot be used; the message says why and what to write."""


def draft(kind: str, slug: str, files: Mapping[str, bytes], today: datetime.date | None = None) -> tuple[str, str]:
    """Give (path from the root, text) of a new record. Raises BadDraft for a name that cannot be an address or is taken."""
    path = place(kind, slug, files)
    day = today or datetime.date.today()
    template = _CASE if kind == "case" else _LESSON
    values = {
        "today": day.isoformat(),
        "year": str(day.year),
        "next_year": day.replace(year=day.year + 1, day=1).isoformat(),
    }
    return path, template.format(id=new_id(kind, files.values()), path=path, **values)


def place(kind: str, slug: str, files: Mapping[str, bytes], former: Mapping[str, str] | None = None) -> str:
    """Give the path from the root of a new record. Raises BadDraft for a name that cannot be an address or is taken.

    former: names that cases had before, each with the path of the file that has it now.
    """
    if not is_slug(slug):
        raise BadDraft(f"'{slug}' cannot be an address. {_other(slug)}")
    folder = "case_studies/" if kind == "case" else "case_studies/lessons/"
    path = f"{folder}{slug}.yml"
    if path in files:
        raise BadDraft(f"{path} is there already. Open it, or choose another name{_near(slug, folder, files)}.")
    # Some computers keep one file where the letters of two names differ in nothing but their size.
    if any(name.casefold() == path for name in files):
        raise BadDraft(f"{path} differs from a file that is there only in capitals. Choose another name.")
    if former and slug in former:
        raise BadDraft(
            f"'{slug}' was the name of {former[slug]}, and its address still leads there. Choose another name, "
            f"such as '{slug[:60]}-2'."
        )
    return path


def _other(slug: str) -> str:
    """Say how a name is made that can be an address: the words of the one that was wanted, where there are some."""
    if is_reserved(slug):
        return f"The site or a computer keeps that word for itself; use two or more, such as '{slug}-pilot'."
    like = slugged(slug)
    return f"Use small letters, digits and hyphens, such as '{like if is_slug(like) else 'leeds-100-days'}'."


def _near(slug: str, folder: str, files: Mapping[str, bytes]) -> str:
    """Give ' such as …', a name that is free, and the records of like names, as the pilot may be in the book already."""
    others = {path.removeprefix(folder).removesuffix(".yml") for path in files if path.startswith(folder)}
    near = difflib.get_close_matches(slug, sorted(others - {slug}), n=3, cutoff=0.75)
    free = next(name for number in range(2, 1000) if (name := f"{slug[:60]}-{number}") not in others)
    alike = f" ({formatting.listed(near)} {'is' if len(near) == 1 else 'are'} there too)" if near else ""
    return f" such as '{free}'{alike}"


def new_id(kind: str, texts: Iterable[bytes]) -> str:
    """Draw an id at random until no file holds it. Random, so that two open pull requests do not take the same one."""
    # Every id that a file holds, its own or one that it names: "TLG-C-7KD3".
    taken = {found for text in texts for found in re.findall(rb"TLG-[CL]-[0-9A-Z]{4}", text)}
    while True:
        drawn = f"TLG-{_LETTERS[kind]}-{''.join(secrets.choice(_ALPHABET) for _ in range(4))}"
        if drawn.encode() not in taken:
            return drawn
