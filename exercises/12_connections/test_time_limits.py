"""What checks time_limits.py."""

from contextlib import contextmanager
from math import ceil, inf
from types import SimpleNamespace

import pytest
from django.db import connection
from django.db.backends.signals import connection_created
from psycopg.conninfo import timeout_from_conninfo

from kata.checks import expect, webserver

BUDGETS = (10, 13, 120)
SAID = "-c work_mem=5MB  -c extra_float_digits=2"
POOL = {"min_size": 1, "max_size": 5, "max_lifetime": 700.0}
IN_FORCE = {"work_mem": "5120", "extra_float_digits": "2", "application_name": "arena"}
USUAL_QUEUE = 30  # seconds, of psycopg's pool
USUAL_KEEPALIVES = {"idle": 7200, "interval": 75, "count": 9}  # of Linux
SETTINGS = "SELECT name, setting FROM pg_settings WHERE name LIKE '%%timeout' OR name = ANY(%s)"


def test_answer(answer, server):
    """Answers requests, from the database of the entry.

    Tries: entry.
    """
    asked = SimpleNamespace(databases=lambda entry: answer.databases(entry, 30))
    webserver.refuse_lost(asked, server, ("pool", "options"))
    limits = measured(answer, server, 30)
    for name, right in IN_FORCE.items():
        got = limits.settings[name]
        expect(got == right, f"In a request, {name} is {got!r}.", f"{right!r}, as the entry says.")
    for name, right in POOL.items():
        got = limits.pool.get(name)
        expect(got == right, f"{name} of the pool is {got!r}.", f"{right!r}, as the entry says.")
    with without_receivers(), webserver.WebServer(webserver.databases(asked, server), 1) as site:
        for _ in range(2):
            [(_, _, has_pool)] = webserver.results(site.requests(in_force))
            expect(has_pool, "A request does not use the pool.")


def test_request(answer, server):
    """Waits for a connection and a statement, and has time left.

    Tries: request.
    """
    for limits in for_each_budget(answer, server):
        fits(limits, "a statement that does not end", limits.statement)


def test_network(answer, server):
    """Notices a network that drops everything.

    Tries: network.
    """
    for limits in for_each_budget(answer, server):
        fits(limits, "a statement that never arrives", limits.unacknowledged)
        fits(limits, "an answer, when the network stops during a statement", limits.silent)


def test_lock(answer, server):
    """Ends a wait for a lock as what it is.

    Tries: lock.
    """
    for limits in for_each_budget(answer, server):
        below(limits, "a wait for a lock", limits.lock, "its statement", limits.statement)


def test_connect(answer, server):
    """Gives up a server that accepts and says nothing.

    Tries: connect.
    """
    for limits in for_each_budget(answer, server):
        below(limits, "an attempt to connect", limits.connect, "a request", limits.seconds)


def test_idle(answer, server):
    """Leaves no transaction idle.

    Tries: idle.
    """
    for limits in for_each_budget(answer, server):
        below(limits, "an idle transaction", limits.idle, "a request", limits.seconds)


def test_patience(answer, server):
    """Ends nothing too early.

    Tries: patience.
    """
    for limits in for_each_budget(answer, server):
        for what, limit, least in (
            ("a statement", limits.statement, limits.seconds / 4),
            ("a wait for a lock", limits.lock, 1),
            ("a wait for a free connection", limits.queue, 1),
            ("an attempt to connect", limits.connect, 1),
            ("an idle transaction", limits.idle, 1),
            ("sent data without an acknowledgement", limits.unacknowledged, 1),
            ("silence during a statement", limits.silent, 1),
        ):
            says = f"With seconds={limits.seconds}, the limit of {what} is {told(limit)}."
            expect(limit >= least, says, f"{least:g} s or more.")


# What the checks above are made of.


@pytest.fixture
def server(world):
    """The entry for the database of this check, with a pool in OPTIONS."""
    made = webserver.entry()
    made["OPTIONS"]["pool"] = POOL
    with without_receivers():
        yield made


def for_each_budget(answer, server):
    for seconds in BUDGETS:
        yield measured(answer, server, seconds)


@contextmanager
def without_receivers():
    """Forget what an answer does to new connections: another budget may need another limit."""
    usual = [*connection_created.receivers]
    yield
    connection_created.receivers[:] = usual
    connection_created.sender_receivers_cache.clear()


@without_receivers()
def measured(answer, server, seconds):
    """Return after how many seconds each wait ends, as those say who would end it."""
    options = {**server["OPTIONS"], **({"options": SAID} if seconds > BUDGETS[0] else {})}
    asked = SimpleNamespace(databases=lambda entry: answer.databases(entry, seconds))
    setting = webserver.databases(asked, {**server, "OPTIONS": options})["default"]
    # A pool would go on trying, and hide the error of an option that PostgreSQL refuses.
    options = dict(setting.get("OPTIONS") or {})
    pool = options.pop("pool", None)
    expect(isinstance(pool, dict), f'"pool" is {pool!r}.', "what the entry says, and a timeout.")
    queue = pool.get("timeout", USUAL_QUEUE)
    expect(type(queue) in (int, float), f"The pool's timeout is {queue!r}.", "seconds.")
    with webserver.WebServer({"default": {**setting, "OPTIONS": options}}, 1) as site:
        [(settings, libpq, _)] = webserver.results(site.requests(in_force))

    def limit(name):
        return int(settings.get(name, 0)) / 1000 or inf

    unacknowledged = int(libpq.get("tcp_user_timeout", 0)) / 1000
    idle, interval, count = (
        int(libpq.get(f"keepalives_{name}", 0)) or usual for name, usual in USUAL_KEEPALIVES.items()
    )
    if unacknowledged:  # then Linux gives up at the first probe after it, whatever the count is
        count = max(1, ceil((unacknowledged - idle) / interval))
    return SimpleNamespace(
        seconds=seconds,
        settings=settings,
        pool=pool,
        queue=0 if pool.get("max_waiting") else queue,
        statement=min(limit("statement_timeout"), limit("transaction_timeout")),
        lock=limit("lock_timeout"),
        idle=min(limit("idle_in_transaction_session_timeout"), limit("transaction_timeout")),
        connect=timeout_from_conninfo(libpq),
        unacknowledged=unacknowledged or inf,
        silent=inf if libpq.get("keepalives") == "0" else idle + count * interval,
    )


def in_force():
    """Answer a request: PostgreSQL's settings, those of libpq, and whether there is a pool."""
    with connection.cursor() as cursor:
        cursor.execute(SETTINGS, [[*IN_FORCE]])
        settings = dict(cursor.fetchall())
    told_libpq = {
        option.keyword.decode(): option.val.decode()
        for option in connection.connection.pgconn.info
        if option.val
    }
    return settings, told_libpq, bool(connection.pool)


def fits(limits, what, limit):
    says = (
        f"With seconds={limits.seconds}, a request can wait for a free connection "
        f"({told(limits.queue)}) and then for {what} ({told(limit)})."
    )
    expect(limits.queue + limit < limits.seconds, says, f"together less than {limits.seconds} s.")


def below(limits, what, limit, whose, outer):
    says = (
        f"With seconds={limits.seconds}, the limit of {what} is {told(limit, 'missing')}, and "
        f"that of {whose} is {told(outer, 'missing')}."
    )
    expect(limit < outer, says, "it ends first.")


def told(limit, without="no limit"):
    return without if limit == inf else f"{limit:g} s"
