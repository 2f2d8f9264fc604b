"""Threads that stay and answer one request after the other, as those of a web server do.

What becomes of a connection between two requests is decided by Django's settings; here a check can
try some, and ask PostgreSQL how many connections they make.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import ExitStack, contextmanager
from copy import deepcopy
from queue import SimpleQueue
from typing import Any, cast
from unittest.mock import patch

from django.core.signals import request_finished, request_started
from django.db import connection, connections

from kata.checks.concurrency import Outcome, thread_of_check
from kata.checks.findings import expect, fail, plural

View = Callable[[], Any]

OTHERS = """
    SELECT pid FROM pg_stat_activity WHERE datname = current_database()
    AND backend_type = 'client backend' AND pid <> pg_backend_pid()
"""
WIDTH = 160  # of an error's message: two lines
PATIENCE = 5.0  # seconds for connections to be gone; PostgreSQL takes a moment


class WebServer:
    """Some threads, each with Django's connections under other settings.

    Between two requests Django does what it does in production: it looks at the age of the thread's
    connections, and closes them or keeps them. The thread of the check keeps the settings and
    the connection that it has, and is not counted.

    PostgreSQL only: it tells who is connected.

    Example::

        with WebServer({"default": {...}}, threads=16) as server:
            outcomes = server.requests(view)
        print(server.sessions)
    """

    def __init__(self, databases: dict[str, Any], threads: int, *, timeout: float = 30.0) -> None:
        """Prepare it.

        Args:
            databases: what the setting ``DATABASES`` would say.
            threads: how many requests it answers at the same time.
            timeout: seconds of wall time after which a thread counts as stuck.
        """
        self.sessions = 0
        self._others: set[int] = set()  # the processes that were connected before
        self._databases, self._timeout = databases, timeout
        self._work: list[SimpleQueue[View | None]] = [SimpleQueue() for _ in range(threads)]
        self._done: SimpleQueue[tuple[int, Outcome]] = SimpleQueue()
        self._threads: list[threading.Thread] = []
        self._gate = threading.Barrier(threads)

    def __enter__(self) -> WebServer:
        self._others = others()
        self._before = _sessions_so_far()
        self._usual = connections.settings
        connections.settings = connections.configure_settings(self._databases)
        self._threads = [thread_of_check(self._run, n) for n in range(len(self._work))]
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *exception: object) -> None:
        """Close all connections; ``sessions`` is then how many were opened since it began."""
        for work in self._work:
            work.put(None)
        for thread in self._threads:
            thread.join(self._timeout)
        _close_pools()
        connections.settings = self._usual
        left = wait_for(lambda: not len(self.open()))
        self.sessions = _sessions_so_far() - self._before
        if not left and exception[0] is None:
            raise fail(
                f"{plural(len(self.open()), 'connection')} to the database still open after the "
                "server has ended."
            )

    def requests(self, view: View) -> list[Outcome]:
        """Let every thread answer one request at the same time; return what became of each.

        Raises:
            CheckFailed: a thread does not come back.
        """
        self.begin(view)
        return self.finish()

    def begin(self, view: View) -> None:
        """Start a request in every thread, and return immediately; ``finish()`` waits for them."""
        for work in self._work:
            work.put(view)

    def finish(self) -> list[Outcome]:
        """Wait for the requests that were begun; return what became of each.

        Raises:
            CheckFailed: a thread does not come back.
        """
        outcomes: dict[int, Outcome] = {}
        deadline = time.monotonic() + self._timeout
        while len(outcomes) < len(self._work):
            try:
                number, outcome = self._done.get(timeout=max(0.01, deadline - time.monotonic()))
            except Exception:
                stuck = len(self._work) - len(outcomes)
                raise fail(
                    f"{stuck} of {len(self._work)} requests are not answered within "
                    f"{self._timeout:g} seconds."
                ) from None
            outcomes[number] = outcome
        return [outcomes[number] for number in sorted(outcomes)]

    def open(self) -> set[int]:
        """Return the process of PostgreSQL behind each connection that the server has open now."""
        return others() - self._others

    def end(self, *pids: int) -> None:
        """Have PostgreSQL end connections, as an administrator or a restart does."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(pid) FROM unnest(%s::int[]) pid", [[*pids]])
        wait_for(lambda: not {*pids} & self.open())

    def _run(self, number: int) -> None:
        try:
            while view := self._work[number].get():
                self._gate.wait(self._timeout)
                self._done.put((number, _answer(view)))
        finally:
            connections.close_all()


def _answer(view: View) -> Outcome:
    """Answer one request as Django's handler does, which sends these two signals."""
    outcome = Outcome()
    try:
        request_started.send(sender=WebServer, environ={})
        try:
            outcome.result = view()
        finally:
            request_finished.send(sender=WebServer)
    except BaseException as error:
        outcome.error = error
    return outcome


def results(outcomes: list[Outcome]) -> list[Any]:
    """Return what requests returned.

    Raises:
        CheckFailed: one of them failed.
    """
    for outcome in outcomes:
        if outcome.error:
            raise fail(f"A request failed: {told(outcome.error)}", details=_settings_now())
    return [outcome.result for outcome in outcomes]


