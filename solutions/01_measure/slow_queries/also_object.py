"""The wrapper is an object that holds the budget, and replaces an older one on a connection."""

import logging
from time import monotonic_ns

from django.db import connections
from django.db.backends.signals import connection_created


class SlowQueries:
    def __init__(self):
        self.budget_ms = None
        self.log = logging.getLogger("arena.slow_queries")

    def __call__(self, execute, sql, params, many, context):
        start = monotonic_ns()
        try:
            result = execute(sql, params, many, context)
        except Exception:
            self.judge(sql, start)
            raise
        self.judge(sql, start)
        return result

    def judge(self, sql, start):
        ms = (monotonic_ns() - start) / 1_000_000
        if ms > self.budget_ms:
            self.log.warning(f"{ms:.1f} ms: {sql}", extra={"duration_ms": ms})

    def attach(self, sender, connection, **kwargs):
        wrappers = connection.execute_wrappers
        wrappers[:] = [self, *(one for one in wrappers if not isinstance(one, SlowQueries))]


slow_queries = SlowQueries()


def install(budget_ms):
    slow_queries.budget_ms = budget_ms
    connection_created.connect(slow_queries.attach, dispatch_uid="arena.slow_queries")
    for connection in connections.all():
        slow_queries.attach(None, connection)
