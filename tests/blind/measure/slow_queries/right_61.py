"""One execute wrapper, put first into the list of each connection: now, and when one opens."""

import logging
import time

from django.db import connections
from django.db.backends.signals import connection_created

logger = logging.getLogger("arena.slow_queries")
_budget_ms = float("inf")


def _measure(execute, sql, params, many, context):
    start = time.perf_counter()
    try:
        return execute(sql, params, many, context)
    finally:
        ms = (time.perf_counter() - start) * 1000
        if ms > _budget_ms:
            text = sql.as_string(None) if hasattr(sql, "as_string") else sql
            logger.warning("%.1f ms: %s", ms, text, extra={"duration_ms": ms})


def _attach(connection, **kwargs):
    # A connection keeps its wrappers when it reopens. First in the list, because the end of
    # somebody's `with connection.execute_wrapper(...)` removes the last.
    if _measure not in connection.execute_wrappers:
        connection.execute_wrappers.insert(0, _measure)


def install(budget_ms):
    global _budget_ms
    _budget_ms = budget_ms
    connection_created.connect(_attach)
    for connection in connections.all(initialized_only=True):
        _attach(connection)
