"""What checks sessions.py."""

from contextlib import suppress
from datetime import timedelta
from functools import partial
from itertools import permutations
from random import Random
from types import SimpleNamespace

import pytest
from asgiref.sync import async_to_sync
from django.contrib.sessions.backends import file
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db.models.signals import post_delete, post_save, pre_delete, pre_save
from django.utils.timezone import now

from kata.checks import (
    CheckFailed,
    again,
    at_most_queries,
    expect,
    expires,
    fail,
    interleave,
    lifetimes,
    pass_time,
    same,
)

BASKET = {"user": "7", "basket": [1, 2, {"three": None}], "name": "Łódź"}
NOBODYS = "0123456789abcdef0123456789abcdef"
HOUR = 3600
STEPS = 60  # changes of a session
POINTS = 30  # of a change, at which another request comes in


def test_answer(cache_server, servers, world):
    """What was stored is what is read.

    Tries: contents.
    """
    one, other = servers(), servers()
    for data in ({}, {"a": 1}, BASKET):
        key = new_session(one, data)
        same(read(other, key), data, call="A session")
        key = changed_session(other, key)
        same(read(one, key), {**data, "later": "more"}, call="A session", given="that was changed")
    for when in ("the first time", "again"):
        left = read(one, NOBODYS)
        same(left, {}, call="A session", given=f"with a key of nobody's, read {when}")
    with suppress(Exception):
        changed_session(other, NOBODYS)
    for server in (one, other):
        left = read(server, NOBODYS)
        same(left, {}, call="A session", given="with a key that a visitor has made up")
    cache.clear()
    cache.set("newest_posts", BASKET)
    key = new_session(one, BASKET)
    for name in lifetimes(cache_server):
        for made_up in {name[start:] for start in range(len(name))} - {key}:
            left = read(one, made_up)
            same(left, {}, call="A session", given=f"with a part of a cache key, {made_up!r}")


def test_queries(cache_server, servers, world):
    """A session is read without a query.

    Tries: queries.
    """
    one, other = servers(), servers()
    for data in ({}, BASKET):
        key = new_session(one, data)
        for when in ("that was just written", "that was just changed"):
            for server in (other, one):
                at_most_queries(
                    partial(read, server, key), 0, f"for a session {when}", keep_caches=True
                )
            key = changed_session(other, key)


def test_servers(cache_server, servers, world, monkeypatch, tmp_path):
    """Another server knows the session.

    Tries: servers.
    """
    one, other = servers(), servers()
    key = new_session(one, BASKET)
    monkeypatch.setattr(file.SessionStore, "_storage_path", str(tmp_path), raising=False)
    same(read(other, key), BASKET, call="A session", given="on another server, with other files")


def test_flushed(cache_server, servers, world):
    """A cache that loses sessions logs nobody out.

    Tries: emptied cache.
    """
    one, other = servers(), servers()
    key = new_session(one, BASKET)
    key = changed_session(other, key)
    right = {**BASKET, "later": "more"}
    for lost in [None, *lifetimes(cache_server)]:
        if lost is None:
            cache.clear()
        else:
            cache._cache.get_client(write=True).delete(lost)
        given = "after the cache was emptied" if lost is None else f"after the key {lost} was lost"
        same(read(other, key), right, call="A session", given=given)
        at_most_queries(lambda: read(one, key), 0, f"read again {given}", keep_caches=True)
    pass_time(cache_server, 24 * HOUR)
    same(read(one, key), right, call="A session", given="of two weeks, a day later")


def test_revoked(cache_server, servers, world):
    """After a log-out, a copy of the cookie is worth nothing.

    Tries: log-out.
    """
    one, other = servers(), servers()
    key = new_session(one, BASKET)
    for server in (one, other):
        read(server, key)
    one.SessionStore(key).flush()
    for given in ("", ", after a request had gone on with it"):
        for server in (other, one):
            left = read(server, key)
            expect(
                not left,
                "Somebody has logged out, and a copy of their cookie still opens the session"
                f"{given}: it holds {', '.join(left)}.",
                "nothing is left of it, on any server.",
            )
        key = new_session(one, BASKET)
        running = other.SessionStore(key)
        running["later"] = "more"
        one.SessionStore(key).flush()
        with suppress(Exception):  # Django refuses to store what is gone
            running.save()


