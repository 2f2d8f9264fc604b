"""A database that fails in the middle: whatever was half done has to be as it was before."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

from django.db import DatabaseError, OperationalError, connection

from kata.checks.hook import DRIVER
from kata.checks.queries import Meter
from kata.checks.sql import moves_data

SAYS = "the server went away"


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


class _Killed(BaseException):
    """What no code of an answer handles: it is about errors, and a killed process handles none."""


def killed_at(number: int, call: Callable[[], Any]) -> bool:
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
            raise _Killed

    try:
        with Meter(refuse=kill):
            call()
    except _Killed:
        connection.close()
    return sent > number


def _errors() -> tuple[type[Exception], ...]:
    """Return the errors of a database: Django's, and the driver's, which its own cursors raise."""
    driver = sys.modules.get("psycopg")
    return (DatabaseError,) if driver is None else (DatabaseError, driver.OperationalError)
