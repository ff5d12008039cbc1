"""The form: a browser finds in a record what the checker finds, and what it writes is read as it was."""

import copy
import random
import unicodedata
from typing import Any

from formslips import SENTENCES, WORDS, _texts, slipped
from soundbooks import WORDS as ODD
from test_form_rules import by_browser, changed, unlike, words_and_records

from fuzz.spoilt import TEXTS

BATCH = 300


def form(chance: random.Random) -> str:
    """Check and write 300 records as a browser does and as the checker does: one process of Node for all of them."""
    records = slipped(words_and_records()[1], BATCH, chance.randrange(10**9))
    return _alike(records, "slips")


def odd(chance: random.Random) -> str:
    """The same, with words in one text of each record that nobody would write there."""
    records = copy.deepcopy([chance.choice(words_and_records()[1]) for _ in range(BATCH)])
    for record in records:
        holder, name = chance.choice([place for place in _texts(record) if " " in place[0][place[1]]])
        holder[name] = _words(chance) or holder[name]
    return _alike(records, "odd words")


def _words(chance: random.Random) -> str:
    """Give words, without what no file can hold and a browser judges by itself: control characters, and a byte order mark.

    Digits of other scripts are looked for only once a record is sent.
    """
    drawn = [chance.choice((*ODD, *WORDS, *SENTENCES, *TEXTS)) for _ in range(chance.choice((1, 2, 3, 6)))]
    text = chance.choice((" ", "")).join(drawn).encode("utf-8", "replace").decode()
    return "".join(sign for sign in text if not _is_left_out(sign)).strip()


def _is_left_out(sign: str) -> bool:
    is_control = unicodedata.category(sign) == "Cc" and sign not in "\n\t"
    return is_control or sign == "\ufeff" or (sign.isdecimal() and not sign.isascii())


def _alike(records: list[dict[str, Any]], what: str) -> str:
    found = by_browser(records)
    apart = unlike(records, found)
    assert not apart, str(list(apart.items())[:3])
    assert not (texts := changed(records, found)), texts[0]
    return f"300 records with {what} alike"
