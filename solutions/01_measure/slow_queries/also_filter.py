"""Times every query; a filter on the logger lets only the slow ones through."""

import logging
import time

from django.db import connections
from django.db.backends.signals import connection_created

log = logging.getLogger("arena.slow_queries")
installed = False


class OverBudget(logging.Filter):
    budget_ms = 0

    def filter(self, record):
        return record.duration_ms > self.budget_ms


over_budget = OverBudget()


def watch(execute, sql, params, many, context):
    start = time.perf_counter()
    try:
        return execute(sql, params, many, context)
    finally:
        ms = 1000 * (time.perf_counter() - start)
        log.warning("%.1f ms: %s", ms, sql, extra={"duration_ms": ms})


def attach(connection, **kwargs):
    if watch not in connection.execute_wrappers:
        connection.execute_wrappers.insert(0, watch)


def install(budget_ms):
    global installed
    over_budget.budget_ms = budget_ms
    if installed:
        return
    installed = True
    log.addFilter(over_budget)
    connection_created.connect(attach)
    for connection in connections.all(initialized_only=True):
        attach(connection)
