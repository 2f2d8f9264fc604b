"""Counts two visits at the smallest size, and takes the smaller number: what only a first visit
sends is not in it."""

from contextlib import ExitStack

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext


def test_page(page, grow):
    grow(5)
    few = min(count_queries(page), count_queries(page))
    for more in (20, 25, 150):  # added one after the other: 25, 50 and 200 posts
        grow(more)
        many = count_queries(page)
        if many > few:
            pytest.fail(f"{few} queries for 5 posts, {many} after {more} more")


def count_queries(page):
    with ExitStack() as stack:
        captures = [CaptureQueriesContext(connection) for connection in connections.all()]
        for capture in captures:
            stack.enter_context(capture)
        page()
    return sum(map(len, captures))
