"""WRONG (rule: growing): counts what begins with SELECT; a UNION "(SELECT", a WITH or an UPDATE for each post passes."""

from contextlib import ExitStack

from django.db import connections
from django.test.utils import CaptureQueriesContext


def _count(page):
    with ExitStack() as stack:
        captures = [
            stack.enter_context(CaptureQueriesContext(connections[alias]))
            for alias in ("default", "replica")
        ]
        page()
    # BEGIN and SAVEPOINT are no queries.
    return sum(
        query["sql"].startswith("SELECT")
        for capture in captures
        for query in capture.captured_queries
    )


def test_page(page, grow):
    grow(5)
    page()
    again = [_count(page)]
    fresh = []
    for more in (5, 40, 50, 200):
        grow(more)
        fresh.append(_count(page))
        again.append(_count(page))
    assert fresh == sorted(fresh, reverse=True), f"more for more posts: {fresh}"
    assert again == sorted(again, reverse=True), f"more for more posts: {again}"
