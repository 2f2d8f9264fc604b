"""A wrapper in each connection, and small functions that each do one thing, carefully."""

import logging
import threading
from dataclasses import dataclass
from time import perf_counter

from django.db import connections
from django.db.backends.signals import connection_created

LOGGER_NAME = "arena.slow_queries"
DISPATCH_UID = "arena.slow_queries.attach"


@dataclass
class _State:
    budget_ms: float = float("inf")


_state = _State()
_lock = threading.Lock()


def _as_text(sql):
    """Return SQL as text: psycopg takes bytes and composed SQL as well."""
    if isinstance(sql, bytes):
        return sql.decode()
    if hasattr(sql, "as_string"):
        return sql.as_string(None)
    return str(sql)


def _report(sql, duration_ms):
    # Only the statement with its placeholders: no parameters, and no traceback, which has values.
    logging.getLogger(LOGGER_NAME).warning(
        "%.1f ms: %s", duration_ms, _as_text(sql), extra={"duration_ms": duration_ms}
    )


def _warn_if_slow(execute, sql, params, many, context):
    began = perf_counter()
    try:
        result = execute(sql, params, many, context)
    except BaseException:
        _check(sql, began)
        raise
    _check(sql, began)
    return result


def _check(sql, began):
    duration_ms = (perf_counter() - began) * 1000.0
    if duration_ms > _state.budget_ms:
        _report(sql, duration_ms)


def _attach(sender, connection, **kwargs):
    if _warn_if_slow in connection.execute_wrappers:
        return  # it has reopened
    connection.execute_wrappers.insert(0, _warn_if_slow)


def install(budget_ms):
    """Warn of queries slower than that; a later call changes the budget of all connections."""
    with _lock:
        _state.budget_ms = budget_ms
        connection_created.connect(_attach, weak=False, dispatch_uid=DISPATCH_UID)
    for connection in connections.all(initialized_only=True):
        _attach(type(connection), connection)
