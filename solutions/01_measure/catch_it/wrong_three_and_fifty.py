"""None of the first three posts has an editor: nothing to prefetch, and no query for it.

With more posts there is one, and a good page seems to grow. The smaller size must already have a
bit of everything that the page shows.

Breaks: no editor
Fails: answer
"""

from contextlib import ExitStack

from django.db import connections
from django.test.utils import CaptureQueriesContext


def test_page(page, grow):
    grow(3)
    page()  # the first visit, which may send one query more
    few = count_queries(page)
    grow(47)
    many = count_queries(page)
    assert many <= few, f"{few} queries for 3 posts, {many} for 50"


def count_queries(page):
    with ExitStack() as stack:
        captured = [
            stack.enter_context(CaptureQueriesContext(connections[alias])) for alias in connections
        ]
        page()
    return sum(len(queries) for queries in captured)
