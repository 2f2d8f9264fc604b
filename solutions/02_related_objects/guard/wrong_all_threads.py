"""CursorWrapper is changed for the whole process, other threads included.

Breaks: threads
Fails: threads
"""

from unittest import mock

from django.db import connections
from django.db.backends.utils import CursorWrapper
from django.template.loader import render_to_string


class QueryInTemplate(Exception):
    """A template needed a query while it was rendered."""


def rendered(template, context):
    refused = []
    marked = {each: each.needs_rollback for each in connections.all()}

    def refuse(self, sql, params=None):
        refused.append(QueryInTemplate(f"{template} needs a query while it is rendered: {sql}"))
        raise refused[-1]

    with (
        mock.patch.object(CursorWrapper, "execute", refuse),
        mock.patch.object(CursorWrapper, "executemany", refuse),
    ):
        try:
            return render_to_string(template, context)
        finally:
            if refused:
                for connection, mark in marked.items():
                    connection.needs_rollback = mark
                raise refused[0]
