"""refused

Only connections that this thread has used before are guarded. It shows when the template's query is
the first over its connection: with a second entry of DATABASES, or in a new thread.
"""

import threading

from django.db import connections
from django.template.loader import render_to_string

_local = threading.local()


class QueryInTemplate(Exception):
    """A template needed a query while it was rendered."""


class Guard:
    def __init__(self, template):
        self.template = template
        self.thread = threading.get_ident()
        self.sql = None

    def __enter__(self):
        self.outer = getattr(_local, "guard", None)
        _local.guard = self
        self.connections = connections.all(initialized_only=True)
        self.states = [(c, c.needs_rollback, c.rollback_exc) for c in self.connections]
        for connection in self.connections:
            connection.execute_wrappers.insert(0, self)
        return self

    def __exit__(self, kind, error, traceback):
        for connection in self.connections:
            connection.execute_wrappers.remove(self)
        _local.guard = self.outer
        if self.sql is not None:
            for connection, needs_rollback, rollback_exc in self.states:
                connection.needs_rollback = needs_rollback
                connection.rollback_exc = rollback_exc
            if kind is None or issubclass(kind, Exception):
                raise self.error() from error

    def __call__(self, execute, sql, params, many, context):
        if threading.get_ident() != self.thread:
            return execute(sql, params, many, context)
        guard = self
        while guard is not None:
            guard.sql = guard.sql or sql
            guard = guard.outer
        raise self.error()

    def error(self):
        return QueryInTemplate(f"{self.template} needs a query: {self.sql}")


def rendered(template, context):
    with Guard(template):
        return render_to_string(template, context)
