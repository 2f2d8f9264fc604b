"""What checks pool.py."""

import threading
import time

import pytest
from django.db import connection

from arena.contests.models import Contest
from kata.checks import expect, fail, ledger, plural, webserver

THREADS, MOST = 32, 8
REQUESTS = 4
WAITS, GIVES_UP = 3, 10  # seconds that a request waits for a connection, and after which it fails
HELD = 0.5  # seconds for which all connections are in use
PATIENCE = 10.0  # seconds for those who can come to come; only wrong answers need them all


def test_answer(answer, server, world):
    """Answers every request, from the database of the entry.

    Tries: entry.
    """
    webserver.refuse_lost(answer, server)
    world.contests(5)
    expected = titles()
    # Alone: a crowd comes below.
    with webserver.WebServer(webserver.databases(answer, server), 1) as site:
        for _ in range(2):
            for got in webserver.results(site.requests(titles)):
                expect(got == expected, "A request read other rows than there are.")
        [name] = {name for name, _ in webserver.results(site.requests(webserver.who_is_it))}
    expect(name == "arena", f"PostgreSQL knows the connections by the name {name!r}.", "'arena'.")


def test_queue(answer, server, world):
    """Lets a request wait when no connection is free, and not for too long.

    Tries: queue.
    """
    desk = Desk()
    with webserver.WebServer(webserver.databases(answer, server), 1) as site:
        [patience], [size] = (
            webserver.results(site.requests(pool_patience)),
            webserver.results(site.requests(webserver.pool_size)),
        )
    expect(
        patience >= WAITS,
        f"A request that finds no connection free gets an error after {patience:g} s.",
        f"it waits, for {WAITS} s if need be.",
    )
    expect(
        not size or patience <= GIVES_UP,
        f"A request that finds no connection free waits for {patience:g} s: so does its visitor, "
        "and so do the threads, until none is left.",
        f"an error after {GIVES_UP} s at most.",
    )
    with webserver.WebServer(webserver.databases(answer, server), THREADS) as site:
        site.begin(desk.stay)
        desk.wait_for(min(size or MOST, MOST))
        time.sleep(HELD)
        desk.leave.set()
        errors = [outcome.error for outcome in site.finish() if outcome.error]
    if errors:
        raise fail(
            f"{THREADS} requests at the same time, {MOST} of them use the database for {HELD:g} s, "
            f"and {len(errors)} of the others get an error: {webserver.told(errors[0])}",
            "no error: they wait their turn.",
        )


def test_connections(answer, server, world):
    """Has few connections for many threads, and keeps them.

    Tries: connections.
    """
    with webserver.WebServer(webserver.databases(answer, server), THREADS) as site:
        for _ in range(REQUESTS):
            webserver.results(site.requests(titles))
        size = max(webserver.results(site.requests(webserver.pool_size)))
    expect(
        size <= MOST,
        f"The pool may grow to {size} connections.",
        f"at most {MOST}, on the busiest day too.",
    )
    ledger.spent(connections=site.sessions)
    expect(
        site.sessions <= MOST,
        f"{plural(site.sessions, 'connection')} opened for {THREADS * REQUESTS} requests of "
        f"{THREADS} threads.",
        f"at most {MOST}, which all threads share.",
    )


def test_together(answer, server, world):
    """Lets eight requests use the database at the same time.

    Tries: together.
    """
    desk = Desk()
    with webserver.WebServer(webserver.databases(answer, server), MOST) as site:
        size = max(webserver.results(site.requests(webserver.pool_size)))
        site.begin(desk.stay)
        at_once = desk.wait_for(min(size or MOST, MOST))
        desk.leave.set()
        webserver.results(site.finish())
    expect(
        at_once >= MOST,
        f"{MOST} requests want the database, and {at_once} can use it at the same time; the "
        "others wait for a connection.",
        f"{MOST} at the same time.",
    )


def test_killed(answer, server, world):
    """Survives the end of a connection.

    Tries: restart.
    """
    with webserver.WebServer(webserver.databases(answer, server), THREADS) as site:
        used = {pid for _, pid in webserver.results(site.requests(webserver.who_is_it))}
        if kept := used & site.open():
            site.end(min(kept))
        for outcome in site.requests(titles):
            if outcome.error:
                raise fail(
                    "PostgreSQL ended a connection that was kept, and the next request that got "
                    f"it failed: {webserver.told(outcome.error)}",
                    "no request fails: a dead connection is noticed before it is given out.",
                )


# What the checks above are made of.


@pytest.fixture
def server(world):
    """The entry for the database of this check, with something in OPTIONS."""
    return webserver.entry()


def titles():
    """Answer a request."""
    return list(Contest.objects.order_by("pk").values_list("title", flat=True))


def pool_patience():
    """Return how many seconds a request may wait for a connection of Django's pool."""
    return connection.pool.timeout if connection.pool else float("inf")


class Desk:
    """Where requests stay with their connection until they may leave."""

    def __init__(self):
        self.inside, self.leave = 0, threading.Event()
        self.changed = threading.Condition()

    def stay(self):
        """Answer a request that uses the database, and goes on needing it."""
        titles()
        with self.changed:
            self.inside += 1
            self.changed.notify_all()
        self.leave.wait(PATIENCE + 5)

    def wait_for(self, number):
        """Return how many are inside, when so many are or it is plain that they do not come."""
        with self.changed:
            self.changed.wait_for(lambda: self.inside >= number, PATIENCE)
            return self.inside
