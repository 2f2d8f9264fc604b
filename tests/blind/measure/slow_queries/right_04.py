"""Replaces CursorWrapper._execute_with_wrappers once, for all connections."""

import functools
import logging
import time

from django.db.backends.utils import CursorWrapper

log = logging.getLogger("arena.slow_queries")
state = {"installed": False}


def _watched(original):
    @functools.wraps(original)
    def _execute_with_wrappers(self, sql, params, many, executor):
        start = time.perf_counter()
        try:
            return original(self, sql, params, many, executor)
        finally:
            ms = (time.perf_counter() - start) * 1000
            if ms > state["budget"]:
                log.warning("%.1f ms: %s", ms, sql, extra={"duration_ms": ms})

    return _execute_with_wrappers


def install(budget_ms):
    state["budget"] = budget_ms
    if not state["installed"]:
        state["installed"] = True
        CursorWrapper._execute_with_wrappers = _watched(CursorWrapper._execute_with_wrappers)
