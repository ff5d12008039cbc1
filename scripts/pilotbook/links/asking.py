"""Ask the network whether an address answers: politely, and without being led astray.

A page is fetched with GET, for many servers answer HEAD wrongly, and read only to a limit. Each step of a redirect is judged
like an address of its own: its host must be public, and the connection goes to the very computer that was looked up.
"""

import hashlib
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

import httpx
from protego import Protego

from pilotbook.links import answers, words
from pilotbook.links.answers import Answer
from pilotbook.links.hosts import Hosts, Resolve, Robots, resolve, unfit
from pilotbook.links.network import REDIRECTS, Fault, Network, Reply
from pilotbook.links.words import Words
from pilotbook.text.markdown import is_web_address

# Bytes of a page that are read, redirects that are followed, and tries at what may be a passing fault.
LIMIT, ROBOTS_LIMIT, HOPS, TRIES = 2_000_000, 500_000, 10, 3
# Seconds: before a second try, and at a host's own wish.
BACK_OFF, LONGEST_WAIT = 2.0, 120.0
_PERMANENT = (301, 308)
_BUSY = (429, 500, 502, 503, 504)


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
        self._network = Network(self.identity, self.hosts.clock, self.resolve, self.is_anywhere_allowed, self.send)

    def ask(self, address: str) -> Answer:
        """Ask an address, follow where it leads, and say what came of it. Raises nothing that the network can cause."""
        try:
            final, reply, moved_to = self._follow(address)
            return self._judge(address, final, reply, moved_to)
        except Fault as fault:
            return Answer(fault.kind, fault.why)

    def close(self) -> None:
        """Let go of the network."""
        self._network.close()

    def _follow(self, address: str) -> tuple[str, Reply, str]:
        """Give where an address leads, the reply there, and where it leads for good ('' where only for now)."""
        here, seen, moved_to, is_for_good = address, {address}, "", True
        for _ in range(HOPS):
            _refuse_unfit(here)
            self._refuse_by_robots(here)
            reply = self._reply(here)
            target = reply.headers.get("location", "")
            if reply.status not in REDIRECTS or not target:
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
        if reply.status in REDIRECTS:
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
            if reply.status in REDIRECTS and reply.headers.get("location"):
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
        _refuse_unfit(address)
        host = urlsplit(address).hostname or ""
        with self.hosts.turn(host) as turn:
            if turn.closed:
                raise Fault(turn.closed, kind=answers.LATER)
            return self._network.get(address, limit)


def _refuse_unfit(address: str) -> None:
    if why := unfit(address):
        raise Fault(why, kind=answers.FORBIDDEN)


def _joined(here: str, target: str) -> str:
    """Give where a redirect leads, without what stands behind '#'."""
    try:
        return urljoin(here, target).partition("#")[0]
    except ValueError:
        raise Fault("a redirect to nowhere") from None
