"""What checks settings.py."""

import pytest
from django.db import connection

from arena.contests.models import Contest
from kata.checks import expect, fail, ledger, plural, webserver

THREADS = 16
NOW, THEN = 3, 2  # requests that each thread answers, and as many again after a while
A_WHILE, AN_HOUR = 30, 3600
PROCESSES = 2_000


def test_answer(answer, server, world):
    """Answers every request, from the database of the entry.

    Tries: entry.
    """
    webserver.refuse_lost(answer, server, ["options"])
    server["OPTIONS"]["options"] = "-c geqo=off"
    world.contests(5)
    expected = list(Contest.objects.order_by("pk").values_list("title", flat=True))
    with webserver.WebServer(webserver.databases(answer, server), THREADS) as site:
        for _ in range(2):
            for got in webserver.results(site.requests(titles)):
                expect(got == expected, "A request read other rows than there are.")
        [name] = {name for name, _ in webserver.results(site.requests(webserver.who_is_it))}
        [geqo] = set(webserver.results(site.requests(lambda: setting("geqo"))))
    expect(name == "arena", f"PostgreSQL knows the connections by the name {name!r}.", "'arena'.")
    says = 'The entry\'s OPTIONS say "options": "-c geqo=off", and geqo is on.'
    expect(geqo == "off", says, "what they say stays.")


def test_sessions(answer, server, world):
    """Opens a connection for each thread, and keeps it.

    Tries: connections.
    """
    with webserver.WebServer(of_each_age(answer, server)[0], THREADS) as site:
        for _ in range(NOW):
            webserver.results(site.requests(titles))
        with webserver.later(A_WHILE):
            for _ in range(THEN):
                webserver.results(site.requests(titles))
        largest = max(webserver.results(site.requests(webserver.pool_size)))
    with webserver.WebServer(webserver.databases(answer, server), 1) as another:
        asked = another.requests(lambda: int(setting("idle_session_timeout")))
        [idle] = webserver.results(asked)
    says = f"PostgreSQL ends a connection that is idle for {idle / 1000:g} s."
    expect(not 0 < idle <= A_WHILE * 1000, says, f"it lasts for more than {A_WHILE} s.")
    expect(
        largest <= THREADS,
        f"The pool may grow to {largest} connections.",
        f"at most {THREADS}, on the busiest day too.",
    )
    ledger.spent(connections=site.sessions)
    expect(
        site.sessions <= THREADS,
        f"{plural(site.sessions, 'connection')} opened for {THREADS * (NOW + THEN)} requests of "
        f"{THREADS} threads.",
        f"at most {THREADS}: one for each thread, used again by its next request, half a minute "
        "later too.",
    )


def test_killed(answer, server, world):
    """Survives a restart of PostgreSQL.

    Tries: restart.
    """
    with webserver.WebServer(webserver.databases(answer, server), THREADS) as site:
        used = {pid for _, pid in webserver.results(site.requests(webserver.who_is_it))}
        if kept := used & site.open():
            site.end(*kept)
        for outcome in site.requests(titles):
            if outcome.error:
                raise fail(
                    "PostgreSQL ended the connections that were open between two requests, and "
                    f"the next request failed: {webserver.told(outcome.error)}",
                    "no request fails: a dead connection is noticed, and opened again.",
                )


def test_age(answer, server, world):
    """Closes a connection after an hour.

    Tries: age.
    """
    with webserver.WebServer(of_each_age(answer, server)[-1], THREADS) as site:
        old = {pid for _, pid in webserver.results(site.requests(webserver.who_is_it))}
        with webserver.later(AN_HOUR + 1):
            webserver.results(
                site.requests(titles)
            )  # a pool looks at the age when a connection comes back
            kept = len(
                old & {pid for _, pid in webserver.results(site.requests(webserver.who_is_it))}
            )
    expect(
        not kept,
        f"{kept} of {plural(len(old), 'connection')} still in use after an hour.",
        "none: the next request closes each of them.",
    )


# What the checks above are made of.


@pytest.fixture
def server(world):
    """The entry for the database of this check, with something in OPTIONS."""
    return webserver.entry()


def of_each_age(answer, server):
    """Return the setting as many processes get it, which may draw an age, the shortest first."""
    made = [webserver.databases(answer, server) for _ in range(PROCESSES)]
    ages = [setting["default"].get("CONN_MAX_AGE") for setting in made]
    if not all(isinstance(age, int | float) for age in ages):
        return made
    return sorted(made, key=lambda setting: setting["default"]["CONN_MAX_AGE"])


def setting(name):
    """Return what a connection's setting is, in PostgreSQL's own unit."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT setting FROM pg_settings WHERE name = %s", [name])
        return cursor.fetchone()[0]


def titles():
    """Answer a request."""
    return list(Contest.objects.order_by("pk").values_list("title", flat=True))
