"""Counts both connections' queries together at growing sizes, after a first visit with an editor there."""

from contextlib import ExitStack

from django.db import connections
from django.test.utils import CaptureQueriesContext


def sent(page):
    with ExitStack() as stack:
        logs = [
            stack.enter_context(CaptureQueriesContext(connections[alias]))
            for alias in ("default", "replica")
        ]
        list(page())
    return sum(len(log) for log in logs)


def test_page(page, grow):
    grow(5)
    list(page())  # the first visit may send one more
    allowed = max(sent(page) for _ in range(3))
    for more in (5, 40, 50, 200):
        grow(more)
        # What a page keeps for its next visit must not hide what new posts cost: the first counts.
        number = sent(page)
        assert number <= allowed, f"{number} queries after {more} more posts, {allowed} before"
        allowed = max(number, sent(page), sent(page))
