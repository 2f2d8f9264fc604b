"""Builds the record by hand, and looks for its wrapper by type."""

import logging
import time

from django.db import connections
from django.db.backends.signals import connection_created


class SlowQueries:
    """A wrapper without a state of its own: the budget is on the class."""

    budget_ms = None

    def __call__(self, execute, sql, params, many, context):
        start = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            self.report(sql, (time.perf_counter() - start) * 1000)

    @classmethod
    def report(cls, sql, ms):
        log = logging.getLogger("arena.slow_queries")
        if ms > cls.budget_ms and log.isEnabledFor(logging.WARNING):
            record = log.makeRecord(
                log.name, logging.WARNING, __file__, 0, "%.1f ms: %s", (ms, sql), None
            )
            record.duration_ms = ms
            log.handle(record)


def watch(sender, connection, **kwargs):
    if not any(isinstance(w, SlowQueries) for w in connection.execute_wrappers):
        connection.execute_wrappers.insert(0, SlowQueries())


def install(budget_ms):
    SlowQueries.budget_ms = budget_ms
    connection_created.connect(watch)
    for connection in connections.all(initialized_only=True):
        watch(None, connection)
