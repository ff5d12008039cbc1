"""Codes that are chosen from the lists of vocabulary.yml."""

from typing import TYPE_CHECKING, TypeAlias

from pilotbook.record.text import from_list

if TYPE_CHECKING:
    ApproachCode: TypeAlias = str
    AreaCode: TypeAlias = str
    AudienceCode: TypeAlias = str
    DomainCode: TypeAlias = str
    GroupCode: TypeAlias = str
    PlaceCode: TypeAlias = str
    ProgrammeCode: TypeAlias = str
    SeriesCode: TypeAlias = str
    ThemeCode: TypeAlias = str
else:
    ApproachCode = from_list("approaches")
    AreaCode = from_list("policy_areas")
    AudienceCode = from_list("audiences")
    DomainCode = from_list("outcome_domains")
    GroupCode = from_list("target_groups")
    PlaceCode = from_list("places")
    ProgrammeCode = from_list("programmes")
    SeriesCode = from_list("series")
    ThemeCode = from_list("themes")
