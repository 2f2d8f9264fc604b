"""A flag: the inner template clears it for the outer one.

Breaks: nested
Fails: nested
"""

import threading

from django.db import connections
from django.template.loader import render_to_string


class QueryInTemplate(Exception):
    """A template needed a query while it was rendered."""


rendering = threading.local()


def guard(execute, sql, params, many, context):
    if not getattr(rendering, "template", None):
        return execute(sql, params, many, context)
    error = QueryInTemplate(f"{rendering.template} needs a query while it is rendered: {sql}")
    rendering.refused.append(error)
    raise error


def rendered(template, context):
    for connection in connections.all():
        if guard not in connection.execute_wrappers:
            connection.execute_wrappers.append(guard)
    marked = {each: each.needs_rollback for each in connections.all()}
    rendering.template, rendering.refused = template, []
    try:
        return render_to_string(template, context)
    finally:
        rendering.template = None
        if rendering.refused:
            for connection, mark in marked.items():
                connection.needs_rollback = mark
            raise rendering.refused[0]
