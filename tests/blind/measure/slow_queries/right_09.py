"""Bound methods of one object, and a LoggerAdapter."""

import logging
from time import perf_counter

from django.db import connections
from django.db.backends.signals import connection_created


class Monitor:
    """Watches the connections of all threads."""

    def __init__(self):
        self.budget = None

    def wrap(self, execute, sql, params, many, context):
        start = perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            ms = (perf_counter() - start) * 1000
            if ms > self.budget:
                log = logging.getLogger("arena.slow_queries")
                logging.LoggerAdapter(log, {"duration_ms": ms}).warning("%.1f ms: %s", ms, sql)

    def opened(self, connection, **kwargs):
        if self.wrap not in connection.execute_wrappers:
            connection.execute_wrappers.insert(0, self.wrap)


monitor = Monitor()


def install(budget_ms):
    monitor.budget = budget_ms
    connection_created.connect(monitor.opened)
    for connection in connections.all(initialized_only=True):
        monitor.opened(connection)
