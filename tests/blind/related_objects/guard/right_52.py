"""A generator context manager with one wrapper function; a stack per thread lets every template around a refused query know of it."""

import threading
from contextlib import contextmanager

from django.db import connections
from django.template.loader import render_to_string

_here = threading.local()


class QueryInTemplate(Exception):
    """A template needed a query while it was rendered."""


@contextmanager
def no_queries(template):
    stack = _here.__dict__.setdefault("stack", [])
    queries = []
    stack.append(queries)
    me = threading.current_thread()

    def refuse(execute, sql, params, many, context):
        if threading.current_thread() is not me:
            return execute(sql, params, many, context)
        for each in stack:
            each.append(f"{sql}")
        raise QueryInTemplate(f"{template}: {sql}")

    before = {}
    for connection in connections.all():
        before[connection] = connection.needs_rollback, connection.rollback_exc
        # First in the list is called first: nobody else's wrapper sees a query that is not sent.
        connection.execute_wrappers.insert(0, refuse)
    cause = None
    try:
        yield
    except BaseException as error:
        if not queries:
            raise
        cause = error
    finally:
        stack.pop()
        for connection, state in before.items():
            connection.execute_wrappers.remove(refuse)
            if queries:
                connection.needs_rollback, connection.rollback_exc = state
    if queries:
        raise QueryInTemplate("\n".join([f"{template} sent queries:", *queries])) from cause


def rendered(template, context):
    with no_queries(template):
        return render_to_string(template, context)
