"""What the page of a record or a notebook says to reference managers, search engines and machines that follow links, in its head.

Highwire and Dublin Core tags for reference managers, JSON-LD of schema.org, and Signposting's typed links (FAIR Signposting).
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from markupsafe import Markup, escape

from pilotbook.exports import record_json
from pilotbook.exports.citations import BOOK, LICENCES, Citation, whole_name
from pilotbook.exports.dataset import KEYWORDS
from pilotbook.pages.render import link

# What each file beside a page is, for links with a type: how it is cited, and the same record in other forms.
_TYPES = {
    "cite.bib": "application/x-bibtex",
    "cite.ris": "application/x-research-info-systems",
    "cite.json": "application/vnd.citationstyles.csl+json",
}
_FORMS = {record_json.NAME: "application/json", "index.md": "text/markdown"}
Crumbs = Sequence[tuple[str, str]]


def head(citation: Citation, here: str, base: str, crumbs: Crumbs) -> Markup:
    """Give the tags of a record's page at `here`; crumbs: (title, address) of the pages above it."""
    return (
        _tags(_highwire(citation) + _dublin_core(citation))
        + Markup('<meta property="article:modified_time" content="{}">').format(citation.date)
        + _links(citation, here, base)
        + _alternates(_FORMS)
        + _data([_report(citation, here, base), _breadcrumb([*crumbs, (citation.title, here)], here, base)])
    )


def data_head(citation: Citation, here: str, base: str, files: Iterable[tuple[str, str, str]]) -> Markup:
    """Give the tags of the page of a data set; files: (name, what it is, media type) of each that can be taken away."""
    return (
        _tags(_highwire(citation) + _dublin_core(citation))
        + _links(citation, here, base)
        + _data([_dataset(citation, here, base, files), _breadcrumb([(citation.genre, here)], here, base)])
    )


def site_head(here: str, base: str, description: str) -> Markup:
    """Give the data of the home page: the site as a whole."""
    told = {"@type": "WebSite", "name": BOOK, "description": description, "url": whole(here, here, base)}
    return _data([{**told, "publisher": _organisation(BOOK)}])


def schema(kind: str, here: str, base: str) -> str:
    """Give the address of the schema of a record.json beside the page at `here`."""
    return whole(f"/data/{record_json.SCHEMAS[kind]}", here, base)


def _highwire(citation: Citation) -> list[tuple[str, str]]:
    """Give the tags that reference managers and scholarly search read; the institution makes it a report.

    What they keep as its address is the permanent one, where that is whole.
    """
    lasting = citation.address if citation.address.startswith("http") else ""
    kept_by = (
        [("citation_publisher", BOOK)]
        if citation.is_data
        else [
            ("citation_technical_report_institution", BOOK),
            ("citation_technical_report_number", citation.number),
        ]
    )
    return [
        ("citation_title", citation.title),
        *(("citation_author", whole_name(name)) for name in citation.authors),
        ("citation_publication_date", citation.date.replace("-", "/")),
        *kept_by,
        ("citation_language", citation.language),
        ("citation_abstract", citation.abstract),
        *([("citation_public_url", lasting)] if lasting else []),
    ]


def _dublin_core(citation: Citation) -> list[tuple[str, str]]:
    return [
        ("DC.title", citation.title),
        *(("DC.creator", whole_name(name)) for name in citation.authors),
        ("DC.date", citation.date),
        ("DC.publisher", BOOK),
        ("DC.identifier", citation.address),
        ("DC.type", "Dataset" if citation.is_data else citation.genre),
        *([("DCTERMS.hasVersion", citation.date)] if citation.is_data else []),
        ("DC.language", citation.language),
        ("DC.rights", LICENCES[citation.licence]),
    ]


def _links(citation: Citation, here: str, base: str) -> Markup:
    """Give the address to cite, the licence, and the files that describe the page; its own address stands on every page."""
    cite_as = citation.address if base else link(here, citation.address)
    written = [
        Markup('<link rel="cite-as" href="{}">').format(cite_as),
        Markup('<link rel="license" href="{}">').format(LICENCES[citation.licence]),
        *(Markup('<link rel="describedby" type="{}" href="{}">').format(kind, name) for name, kind in _TYPES.items()),
    ]
    return Markup("").join(written)


def whole(target: str, here: str, base: str) -> str:
    """Give an address of the site whole where the site's address is known, else as it is reached from `here`."""
    return base + target.lstrip("/") if base else link(here, target)


def _tags(said: Iterable[tuple[str, str]]) -> Markup:
    return Markup("".join(f'<meta name="{name}" content="{escape(value)}">' for name, value in said))


def _data(graph: list[Mapping[str, Any]]) -> Markup:
    """Give JSON-LD. A '<' in a text would end the element, so it is written as JSON's own escape."""
    told = json.dumps({"@context": "https://schema.org", "@graph": graph}, ensure_ascii=False, sort_keys=True)
    return Markup('<script type="application/ld+json">{}</script>').format(Markup(told.replace("<", "\\u003c")))


def _alternates(forms: Mapping[str, str]) -> Markup:
    link_to = Markup('<link rel="alternate" type="{}" href="{}">')
    return Markup("").join(link_to.format(kind, name) for name, kind in forms.items())


def _organisation(name: str) -> dict[str, str]:
    return {"@type": "Organization", "name": name}


def _dataset(citation: Citation, here: str, base: str, files: Iterable[tuple[str, str, str]]) -> dict[str, Any]:
    return {
        "@type": "Dataset",
        "name": citation.title,
        "description": citation.abstract,
        "creator": [_organisation(name) for name in citation.authors],
        "publisher": _organisation(BOOK),
        "dateModified": citation.date,
        "version": citation.date,
        "inLanguage": citation.language,
        "isAccessibleForFree": True,
        "keywords": list(KEYWORDS),
        "license": LICENCES[citation.licence],
        "creditText": citation.harvard,
        "url": whole(here, here, base),
        "distribution": [
            {
                "@type": "DataDownload",
                "name": name,
                "description": what,
                "encodingFormat": kind,
                "contentUrl": whole(f"{here}{name}", here, base),
            }
            for name, what, kind in files
        ],
    }


def _report(citation: Citation, here: str, base: str) -> dict[str, Any]:
    return {
        "@type": "Report",
        "name": citation.title,
        "reportNumber": citation.number,
        "author": [_organisation(name) for name in citation.authors],
        "dateModified": citation.date,
        "version": citation.date,
        "publisher": _organisation(BOOK),
        "abstract": citation.abstract,
        "genre": citation.genre,
        "inLanguage": citation.language,
        "license": LICENCES[citation.licence],
        "identifier": citation.number,
        "url": whole(here, here, base),
    }


def _breadcrumb(crumbs: Crumbs, here: str, base: str) -> dict[str, Any]:
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": number, "name": title, "item": whole(target, here, base)}
            for number, (title, target) in enumerate(crumbs, start=1)
        ],
    }
