"""Without finally (or except) a query that fails is never logged, not even one that the database
cancelled after a minute.

Breaks: outcome
Fails: answer
"""

import logging
import time

from django.db import connections
from django.db.backends.signals import connection_created

log = logging.getLogger("arena.slow_queries")
budget = {"ms": 0}


def watch(execute, sql, params, many, context):
    start = time.perf_counter()
    result = execute(sql, params, many, context)
    ms = (time.perf_counter() - start) * 1000
    if ms > budget["ms"]:
        log.warning("%.1f ms: %s", ms, sql, extra={"duration_ms": ms})
    return result


def attach(connection, **kwargs):
    if watch not in connection.execute_wrappers:
        connection.execute_wrappers.insert(0, watch)


def install(budget_ms):
    budget["ms"] = budget_ms
    connection_created.connect(attach)
    for connection in connections.all(initialized_only=True):
        attach(connection)
