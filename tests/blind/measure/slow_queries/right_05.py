"""Hooks BaseDatabaseWrapper.connect() instead of the signal."""

import functools
import logging
import time

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper


class Budget:
    """What the last install() said."""

    ms = None
    hooked = False


def measure(execute, sql, params, many, context):
    begin = time.perf_counter()
    try:
        return execute(sql, params, many, context)
    finally:
        took = (time.perf_counter() - begin) * 1000
        if took > Budget.ms:
            logging.getLogger("arena.slow_queries").warning(
                "%.1f ms: %s", took, sql, extra={"duration_ms": took}
            )


def add_to(connection):
    if measure not in connection.execute_wrappers:
        connection.execute_wrappers.insert(0, measure)


def hook(connect):
    @functools.wraps(connect)
    def connect_and_measure(self):
        add_to(self)
        return connect(self)

    return connect_and_measure


def install(budget_ms):
    Budget.ms = budget_ms
    if not Budget.hooked:
        Budget.hooked = True
        BaseDatabaseWrapper.connect = hook(BaseDatabaseWrapper.connect)
    for connection in connections.all(initialized_only=True):
        add_to(connection)
