"""A class whose objects are the stopwatch of one query (__enter__, __exit__)."""

import logging
import time

from django.db import connections
from django.db.backends.signals import connection_created


class Query:
    """The time of one query."""

    budget = None

    def __init__(self, sql):
        self.sql = sql

    def __enter__(self):
        self.start = time.perf_counter()

    def __exit__(self, *error):
        ms = (time.perf_counter() - self.start) * 1e3
        if ms > Query.budget:
            message = "%(ms).1f ms: %(sql)s"
            values = {"ms": ms, "sql": self.sql}
            log = logging.getLogger("arena.slow_queries")
            log.warning(message, values, extra={"duration_ms": ms})
        return False

    @staticmethod
    def wrapper(execute, sql, params, many, context):
        with Query(sql):
            return execute(sql, params, many, context)


def listen(connection, **kwargs):
    if Query.wrapper not in connection.execute_wrappers:
        connection.execute_wrappers.insert(0, Query.wrapper)


def install(budget_ms):
    Query.budget = budget_ms
    connection_created.connect(listen, weak=False)
    for connection in connections.all(initialized_only=True):
        listen(connection)
