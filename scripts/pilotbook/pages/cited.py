"""What the page of a record or a notebook says to reference managers, search engines and machines that follow links, in its head.

Highwire and Dublin Core tags for reference managers, JSON-LD of schema.org, and Signposting's typed links (FAIR Signposting).
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from markupsafe import Markup, escape

from pilotbook.exports.citations import BOOK, LICENCES, Citation, whole_name
from pilotbook.pages.render import link

# What each file beside a page is, for links with a type.
_TYPES = {
    "cite.bib": "application/x-bibtex",
    "cite.ris": "application/x-research-info-systems",
    "cite.json": "application/vnd.citationstyles.csl+json",
}
Crumbs = Sequence[tuple[str, str]]


def head(citation: Citation, here: str, base: str, crumbs: Crumbs) -> Markup:
    """Give the tags of a record's page at `here`; crumbs: (title, address) of the pages above it."""
    return (
        _tags(_highwire(citation) + _dublin_core(citation))
        + Markup('<meta property="article:modified_time" content="{}">').format(citation.date)
        + _links(citation, here, base)
        + _data([_report(citation, here, base), _breadcrumb([*crumbs, (citation.title, here)], here, base)])
    )


def _highwire(citation: Citation) -> list[tuple[str, str]]:
    """Give the tags that reference managers and scholarly search read; the institution makes it a report.

    What they keep as its address is the permanent one, where that is whole.
    """
    lasting = citation.address if citation.address.startswith("http") else ""
    return [
        ("citation_title", citation.title),
        *(("citation_author", whole_name(name)) for name in citation.authors),
        ("citation_publication_date", citation.date.replace("-", "/")),
        ("citation_technical_report_institution", BOOK),
        ("citation_technical_report_number", citation.number),
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
        ("DC.type", citation.genre),
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


def _report(citation: Citation, here: str, base: str) -> dict[str, Any]:
    return {
        "@type": "Report",
        "name": citation.title,
        "reportNumber": citation.number,
        "author": [{"@type": "Organization", "name": name} for name in citation.authors],
        "dateModified": citation.date,
        "version": citation.date,
        "publisher": {"@type": "Organization", "name": BOOK},
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
