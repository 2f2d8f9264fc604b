"""outcome: a query that fails is not logged.

The warning comes after the call, which a slow query that raises (a statement timeout, a broken
constraint) never returns from.
"""

import logging
import time

from django.db import connections
from django.db.backends.signals import connection_created

log = logging.getLogger("arena.slow_queries")
budget = 0


def measure(execute, sql, params, many, context):
    start = time.perf_counter()
    result = execute(sql, params, many, context)
    ms = (time.perf_counter() - start) * 1000
    if ms > budget:
        log.warning("%.1f ms: %s", ms, sql, extra={"duration_ms": ms})
    return result


def attach(connection, **kwargs):
    if measure not in connection.execute_wrappers:
        connection.execute_wrappers.insert(0, measure)


def install(budget_ms):
    global budget
    budget = budget_ms
    connection_created.connect(attach)
    for connection in connections.all(initialized_only=True):
        attach(connection)
