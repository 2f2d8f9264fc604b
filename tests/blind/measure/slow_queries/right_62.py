"""A single object is the wrapper and knows the budget; all connections share it."""

import logging
from contextlib import contextmanager
from time import monotonic

from django.db import connections
from django.db.backends.signals import connection_created


class SlowQueries:
    """Wraps what executes SQL, and warns of what took too long."""

    def __init__(self):
        self.budget_ms = None
        self.log = logging.getLogger("arena.slow_queries")

    def __call__(self, execute, sql, params, many, context):
        """Execute, as one of a connection's execute_wrappers."""
        with self.watch(sql):
            return execute(sql, params, many, context)

    @contextmanager
    def watch(self, sql):
        """Warn at the end of the block, also after an exception, if it was slow."""
        began = monotonic()
        try:
            yield
        finally:
            duration = 1000 * (monotonic() - began)
            if duration > self.budget_ms:
                if hasattr(sql, "as_string"):
                    sql = sql.as_string(None)
                self.log.warning("%.1f ms: %s", duration, sql, extra={"duration_ms": duration})

    def add_to(self, connection, **_):
        """Be the outermost wrapper of the connection, once."""
        wrappers = connection.execute_wrappers
        if all(wrapper is not self for wrapper in wrappers):
            wrappers.insert(0, self)


SLOW_QUERIES = SlowQueries()


def install(budget_ms):
    SLOW_QUERIES.budget_ms = budget_ms
    connection_created.connect(
        SLOW_QUERIES.add_to, weak=False, dispatch_uid="arena.slow_queries"
    )
    for connection in connections.all(initialized_only=True):
        SLOW_QUERIES.add_to(connection)
