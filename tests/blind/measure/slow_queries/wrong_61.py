"""once: every time a connection opens, the wrapper is added again.

A connection keeps its execute_wrappers when it is closed: after close() and the next query (with
CONN_MAX_AGE 0, after each request) a slow query makes two warnings, then three.
"""

import logging
import time

from django.db import connections
from django.db.backends.signals import connection_created

log = logging.getLogger("arena.slow_queries")
budget = 0


def measure(execute, sql, params, many, context):
    start = time.perf_counter()
    try:
        return execute(sql, params, many, context)
    finally:
        ms = (time.perf_counter() - start) * 1000
        if ms > budget:
            log.warning("%.1f ms: %s", ms, sql, extra={"duration_ms": ms})


def on_open(connection, **kwargs):
    connection.execute_wrappers.insert(0, measure)


def install(budget_ms):
    global budget
    budget = budget_ms
    connection_created.connect(on_open)
    for connection in connections.all(initialized_only=True):
        if measure not in connection.execute_wrappers:
            connection.execute_wrappers.insert(0, measure)
