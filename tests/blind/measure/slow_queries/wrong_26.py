"""WRONG (rule: message): only the first 5,000 characters of the SQL are logged, so long IN lists and inserts are cut."""

import logging
import time

from django.db import connections
from django.db.backends.signals import connection_created

log = logging.getLogger("arena.slow_queries")
budget = float("inf")


def text(sql):
    """Return SQL as a string; psycopg also takes bytes and composed SQL."""
    if isinstance(sql, bytes):
        return sql.decode(errors="replace")
    return sql.as_string(None) if hasattr(sql, "as_string") else str(sql)


def watch(execute, sql, params, many, context):
    """Run a query, and say so when it took too long."""
    start = time.perf_counter()
    try:
        return execute(sql, params, many, context)
    finally:
        ms = (time.perf_counter() - start) * 1000
        if ms > budget:
            log.warning("%.1f ms: %s", ms, text(sql)[:5000], extra={"duration_ms": ms})


def attach(connection, **kwargs):
    """Watch a connection, if it is not watched yet."""
    # First, not last: execute_wrapper() takes the last one away when its block ends.
    if watch not in connection.execute_wrappers:
        connection.execute_wrappers.insert(0, watch)


def install(budget_ms):
    global budget
    budget = budget_ms
    connection_created.connect(attach, weak=False)
    for connection in connections.all(initialized_only=True):
        attach(connection)
