"""What checks sessions.py."""

from contextlib import suppress
from datetime import timedelta
from functools import partial

import pytest
from django.contrib.sessions.backends import file
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.utils.timezone import now

from kata.answers import again
from kata.checks import at_most_queries, expect, same
from kata.checks.stored import expires, lifetimes, pass_time

BASKET = {"user": "7", "basket": [1, 2, {"three": None}], "name": "Łódź"}
NOBODYS = "0123456789abcdef0123456789abcdef"
HOUR = 3600


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

    Tries: expiry.
    """
    one, other = servers(), servers()
    stored = one.SessionStore()
    stored.update(BASKET)
    stored.set_expiry(180)
    stored.save()
    same(read(other, stored.session_key), {**BASKET, "_session_expiry": 180}, call="A session")
    loaded = new_session(one, BASKET)
    Session.objects.filter(pk=loaded).update(expire_date=now() + timedelta(seconds=180))
    cache.clear()
    read(one, loaded)
    pass_time(cache_server, 170)
    left = read(one, stored.session_key)
    same(left, {**BASKET, "_session_expiry": 180}, call="A session", given="of 180 s, after 170 s")
    same(read(one, loaded), BASKET, call="A session", given="of 180 s, after 170 s")
    pass_time(cache_server, 11)
    keys = {"was stored": stored.session_key, "was read from the database": loaded}
    for given, key in keys.items():
        for server in (other, one):
            expect(
                not read(server, key),
                "A session was to last 180 seconds. A second later it still opens: the cache has "
                f"stored it for longer, when it {given}.",
                "a session ends when set_expiry() or its row in the database says so.",
            )


def test_age(cache_server, servers, world):
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


@pytest.fixture
def servers(answer):
    """Return a function that loads the answer as one more server does."""
    return lambda: again(answer)


def new_session(module, data):
    """Begin a session and return what its cookie would say."""
    session = module.SessionStore()
    session.update(data)
    session.save()
    return session.session_key


def changed_session(module, key):
    """Store one thing more in a session, and return what its cookie says from then on."""
    session = module.SessionStore(key)
    session["later"] = "more"
    session.save()
    return session.session_key


def read(module, key):
    """Return what a request with this cookie finds."""
    session = module.SessionStore(key)
    return dict(session.items())
