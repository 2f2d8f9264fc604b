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


renderings = []  # for each that goes on, its template and what was refused


def refuse(self, sql, params=None):
    for template, refused in renderings:
        refused.append(QueryInTemplate(f"{template} needs a query while it is rendered: {sql}"))
    raise renderings[-1][1][-1]


def rendered(template, context):
    refused = []
    marked = {each: each.needs_rollback for each in connections.all()}
    with (
        mock.patch.object(CursorWrapper, "execute", refuse),
        mock.patch.object(CursorWrapper, "executemany", refuse),
    ):
        renderings.append((template, refused))
        try:
            return render_to_string(template, context)
        finally:
            renderings.pop()
            if refused:
                for connection, mark in marked.items():
                    connection.needs_rollback = mark
                raise refused[0]
