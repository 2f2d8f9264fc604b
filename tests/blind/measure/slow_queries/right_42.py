"""One object watches: it is the wrapper of every connection, the receiver of the signal and the budget."""

import logging
import time

from django.db import connections
from django.db.backends.signals import connection_created


class Watch:
    """Warns of queries that take too long."""

    def __init__(self):
        self.budget_ms = None
        self.log = logging.getLogger("arena.slow_queries")

    def __call__(self, execute, sql, params, many, context):
        start = time.monotonic_ns()
        try:
            result = execute(sql, params, many, context)
        except BaseException:
            self.done(start, sql)
            raise
        self.done(start, sql)
        return result

    def done(self, start, sql):
        """Warn, if this took too long."""
        ms = (time.monotonic_ns() - start) / 1_000_000
        if self.budget_ms is None or ms <= self.budget_ms:
            return
        if isinstance(sql, bytes):
            sql = sql.decode(errors="replace")
        elif not isinstance(sql, str) and hasattr(sql, "as_string"):
            sql = sql.as_string(None)
        self.log.warning("%.1f ms: %s", ms, sql, extra={"duration_ms": ms})

    def opened(self, connection, **kwargs):
        """Go before the other wrappers of a connection, unless already there."""
        if not any(wrapper is self for wrapper in connection.execute_wrappers):
            connection.execute_wrappers[:0] = [self]


watch = Watch()


def install(budget_ms):
    watch.budget_ms = budget_ms
    for connection in connections.all(initialized_only=True):
        if connection.connection is not None:
            watch.opened(connection)
    connection_created.connect(watch.opened)
