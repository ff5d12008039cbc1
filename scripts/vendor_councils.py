"""Carry over what lets councils be compared, out of three tables of mySociety that stand in a folder.

Run by hand, `PYTHONPATH=scripts .venv/bin/python scripts/vendor_councils.py FOLDER`, when a table has a newer version; a build never
runs it. The tables stay where they are: of their forty columns twelve are kept, rounded. A table whose digest is not the one below
is refused, and so is a figure that cannot be.
"""

import csv
import hashlib
import io
import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pilotbook.text import yamlfile

ROOT = Path(__file__).parent.parent
HERE = ROOT / "scripts/pilotbook/places"
VOCABULARY = ROOT / "case_studies/vocabulary.yml"

_LICENCE = "CC BY 4.0"
TABLES = (
    {
        "table": "local_authorities.csv",
        "holds": "names, codes, kinds, regions, successors, area, and population of 2020",
        "title": "UK local authority names and codes",
        "from": "https://github.com/mysociety/uk_local_authority_names_and_codes",
        "version": "1.7.3",
        "commit": "67ef8b1",
        "date": "2025-07-10",
        "licence": _LICENCE,
        "sha256": "d1bb9be8e734b6c038dbadca08f91b68216f179329c73ac1e34019324e205f07",
    },
    {
        "table": "local_authority_rural_urban.csv",
        "holds": "the share of people who live in rural neighbourhoods",
        "title": "UK composite rural urban classification",
        "from": "https://github.com/mysociety/uk_ruc",
        "version": "2.4.0",
        "commit": "2011efc",
        "date": "2025-06-25",
        "licence": _LICENCE,
        "sha256": "483c302fd4ffbdb0203b82f3dec55bd5eb89a25779c8097008a3bf880ae95508",
    },
    {
        "table": "local_authority_deprivation.csv",
        "holds": "deprivation on the English scale, from the indices of 2019 and 2020",
        "title": "Composite UK index of multiple deprivation",
        "from": "https://github.com/mysociety/composite_uk_imd",
        "version": "3.4.0",
        "commit": "af4866b",
        "date": "2025-06-25",
        "licence": _LICENCE,
        "sha256": "20cf3bc976f295659f90abe93f7dd3510a608cce913a11fdcedecb93d7895ad4",
    },
)
# How the table calls a kind of council, and how we do. What is not here is a group of councils: its figures overlap theirs.
KINDS = {
    "Unitary authority": "unitary",
    "Metropolitan district": "metropolitan",
    "London borough": "London",
    "City corporation": "city",
    "County": "county",
    "Non-metropolitan district": "district",
    "Welsh unitary authority": "Welsh",
    "Scottish unitary authority": "Scottish",
    "NI district": "Northern Irish",
}
COLUMNS = (
    *("code", "name", "kind", "region", "people", "km2", "rural", "deprivation", "fifth", "lon", "lat", "within"),
    *("ended", "by"),
)
# Whose names the tables shorten, or lengthen by what they are.
NAMES = {
    "Dorset Council": "Dorset",
    "City of Bristol": "Bristol",
    "Yorkshire and The Humber": "Yorkshire and the Humber",
}
# Counties that the table puts into another region than every one of their districts.
REGIONS = {"E10000007": "East Midlands", "E10000019": "East Midlands"}
# A code begins with what it is of.
CODES = {
    "E06": "unitary",
    "E07": "district",
    "E08": "metropolitan",
    "E09": "London",
    "E10": "county",
    "W06": "Welsh",
    "S12": "Scottish",
    "N09": "Northern Irish",
}
Row = Mapping[str, str]


def main() -> None:
    """Write councils.csv and the note of where it comes from."""
    folder = Path(sys.argv[1])
    councils, rural, deprived = (_by_code(_checked(folder, table)) for table in TABLES)
    today = list(_standing(councils, rural, deprived))
    _counties_fit(today)
    ended = list(_ended(councils))
    text = _written([*today, *ended])
    _against_vocabulary({row["code"]: row for row in today})
    origin = [{**table, "kept": hashlib.sha256(text.encode()).hexdigest()} for table in TABLES]
    (HERE / "councils.csv").write_bytes(text.encode())
    (HERE / "councils.origin.json").write_text(
        json.dumps(origin, ensure_ascii=False, indent=2) + "\n", encoding="utf-8"
    )
    print(f"{len(today)} councils of today and {len(ended)} that ended, {len(text):,} bytes.")


def _checked(folder: Path, table: Row) -> bytes:
    content = (folder / table["table"]).read_bytes()
    found = hashlib.sha256(content).hexdigest()
    if found != table["sha256"]:
        raise SystemExit(f"{table['table']} is {found}, not {table['sha256']}")
    return content


def _by_code(content: bytes) -> dict[str, Row]:
    """Give the rows of a table by mySociety's own code, by which the three are joined."""
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8"))))
    found = {row["local-authority-code"]: row for row in rows}
    _must(len(found) == len(rows), "a council stands twice in a table")
    return found