def test_new_key(cache_server, servers, world):
    """After a log-in the old key is worth nothing.

    Tries: log-in.
    """
    one, other = servers(), servers()
    old = new_session(one, BASKET)
    for server in (one, other):
        read(server, old)
    session = one.SessionStore(old)
    session.cycle_key()  # as login() does
    session.save()
    same(read(other, session.session_key), BASKET, call="A session", given="after cycle_key()")
    for server in (one, other):
        expect(
            not read(server, old),
            "A log-in gives the session a new key, and the old key still opens it: everybody who "
            "knew it before the log-in is now logged in, too.",
            "cycle_key() leaves nothing under the old key.",
        )


def test_ended(cache_server, servers, world):
    """A session ends when its time is over.

    Tries: expiry, emptied cache.
    """
    one, other = servers(), servers()
    right = {**BASKET, "_session_expiry": 180}
    for emptied in (False, True):
        loaded = new_session(one, BASKET)
        Session.objects.filter(pk=loaded).update(expire_date=now() + timedelta(seconds=180))
        cache.clear()
        read(one, loaded)
        stored, renewed = new_session(one, BASKET, 180), new_session(one, BASKET, 180)
        same(read(other, stored), right, call="A session")
        pass_time(cache_server, 170)
        other.SessionStore(renewed).save()
        if emptied:
            cache.clear()
        for key, holds in ((stored, right), (loaded, BASKET)):
            same(read(one, key), holds, call="A session", given="of 180 s, after 170 s")
        pass_time(cache_server, 11)
        keys = {"was stored": stored, "was read from the database": loaded}
        for given, key in keys.items():
            for server in (other, one):
                expect(
                    not read(server, key),
                    "A session was to last 180 seconds. A second later it still opens: the cache "
                    f"has stored it for longer, when it {given}.",
                    "a session ends when set_expiry() or its row in the database says so.",
                )
        given = "of 180 s, 11 s after it was stored again"
        given += ", with an emptied cache" * emptied
        same(read(one, renewed), right, call="A session", given=given)


def test_age(cache_server, servers, settings, world):
    """No key stays in the cache forever.

    Tries: age.
    """
    one, other = servers(), servers()
    key = new_session(one, BASKET)
    expires(cache_server, None, given="after a session was written")
    changed_session(other, key)
    expires(cache_server, None, given="after a session was changed")
    cache.clear()
    read(one, key)
    read(one, NOBODYS)
    expires(cache_server, None, given="after sessions were read")
    session = one.SessionStore(key)
    session.cycle_key()
    session.save()
    session.flush()
    expires(cache_server, None, given="after a log-in and a log-out")
    for at_close in (False, True):
        settings.SESSION_EXPIRE_AT_BROWSER_CLOSE = at_close
        for expiry in (None, 0, 180, timedelta(days=1), now() + timedelta(days=100)):
            given = f"of a session with set_expiry({expiry!r})"
            cache.clear()
            session = one.SessionStore()
            session.update(BASKET)
            session.set_expiry(expiry)
            session.save()
            expires(cache_server, None, given=f"after the first save() {given}")
            changed_session(other, session.session_key)
            expires(cache_server, None, given=f"after a change {given}")
            cache.clear()
            read(one, session.session_key)
            expires(cache_server, None, given=f"after a read {given}")


def test_before(cache_server, servers, before, world):
    """Sessions that the starter has stored go on.

    Tries: contents.
    """
    one, other = servers(), servers()
    given = "that was stored before your change"
    for data in ({}, BASKET):
        key = new_session(before, data)
        same(read(other, key), data, call="A session", given=given)
        key = changed_session(one, key)
        same(read(other, key), {**data, "later": "more"}, call="A session", given=given)


def test_history(cache_server, servers, world):
    """A session is changed many times, and the cache loses keys in between.

    Tries: emptied cache, contents, log-in.
    """
    random, engines = Random(1), (servers(), servers())
    right, told, old = dict(BASKET), ["stored"], set()
    key = new_session(engines[0], right)
    for step in range(STEPS):
        session = random.choice(engines).SessionStore(key)
        what = random.choice(("changed", "changed", "shortened", "emptied", "logged in"))
        if what == "changed":
            right[name] = session[name] = (name := random.choice("abcde")) * step
        elif what == "shortened" and right:
            name = random.choice(sorted(right))
            del right[name], session[name]
        elif what == "emptied" and random.random() < 0.3:
            right = {}
            session.clear()
        elif what == "logged in":
            old.add(key)
            session.cycle_key()  # as login() does
        else:
            continue
        session.save()
        key = session.session_key
        told.append(what)
        if random.random() < 0.3:
            seconds = random.choice((1, 70, HOUR))
            pass_time(cache_server, seconds)
            told.append(f"{seconds} seconds passed")
        if random.random() < 0.5:
            told.append(loses(cache_server, random))
        given = f"which was: {', '.join(told[-8:])}"
        for engine in engines:
            same(read(engine, key), right, call="A session", given=given)
        expires(cache_server, None, given=f"with a session, {given}")
    for ended in old:
        expect(not read(engines[1], ended), "The key of before a log-in still opens a session.")


