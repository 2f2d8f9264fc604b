"""Breaks budget: takes a budget of 0 for none, and uses 100 ms.

After install(0) each query is slower than the budget, and queries of 1 or 50 ms log nothing."""

import logging
import time

from django.db import connections
from django.db.backends.signals import connection_created

log = logging.getLogger("arena.slow_queries")
DEFAULT_MS = 100
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
        return execute(sql, params, many, context)
    finally:
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
    _budget_ms = budget_ms or DEFAULT_MS
    connection_created.connect(_attach)
    for connection in connections.all(initialized_only=True):
        _attach(connection)
