"""Asking the network: what each kind of answer means, and how hosts are treated. No test waits: clock and sleep are its own."""

import ssl
import subprocess
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import httpx
import pytest
from pilotbook.links.answers import FAILED, FORBIDDEN, LATER, PAGE, SAYS_NOT_FOUND, Answer
from pilotbook.links.asking import LIMIT, Asker
from pilotbook.links.hosts import Hosts, LookupFailed, NoSuchHost, is_public

LONG = " ".join(f"word{number}" for number in range(300))
REPORT = f"<title>A report</title><main><h1>A report</h1>{LONG}</main>"
PUBLIC = "93.184.215.14"


@dataclass
class World:
    """A network of a test: what each address answers, one answer after the other, and everything that was asked, when."""

    pages: dict[str, list[httpx.Response | Exception]] = field(default_factory=dict)
    computers: dict[str, list[str]] = field(default_factory=dict)
    asked: list[tuple[float, str]] = field(default_factory=list)
    slept: list[float] = field(default_factory=list)
    now: float = 0.0

    def asker(self) -> Asker:
        return Asker("made-up", Hosts(lambda: self.now, self.sleep), httpx.MockTransport(self.answer), self.resolve)

    def ask(self, address: str) -> Answer:
        return self.asker().ask(address)

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds

    def resolve(self, host: str) -> list[str]:
        found = self.computers.get(host, [PUBLIC])
        if not found:
            raise NoSuchHost(host)
        if found == ["later"]:
            raise LookupFailed(host)
        return found

    def answer(self, request: httpx.Request) -> httpx.Response:
        address = f"{request.url.scheme}://{request.headers['host']}{request.url.raw_path.decode()}"
        self.asked.append((self.now, address))
        answers = self.pages.get(address)
        found = answers.pop(0) if answers and len(answers) > 1 else answers[0] if answers else httpx.Response(404)
        if isinstance(found, Exception):
            raise found
        return httpx.Response(found.status_code, headers=found.headers, content=found.content)

    def pages_asked(self) -> list[str]:
        return [address for _, address in self.asked if not address.endswith("/robots.txt")]


def html(text: str = REPORT, status: int = 200, **headers: str) -> httpx.Response:
    return httpx.Response(status, headers={"content-type": "text/html", **headers}, text=text)


def to(target: str, status: int = 301) -> httpx.Response:
    return httpx.Response(status, headers={"location": target})


def busy(status: int, after: str) -> httpx.Response:
    return httpx.Response(status, headers={"retry-after": after})


HERE = "https://a.example.org/report"


def test_a_page_that_answers_is_there_with_its_words() -> None:
    answer = World({HERE: [html()]}).ask(HERE)

    assert (answer.kind, answer.why, answer.final) == (PAGE, "", "")
    assert (answer.words.title, answer.words.count, len(answer.words.digest)) == ("A report", 302, 16)


