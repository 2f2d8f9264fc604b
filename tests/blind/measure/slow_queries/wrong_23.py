"""WRONG (rule: budget): each wrapper keeps the budget of its time; connections that are open in other threads keep the old one after a later install()."""

import logging
import time

from django.db import connections
from django.db.backends.signals import connection_created

log = logging.getLogger("arena.slow_queries")


class Watch:
    """Times the queries of a connection."""

    def __init__(self, budget_ms):
        self.budget_ms = budget_ms

    def __call__(self, execute, sql, params, many, context):
        """Run a query, and say so when it took too long."""
        start = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            ms = (time.perf_counter() - start) * 1000
            if ms > self.budget_ms:
                log.warning("%.1f ms: %s", ms, sql, extra={"duration_ms": ms})


latest = None


def attach(connection, **kwargs):
    """Put the latest watch in the place of an older one, or before all others."""
    wrappers = connection.execute_wrappers
    for place, wrapper in enumerate(wrappers):
        if isinstance(wrapper, Watch):
            wrappers[place] = latest
            return
    wrappers.insert(0, latest)


def install(budget_ms):
    global latest
    latest = Watch(budget_ms)
    connection_created.connect(attach, weak=False)
    for connection in connections.all(initialized_only=True):
        attach(connection)
