"""What checks balance.py.

Two back ends answer when the check says so: it kills one when all requests are inside.
"""

import re
import time
from collections import Counter
from contextlib import closing, contextmanager
from functools import partial
from itertools import count

import pytest

from kata.checks import expect, fail, plural
from kata.checks.back_ends import Reply, back_ends
from kata.checks.visitors import Asking, told, until

NAMES = "one.sock", "two.sock"
SOME, RUSH = 12, 20
READS, WRITES = ("GET",), ("POST", "PATCH")
NO_OTHER_AFTER = re.compile(r"proxy_next_upstream_timeout\s+(\d+)(ms|s)?\s*;")
LONGEST = 5.0  # seconds
WAITS = re.compile(r"proxy_read_timeout\s+[^;]*;")
SOON = "proxy_read_timeout 100ms;\n"  # less than a check waits for servers at rest
SEARCH = b"what=" + 50_000 * b"x"  # the body of a GET, which comes in pieces


def test_answer(sites):
    """The back ends get what visitors send.

    Tries: answer.
    """
    with sites() as site:
        for method, body in (("GET", b""), ("POST", b"text=%0D%0A&x=1"), ("PATCH", b"{}" * 9000)):
            for path in ("/", "/a%20b/?x=1&y=%2F&z", "/posts/7/?page=2"):
                asking = site.ask(method, path, body)
                site.right(asking, "Both are up")
                got = [(one.method, one.path, one.body or b"") for one in site.received()]
                says = f"A visitor sends {method} {path} with {len(body)} bytes, the back ends get "
                says += (
                    ", ".join(f"{one[0]} {one[1]} with {len(one[2])}" for one in got) or "nothing"
                )
                expect(got == [(method, path, body)], f"{says}.", "the same, once.")
                site.forget()


def test_share(sites):
    """Both get requests while both are up.

    Tries: share.
    """
    with sites() as site:
        site.all_right([site.ask("GET") for _ in range(2 * SOME)], "Both are up")
        site.shared()
        site.forget()
        with closing(site.nginx.connect()) as visitor:
            for number in range(2 * SOME):
                visitor.get(f"/{number}/")
        site.shared(", a visitor's connection stays open")


def test_pages(sites, answer):
    """Each GET is answered while a back end goes.

    Tries: pages.
    """
    for victim in NAMES:
        with sites() as site:
            site.kill(victim)
            site.all_right([site.ask("GET") for _ in range(SOME)], f"{victim} refuses connections")
        with sites() as site:
            asked = site.rush(READS, victim, seconds=too_late(answer))
            site.all_right(asked, f"{victim} is killed while {RUSH} requests are inside")
            site.all_right([site.ask("GET") for _ in range(SOME)], f"{victim} was killed")
        with sites() as site:
            site.status[victim] = 503
            site.all_right([site.ask("GET") for _ in range(SOME)], f"{victim} responds 503")
        with sites() as site:
            site.deploy(victim, "GET")


def test_writes(sites):
    """No write reaches both.

    Tries: writes.
    """
    for victim in NAMES:
        with sites() as site:
            site.all_right(
                [site.ask("GET") for _ in range(4)], "Both are up"
            )  # connections stay open
            site.forget()
            site.rush(WRITES, victim)
            site.once(f"{victim} is killed while {RUSH} requests are inside")
        for status in (500, 502, 503, 504):
            with sites() as site:
                site.status[victim] = status
                asked = [site.ask(WRITES[number % 2]) for number in range(SOME)]
                site.wait(asked)
                site.once(f"{victim} responds {status}")
    with sites(hurried=True) as site:
        for one in site.back_ends.values():
            one.hold()
        site.wait([site.ask(WRITES[number % 2]) for number in range(SOME)])
        site.once("No back end responds in time")


def test_new_writes(sites):
    """A write that nobody has got goes to the back end that is there.

    Tries: new writes.
    """
    for victim in NAMES:
        with sites() as site:
            site.kill(victim)
            asked = [site.ask(WRITES[number % 2]) for number in range(SOME)]
            site.all_right(asked, f"{victim} refuses connections")
        with sites() as site:
            site.deploy(victim, *WRITES)


def test_errors(sites):
    """An error of the site is passed on, and counts for nothing else.

    Tries: errors.
    """
    for status in (404, 500):
        with sites() as site:
            site.status = dict.fromkeys(NAMES, status)
            for _ in range(4):
                asking = site.ask("GET")
                site.wait([asking])
                site.once(f"Both respond {status}")
                says = f"A back end responds {status}, and the visitor gets {asking.told()}."
                right = (status, site.body)
                expect((asking.status, asking.body) == right, says, f"{told(*right)}.")
            site.status = {}
            site.forget()
            asked = [site.ask("GET") for _ in range(2 * SOME)]
            site.all_right(asked, f"Both have responded {status} before")
            site.shared(f" after both have responded {status}")


