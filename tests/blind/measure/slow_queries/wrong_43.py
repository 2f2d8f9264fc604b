"""Breaks private: a failing slow query is logged with its exception.

exc_info of a slow duplicate key holds "Key (username)=(bob) already exists", the parameter's value."""

import logging
import time

from django.db import connections
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
    error = None
    try:
        return execute(sql, params, many, context)
    except Exception as caught:
        error = caught
        raise
    finally:
        ms = (time.perf_counter() - start) * 1000
        if ms > _budget_ms:
            text = _text(sql)
            log.warning("%.1f ms: %s", ms, text, exc_info=error, extra={"duration_ms": ms})


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
