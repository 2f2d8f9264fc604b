"""Watches the default connection of the thread that calls install(). Every worker thread has its
own connections, and every alias is one more.

Breaks: connections
Fails: connections
"""

import logging
import time

from django.db import connection

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
    if watch not in connection.execute_wrappers:
        connection.execute_wrappers.insert(0, watch)


def install(budget_ms):
    budget["ms"] = budget_ms
    attach(connection)
