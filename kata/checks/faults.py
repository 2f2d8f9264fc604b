"""What fails in the middle: a statement, the whole process, or a server that is no database."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import Any

from django.db import DatabaseError, OperationalError, connection

from kata.checks.hook import DRIVER
from kata.checks.queries import Meter
from kata.checks.sql import moves_data

SAYS = "the server went away"
PATIENCE = 10.0  # seconds for a session to end


class Killed(BaseException):
    """The process has been killed: no handler of an ``Exception`` goes on after that."""


class Gate:
    """Stands before an object: a function is called before each of its methods, and may raise."""

    def __init__(self, behind: Any, before: Callable[..., object]) -> None:
        """Prepare a gate.

        Args:
            behind: whose methods are called.
            before: is given the name of the method and its arguments.
        """
        self._behind, self._before = behind, before

    def __getattr__(self, name: str) -> Callable[..., Any]:
        method = getattr(self._behind, name)

        def call(*args: Any, **kwargs: Any) -> Any:
            self._before(name, *args, **kwargs)
            return method(*args, **kwargs)

        return call


def fails_at(number: int, call: Callable[[], Any]) -> bool:
    """Call, and let one statement fail; return whether there were so many.

    Args:
        number: which one, from 0; only those count that read or write data, by Django's cursors or
            by the driver's own.
        call: may let the error through, or catch it.
    """
    sent = 0

    def refuse(alias: str, sql: str) -> None:
        nonlocal sent
        if moves_data(sql):
            sent += 1
            if sent == number + 1:
                raise (_errors()[-1] if alias == DRIVER else OperationalError)(SAYS)

    with Meter(refuse=refuse):
        try:
            call()
        except _errors() as error:
            if SAYS not in str(error):
                raise
    return sent > number


def killed_at(number: int, call: Callable[[Callable[..., None]], Any]) -> bool:
    """Call, and kill the process at one of its points; return whether there were so many.

    A point is a statement that moves data, sent through Django's default connection, and the
    moments before and after its COMMIT. From the point on, every point kills; the database then
    rolls back what is open, and functions that wait for the commit are never called. When this
    returns, no lock of the killed process is left.

    Args:
        number: which point, from 0.
        call: is given a function, which makes a point of the moment in which it is called.
    """
    own: Any = connection
    passed, commit = 0, own._commit

    def point(*_: Any, **__: Any) -> None:
        nonlocal passed
        passed += 1
        if passed > number:
            raise Killed

    def statement(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        if moves_data(sql):
            point()
        return execute(sql, *rest)

    def commits() -> Any:
        point()
        commit()
        point()

    own._commit = commits
    try:
        with connection.execute_wrapper(statement):
            call(point)
    except BaseException:  # Django makes another error of one that comes in a COMMIT
        if passed <= number:
            raise
    finally:
        own._commit = commit
        own.run_on_commit.clear()
        _close(own)
    return passed > number


def killed_before(number: int, call: Callable[[], Any]) -> bool:
    """Call, and end it before one statement for good; return whether there were so many.

    What it has not committed is lost, and the connection of this thread is closed.

    Args:
        number: which statement, from 0, counted as in ``fails_at``.
        call: sends nothing any more after that, not even while it ends.
    """
    sent = 0

    def kill(_: str, sql: str) -> None:
        nonlocal sent
        sent += moves_data(sql)
        if sent > number:
            raise Killed

    try:
        with Meter(refuse=kill):
            call()
    except Killed:
        connection.close()
    return sent > number


def _close(own: Any) -> None:
    """Close a connection, and wait until PostgreSQL has noticed: locks last until then."""
    raw = own.connection if own.vendor == "postgresql" else None
    pid = raw.info.backend_pid if raw and not raw.closed else None
    own.close()
    deadline = time.monotonic() + PATIENCE
    while pid and time.monotonic() < deadline:
        with own.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE pid = %s", [pid])
            if cursor.fetchone() == (0,):
                return
        time.sleep(0.001)


def _errors() -> tuple[type[Exception], ...]:
    """Return the errors of a database: Django's, and the driver's, which its own cursors raise."""
    driver = sys.modules.get("psycopg")
    return (DatabaseError,) if driver is None else (DatabaseError, driver.OperationalError)
