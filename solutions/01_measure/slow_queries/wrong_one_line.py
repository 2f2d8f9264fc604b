"""Puts the SQL on one line. It is another query then: blanks inside a string are gone, and after --
the rest is a comment.

Breaks: message
Fails: production
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
            log.warning("%.1f ms: %s", ms, " ".join(sql.split()), extra={"duration_ms": ms})


def attach(connection, **kwargs):
    if watch not in connection.execute_wrappers:
        connection.execute_wrappers.insert(0, watch)


def install(budget_ms):
    budget["ms"] = budget_ms
    connection_created.connect(attach)
    for connection in connections.all(initialized_only=True):
        attach(connection)
