"""CSV on the Web: one metadata file for all tables, by the name under which readers of CSVW look for it.

https://www.w3.org/TR/tabular-metadata/; readers find `csv-metadata.json` beside a table by themselves.
"""

import json
from typing import IO, Any

from pilotbook.exports.dataset import AUTHORS, DESCRIPTION, HONEST_USE, LICENCE_URL, TITLE
from pilotbook.exports.package import Gathered, Package
from pilotbook.record.reasons import MISSING
from pilotbook.record.text import SITE_LANGUAGE
from pilotbook.views.columns import JOINT, Column
from pilotbook.views.tables import TableKind

_BASES = {"number": "decimal", "uri": "anyURI"}


def metadata(gathered: Gathered) -> dict[str, Any]:
    """Give the metadata of all tables as a table group of CSVW."""
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": SITE_LANGUAGE}],
        "dc:title": TITLE,
        "dc:description": f"{DESCRIPTION} {' '.join(HONEST_USE)}",
        "dc:creator": list(AUTHORS),
        "dc:contributor": list(gathered.contributors),
        "dc:license": {"@id": LICENCE_URL},
        "dc:date": gathered.version,
        "dc:bibliographicCitation": gathered.citation.harvard,
        "dialect": {"encoding": "utf-8", "header": True},
        "tables": [_table(kind, gathered) for kind, _ in gathered.tables],
    }


def _table(kind: TableKind, gathered: Gathered) -> dict[str, Any]:
    schema: dict[str, Any] = {"columns": [_column(column) for column in kind.columns], "primaryKey": list(kind.key)}
    if keys := [
        {"columnReference": each.column, "reference": {"resource": f"{each.table}.csv", "columnReference": each.to}}
        for each in gathered.references(kind)
    ]:
        schema["foreignKeys"] = keys
    return {"url": f"{kind.name}.csv", "dc:title": kind.name, "dc:description": kind.about, "tableSchema": schema}


def _column(column: Column) -> dict[str, Any]:
    told: dict[str, Any] = {
        # The head of the file holds the name, so that is its title here; what readers may call it is Dublin Core's title.
        "name": column.name,
        "titles": column.name,
        "dc:title": column.title,
        "dc:description": described(column),
        "datatype": _datatype(column),
    }
    if column.is_list:
        told["separator"] = JOINT
    if column.required:
        told["required"] = True
    return told


def _datatype(column: Column) -> Any:
    base = _BASES.get(column.type, column.type)
    if column.type == "boolean":
        return {"base": base, "format": "True|False"}
    pattern = column.pattern or ("^(" + "|".join(map(_escaped, column.codes)) + ")$" if column.codes else "")
    return {"base": base, "format": pattern} if pattern else base


def _escaped(code: str) -> str:
    return code.replace(".", "[.]").replace(":", "[:]")


def described(column: Column) -> str:
    """Give what a column means, with its unit, its list of codes and what joins a list."""
    told = [column.help]
    if column.unit:
        told.append(f"In the unit of {column.unit}.")
    if column.vocabulary:
        told.append(f"Codes of the list '{column.vocabulary}' in vocabulary.csv.")
    if column.is_list:
        told.append("Entries are joined by '; '.")
    if is_reason(column):
        told.append("Reasons: " + "; ".join(f"{code}: {MISSING[code]}" for code in column.codes) + ".")
    return " ".join(told)


def is_reason(column: Column) -> bool:
    """Say whether a column holds the reason why a fact is missing."""
    return column.name.rpartition(".")[2] == "missing"


def _write(gathered: Gathered, out: IO[bytes]) -> None:
    out.write(f"{json.dumps(metadata(gathered), ensure_ascii=False, indent=1)}\n".encode())


PACKAGES = (
    Package("csv-metadata.json", "what each table and column is, for programs (CSV on the Web)", "tables", _write),
)
