"""The queries are counted after they were sent.

Breaks: refused
Fails: refused
"""

from contextlib import ExitStack

from django.db import connections
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext


class QueryInTemplate(Exception):
    """A template needed a query while it was rendered."""


def rendered(template, context):
    with ExitStack() as stack:
        captured = [
            stack.enter_context(CaptureQueriesContext(connections[alias])) for alias in connections
        ]
        text = render_to_string(template, context)
    for queries in captured:
        for query in queries:
            raise QueryInTemplate(f"{template} needs a query: {query['sql']}")
    return text
