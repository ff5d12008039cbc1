"""The sources of a case for a reference manager: BibTeX, RIS and CSL-JSON, each source as the record holds it.

A record holds no authors of its sources. A page or report is filed under whoever published it; a work with a DOI names no author
here, for its authors are people, whom a reference manager fetches by the DOI. Each entry says how the source was read.
"""

import json
import re
from collections.abc import Iterable
from typing import Any
from urllib.parse import unquote, urlsplit

from pilotbook.exports.citations import _line as one_line
from pilotbook.exports.citations import _tex as in_tex
from pilotbook.exports.citations import whole_name
from pilotbook.record import Case, formatting
from pilotbook.record.fact import SEEN, Source

# "10.1186": the registrant of a DOI, as a part of an address of its own or after "doi:".
_REGISTRANT = re.compile(r"(?:doi:)?(10\.[0-9]{4,9})")
_END = re.compile(r"(\.(pdf|html?|full))+$", re.IGNORECASE)
# A registrant that puts one more part behind its own name: 10.31234/osf.io/zbaw3.
_LONGER = "osf.io"


def files(case: Case) -> dict[str, str]:
    """Give the files that stand beside the page of a case, by name."""
    return {
        "sources.bib": "\n".join(_bibtex(case, source) for source in case.sources),
        "sources.ris": "".join(_ris(case, source) for source in case.sources),
        "sources.json": json.dumps([_csl(case, source) for source in case.sources], ensure_ascii=False, indent=1)
        + "\n",
    }


def doi_of(url: str) -> str:
    """Give the DOI that an address holds in its path: '10.1186/s13063-023-07612-6'; '' where it holds none for certain.

    At doi.org all of the path is the DOI. Elsewhere it is the registrant and the one part after it, as publishers write it; a DOI
    in a query belongs to whatever site looks it up, and is not taken.
    """
    parts = urlsplit(url)
    if (parts.hostname or "") in ("doi.org", "dx.doi.org", "www.doi.org"):
        whole = unquote(parts.path).strip("/")
        return whole if _REGISTRANT.match(whole) and "/" in whole else ""
    steps = [unquote(step) for step in parts.path.split("/")]
    for at, step in enumerate(steps):
        if found := _REGISTRANT.fullmatch(step):
            behind = steps[at + 1 : at + 3 if steps[at + 1 : at + 2] == [_LONGER] else at + 2]
            whole = _END.sub("", "/".join(behind))
            return f"{found.group(1)}/{whole}" if whole and whole != _LONGER else ""
    return ""


def _told(case: Case, source: Source) -> dict[str, str]:
    """Give what every format says of a source, as plain text; '' where the record does not hold it."""
    url = source.url if isinstance(source.url, str) else ""
    doi = doi_of(url)
    read = f"Source {source.id} of {case.id}, {SEEN[source.seen]} on {formatting.date(source.accessed)}."
    return {
        "title": one_line(source.title),
        "author": "" if doi else one_line(source.publisher),
        "publisher": one_line(source.publisher),
        "published": source.published if isinstance(source.published, str) else "",
        "url": url,
        "archive": source.archive_url or "",
        "doi": doi,
        "accessed": source.accessed,
        "note": " ".join([read, *([one_line(source.note)] if source.note else [])]),
    }


def _bibtex(case: Case, source: Source) -> str:
    told = _told(case, source)
    year, month, _ = (*told["published"].split("-"), "", "")[:3]
    fields = {
        "author": f"{{{in_tex(told['author'])}}}" if told["author"] else "",
        "title": f"{{{in_tex(told['title'])}}}",
        "publisher": in_tex(told["publisher"]),
        "year": year,
        "month": month.lstrip("0"),
        "date": told["published"],
        "url": told["url"],
        "doi": in_tex(told["doi"]),
        "urldate": told["accessed"],
        "archiveurl": told["archive"],
        "note": in_tex(told["note"]),
    }
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items() if value)
    return f"@misc{{{case.id}-{source.id},\n{lines}}}\n"


def _ris(case: Case, source: Source) -> str:
    told = _told(case, source)
    values = [
        # A page of the web where there is an address; what kind of work it is a record does not hold.
        ("TY", "ELEC" if told["url"] else "GEN"),
        ("ID", f"{case.id}-{source.id}"),
        ("AU", whole_name(told["author"]) if told["author"] else ""),
        ("TI", told["title"]),
        ("PB", told["publisher"]),
        ("PY", told["published"][:4]),
        ("DA", told["published"].replace("-", "/")),
        ("DO", told["doi"]),
        ("UR", told["url"]),
        ("L2", told["archive"]),
        ("Y2", told["accessed"].replace("-", "/")),
        ("N1", told["note"]),
    ]
    return "".join(f"{tag}  - {value}\r\n" for tag, value in values if value) + "ER  - \r\n"


def _csl(case: Case, source: Source) -> dict[str, Any]:
    told = _told(case, source)
    item: dict[str, Any] = {
        "id": f"{case.id}-{source.id}",
        "type": "webpage" if told["url"] and not told["doi"] else "document",
        "title": told["title"],
        "author": [{"literal": told["author"]}] if told["author"] else [],
        "publisher": told["publisher"],
        "issued": _date(told["published"]),
        "accessed": _date(told["accessed"]),
        "URL": told["url"],
        "DOI": told["doi"],
        "archive_location": told["archive"],
        "note": told["note"],
    }
    return {name: value for name, value in item.items() if value}


def _date(day: str) -> dict[str, Iterable[Any]]:
    return {"date-parts": [[int(part) for part in day.split("-")]]} if day else {}
