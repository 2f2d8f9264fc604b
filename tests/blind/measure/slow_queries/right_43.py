"""A receiver that is connected on import adds the wrapper, which times with a context manager."""

import logging
from contextlib import contextmanager
from time import perf_counter
from types import SimpleNamespace

from django.db import connections
from django.db.backends.signals import connection_created
from django.dispatch import receiver

log = logging.getLogger("arena.slow_queries")
state = SimpleNamespace(budget_ms=None)


@contextmanager
def timed(sql):
    begin = perf_counter()
    try:
        yield
    finally:
        ms = 1000 * (perf_counter() - begin)
        if state.budget_ms is not None and ms > state.budget_ms:
            if isinstance(sql, bytes):
                sql = sql.decode("utf-8", "replace")
            elif not isinstance(sql, str) and hasattr(sql, "as_string"):
                sql = sql.as_string(None)
            message = f"{ms:.1f} ms: {sql}"
            log.warning("%s", message, extra={"duration_ms": ms})


def time_query(execute, sql, params, many, context):
    with timed(sql):
        return execute(sql, params, many, context)


@receiver(connection_created)
def watch(connection, **kwargs):
    if state.budget_ms is None:  # nobody has installed anything yet
        return
    if time_query not in connection.execute_wrappers:
        connection.execute_wrappers.insert(0, time_query)


def install(budget_ms):
    state.budget_ms = budget_ms
    for database in connections.all(initialized_only=True):
        watch(connection=database)
