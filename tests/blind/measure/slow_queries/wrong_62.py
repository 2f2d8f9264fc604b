"""budget: connections that open after a second install() get the first one's budget.

connect() ignores a receiver whose dispatch_uid is there already, so the first wrapper, with the
first budget, goes on. Other threads' connections keep it as well.
"""

import logging
import time

from django.db import connections
from django.db.backends.signals import connection_created

log = logging.getLogger("arena.slow_queries")


class Stopwatch:
    """An execute wrapper with a budget."""

    def __init__(self, budget_ms):
        self.budget_ms = budget_ms

    def __call__(self, execute, sql, params, many, context):
        """Execute, and warn if it was slow."""
        start = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            ms = (time.perf_counter() - start) * 1000
            if ms > self.budget_ms:
                log.warning("%.1f ms: %s", ms, sql, extra={"duration_ms": ms})


def install(budget_ms):
    stopwatch = Stopwatch(budget_ms)

    def attach(connection, **kwargs):
        others = [w for w in connection.execute_wrappers if not isinstance(w, Stopwatch)]
        connection.execute_wrappers[:] = [stopwatch, *others]

    connection_created.connect(attach, weak=False, dispatch_uid="arena.slow_queries")
    for connection in connections.all(initialized_only=True):
        attach(connection)
