"""WRONG (rule: constant): wants equal counts, so a page that sends fewer queries when there are more posts fails."""

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
    page()  # the first visit does not count
    few = _count(page)
    for more in (5, 40, 50, 200):
        grow(more)
        many = _count(page)
        assert many == few, f"{few} queries became {many}"
