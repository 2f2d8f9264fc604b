"""Opens the page once for nothing, then counts on all connections at three sizes and compares."""

from contextlib import ExitStack

from django.db import connections
from django.test.utils import CaptureQueriesContext


def test_page(page, grow):
    grow(10)
    page()  # the first visit, which may send one query more
    few = count_queries(page)
    for more in (40, 150):  # the page is full, and then the site goes on growing
        grow(more)
        many = count_queries(page)
        assert many <= few, f"{many} queries after {more} more posts, {few} for 10"


def count_queries(page):
    with ExitStack() as stack:
        captured = [
            stack.enter_context(CaptureQueriesContext(connections[alias])) for alias in connections
        ]
        page()
    return sum(len(queries) for queries in captured)
