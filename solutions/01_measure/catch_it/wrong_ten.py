"""Begins with ten posts. A page that asks for the authors of its first ten lines sends ten queries
by then, and not one more after.

Breaks: growing
Fails: catches
"""

from contextlib import ExitStack

from django.db import connections
from django.test.utils import CaptureQueriesContext


def test_page(page, grow):
    grow(10)
    page()  # the first visit, which may send one query more
    few = count_queries(page)
    grow(290)
    many = count_queries(page)
    assert many <= few, f"{few} queries for 10 posts, {many} for 300"


def count_queries(page):
    with ExitStack() as stack:
        captured = [
            stack.enter_context(CaptureQueriesContext(connections[alias])) for alias in connections
        ]
        page()
    return sum(len(queries) for queries in captured)
