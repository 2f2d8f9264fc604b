"""The error of a property leaves rendered() without its cause, for a short traceback.

Breaks: errors
Fails: afterwards
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
        for connection in connections.all():
            stack.enter_context(connection.execute_wrapper(refuse))
        marked = {each: each.needs_rollback for each in connections.all()}
        try:
            return render_to_string(template, context)
        except Exception as error:
            raise error from None
        finally:
            if refused:
                for connection, mark in marked.items():
                    connection.needs_rollback = mark
                raise refused[0]