def _settings_now() -> list[str]:
    """Return what the settings say of connections: an error of Django's does not name them."""
    now = connections.settings["default"]
    lines = [f"{name} = {now.get(name)!r}" for name in ("CONN_MAX_AGE", "CONN_HEALTH_CHECKS")]
    options = now.get("OPTIONS")
    if not isinstance(options, dict):
        return [*lines, f"OPTIONS = {options!r}"]
    return lines + [f"OPTIONS[{name!r}] = {value!r}" for name, value in options.items()]


def told(error: BaseException) -> str:
    """Return what an error is and how its message begins."""
    return f"{type(error).__name__}: {' '.join(str(error).split())}"[:WIDTH]


def entry() -> dict[str, Any]:
    """Return the entry of DATABASES for the database of this check, with something in OPTIONS."""
    usual = connections["default"].settings_dict
    names = ("ENGINE", "NAME", "USER", "PASSWORD", "HOST", "PORT", "OPTIONS")
    made = {name: deepcopy(usual[name]) for name in names}
    made["OPTIONS"]["application_name"] = "arena"
    return made


def databases(answer: Any, server: dict[str, Any]) -> dict[str, Any]:
    """Return the setting DATABASES that an answer's databases() makes of an entry.

    Raises:
        CheckFailed: it is no such setting.
    """
    made = answer.databases(deepcopy(server))
    expect(
        isinstance(made, dict) and isinstance(made.get("default"), dict),
        f"databases() returned {made!r}.",
        'what the setting DATABASES holds: {"default": {...}}.',
    )
    return cast(dict[str, Any], made)


def who_is_it() -> tuple[str, int]:
    """Return by which name PostgreSQL knows this connection, and its process."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('application_name'), pg_backend_pid()")
        name, pid = cursor.fetchone()
    return name, pid


def refuse_lost(answer: Any, server: dict[str, Any], extended: Collection[str] = ()) -> None:
    """Fail unless the setting DATABASES that an answer makes says all that an entry says.

    Args:
        extended: the names in OPTIONS whose values may say more than before; the check looks at
            them itself.

    Raises:
        CheckFailed: something is lost, or is another entry's.
    """
    given, made = [], []
    for number in range(2):
        extra = {"ATOMIC_REQUESTS": True, "TEST": {"NAME": f"other_{number}"}}
        more = {"application_name": f"arena_{number}", "sslcompression": 0}  # 0 says something
        options = {**server["OPTIONS"], **more}
        name = f"{server['NAME']}_{number}"
        given.append({**server, **extra, "OPTIONS": options, "NAME": name})
        made.append(databases(answer, given[-1])["default"])
    for before, after in zip(given, made, strict=True):  # one entry must not change another
        now = after.get("OPTIONS") or {}
        for where, said, kept in ((" of OPTIONS", before["OPTIONS"], now), ("", before, after)):
            for name, value in said.items():
                expect(
                    name in ("OPTIONS", *extended) or (name in kept and kept[name] == value),
                    f"The entry says {name!r}{where} is {value!r}, and yours says "
                    f"{kept.get(name)!r}.",
                    "what the entry says stays; OPTIONS may say more.",
                )


def pool_size() -> int:
    """Return how many connections Django's pool may have, 0 where there is none."""
    postgresql: Any = connections["default"]
    return int(postgresql.pool.max_size) if postgresql.pool else 0


@contextmanager
def later(seconds: float) -> Iterator[None]:
    """Let Django, and psycopg's pool, believe that it is so many seconds later."""
    import psycopg_pool.base
    import psycopg_pool.pool
    from django.db.backends.base import base

    real = time.monotonic

    class Clock:
        def __getattr__(self, name: str) -> Any:
            return getattr(time, name)

        def monotonic(self) -> float:
            return real() + seconds

    clock = Clock()
    with ExitStack() as patches:
        patches.enter_context(patch.object(base, "time", clock))
        for module in (psycopg_pool.base, psycopg_pool.pool):
            patches.enter_context(patch.object(module, "monotonic", clock.monotonic))
        yield


def _close_pools() -> None:
    """Close the pools that Django has made; it keeps them for the whole process, by alias."""
    pools: dict[str, Any] = getattr(connections["default"], "_connection_pools", {})
    while pools:
        pools.popitem()[1].close()


def others() -> set[int]:
    """Return the process of PostgreSQL behind each connection to this database but our own."""
    with connection.cursor() as cursor:
        cursor.execute(OTHERS)
        return {pid for [pid] in cursor.fetchall()}


def _sessions_so_far() -> int:
    """Return how many sessions this database has had; those that are open may not count yet."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_force_next_flush()")
        cursor.execute("SELECT sessions FROM pg_stat_database WHERE datname = current_database()")
        return int(cursor.fetchone()[0])


def wait_for(holds: Callable[[], bool]) -> bool:
    """Return whether something becomes true while one may wait for it."""
    deadline = time.monotonic() + PATIENCE
    while not holds():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.005)
    return True
