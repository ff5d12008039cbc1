"""The links: whatever a register holds and whatever a host answers, there is an answer or a problem with its line."""

import json
import random
from functools import cache

import httpx
from pilotbook.links import register
from pilotbook.links.answers import Use, judged
from pilotbook.links.asking import Asker
from pilotbook.links.hosts import Hosts, LookupFailed, NoSuchHost
from pilotbook.links.known import Known

from fuzz.spoilt import at_random, spoilt
from fuzz.told import assert_placed

ADDRESSES = (
    "https://a.example.org/report", "http://a.example.org/report", "https://www.a.example.org/report/", "/", "",
    "//b.example.org/x", "../../..", "https://b.example.org/", "HTTPS://A.EXAMPLE.ORG:443/x?y=z#w", "http://[::1]/",
    "http://[::1", "http://127.0.0.1/", "https://a@b.example/", "javascript:alert(1)", "data:text/html,x",
    "ftp://a.example.org/", "mailto:a@b.example", "http://a.example.org:99999/", "http://a.example.org:x/", "http:///x",
    "http://?", "https://", "http://münchen.example/straße", "http://xn--/", "http://xn--a.example/", "http://-a-.example/",
    "http://a..b/", "http://" + "a" * 300 + ".example/", "https://a.example.org/" + "x" * 70_000,
    "https://a.example.org/%zz%", "https://a.example.org/\x00", "https://a b.example.org/", "https://a.example.org/a b\tc",
    "http://\u2100.example/", "http://1.2.3.4.5/", "http://0x7f.1/", "?x", "#x", ".", "\\\\x",
    "http://a.example.org\\@b.example/", "https://\ud800.example/".encode("utf-8", "replace").decode(),
    "http://\uff41.example/", "http://\u00ad.example/",
)  # fmt: skip
_TYPES = (
    "text/html", "text/html; charset=utf-8", "text/html; charset=utf-16", "text/html; charset=nonsense",
    "text/plain; charset=", "TEXT/HTML;", "text/html; charset=\"idna\"", "text/html; charset=base64",
    "text/html; charset=rot13", "text/html; charset=punycode", "text/html;charset=undefined",
    "text/html; charset=unicode_escape", "text/html; charset=a\x00b", "application/pdf", "", ";", "application/xhtml+xml",
    "text/html; charset=utf-7", "text/html; charset=mbcs", "text/html; charset=string_escape",
    "text/html; charset=" + "x" * 3000,
)  # fmt: skip
_AFTER = (
    "0",
    "1",
    "120",
    "121",
    "-1",
    "1e9",
    "²",
    "٣",
    "inf",
    "nan",
    "Mon, 30 Nov 2026 10:00:00 GMT",
    "",
    " 5",
    "9" * 400,
)
_STATUS = (
    200,
    200,
    200,
    200,
    204,
    206,
    301,
    302,
    303,
    304,
    307,
    308,
    400,
    401,
    403,
    404,
    410,
    418,
    429,
    451,
    500,
    502,
    503,
    504,
    599,
)
_ROBOTS = (
    "User-agent: *\nDisallow: /x", "User-agent: pilotbook\nCrawl-delay: 1e999", "User-agent: *\nCrawl-delay: nan",
    "User-agent: *\nCrawl-delay: -5", "User-agent: *\nDisallow: /*a*b*c*d*e*f*$", "User-agent: *\nAllow: %zz%",
    "Disallow: /\nUser-agent: *", "\ufeffUser-agent: *\r\nDisallow: /x", "User-agent: *\nRequest-rate: 1/0",
    "User-agent: *\nVisit-time: 0600-0845", "Sitemap: x", "User-agent: *\nCrawl-delay: ٣", "<html>no</html>",
)  # fmt: skip
_PAGES = (
    "<title>A report</title><main><h1>A report</h1>" + "word " * 80 + "</main>", "<title>Page not found</title>",
    "<h1>404</h1>", "<html>", "", "<title>" * 500, "<nav><aside><nav>x</nav></aside></nav>", "<form><iframe><form>x",
    "<svg><title>x</title></svg>", "<main></main>" + "w " * 90, "<template><main>x</main></template>", "<noscript>" * 400,
    "<body><main><article><main>" + "w" * 90_000, "<!--", "<![CDATA[", "&#xd800;&#0;&#x110000;", "<title>\x00</title>",
    "<h1>" + "<b>" * 3000 + "x", "<header><main>" + "a b c d e f g h i " * 20 + "</main></header>", "<frameset><frame>",
    "<plaintext>", "<title>+2AA-</title>", "<h1>\\ud800</h1>" + " word" * 90,
)  # fmt: skip
_FIELDS = (
    "state",
    "first_seen",
    "last_seen",
    "checked",
    "changed_on",
    "why",
    "final",
    "digest",
    "failures",
    "",
    'x": y',
)
_VALUES = (
    None, True, 1, -0.0, 1e999, "", "live", "2026-10-03", "20261003", "2026-W40-6", [], {}, [[]], [{}], {"state": "live"},
    "x" * 5000, "0" * 16, [["2026-10-10", "404"]], [["2026-10-10", 404]], [["x", "404"]], ["ab"], ["2026-10-10"], "\ud800",
    "\x00", "\u202e", "f" * 16, "F" * 16, "٣" * 16,
)  # fmt: skip
_TEXTS = ('x": y', "\\", '"', "\u2028", "\ud800", "state", "::error::", "a\nb")
_FAULTS = (
    httpx.ConnectError("x"), httpx.ReadTimeout("x"), httpx.RemoteProtocolError("x"), httpx.DecodingError("x"),
    httpx.TooManyRedirects("x"), httpx.InvalidURL("x"), httpx.UnsupportedProtocol("x"), ValueError("x"),
)  # fmt: skip


