"""Ask the network whether an address answers: politely, and without being led astray.

A page is fetched with GET, for many servers answer HEAD wrongly, and read only to a limit. Each step of a redirect is judged
like an address of its own: its host must be public, and the connection goes to the very computer that was looked up.
"""

import hashlib
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.cookiejar import CookieJar, DefaultCookiePolicy
from urllib.parse import urljoin, urlsplit

import httpx
from protego import Protego

from pilotbook.links import answers, words
from pilotbook.links.answers import Answer
from pilotbook.links.hosts import Hosts, LookupFailed, NoSuchHost, Resolve, Robots, is_public, resolve, unfit
from pilotbook.links.words import Words
from pilotbook.text.markdown import is_web_address

# Bytes of a page that are read, redirects that are followed, and tries at what may be a passing fault.
LIMIT, ROBOTS_LIMIT, HOPS, TRIES = 2_000_000, 500_000, 10, 3
# Seconds: to connect and between two pieces of an answer, for one answer in all, before a second try, and at a host's own wish.
SILENCE, PATIENCE, BACK_OFF, LONGEST_WAIT = 20.0, 60.0, 2.0, 120.0
_PERMANENT, _REDIRECTS = (301, 308), (301, 302, 303, 307, 308)
_BUSY = (429, 500, 502, 503, 504)


class Fault(Exception):
    """An address could not be asked; `why` in a word or two, `is_passing` where another try may help."""

    def __init__(self, why: str, *, is_passing: bool = False, kind: str = answers.FAILED) -> None:
        super().__init__(why)
        self.why, self.is_passing, self.kind = why, is_passing, kind


@dataclass(frozen=True)
class Reply:
    """One reply of a host: its status, its headers, and its body as text, to a limit ('' where it is no text)."""

    status: int
    headers: Mapping[str, str]
    text: str = ""
    is_text: bool = False


