"""A database that fails in the middle: whatever was half done has to be as it was before."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

from django.db import DatabaseError, OperationalError

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


def _errors() -> tuple[type[Exception], ...]:
    """Return the errors of a database: Django's, and the driver's, which its own cursors raise."""
    driver = sys.modules.get("psycopg")
    return (DatabaseError,) if driver is None else (DatabaseError, driver.OperationalError)
