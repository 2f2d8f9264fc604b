"""Allows a few queries more, but not one more for every ten posts: it has no need of a first visit.

So it can begin with an empty site, and tolerates what is sent once, whenever that is.
"""

from contextlib import ExitStack

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext


def test_page(page, grow):
    none = count_queries(page)
    grow(50)
    many = count_queries(page)
    if many - none > 50 / 10:
        pytest.fail(f"{none} queries for an empty page, {many} for 50 posts")


def count_queries(page):
    with ExitStack() as stack:
        captures = [CaptureQueriesContext(connection) for connection in connections.all()]
        for capture in captures:
            stack.enter_context(capture)
        page()
    return sum(map(len, captures))
