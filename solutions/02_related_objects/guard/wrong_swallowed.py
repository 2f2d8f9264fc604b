"""An {% if %} swallows the error, and the page is wrong instead.

Breaks: swallowed
Fails: swallowed
"""

from contextlib import ExitStack

from django.db import connections
from django.template.loader import render_to_string


class QueryInTemplate(Exception):
    """A template needed a query while it was rendered."""


def rendered(template, context):
    def refuse(execute, sql, params, many, context):
        raise QueryInTemplate(f"{template} needs a query while it is rendered: {sql}")

    with ExitStack() as stack:
        for connection in connections.all():
            stack.enter_context(connection.execute_wrapper(refuse))
        return render_to_string(template, context)
