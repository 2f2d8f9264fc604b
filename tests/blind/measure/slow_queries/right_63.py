"""Django's CursorWrapper is where every query passes: its two methods are replaced once."""

import functools
import logging
import time

from django.db.backends.utils import CursorWrapper

BUDGET = {}


def timed(method):
    """Return the method, with a warning if it takes longer than the budget."""

    @functools.wraps(method)
    def measured(self, sql, *args, **kwargs):
        start = time.perf_counter_ns()
        try:
            return method(self, sql, *args, **kwargs)
        finally:
            took = (time.perf_counter_ns() - start) / 1_000_000
            if took > BUDGET["ms"]:
                whole = sql.as_string(None) if hasattr(sql, "as_string") else sql
                logging.getLogger("arena.slow_queries").warning(
                    "%.1f ms: %s", took, whole, extra={"duration_ms": took}
                )

    return measured


def install(budget_ms):
    is_first = not BUDGET
    BUDGET["ms"] = budget_ms
    if is_first:
        # The cursor that DEBUG uses inherits from this class and calls these methods.
        CursorWrapper.execute = timed(CursorWrapper.execute)
        CursorWrapper.executemany = timed(CursorWrapper.executemany)
