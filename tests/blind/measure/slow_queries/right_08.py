"""Replaces CursorWrapper.execute() and executemany() once."""

import functools
import logging
import time

from django.db.backends.utils import CursorWrapper

budget = None
done = False


def timed(method):
    @functools.wraps(method)
    def run(self, sql, *args, **kwargs):
        start = time.perf_counter()
        try:
            return method(self, sql, *args, **kwargs)
        finally:
            ms = (time.perf_counter() - start) * 1000
            if ms > budget:
                log = logging.getLogger("arena.slow_queries")
                log.warning("%.1f ms: %s", ms, sql, extra={"duration_ms": ms})

    return run


def install(budget_ms):
    global budget, done
    budget = budget_ms
    if not done:
        done = True
        CursorWrapper.execute = timed(CursorWrapper.execute)
        CursorWrapper.executemany = timed(CursorWrapper.executemany)
