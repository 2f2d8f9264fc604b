"""A guard object per rendering is the outermost wrapper of this thread's connections, notes each SQL, and tells its outer guard."""

import threading

from django.db import connections
from django.template.loader import render_to_string


class QueryInTemplate(Exception):
    """A template needed a query while it was rendered."""


class _Guard:
    """Refuses the queries of one thread while one template is rendered."""

    local = threading.local()

    def __init__(self, template):
        self.name = template if isinstance(template, str) else ", ".join(map(str, template))
        self.thread = threading.get_ident()
        self.refused = []
        self.states = []

    def __call__(self, execute, sql, params, many, context):
        if threading.get_ident() != self.thread:
            return execute(sql, params, many, context)
        self.refused.append(_text(sql))
        raise self.error()

    def error(self):
        return QueryInTemplate(f"{self.name} needs a query: " + "; ".join(self.refused))

    def __enter__(self):
        self.outer = getattr(self.local, "guard", None)
        self.local.guard = self
        for connection in connections.all():
            self.states.append((connection, connection.needs_rollback, connection.rollback_exc))
            connection.execute_wrappers.insert(0, self)
        return self

    def __exit__(self, kind, error, traceback):
        self.local.guard = self.outer
        for connection, needs_rollback, rollback_exc in self.states:
            connection.execute_wrappers.remove(self)
            if self.refused:
                connection.needs_rollback = needs_rollback
                connection.rollback_exc = rollback_exc
        if not self.refused:
            return False
        if self.outer is not None:
            self.outer.refused += self.refused
        raise self.error() from error


def _text(sql):
    return sql if isinstance(sql, str) else str(sql)


def rendered(template, context):
    with _Guard(template):
        return render_to_string(template, context)
