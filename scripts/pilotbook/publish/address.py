"""Where the site is published, as `_config.yml` says; a build depends on no remote and makes no host up."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pilotbook.record.editors import Contact, Editors
from pilotbook.text import yamlfile
from pilotbook.text.problems import Problem

_REPOSITORY = re.compile(r"(https://[a-z0-9.-]+/[\w.-]+/[\w.-]+?)(?:\.git)?/?", re.ASCII)
_BRANCH = re.compile(r"[\w.-]+(?:/[\w.-]+)*", re.ASCII)
_MAILBOX = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII)


def base_address(root: Path) -> str:
    """Give the address where the site is published, as `_config.yml` says, ending in '/'; '' where it does not say."""
    html = _settings(root).get("html")
    address = str(html.get("baseurl") or "") if isinstance(html, dict) else ""
    # "example.org/book" without a scheme would be taken for a path of whoever shows the tags.
    if urlsplit(address).scheme not in ("http", "https") or not urlsplit(address).netloc:
        return ""
    return address if address.endswith("/") else f"{address}/"


def title_of(root: Path) -> str:
    """Give the name of the book, in the letters that a header of the web can hold."""
    return _plain(_settings(root).get("title")) or "Pilotbook"


def contact_of(root: Path) -> str:
    """Give the address by which those who run the book can be reached, as `contact` in `_config.yml` says, or ''."""
    return _plain(_settings(root).get("contact"))


def editors_of(root: Path) -> Editors:
    """Give who runs the book and how they are reached, as `repository`, `contact` and `editors` in `_config.yml` say."""
    settings = _settings(root)
    told, contact = _mapping(settings, "editors"), contact_of(root)
    names = ("who", "decides", "answers_for", "reply", "small", "case")
    return Editors(
        Contact(
            _repository(settings),
            _fitting(_BRANCH, _mapping(settings, "repository").get("branch")) or "main",
            _fitting(_MAILBOX, contact),
            contact if urlsplit(contact).scheme == "https" and urlsplit(contact).netloc else "",
        ),
        **{name: " ".join(str(told.get(name) or "").split()) for name in names},
    )


def unreached(root: Path) -> str:
    """Say why no page leads to the repository of the book, and how to mend it; '' where pages do."""
    settings = _settings(root)
    if _repository(settings):
        return ""
    wrong = _mapping(settings, "repository").get("url")
    because = f"'{wrong}' in _config.yml is no address of a repository" if wrong else "_config.yml does not name it"
    return (
        f"No page leads to the repository of the book, because {because}. "
        "Write 'repository: {url: https://github.com/OWNER/NAME}' there"
    )


def _repository(settings: Mapping[str, Any]) -> str:
    found = _REPOSITORY.fullmatch(str(_mapping(settings, "repository").get("url") or ""))
    return found[1] if found else ""


def _fitting(shape: re.Pattern[str], value: object) -> str:
    return value if isinstance(value, str) and shape.fullmatch(value) else ""


def _mapping(settings: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    value = settings.get(name)
    return value if isinstance(value, Mapping) else {}


def archived_origin(root: Path) -> str:
    """Give the address of the public repository that Software Heritage keeps, as `_config.yml` says, or '': nobody guesses it."""
    origin = str(_settings(root).get("software_heritage") or "")
    return origin if urlsplit(origin).scheme in ("http", "https") and urlsplit(origin).netloc else ""


def _settings(root: Path) -> Mapping[str, Any]:
    document = yamlfile.read("_config.yml", (root / "_config.yml").read_bytes())
    return {} if isinstance(document, Problem) else document.data


def _plain(value: object) -> str:
    text = value if isinstance(value, str) else ""
    return " ".join(text.encode("ascii", "ignore").decode().split())
