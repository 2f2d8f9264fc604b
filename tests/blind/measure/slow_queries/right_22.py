"""RIGHT: a callable object, the only one of the process, that carries the budget and equals only itself."""

import logging
import time

from django.db import connections
from django.db.backends.signals import connection_created


class Watch:
    """Times the queries of all connections that it is attached to."""

    def __init__(self):
        self.budget_ms = None

    def __call__(self, execute, sql, params, many, context):
        """Run a query and report it, whether it fails or not."""
        begin = time.perf_counter_ns()
        try:
            result = execute(sql, params, many, context)
        except BaseException:
            self.report(begin, sql)
            raise
        self.report(begin, sql)
        return result

    def report(self, begin, sql):
        """Log a query that began at that time, if it is slow."""
        duration = (time.perf_counter_ns() - begin) / 1_000_000
        if duration <= self.budget_ms:
            return
        if hasattr(sql, "as_string"):
            sql = sql.as_string(None)
        logging.getLogger("arena.slow_queries").warning(
            "%.1f ms: %s", duration, sql, extra={"duration_ms": duration}
        )

    def attach(self, connection, **kwargs):
        """Take the outermost place in a connection that has just opened, or again."""
        wrappers = connection.execute_wrappers
        if all(wrapper is not self for wrapper in wrappers):
            wrappers.insert(0, self)


watch = Watch()
attach = watch.attach


def install(budget_ms):
    watch.budget_ms = budget_ms
    connection_created.connect(attach, weak=False)
    for connection in connections.all(initialized_only=True):
        attach(connection)
