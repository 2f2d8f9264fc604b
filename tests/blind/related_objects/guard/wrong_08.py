"""Wrong: threads: CursorWrapper is patched for the whole process while a template is rendered."""

from unittest import mock

from django.db.backends.utils import CursorWrapper
from django.template.loader import render_to_string
from django.db import connections


class QueryInTemplate(Exception):
    """A template needed a query while it was rendered."""


def rendered(template, context):
    refused = []

    def refuse(cursor, sql, params=None, *args):
        refused.append(str(sql))
        raise QueryInTemplate(f"{template}: {sql}")

    marks = [(connection, connection.needs_rollback) for connection in connections.all()]
    try:
        with (
            mock.patch.object(CursorWrapper, "execute", refuse),
            mock.patch.object(CursorWrapper, "executemany", refuse),
        ):
            return render_to_string(template, context)
    finally:
        if refused:
            for connection, mark in marks:
                connection.needs_rollback = mark
            raise QueryInTemplate(f"{template}: {'; '.join(refused)}")
