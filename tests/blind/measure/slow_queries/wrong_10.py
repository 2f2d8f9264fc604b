"""WRONG (task: each executemany()): a slow executemany() is judged by its mean per set of values."""

import logging
import time

from django.db import connections
from django.db.backends.signals import connection_created

log = logging.getLogger("arena.slow_queries")
_budget = float("inf")


def _timed(execute, sql, params, many, context):
    start = time.perf_counter()
    try:
        return execute(sql, params, many, context)
    finally:
        ms = (time.perf_counter() - start) * 1000
        each = ms / len(params) if many and hasattr(params, "__len__") and params else ms
        if each > _budget:
            log.warning("%.1f ms: %s", ms, sql, extra={"duration_ms": ms})


def _attach(connection, **kwargs):
    # First, not last: the end of a "with connection.execute_wrapper()" pops the last.
    if _timed not in connection.execute_wrappers:
        connection.execute_wrappers.insert(0, _timed)


def install(budget_ms):
    global _budget
    _budget = budget_ms
    connection_created.connect(_attach)
    for connection in connections.all(initialized_only=True):
        _attach(connection)
