"""Opens the page once for nothing at each size. A page that remembers what it asked for each post
sends its queries on the visit that is not counted.

Breaks: growing
Fails: catches
"""

from contextlib import ExitStack

from django.db import connections
from django.test.utils import CaptureQueriesContext


def test_page(page, grow):
    grow(10)
    few = count_queries(page)
    for more in (40, 150):
        grow(more)
        many = count_queries(page)
        assert many <= few, f"{many} queries after {more} more posts, {few} for 10"


def count_queries(page):
    page()  # the first visit, which may send one query more
    with ExitStack() as stack:
        captured = [
            stack.enter_context(CaptureQueriesContext(connections[alias])) for alias in connections
        ]
        page()
    return sum(len(queries) for queries in captured)
