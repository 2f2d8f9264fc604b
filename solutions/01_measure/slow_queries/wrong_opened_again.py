"""connection_created is sent each time a connection opens, and the wrappers stay on it when it
closes. After a hundred requests every slow query is logged a hundred times.

Breaks: once
Fails: once
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
    connection.execute_wrappers.insert(0, watch)


def install(budget_ms):
    budget["ms"] = budget_ms
    connection_created.connect(attach)
    for connection in connections.all(initialized_only=True):
        if watch not in connection.execute_wrappers:
            attach(connection)
