"""Counts the first visit, with few posts, and compares a later one with it. What Django remembers
from the first visit on hides a query that came with the posts.

Breaks: first visit
Fails: catches
"""

from contextlib import ExitStack

from django.db import connections
from django.test.utils import CaptureQueriesContext


def test_page(page, grow):
    grow(10)
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