def _standing(
    councils: Mapping[str, Row], rural: Mapping[str, Row], deprived: Mapping[str, Row]
) -> Iterator[dict[str, str]]:
    """Yield each council of today with its figures, by name; none is left out for want of one."""
    for code, row in sorted(councils.items(), key=lambda pair: (pair[1]["nice-name"], pair[0])):
        if row["end-date"] or row["local-authority-type-name"] not in KINDS:
            continue
        people, km2 = float(row["pop-2020"]), float(row["area"])
        shares = [float(rural[code][name]) for name in ("highly-rural", "rural", "urban")]
        score, fifth = float(deprived[code]["la-deprivation-score"]), deprived[code]["la-imd-pop-quintile"]
        name = row["nice-name"]
        _must(people > 0 and km2 > 0 and 0 < score < 100 and fifth in "12345", f"{name}: a figure that cannot be")
        _must(abs(sum(shares) - 1) < 1e-6, f"{name}: its shares of people do not add up")
        _must(abs(people / km2 - float(deprived[code]["density"])) < 0.5, f"{name}: two tables disagree on its density")
        kind = KINDS[row["local-authority-type-name"]]
        _must(kind == "city" or CODES.get(row["gss-code"][:3]) == kind, f"{name}: its code is not that of its kind")
        groups = [part for field in ("county-la", "combined-authority") for part in row[field].split(",") if part]
        yield {
            "code": row["gss-code"],
            "name": NAMES.get(name, name),
            "kind": kind,
            "region": REGIONS.get(row["gss-code"], NAMES.get(row["region"], row["region"])),
            "people": f"{people:.0f}",
            "km2": f"{km2:.0f}",
            "rural": f"{100 * (shares[0] + shares[1]):.0f}",
            "deprivation": f"{score:.1f}",
            "fifth": fifth,
            # The table has counties in the wrong place: Kent stands in London.
            "lon": "" if kind == "county" else f"{float(row['long']):.3f}",
            "lat": "" if kind == "county" else f"{float(row['lat']):.3f}",
            "within": " ".join(councils[part]["gss-code"] for part in groups),
        }


def _counties_fit(today: list[dict[str, str]]) -> None:
    """Hold each county against its districts: the same region, and as many people within one per cent."""
    for county in (row for row in today if row["kind"] == "county"):
        districts = [row for row in today if county["code"] in row["within"].split()]
        people = sum(int(row["people"]) for row in districts)
        _must(
            {row["region"] for row in districts} == {county["region"]},
            f"{county['name']}: not in its districts' region",
        )
        _must(abs(people / int(county["people"]) - 1) < 0.01, f"{county['name']}: its districts have {people:,} people")


def _ended(councils: Mapping[str, Row]) -> Iterator[dict[str, str]]:
    """Yield each council that ended and has a successor: its name, the day on which that one began, and its code.

    The table tells of some the last day and of others the first day without them; the successor's first day is one for all.
    """
    for _, row in sorted(councils.items(), key=lambda pair: (pair[1]["nice-name"], pair[0])):
        if not (row["end-date"] and row["replaced-by"]):
            continue
        after = [councils[code] for code in row["replaced-by"].split(",")]
        began = {other["start-date"] for other in after}
        _must(len(began) == 1 and all(began), f"{row['nice-name']}: its successors have no one day on which they began")
        name = row["nice-name"]
        kind = KINDS[row["local-authority-type-name"]]
        # Some counties say so in their name, and some do not.
        name = f"{name.removesuffix(' County')} County Council" if kind == "county" else name
        by = " ".join(other["gss-code"] for other in after)
        yield {"code": row["gss-code"], "name": name, "kind": kind, "ended": began.pop(), "by": by}


def _written(rows: list[dict[str, str]]) -> str:
    codes = [row["code"] for row in rows]
    _must(all(codes) and len(set(codes)) == len(codes), "a code is missing, or stands twice")
    _must(
        all(code in codes for row in rows for code in row.get("by", "").split()),
        "a successor is no council of the list",
    )
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def _against_vocabulary(today: Mapping[str, Row]) -> None:
    """Tell where a place of the vocabulary and the table disagree, for somebody to look at."""
    places: Any = yamlfile.read(VOCABULARY.name, VOCABULARY.read_bytes()).data["places"]  # type: ignore[union-attr]
    for slug, place in places.items():
        found = today.get(place.get("code", ""))
        if found is None:
            print(f"{slug}: no figures ({place['kind']})")
        elif (found["name"], found["region"]) != (place["label"], place["region"]):
            print(f"{slug}: {place['label']}, {place['region']}; in the table {found['name']}, {found['region']}")


def _must(holds: bool, what: str) -> None:
    if not holds:
        raise SystemExit(what)


if __name__ == "__main__":
    main()