def test_meeting(cache_server, answer, world):
    """Somebody's next request comes while a change, a log-in or a log-out is on its way.

    Tries: contents, log-in, log-out.
    """
    later = {**BASKET, "later": "more"}
    for what, change, right, cached in (
        ("a log-out", flushed, {}, True),
        ("a log-out", flushed, {}, False),
        ("a log-in", logged_in, {}, True),
        ("a change", changed_session, later, True),
    ):

        def prepare(cached=cached):
            key = new_session(answer, BASKET)
            if not cached:
                cache.clear()
            return key

        calls = partial(change, answer), partial(read, answer)
        for meeting in interleave(prepare, *calls, points=POINTS):
            for error in meeting.errors:
                raise error
            given = f"after {what}, in the middle of which another request read it"
            try:
                same(read(answer, meeting.given), right, call="A session", given=given)
            except CheckFailed as error:
                raise fail(error.failure.says, details=meeting.story) from None


def test_asynchronous(cache_server, servers, world):
    """The same sessions, by the methods for async views.

    Tries: contents, queries, log-in, log-out.
    """
    one, other = servers(), servers()
    asynchronous = SimpleNamespace(
        SessionStore=lambda key=None: Asynchronous(one.SessionStore(key))
    )
    later = {**BASKET, "later": "more"}
    for writer, reader in permutations((asynchronous, one, other), 2):
        key = new_session(writer, BASKET)
        same(read(reader, key), BASKET, call="A session", given="of a view, async or not")
        changed_session(writer, key)
        left = at_most_queries(partial(read, reader, key), 0, "for a session", keep_caches=True)
        same(left, later, call="A session", given="that a view has changed, async or not")
        logged_in(writer, key)
        left = read(reader, key)
        same(left, {}, call="A session", given="with the key of before a log-in, async or not")
        key = new_session(writer, BASKET)
        read(reader, key)
        flushed(writer, key)
        same(read(reader, key), {}, call="A session", given="after a log-out, async or not")


class Asynchronous:
    """A session whose save() is the asave() of an answer's, and so on."""

    def __init__(self, store):
        self.store = store

    def __getattr__(self, name):
        return async_to_sync(getattr(self.store, f"a{name}"))

    def __setitem__(self, name, value):
        self.set(name, value)

    @property
    def session_key(self):
        return self.store.session_key


@pytest.fixture(autouse=True)
def signals():
    """Disconnect what an answer has connected: a check loads it anew, and a process does not."""
    kinds = (pre_save, post_save, pre_delete, post_delete)
    before = [list(signal.receivers) for signal in kinds]
    yield
    for signal, receivers in zip(kinds, before, strict=True):
        signal.receivers = receivers
        signal.sender_receivers_cache.clear()


@pytest.fixture
def servers(answer):
    """Return a function that loads the answer as one more server does."""
    return lambda: again(answer)


def new_session(module, data, seconds=None):
    """Begin a session and return what its cookie would say."""
    session = module.SessionStore()
    session.update(data)
    if seconds:
        session.set_expiry(seconds)
    session.save()
    return session.session_key


def changed_session(module, key):
    """Store one thing more in a session, and return what its cookie says from then on."""
    session = module.SessionStore(key)
    session["later"] = "more"
    session.save()
    return session.session_key


def flushed(module, key):
    """Log out."""
    module.SessionStore(key).flush()


def logged_in(module, key):
    """Log in: the session gets another key."""
    session = module.SessionStore(key)
    session.cycle_key()
    session.save()


def loses(url, random):
    """Let the cache lose one of its keys, or all; return what to say of it."""
    keys = sorted(lifetimes(url))
    if not keys or random.random() < 0.5:
        cache.clear()
        return "lost from the cache"
    lost = random.choice(keys)
    cache._cache.get_client(write=True).delete(lost)
    return f"lost from the cache, key {lost}"


def read(module, key):
    """Return what a request with this cookie finds."""
    session = module.SessionStore(key)
    return dict(session.items())
