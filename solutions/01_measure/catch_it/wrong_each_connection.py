"""Compares each connection alone. A page that moves from one to the other sends no more
than before.

Breaks: replica
Fails: answer
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
    for before, now in zip(few, many, strict=True):
        assert now <= before, f"{before} queries for 5 posts, {now} for 300"


def count_queries(page):
    with ExitStack() as stack:
        captured = [
            stack.enter_context(CaptureQueriesContext(connections[alias])) for alias in connections
        ]
        page()
    return [len(queries) for queries in captured]
