"""What archives read of the repository: `codemeta.json` and `.zenodo.json`, from the citation of the data set in CITATION.cff.

CITATION.cff is the one declaration: title, authors, version, day, licence, words. Zenodo reads `.zenodo.json` when a release is
archived, and gives the DOI; nothing here asks for one. The terms of CodeMeta are those of version 3.0.
"""

import json
from collections.abc import Mapping
from typing import Any

from markupsafe import escape

CODEMETA, ZENODO = "codemeta.json", ".zenodo.json"
Declared = Mapping[str, Any]


class NotDeclared(Exception):
    """The declaration lacks what an archive needs; the message says what."""


def files(cff: Declared, code: Declared) -> dict[str, str]:
    """Give both files by name. cff: CITATION.cff; code: the table `project` of pyproject.toml. Raises NotDeclared."""
    for name in ("title", "abstract", "authors", "version", "date-released", "license"):
        if not cff.get(name):
            raise NotDeclared(f"CITATION.cff: '{name}' is not there.\n    Add it: archives ask for it.")
    return {CODEMETA: _written(_codemeta(cff, code)), ZENODO: _written(_zenodo(cff))}


def _codemeta(cff: Declared, code: Declared) -> dict[str, Any]:
    """Describe the program, with the data set that it keeps as its part: the two have licences of their own."""
    data = {
        "@type": "Dataset",
        "name": cff["title"],
        "description": _line(cff["abstract"]),
        "creator": [_person(author) for author in cff["authors"]],
        "license": f"https://spdx.org/licenses/{cff['license']}",
        "version": str(cff["version"]),
        "identifier": cff.get("doi"),
        "url": cff.get("url"),
    }
    told = {
        "@context": "https://w3id.org/codemeta/3.0",
        "@type": "SoftwareSourceCode",
        "name": code["name"],
        "description": code["description"],
        "author": [_person(author) for author in cff["authors"]],
        "license": f"https://spdx.org/licenses/{code['license']}",
        "version": str(cff["version"]),
        "dateModified": str(cff["date-released"]),
        "keywords": list(cff.get("keywords", [])),
        "codeRepository": cff.get("repository-code"),
        "programmingLanguage": {"@type": "ComputerLanguage", "name": "Python"},
        "runtimePlatform": f"Python {code['requires-python']}",
        "hasPart": [{name: value for name, value in data.items() if value}],
    }
    return {name: value for name, value in told.items() if value}


def _person(author: Declared) -> dict[str, Any]:
    """Give an author: an organisation has a name, a person a given and a family name, and may have an ORCID."""
    if "name" in author:
        return {"@type": "Organization", "name": author["name"]}
    told = {
        "@type": "Person",
        "@id": author.get("orcid"),
        "givenName": author.get("given-names"),
        "familyName": author.get("family-names"),
    }
    return {name: value for name, value in told.items() if value}


def _zenodo(cff: Declared) -> dict[str, Any]:
    """Describe the data set for Zenodo's deposit of a release: fields of its REST API, 'Deposit metadata'."""
    related = [
        {"identifier": cff[name], "relation": relation, "scheme": "url"}
        for name, relation in (("url", "isIdenticalTo"), ("repository-code", "isDerivedFrom"))
        if cff.get(name)
    ]
    told = {
        "upload_type": "dataset",
        "title": cff["title"],
        # Zenodo takes a description for HTML.
        "description": f"<p>{escape(_line(cff['abstract']))}</p>",
        "creators": [_creator(author) for author in cff["authors"]],
        "version": str(cff["version"]),
        "publication_date": str(cff["date-released"]),
        "access_right": "open",
        "license": str(cff["license"]).lower(),
        "keywords": list(cff.get("keywords", [])),
        "language": "eng",
        "related_identifiers": related,
    }
    return {name: value for name, value in told.items() if value}


def _creator(author: Declared) -> dict[str, str]:
    if "name" in author:
        return {"name": author["name"]}
    told = {"name": f"{author.get('family-names', '')}, {author.get('given-names', '')}".strip(", ")}
    orcid = str(author.get("orcid", "")).rpartition("/")[2]
    return {**told, "orcid": orcid} if orcid else told


def _line(text: str) -> str:
    return " ".join(text.split())


def _written(told: Declared) -> str:
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"
