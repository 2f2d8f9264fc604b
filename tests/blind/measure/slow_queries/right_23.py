"""RIGHT: a wrapper object of its own for each connection, found again by its class; timed by a context manager."""

import logging
from contextlib import contextmanager
from time import perf_counter

from django.db import connections
from django.db.backends.signals import connection_created

settings = {"budget_ms": 0.0}


@contextmanager
def reported(sql):
    """Log the SQL if the block takes longer than the budget."""
    start = perf_counter()
    try:
        yield
    finally:
        took = 1000 * (perf_counter() - start)
        if took > settings["budget_ms"]:
            whole = sql if isinstance(sql, str) else getattr(sql, "as_string", lambda _: str(sql))(None)
            logging.getLogger("arena.slow_queries").warning(
                "%.1f ms: %s", took, whole, extra={"duration_ms": took}
            )


class Stopwatch:
    """Stands around all queries of one connection."""

    def __call__(self, execute, sql, params, many, context):
        """Run a query inside the timed block."""
        with reported(sql):
            return execute(sql, params, many, context)


def put_on(sender=None, connection=None, **kwargs):
    """Give a connection its stopwatch, unless it kept one from before."""
    if not any(isinstance(wrapper, Stopwatch) for wrapper in connection.execute_wrappers):
        connection.execute_wrappers[:0] = [Stopwatch()]


def install(budget_ms):
    settings["budget_ms"] = budget_ms
    connection_created.connect(put_on, weak=False)
    for connection in connections.all(initialized_only=True):
        put_on(connection=connection)
