"""What checks micro_cache.py.

The back end replies when the check says so. Only one check needs time to pass: a page that is
older than two seconds is older than one on any machine.
"""

import os
import time

import pytest

from kata.checks import expect, fail, plural
from kata.checks.back_ends import Reply, back_ends
from kata.checks.visitors import Asking, told, until

VISITORS, SOME = 9, 3
OLD = 2.3  # seconds: nginx counts whole ones
# After five seconds nginx lets more requests through. No machine is to be slower than that.
LOCK = {"proxy_cache_lock_age": "600s", "proxy_cache_lock_timeout": "600s"}
MEMBERS = (
    {"Cookie": "sessionid=alice"},
    {"Cookie": "_ga=1; sessionid=.bob:1t-x_; theme=dark"},
    {"Authorization": "Token carol"},
)
OTHERS = ({}, {"Cookie": "_ga=GA1.2.3"}, {"Cookie": "theme=dark; oldsessionid=abc"})
ALIKE = "x/", "x%2F", "x/?page=2", "x/%3Fpage=2", "X/"
PRIVATE = (
    {"Set-Cookie": "csrftoken=abc"},
    {"Cache-Control": "Private"},
    {"Cache-Control": "No-Store"},
    {"Cache-Control": "max-age=0, no-cache, no-store, must-revalidate, private"},
)


def test_members(site):
    """Members get pages of their own.

    Tries: members.
    """
    for member in MEMBERS:
        for first in (member, {}):
            path = site.new_path()
            for headers in (first, member, {}, member, {}, member):
                site.right(path, **headers)
            members = [one for one in site.received(path) if site.whose(one.headers)]
            right = 4 if first is member else 3
            says = f"A member ({', '.join(member)}) asks for a page {right} times, and the back end"
            says += f" gets {plural(len(members), 'request')} with that header."
            expect(len(members) == right, says, "each of them.")


def test_key(site):
    """Each host, path and query string has a page of its own, also if the first one asks for HEAD.

    Tries: key.
    """
    path = site.new_path()
    site.get(path, method="HEAD")
    for host in ("arena.example", "schools.example"):
        for rest in ("", "?page=1", "?page=2", "?page=2&order=new", *ALIKE):
            site.right(path + rest, Host=host)


def test_once(site):
    """One request to the back end for simultaneous visitors.

    Tries: once.
    """
    path = site.new_path()
    site.back_end.hold()
    asked = [site.ask(path, **OTHERS[n % len(OTHERS)]) for n in range(VISITORS)]
    until(lambda: len(site.received(path)) > 1, site.nginx)
    number, began = len(site.received(path)), time.monotonic()
    site.back_end.let_go()
    until(lambda: all(one.done() for one in asked), site.nginx)
    renewals = int(time.monotonic() - began)
    says = f"{VISITORS} visitors ask for a page at the same time, and the back end gets "
    expect(number == 1, f"{says}{plural(number, 'request')}.", "1.")
    for one in asked:
        site.right(path, one)
    number = len(site.received(path)) - renewals  # on a slow machine the page may be old by then
    expect(number <= 1, f"{says}{plural(number, 'request')}, one after the other.", "1.")


def test_errors(site):
    """Errors are not cached.

    Tries: errors.
    """
    for status in (404, 500, 503):
        path = site.new_path()
        site.status[path] = status
        site.each(path, f"responds {status}", status)


def test_stale(site):
    """An old page is there immediately, and is renewed.

    Tries: second, stale, once.
    """
    path, broken, before = site.new_path(), site.new_path(), site.version
    time.sleep(-time.time() % 1)  # so that a page that is cached for two seconds is not old yet
    site.right(path)
    site.right(broken)
    time.sleep(OLD)
    site.version += 1
    site.status[broken] = 500
    for _ in range(SOME):
        site.old(broken, before, "and renewing it fails")
    sent = len(site.received(path))
    site.back_end.hold()
    for _ in range(SOME):
        site.old(path, before, "and a request renews it")
    says = f"A page is {OLD:g} seconds old and asked for, and the back end gets no request."
    expect(until(lambda: len(site.received(path)) > sent, site.nginx), says, "1.")
    number = len(site.received(path)) - sent
    says = f"{SOME} visitors ask for an old page, and the back end gets {number} requests."
    expect(number == 1, says, "1, which renews it.")
    site.back_end.let_go()
    until(lambda: str(site.version).encode() in site.get(path).body.split(), site.nginx)
    site.right(path)


