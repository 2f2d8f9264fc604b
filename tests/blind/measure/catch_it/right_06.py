"""Right: switches the query log on by hand (force_debug_cursor) and keeps requests from emptying it."""

from contextlib import contextmanager

from django.core.signals import request_started
from django.db import connections, reset_queries

ALIASES = ["default", "replica"]


@contextmanager
def logging_queries():
    handles = [connections[alias] for alias in ALIASES]
    before = [handle.force_debug_cursor for handle in handles]
    request_started.disconnect(reset_queries)
    for handle in handles:
        handle.ensure_connection()
        handle.force_debug_cursor = True
        handle.queries_log.clear()
    try:
        yield lambda: sum(len(handle.queries_log) for handle in handles)
    finally:
        for handle, value in zip(handles, before, strict=True):
            handle.force_debug_cursor = value
        request_started.connect(reset_queries)


def _cost(page):
    with logging_queries() as total:
        page()
        return total()


def test_page(page, grow):
    grow(5)
    page()
    second_visits = [_cost(page)]
    first_visits = []
    for size in (5, 10, 30, 50, 200):
        grow(size)
        first_visits.append(_cost(page))
        second_visits.append(_cost(page))
    for counts in (first_visits, second_visits):
        rises = [later - sooner for sooner, later in zip(counts, counts[1:], strict=False)]
        assert max(rises) <= 0, counts
