"""WRONG (rule: growing): the first visit is what the others are compared with, so its one query more hides a page that sends one more for 200 posts."""

from contextlib import ExitStack

from django.db import connections
from django.test.utils import CaptureQueriesContext


def count(page):
    """Return how many queries a page sends to both databases."""
    with ExitStack() as stack:
        captured = [
            stack.enter_context(CaptureQueriesContext(connections[alias]))
            for alias in ("default", "replica")
        ]
        page()
    return sum(map(len, captured))


def test_page(page, grow):
    grow(5)
    few = count(page)
    for more in (45, 150):
        grow(more)
        assert count(page) <= few