@dataclass
class Asker:
    """Asks addresses for one run; safe to share between threads.

    identity: the User-Agent. send: what carries questions, for tests. is_anywhere_allowed: ask private hosts too, for tests.
    """

    identity: str
    hosts: Hosts
    send: httpx.BaseTransport | None = None
    resolve: Resolve = resolve
    is_anywhere_allowed: bool = False
    _random: dict[str, Words | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        # A connection belongs to one name: two names on one computer must not share one, so none is kept.
        limits = httpx.Limits(max_keepalive_connections=0)
        transport = self.send or httpx.HTTPTransport(http1=True, http2=False, limits=limits, trust_env=False)
        self._client = httpx.Client(
            transport=transport,
            timeout=SILENCE,
            follow_redirects=False,
            trust_env=False,
            # No site learns more of us at its second page than at its first.
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
            headers={"User-Agent": self.identity, "Accept": "text/html,*/*;q=0.8", "Accept-Language": "en-GB,en;q=0.8"},
        )

    def ask(self, address: str) -> Answer:
        """Ask an address, follow where it leads, and say what came of it. Raises nothing that the network can cause."""
        try:
            final, reply, moved_to = self._follow(address)
            return self._judge(address, final, reply, moved_to)
        except Fault as fault:
            return Answer(fault.kind, fault.why)

    def close(self) -> None:
        """Let go of the network."""
        self._client.close()

    def _follow(self, address: str) -> tuple[str, Reply, str]:
        """Give where an address leads, the reply there, and where it leads for good ('' where only for now)."""
        here, seen, moved_to, is_for_good = address, {address}, "", True
        for _ in range(HOPS):
            self._refuse_by_robots(here)
            reply = self._reply(here)
            target = reply.headers.get("location", "")
            if reply.status not in _REDIRECTS or not target:
                return here, reply, moved_to
            here = _joined(here, target)
            if here in seen:
                raise Fault("redirect loop")
            seen.add(here)
            is_for_good = is_for_good and reply.status in _PERMANENT
            moved_to = here if is_for_good else moved_to
        raise Fault("too many redirects")

    def _judge(self, address: str, final: str, reply: Reply, moved_to: str) -> Answer:
        """Say what a last reply means for the address that was asked."""
        if reply.status in _REDIRECTS:
            raise Fault("a redirect to nowhere")
        if not 200 <= reply.status < 300:
            raise Fault(str(reply.status))
        said = words.read(reply.text) if reply.is_text else Words()
        if said.says_not_found:
            return Answer(answers.SAYS_NOT_FOUND, "the page says that it was not found")
        if answers.leads_home(address, final):
            return Answer(answers.SAYS_NOT_FOUND, "it leads to the home page")
        if said.digest and urlsplit(final).path.strip("/") and answers.is_like_any(said, self._of_random(final)):
            return Answer(answers.SAYS_NOT_FOUND, "the host answers any address with this page")
        is_other = is_web_address(moved_to) and not answers.is_same_page(moved_to, address)
        other = moved_to if is_other else ""
        return Answer(answers.PAGE, "", other, said)

    def _of_random(self, address: str) -> Words | None:
        """Give what a host answers to an address that cannot exist, None where it says that there is none. Asked once a run."""
        parts = urlsplit(address)
        origin = f"{parts.scheme}://{parts.netloc}"
        if origin not in self._random:
            nonsense = f"{origin}/{hashlib.sha256(origin.encode()).hexdigest()[:20]}"
            try:
                _, reply, _ = self._follow(nonsense)
                self._random[origin] = words.read(reply.text) if reply.status == 200 and reply.is_text else None
            except Fault:
                self._random[origin] = None
        return self._random[origin]

    # --- robots.txt ---------------------------------------------------------------------------------------------------

    def _refuse_by_robots(self, address: str) -> None:
        parts = urlsplit(address)
        origin = f"{parts.scheme}://{parts.netloc}"
        host = self.hosts.of(parts.hostname or "")
        with host.robots_lock:
            if origin in host.faults:
                raise Fault(host.faults[origin])
            if origin not in host.robots:
                try:
                    host.robots[origin] = self._robots(f"{origin}/robots.txt")
                except Fault as fault:
                    # What cannot be reached once is not tried again for each of its pages.
                    host.faults |= {origin: fault.why} if fault.kind == answers.FAILED else {}
                    raise
                host.pause = max(host.pause, host.robots[origin].pause)
                host.next_at = self.hosts.clock() + host.pause
        if why := host.robots[origin].refuses(address):
            raise Fault(why, kind=answers.FORBIDDEN)

    def _robots(self, address: str) -> Robots:
        """Read a robots.txt as RFC 9309 has it: what is not there forbids nothing, what cannot be read forbids all."""
        here = address
        for _ in range(5):
            reply = self._reply(here, ROBOTS_LIMIT)
            if reply.status in _REDIRECTS and reply.headers.get("location"):
                here = _joined(here, reply.headers["location"])
            elif reply.status >= 500 or reply.status == 429:
                return Robots(refusal="robots.txt could not be read")
            else:
                is_there = reply.status == 200 and reply.text
                return Robots(rules=Protego.parse(reply.text) if is_there else None)
        return Robots()

    # --- one question -------------------------------------------------------------------------------------------------

    def _reply(self, address: str, limit: int = LIMIT) -> Reply:
        """Give the reply to one address, after as many tries as a passing fault is worth. Raises Fault."""
        for tried in range(1, TRIES + 1):
            wait = BACK_OFF * 4 ** (tried - 1)
            try:
                reply = self._once(address, limit)
            except Fault as fault:
                if not fault.is_passing or tried == TRIES:
                    raise
            else:
                if reply.status not in _BUSY:
                    return reply
                wait = max(wait, self._wished(address, reply))
                if tried == TRIES:
                    return reply
            self.hosts.sleep(wait)
        raise AssertionError("the last try either gives a reply or a fault")

    def _wished(self, address: str, reply: Reply) -> float:
        """Give the seconds that a busy host asks us to wait; where they are too many, leave it alone for this run."""
        wished = reply.headers.get("retry-after", "")
        # A date is allowed too, and means a wait that is not worth counting.
        seconds = float(wished) if wished.isdecimal() else (LONGEST_WAIT + 1 if wished else 0.0)
        if seconds > LONGEST_WAIT:
            self.hosts.of(urlsplit(address).hostname or "").closed = "the host asked to be left alone for now"
            raise Fault("the host asked to be left alone for now", kind=answers.LATER)
        return seconds

    def _once(self, address: str, limit: int) -> Reply:
        if why := unfit(address):
            raise Fault(why, kind=answers.FORBIDDEN)
        host = urlsplit(address).hostname or ""
        with self.hosts.turn(host) as turn:
            if turn.closed:
                raise Fault(turn.closed, kind=answers.LATER)
            request = self._request(address, self._computer(host))
            with _faults():
                return self._read(request, limit)

    def _computer(self, host: str) -> str:
        """Give the IP address to ask. Raises Fault where the host has none, or one that is not public."""
        try:
            found = self.resolve(host)
        except NoSuchHost:
            raise Fault("no such host") from None
        except LookupFailed:
            raise Fault("name not looked up", is_passing=True) from None
        if not found or not (self.is_anywhere_allowed or all(map(is_public, found))):
            raise Fault("a host that is not public", kind=answers.FORBIDDEN)
        # IPv4 first: many machines that check links have no other.
        return sorted(found, key=lambda number: ":" in number)[0]

    def _request(self, address: str, computer: str) -> httpx.Request:
        """Give a request that goes to `computer` and names the host, so that no second look-up can lead elsewhere."""
        whole = httpx.URL(address)
        headers = {"Host": whole.netloc.decode("ascii")}
        return self._client.build_request(
            "GET", whole.copy_with(host=computer), headers=headers, extensions={"sni_hostname": whole.raw_host.decode()}
        )

    def _read(self, request: httpx.Request, limit: int) -> Reply:
        began, held = self.hosts.clock(), bytearray()
        response = self._client.send(request, stream=True)
        try:
            kind = response.headers.get("content-type", "text/html").partition(";")[0].strip().lower()
            is_text = kind.startswith("text/") or kind == "application/xhtml+xml"
            for piece in response.iter_bytes() if is_text and response.status_code not in _REDIRECTS else ():
                held += piece[: limit - len(held)]
                if self.hosts.clock() - began > PATIENCE:
                    raise Fault("no answer in time", is_passing=True)
                if len(held) >= limit:
                    break
            text = held.decode(_encoding(response), errors="replace")
        finally:
            response.close()
        return Reply(response.status_code, response.headers, text, is_text)


def _encoding(response: httpx.Response) -> str:
    try:
        "".encode(found := response.charset_encoding or "utf-8")
    except LookupError:
        return "utf-8"
    return found


def _joined(here: str, target: str) -> str:
    """Give where a redirect leads, without what stands behind '#'."""
    try:
        return urljoin(here, target).partition("#")[0]
    except ValueError:
        raise Fault("a redirect to nowhere") from None


@contextmanager
def _faults() -> Iterator[None]:
    """Turn what a connection can fail with into a Fault with a name."""
    try:
        yield
    except httpx.TimeoutException as error:
        raise Fault("no answer in time", is_passing=True) from error
    except httpx.TransportError as error:
        raise (Fault("TLS fault") if _is_tls(error) else Fault("connection failed", is_passing=True)) from error
    except (httpx.InvalidURL, httpx.HTTPError, ValueError) as error:
        raise Fault("an answer that cannot be read") from error


def _is_tls(error: BaseException) -> bool:
    """Say whether a fault came from the certificate or the encryption of a connection."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLError):
            return True
        cause = cause.__cause__ or cause.__context__
    return False
