"""Wrong, threads: CursorWrapper itself is patched for as long as a template is rendered, so that another
thread's query is refused as well."""

from unittest import mock

from django.db import connections
from django.db.backends.utils import CursorWrapper
from django.template.loader import render_to_string


class QueryInTemplate(Exception):
    """A template needed a query while it was rendered."""


def rendered(template, context):
    refused = []

    def refuse(cursor, sql, params, many, executor):
        refused.append(str(sql))
        raise QueryInTemplate(f"{template} needs a query: {sql}")

    outer = CursorWrapper._execute_with_wrappers

    def refuse_twice(cursor, sql, params, many, executor):
        try:
            # A rendering around this one must know of it too.
            if outer is not ORIGINAL:
                outer(cursor, sql, params, many, executor)
        finally:
            refuse(cursor, sql, params, many, executor)

    states = [(c, c.needs_rollback, c.rollback_exc) for c in connections.all()]
    try:
        with mock.patch.object(CursorWrapper, "_execute_with_wrappers", refuse_twice):
            return render_to_string(template, context)
    finally:
        if refused:
            for connection, needs_rollback, exception in states:
                connection.needs_rollback = needs_rollback
                connection.rollback_exc = exception
            raise QueryInTemplate(f"{template} needs a query: " + "; ".join(refused))


ORIGINAL = CursorWrapper._execute_with_wrappers
