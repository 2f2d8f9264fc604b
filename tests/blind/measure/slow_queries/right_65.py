"""The wrapper reads its own attribute for the budget, so a new one counts wherever it hangs."""

import logging
from time import perf_counter as now

from django.db import connections
from django.db.backends.signals import connection_created


def slow(execute, *args):
    start = now()
    try:
        return execute(*args)
    finally:
        ms = (now() - start) * 1e3
        if ms > slow.budget_ms:
            sql = getattr(args[0], "as_string", lambda context: args[0])(None)
            logging.getLogger("arena.slow_queries").warning(
                f"{ms:.1f} ms: {sql}", extra={"duration_ms": ms}
            )


def attach(connection, **_):
    wrappers = connection.execute_wrappers
    wrappers[:] = [slow, *(wrapper for wrapper in wrappers if wrapper is not slow)]


def install(budget_ms):
    slow.budget_ms = budget_ms
    connection_created.connect(attach)
    for connection in connections.all(initialized_only=True):
        attach(connection)