def test_private(site):
    """What the back end does not want to be cached is not.

    Tries: private.
    """
    for headers in PRIVATE:
        path = site.new_path()
        site.headers[path] = headers
        site.each(path, "says {}: {}".format(*next(iter(headers.items()))), 200)


def test_writes(site):
    """Each POST reaches the back end.

    Tries: writes.
    """
    path = site.new_path()
    site.right(path)
    for number in range(SOME):
        body = f"number={number}".encode()
        asking = Asking(site.nginx.address, path, "POST", body)
        until(asking.done, site.nginx)
        last = site.received(path)[-1]
        says = f"A visitor sends POST {path}, and the back end gets {last.method} {last.body!r}."
        expect((last.method, last.body) == ("POST", body), says, f"POST {body!r}.")
        right = site.page(last)
        expect(
            asking.body == right,
            f"A POST is answered with {asking.told()}.",
            f"{told(200, right)}.",
        )
    site.right(path)


# What the checks above are made of.


@pytest.fixture
def site(answer, nginx):
    """nginx with the answer's configuration, in front of a back end."""
    site = Site()
    configuration = answer.NGINX
    for name, seconds in LOCK.items():
        if isinstance(configuration, str) and name not in configuration:
            configuration = f"{name} {seconds};\n{configuration}"
    with (
        back_ends(site.reply) as [site.back_end],
        nginx(configuration, {"app.sock": site.back_end.address}) as site.nginx,
    ):
        yield site


class Site:
    """nginx, a back end behind it, and visitors."""

    def __init__(self):
        self.version, self.status, self.headers = 1, {}, {}

    def new_path(self):
        """Return a path that no cache knows, not even one that an earlier check has left."""
        return f"/{os.urandom(6).hex()}/"

    def reply(self, request):
        status, headers = self.status.get(request.path, 200), self.headers.get(request.path, {})
        return Reply(status, self.page(request), headers)

    @staticmethod
    def whose(headers):
        """Return whose request it is, by what a visitor sent."""
        headers = {name.lower(): value for name, value in headers.items()}
        cookies = headers.get("cookie", "").split("; ")
        member = [cookie for cookie in cookies if cookie.startswith("sessionid=")]
        return " ".join([*member, headers.get("authorization", "")]).strip()

    def page(self, request):
        host = request.headers.get("host", "")
        whose = self.whose(request.headers) or "all"
        return self.text(request.method, host, request.path, self.version, whose)

    @staticmethod
    def text(method, host, path, version, whose="all"):
        return f"version {version} of {method} {host}{path} for {whose}".encode()

    def ask(self, path, **headers):
        return Asking(self.nginx.address, path, **{"Host": "arena.example", **headers})

    def received(self, path):
        return [one for one in self.back_end.requests if one.path == path]

    def get(self, path, asking=None, **headers):
        """Return the response, when it is there."""
        asking = asking or self.ask(path, **headers)
        if not until(asking.done, self.nginx):
            raise fail(f"A visitor asks for {path}, and gets no response.", "it is there.")
        return asking

    def right(self, path, asking=None, **headers):
        """Fail unless a visitor gets the newest page, which must be his."""
        asking = self.get(path, asking, **headers)
        host = headers.get("Host", "arena.example")
        whose = self.whose(headers) or "all"
        right = self.text("GET", host, path, self.version, whose)
        who = "A visitor" if whose == "all" else f"A member ({whose})"
        says = f"{who} asks for {path} at {host}, and gets {asking.told()}."
        is_right = (asking.status, asking.body) == (200, right)
        expect(is_right, says, f"{told(200, right)}.", details=self.nginx.log()[-4:])

    def old(self, path, version, given):
        """Fail unless a visitor gets an old page while the back end does not reply."""
        asking = self.ask(path)
        says = f"A page is {OLD:g} seconds old, {given}: a visitor waits for that."
        expect(until(asking.done, self.nginx), says, "the old page, immediately.")
        right = self.text("GET", "arena.example", path, version)
        says = f"A page is {OLD:g} seconds old, {given}: a visitor gets {asking.told()}."
        expect((asking.status, asking.body) == (200, right), says, f"{told(200, right)}.")

    def each(self, path, given, status):
        """Fail unless each request for a path reaches the back end."""
        for number in range(SOME):
            self.version += 1
            asking = self.get(path)
            says = f"The back end {given}, and a visitor gets {asking.told()}."
            right = self.text("GET", "arena.example", path, self.version)
            expect((asking.status, asking.body) == (status, right), says, f"{told(status, right)}.")
            sent = len(self.received(path))
            says = f"The back end {given}. {number + 1} visitors ask, and it gets {sent} requests."
            expect(sent == number + 1, says, "each of them.")
