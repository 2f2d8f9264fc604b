"""Appended last, as our reference does: the end of an execute_wrapper() around install() pops it."""

import logging
import time

from django.db import connections
from django.db.backends.signals import connection_created

log = logging.getLogger("arena.slow_queries")
_budget = float("inf")


def _timed(execute, sql, params, many, context):
    start = time.perf_counter()
    try:
        return execute(sql, params, many, context)
    finally:
        ms = (time.perf_counter() - start) * 1000
        if ms > _budget:
            log.warning("%.1f ms: %s", ms, sql, extra={"duration_ms": ms})


def _attach(connection, **kwargs):
    if _timed not in connection.execute_wrappers:
        connection.execute_wrappers.append(_timed)


def install(budget_ms):
    global _budget
    _budget = budget_ms
    connection_created.connect(_attach)
    for connection in connections.all(initialized_only=True):
        _attach(connection)
