"""Asks for the plan of each slow query, in the middle of a request that is slow already.
auto_explain in the database does that without a second query.

Breaks: queries
Fails: cost
"""

import logging
import time
from contextlib import suppress

from django.db import DatabaseError, connections
from django.db.backends.signals import connection_created

log = logging.getLogger("arena.slow_queries")
budget = {"ms": 0}


def watch(execute, sql, params, many, context):
    if sql.startswith("EXPLAIN"):
        return execute(sql, params, many, context)
    start = time.perf_counter()
    try:
        return execute(sql, params, many, context)
    finally:
        ms = (time.perf_counter() - start) * 1000
        if ms > budget["ms"]:
            plan = explain(context["connection"], sql, params)
            log.warning("%.1f ms: %s", ms, sql, extra={"duration_ms": ms, "plan": plan})


def explain(connection, sql, params):
    if params or not sql.startswith("SELECT"):
        return None
    with suppress(DatabaseError), connection.cursor() as cursor:
        cursor.execute("EXPLAIN " + sql)
        return cursor.fetchall()


def attach(connection, **kwargs):
    if watch not in connection.execute_wrappers:
        connection.execute_wrappers.insert(0, watch)


def install(budget_ms):
    budget["ms"] = budget_ms
    connection_created.connect(attach)
    for connection in connections.all(initialized_only=True):
        attach(connection)
