"""WRONG (rule: no editor): starts with two posts, before the fifth, so good pages that prefetch editors fail later."""

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
    grow(2)
    page()  # the first visit does not count
    counts = [_count(page)]
    for more in (8, 40, 50, 200):
        grow(more)
        counts.append(_count(page))
    assert counts == sorted(counts, reverse=True), f"more for more posts: {counts}"
