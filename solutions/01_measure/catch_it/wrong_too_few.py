"""One post and three: none has an editor yet, and the older posts are missing.

Breaks: growing
Fails: catches
"""

from contextlib import ExitStack

from django.db import connections
from django.test.utils import CaptureQueriesContext


def test_page(page, grow):
    grow(1)
    page()  # the first visit, which may send one query more
    few = count_queries(page)
    grow(2)
    many = count_queries(page)
    assert many <= few, f"{few} queries for 1 post, {many} for 3"


def count_queries(page):
    with ExitStack() as stack:
        captured = [
            stack.enter_context(CaptureQueriesContext(connections[alias])) for alias in connections
        ]
        page()
    return sum(len(queries) for queries in captured)
