"""Right: a context manager as a class; __exit__ replaces whatever was raised."""

from threading import get_ident

from django.db import connections
from django.template.loader import render_to_string


class QueryInTemplate(Exception):
    """A template needed a query while it was rendered."""


class NoQueries:
    """Refuses this thread's queries. An inner one tells its outer ones."""

    inmost = {}

    def __init__(self, name):
        self.name = name
        self.queries = []

    def __enter__(self):
        self.thread = get_ident()
        self.outer = self.inmost.get(self.thread)
        self.states = {}
        for alias in connections:
            connection = connections[alias]
            self.states[alias] = connection.needs_rollback
            connection.execute_wrappers.append(self.refuse)
        self.inmost[self.thread] = self
        return self

    def refuse(self, execute, sql, params, many, context):
        if get_ident() != self.thread:
            return execute(sql, params, many, context)
        if hasattr(sql, "as_string"):
            sql = sql.as_string(context["connection"].connection)
        guard = self.inmost[self.thread]
        error = guard.note(sql)
        raise error

    def note(self, sql):
        self.queries.append(sql)
        if self.outer:
            self.outer.note(sql)
        return self.error()

    def error(self):
        lines = [f"While rendering {self.name}:", *map(str, self.queries)]
        return QueryInTemplate("\n".join(lines))

    def __exit__(self, kind, error, traceback):
        if self.outer:
            self.inmost[self.thread] = self.outer
        else:
            del self.inmost[self.thread]
        for alias, needs_rollback in self.states.items():
            connection = connections[alias]
            connection.execute_wrappers.remove(self.refuse)
            if self.queries:
                connection.needs_rollback = needs_rollback
        if self.queries:
            raise self.error() from error
        return False


def rendered(template, context):
    with NoQueries(template):
        return render_to_string(template, context)
