"""refused: only the default connection is watched.

A property that reads or writes with using("replica"), or by a router on another entry of DATABASES, sends its query, and no error comes.
"""

from django.db import connection
from django.template.loader import render_to_string


class QueryInTemplate(Exception):
    """A template needed a query while it was rendered."""


def rendered(template, context):
    refused = []

    def refuse(execute, sql, params, many, context):
        refused.append(str(sql))
        raise QueryInTemplate(f"{template}: {sql}")

    broken = connection.needs_rollback
    cause = None
    try:
        with connection.execute_wrapper(refuse):
            text = render_to_string(template, context)
    except Exception as error:
        if not refused:
            raise
        cause = error
    finally:
        connection.needs_rollback = broken
    if refused:
        raise QueryInTemplate(f"{template}: " + "; ".join(refused)) from cause
    return text
