"""swallowed: the error is raised only in the wrapper, so a property with `except Exception` hides it.

With a property that catches every error and returns 0, rendered() returns the page as if nothing had been refused.
"""

from contextlib import ExitStack

from django.db import connections
from django.template.loader import render_to_string


class QueryInTemplate(Exception):
    """A template needed a query while it was rendered."""


def rendered(template, context):
    def refuse(execute, sql, params, many, context):
        raise QueryInTemplate(f"{template} sent a query: {sql}")

    flags = [(connection, connection.needs_rollback) for connection in connections.all()]
    try:
        with ExitStack() as stack:
            for connection in connections.all():
                stack.enter_context(connection.execute_wrapper(refuse))
            return render_to_string(template, context)
    finally:
        for connection, needs_rollback in flags:
            connection.needs_rollback = needs_rollback