# What the checks above are made of.


@pytest.fixture
def sites(answer, nginx):
    """Run nginx, with the answer's configuration, in front of two new back ends."""

    @contextmanager
    def run(hurried=False):
        site, configuration = Site(), answer.NGINX
        if hurried:  # nginx does not wait long for a response
            configuration = SOON + WAITS.sub("", configuration)
        with back_ends(*(partial(site.reply, name) for name in NAMES)) as made:
            site.back_ends = dict(zip(NAMES, made, strict=True))
            addresses = {name: one.address for name, one in site.back_ends.items()}
            with nginx(configuration, addresses) as site.nginx:
                yield site

    return run


def too_late(answer):
    """Return after how many seconds nginx asks no other back end, if the answer limits that."""
    limits = NO_OTHER_AFTER.findall(answer.NGINX)
    seconds = [float(number) / (1000 if unit == "ms" else 1) for number, unit in limits]
    return min(LONGEST, min(filter(None, seconds), default=0.0) * 1.1)


class Site:
    """nginx, two back ends behind it, and visitors."""

    body = b"a page"

    def __init__(self):
        self.status, self.numbers = {}, count()

    def reply(self, name, request):
        return Reply(self.status.get(name, 200), self.body)

    def ask(self, method, path="", body=None):
        """Send a request with a path of its own; every other GET has a body too."""
        number = next(self.numbers)
        if body is None:
            body = SEARCH * (number % 2) if method == "GET" else b"text"
        return Asking(self.nginx.address, path or f"/{number}/", method, body)

    def kill(self, name):
        self.back_ends[name].kill()

    def deploy(self, first, *methods):
        """Deploy a back end, and then the other one, whose place the first one takes at once."""
        [second] = {*NAMES} - {first}
        self.kill(first)
        asked = [self.ask(methods[number % len(methods)]) for number in range(SOME)]
        self.all_right(asked, f"{first} is deployed and refuses connections")
        self.back_ends[first].start()
        self.kill(second)
        until(lambda: False, self.nginx)  # it notices that connections are closed
        asked = [self.ask(methods[number % len(methods)]) for number in range(SOME)]
        self.all_right(asked, f"{first} is back, and {second} refuses connections")

    def received(self):
        return [request for one in self.back_ends.values() for request in one.requests]

    def complete(self):
        """Return how many requests have come with all of their bodies."""
        return sum(request.body is not None for request in self.received())

    def forget(self):
        for one in self.back_ends.values():
            one.requests.clear()

    def wait(self, asked):
        until(lambda: all(one.done() for one in asked), self.nginx)

    def rush(self, methods, victim, seconds=0.0):
        """Let requests be inside both back ends, kill one, and return when all is over.

        Args:
            seconds: for how long they are inside before.
        """
        for one in self.back_ends.values():
            one.hold()
        before = self.complete()
        asked = [self.ask(methods[number % len(methods)]) for number in range(RUSH)]
        until(lambda: self.complete() >= before + RUSH, self.nginx)
        time.sleep(seconds)
        self.kill(victim)
        for one in self.back_ends.values():
            one.let_go()
        self.wait(asked)
        return asked

    def right(self, asking, given):
        self.all_right([asking], given)

    def all_right(self, asked, given):
        """Fail unless all visitors get their page."""
        self.wait(asked)
        failed = [one for one in asked if (one.status, one.body) != (200, self.body)]
        if failed:
            says = f"{given}: {len(failed)} of {len(asked)} visitors got {failed[0].told()}."
            raise fail(says, "all get their page.", details=self.nginx.log()[-4:])

    def once(self, given):
        """Fail unless no request has reached more than one back end."""
        got = Counter((request.method, request.path) for request in self.received())
        twice = [method for (method, _), times in got.items() if times > 1]
        says = f"{given}: {plural(len(twice), 'request')} reached both back ends, "
        says += f"such as a {twice[0] if twice else ''}."
        expect(not twice, says, "each reaches one.")

    def shared(self, given=""):
        """Fail unless both back ends have got requests."""
        numbers = [len(one.requests) for one in self.back_ends.values()]
        says = f"Both are up{given}, and of {sum(numbers)} requests they get {numbers}."
        expect(all(numbers), says, "both get some.")
