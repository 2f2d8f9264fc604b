"""What checks cache_is_down.py."""

import logging
from collections import Counter
from contextlib import nullcontext
from itertools import count, product

import pytest
import redis

from kata.checks import (
    again,
    expect,
    expires,
    fail,
    lifetimes,
    pass_time,
    plain,
    plural,
    same,
)

ODD = {
    "zero": 0,
    "empty": "",
    "nothing": None,
    "list": [],
    "text": "Łódź 'é' %s",
    "rows": [{"pk": 2**40}, None],
}
PARTS = 12
SHORTEST, LONGEST = 0.05, 1
POINTS = 8  # replies after which the server is gone
OUTAGES = {
    "refuses": "The server refuses connections",
    "silent": "The server accepts connections and never replies",
    "unreachable": "The server cannot be reached",
}
EVERY = [*product(OUTAGES, (False, True), range(POINTS))]


def test_answer(site):
    """What the functions return, cached for a minute.

    Tries: value.
    """
    same(site.page({}), {}, call="page()", given="with no part")
    odd = {name: lambda value=value: value for name, value in ODD.items()}
    same(site.page(odd), ODD, call="page()")
    odd = {name: lambda: "called again" for name in ODD}
    same(site.page(odd), ODD, call="page()", given="in the same minute")
    right = site.ask("The server replies")
    same(right, site.made, call="page()")
    same(site.ask("The server replies"), right, call="page()", given="in the same minute")
    same(again(site.answer).page(site.parts), right, call="page()", given="on another server")
    more = {"new": lambda: "new", **site.parts}
    same(site.page(more), {"new": "new", **right}, call="page()", given="with one new part")
    expires(site.url, 60)
    pass_time(site.url, 61)
    site.ask("The server replies")
    expect(len(site.made) == PARTS, f"{plural(len(site.made), 'call')} after 61 seconds.", "12.")


def test_down(site):
    """The page without the cache, whatever the server does.

    Tries: down, once.
    """
    for state, is_cached, after in EVERY:
        known = site.begin(is_cached)
        with site.net.outage(state, after):
            got = site.ask(OUTAGES[state])
        given = f"{'when everything is cached' if is_cached else 'when nothing is cached'}, and "
        given += f"{lower(OUTAGES[state])} after {plural(after, 'reply', 'replies')}"
        same(got, known | site.made, call="page()", given=given)
        name, times = max(site.calls.items(), key=lambda pair: pair[1], default=("", 0))
        says = f"{OUTAGES[state]}, and one page calls the same function {plural(times, 'time')}."
        expect(times <= 1, says, "once at most.", [f"{name}, {given}"])
    for state, says in OUTAGES.items():
        site.begin(True)
        pass_time(site.url, 61)
        with site.net.outage(state):
            same(
                site.ask(says), site.made, call="page()", given=f"when {lower(says)} after a minute"
            )


def test_limit(site):
    """Times out after a moment.

    Tries: limit.
    """
    for state, is_cached, after in EVERY:
        site.begin(is_cached)
        with site.net.outage(state, after):
            site.ask(OUTAGES[state])
        for seconds in site.net.waits:
            says = f"{OUTAGES[state]}, and page() waits for {seconds:g} seconds."
            expect(SHORTEST <= seconds <= LONGEST, says, "0.05 to 1 second.")


def test_wait(site):
    """Waits once, however many parts.

    Tries: wait.
    """
    for state, is_cached, after in EVERY:
        site.begin(is_cached)
        with site.net.outage(state, after):
            site.ask(OUTAGES[state])
        times = plural(len(site.net.waits), "time")
        says = f"{OUTAGES[state]}, and a page of {PARTS} parts waits in vain {times}."
        expect(len(site.net.waits) <= 1, says, "once.")


def test_log(site):
    """A failure is logged, and nothing else is.

    Tries: log.
    """
    for is_cached in (False, True):
        site.begin(is_cached)
        site.ask("The server replies")
        expect(not site.errors(), f"The server replies, and an error is logged: {site.errors()}.")
    for state, is_cached, after in EVERY:
        site.begin(is_cached)
        with site.net.outage(state, after):
            site.ask(OUTAGES[state])
        is_logged = site.errors() or not site.net.failures
        says = f"{OUTAGES[state]}, and page() logs no error."
        expect(is_logged, says, "a record of the level ERROR.")


