"""A signal refuses a second receiver with the same dispatch_uid. So the first wrapper stays, with
the first budget.

Breaks: budget
Fails: budget
"""

import logging
import time

from django.db import connections
from django.db.backends.signals import connection_created

log = logging.getLogger("arena.slow_queries")


def install(budget_ms):
    def watch(execute, sql, params, many, context):
        start = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            ms = (time.perf_counter() - start) * 1000
            if ms > budget_ms:
                log.warning("%.1f ms: %s", ms, sql, extra={"duration_ms": ms})

    def attach(connection, **kwargs):
        if not connection.execute_wrappers:
            connection.execute_wrappers.insert(0, watch)

    connection_created.connect(attach, weak=False, dispatch_uid="arena.slow_queries")
    for connection in connections.all(initialized_only=True):
        attach(connection)
