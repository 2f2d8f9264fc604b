"""Ten posts and fifty: the page shows no more, but it may read more. One that reads all posts, a
hundred at a time, sends more queries only then.

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
    grow(40)
    many = count_queries(page)
    assert many <= few, f"{few} queries for 10 posts, {many} for 50"


def count_queries(page):
    with ExitStack() as stack:
        captured = [
            stack.enter_context(CaptureQueriesContext(connections[alias])) for alias in connections
        ]
        page()
    return sum(len(queries) for queries in captured)
