"""Counts what begins with SELECT. An UPDATE for each post is as slow, and so is a query that begins
with WITH, a bracket or a comment.

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
    grow(295)
    many = count_queries(page)
    assert many <= few, f"{few} queries for 5 posts, {many} for 300"


def count_queries(page):
    with ExitStack() as stack:
        captured = [
            stack.enter_context(CaptureQueriesContext(connections[alias])) for alias in connections
        ]
        page()
    return sum(query["sql"].startswith("SELECT") for queries in captured for query in queries)
