"""Bytes that nobody would write: at random, and files of the project with bytes and lines changed in them."""

import random
from collections.abc import Callable, Sequence

Spoil = Callable[[bytes, random.Random], bytes]
# What means something to YAML, to JSON, to Markdown or to HTML, and what readers of text stumble over.
TEXTS = (
    ": ", ":", "- ", "? ", "{", "}", "[", "]", ",", "'", '"', "#", " #", "&a", "*a", "!!python/object:os.system", "!", "|",
    ">", "|2-", "---", "...", "%YAML 1.1", "%", "@", "`", "~", "<<: *a", "\t", "\n", "\n\n", "\r", "\r\n", "  ", "\\",
    '"\\ud800"', '"\\x00"', "\\u202e", "\x00", "\x07", "\x1b[31m", "\x7f", "\x85", "\u00a0", "\u00ad", "\u200b", "\u200d",
    "\u2028", "\u2029", "\u202e", "\ufeff", "\uff1a", "\u2013 ", "\ufffe", "\ud800", "\udfff", "\U000e0041", "\U0010ffff",
    "é", "e\u0301", "ع", "अ", "市", "👩‍👩‍👧", "\u1100", "1:30", "no", "null", "2024-02-30", "1e999", "0x1F", ".inf", "-0",
    "S1", "O1", "{O1.result}", "{O1.", "<script>", "</script>", "<!--", "-->", "**", "__", "[x](", "](javascript:1)",
    "![](x)", "https://", "https://a@b", "http://[::1", "//", "%00", "<<<<<<< ours\n", "=======\n", ">>>>>>> theirs\n",
    "version https://git-lfs.github.com/spec/v1\n", "{{ 7*7 }}", "${x}", "{% raw %}", "::error::", "QQ123456C",
    "a@b.example", "=1+1",
    "9" * 5000, "1" + "0" * 400 + ".5", "-" * 300,
)  # fmt: skip
TOKENS = tuple(part.encode("utf-8", "surrogatepass") for part in TEXTS)


def at_random(chance: random.Random) -> bytes:
    """Give bytes that belong to no file."""
    kind = chance.randrange(5)
    length = chance.choice((0, 1, 3, 20, 200, 2000))
    if kind == 0:
        return chance.randbytes(length)
    if kind == 1:
        return bytes(chance.randrange(9, 127) for _ in range(length))
    if kind == 2:
        encoding = chance.choice(("utf-16", "utf-16-le", "utf-32", "cp1252", "latin-1", "utf-7", "cp037"))
        return chance.choice(("id: Madeup Café\n", "a: [b, c]\n", "{}", "é")).encode(encoding)
    if kind == 3:
        return chance.choice(TOKENS) * chance.choice((1, 2, 50, 1000, 5000))
    return b"".join(chance.choice(TOKENS) for _ in range(min(length, 300)))


def spoilt(raw: bytes, chance: random.Random, others: Sequence[bytes] = ()) -> bytes:
    """Give a copy of a file with one to six changes in it."""
    for _ in range(chance.choice((1, 1, 1, 2, 3, 6))):
        raw = chance.choice(_SPOILS)(raw, chance)
    if others and chance.random() < 0.05:
        other = chance.choice(others)
        raw = raw[: _at(raw, chance)] + other[_at(other, chance) :]
    return raw


def _at(raw: bytes, chance: random.Random) -> int:
    return chance.randrange(len(raw) + 1)


def _flip(raw: bytes, chance: random.Random) -> bytes:
    if not raw:
        return raw
    at = chance.randrange(len(raw))
    return raw[:at] + bytes([raw[at] ^ 1 << chance.randrange(8)]) + raw[at + 1 :]


def _insert(raw: bytes, chance: random.Random) -> bytes:
    at = _at(raw, chance)
    return raw[:at] + chance.choice(TOKENS) * chance.choice((1, 1, 1, 2, 30, 300)) + raw[at:]


def _insert_bytes(raw: bytes, chance: random.Random) -> bytes:
    at = _at(raw, chance)
    return raw[:at] + chance.randbytes(chance.choice((1, 2, 10))) + raw[at:]


def _cut_out(raw: bytes, chance: random.Random) -> bytes:
    at = _at(raw, chance)
    return raw[:at] + raw[at + chance.choice((1, 1, 2, 10, 100)) :]


def _cut_off(raw: bytes, chance: random.Random) -> bytes:
    return raw[: _at(raw, chance)]


def _double(raw: bytes, chance: random.Random) -> bytes:
    at = _at(raw, chance)
    part = raw[at : at + chance.choice((1, 20, 200, 2000))]
    return raw[:at] + part + raw[at:]


def _lines(raw: bytes, chance: random.Random) -> bytes:
    """Leave out, double, swap or shift lines."""
    lines = raw.split(b"\n")
    at, other = chance.randrange(len(lines)), chance.randrange(len(lines))
    kind = chance.randrange(5)
    if kind == 0:
        del lines[at]
    elif kind == 1:
        lines.insert(other, lines[at])
    elif kind == 2:
        lines[at], lines[other] = lines[other], lines[at]
    elif kind == 3:
        lines[at] = chance.choice((b" ", b"  ", b"\t", b"- ", b"      ")) + lines[at]
    else:
        lines[at] = lines[at].strip(b" ")
    return b"\n".join(lines)


def _after_colon(raw: bytes, chance: random.Random) -> bytes:
    """Put another value behind a colon: it is where a value stands that most readers take something for granted."""
    places = [at for at in range(len(raw)) if raw[at : at + 2] in (b": ", b'":')]
    if not places:
        return raw
    at = chance.choice(places) + 2
    end = raw.find(b"\n", at)
    value = chance.choice((*TOKENS, b"", b"[]", b"{}", b"[[[]]]", b"{a: {b: c}}", b'""', b"1", b"x" * 5000))
    return raw[:at] + value + (raw[end:] if end >= 0 else b"")


def _line_ends(raw: bytes, chance: random.Random) -> bytes:
    end = chance.choice((b"\r\n", b"\r", b"\x0b", b"\xe2\x80\xa8", b"\xc2\x85", b"\n\n"))
    return raw.replace(b"\n", end, -1 if chance.random() < 0.5 else chance.randrange(9))


def _encoded(raw: bytes, chance: random.Random) -> bytes:
    encoding = chance.choice(("utf-16", "utf-16-be", "latin-1", "utf-8-sig", "utf-8-sig"))
    return raw.decode("utf-8", "replace").encode(encoding, "replace")


def _nested(raw: bytes, chance: random.Random) -> bytes:
    at, many = _at(raw, chance), chance.choice((5, 20, 3000))
    return raw[:at] + chance.choice((b"[", b"{", b"- ", b"? ", b"{a: ", b">", b"'")) * many + raw[at:]


_SPOILS: tuple[Spoil, ...] = (
    *(_flip, _insert, _insert, _insert, _insert_bytes, _cut_out, _cut_off, _double, _lines, _lines, _lines),
    *(_after_colon, _after_colon, _line_ends, _encoded, _nested),
)
