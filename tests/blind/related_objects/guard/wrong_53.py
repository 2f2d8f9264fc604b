"""threads: the class of all cursors is patched, so the queries of other threads are refused too.

While one thread renders a slow template, a query of another thread raises QueryInTemplate and is not sent.
"""

from unittest import mock

from django.db import connections
from django.db.backends.utils import CursorWrapper
from django.template.loader import render_to_string


class QueryInTemplate(Exception):
    """A template needed a query while it was rendered."""


def rendered(template, context):
    refused = []

    def refuse(cursor, sql, params=None, *args, **kwargs):
        refused.append(str(sql))
        raise QueryInTemplate(f"{template}: {sql}")

    flags = [(connection, connection.needs_rollback) for connection in connections.all()]
    cause = None
    try:
        with mock.patch.multiple(CursorWrapper, execute=refuse, executemany=refuse, callproc=refuse):
            text = render_to_string(template, context)
    except Exception as error:
        if not refused:
            raise
        cause = error
    finally:
        for connection, needs_rollback in flags:
            connection.needs_rollback = needs_rollback
    if refused:
        raise QueryInTemplate(f"{template}: " + "; ".join(refused)) from cause
    return text
