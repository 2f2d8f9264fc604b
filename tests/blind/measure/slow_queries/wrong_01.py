"""WRONG (rule: connections): the signal holds the local receiver weakly: later ones are missed."""

import logging
import time

from django.db import connections
from django.db.backends.signals import connection_created

log = logging.getLogger("arena.slow_queries")
_budget = {}


def _timed(execute, sql, params, many, context):
    start = time.perf_counter()
    try:
        return execute(sql, params, many, context)
    finally:
        ms = (time.perf_counter() - start) * 1000
        if ms > _budget["ms"]:
            log.warning("%.1f ms: %s", ms, sql, extra={"duration_ms": ms})


def install(budget_ms):
    _budget["ms"] = budget_ms

    def attach(connection, **kwargs):
        if _timed not in connection.execute_wrappers:
            connection.execute_wrappers.insert(0, _timed)

    connection_created.connect(attach)
    for connection in connections.all(initialized_only=True):
        attach(connection)
