"""Demands the same number of queries for more posts. A page that sends fewer when it is full does
not grow.

Breaks: constant
Fails: answer
"""

from contextlib import ExitStack

from django.db import connections
from django.test.utils import CaptureQueriesContext


def test_page(page, grow):
    grow(10)
    page()  # the first visit, which may send one query more
    few = count_queries(page)
    for more in (40, 150):
        grow(more)
        many = count_queries(page)
        assert many == few, f"{many} queries after {more} more posts, {few} for 10"


def count_queries(page):
    with ExitStack() as stack:
        captured = [
            stack.enter_context(CaptureQueriesContext(connections[alias])) for alias in connections
        ]
        page()
    return sum(len(queries) for queries in captured)
