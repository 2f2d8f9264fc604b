"""One callable object holds the budget and watches every connection."""

import logging
from time import perf_counter_ns

from django.db import connections
from django.db.backends.signals import connection_created


class Watch:
    """Times what passes."""

    budget_ms = None

    def __call__(self, execute, sql, params, many, context):
        start = perf_counter_ns()
        try:
            result = execute(sql, params, many, context)
        except BaseException:
            self.tell(sql, perf_counter_ns() - start)
            raise
        self.tell(sql, perf_counter_ns() - start)
        return result

    def tell(self, sql, ns):
        ms = ns / 1e6
        if ms > self.budget_ms:
            text = f"{ms:.1f} ms: {sql}"
            logging.getLogger("arena.slow_queries").warning(
                "%s", text, extra={"duration_ms": ms}
            )

    def join(self, sender=None, connection=None, **kwargs):
        if not any(wrapper is self for wrapper in connection.execute_wrappers):
            connection.execute_wrappers.insert(0, self)


WATCH = Watch()


def install(budget_ms):
    WATCH.budget_ms = budget_ms
    connection_created.connect(WATCH.join, weak=False)
    for connection in connections.all(initialized_only=True):
        WATCH.join(connection=connection)
