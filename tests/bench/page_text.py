"""Write the main text of finished case pages as Markdown, for other builders of books to build.

Run by the Python of a folder that has markdownify, with nothing of this project: `page_text.py SITE FOLDER SLUG …`. Headings,
paragraphs, lists, tables and links to other sites stay; pictures, forms, buttons and links inside the site become their words
or go, so that every builder gets the same and none has a link to follow.
"""

import re
import sys
from pathlib import Path

from bs4 import BeautifulSoup
from markdownify import ATX, MarkdownConverter

_GONE = "svg, script, style, form, button, nav, template, picture, img, input, .visually-hidden, [hidden]"


def main(site: Path, folder: Path, slugs: list[str]) -> None:
    """Write the pages of some cases of `site` into `folder`."""
    folder.mkdir(parents=True)
    for slug in slugs:
        html = (site / "cases" / slug / "index.html").read_text(encoding="utf-8")
        (folder / f"{slug}.md").write_text(markdown(html), encoding="utf-8")


def markdown(html: str) -> str:
    """Give the main text of a page as Markdown that begins with its title."""
    content = BeautifulSoup(html, "html.parser").find("main")
    for item in content.select(_GONE):
        item.decompose()
    for link in content.select("a:not([href^='http'])"):
        link.unwrap()
    title = content.find("h1").extract().get_text(" ", strip=True)
    body = MarkdownConverter(heading_style=ATX, bullets="-").convert_soup(content)
    return f"# {title}\n\n" + re.sub(r"\n{3,}", "\n\n", body).strip() + "\n"


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3:])
