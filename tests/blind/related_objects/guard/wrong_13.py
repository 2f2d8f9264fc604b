"""Wrong, nested and swallowed: what was refused is kept per thread, and a call begins with nothing. If the
template swallows a refused query and then a property calls rendered(), the first one is forgotten, and
the outer call returns a text."""

import threading

from django.db import connections
from django.template.loader import render_to_string

_local = threading.local()


class QueryInTemplate(Exception):
    """A template needed a query while it was rendered."""


def text_of(sql, connection):
    if hasattr(sql, "as_string"):
        return sql.as_string(connection.connection)
    return str(sql)


def refuse(execute, sql, params, many, context):
    if getattr(_local, "depth", 0) == 0:
        return execute(sql, params, many, context)
    connection = context["connection"]
    state = (connection, connection.needs_rollback, connection.rollback_exc)
    _local.refused.append(text_of(sql, connection))
    _local.states.append(state)
    raise QueryInTemplate(f"{_local.template} needs a query: {_local.refused[-1]}")


def rendered(template, context):
    guarded = connections.all()
    outer = getattr(_local, "template", None)
    _local.depth = getattr(_local, "depth", 0) + 1
    _local.template = template
    _local.refused = []
    _local.states = []
    for connection in guarded:
        connection.execute_wrappers.insert(0, refuse)
    try:
        return render_to_string(template, context)
    finally:
        for connection in guarded:
            connection.execute_wrappers.remove(refuse)
        for connection, needs_rollback, exception in reversed(_local.states):
            connection.needs_rollback = needs_rollback
            connection.rollback_exc = exception
        refused, _local.refused, _local.states = _local.refused, [], []
        _local.depth -= 1
        _local.template = outer
        if refused:
            raise QueryInTemplate(f"{template} needs a query: " + "; ".join(refused))
