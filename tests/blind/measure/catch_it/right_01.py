"""Right: one helper counts both databases with an ExitStack; two series (new posts, seen posts) never rise."""

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
    grow(5)  # one of five has an editor and a contest
    page()  # the first visit does not count
    again = [_count(page)]
    fresh = []
    for more in (5, 40, 50, 200):
        grow(more)
        fresh.append(_count(page))
        again.append(_count(page))
    assert fresh == sorted(fresh, reverse=True), f"more for more posts: {fresh}"
    assert again == sorted(again, reverse=True), f"more for more posts: {again}"