@pytest.mark.parametrize(
    ("response", "why"),
    [
        (httpx.Response(404), "404"),
        (httpx.Response(410), "410"),
        (httpx.Response(403), "403"),
        (httpx.Response(451), "451"),
        (httpx.Response(500), "500"),
        (httpx.ReadTimeout("slow"), "no answer in time"),
        (httpx.ConnectError("refused"), "connection failed"),
        (httpx.RemoteProtocolError("no HTTP"), "connection failed"),
        (to("", 302), "a redirect to nowhere"),
        (to("http://[", 302), "a redirect to nowhere"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_each_failure_has_its_name(response: httpx.Response | Exception, why: str) -> None:
    assert World({HERE: [response]}).ask(HERE) == Answer(FAILED, why)


def test_a_name_that_nobody_has_is_gone_and_one_that_cannot_be_looked_up_is_not() -> None:
    world = World(computers={"gone.example.org": [], "lost.example.org": ["later"]})

    assert world.ask("https://gone.example.org/x") == Answer(FAILED, "no such host")
    assert world.ask("https://lost.example.org/x") == Answer(FAILED, "name not looked up")
    assert world.asked == []


# Where it leads


def test_only_redirects_for_good_say_where_a_page_has_moved() -> None:
    for_good = World({HERE: [to("/new", 308)], "https://a.example.org/new": [html()]})
    for_now = World({HERE: [to("/new", 302)], "https://a.example.org/new": [html()]})
    first_for_good = World(
        {HERE: [to("/new")], "https://a.example.org/new": [to("/now", 307)], "https://a.example.org/now": [html()]}
    )

    assert for_good.ask(HERE).final == "https://a.example.org/new"
    assert for_now.ask(HERE).final == ""
    assert first_for_good.ask(HERE).final == "https://a.example.org/new"


def test_a_step_to_https_or_www_or_a_slash_is_no_move() -> None:
    world = World({"http://a.example.org/report": [to("https://www.a.example.org/report/#top")]})
    world.pages["https://www.a.example.org/report/"] = [html()]

    answer = world.ask("http://a.example.org/report")

    assert (answer.kind, answer.final) == (PAGE, "")


def test_a_redirect_in_a_circle_is_told_by_that_word() -> None:
    circle = World({HERE: [to("/b", 302)], "https://a.example.org/b": [to("/report", 302)]})
    endless = World({f"https://a.example.org/{n}": [to(f"/{n + 1}", 302)] for n in range(20)})

    assert circle.ask(HERE) == Answer(FAILED, "redirect loop")
    assert endless.ask("https://a.example.org/0") == Answer(FAILED, "too many redirects")


# Pages that say they were not found


def test_a_page_may_say_in_words_that_it_was_not_found() -> None:
    answer = World({HERE: [html(f"<title>Page not found</title>{LONG}")]}).ask(HERE)

    assert (answer.kind, answer.why) == (SAYS_NOT_FOUND, "the page says that it was not found")


def test_a_page_that_leads_to_the_home_page_was_not_found() -> None:
    answer = World({HERE: [to("/")], "https://a.example.org/": [html()]}).ask(HERE)

    assert (answer.kind, answer.why) == (SAYS_NOT_FOUND, "it leads to the home page")


def test_a_page_like_that_of_an_address_that_cannot_exist_was_not_found() -> None:
    world = World({HERE: [html()], "https://a.example.org/other": [html(REPORT.replace("word", "other"))]})
    asker = world.asker()
    everywhere = Asker(
        "made-up", Hosts(lambda: world.now, world.sleep), httpx.MockTransport(lambda _: html()), world.resolve
    )

    answer = everywhere.ask(HERE)
    assert (answer.kind, answer.why) == (SAYS_NOT_FOUND, "the host answers any address with this page")
    assert asker.ask(HERE).kind == asker.ask("https://a.example.org/other").kind == PAGE
    # The host was asked once for what cannot exist.
    assert len(world.pages_asked()) == 3


# Politeness


def test_a_page_that_robots_forbid_is_not_asked() -> None:
    world = World({"https://a.example.org/robots.txt": [html("User-agent: *\nDisallow: /report")], HERE: [html()]})

    assert world.ask(HERE) == Answer(FORBIDDEN, "robots.txt forbids it")
    assert world.pages_asked() == []


def test_robots_are_asked_again_where_a_redirect_leads() -> None:
    world = World({HERE: [to("https://b.example.org/x")]})
    world.pages["https://b.example.org/robots.txt"] = [html("User-agent: pilotbook\nDisallow: /")]

    assert world.ask(HERE) == Answer(FORBIDDEN, "robots.txt forbids it")
    assert world.pages_asked() == [HERE]


def test_two_hosts_whose_robots_send_us_to_each_other_hold_nobody_up() -> None:
    one, other = "https://a.example.org/robots.txt", "https://b.example.org/robots.txt"
    world = World({one: [to(other)], other: [to(one)], HERE: [html()], "https://b.example.org/x": [html()]})
    asker = world.asker()
    found: list[Answer] = []
    threads = [
        threading.Thread(target=lambda address=address: found.append(asker.ask(address)), daemon=True)
        for address in (HERE, "https://b.example.org/x")
    ]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)

    assert [answer.kind for answer in found] == [PAGE, PAGE]


def test_robots_that_cannot_be_read_forbid_all() -> None:
    world = World({"https://a.example.org/robots.txt": [httpx.Response(500)], HERE: [html()]})

    assert world.ask(HERE) == Answer(FORBIDDEN, "robots.txt could not be read")


def test_a_host_is_asked_once_a_second_or_more_slowly_if_it_wants() -> None:
    quick = World({HERE: [html()]})
    slow = World({"https://a.example.org/robots.txt": [html("User-agent: *\nCrawl-delay: 7")], HERE: [html()]})

    for world in (quick, slow):
        world.ask(HERE)

    assert [when for when, _ in quick.asked] == [0, 1, 2]
    assert [when for when, _ in slow.asked] == [0, 7, 14]


def test_a_busy_host_gets_the_time_that_it_asks_for() -> None:
    world = World({HERE: [busy(429, "30"), html()]})

    assert world.ask(HERE).kind == PAGE
    assert 30 in world.slept


@pytest.mark.parametrize("after", ["3600", "Sun, 29 Nov 2026 12:00:00 GMT"])
def test_a_host_that_wants_a_long_pause_is_left_alone(after: str) -> None:
    world = World({HERE: [busy(503, after)]})
    asker = world.asker()

    for address in (HERE, "https://a.example.org/other"):
        assert asker.ask(address) == Answer(LATER, "the host asked to be left alone for now")
    assert world.pages_asked() == [HERE]


def test_what_may_pass_is_tried_again_with_longer_pauses_and_what_is_gone_is_not() -> None:
    passing = World({HERE: [httpx.ReadTimeout("slow"), httpx.Response(502), html()]})
    gone = World({HERE: [httpx.Response(404)]})

    assert passing.ask(HERE).kind == PAGE
    assert [pause for pause in passing.slept if pause > 1] == [2, 8]
    assert gone.ask(HERE).why == "404"
    assert gone.pages_asked() == [HERE]


def test_a_host_that_is_silent_is_not_waited_for_at_each_of_its_pages() -> None:
    world = World({"https://a.example.org/robots.txt": [httpx.ConnectTimeout("slow")]})
    asker = world.asker()

    for address in (HERE, "https://a.example.org/other"):
        assert asker.ask(address) == Answer(FAILED, "no answer in time")
    assert len(world.asked) == 3


def test_it_says_who_asks() -> None:
    seen: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return html()

    world = World()
    agent = "pilotbook-links/1 (A book; https://book.example.org/)"
    Asker(agent, Hosts(lambda: world.now, world.sleep), httpx.MockTransport(answer), world.resolve).ask(HERE)

    assert {(request.method, request.headers["user-agent"]) for request in seen} == {("GET", agent)}
    assert {request.extensions["sni_hostname"] for request in seen} == {"a.example.org"}
    assert {request.url.host for request in seen} == {PUBLIC}


# Where it must not lead


@pytest.mark.parametrize(
    ("number", "is_allowed"),
    [
        (PUBLIC, True),
        ("2606:2800:21f:cb07:6820:80da:af6b:8b2c", True),
        *((number, False) for number in ("127.0.0.1", "10.0.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0")),
        *((number, False) for number in ("::1", "fe80::1%eth0", "fd00::1", "::ffff:10.0.0.1", "64:ff9b::a00:1", "2002:a00:1::")),
        *((number, False) for number in ("224.0.0.1", "not a number")),
    ],
)  # fmt: skip
def test_only_the_public_network_is_asked(number: str, is_allowed: bool) -> None:
    assert is_public(number) is is_allowed


@pytest.mark.parametrize("number", ["127.0.0.1", "169.254.169.254"])
def test_a_name_or_a_redirect_that_leads_inside_is_not_followed(number: str) -> None:
    world = World({HERE: [to("https://inside.example.org/")]}, computers={"inside.example.org": [PUBLIC, number]})

    for address in (HERE, "https://inside.example.org/"):
        assert world.ask(address) == Answer(FORBIDDEN, "a host that is not public")
    assert world.pages_asked() == [HERE]


@pytest.mark.parametrize(
    ("target", "why"),
    [
        ("https://name:word@a.example.org/", "it holds a name or password"),
        ("file:///etc/passwd", "not a web address"),
        ("ftp://a.example.org/", "not a web address"),
    ],
)
def test_names_passwords_and_other_ways_are_not_used(target: str, why: str) -> None:
    assert World({HERE: [to(target)]}).ask(HERE) == Answer(FORBIDDEN, why)


@pytest.mark.parametrize("target", ["http://a.example.org:x/", "http://[::1", "https://-\x7f.example/"])
def test_a_redirect_to_what_is_no_address_is_told_as_one_and_not_tried_again(target: str) -> None:
    world = World({HERE: [to(target)]})

    answer = world.ask(HERE)

    assert (answer.kind, answer.why) in [(FAILED, "a redirect to nowhere"), (FORBIDDEN, "not a web address")]
    assert world.pages_asked() == [HERE]


@pytest.mark.parametrize("address", ["http://[::1", "http://a.example.org:99999/", "https://\xad.example/", "/x"])
def test_what_is_no_address_is_not_asked(address: str) -> None:
    world = World()

    assert (world.ask(address), world.asked) == (Answer(FORBIDDEN, "not a web address"), [])


@pytest.mark.parametrize("charset", ["idna", "undefined", "nonsense", "base64", "a\x00b", "utf-7"])
def test_a_page_is_read_whatever_its_host_says_of_its_letters(charset: str) -> None:
    page = httpx.Response(200, headers={"content-type": f"text/html; charset={charset}"}, content=REPORT.encode())

    answer = World({HERE: [page]}).ask(HERE)

    assert (answer.kind, answer.words.title) == (PAGE, "A report")


def test_half_a_letter_of_a_page_does_not_stop_the_reader() -> None:
    # UTF-7 and Python's own escapes can write one.
    odd = REPORT.replace("word1 ", "\\ud800 ").encode()
    page = httpx.Response(200, headers={"content-type": "text/html; charset=unicode_escape"}, content=odd)

    assert World({HERE: [page]}).ask(HERE).kind == PAGE


# A real server


class Server(BaseHTTPRequestHandler):
    """Answers /endless with a page that never ends, /drip with one that comes piece by piece, and the rest with a report."""

    tick: Callable[[], None] = staticmethod(lambda: None)
    sent = 0

    def do_GET(self) -> None:
        self.send_response(404 if self.path == "/robots.txt" else 200)
        self.send_header("Content-Type", "application/pdf" if self.path == "/file.pdf" else "text/html")
        self.end_headers()
        if self.path not in ("/endless", "/drip"):
            self.wfile.write(REPORT.encode())
            return
        try:
            for _ in range(10_000):
                self.tick()
                type(self).sent += self.wfile.write(b"<p>more</p>" * 1000)
        except OSError:
            pass

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@dataclass
class Served:
    base: str
    asker: Asker
    server: type[Server]


def serve(context: ssl.SSLContext | None, tick: Callable[[], None], clock: Callable[[], float]) -> Iterator[Served]:
    handler = type("Handler", (Server,), {"tick": staticmethod(tick), "sent": 0})
    with HTTPServer(("127.0.0.1", 0), handler) as server:
        if context:
            server.socket = context.wrap_socket(server.socket, server_side=True)
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        asker = Asker("made-up", Hosts(clock, lambda _: None), is_anywhere_allowed=True)
        scheme = "https" if context else "http"
        yield Served(f"{scheme}://127.0.0.1:{server.server_address[1]}", asker, handler)
        asker.close()
        server.shutdown()


@pytest.fixture
def plain() -> Iterator[Served]:
    now = [0.0]
    yield from serve(None, lambda: now.__setitem__(0, now[0] + 1.0), lambda: now[0])


def test_a_page_without_end_is_read_to_a_limit(plain: Served) -> None:
    plain.server.tick = staticmethod(lambda: None)

    assert plain.asker.ask(f"{plain.base}/endless").kind == PAGE
    # What was on its way when the limit was reached comes on top.
    assert LIMIT <= plain.server.sent < 5 * LIMIT


def test_a_page_that_comes_too_slowly_is_given_up_by_the_clock(plain: Served) -> None:
    assert plain.asker.ask(f"{plain.base}/drip") == Answer(FAILED, "no answer in time")


def test_a_file_that_is_no_text_is_there_and_its_words_are_not_asked(plain: Served) -> None:
    assert plain.asker.ask(f"{plain.base}/file.pdf") == Answer(PAGE)


def test_a_bad_certificate_is_a_fault_of_its_own(tmp_path: Path) -> None:
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    made = (
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:P-256",
        "-nodes",
        "-subj",
        "/CN=made-up",
    )
    try:
        subprocess.run([*made, "-keyout", key, "-out", certificate], check=True, capture_output=True)
    except FileNotFoundError:
        pytest.skip("no openssl here")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    for served in serve(context, lambda: None, lambda: 0.0):
        assert served.asker.ask(f"{served.base}/report") == Answer(FAILED, "TLS fault")
