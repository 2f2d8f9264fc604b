"""Ten posts and forty: the page shows 50 at most, and one that fetches 49 at a time needs a second
query only then.

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
    grow(30)
    many = count_queries(page)
    assert many <= few, f"{few} queries for 10 posts, {many} for 40"


def count_queries(page):
    with ExitStack() as stack:
        captured = [
            stack.enter_context(CaptureQueriesContext(connections[alias])) for alias in connections
        ]
        page()
    return sum(len(queries) for queries in captured)
