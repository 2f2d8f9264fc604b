"""A context manager that other code can use too: a test, a serializer, a task."""

from threading import get_ident

from django.db import connections
from django.template.loader import get_template


class QueryInTemplate(Exception):
    """A template needed a query while it was rendered."""


class Guard:
    def __init__(self, name):
        self.name, self.sent, self.thread = name, [], get_ident()

    def __call__(self, execute, sql, params, many, context):
        # Another wrapper may be an inner guard's, or one of a thread that shares the connection.
        wrappers = context["connection"].execute_wrappers
        mine = [one for one in wrappers if isinstance(one, Guard) and one.thread == get_ident()]
        if self not in mine:
            return execute(sql, params, many, context)
        for guard in mine:
            guard.sent.append(str(sql))
        raise self.error()

    def error(self):
        lines = [f"{self.name} needs {len(self.sent)} queries while it is rendered:", *self.sent]
        return QueryInTemplate("\n".join(lines))

    def __enter__(self):
        self.marks = []
        for connection in connections.all():
            self.marks.append((connection, connection.needs_rollback, connection.rollback_exc))
            connection.execute_wrappers.append(self)
        return self

    def __exit__(self, kind, error, trace):
        for connection, _, _ in self.marks:
            connection.execute_wrappers.remove(self)
        if self.sent:
            for connection, *mark in self.marks:
                connection.needs_rollback, connection.rollback_exc = mark
            raise self.error() from error


def rendered(template, context):
    with Guard(template):
        return get_template(template).render(context)
