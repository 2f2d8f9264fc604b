"""Right: Counters of statements; what grows is named in the message, the totals decide."""

import re
from collections import Counter
from contextlib import ExitStack

from django.db import connections
from django.test.utils import CaptureQueriesContext


def _shapes(page):
    with ExitStack() as stack:
        logs = {
            alias: stack.enter_context(CaptureQueriesContext(connections[alias]))
            for alias in ("default", "replica")
        }
        page()
    return Counter(
        f"{alias}: {re.sub(r'[0-9]+', 'N', query['sql'])[:200]}"
        for alias, log in logs.items()
        for query in log.captured_queries
    )


def _not_more(few, many):
    if many.total() > few.total():
        lines = [f"{number}x {shape}" for shape, number in (many - few).most_common(5)]
        raise AssertionError("more queries for more posts:\n" + "\n".join(lines))


def test_page(page, grow):
    grow(5)
    page()
    known = _shapes(page)
    grow(5)
    fresh, known_before = _shapes(page), known
    known = _shapes(page)
    _not_more(known_before, known)
    for more in (40, 60, 190):
        grow(more)
        fresh_before, known_before = fresh, known
        fresh = _shapes(page)
        known = _shapes(page)
        _not_more(fresh_before, fresh)
        _not_more(known_before, known)
