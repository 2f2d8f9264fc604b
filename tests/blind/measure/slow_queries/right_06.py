"""Closures over a one-place list, made once by a cached function."""

import logging
from functools import cache
from time import monotonic

from django.db import connections
from django.db.backends.signals import connection_created


@cache
def machinery():
    budget = [0]
    log = logging.getLogger("arena.slow_queries")

    def timed(execute, *args):
        start = monotonic()
        try:
            return execute(*args)
        finally:
            ms = (monotonic() - start) * 1000
            if ms > budget[0]:
                log.warning("%.1f ms: %s", ms, args[0], extra={"duration_ms": ms})

    def attach(connection, **kwargs):
        if timed not in connection.execute_wrappers:
            connection.execute_wrappers.insert(0, timed)

    return budget, attach


def install(budget_ms):
    budget, attach = machinery()
    budget[0] = budget_ms
    connection_created.connect(attach, weak=False)
    for connection in connections.all(initialized_only=True):
        attach(connection)
