"""Breaks outcome: counts failures of the database only.

A slow query that ends in something else (InterfaceError, KeyboardInterrupt, a TimeoutError raised
by a signal handler, an adapter's TypeError after long work) leaves no warning."""

import logging
import time

from django.db import DatabaseError, connections
from django.db.backends.signals import connection_created

log = logging.getLogger("arena.slow_queries")
_budget_ms = float("inf")


def _text(sql):
    """Return SQL as text, also when somebody passed bytes or one of psycopg's sql objects."""
    if isinstance(sql, bytes):
        return sql.decode(errors="replace")
    if hasattr(sql, "as_string"):
        return sql.as_string(None)
    return str(sql)


def _watch(execute, sql, params, many, context):
    start = time.perf_counter()
    try:
        result = execute(sql, params, many, context)
    except DatabaseError:
        _judge(start, sql)
        raise
    _judge(start, sql)
    return result


def _judge(start, sql):
    ms = (time.perf_counter() - start) * 1000
    if ms > _budget_ms:
        text = _text(sql)
        log.warning("%.1f ms: %s", ms, text, extra={"duration_ms": ms})


def _attach(connection, **kwargs):
    # In front: connection.execute_wrapper() removes the last one when its block ends.
    if _watch not in connection.execute_wrappers:
        connection.execute_wrappers.insert(0, _watch)


def install(budget_ms):
    global _budget_ms
    _budget_ms = budget_ms
    connection_created.connect(_attach)
    for connection in connections.all(initialized_only=True):
        _attach(connection)
