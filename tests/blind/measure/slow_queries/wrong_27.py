"""WRONG (rule: connections): remembers watched connections by id(); a later connection of another thread may get the id of one that is gone, and is never watched."""

import logging
import time

from django.db import connections
from django.db.backends.signals import connection_created

log = logging.getLogger("arena.slow_queries")
budget = float("inf")
watched = set()


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
            log.warning("%.1f ms: %s", ms, text(sql), extra={"duration_ms": ms})


def attach(connection, **kwargs):
    """Watch a connection, if it is not watched yet."""
    # First, not last: execute_wrapper() takes the last one away when its block ends.
    if id(connection) not in watched:
        watched.add(id(connection))
        connection.execute_wrappers.insert(0, watch)


def install(budget_ms):
    global budget
    budget = budget_ms
    connection_created.connect(attach, weak=False)
    for connection in connections.all(initialized_only=True):
        attach(connection)
