"""WRONG (rule: growing): stops at the 50 posts a page shows; one query for every 100 posts of the site is not seen."""

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
    return sum(len(capture) for capture in captures)


def test_page(page, grow):
    grow(5)
    page()
    again = [_count(page)]
    fresh = []
    for more in (5, 15, 25):  # 50 in all: no page shows more than that
        grow(more)
        fresh.append(_count(page))
        again.append(_count(page))
    assert fresh == sorted(fresh, reverse=True), f"more for more posts: {fresh}"
    assert again == sorted(again, reverse=True), f"more for more posts: {again}"
