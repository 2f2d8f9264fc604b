"""Each connection of this thread gives out cursors that send nothing."""

from contextlib import contextmanager
from threading import get_ident

from django.db import connections
from django.template.loader import render_to_string


class QueryInTemplate(Exception):
    """A template needed a query while it was rendered."""


class NoQueries:
    def __init__(self, template, around):
        self.template, self.around, self.refused = template, around, None

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        pass

    def close(self):
        pass

    def execute(self, sql, params=None):
        raise self.refuse(sql)

    def executemany(self, sql, param_list):
        self.execute(sql)

    def refuse(self, sql):
        if self.around:  # the template whose property renders this one
            self.around.refuse(sql)
        error = QueryInTemplate(f"{self.template}: {sql}")
        self.refused = self.refused or error
        return error


@contextmanager
def replaced(instance, name, value):
    before = vars(instance).get(name)
    setattr(instance, name, value)
    try:
        yield
    finally:
        delattr(instance, name)
        if before is not None:
            setattr(instance, name, before)


def in_this_thread(cursor, method):
    """Return a method that gives the cursor; other threads that share the connection get theirs."""
    thread = get_ident()

    def give(*args, **kwargs):
        return cursor if get_ident() == thread else method(*args, **kwargs)

    return give


def rendered(template, context, aliases=None):
    aliases = list(connections) if aliases is None else aliases
    if not aliases:
        return render_to_string(template, context)
    connection = connections[aliases[0]]
    mark, around = connection.needs_rollback, vars(connection).get("no_queries")
    cursor = NoQueries(template, around)
    chunked = in_this_thread(cursor, connection.chunked_cursor)
    try:
        with (
            replaced(connection, "no_queries", cursor),
            replaced(connection, "cursor", in_this_thread(cursor, connection.cursor)),
            replaced(connection, "chunked_cursor", chunked),
        ):
            return rendered(template, context, aliases[1:])
    finally:
        if cursor.refused:
            connection.needs_rollback = mark
            raise cursor.refused
