"""Compares each connection by itself. A page may send its query to the one or to the other.

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
        for now, before in zip(count_queries(page), few, strict=True):
            assert now <= before, f"{now} queries after {more} more posts, {before} for 10"


def count_queries(page):
    with ExitStack() as stack:
        captured = [
            stack.enter_context(CaptureQueriesContext(connections[alias])) for alias in connections
        ]
        page()
    return [len(queries) for queries in captured]
