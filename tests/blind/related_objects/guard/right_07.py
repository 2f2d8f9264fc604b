"""Right: a context manager; guards know the one around them."""

import threading
from contextlib import contextmanager

from django.db import connections
from django.template.loader import render_to_string

_current = threading.local()


class QueryInTemplate(Exception):
    """A template needed a query while it was rendered."""


class Guard:
    """Refuses the queries of one thread. It is the wrapper that connections call."""

    def __init__(self, template, outer):
        self.template = template
        self.outer = outer
        self.thread = threading.get_ident()
        self.queries = []
        self.undo = []

    def __call__(self, execute, sql, params, many, context):
        if threading.get_ident() != self.thread:
            return execute(sql, params, many, context)
        self.remember(context["connection"], sql)
        raise self.error()

    def remember(self, connection, sql):
        composed = hasattr(sql, "as_string")
        self.queries.append(sql.as_string(connection.connection) if composed else sql)
        self.undo.append((connection, connection.needs_rollback, connection.rollback_exc))
        if self.outer is not None:
            self.outer.remember(connection, sql)

    def error(self):
        queries = "\n".join(str(sql) for sql in self.queries)
        return QueryInTemplate(f"{self.template} sends:\n{queries}")


@contextmanager
def no_queries(template):
    outer = getattr(_current, "guard", None)
    guard = _current.guard = Guard(template, outer)
    lists = [connection.execute_wrappers for connection in connections.all()]
    for wrappers in lists:
        wrappers.insert(0, guard)
    try:
        yield guard
    finally:
        for wrappers in lists:
            wrappers[:] = [wrapper for wrapper in wrappers if wrapper is not guard]
        _current.guard = outer
        # Backwards, so that what was there before the first refused query is what remains.
        for connection, needs_rollback, exception in reversed(guard.undo):
            connection.needs_rollback = needs_rollback
            connection.rollback_exc = exception


def rendered(template, context):
    failure = result = None
    with no_queries(template) as guard:
        try:
            result = render_to_string(template, context)
        except Exception as error:
            failure = error
    if guard.queries:
        raise guard.error() from failure
    if failure is not None:
        raise failure
    return result
