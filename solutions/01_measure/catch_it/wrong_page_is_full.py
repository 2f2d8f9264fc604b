"""A hundred posts and five hundred: the page shows 50 of either, so the number cannot grow.

Compare sizes at which the page itself gets longer: below its limit, and at it.

Breaks: growing
Fails: catches
"""

from contextlib import ExitStack

from django.db import connections
from django.test.utils import CaptureQueriesContext


def test_page(page, grow):
    grow(100)
    page()  # the first visit, which may send one query more
    few = count_queries(page)
    grow(400)
    many = count_queries(page)
    assert many <= few, f"{few} queries for 100 posts, {many} for 500"


def count_queries(page):
    with ExitStack() as stack:
        captured = [
            stack.enter_context(CaptureQueriesContext(connections[alias])) for alias in connections
        ]
        page()
    return sum(len(queries) for queries in captured)
