"""A word as long as the checker lets one be breaks at the edge of the page, and pushes nothing off a narrow screen."""

import pytest
from conftest import Visit
from pilotbook.text.yamlfile import MAX_WORD

# Every word of a record that a page shows; what is written by us has no such word.
LENGTHEN = """(letters) => {
  const words = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
  const found = [];
  while (words.nextNode()) {
    const { parentElement: box, data } = words.currentNode;
    const ours = "svg, script, style, noscript, option, button, label, summary, .visually-hidden";
    if (data.trim().length > 12 && !box.closest(ours)) found.push(words.currentNode);
  }
  for (const words of found) words.data = "W".repeat(letters);
  return found.length;
}"""
OUTSIDE = """() => [...document.querySelectorAll("main *")]
  .filter((box) => box.getBoundingClientRect().right > innerWidth + 1)
  .filter((box) => !box.closest(".table-scroll, svg, .visually-hidden, [hidden]"))
  .map((box) => `${box.tagName.toLowerCase()}.${box.className}`).slice(0, 5)"""


@pytest.mark.parametrize("path", ["", "cases/", "cases/often-trial/", "lessons/", "about/"])
def test_a_word_of_200_letters_stays_on_a_narrow_page(visit: Visit, path: str) -> None:
    page = visit(path, width=320)

    assert page.evaluate(LENGTHEN, MAX_WORD) > 5
    assert page.evaluate("document.documentElement.scrollWidth") <= 320, page.evaluate(OUTSIDE)
