"""WRONG (rule: constant): wants exactly the same numbers each time, so a page that sends fewer later (a cache fills) fails."""

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
    page()
    grow(5)
    # The visit after new posts, and the next one, which may find something in a cache.
    fresh, again = count(page), count(page)
    for more in (45, 150):
        grow(more)
        assert count(page) == fresh
        assert count(page) == again
