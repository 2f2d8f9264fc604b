"""What checks sessions.py."""

from datetime import timedelta

import pytest
from django.contrib.sessions.backends import file
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.utils.timezone import now

from kata.answers import again
from kata.checks import at_most_queries, expect, same
from kata.checks.stored import lifetimes, pass_time

BASKET = {"user": "7", "basket": [1, 2, {"three": None}], "name": "Łódź"}
NOBODYS = "0123456789abcdef0123456789abcdef"


def test_answer(cache_server, servers, world):
    """What was stored is what is read."""
    one, other = servers(), servers()
    for data in ({}, {"a": 1}, BASKET):
        key = new_session(one, data)
        same(read(other, key), data, call="A session")
        key = changed_session(other, key)
        same(read(one, key), {**data, "later": "more"}, call="A session", given="that was changed")
    same(read(one, NOBODYS), {}, call="A session", given="that nobody has begun")


def test_queries(cache_server, servers, world):
    """A session is read without a query."""
    one, other = servers(), servers()
    key = new_session(one, BASKET)
    read(other, key)
    result = at_most_queries(
        lambda: [read(one, key), read(other, key)],
        0,
        "for sessions that the cache has",
        keep_caches=True,
    )
    same(result, [BASKET, BASKET], call="A session")


def test_servers(cache_server, servers, world, monkeypatch, tmp_path):
    """Another server knows the session."""
    one, other = servers(), servers()
    key = new_session(one, BASKET)
    monkeypatch.setattr(file.SessionStore, "_storage_path", str(tmp_path), raising=False)
    same(read(other, key), BASKET, call="A session", given="on another server, with other files")


def test_flushed(cache_server, servers, world):
    """An emptied cache loses nobody."""
    one, other = servers(), servers()
    key = new_session(one, BASKET)
    key = changed_session(other, key)
    cache.clear()
    right = {**BASKET, "later": "more"}
    same(read(other, key), right, call="A session", given="after the cache had been emptied")
    at_most_queries(lambda: read(one, key), 0, "once it has been read again", keep_caches=True)
    kept = [name for name, seconds in lifetimes(cache_server).items() if seconds < 0]
    expect(not kept, "What is in the cache stays there for ever.", "any timeout.", kept)


def test_revoked(cache_server, servers, world):
    """After a log-out, a copy of the cookie is worth nothing."""
    one, other = servers(), servers()
    key = new_session(one, BASKET)
    read(other, key)
    one.SessionStore(key).flush()
    for store in (other, one):
        left = read(store, key)
        expect(
            not left,
            "Somebody has logged out, and a copy of their cookie still opens the session: "
            f"it holds {', '.join(left)}.",
            "nothing is left of it, on any server.",
        )


def test_new_key(cache_server, servers, world):
    """After a log-in the old key is worth nothing."""
    one, other = servers(), servers()
    old = new_session(one, BASKET)
    read(other, old)
    session = one.SessionStore(old)
    session.cycle_key()  # as login() does
    session.save()
    same(read(other, session.session_key), BASKET, call="A session", given="after cycle_key()")
    for store in (one, other):
        expect(
            not read(store, old),
            "Somebody has logged in, which gives their session a new key, and the old key opens it "
            "as well: whoever knew it before the log-in is now logged in too.",
            "cycle_key() leaves nothing under the old key.",
        )


def test_ended(cache_server, servers, world):
    """A session ends when its time is over."""
    one, other = servers(), servers()
    stored = one.SessionStore()
    stored.update(BASKET)
    stored.set_expiry(180)
    stored.save()
    same(read(other, stored.session_key), {**BASKET, "_session_expiry": 180}, call="A session")
    loaded = new_session(one, BASKET)
    Session.objects.filter(pk=loaded).update(expire_date=now() + timedelta(seconds=1))
    cache.clear()
    read(one, loaded)
    stored.set_expiry(1)
    stored.save()
    pass_time(cache_server, 1.3)
    keys = {"had been stored": stored.session_key, "had been read from the database": loaded}
    for given, key in keys.items():
        left = read(other, key)
        expect(
            not left,
            "A session was to last a second. A second later it still opens: the cache goes on with "
            f"it, where it {given}.",
            "a session ends when set_expiry() or its row in the database says so.",
        )


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
