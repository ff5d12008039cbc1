"""What any reader of Markdown makes of a text, as the twins of pages are read by programs of others."""

import re

from markdown_it import MarkdownIt
from markupsafe import Markup

_READER = MarkdownIt("commonmark")


def words_of(written: str) -> str:
    """Give the words that CommonMark shows, on one line."""
    return re.sub(r"\s+", " ", Markup(_READER.render(written)).striptags()).strip()
