"""Fill templates. Autoescape is on, a missing value is an error, and every link is made by one function."""

import posixpath
import re
from collections.abc import Sequence
from functools import lru_cache
from html import unescape
from types import SimpleNamespace
from typing import Any

import jinja2
from markupsafe import Markup

from pilotbook.judgement import gaps
from pilotbook.judgement.rating import is_given
from pilotbook.pages import fact_html
from pilotbook.record import formatting
from pilotbook.record.facts import label_of
from pilotbook.text import markdown
from pilotbook.text.glossary import Term, terms_used

# Where a template says `{{ words_used }}`; what stands there depends on all the words around it.
_WORDS_USED = Markup("<!--words-used-->")
# A script or picture with all that is in it, and any other tag alone: what no reader reads as words.
_MARKUP = re.compile(r"<(script|svg)\b.*?</\1>|<[^>]*>", re.DOTALL)


def link(here: str, target: str) -> str:
    """Give the address of the page `target` ('/cases/x/#O1') as seen from the page `here`: it works under any sub-path."""
    path, hash_mark, anchor = target.partition("#")
    folder = here if here.endswith("/") else posixpath.dirname(here) + "/"
    if path == here:
        return f"#{anchor}" if hash_mark else posixpath.basename(path) or "./"
    return f"{_way(folder, path)}{hash_mark}{anchor}"


@lru_cache(maxsize=20_000)
def _way(folder: str, path: str) -> str:
    """Give the way from a folder to a path, both from the root; a page leads to its neighbours many times."""
    relative = posixpath.relpath(path, folder)
    return f"{relative}/" if path.endswith("/") and not relative.endswith("/") else relative


@lru_cache(maxsize=1)
def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("pilotbook", "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(
        fact_html=fact_html, formatting=formatting, is_given=is_given, label_of=label_of, no_due=gaps.NO_DUE
    )
    environment.filters.update(
        prose=markdown.to_html, inline=markdown.to_inline_html, plain=markdown.to_text, date=formatting.date
    )
    _add_parts(environment)
    return environment


def _add_parts(environment: jinja2.Environment) -> None:
    """Give templates the macros of `templates/parts/`, one file a component, under the one name `parts`."""
    # A macro keeps the names that were there when its file was read, and parts use parts: so the name comes first.
    parts = environment.globals["parts"] = SimpleNamespace()
    for name in environment.list_templates(filter_func=lambda name: name.startswith("parts/")):
        module = environment.get_template(name).module
        vars(parts).update({macro: call for macro, call in vars(module).items() if not macro.startswith("_")})


def fill(template: str, here: str, **values: Any) -> Markup:
    """Fill `templates/<template>.html.j2` for the page at `here`."""
    page = _environment().get_template(f"{template}.html.j2")
    return Markup(page.render(link=lambda target: link(here, target), here=here, **values))


def fill_explained(template: str, here: str, glossary: Sequence[Term], **values: Any) -> Markup:
    """Fill a template, and its place `words_used` with what the terms mean that the page's visible words use."""
    page = fill(template, here, words_used=_WORDS_USED, **values)
    parts: Any = _environment().globals["parts"]
    terms = terms_used(glossary, unescape(_MARKUP.sub(" ", page)))
    return Markup(page.replace(_WORDS_USED, parts.glossary(lambda target: link(here, target), terms)))
