"""Columns that stand in no record as they are: what was worked out, and what a row of a table begins with."""

from pilotbook.judgement.gaps import STATES
from pilotbook.record.outcome import FINDINGS
from pilotbook.views.columns import Column

SLUG = Column("slug", "Short name", "Its file name and its address.", required=True)
RATING = (
    SLUG,
    Column(
        "evidence_level",
        "Evidence level",
        "0 to 5, computed, or lower where people judged so; Nesta's scale but for 0.",
        type="integer",
        required=True,
    ),
    Column(
        "evidence_state",
        "State",
        "The name of the level; of level 0, 'Not yet rated' or 'Nothing to rate'.",
        required=True,
    ),
    Column(
        "level_low",
        "Level at least",
        "The level if all that was not read were unfavourable.",
        type="integer",
        required=True,
    ),
    Column(
        "level_high",
        "Level at most",
        "The level if all that was not read were favourable.",
        type="integer",
        required=True,
    ),
    Column(
        "to_settle",
        "What would settle it",
        "Facts not read that would together reach the level at most, with sources.",
        is_list=True,
    ),
    Column(
        "not_checked",
        "Not checked",
        "Facts not read that would lower the level if they were unfavourable.",
        is_list=True,
    ),
    Column(
        "result",
        "How far the result is known",
        "Finding, figure only, claim only, or why there is none.",
        codes=tuple(state.label for state in STATES.values()),
        required=True,
    ),
    Column(
        "best_sms",
        "Best SMS",
        "Highest score of an outcome on the Maryland scale, 1 to 5; empty where none can be scored.",
        type="integer",
    ),
    Column("direction", "Direction", "Direction of effect over the primary outcomes.", codes=tuple(FINDINGS)),
    Column(
        "direction_is_claimed",
        "Direction is claimed",
        "True where it is said without figures.",
        type="boolean",
        required=True,
    ),
    Column(
        "tested_no_benefit",
        "Tested: no benefit on a main outcome",
        "True where a primary outcome with a score of 3 or more found no benefit.",
        type="boolean",
        required=True,
    ),
)
PLACES = (
    Column(
        "places",
        "Places",
        "Codes of all its places, the areas compared with included.",
        vocabulary="places",
        is_list=True,
        required=True,
    ),
)
OF = (
    Column("case", "Case", "Id of the case.", pattern="^TLG-C-[0-9A-Z]{4}$", required=True),
    Column("case_slug", "Short name of the case", "As in its address.", required=True),
)
OF_LESSON = (
    Column("lesson", "Lesson", "Id of the lesson.", pattern="^TLG-L-[0-9A-Z]{4}$", required=True),
    Column("lesson_slug", "Short name of the lesson", "As in its address.", required=True),
)
OF_RECORD = (
    Column("record", "Record", "Id of the case or lesson.", pattern="^TLG-[CL]-[0-9A-Z]{4}$", required=True),
    Column("record_slug", "Short name of the record", "As in its address.", required=True),
)
NUMBER = Column("number", "Number", "Which entry of its record, from 1.", type="integer", required=True)
HELPED = Column(
    "kind",
    "Kind",
    "moderator: what it depended on. constraint: what stood in the way.",
    codes=("moderator", "constraint"),
    required=True,
)
VERSION = Column(
    "version", "Version", "Which of the figures or texts that differ, from 1.", type="integer", required=True
)
LIST = Column("list", "List", "Which list of vocabulary.yml.", required=True)
CODE = Column("code", "Code", "As records and the other tables write it.", required=True)
