"""WRONG (rule: budget): open connections of other threads keep the budget of an earlier call."""

import logging
import time

from django.db import connections
from django.db.backends.signals import connection_created

log = logging.getLogger("arena.slow_queries")


class SlowQueries:
    """A wrapper with its budget."""

    def __init__(self, budget_ms):
        self.budget_ms = budget_ms

    def __call__(self, execute, sql, params, many, context):
        start = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            ms = (time.perf_counter() - start) * 1000
            if ms > self.budget_ms:
                log.warning("%.1f ms: %s", ms, sql, extra={"duration_ms": ms})

    def attach(self, connection, **kwargs):
        wrappers = connection.execute_wrappers
        others = [w for w in wrappers if not isinstance(w, SlowQueries)]
        wrappers[:] = [self, *others]


def install(budget_ms):
    slow = SlowQueries(budget_ms)
    connection_created.disconnect(dispatch_uid="arena.slow_queries")
    connection_created.connect(slow.attach, weak=False, dispatch_uid="arena.slow_queries")
    for connection in connections.all(initialized_only=True):
        slow.attach(connection)
