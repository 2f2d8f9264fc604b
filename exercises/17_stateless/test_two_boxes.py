"""What checks two_boxes.py. Each server is a process of the check's own."""

import builtins
import io
import os
import shutil
import tempfile
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest
import redis
from django.core import signing
from django.core.cache import cache
from django.test import override_settings

from arena.accounts.models import User
from kata.checks import again, clients, expect, fail, interleave, pass_time, plural
from kata.checks import site_views as views
from kata.checks.site_servers import SiteServer, Visitor

HERE = []  # the answer, as the process of a server has it
HOURS = 3600
FILES = [(builtins, "open"), (io, "open"), (os, "open"), (os, "mkdir"), (os, "rename")]
FILES += [(os, "replace"), (os, "link"), (os, "symlink")]  # what claims a name in a folder
KEY = "a key of forty characters, for all servers\n"  # a file with a secret may end like this
MANY = 400  # values in the cache: Django's own limit for files and memory is 300


def test_log_in(site):
    """Logged in on one server, known on all.

    Tries: log in.
    """
    one, two = site.server(), site.server()
    for first, second in ((one, two), (two, one)):
        visitor = Visitor()
        visitor.get(first, views.log_in, name=site.name)
        site.knows(visitor, (second, first, second), f"after a log in on {first.name}")
        redis.Redis.from_url(site.url).flushdb()
        site.knows(visitor, (second, first), "after Valkey has lost everything")
        visitor.get(second, views.log_out)
        for server in (first, second):
            got = visitor.get(server, views.who)
            says = f"A visitor logs out on {second.name}, and is {got!r} on {server.name}."
            expect(got == "", says, "nobody.")


def test_sessions(site):
    """What is in a session is the same on all servers.

    Tries: sessions.
    """
    servers = [site.server(), site.server()]
    for visitor in (Visitor(), Visitor()):
        for number in range(1, 7):
            counts = [visitor.get(servers[number % 2], views.visit)]
            counts += [visitor.get(server, views.pages) for server in servers]
            says = f"After {plural(number, 'page')} by turns, a session counts {counts}."
            expect(set(counts) == {number}, says, f"{number} on each server.")


def test_cache(site):
    """What one server caches, all see.

    Tries: cache.
    """
    one, two = site.server(), site.server()
    for first, second in ((one, two), (two, one)):
        for value in ("old", "new", None):
            first.ask(views.store, key="page", value=value)
            got = second.ask(views.cached, key="page")
            says = f"{first.name} caches {value!r}, and {second.name} reads {got!r}."
            expect(got == value, says, f"{value!r}.")
    counts = [server.ask(views.count, key="visits") for server in (one, two, one, two)]
    says = f"Two servers count four visits in the cache by turns: {counts}."
    expect(counts == [1, 2, 3, 4], says, "1, 2, 3, 4.")
    one.ask(store_many, number=MANY)
    got = two.ask(count_many, number=MANY)
    says = f"{one.name} caches {MANY} values, and {two.name} finds {got} of them."
    expect(got == MANY, says, "all.")


def test_uploads(site):
    """What one server stores, all can read.

    Tries: uploads.
    """
    one, two = site.server(), site.server()
    names = {server: server.ask(views.save, text=f"by {server.name}") for server in (one, two)}
    for writer, name in names.items():
        for reader in (one, two):
            got = reader.ask(views.read, name=name)
            says = f"{writer.name} stores a file, and {reader.name} reads {got!r}."
            expect(got == f"by {writer.name}", says, f"'by {writer.name}'.")


def test_secret(site):
    """All servers sign with the same key.

    Tries: secret.
    """
    one, two = site.server(), site.server()
    for writer, reader in ((one, two), (two, one)):
        for given, token in (
            (f"{writer.name} signs a value", writer.ask(views.sign, value="a value")),
            ("A value is signed with the SECRET_KEY of env", signing.dumps("a value", key=KEY)),
        ):
            got = reader.ask(views.unsign, token=token)
            expect(got == "a value", f"{given}, and {reader.name} reads {got!r}.", "'a value'.")


def test_gone(site):
    """A server is gone, and nothing with it.

    Tries: gone.
    """
    for way in (SiteServer.kill, SiteServer.stop):
        one, visitor = site.server(), Visitor()
        visitor.get(one, views.log_in, name=site.name)
        visitor.get(one, views.visit)
        one.ask(views.store, key="page", value="kept")
        name = one.ask(views.save, text="kept")
        way(one)
        shutil.rmtree(site.folder / one.name, ignore_errors=True)
        new, given = site.server(), "A server is replaced, and"
        expect(visitor.get(new, views.who) == site.name, f"{given} the visitor is logged out.")
        expect(visitor.get(new, views.pages) == 1, f"{given} what it wrote into a session is lost.")
        got = new.ask(views.cached, key="page")
        expect(got == "kept", f"{given} the new one finds {got!r} in the cache.")
        got = new.ask(views.read, name=name)
        expect(got == "kept", f"{given} the new one reads {got!r} from its file.")


