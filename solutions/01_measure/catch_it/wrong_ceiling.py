"""Opens a full page, and has one number for all pages. What is little for one page is too much for
another: a dozen queries, always a dozen, are no growth, and two can be one too many.

Breaks: constant
Fails: answer
"""

from contextlib import ExitStack

from django.db import connections
from django.test.utils import CaptureQueriesContext


def test_page(page, grow):
    grow(50)
    many = count_queries(page)
    assert many <= 10, f"{many} queries for 50 posts"


def count_queries(page):
    with ExitStack() as stack:
        captured = [
            stack.enter_context(CaptureQueriesContext(connections[alias])) for alias in connections
        ]
        page()
    return sum(len(queries) for queries in captured)