def test_errors(site):
    """Other exceptions surface.

    Tries: errors, once.
    """
    for value in (lambda: None, Odd(OSError("no such file")), Odd(EOFError("no more"))):
        for _ in range(5):  # on a busy machine, time-outs of an answer end before Valkey replies
            try:
                site.page({"value": lambda value=value: value})
            except Exception as error:
                says = f"A value cannot be pickled, and page() raises {type(error).__name__}"
                expect(not isinstance(error, redis.RedisError), f"{says}: {error}")
                break
            site.begin(False)
        else:
            what = repr(value.error) if isinstance(value, Odd) else "a lambda"
            says = f"A value cannot be pickled ({what}), and page() hides the error."
            raise fail(says, "the error surfaces.")
    for number, state in enumerate(("", "silent", "refuses")):
        for error in (ValueError("no posts"), redis.ConnectionError("another server"), OSError()):
            site.begin(False)
            calls = []

            def failing(error=error, calls=calls):
                calls.append(1)
                raise error

            says = f"A function raises {type(error).__name__}"
            with site.net.outage(state) if state else nullcontext():
                try:
                    site.page({**site.parts, f"part-{number}": failing})
                except Exception as raised:
                    told = f"{says}, and page() raises {type(raised).__name__}: {raised}"
                    expect(raised is error, told, "the function's error surfaces.")
                else:
                    raise fail(f"{says}, and page() returns.", "the function's error surfaces.")
            expect(len(calls) == 1, f"{says}, and is called {plural(len(calls), 'time')}.", "once.")


def test_back(site):
    """The cache is used again.

    Tries: back, value.
    """
    for state, says in OUTAGES.items():
        site.begin(False)
        for _ in range(20):
            with site.net.outage(state):
                site.ask(says)
            pass_time(site.url, 10)
        for _ in range(4):
            site.ask("The server replies again")
            pass_time(site.url, 10)
        site.server.flushdb()
        right = site.ask("The server replies again")
        given = f"40 seconds after an outage ({lower(says)})"
        same(site.ask("The server replies again"), right, call="page()", given=given)
        expect(
            lifetimes(site.url), f"Nothing is cached 40 seconds after an outage ({lower(says)})."
        )


# What the checks above are made of.


def lower(sentence):
    return sentence[0].lower() + sentence[1:]


@pytest.fixture
def site(cache_server, cache_network, answer, settings, monkeypatch):
    made = Site(cache_server, answer, settings, cache_network)
    monkeypatch.setattr(logging.Logger, "handle", lambda _, record: made.records.append(record))
    return made


class Odd:
    """A value that cannot be pickled, with an error that could be one of the network."""

    def __init__(self, error):
        self.error = error

    def __reduce__(self):
        raise self.error


class Site:
    """A page of many parts, whose functions return something new each time."""

    def __init__(self, url, answer, settings, net):
        settings.CACHES = answer.caches(net.url)
        self.url, self.answer, self.page, self.net = url, answer, answer.page, net
        self.server, self.numbers = redis.Redis.from_url(url), count(1)
        self.made, self.calls, self.records = {}, Counter(), []
        self.parts = {
            name: lambda name=name: self.make(name) for name in (f"part-{n}" for n in range(PARTS))
        }

    def make(self, name):
        self.calls[name] += 1
        self.made[name] = next(self.numbers)
        return self.made[name]

    def begin(self, is_cached):
        """Return what is in the cache then; without, there is no connection to it either."""
        pass_time(self.url, 31)  # an answer may leave a server alone that has failed
        self.server.flushdb()
        if is_cached:
            return self.ask("The server replies")
        self.net.hang_up()
        return {}

    def ask(self, says):
        """Return the page; what the functions did is in the attributes."""
        self.made, self.calls, self.records = {}, Counter(), []
        try:
            return plain(self.page(self.parts))
        except (redis.RedisError, OSError) as error:
            raise fail(f"{says}, and page() raises {type(error).__name__}: {error}") from error

    def errors(self):
        return [one.getMessage() for one in self.records if one.levelno >= logging.ERROR]
