"""The data package: every file of /data/ with its size and hash, and the schema of each table (Data Package v2)."""

import json
from typing import IO, Any

from pilotbook.exports.csvw import described, is_reason
from pilotbook.exports.dataset import (
    AUTHORS,
    DESCRIPTION,
    HONEST_USE,
    KEYWORDS,
    LICENCE,
    LICENCE_TITLE,
    LICENCE_URL,
    NAME,
    TITLE,
)
from pilotbook.exports.package import File, Gathered, Package, media_type
from pilotbook.record.reasons import MISSING, WRITTEN
from pilotbook.views.columns import JOINT, Column
from pilotbook.views.tables import TableKind

_PROFILE = "https://datapackage.org/profiles/2.0/"


def package(gathered: Gathered) -> dict[str, Any]:
    """Give the descriptor of all files of /data/ that were made so far."""
    tables = {f"{kind.name}.csv" for kind, _ in gathered.tables}
    address = {"homepage": gathered.citation.address} if gathered.base else {}
    return {
        "$schema": f"{_PROFILE}datapackage.json",
        "name": NAME,
        "title": TITLE,
        "description": DESCRIPTION,
        **address,
        "version": gathered.version,
        "keywords": list(KEYWORDS),
        "licenses": [{"name": LICENCE, "title": LICENCE_TITLE, "path": LICENCE_URL}],
        "contributors": _contributors(gathered),
        "citation": gathered.citation.harvard,
        "honestUse": list(HONEST_USE),
        "missingReasons": [
            {"value": code, "label": reason.label, "whose": reason.whose} for code, reason in WRITTEN.items()
        ],
        "resources": [_table(kind, file, gathered) for kind, file in gathered.tables],
        # A reader takes what it finds among the resources for tables, or a JSON Schema for the schema of one.
        "otherFiles": [_file(name, file, gathered) for name, file in gathered.files.items() if name not in tables],
    }


def _contributors(gathered: Gathered) -> list[dict[str, Any]]:
    """Name who answers for the whole, then everybody who wrote or checked a record."""
    whole = [{"title": name, "roles": ["author"]} for name in AUTHORS]
    records = [{"title": name, "roles": roles} for name, roles in gathered.contributors.items() if name not in AUTHORS]
    return [*whole, *records]


def _file(name: str, file: File, gathered: Gathered) -> dict[str, Any]:
    return {
        "path": name,
        "description": gathered.about[name],
        "mediatype": media_type(name),
        "bytes": file.size,
        "hash": f"sha256:{file.sha256}",
    }


def _table(kind: TableKind, file: File, gathered: Gathered) -> dict[str, Any]:
    told = {"name": kind.name, "type": "table", "title": kind.name, "format": "csv", "encoding": "utf-8"}
    return {**told, **_file(f"{kind.name}.csv", file, gathered), "schema": _schema(kind, gathered)}


def _schema(kind: TableKind, gathered: Gathered) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "$schema": f"{_PROFILE}tableschema.json",
        "fields": [_field(column, gathered) for column in kind.columns],
        "missingValues": [""],
        "primaryKey": list(kind.key),
    }
    if keys := [
        {"fields": [each.column], "reference": {"resource": each.table, "fields": [each.to]}}
        for each in gathered.references(kind)
    ]:
        schema["foreignKeys"] = keys
    return schema


def _field(column: Column, gathered: Gathered) -> dict[str, Any]:
    plain = column.type in ("string", "uri") or column.is_list
    told: dict[str, Any] = {
        "name": column.name,
        "title": column.title,
        "description": described(column),
        "type": "string" if plain else column.type,
    }
    if column.type == "uri" and not column.is_list:
        told["format"] = "uri"
    if is_reason(column):
        told["categories"] = [{"value": code, "label": MISSING[code]} for code in column.codes]
    if constraints := _constraints(column, gathered):
        told["constraints"] = constraints
    return told


def _constraints(column: Column, gathered: Gathered) -> dict[str, Any]:
    found: dict[str, Any] = {"required": True} if column.required else {}
    codes = column.codes or tuple(gathered.lists.get(column.vocabulary, ()))
    if column.pattern:
        found["pattern"] = listed_pattern(column.pattern) if column.is_list else column.pattern
    elif codes and not column.is_list:
        found["enum"] = list(codes)
    return found


def listed_pattern(pattern: str) -> str:
    """Give the pattern of a list whose entries each have a pattern: '^S[1-9]$' → '^S[1-9](; S[1-9])*$'."""
    inner = f"({pattern.removeprefix('^').removesuffix('$')})"
    return f"^{inner}({JOINT}{inner})*$"


def _write(gathered: Gathered, out: IO[bytes]) -> None:
    out.write(f"{json.dumps(package(gathered), ensure_ascii=False, indent=1)}\n".encode())


PACKAGES = (Package("datapackage.json", "every file with its size, hash and columns (Data Package)", "data", _write),)
