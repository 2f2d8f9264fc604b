"""WRONG (rule: growing): starts at 40 posts, so a page with one query for every 25 shown sends 2 before and after."""

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
    grow(40)  # fewer than fit on the page, and eight of them have an editor
    page()  # the first visit does not count
    counts = [_count(page)]
    for more in (20, 40, 200):
        grow(more)
        counts.append(_count(page))
    assert counts == sorted(counts, reverse=True), f"more for more posts: {counts}"
