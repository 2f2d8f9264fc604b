"""Stops at the 50 posts that a page shows. A page that reads all posts of the site, some hundreds
at a time, sends one query more only later.

Breaks: growing
Fails: catches
"""

from contextlib import ExitStack

from django.db import connections
from django.test.utils import CaptureQueriesContext


def test_page(page, grow):
    grow(5)
    page()  # the first visit, which may send one query more
    few = count_queries(page)
    grow(45)
    many = count_queries(page)
    assert many <= few, f"{few} queries for 5 posts, {many} for 50"


def count_queries(page):
    with ExitStack() as stack:
        captured = [
            stack.enter_context(CaptureQueriesContext(connections[alias])) for alias in connections
        ]
        page()
    return sum(len(queries) for queries in captured)
