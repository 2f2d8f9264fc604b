"""private: the record of a failing query has its exception, and PostgreSQL's text has values.

A slow INSERT that breaks a unique constraint leaves "Key (username)=(anna) already exists." in the
record's exc_info, and in each log that formats it.
"""

import logging
import time

from django.db import connections
from django.db.backends.signals import connection_created

log = logging.getLogger("arena.slow_queries")
budget = 0


def measure(execute, sql, params, many, context):
    start = time.perf_counter()
    failure = None
    try:
        return execute(sql, params, many, context)
    except Exception as error:
        failure = error
        raise
    finally:
        ms = (time.perf_counter() - start) * 1000
        if ms > budget:
            log.warning("%.1f ms: %s", ms, sql, exc_info=failure, extra={"duration_ms": ms})


def attach(connection, **kwargs):
    if measure not in connection.execute_wrappers:
        connection.execute_wrappers.insert(0, measure)


def install(budget_ms):
    global budget
    budget = budget_ms
    connection_created.connect(attach)
    for connection in connections.all(initialized_only=True):
        attach(connection)
