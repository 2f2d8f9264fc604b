"""A connection that this thread has not used yet is not guarded.

Breaks: refused
Fails: refused
"""

from contextlib import ExitStack

from django.db import connections
from django.template.loader import render_to_string


class QueryInTemplate(Exception):
    """A template needed a query while it was rendered."""


def rendered(template, context):
    refused = []

    def refuse(execute, sql, params, many, context):
        refused.append(QueryInTemplate(f"{template} needs a query while it is rendered: {sql}"))
        raise refused[-1]

    with ExitStack() as stack:
        for connection in connections.all(initialized_only=True):
            stack.enter_context(connection.execute_wrapper(refuse))
        try:
            return render_to_string(template, context)
        finally:
            if refused:
                raise refused[0]
