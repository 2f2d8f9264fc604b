"""The wrappers of others are removed with its own.

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
        return render_to_string(template, context)
    finally:
        for connection in connections.all():
            connection.execute_wrappers.clear()
        if refused:
            raise refused[0]
