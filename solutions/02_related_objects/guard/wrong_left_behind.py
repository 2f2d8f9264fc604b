"""A server ends a slow request with SystemExit, and the wrapper stays on the connection.

Breaks: afterwards
Fails: afterwards
"""

from django.db import connections
from django.template.loader import render_to_string


class QueryInTemplate(Exception):
    """A template needed a query while it was rendered."""


def rendered(template, context):
    refused = []

    def refuse(execute, sql, params, many, context):
        refused.append(QueryInTemplate(f"{template} needs a query while it is rendered: {sql}"))
        raise refused[-1]

    for connection in connections.all():
        connection.execute_wrappers.append(refuse)
    try:
        text = render_to_string(template, context)
    except Exception:
        remove(refuse)
        if refused:
            raise refused[0] from None
        raise
    remove(refuse)
    if refused:
        raise refused[0]
    return text


def remove(refuse):
    for connection in connections.all():
        connection.execute_wrappers.remove(refuse)
