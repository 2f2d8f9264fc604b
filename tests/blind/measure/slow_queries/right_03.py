"""A context manager takes the time inside of the wrapper."""

import logging
from contextlib import contextmanager
from time import perf_counter

from django.db import connections
from django.db.backends.signals import connection_created

settings = {}


@contextmanager
def stopwatch(sql):
    start = perf_counter()
    try:
        yield
    finally:
        ms = 1000 * (perf_counter() - start)
        if ms > settings["budget_ms"]:
            log = logging.getLogger("arena.slow_queries")
            log.warning("%.1f ms: %s", ms, sql, extra={"duration_ms": ms})


def wrapper(execute, sql, params, many, context):
    with stopwatch(sql):
        return execute(sql, params, many, context)


def opened(sender, connection, **kwargs):
    wrappers = connection.execute_wrappers
    if wrapper not in wrappers:
        wrappers[:0] = [wrapper]


def install(budget_ms):
    settings["budget_ms"] = budget_ms
    connection_created.connect(opened, weak=False)
    for alias in connections:
        if hasattr(connections._connections, alias):
            opened(None, connections[alias])
