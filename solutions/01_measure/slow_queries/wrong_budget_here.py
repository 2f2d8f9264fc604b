"""Each wrapper has a budget of its own, and install() gives the new one only to the connections of
its own thread. Connections of other threads keep the budget with which they were opened.

Breaks: budget
Fails: connections
"""

import logging
import time

from django.db import connections
from django.db.backends.signals import connection_created

log = logging.getLogger("arena.slow_queries")


class Watch:
    latest_ms = 0

    def __init__(self):
        self.budget_ms = self.latest_ms

    def __call__(self, execute, sql, params, many, context):
        start = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            ms = (time.perf_counter() - start) * 1000
            if ms > self.budget_ms:
                log.warning("%.1f ms: %s", ms, sql, extra={"duration_ms": ms})


def attach(connection, **kwargs):
    others = [one for one in connection.execute_wrappers if not isinstance(one, Watch)]
    connection.execute_wrappers[:] = [*others, Watch()]


def install(budget_ms):
    Watch.latest_ms = budget_ms
    connection_created.connect(attach)
    for connection in connections.all(initialized_only=True):
        attach(connection)
