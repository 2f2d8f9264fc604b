"""Breaks budget (the last one counts everywhere): each wrapper carries the budget of its time.

install() replaces it on this thread's connections and for those that open later; a connection that
another thread has open since an earlier install() keeps the old budget."""

import logging
import time
from dataclasses import dataclass

from django.db import connections
from django.db.backends.signals import connection_created

log = logging.getLogger("arena.slow_queries")


@dataclass(frozen=True)
class Watch:
    """Warns of queries that take longer than its budget."""

    budget_ms: float

    def __call__(self, execute, sql, params, many, context):
        start = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            ms = (time.perf_counter() - start) * 1000
            if ms > self.budget_ms:
                log.warning("%.1f ms: %s", ms, sql, extra={"duration_ms": ms})


_latest = None


def _attach(connection, **kwargs):
    wrappers = connection.execute_wrappers
    wrappers[:] = [_latest, *(other for other in wrappers if not isinstance(other, Watch))]


def install(budget_ms):
    global _latest
    _latest = Watch(budget_ms)
    connection_created.connect(_attach)
    for connection in connections.all(initialized_only=True):
        _attach(connection)
