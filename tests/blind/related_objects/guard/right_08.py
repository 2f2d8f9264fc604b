"""Right: one guard for the outermost call; a context variable holds the calls that go on."""

import threading
from contextvars import ContextVar

from django.db import connections
from django.template.loader import render_to_string

_renderings = ContextVar("renderings", default=())


class QueryInTemplate(Exception):
    """A template needed a query while it was rendered."""

    def __init__(self, template, queries):
        super().__init__(f"template {template!s}: {' | '.join(map(str, queries))}")


def _guard(execute, sql, params, many, context):
    mine = [r for r in _renderings.get() if r["thread"] == threading.get_ident()]
    if not mine:
        return execute(sql, params, many, context)
    connection = context["connection"]
    if hasattr(sql, "as_string"):
        sql = sql.as_string(connection.connection)
    for rendering in mine:
        rendering["queries"].append(sql)
        if connection not in [c for c, _, _ in rendering["before"]]:
            state = (connection, connection.needs_rollback, connection.rollback_exc)
            rendering["before"].append(state)
    raise QueryInTemplate(mine[-1]["template"], [sql])


def rendered(template, context):
    outer = _renderings.get()
    thread = threading.get_ident()
    rendering = {"template": template, "thread": thread, "queries": [], "before": []}
    guarded = []
    if not any(r["thread"] == thread for r in outer):
        guarded = connections.all()
    for connection in guarded:
        connection.execute_wrappers.insert(0, _guard)
    token = _renderings.set((*outer, rendering))
    try:
        return render_to_string(template, context)
    finally:
        _renderings.reset(token)
        for connection in guarded:
            connection.execute_wrappers.remove(_guard)
        for connection, needs_rollback, exception in rendering["before"]:
            connection.needs_rollback = needs_rollback
            connection.rollback_exc = exception
        if rendering["queries"]:
            # Also in place of a result, or of whatever error is on its way.
            raise QueryInTemplate(template, rendering["queries"])
