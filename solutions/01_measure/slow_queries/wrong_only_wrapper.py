"""Assigns the list of wrappers, so that its own is in it only once. The wrappers of others, such as
an error tracker's, are gone.

Breaks: others
Fails: connections
"""

import logging
import time

from django.db import connections
from django.db.backends.signals import connection_created

log = logging.getLogger("arena.slow_queries")
budget = {"ms": 0}


def watch(execute, sql, params, many, context):
    start = time.perf_counter()
    try:
        return execute(sql, params, many, context)
    finally:
        ms = (time.perf_counter() - start) * 1000
        if ms > budget["ms"]:
            log.warning("%.1f ms: %s", ms, sql, extra={"duration_ms": ms})


def attach(connection, **kwargs):
    connection.execute_wrappers[:] = [watch]


def install(budget_ms):
    budget["ms"] = budget_ms
    connection_created.connect(attach)
    for connection in connections.all(initialized_only=True):
        attach(connection)
