"""Wrong, swallowed: the refused query is remembered, but another error hides it: if a property catches
QueryInTemplate and raises ValueError, the caller gets ValueError."""

import threading

from django.db import connections
from django.template.loader import render_to_string

_local = threading.local()


class QueryInTemplate(Exception):
    """A template needed a query while it was rendered."""


class Rendering:
    """What was refused during one call of rendered()."""

    def __init__(self, template):
        self.name = template if isinstance(template, str) else ", ".join(map(str, template))
        self.refused = []
        self.states = {}

    def note(self, connection, sql):
        self.refused.append(sql)
        # A refused save() marks the transaction of its caller for rollback. Nothing was
        # sent, so nothing has to be rolled back.
        state = (connection.needs_rollback, connection.rollback_exc)
        self.states.setdefault(connection.alias, (connection, state))

    def restore(self):
        for connection, state in self.states.values():
            connection.needs_rollback, connection.rollback_exc = state

    def error(self):
        return QueryInTemplate(f"{self.name} needs a query: " + "; ".join(self.refused))


def text_of(sql, connection):
    if isinstance(sql, bytes):
        return sql.decode(errors="replace")
    if hasattr(sql, "as_string"):
        return sql.as_string(connection.connection)
    return str(sql)


def rendered(template, context):
    stack = _local.__dict__.setdefault("stack", [])
    me = Rendering(template)
    thread = threading.get_ident()

    def refuse(execute, sql, params, many, about):
        if threading.get_ident() != thread:
            return execute(sql, params, many, about)
        connection = about["connection"]
        for rendering in stack:
            rendering.note(connection, text_of(sql, connection))
        raise me.error()

    guarded = connections.all()
    stack.append(me)
    for connection in guarded:
        # The first wrapper is the outermost: no other one sees a query that is not sent.
        connection.execute_wrappers.insert(0, refuse)
    try:
        result = render_to_string(template, context)
    finally:
        for connection in guarded:
            connection.execute_wrappers.remove(refuse)
        stack.remove(me)
        me.restore()
    if me.refused:
        raise me.error()
    return result
