"""Counts two visits at each size, and compares the smaller numbers: what only a first visit sends
falls out of it."""

from contextlib import ExitStack

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext


def test_page(page, grow):
    fewest = []
    for posts in (5, 20, 25):  # added one after the other: 5, 25 and 50 posts
        grow(posts)
        fewest.append(min(count_queries(page), count_queries(page)))
    if fewest[-1] > fewest[0]:
        pytest.fail(f"{fewest[0]} queries for 5 posts, {fewest[-1]} for 50")


def count_queries(page):
    with ExitStack() as stack:
        captures = [CaptureQueriesContext(connection) for connection in connections.all()]
        for capture in captures:
            stack.enter_context(capture)
        page()
    return sum(map(len, captures))
