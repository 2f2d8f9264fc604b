"""Demands the same number of queries on the first visit and later. Django remembers content types,
and a site remembers more. Fewer queries are no fault.

Breaks: first visit
Fails: answer
"""

from contextlib import ExitStack

from django.db import connections
from django.test.utils import CaptureQueriesContext


def test_page(page, grow):
    grow(10)
    few = count_queries(page)
    grow(40)
    many = count_queries(page)
    assert many == few, f"{few} queries for 10 posts, {many} for 50"


def count_queries(page):
    with ExitStack() as stack:
        captured = [
            stack.enter_context(CaptureQueriesContext(connections[alias])) for alias in connections
        ]
        page()
    return sum(len(queries) for queries in captured)