@cache
def _register() -> bytes:
    known = {
        "https://a.example.org/": Known("live", "2026-10-03", "2026-11-01", "2026-11-01", digest="0123456789abcdef"),
        "https://b.example.org/x": Known("moved", "2026-10-03", checked="2026-11-01", final="https://c.example.org/"),
        "https://c.example.org/“y”": Known("unsure", why="no answer in time"),
    }
    return register.written(known).encode()


def kept(chance: random.Random) -> str:
    """Read a spoilt register; what is read is written and read again as it was."""
    drawn = chance.random()
    raw = at_random(chance) if drawn < 0.1 else _well_formed(chance) if drawn < 0.5 else spoilt(_register(), chance)
    found, problems = register.read(raw)
    assert_placed(problems, {register.PATH: raw})
    assert not (found and problems)
    if not problems:
        assert register.read(register.written(found).encode()) == (found, [])
    return "register refused" if problems else "register read"


def _well_formed(chance: random.Random) -> bytes:
    """Give JSON in which names and values stand that nobody expects there."""
    told = json.loads(_register())
    for address in list(told):
        for name in chance.sample(_FIELDS, chance.choice((0, 0, 1, 2))):
            told[address][name] = chance.choice(_VALUES)
        if chance.random() < 0.2:
            told[chance.choice((*ADDRESSES, *_TEXTS))] = chance.choice((told.pop(address), *_VALUES))
    return json.dumps(told, indent=chance.choice((None, 1)), ensure_ascii=chance.random() < 0.5).encode(
        "utf-8", "replace"
    )


def asked(chance: random.Random) -> str:
    """Ask hosts that answer anything; each asking ends in an answer, and the answer in what is known."""
    now = [0.0]

    def sleep(seconds: float) -> None:
        assert 0 <= seconds < 1000, f"a pause of {seconds} seconds"
        now[0] += seconds

    def resolve(host: str) -> list[str]:
        if (drawn := chance.random()) < 0.03:
            raise NoSuchHost(host) if drawn < 0.02 else LookupFailed(host)
        odd = chance.choice((["2606:2800:21f::1"], ["10.0.0.1"], ["::1%lo"], ["x"], []))
        return odd if chance.random() < 0.05 else ["93.184.215.14"]

    hosts = Hosts(lambda: now[0], sleep)
    asker = Asker("made-up", hosts, httpx.MockTransport(lambda request: _reply(request, chance)), resolve)
    try:
        answer = asker.ask(chance.choice(ADDRESSES[:3]) if chance.random() < 0.7 else chance.choice(ADDRESSES))
    finally:
        asker.close()
    known = judged(None, answer, Use("2026-11-01", False), "2026-11-30")
    assert register.read(register.written({"https://a.example.org/report": known}).encode())[1] == []
    return f"address {answer.kind}"


def _reply(request: httpx.Request, chance: random.Random) -> httpx.Response:
    if chance.random() < 0.05:
        raise chance.choice(_FAULTS)
    headers = [(b"content-type", chance.choice(_TYPES).encode())]
    if chance.random() < 0.5:
        headers.append((b"location", chance.choice(ADDRESSES).encode()))
    if chance.random() < 0.3:
        headers.append((b"retry-after", chance.choice(_AFTER).encode()))
    if chance.random() < 0.03:
        headers.append((b"content-encoding", chance.choice((b"gzip", b"br", b"deflate", b"x"))))
    if request.url.path == "/robots.txt":
        content = chance.choice(_ROBOTS).encode()
        status = chance.choice(_STATUS) if chance.random() < 0.2 else chance.choice((200, 404, 404))
    else:
        content, status = chance.choice(_PAGES).encode(), chance.choice(_STATUS)
    if chance.random() < 0.3:
        content = spoilt(content, chance)
    # As a stream, so that what cannot be unpacked is met where it is read.
    return httpx.Response(status, headers=headers, stream=httpx.ByteStream(content))
