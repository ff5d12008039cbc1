"""Councils and what lets them be compared: kind, people, area, rural share, deprivation, and what became of those that ended.

Carried over from mySociety's tables by `scripts/vendor_councils.py`; `places/councils.origin.json` says which. A council is found by
its code of official statistics, so a place that is added to the vocabulary with its code has its figures at once.
"""

import csv
import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files

# What a kind of council is called, and which services it runs: two kinds that run the same are told to be alike in that.
ALL, COUNTY, DISTRICT, NORTHERN_IRISH = "all", "county", "district", "northern irish"
KINDS = {
    "unitary": ("unitary authority", ALL),
    "metropolitan": ("metropolitan borough", ALL),
    "London": ("London borough", ALL),
    "city": ("City of London Corporation", ALL),
    "Welsh": ("Welsh unitary authority", ALL),
    "Scottish": ("Scottish unitary authority", ALL),
    "county": ("county council", COUNTY),
    "district": ("district council", DISTRICT),
    "Northern Irish": ("district of Northern Ireland", NORTHERN_IRISH),
}
SERVICES = {
    ALL: "all council services",
    COUNTY: "county services, such as schools and social care",
    DISTRICT: "district services, such as housing",
    NORTHERN_IRISH: "the services of a council in Northern Ireland",
}
FIFTHS = {
    1: "most deprived",
    2: "second most deprived",
    3: "middle",
    4: "second least deprived",
    5: "least deprived",
}


@dataclass(frozen=True)
class Council:
    """A council of today with its figures, as pages print them.

    code: of official statistics. people: in 2020. km2: square kilometres. rural: per cent of people in rural neighbourhoods.
    deprivation: the score on the English scale, higher is more deprived. fifth: 1 for the most deprived councils, which together
    have a fifth of the people of the United Kingdom. at: longitude and latitude of its middle, None for a county. within: codes
    of its county and combined authority.
    """

    code: str
    name: str
    kind: str
    region: str
    people: int
    km2: int
    rural: int
    deprivation: Decimal
    fifth: int
    at: tuple[float, float] | None
    within: tuple[str, ...] = ()

    @property
    def density(self) -> int:
        """Give people to a square kilometre, as pages print it."""
        return round(self.people / self.km2)

    @property
    def called(self) -> str:
        """Give what a council of its kind is called."""
        return KINDS[self.kind][0]

    @property
    def services(self) -> str:
        """Give which services it runs."""
        return KINDS[self.kind][1]

    @property
    def index(self) -> str:
        """Say which index its deprivation is from."""
        return "English index of 2019" if self.is_english else "from its nation’s index, put on the English scale"

    @property
    def is_english(self) -> bool:
        """Say whether it is in England."""
        return self.code.startswith("E")


@dataclass(frozen=True)
class Ended:
    """A council that was merged, split or made anew: its name, the first day of what took over, ISO, and the codes of that."""

    name: str
    on: str
    by: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """A table that facts were taken from."""

    title: str
    address: str
    version: str
    date: str
    licence: str


def _text(name: str) -> str:
    # Like the templates, these files are part of the package, so reading them is no reading of the project.
    return files("pilotbook").joinpath("places", name).read_text(encoding="utf-8")


@cache
def _rows() -> tuple[Mapping[str, str], ...]:
    return tuple(csv.DictReader(_text("councils.csv").splitlines()))


@cache
def councils() -> Mapping[str, Council]:
    """Give the councils of today by code, in order of name."""
    return {row["code"]: _council(row) for row in _rows() if not row["ended"]}


def _council(row: Mapping[str, str]) -> Council:
    return Council(
        code=row["code"],
        name=row["name"],
        kind=row["kind"],
        region=row["region"],
        people=int(row["people"]),
        km2=int(row["km2"]),
        rural=int(row["rural"]),
        deprivation=Decimal(row["deprivation"]),
        fifth=int(row["fifth"]),
        at=(float(row["lon"]), float(row["lat"])) if row["lon"] else None,
        within=tuple(row["within"].split()),
    )


@cache
def ended() -> Mapping[str, Ended]:
    """Give the councils that ended by code, in order of name."""
    return {row["code"]: Ended(row["name"], row["ended"], tuple(row["by"].split())) for row in _rows() if row["ended"]}


def today_of(code: str) -> tuple[Council, ...]:
    """Give the councils of today that took over, at once or by way of others, what had this code."""
    if code in councils():
        return (councils()[code],)
    after = [council for later in ended()[code].by for council in today_of(later)] if code in ended() else []
    return tuple(dict.fromkeys(after))


@cache
def _taken_over() -> Mapping[str, tuple[str, tuple[str, ...]]]:
    found: dict[str, list[str]] = {}
    for code, council in ended().items():
        for after in today_of(code):
            found.setdefault(after.code, []).append(council.name)
    began = {code: council.on for council in ended().values() for code in council.by}
    return {code: (began[code], tuple(sorted(names))) for code, names in found.items()}


def taken_over(code: str) -> tuple[str, tuple[str, ...]]:
    """Give the day on which a council began, ISO, and the names of those whose place it took, in whole or in part.

    One that had ended before, and whose place another took in between, is among them. ('', ()) where it took no place.
    """
    return _taken_over().get(code, ("", ()))


@cache
def tables() -> tuple[Table, ...]:
    """Give the tables that the facts were taken from."""
    told = json.loads(_text("councils.origin.json"))
    return tuple(
        Table(table["title"], table["from"], table["version"], table["date"], table["licence"]) for table in told
    )
