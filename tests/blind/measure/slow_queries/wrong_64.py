"""others, connections: the wrapper is appended, and somebody's execute_wrapper() removes the last.

If a connection opens (or install() is called) inside `with connection.execute_wrapper(theirs)`, the
end of that block removes this wrapper and leaves theirs for ever: slow queries are logged no more.
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


def attach(connection, **kwargs):
    if measure not in connection.execute_wrappers:
        connection.execute_wrappers.append(measure)


def install(budget_ms):
    global budget
    budget = budget_ms
    connection_created.connect(attach, weak=False, dispatch_uid="arena.slow_queries")
    for connection in connections.all(initialized_only=True):
        attach(connection)
