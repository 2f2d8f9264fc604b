"""A property that raises an error of its own hides the query.

Breaks: swallowed
Fails: swallowed
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
        text = render_to_string(template, context)
    if refused:
        raise refused[0]
    return text