def test_digest(site, cache_server, monkeypatch):
    """One server sends, whichever it is.

    Tries: digest.
    """
    sent = []

    def only_one(given, story=()):
        says = f"{given}, and {plural(len(sent), 'digest')} are sent."
        expect(len(sent) == 1, says, "1.", story)

    def send_during_a_call(day):
        sent.append(day)
        two.send_digest(day, sent.append)

    with site.here("server-1") as one, site.here("server-2") as two, site.here("server-3") as three:
        servers = one, two, three
        for number, first in enumerate(servers):
            day = date(2026, 2, 1 + number)
            first.send_digest(day, sent.append)
            expect(sent == [day], f"The first server calls, and send() gets {sent}.", f"[{day}].")
            for server in servers:
                server.send_digest(day, sent.append)
                pass_time(cache_server, 3 * HOURS)
            only_one("Servers call four times on one day")
            sent.clear()
        one.send_digest(date(2026, 3, 1), send_during_a_call)
        only_one("A server calls while another one sends")
        days = iter(date(2027, 1 + n // 28, 1 + n % 28) for n in range(300))
        with clients() as among:
            for owner, name in FILES:
                monkeypatch.setattr(owner, name, held(getattr(owner, name), name, among))
            for meeting in interleave(
                lambda: (sent.clear(), next(days))[1],
                lambda day: one.send_digest(day, sent.append),
                lambda day: two.send_digest(day, sent.append),
                halves=True,
                among=among,
            ):
                given = "Two servers call at the same time, and"
                for error in meeting.errors:
                    says = f"{given} one gets {type(error).__name__}."
                    raise fail(says, details=[str(error)[:76], *meeting.story])
                only_one("Two servers call at the same time", meeting.story)


def test_sender_gone(site):
    """The server that has sent is gone, and another one sends on the next day.

    Tries: gone, digest.
    """
    one, two = site.server(), site.server()
    one.ask(digest, day="2026-04-01")
    got = two.ask(digest, day="2026-04-01")
    expect(got == [], f"{one.name} has sent a digest, and {two.name} sends it again.")
    one.kill()
    shutil.rmtree(site.folder / one.name, ignore_errors=True)
    got = two.ask(digest, day="2026-04-02")
    says = f"{one.name} is gone, and on the next day {two.name} sends {plural(len(got), 'digest')}."
    expect(got == ["2026-04-02"], says, "1.")


# What the checks above are made of.


def store_many(request, number):
    cache.set_many({f"page:{n}": n for n in range(number)})


def count_many(request, number):
    return len(cache.get_many([f"page:{n}" for n in range(number)]))


def digest(request, day):
    """Let a server call send_digest(), and return what is sent."""
    sent = []
    HERE[0].send_digest(date.fromisoformat(day), lambda day: sent.append(str(day)))
    return sent


def held(function, name, among):
    """Return a function of the file system before which a client is held."""

    def call(*args, **named):
        among.point(f"{name}{args[:1]}")
        return function(*args, **named)

    return call


@pytest.fixture
def site(answer, cache_server, world):
    with tempfile.TemporaryDirectory() as folder:
        made = Site(answer, cache_server, Path(folder))
        yield made
        for server in made.servers:
            server.kill()


class Site:
    """The servers of a site, and what they have in common."""

    def __init__(self, answer, url, folder):
        self.answer, self.url, self.folder, self.servers = answer, url, folder, []
        self.name = User.objects.create(username="Łódź 'é'").username
        (folder / "shared").mkdir()

    def env(self, name):
        """Return the environment of a server, with an empty folder of its own."""
        shared, local = self.folder / "shared", self.folder / name
        local.mkdir()
        env = {"NAME": name, "SHARED": str(shared), "LOCAL": str(local)}
        return env | {"CACHE_URL": self.url, "SECRET_KEY": KEY}

    def server(self):
        """Return a new server, in a process of its own."""
        name = f"server-{len(self.servers) + 1}"
        views_there = (*views.ALL, store_many, count_many, digest)
        new = SiteServer(name, self.start, self.env(name), views_there)
        self.servers.append(new)
        return new

    def start(self, env):
        """Return the settings of a server, in its process: its temporary files are its own."""
        tempfile.tempdir, HERE[:] = env["LOCAL"], [again(self.answer)]
        return HERE[0].settings(env)

    @contextmanager
    def here(self, name):
        """Be a server in this process, and return the answer as it has it."""
        module = again(self.answer)
        with override_settings(**module.settings(self.env(name))):
            yield module

    def knows(self, visitor, servers, when):
        """Fail unless a visitor is logged in on servers."""
        for server in servers:
            got = visitor.get(server, views.who)
            says = f"{server.name} takes the visitor for {got or 'a stranger'!r}, {when}."
            expect(got == self.name, says, f"{self.name!r}.")
