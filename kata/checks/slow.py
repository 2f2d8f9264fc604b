"""A statement that is slow for certain, on every machine and every database."""

from __future__ import annotations

import time

from django.db import connections


def slow_statement(seconds: float, *, alias: str = "default", note: str = "slow") -> None:
    """Send a statement that takes at least so long; on a busy machine it takes longer.

    Args:
        note: a word to find it by, in a comment of the SQL. The seconds are a parameter: a slow
            and a quick statement have the same text.
    """
    connection = connections[alias]
    connection.ensure_connection()
    if connection.vendor == "sqlite":
        connection.connection.create_function("pg_sleep", 1, time.sleep)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT pg_sleep(%s) /* {note} */", [seconds])
        cursor.fetchall()
