"""Study designs: one table, from which schema, rating, search, likeness and statistics each take what they ask.

A new design is one entry here. Its `scale` says where it may stand on the Maryland scale, as `book/method/index.md` tells it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, PydanticKnownError, core_schema

# The highest row of the method page's table that a design can reach; each falls to a lower one where facts are missing.
Scale = Literal["not_scored", "simple", "adjusted", "series", "followed", "tested", "by_lot"]


@dataclass(frozen=True)
class Group:
    """Designs from which a reader may conclude the same: how search calls them, and what two cases of it share in words.

    shared: follows 'also'; '' where having it in common says nothing.
    """

    label: str
    shared: str = ""


GROUPS: Mapping[str, Group] = {
    "randomised-trial": Group("Randomised trial", "a randomised trial"),
    "quasi-experiment": Group("Quasi-experiment: a like group followed, or a natural experiment", "a quasi-experiment"),
    "adjusted-comparison": Group("Adjusted or matched comparison", "an adjusted or matched comparison"),
    "simple-comparison": Group("Before and after, or two groups, not adjusted"),
    "survey-or-model": Group("Survey of what would have happened, or a model"),
    "interviews-or-theory": Group(
        "Interviews, observation or theory-based", "studied by interviews, observation or theory"
    ),
    "no-comparison": Group("No comparison"),
    "not-stated": Group("Not in the part we read"),
}


@dataclass(frozen=True)
class Design:
    """A study design.

    group: its key in GROUPS. family: designs of one family may be pooled; '' where only the same design may.
    is_clustered: it drew groups, so people of one group are alike. is_matched: groups were matched, so the reason why they
    are alike counts as an adjustment. has_one_group: nobody stands beside the pilot group. is_as_found: two groups of
    different people are compared as they are. elsewhere: where another published version of the scale puts it.
    """

    label: str
    group: str
    scale: Scale
    family: str = ""
    is_clustered: bool = False
    is_matched: bool = False
    has_one_group: bool = False
    is_as_found: bool = False
    elsewhere: str = ""

    @property
    def is_scored(self) -> bool:
        """Say whether the scale scores it at all."""
        return self.scale != "not_scored"

    @property
    def has_comparison(self) -> bool:
        """Say whether a result of it is set against others, or against a series of its own: what a test needs."""
        if self.scale in ("series", "tested", "by_lot", "followed") or self.is_as_found:
            return True
        return self.scale == "adjusted" and not self.has_one_group

    @property
    def is_supposed(self) -> bool:
        """Say whether a result of it was worked out or asked after, and seen in nobody."""
        return self.group == "survey-or-model"

    @property
    def is_randomised(self) -> bool:
        """Say whether groups were drawn by lot."""
        return self.scale == "by_lot"


_CONTROLS = "control variables at 1, where What Works Growth says 2"
_FOLLOWED = "both groups before and after"
# A design that we did not read is not the same as none: it may be the strongest.
UNREAD_DESIGN = "not_stated"
DESIGNS: Mapping[str, Design] = {
    UNREAD_DESIGN: Design("design not stated in what we read", "not-stated", "not_scored"),
    "none": Design("no comparison", "no-comparison", "not_scored"),
    "after_only": Design("measured afterwards only", "no-comparison", "not_scored"),
    "output_count": Design("count of what was done", "no-comparison", "not_scored"),
    "additionality_survey": Design("survey of what would have happened anyway", "survey-or-model", "not_scored"),
    "modelled": Design("modelled or projected", "survey-or-model", "not_scored"),
    "qualitative": Design("interviews or observation", "interviews-or-theory", "not_scored"),
    "before_after": Design("before and after alone", "simple-comparison", "simple"),
    "cross_section": Design("two groups compared at one time", "simple-comparison", "simple", is_as_found=True),
    "historical_benchmark": Design("compared with an earlier or outside figure", "simple-comparison", "simple"),
    "before_after_controls": Design(
        "before and after, adjusted", "adjusted-comparison", "adjusted", has_one_group=True, elsewhere=_CONTROLS
    ),
    "cross_section_controls": Design(
        "two groups compared, adjusted", "adjusted-comparison", "adjusted", elsewhere=_CONTROLS
    ),
    "matched_cross_section": Design("matched groups compared", "adjusted-comparison", "adjusted", is_matched=True),
    "did": Design(
        "difference-in-differences",
        "quasi-experiment",
        "followed",
        family=_FOLLOWED,
        elsewhere="difference-in-differences at 4, where What Works Growth says 3",
    ),
    "panel": Design("panel study", "quasi-experiment", "followed", family=_FOLLOWED),
    "matched_before_after": Design(
        "matched groups, before and after", "quasi-experiment", "followed", family=_FOLLOWED, is_matched=True
    ),
    "interrupted_time_series": Design(
        "interrupted time series",
        "quasi-experiment",
        "series",
        has_one_group=True,
        elsewhere="interrupted time series at 4, where this book says 2 at most unless a judge allows 3",
    ),
    "synthetic_control": Design("synthetic control", "quasi-experiment", "series"),
    "regression_discontinuity": Design(
        "regression discontinuity",
        "quasi-experiment",
        "tested",
        elsewhere="regression discontinuity at 3, where What Works Growth says 4",
    ),
    "instrument": Design("instrumental variable", "quasi-experiment", "tested"),
    "rct_individual": Design(
        "randomised trial (people, families or visitors)",
        "randomised-trial",
        "by_lot",
        family="trial",
        is_as_found=True,
    ),
    "rct_cluster": Design(
        "randomised trial (groups or sites)", "randomised-trial", "by_lot", family="trial of groups", is_clustered=True
    ),
    "rct_stepped_wedge": Design(
        "stepped-wedge randomised trial", "randomised-trial", "by_lot", family="trial of groups", is_clustered=True
    ),
    "rct_waitlist": Design(
        "randomised trial (waiting list)", "randomised-trial", "by_lot", family="trial", is_as_found=True
    ),
    "theory_based": Design("theory-based evaluation", "interviews-or-theory", "not_scored"),
}


class OneOf:
    """The mark of a field that holds a key of a table: schema, manual and checker read its choices from it.

    A Literal would ask for the keys a second time; a wrong one gives the same error as a Literal's.
    """

    def __init__(self, table: Mapping[str, Any]) -> None:
        self.table = table

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Take text that is a key of the table."""
        return core_schema.no_info_after_validator_function(self._key, core_schema.str_schema())

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """List the keys for editors, with what each means."""
        return {"enum": list(self.table), "type": "string", "meanings": dict(self.meanings)}

    @property
    def meanings(self) -> Mapping[str, str]:
        """Give what each key means, in a few words."""
        return {key: getattr(one, "meaning", "") or one.label for key, one in self.table.items()}

    def _key(self, text: str) -> str:
        if text not in self.table:
            *most, last = [repr(key) for key in self.table]
            raise PydanticKnownError("literal_error", {"expected": f"{', '.join(most)} or {last}"})
        return text


DesignCode = Annotated[str, OneOf(DESIGNS)]
