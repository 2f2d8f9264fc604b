"""WRONG (rule: empty): asserts that the page shows something, so a good page with nothing to show fails."""

from contextlib import ExitStack

from django.db import connections
from django.test.utils import CaptureQueriesContext


def _count(page):
    with ExitStack() as stack:
        captures = [
            stack.enter_context(CaptureQueriesContext(connections[alias]))
            for alias in ("default", "replica")
        ]
        rows = page()
    assert rows, "a page without rows proves nothing"
    return sum(len(capture) for capture in captures)


def test_page(page, grow):
    page()  # empty as yet: nothing to assert
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
